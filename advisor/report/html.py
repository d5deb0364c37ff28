"""The report as HTML: one self-contained file that works offline, on a narrow screen and on paper."""

from collections.abc import Sequence
from functools import cache
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from advisor.content.folders import content_folder
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result
from advisor.report.at_work import capital_first, lower_first
from advisor.report.texts import texts
from advisor.report.view import ReportView, present

Medium = Literal["web", "pdf"]


def render_html(result: Result, knowledge: KnowledgeBase) -> str:
    """Return the report as one HTML file with its styles and pictures inside."""
    return markup(present(result, knowledge), "web")


def markup(view: ReportView, medium: Medium, *, unprintable: bool = False) -> str:
    """Return the HTML of a report.

    Args:
        view: What the report shows.
        medium: For the web the styles stand inside; for the PDF they are given to the typesetter.
        unprintable: Whether to say that characters were replaced because no typeface holds them.
    """
    template = environment().get_template("report.html.j2")
    styles = Markup(web_styles()) if medium == "web" else ""  # noqa: S704 - our own style sheets
    return template.render(report=view, medium=medium, unprintable=unprintable, styles=styles)


@cache
def environment() -> Environment:
    """Return the templates. What users typed only ever fills them: it is never a template itself."""
    templates = Environment(
        loader=FileSystemLoader(content_folder("report_templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = texts()
    templates.filters.update(capfirst=capital_first, lowfirst=lower_first, halves=halves, unbroken=unbroken)
    templates.globals.update(
        say=words.say, count=words.count, prose=words.html, prose_columns=words.columns, join=words.join
    )
    return templates


def halves(items: Sequence[object]) -> tuple[Sequence[object], ...]:
    """Return a list as two columns, the first no shorter than the second; an empty one is left out.

    >>> halves("abc")
    ('ab', 'c')
    """
    middle = (len(items) + 1) // 2
    return tuple(half for half in (items[:middle], items[middle:]) if half)


def unbroken(text: str) -> str:
    """Return a phrase that stays on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


@cache
def style(name: str) -> str:
    """Return one of the style sheets."""
    return (content_folder("report_templates") / f"{name}.css").read_text(encoding="utf-8")


@cache
def web_styles() -> str:
    """Return all styles for a browser: what is shared, then what is for screen or paper alone."""
    return (
        f"{style('base')}\n@media screen {{\n{style('screen')}\n}}\n@media print {{\n{style('print')}\n}}\n"
    )
