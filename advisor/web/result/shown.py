"""What a result shows, worked out once for the same answers."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from advisor.model.case import Case
from advisor.model.result import Result
from advisor.report.html import environment
from advisor.report.view import ReportView, present
from advisor.web.advice import advisor

MOST_KEPT = 32
"""Results that a process keeps: the rules stay the same while it runs, so the answers alone decide."""


@dataclass(frozen=True)
class Shown:
    """A result, and what its pages show of it.

    Attributes:
        result: What follows from the answers.
        view: The same in words.
        web: The causal web, drawn.
        chain: The strongest chain, drawn; empty where there is none.
    """

    result: Result
    view: ReportView
    web: Markup
    chain: Markup


def shown(case: Case) -> Shown:
    """Return what the result of a case shows."""
    return _shown(case.model_dump_json())


@lru_cache(maxsize=MOST_KEPT)
def _shown(case: str) -> Shown:
    result = advisor().assess(Case.model_validate_json(case))
    view = present(result, advisor().knowledge)
    return Shown(
        result,
        view,
        web=_drawn("web", view),
        chain=_drawn("chain", view) if view.chain else Markup(),
    )


def _drawn(picture: str, view: ReportView) -> Markup:
    """Return a picture of the report as it stands on the web: drawn by attributes, without styles."""
    template = environment().get_template(f"pictures/{picture}.svg.j2")
    return Markup(template.render(report=view, medium="web"))  # noqa: S704 - our own picture, its words escaped
