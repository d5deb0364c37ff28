"""Opens workbooks that anybody may have made: nothing is unpacked before its size and kind are known."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree as ET

from advisor.content.tables.table import CellProblem, Table
from advisor.errors import InputRefused

LARGEST = 20_000_000
UNPACKED = 40_000_000
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_COLUMNS = 702
"""Columns A to ZZ; our longest form needs about 150."""

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE = "save it as an Excel workbook (.xlsx) and try again"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([^\"']{1,40})")
_FAR_ROW = re.compile(rb"\sr\s*=\s*[\"'][A-Z]*(\d{5,})[\"']")
_FAR_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{3,})\d")
_ODD_PLACE = re.compile(rb"\sr\s*=\s*[\"'][^\"']*&")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = (
    "holds a formula whose result was not saved – it cannot be read –"
    " put the result in its place, or open the file in a spreadsheet program and save it again"
)
_ERROR = "holds the error {value} – it says nothing – put a value in its place, or empty the cell"


def read_bytes(path: Path) -> bytes:
    """Return what a file holds; raises InputRefused where it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        refuse(path, f"cannot be read – {reason} – check the name of the file")
    if len(content) > LARGEST:
        refuse(path, f"is larger than {LARGEST // 1_000_000} MB – it was not opened – split it, or empty it")
    if not content:
        refuse(path, "is empty – there is nothing to read – check the name of the file")
    return content


def refuse(path: Path, text: str) -> NoReturn:
    """Refuse a whole file."""
    raise InputRefused([CellProblem(str(path), 0, 0, text)])


def open_workbook(path: Path) -> list[Table]:
    """Return the sheets of an Excel workbook.

    Raises:
        InputRefused: It is no workbook, or one that is not safe to open; says which, and what to do.
    """
    content = read_bytes(path)
    _check_kind(path, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(path, archive)
            _check_parts(path, archive)
    except InputRefused:
        raise
    except Exception as error:  # noqa: BLE001 - a broken archive fails in many ways
        _damaged(path, error)
    return _sheets(path, content)


def _damaged(path: Path, error: Exception) -> NoReturn:
    what = " ".join(str(error).split())[:80] or type(error).__name__
    refuse(path, f"is damaged ({what}) – it cannot be opened – {SAVE}")


def _check_kind(path: Path, content: bytes) -> None:
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            refuse(path, "is protected by a password – it cannot be opened – save it without a password")
        refuse(path, f"is an old Excel file (.xls) – only newer ones can be read – {SAVE}")
    if not content.startswith(ZIP):
        refuse(path, f"is not an Excel workbook, whatever its name says – {SAVE}")


def _check_size(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse what would unpack to too much; never more than what is declared here is unpacked later."""
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > UNPACKED:
        refuse(
            path,
            f"would unpack to {size / 1e6:,.0f} MB in {len(parts):,} parts – it was not opened –"
            f" a form or its answers take {UNPACKED // 1_000_000} MB at most; remove pictures and old sheets",
        )
    if any(part.flag_bits & 1 for part in parts):
        refuse(path, "is protected by a password – it cannot be opened – save it without a password")
    if "xl/workbook.xml" not in archive.namelist():
        kind = "an OpenDocument file" if "content.xml" in archive.namelist() else "not an Excel workbook"
        refuse(path, f"is {kind} – only Excel workbooks can be read – {SAVE}")


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse parts that would make the opening endless, and merged cells, before anything reads them."""
    names = _sheet_names(path, archive)
    problems: list[CellProblem] = []
    for name in archive.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        part = archive.read(name)
        _check_safe(path, name, part)
        if not name.startswith("xl/worksheets/"):
            continue
        where = f"{path}:{names.get(name, name)}"
        for found in _MERGED.finditer(part):
            cells = found[1].decode("ascii", "replace")
            problems.append(
                CellProblem(
                    where,
                    0,
                    0,
                    f"the cells {cells} are merged – it is not clear which row they belong to –"
                    " unmerge them and fill in each cell",
                )
            )
        problems += _too_far(where, part)
    if problems:
        raise InputRefused(list(problems))


def _check_safe(path: Path, name: str, part: bytes) -> None:
    # What is not plain UTF-8 could hide the very things that are looked for here.
    if b"\x00" in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        refuse(path, f"has a part, {name}, that no spreadsheet program writes – it was not opened – {SAVE}")


def _too_far(where: str, part: bytes) -> Iterator[CellProblem]:
    """Yield what is wrong with the size of a sheet, whether its cells say where they stand or not."""
    rows = _ROW.split(part)
    last = max((int(found[1][:12]) for found in _FAR_ROW.finditer(part)), default=0)
    last = max(last, len(rows) - 1)
    if last > MOST_ROWS:
        text = (
            f"reaches down to row {last:,} – at most {MOST_ROWS:,} are read –"
            " delete the rows below the last one you need"
        )
        yield CellProblem(where, 0, 0, text)
    far = _FAR_COLUMN.search(part)
    if far or _ODD_PLACE.search(part) or any(_most_cells(row) > MOST_COLUMNS for row in rows):
        column = far[1].decode()[:8] if far else "AAA"
        text = f"reaches out to column {column} – at most A to ZZ are read – delete the columns not needed"
        yield CellProblem(where, 0, 0, text)


def _most_cells(row: bytes) -> int:
    """Return how many cells a row has, or one more than are allowed."""
    return sum(1 for _ in islice(_CELL.finditer(row), MOST_COLUMNS + 1))


def _sheet_names(path: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of the sheet that each part of the archive holds."""
    book, relations = (archive.read(f"xl/{name}") for name in ("workbook.xml", "_rels/workbook.xml.rels"))
    for part in (book, relations):
        _check_safe(path, "xl/workbook.xml", part)
    targets = {
        one.get("Id"): (one.get("Target") or "").removeprefix("/xl/").removeprefix("xl/")
        for one in ET.fromstring(relations)  # noqa: S314 - no entities: checked above
    }
    return {
        f"xl/{targets.get(one.get(_RELATION))}": one.get("name") or ""
        for one in ET.fromstring(book).iter()  # noqa: S314 - no entities: checked above
        if one.tag.endswith("}sheet")
    }


def _sheets(path: Path, content: bytes) -> list[Table]:
    from openpyxl import load_workbook  # noqa: PLC0415 - only those who read a workbook wait for it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about pictures, styles and the like, which are not read
        try:
            values, formulas = (
                load_workbook(io.BytesIO(content), read_only=True, data_only=only, keep_links=False)
                for only in (True, False)
            )
            return [
                _table(path, name, values[name], formulas[name])
                for name in values.sheetnames
                if hasattr(values[name], "iter_rows")
            ]
        except InputRefused:
            raise
        except Exception as error:  # noqa: BLE001 - a broken workbook fails in many ways
            _damaged(path, error)


def _table(path: Path, name: str, values: object, formulas: object) -> Table:
    table = Table(str(path), name, [])
    for sheet in (values, formulas):
        # What a sheet declares about its size may be anything.
        sheet.reset_dimensions()  # type: ignore[attr-defined]
    pairs = zip(values.iter_rows(), formulas.iter_rows(), strict=True)  # type: ignore[attr-defined]
    for number, (row, written) in enumerate(pairs, start=1):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise InputRefused(
                [
                    table.problem(
                        0, 0, f"has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns – split it"
                    )
                ]
            )
        for column, (cell, source) in enumerate(zip(row, written, strict=True), start=1):
            if source.data_type == "f" and cell.value is None:
                table.fault(number, column, _FORMULA)
            elif cell.data_type == "e":
                table.fault(number, column, _ERROR.format(value=cell.value))
        table.rows.append([cell.value for cell in row])
    while table.rows and table.is_blank(len(table.rows)):
        table.rows.pop()
    return table
