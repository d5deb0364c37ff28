"""The table of errors: a copy of the input’s faulty rows with bad cells marked, and every problem in words.

The copy can be mended and read as input: what stood above the rows is copied as it was, the version of a
template too, and the column that is added is not read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format

from advisor.content.tables.headings import is_version, mark_in, mark_of
from advisor.content.tables.reading import open_stream
from advisor.content.tables.results_layout import words
from advisor.content.tables.results_workbook import FONT, HEADS, TONES
from advisor.content.tables.row_heights import BOLD, height_of
from advisor.content.tables.rows import marked
from advisor.content.tables.safe_workbook import (
    add_sheet,
    blank_cell,
    new_workbook,
    number_cell,
    number_of,
    text_cell,
    true_or_false_cell,
)
from advisor.content.tables.table import BadCell, CellProblem, RawRow, column_letters, plain, shown_date
from advisor.errors import InputRefused

Found = tuple[int, str, CellProblem]
"""Number of a row, name of its collaboration, and what is wrong."""

MOST_COMMENTS = 2_000
"""Cells with a comment at most: each is kept in memory, and drawn when the file is opened."""
COMMENT = {"x_scale": 2.6, "y_scale": 1.6, "font_size": 10, "author": ""}
MARK = "#F8C9A8"
WIDTHS = {"explanation": 90, "cell": 24}
LISTS = "Lists"
LIST = (8, 34, 9, 34, 30, 70, 60, 26)
SAID = 8
"""Answers that are named as allowed beside a row; the list of problems names all."""
ALLOWED = " – allowed: "


def write_errors(  # noqa: PLR0913 - what most callers leave out has names
    drafts: Path,
    source: Path,
    problems: Iterable[Found],
    first: int = 2,
    *,
    batch: str = "",
    choices: Mapping[str, Sequence[str]] | None = None,
    in_browser: bool = False,
) -> Sequence[Path]:
    """Write the table of errors into a folder and return the files.

    Args:
        drafts: An empty folder.
        source: The input file.
        problems: What is wrong, in order of rows. Line and column are those of the cell in the input;
            column 0 means the whole row, line 0 the whole sheet.
        first: Number of the first row of answers; what stands above it is copied as it is.
        batch: The batch that these rows are of, so that they can take their places in it once they are
            mended; empty: they cannot.
        choices: What can be chosen in the columns of a template, by the names that stand in them.
        in_browser: Whether it is given back in the browser, and not to the command line.
    """
    path = drafts / "errors.xlsx"
    with closing(new_workbook(path)) as book:
        _Errors(book, batch, choices or {}, in_browser=in_browser).write(source, problems, first)
    return [path]


@dataclass(frozen=True)
class _Styles:
    head: Format
    text: Format
    bad: Format
    said: Format


class _Errors:
    """Writes one table of errors."""

    def __init__(
        self, book: Any, batch: str, choices: Mapping[str, Sequence[str]], *, in_browser: bool
    ) -> None:
        self._said = words()["errors"]
        way = "how_to_in_browser" if in_browser else "how_to"
        self._how: str = self._said[way if batch else "how_to_alone"]
        self._batch, self._choices = batch, choices
        self._book = book
        self._offered: dict[int, Sequence[str]] = {}
        self._copy = add_sheet(book, self._said["sheets"]["rows"])
        self._list = add_sheet(book, self._said["sheets"]["problems"])
        self._styles = _Styles(
            head=book.add_format(
                FONT | {"bold": True, "text_wrap": True, "font_color": "#FFFFFF", "bg_color": HEADS[0]}
            ),
            text=book.add_format(FONT),
            bad=book.add_format(
                FONT | {"bg_color": MARK, "bold": True, "border": 1, "border_color": "#B5541C"}
            ),
            said=book.add_format(FONT | {"text_wrap": True, "bg_color": TONES["grey"]}),
        )
        self._wrapped = book.add_format(FONT | {"text_wrap": True})
        self._copied = self._listed = 0
        self._comments: list[tuple[int, int, str]] = []
        self._width = 1
        self._headings: Sequence[object] = ()

    def write(self, source: Path, problems: Iterable[Found], first: int) -> None:
        """Write both sheets, row by row."""
        heads = self._said["headings"]
        names = ("row", "collaboration", "cell", "heading", "value", "why", "allowed", "nearest")
        for place, (name, width) in enumerate(zip(names, LIST, strict=True)):
            self._list.set_column(place, place, width, self._wrapped)
            self._list.write_string(0, place, heads[name], self._styles.head)
        rows = _Rows(source, first)
        with closing(rows):
            above = rows.above()
            self._head(above)
            for number, found in groupby(problems, key=lambda one: one[0]):
                listed = list(found)
                raw = rows.row(number)
                self._tell(listed, raw)
                if raw is not None:
                    self._copy_row(raw, [problem for _, _, problem in listed])
        self._finish(len(above))

    def _head(self, above: Sequence[RawRow]) -> None:
        """Copy what stands above the answers; the first row of it holds the headings that people read.

        A template has the names of the facts below them: nothing may be added there, or it is no such row.
        """
        self._headings = above[0].cells if above else ()
        self._width = max((len(row.cells) for row in above), default=0)
        kept = {place for row in above for place, value in enumerate(row.cells) if is_version(plain(value))}
        for place in range(self._width):
            # The version of a template is for programs: it is out of sight there too.
            hidden = {"hidden": place in kept}
            self._copy.set_column(place, place, WIDTHS["cell"], self._styles.text, hidden)
        last = self._width
        if self._batch:
            self._copy.set_column(last, last, WIDTHS["cell"], self._styles.text, {"hidden": True})
            last += 1
        self._copy.set_column(last, last, WIDTHS["explanation"], self._styles.said)
        style = number_of(self._styles.head)
        for row in above:
            cells = [self._cell(value, style) for value in _padded(row.cells, self._width)]
            shown = [plain(value) for place, value in enumerate(row.cells) if place not in kept]
            texts = [(text, WIDTHS["cell"] * BOLD) for text in shown]
            if row is above[0]:
                if self._batch:
                    cells.append(text_cell(mark_of(self._batch), style))
                texts.append((f"{self._said['explanation']}\n{self._how}", WIDTHS["explanation"] * BOLD))
                cells.append(text_cell(texts[-1][0], style))
            self._copy.write_rows(self._copied, [cells], [height_of(texts)])
            self._copied += 1
        if above and any(is_version(plain(value)) for value in above[-1].cells):
            self._offered = {
                place: self._choices[plain(value)]
                for place, value in enumerate(above[-1].cells)
                if self._choices.get(plain(value))
            }

    def _copy_row(self, raw: RawRow, problems: Sequence[CellProblem]) -> None:
        text, bad, said = (number_of(one) for one in (self._styles.text, self._styles.bad, self._styles.said))
        faulty = {one.column: one for one in problems if one.column}
        cells: list[str | None] = []
        for column, value in enumerate(_padded(raw.cells, self._width), start=1):
            # An empty cell that is at fault must be seen too.
            cells.append(self._cell(value, bad if column in faulty else text, keep=column in faulty))
            if column in faulty and len(self._comments) < MOST_COMMENTS:
                self._comments.append((self._copied, column - 1, self._comment(faulty[column])))
        if self._batch:
            cells.append(number_cell(raw.number, text))
        told = "\n".join(self._explained(one) for one in problems)
        cells.append(text_cell(told, said))
        self._copy.write_rows(self._copied, [cells], [height_of([(told, WIDTHS["explanation"])])])
        self._copied += 1

    def _explained(self, problem: CellProblem) -> str:
        where = self._heading(problem)
        mark = f"{self._said['mark']} “{where}”" if where else self._said["mark"]
        allowed = self._allowed(problem)
        return f"{mark}: {_ended(_brief(problem))}{f' {allowed}.' if allowed else ''}"

    def _comment(self, problem: CellProblem) -> str:
        lines = [f"{self._said['mark']}: {_ended(_brief(problem))}", self._allowed(problem)]
        return "\n".join(filter(None, lines))

    def _allowed(self, problem: CellProblem) -> str:
        """Return the first of the answers that a cell may hold, in words; empty where any may stand."""
        if not isinstance(problem, BadCell) or not problem.allowed:
            return ""
        more = ", …" if len(problem.allowed) > SAID else ""
        return f"{self._said['headings']['allowed']}: {', '.join(problem.allowed[:SAID])}{more}"

    def _heading(self, problem: CellProblem) -> str:
        if isinstance(problem, BadCell) and problem.heading:
            return problem.heading
        column = problem.column
        return plain(self._headings[column - 1]) if 0 < column <= len(self._headings) else ""

    def _tell(self, found: Sequence[Found], raw: RawRow | None) -> None:
        """List what is wrong with a row."""
        style = number_of(self._wrapped)
        rows, heights = [], []
        for number, name, one in found:
            details = one if isinstance(one, BadCell) else None
            shown = details.shown if details else ""
            if not shown and raw is not None and 0 < one.column <= len(raw.cells):
                shown = plain(raw.cells[one.column - 1])
            where = f"{column_letters(one.column)}{number}" if one.column and number else ""
            place = where or (self._said["whole_row"] if number else self._said["whole_sheet"])
            texts = (
                name,
                place,
                self._heading(one),
                shown,
                _brief(one),
                ", ".join(details.allowed) if details else "",
                details.meant if details else "",
            )
            head = number_cell(number, style) if number else None
            rows.append([head, *(text_cell(text, style) if text else None for text in texts)])
            heights.append(height_of(zip(texts, LIST[1:], strict=True)))
        self._list.write_rows(self._listed + 1, rows, heights)
        self._listed += len(rows)

    def _cell(self, value: object, style: int, *, keep: bool = False) -> str | None:
        """Return a cell as it was read: texts as texts, numbers as numbers."""
        match value:
            case bool():
                return true_or_false_cell(value, style)
            case int() | float():
                return number_cell(value, style)
            case None | "":
                return blank_cell(style) if keep else None
            case datetime() | date() | time() | timedelta():
                return text_cell(shown_date(value), style)
            case _:
                return text_cell(str(value), style)

    def _finish(self, above: int) -> None:
        if above and self._copied > above:
            self._copy.autofilter(above - 1, 0, self._copied - 1, self._width + bool(self._batch))
            self._offer(above)
        # The library must not meet a comment before its row is written.
        for row, column, text in self._comments:
            self._copy.note(row, column, text, COMMENT)
        self._copy.freeze_panes(above, 1)
        self._list.freeze_panes(1, 2)
        self._list.autofilter(0, 0, max(self._listed, 1), len(LIST) - 1)
        for sheet in (self._copy, self._list):
            sheet.set_landscape()
            sheet.set_paper(8)
            sheet.repeat_rows(0)
        self._list.fit_to_pages(1, 0)
        if not self._copied:
            # The input has no rows and columns to copy: the list comes first.
            self._copy.hide()
            self._list.activate()
            self._list.set_first_sheet()

    def _offer(self, above: int) -> None:
        """Offer the answers again that the template offered."""
        lists = list(dict.fromkeys(tuple(one) for one in self._offered.values()))
        if not lists:
            return
        sheet = add_sheet(self._book, LISTS)
        style = number_of(self._styles.text)
        deepest = max(map(len, lists))
        sheet.write_rows(
            0,
            [
                [text_cell(one[row], style) if row < len(one) else None for one in lists]
                for row in range(deepest)
            ],
        )
        sheet.hide()
        for place, answers in self._offered.items():
            letter = column_letters(lists.index(tuple(answers)) + 1)
            rule = {
                "validate": "list",
                "source": f"={LISTS}!${letter}$1:${letter}${len(answers)}",
                "error_title": "Not one of the answers",
                "error_message": "Choose an answer from the list, or leave the cell empty.",
            }
            self._copy.data_validation(above, place, self._copied - 1, place, rule)


def _brief(problem: CellProblem) -> str:
    """Return what is wrong without the values that are allowed, where their labels stand beside it."""
    head, listed, rest = problem.text.partition(ALLOWED)
    if not (listed and isinstance(problem, BadCell) and problem.allowed):
        return problem.text
    return f"{head} – {rest.rpartition(' – ')[2]}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _padded(cells: Sequence[object], width: int) -> list[object]:
    return [*cells[:width], *([None] * (width - len(cells)))]


def _sorted_if_marked(rows: Iterator[RawRow], first: int) -> Iterator[RawRow]:
    """Yield rows; those of a table of errors by their numbers in the batch, without what it added."""
    above = [row for row in islice(rows, first - 1) if not row.is_blank()] if first > 1 else []
    heads = [plain(one) for one in above[0].cells] if above else []
    mark = next((place for place, text in enumerate(heads) if mark_in(text)), None)
    late = [row for row in above if row.number >= first]
    if mark is None:
        yield from above
        yield from rows
        return
    for row in above:
        if row.number < first:
            yield RawRow(row.number, row.cells[:mark], row.faults)
    for row in marked(chain(late, rows), mark + 1):
        faults = {column: text for column, text in row.faults.items() if column <= mark}
        yield RawRow(max(row.number, first), row.cells[:mark], faults)


class _Rows:
    """The rows of the input by number, read once from the first to the last."""

    def __init__(self, source: Path, first: int) -> None:
        self._first = first
        self._stream: Iterator[RawRow] = iter(())
        self._next: RawRow | None = None
        if source.is_file() and source.suffix.lower() not in {
            ".jsonl",
            ".ndjson",
            ".json",
            ".parquet",
            ".yaml",
            ".yml",
        }:
            try:
                self._stream = _sorted_if_marked(open_stream(source).rows, first)
                self._step()
            except InputRefused:
                # What cannot be read again cannot be copied; the list of problems says all.
                self._next = None

    def _step(self) -> None:
        self._next = next(self._stream, None)

    def above(self) -> list[RawRow]:
        """Return what stands above the rows of answers."""
        found = []
        while self._next is not None and self._next.number < self._first:
            if not self._next.is_blank():
                found.append(self._next)
            self._step()
        return found

    def row(self, number: int) -> RawRow | None:
        """Return the row of a number; none where it is not there. Numbers must rise."""
        while self._next is not None and self._next.number < number:
            self._step()
        return self._next if self._next is not None and self._next.number == number else None

    def close(self) -> None:
        """Stop reading."""
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()
