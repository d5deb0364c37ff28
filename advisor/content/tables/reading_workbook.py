"""Reads the sheets of a workbook that has been checked, row by row."""

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from advisor.content.tables.limits import Limits
from advisor.content.tables.opening import Checked, damaged
from advisor.content.tables.reading_sheet import Misplaced, Shared, SheetRows, TooFar
from advisor.content.tables.table import CellProblem, RawRow
from advisor.errors import InputRefused

ANEW = "open it in a spreadsheet program, check its rows, and save it again"


@dataclass(frozen=True)
class NewSheet:
    """A sheet begins: its name."""

    name: str


def sheets_of(path: Path, checked: Checked, limits: Limits) -> Iterator[NewSheet | RawRow]:
    """Yield each sheet, then its rows that have cells.

    Raises:
        InputRefused: The workbook is damaged, or larger than it seemed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about pictures, styles and the like, which are not read
        try:
            shared = _shared(path)
            with zipfile.ZipFile(path) as archive:
                for part, name in checked.sheets.items():
                    yield NewSheet(name)
                    with archive.open(part) as file:
                        rows = SheetRows(shared, limits.rows, limits.columns)
                        yield from _rows(f"{path}:{name}", rows, file, limits)
        except (InputRefused, MemoryError):
            raise
        except SystemError as error:
            # What is written in C tells so, at times, that no memory was left.
            raise MemoryError from error
        except Exception as error:  # noqa: BLE001 - a broken workbook fails in many ways
            damaged(path, error)


def _rows(where: str, rows: SheetRows, file: IO[bytes], limits: Limits) -> Iterator[RawRow]:
    try:
        yield from rows.read(file)
    except TooFar:
        text = f"has more than {limits.rows:,} rows or {limits.columns} columns – {limits.too_long}"
        raise InputRefused([CellProblem(where, 0, 0, text)]) from None
    except Misplaced as what:
        text = f"{what} – answers could go to the wrong collaboration – {ANEW}"
        raise InputRefused([CellProblem(where, 0, 0, text)]) from None


def _shared(path: Path) -> Shared:
    """Return what the cells of all sheets share, as openpyxl reads it."""
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 - only those who read a workbook wait for it
    from openpyxl.styles.stylesheet import apply_stylesheet  # noqa: PLC0415
    from openpyxl.utils.datetime import from_excel  # noqa: PLC0415

    with path.open("rb") as file:
        # Given a name, openpyxl would judge the file by its ending.
        reader = ExcelReader(file, read_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        book: Any = reader.wb
        apply_stylesheet(reader.archive, book)
    spans = book._timedelta_formats  # noqa: SLF001 - openpyxl has no other name for it
    dates = {*book._date_formats, *spans}  # noqa: SLF001

    def to_date(style: int, number: float) -> object:
        return from_excel(number, book.epoch, timedelta=style in spans)

    return Shared(reader.shared_strings, dates, to_date)
