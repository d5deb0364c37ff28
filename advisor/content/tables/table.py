"""What a spreadsheet holds, whatever kind of file it came from."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from advisor.content.answer_values import short
from advisor.errors import Problem

LONGEST_TEXT = 4_000
UNREAD = "⚠ cannot be read: "
"""What stands before a formula or an error that is copied as text, so that nobody takes it for an answer."""


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

    @property
    def cell(self) -> str:
        """The cell as spreadsheets name it, such as C5; the row alone where columns have no letters."""
        return f"{column_letters(self.column)}{self.line}" if self.line else ""

    def __str__(self) -> str:
        """Return ``form.xlsx:survey!C5: text``, leaving out what is not known."""
        if not self.line:
            return f"{self.file}: {self.text}"
        mark = "!" if self.in_sheet else ":"
        return f"{self.file}{mark}{self.cell}: {self.text}"


@dataclass(frozen=True, order=True)
class BadCell(CellProblem):
    """A cell of answers that cannot be read, with all that helps to mend it.

    Attributes:
        heading: Heading of its column, as it stands in the file.
        collaboration: Name of the collaboration in its row; empty where it has none.
        shown: What stands in the cell.
        allowed: Answers that the cell may hold, as people read them; none where any text or number may stand.
        meant: The answer that was probably meant; empty where none is near.
        words: The words that are no answer, whole; empty where no mapping could say what they mean.
    """

    heading: str = ""
    collaboration: str = ""
    shown: str = ""
    allowed: tuple[str, ...] = ()
    meant: str = ""
    words: str = ""

    def __str__(self) -> str:
        """Return the place and what is wrong, with the heading where columns have no letters."""
        if self.line and not self.column and self.heading:
            return f"{self.file}:{self.line}, {self.heading}: {self.text}"
        return super().__str__()


@dataclass(frozen=True)
class RawRow:
    """One row as it stands in a file.

    Attributes:
        number: Its number in the file, from 1.
        cells: Values; rows may differ in length.
        faults: What cannot be read, by column from 1.
    """

    number: int
    cells: Sequence[object]
    faults: Mapping[int, str] = field(default_factory=dict)

    def is_blank(self) -> bool:
        """Return whether nothing stands in the row, not even something that cannot be read."""
        return not self.faults and not any(plain(value) for value in self.cells)


@dataclass
class Stream:
    """A table that is read row by row, once.

    Attributes:
        file: Name of the file as the reader gave it.
        sheet: Name of the sheet; empty where the file has none.
        rows: Its rows, from the first.
        warnings: What to tell of the file itself.
        lettered: Whether its columns have letters, as those of spreadsheets have.
    """

    file: str
    sheet: str
    rows: Iterator[RawRow]
    warnings: list[CellProblem] = field(default_factory=list)
    lettered: bool = True

    @property
    def named(self) -> str:
        """The file, with its sheet where it has one, as problems name it."""
        return f"{self.file}:{self.sheet}" if self.sheet else self.file

    def problem(self, row: int, column: int, text: str) -> CellProblem:
        """Return a problem at a cell; row 0 means the whole sheet."""
        return CellProblem(self.named, row, column if self.lettered else 0, text, in_sheet=bool(self.sheet))


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
        dated = date_fault(value)
        if dated:
            self.fault(row, column, dated)
        if (row, column) in self.faults:
            complain(self.problem(row, column, self.faults[row, column]))
            return ""
        return plain(value)

    def is_blank(self, row: int) -> bool:
        """Return whether nothing stands in a row, not even something that cannot be read."""
        return row not in self.faulty_rows and not any(plain(value) for value in self.rows[row - 1])


def unread_fault(text: str) -> str | None:
    """Return why a text is none: it is a copy of what could not be read, and was never mended."""
    if not text.startswith(UNREAD):
        return None
    return f"“{short(text)}” was not mended – it says nothing – put a value in its place, or empty the cell"


def date_fault(value: object, *, number: bool = False) -> str | None:
    """Return why a date cannot be read as a text, or as a number; none where a value is no date."""
    if not isinstance(value, date | datetime | time | timedelta):
        return None
    wanted, form = ("whole number", "number") if number else ("text", "text")
    what = f"holds the date or time {shown_date(value)} – a {wanted} belongs here –"
    return f"{what} set the format of the cell to {form} and type it again"


def shown_date(value: object) -> str:
    """Return a date as people read it: without a time where none was written.

    >>> shown_date(datetime(2026, 5, 4)), shown_date(datetime(2026, 5, 4, 9, 30))
    ('2026-05-04', '2026-05-04 09:30:00')
    """
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def plain(value: object) -> str:
    """Return a value as somebody would type it, without space around it."""
    if value is None:
        return ""
    if value.__class__ is str:  # the most frequent by far
        return str(value).strip()
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
