"""What a spreadsheet holds, whatever kind of file it came from."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from advisor.errors import Problem

LONGEST_TEXT = 4_000


def column_letters(column: int) -> str:
    """Return a column as spreadsheets name it.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, order=True)
class CellProblem(Problem):
    """One thing wrong in a spreadsheet; line and column are those of a cell, and the sheet is in ``file``."""

    in_sheet: bool = True

    def __str__(self) -> str:
        """Return ``form.xlsx:survey!C5: text``, leaving out what is not known."""
        if not self.line:
            return f"{self.file}: {self.text}"
        mark = "!" if self.in_sheet else ":"
        return f"{self.file}{mark}{column_letters(self.column)}{self.line}: {self.text}"


@dataclass
class Table:
    """One sheet, or one CSV file.

    Attributes:
        file: Name of the file as the reader gave it.
        sheet: Name of the sheet; empty for CSV.
        rows: Values, row by row from the first; rows may differ in length.
        faults: What cannot be read, by row and column, both from 1.
        faulty_rows: Rows with such cells.
    """

    file: str
    sheet: str
    rows: list[list[object]]
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    faulty_rows: set[int] = field(default_factory=set)

    def fault(self, row: int, column: int, text: str) -> None:
        """Note that a cell cannot be read."""
        self.faults[row, column] = text
        self.faulty_rows.add(row)

    def problem(self, row: int, column: int, text: str) -> CellProblem:
        """Return a problem at a cell; row 0 means the whole sheet."""
        named = f"{self.file}:{self.sheet}" if self.sheet else self.file
        return CellProblem(named, row, column, text, in_sheet=bool(self.sheet))

    def value(self, row: int, column: int) -> object:
        """Return what stands in a cell; none where it is empty."""
        cells = self.rows[row - 1]
        return cells[column - 1] if column <= len(cells) else None

    def text(self, row: int, column: int, complain: Callable[[CellProblem], None]) -> str:
        """Return the text of a cell; says why where it has none that can be read."""
        value = self.value(row, column)
        if isinstance(value, date | datetime | time | timedelta):
            what = f"holds the date or time {value} – a text belongs here –"
            self.fault(row, column, f"{what} set the format of the cell to text and type it again")
        if (row, column) in self.faults:
            complain(self.problem(row, column, self.faults[row, column]))
            return ""
        return plain(value)

    def is_blank(self, row: int) -> bool:
        """Return whether nothing stands in a row, not even something that cannot be read."""
        return row not in self.faulty_rows and not any(plain(value) for value in self.rows[row - 1])


def plain(value: object) -> str:
    """Return a value as somebody would type it, without space around it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact as floats
        value = int(value)
    return str(value).strip()


def unfit(text: str) -> str | None:
    """Return why a text cannot stand in a questionnaire; none where it can."""
    if len(text) > LONGEST_TEXT:
        return f"has {len(text):,} characters – at most {LONGEST_TEXT:,} fit a question – shorten it"
    for one in text:
        if unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t":
            return f"has the control character U+{ord(one):04X} – it cannot be shown – type the text again"
    return None
