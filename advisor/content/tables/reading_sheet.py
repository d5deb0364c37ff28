"""Reads the cells of one sheet from its XML, row by row, in one pass and flat memory.

openpyxl reads the rest of a workbook; for cells it takes three times as long, and a second pass for formulas.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from advisor.content.tables.table import RawRow

FORMULA = (
    "holds a formula whose result was not saved – it cannot be read –"
    " put the result in its place, or open the file in a spreadsheet program and save it again"
)
ERROR = "holds the error {value} – it says nothing – put a value in its place, or empty the cell"
_PIECE = 1 << 16
_LETTERS = 26
EXACT = 1e15


class TooFar(Exception):
    """A cell stands beyond the last row or column that is read."""


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
    formula: bool = False
    result: bool = False


class SheetRows:
    """The rows of a sheet; raises TooFar where one lies beyond what is read."""

    def __init__(self, shared: Shared, most_rows: int, most_columns: int) -> None:
        self.shared, self.most_rows, self.most_columns = shared, most_rows, most_columns
        self.ready: list[RawRow] = []
        self.row = self.column = 0
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
            self.cell = cell = _Cell(self.column_of(attributes.get("r")))
            cell.kind = attributes.get("t", "n")
            cell.style = int(attributes.get("s", 0))
        elif name == "v" or (name == "t" and not self.phonetic):
            self.cell.result = True
            self.parser.CharacterDataHandler = self.cell.text.append
        elif name == "f":
            self.cell.formula = True
        elif name == "rPh":
            self.phonetic = True
        elif name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            if self.row > self.most_rows:
                raise TooFar

    def end(self, name: str) -> None:
        """Take the end of an element."""
        name = self.local[name]
        if name in {"v", "t"}:
            self.parser.CharacterDataHandler = None
        elif name == "c":
            self.put(self.cell)
        elif name == "rPh":
            self.phonetic = False
        elif name == "row":
            if self.cells or self.faults:
                self.ready.append(RawRow(self.row, self.cells, self.faults))
            self.cells, self.faults = [], {}

    def column_of(self, place: str | None) -> int:
        """Return the column of a cell; one that does not say where it stands follows the one before."""
        if place is None:
            column = self.column + 1
        else:
            letters = place.rstrip("0123456789")
            column = self.columns.get(letters, 0)
            if not column:
                for letter in letters:
                    column = column * _LETTERS + ord(letter) - ord("A") + 1
                self.columns[letters] = column
        if not 0 < column <= self.most_columns:
            raise TooFar
        self.column = column
        return column

    def put(self, cell: _Cell) -> None:
        """Put a cell into its row."""
        text = "".join(cell.text)
        if cell.formula and not text and not (cell.result and cell.kind == "str"):
            self.faults[cell.column] = FORMULA
            return
        value = self.value(cell, text) if text else None
        if value is None:
            return
        if cell.column > len(self.cells) + 1:
            self.cells += [None] * (cell.column - len(self.cells) - 1)
        self.cells[cell.column - 1 :] = [value]

    def value(self, cell: _Cell, text: str) -> object:  # noqa: PLR0911 - one for each kind of cell
        """Return what a cell holds; none where it is an error."""
        match cell.kind:
            case "s":
                return self.shared.strings[int(text)]
            case "b":
                return text.strip() in {"1", "true"}
            case "e":
                self.faults[cell.column] = ERROR.format(value=text)
                return None
            case "d":
                return dt.datetime.fromisoformat(text)
            case "n":
                number = float(text)
                if cell.style in self.shared.dates:
                    with contextlib.suppress(ValueError, OverflowError):  # a number that is no date
                        return self.shared.to_date(cell.style, number)
                return int(number) if number.is_integer() and abs(number) < EXACT else number
        return text
