"""Explanations as plain text for the terminal, and as one self-contained HTML file."""

from collections.abc import Iterator
from functools import partial
from textwrap import wrap

from advisor.report.explained.page import Line, Page, Section, Table, explained_words

NARROWEST = 40
STEP = "  "
# Names of files and commands stay whole, so that they can be copied.
_wrap = partial(wrap, break_on_hyphens=False)


def page_html(page: Page) -> str:
    """Return a page as one HTML file with its styles inside."""
    from markupsafe import Markup  # noqa: PLC0415 - text, which is asked for most, needs none of it

    from advisor.report.html import environment, web_styles  # noqa: PLC0415 - it is slow to import

    template = environment().get_template("explained/page.html.j2")
    styles = Markup(web_styles())  # noqa: S704 - our own style sheets
    return template.render(page=page, styles=styles, words=explained_words("shared"))


def page_text(page: Page, width: int = 80) -> str:
    """Return a page as plain text, no line longer than the width."""
    room = max(NARROWEST, width)
    lines = [*_headed(page.title, room), *_wrap(page.name, room)]
    for sentence in page.lead:
        lines += ["", *_wrap(sentence, room)]
    for section in page.sections:
        lines += ["", *_headed(section.heading, room), *_section(section, room)]
    return "\n".join((*lines, "", *_wrap(page.made, room))) + "\n"


def _headed(heading: str, room: int) -> list[str]:
    lines = _wrap(heading, room)
    return [*lines, "─" * max(map(len, lines), default=0)]


def _section(section: Section, room: int) -> Iterator[str]:
    for sentence in section.says:
        yield from _wrap(sentence, room)
    yield from _lines(section.lines, room, STEP)
    if section.table is not None:
        yield from _table(section.table, room)
    if section.note:
        yield from ("", *_wrap(section.note, room))


def _lines(lines: tuple[Line, ...], room: int, indent: str) -> Iterator[str]:
    for line in lines:
        mark = f"{indent}{line.mark or '–'} "
        # Deep down there is little room left: the text goes on at the depth it has, never off the edge.
        depth = len(mark) if len(mark) <= room // 2 else len(indent)
        yield from _wrap(line.text, room, initial_indent=mark, subsequent_indent=" " * depth)
        below = f"{indent}{STEP}"
        yield from _lines(line.under, room, below if len(below) <= room // 2 else indent)


def _table(table: Table, room: int) -> Iterator[str]:
    """Yield a table as blocks: each row under its first cell, so that it fits a narrow terminal."""
    if table.caption:
        yield from _wrap(table.caption, room)
    for first, *cells in table.rows:
        yield from _wrap(first, room, initial_indent=STEP, subsequent_indent=STEP)
        for head, cell in zip(table.heads[1:], cells, strict=True):
            if cell:
                indent = STEP * 2
                yield from _wrap(
                    f"{head}: {cell}", room, initial_indent=indent, subsequent_indent=indent + STEP
                )
