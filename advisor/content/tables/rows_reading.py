"""Reads one row of answers: each cell by what its column holds, and each fault by its cell."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from advisor.content.answer_values import AnswerError, short
from advisor.content.answers_file import QUESTIONNAIRES, free_text
from advisor.content.tables.days import DayError, read_day
from advisor.content.tables.headings import Heading
from advisor.content.tables.rows_cells import NOT_KNOWN, NOT_TICKED, TICKED, FactCells, Fault, Found
from advisor.content.tables.table import (
    BadCell,
    CellProblem,
    RawRow,
    Stream,
    date_fault,
    plain,
    shown_date,
    unread_fault,
)
from advisor.errors import Problem
from advisor.model.case import Case
from advisor.model.condition import Value
from advisor.model.limits import LONGEST
from advisor.model.vocabulary import Vocabulary

LONGEST_QUESTIONNAIRE = 60
LONGEST_CARRIED = 200
_TICKS = ("Yes", "No", "Don’t know")
_MOST_NAMES = 500_000
_MOST_TOLD = 20


@dataclass(frozen=True)
class Row:
    """One row of answers.

    Attributes:
        number: Its number in the file, from 1; for a folder, its place among the files.
        name: Name of the collaboration, or where the row stands if it has none.
        case: What it says; none where there are problems.
        carried: What goes through to the results, such as the code of the organisation.
        problems: What is wrong in it.
    """

    number: int
    name: str
    case: Case | None
    carried: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[CellProblem, ...] = ()


class Layout:
    """Where the answers stand in a row.

    Attributes:
        facts: Each fact with its cells and its column, 0 where only its ticks have columns, and these ticks.
        texts: Columns of the texts at the head of an answers file, by name.
        carried: Columns that go through to the results, by name.
        headings: All columns by their number.
        questionnaire: Name and date of the questionnaire that the table was made for; none where unsaid.
    """

    def __init__(
        self, headings: Sequence[Heading], reader: "RowReader", questionnaire: str | None = None
    ) -> None:
        self.questionnaire = questionnaire
        of = {(one.kind, one.name): one.column for one in headings if one.kind != "tick"}
        ticks: dict[str, list[tuple[str, int]]] = {}
        for one in headings:
            if one.kind == "tick":
                ticks.setdefault(one.name, []).append((one.value, one.column))
        self.facts: list[tuple[str, FactCells, int, Sequence[tuple[str, int]]]] = [
            (fact, reader.cells[fact], of.get(("fact", fact), 0), ticks.get(fact, ()))
            for fact in reader.cells
            if ("fact", fact) in of or fact in ticks
        ]
        self.texts = {one.name: one.column for one in headings if one.kind == "text"}
        self.carried = {one.name: one.column for one in headings if one.kind == "carried"}
        self.headings = {one.column: one.text for one in headings}


class RowReader:
    """Reads rows."""

    def __init__(
        self, vocabulary: Vocabulary, values: Mapping[str, Mapping[str, object]], stream: Stream
    ) -> None:
        self.stream = stream
        self.cells = {
            fact: FactCells(definition, values.get(fact, {}))
            for fact, definition in vocabulary.by_name.items()
        }

    def unnamed(self, number: int) -> str:
        """Return what a collaboration without a name is called."""
        return UNNAMED.format(number=number)

    def read(self, raw: RawRow, layout: Layout) -> Row:
        """Return what a row says."""
        row = _Row(raw, layout, self.stream)
        return row.read(self.unnamed(raw.number))


@dataclass
class _Row:
    raw: RawRow
    layout: Layout
    stream: Stream
    problems: list[BadCell] = field(default_factory=list)
    collaboration: str = ""

    def read(self, unnamed: str) -> Row:
        texts = {key: self.text(key, column) for key, column in self.layout.texts.items()}
        self.collaboration = texts.get("name") or ""
        carried = {key: self.carried(key, column) for key, column in self.layout.carried.items()}
        answers: dict[str, Value] = {}
        asked_unknown: list[str] = []
        for fact, found in self.answers():
            if found.value is not None:
                answers[fact] = found.value
            else:
                asked_unknown.append(fact)
        name = self.collaboration or unnamed
        case = None
        if not self.problems:
            case = Case(
                name=name,
                organisation=texts.get("organisation"),
                respondent=texts.get("respondent"),
                date=texts.get("date"),
                notes=texts.get("notes"),
                questionnaire=texts.get("questionnaire") or self.layout.questionnaire,
                answers=answers,
                asked_unknown=tuple(asked_unknown),
            )
        carried = {key: text for key, text in carried.items() if text}
        return Row(self.raw.number, name, case, carried, tuple(self.problems))

    def answers(self) -> Iterator[tuple[str, Found]]:
        """Yield what was answered; complains of the rest."""
        cells, faults, width = self.raw.cells, self.raw.faults, len(self.raw.cells)
        for fact, reading, column, ticks in self.layout.facts:
            value = cells[column - 1] if 0 < column <= width else None
            if column in faults:
                self.bad(column, faults[column], "", reading.allowed)
                continue
            found = reading.read(value) if value is not None else None
            at = column
            if ticks and (found is None or not found.given):
                ticked = [*self.ticked(ticks)]
                if not ticked:
                    if self.says_not_known(ticks):
                        yield fact, Found(given=True)
                    continue
                found, at = reading.read([one for one, _ in ticked]), ticked[0][1]
            if found is None or not found.given:
                continue
            for fault in found.faults:
                self.bad(at, fault.text, fault.shown, reading.allowed, fault)
            if not found.faults:
                yield fact, found

    def ticked(self, columns: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
        """Yield the values that are ticked, where each has a column of its own."""
        for value, column in columns:
            text = self.plain(column, _TICKS).lower()
            if text in TICKED:
                yield value, column
            elif text and text not in NOT_TICKED | NOT_KNOWN:
                what = (
                    f"“{short(text)}” is no tick – a column for one answer holds Yes, No or Don’t know –"
                    " write one of them, or leave the cell empty"
                )
                self.bad(column, what, short(text), _TICKS)

    def says_not_known(self, columns: Iterable[tuple[str, int]]) -> bool:
        """Return whether somebody wrote in one of these columns that it is not known."""
        cells = self.raw.cells
        return any(
            column <= len(cells) and plain(cells[column - 1]).lower() in NOT_KNOWN for _, column in columns
        )

    def plain(self, column: int, allowed: tuple[str, ...] = ()) -> str:
        """Return the text of a cell; complains where it has none that can be read."""
        if column in self.raw.faults:
            self.bad(column, self.raw.faults[column], "", allowed)
            return ""
        value = self.raw.cells[column - 1] if column <= len(self.raw.cells) else None
        dated = date_fault(value)
        if dated:
            self.bad(column, dated, shown_date(value), allowed)
            return ""
        text = plain(value)
        unread = unread_fault(text)
        if unread:
            self.bad(column, unread, short(text), allowed)
            return ""
        return text

    def text(self, key: str, column: int) -> str | None:
        """Return a text at the head of the answers."""
        value = self.raw.cells[column - 1] if column <= len(self.raw.cells) else None
        if key == "date" and isinstance(value, dt.date):
            return (value.date() if isinstance(value, dt.datetime) else value).isoformat()
        text = self.free(key, column, LONGEST.get(key, LONGEST_QUESTIONNAIRE))
        if key == "questionnaire" and text and text.split()[0] not in QUESTIONNAIRES:
            what = (
                f"“{short(text)}” is not a questionnaire – there are {' and '.join(QUESTIONNAIRES)} –"
                " write one of the two, or empty the cell"
            )
            self.bad(column, what, short(text), QUESTIONNAIRES)
        if key == "date" and text:
            try:
                text = read_day(text)
            except DayError as refused:
                self.bad(column, str(refused), short(text))
        return text or None

    def carried(self, key: str, column: int) -> str:
        """Return a text that goes through to the results."""
        return self.free(key, column, LONGEST_CARRIED)

    def free(self, key: str, column: int, longest: int) -> str:
        text = self.plain(column)
        try:
            return free_text(key, text, longest)
        except AnswerError as refused:
            self.bad(column, str(refused), short(text))
            return ""

    def bad(
        self,
        column: int,
        text: str,
        shown: str,
        allowed: tuple[str, ...] = (),
        fault: Fault | None = None,
    ) -> None:
        place: CellProblem = self.stream.problem(self.raw.number, column, text)
        heading = self.layout.headings.get(column, "")
        self.problems.append(
            BadCell(
                place.file,
                place.line,
                place.column,
                text,
                in_sheet=place.in_sheet,
                heading=heading,
                collaboration=self.collaboration,
                shown=shown,
                allowed=allowed,
                meant=fault.meant if fault else "",
                words=fault.words if fault else "",
            )
        )


UNNAMED = "Answers in row {number}"
"""What a collaboration without a name is called."""


class Names:
    """Tells of collaborations with the same name or none, which is allowed.

    Attributes:
        column: Whether the table has a column for names; where it has none, that is told once and elsewhere.
    """

    def __init__(
        self, where: Callable[[int, str], Problem], warnings: list[Problem], *, column: bool = True
    ) -> None:
        self.where, self.warnings, self.column = where, warnings, column
        self.unnamed = 0
        self.rows: dict[int, int] = {}
        self.told = 0

    def seen(self, row: Row) -> Row:
        """Return a row, after a look at its name."""
        if row.name == UNNAMED.format(number=row.number):
            self.tell_unnamed(row)
            return row
        if row.case is None:
            return row
        # Names are kept as small numbers: there may be millions.
        words = hash(" ".join(row.name.casefold().split()))
        before = self.rows.get(words)
        if before is None:
            if len(self.rows) < _MOST_NAMES:
                self.rows[words] = row.number
            return row
        self.told += 1
        if self.told <= _MOST_TOLD:
            text = (
                f"“{short(row.name)}” is the name in row {before} too – both are kept, each by itself –"
                " give them different names if they are different collaborations"
            )
            self.warnings.append(self.where(row.number, text))
        elif self.told == _MOST_TOLD + 1:
            self.warnings.append(self.where(0, "more names stand twice; these were the first"))
        return row

    def tell_unnamed(self, row: Row) -> None:
        """Tell of a row without a name."""
        self.unnamed += 1
        if self.column and self.unnamed <= _MOST_TOLD:
            text = f"has no name – it is called “{row.name}” – write the name of the collaboration"
            self.warnings.append(self.where(row.number, text))
        elif self.column and self.unnamed == _MOST_TOLD + 1:
            self.warnings.append(self.where(0, "more rows have no name; these were the first"))
