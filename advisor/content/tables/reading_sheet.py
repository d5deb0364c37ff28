"""Reads the cells of one sheet from its XML, row by row, in one pass and flat memory.

openpyxl reads the rest of a workbook; for cells it takes three times as long, and a second pass for formulas.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from advisor.content.answer_values import short
from advisor.content.tables.table import UNREAD, RawRow

FORMULA = (
    "holds a formula whose result was not saved – it cannot be read –"
    " put the result in its place, or open the file in a spreadsheet program and save it again"
)
ERROR = "holds the error {value} – it says nothing – put a value in its place, or empty the cell"
FORMULA_ALONE = "a formula"
_PIECE = 1 << 16
_LETTERS = 26
_NUMBER = re.compile(r"[1-9][0-9]{0,11}")
_COLUMN = re.compile(r"[A-Z]{1,8}")
EXACT = 1e15


class TooFar(Exception):
    """A cell stands beyond the last row or column that is read."""


class Misplaced(Exception):
    """A row or cell stands where no spreadsheet program puts one; says which, and why that matters."""


@dataclass(frozen=True)
class Shared:
    """What the cells of all sheets share.

    Attributes:
        strings: Texts by number.
        dates: Styles that show a number as a date or time.
        to_date: Makes a date or time of a style and a number.
    """

    strings: Sequence[str]
    dates: Collection[int]
    to_date: Callable[[int, float], object]


class _Local(dict[str, str]):
    """Names of elements without the prefix that some programs write."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


@dataclass
class _Cell:
    """The cell that is being read."""

    column: int = 0
    kind: str = "n"
    style: int = 0
    text: list[str] = field(default_factory=list)
    formula: list[str] | None = None
    result: str = ""


class SheetRows:
    """The rows of a sheet, which must stand in order, each once, and so must the cells in each.

    Raises TooFar where one lies beyond what is read, and Misplaced where it is not clear where one belongs.
    """

    def __init__(self, shared: Shared, most_rows: int, most_columns: int) -> None:
        self.shared, self.most_rows, self.most_columns = shared, most_rows, most_columns
        self.ready: list[RawRow] = []
        self.row = self.column = 0
        self.row_text = ""
        self.in_data = self.in_row = self.in_cell = False
        self.cells: list[object] = []
        self.faults: dict[int, str] = {}
        self.cell = _Cell()
        self.columns: dict[str, int] = {}
        self.phonetic = False
        self.local = _Local()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def read(self, file: IO[bytes]) -> Iterator[RawRow]:
        """Yield the rows that have cells."""
        while piece := file.read(_PIECE):
            self.parser.Parse(piece)
            yield from self.ready
            self.ready.clear()
        self.parser.Parse(b"", True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        name = self.local[name]
        if name == "c":
            self.start_cell(attributes)
        elif name == "row" and self.in_data:
            self.start_row(attributes.get("r"))
        elif name == "sheetData":
            self.in_data = True
        elif self.in_cell:
            self.start_within(name)

    def start_within(self, name: str) -> None:
        """Take the start of an element within a cell."""
        if name == "v" or (name == "t" and not self.phonetic):
            # A text may have several parts; a value has one.
            if self.cell.result and (name, self.cell.result) != ("t", "t"):
                raise Misplaced(f"row {self.row} has a cell with two values")
            self.cell.result = name
            self.parser.CharacterDataHandler = self.cell.text.append
        elif name == "f":
            self.cell.formula = []
            self.parser.CharacterDataHandler = self.cell.formula.append
        elif name == "rPh":
            self.phonetic = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        name = self.local[name]
        if name in {"v", "t", "f"}:
            self.parser.CharacterDataHandler = None
        elif name == "c":
            self.in_cell = False
            self.put(self.cell)
        elif name == "rPh":
            self.phonetic = False
        elif name == "row" and self.in_row:
            self.in_row = False
            if self.cells or self.faults:
                self.ready.append(RawRow(self.row, self.cells, self.faults))
            self.cells, self.faults = [], {}
        elif name == "sheetData":
            self.in_data = False

    def start_row(self, written: str | None) -> None:
        """Take the start of a row; one that does not say its number follows the one before."""
        if self.in_row:
            raise Misplaced(f"row {self.row} has another row within it")
        if written is not None and not _NUMBER.fullmatch(written):
            raise Misplaced(f"a row after row {self.row} has the number “{short(written)}”")
        number = self.row + 1 if written is None else int(written)
        if number == self.row:
            raise Misplaced(f"row {number} stands there twice")
        if number < self.row:
            raise Misplaced(f"row {number} stands below row {self.row}")
        if number > self.most_rows:
            raise TooFar
        self.row, self.row_text, self.column, self.in_row = number, str(number), 0, True

    def start_cell(self, attributes: dict[str, str]) -> None:
        """Take the start of a cell."""
        if not self.in_row or self.in_cell:
            where = f"row {self.row} has a cell within a cell" if self.in_cell else "a cell stands in no row"
            raise Misplaced(where)
        self.in_cell = True
        self.cell = cell = _Cell(self.column_of(attributes.get("r")))
        cell.kind = attributes.get("t", "n")
        cell.style = int(attributes.get("s", 0))

    def column_of(self, place: str | None) -> int:
        """Return the column of a cell; one that does not say where it stands follows the one before."""
        if place is None:
            column = self.column + 1
        else:
            letters = place.rstrip("0123456789")
            column = self.columns.get(letters) or self.column_called(letters, place)
            if place[len(letters) :] != self.row_text:
                raise Misplaced(f"row {self.row} has a cell called “{short(place)}”")
            if column <= self.column:
                twice = "stands there twice" if column == self.column else "stands behind cells to its right"
                raise Misplaced(f"cell {place} {twice}")
        if column > self.most_columns:
            raise TooFar
        self.column = column
        return column

    def column_called(self, letters: str, place: str) -> int:
        """Return the column of a name that was not met before."""
        if not _COLUMN.fullmatch(letters):
            raise Misplaced(f"row {self.row} has a cell called “{short(place)}”")
        column = 0
        for letter in letters:
            column = column * _LETTERS + ord(letter) - ord("A") + 1
        self.columns[letters] = column
        return column

    def put(self, cell: _Cell) -> None:
        """Put a cell into its row."""
        text = "".join(cell.text)
        if cell.formula is not None and not text and not (cell.result and cell.kind == "str"):
            self.faults[cell.column] = FORMULA
            formula = "".join(cell.formula)
            value: object = f"{UNREAD}={formula}" if formula else f"{UNREAD}{FORMULA_ALONE}"
        else:
            value = self.value(cell, text) if text else None
        if value is None:
            return
        if cell.column > len(self.cells) + 1:
            self.cells += [None] * (cell.column - len(self.cells) - 1)
        self.cells[cell.column - 1 :] = [value]

    def value(self, cell: _Cell, text: str) -> object:  # noqa: PLR0911 - one for each kind of cell
        """Return what a cell holds; of an error, a text that no table takes for a value."""
        match cell.kind:
            case "s":
                return self.shared_text(int(text))
            case "b":
                return text.strip() in {"1", "true"}
            case "e":
                self.faults[cell.column] = ERROR.format(value=short(text))
                return f"{UNREAD}{text}"
            case "d":
                return dt.datetime.fromisoformat(text)
            case "n":
                number = float(text)
                if cell.style in self.shared.dates:
                    with contextlib.suppress(ValueError, OverflowError):  # a number that is no date
                        return self.shared.to_date(cell.style, number)
                return int(number) if number.is_integer() and abs(number) < EXACT else number
        return text

    def shared_text(self, number: int) -> str:
        """Return a text that cells share."""
        if not 0 <= number < len(self.shared.strings):
            raise Misplaced(f"row {self.row} has a cell whose text is not there")
        return self.shared.strings[number]
