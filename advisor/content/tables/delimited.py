"""Reads CSV files as a stream: whatever separates their cells, and only where they are text."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from advisor.content.tables.limits import Limits
from advisor.content.tables.opening import opened, refuse
from advisor.content.tables.table import CellProblem, RawRow, Stream
from advisor.errors import InputRefused

SEPARATORS = ",;\t|"
SAVE = "save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)"
WINDOWS = "cp1252"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PIECE = 1_000_000
_LOOKED_AT = 20
_GUESSED = (
    "is not text in UTF-8 – it was read as Windows-1252, which is a guess –"
    " look at names with letters beyond A to Z; if they are wrong, save the file as “CSV UTF-8”"
)


def open_delimited(path: Path, limits: Limits) -> Stream:
    """Return the table in a CSV file.

    Raises:
        InputRefused: It is not a table of text; says why, and what to do. So may its rows, later.
    """
    encoding = _encoding(path, limits)
    warnings = [CellProblem(str(path), 0, 0, _GUESSED)] if encoding == WINDOWS else []
    return Stream(str(path), "", _rows(path, encoding, limits), warnings)


def _encoding(path: Path, limits: Limits) -> str:
    """Return how the letters of a file are written."""
    with opened(path) as file:
        start = file.read(4096)
        if start.startswith(_UTF_16):
            return "utf-16"
        if start.count(0) * 3 > len(start):
            # Letters of two bytes each, without the mark that says so.
            return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        found = "utf-8-sig"
        while True:
            piece = file.read(_PIECE)
            if b"\0" in piece:
                refuse(path, f"is not a table of text – it cannot be read – {SAVE}")
            if found != WINDOWS:
                try:
                    decoder.decode(piece, final=not piece)
                except UnicodeDecodeError:
                    found = WINDOWS
            if not piece:
                break
    if found == WINDOWS and not (limits.guess and _is_windows(path)):
        refuse(path, f"is not text in UTF-8 – letters beyond A to Z would be wrong – {SAVE}")
    return found


def _is_windows(path: Path) -> bool:
    with opened(path) as file:
        try:
            while piece := file.read(_PIECE):
                piece.decode(WINDOWS)
        except UnicodeDecodeError:
            return False
    return True


def _rows(path: Path, encoding: str, limits: Limits) -> Iterator[RawRow]:
    number = 0
    with ExitStack() as stack:
        file = stack.enter_context(opened(path))
        text = stack.enter_context(io.TextIOWrapper(file, encoding=encoding, newline=""))
        separator, skipped = _separator(text)
        text.seek(0)
        try:
            for number, row in enumerate(csv.reader(text, delimiter=separator, strict=True), start=1):
                if (limits.text_rows and number > limits.text_rows) or len(row) > limits.columns:
                    most = f"{limits.text_rows:,} rows or " if limits.text_rows else ""
                    refuse(path, f"has more than {most}{limits.columns} columns – split it into several")
                if number > skipped:
                    yield RawRow(number, [cell if cell.strip() else None for cell in row])
        except (csv.Error, UnicodeError) as error:
            what = f"cannot be read as a table ({error}) – a quote may be open – {SAVE}"
            raise InputRefused([CellProblem(str(path), number + 1, 1, what, in_sheet=False)]) from error


def _separator(text: io.TextIOWrapper) -> tuple[str, int]:
    """Return what separates the cells, and how many lines at the start only say so, as Excel writes them."""
    lines = [line[:100_000] for line in islice(text, _LOOKED_AT)]
    first = lines[0].strip("\ufeff\r\n") if lines else ""
    if first.lower().startswith("sep=") and len(first) == len("sep=,"):
        return first[-1], 1

    def fits(separator: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        except csv.Error:
            return 0.0, 0
        alike = sum(one == widths[0] for one in widths) / len(widths) if widths and widths[0] > 1 else 0.0
        return alike, widths[0] if widths else 0

    # The separator that gives the most rows of one width; of several such, the one with the most columns.
    return max(SEPARATORS, key=fits), 0
