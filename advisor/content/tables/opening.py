"""Checks workbooks that anybody may have made: nothing is unpacked before its size and kind are known."""

import mmap
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NoReturn
from xml.etree import ElementTree as ET

from advisor.content.tables.limits import Limits
from advisor.content.tables.table import CellProblem, column_letters
from advisor.errors import InputRefused

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE = "save it as an Excel workbook (.xlsx) and try again"
SHEETS = "xl/worksheets/"
_PIECE = 1_000_000
_LONGEST_TAG = 4_000_000
_SMALL = 10_000_000
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([^\"']{1,40})")
_FAR_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{3,})\d")
_ODD_PLACE = re.compile(rb"\sr\s*=\s*[\"'][^\"']*&")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Checked:
    """What is known of a workbook that is safe to open.

    Attributes:
        sheets: Names of the sheets to read, by the parts of the archive that hold them.
        macros: Whether it holds macros; nothing here ever runs them.
    """

    sheets: dict[str, str] = field(default_factory=dict)
    macros: bool = False


def refuse(path: Path, text: str) -> NoReturn:
    """Refuse a whole file."""
    raise InputRefused([CellProblem(str(path), 0, 0, text)])


@contextmanager
def opened(path: Path, largest: int | None = None) -> Iterator[BinaryIO]:
    """Open a file for reading; raises InputRefused where it cannot be read, is empty or is too large."""
    try:
        file = path.open("rb")
        size = file.seek(0, 2)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        refuse(path, f"cannot be read – {reason} – check the name of the file")
    with file:
        if largest is not None and size > largest:
            most = f"{largest // 1_000_000} MB"
            refuse(path, f"is larger than {most} – it was not opened – split it, or empty it")
        if not size:
            refuse(path, "is empty – there is nothing to read – check the name of the file")
        file.seek(0)
        yield file


def check_workbook(path: Path, limits: Limits) -> Checked:
    """Return what a workbook holds, without opening it.

    Raises:
        InputRefused: It is no workbook, or one that is not safe to open; says which, and what to do.
    """
    with opened(path, limits.largest) as file:
        _check_kind(path, file)
        try:
            with zipfile.ZipFile(file) as archive:
                _check_size(path, archive, limits)
                return _check_parts(path, archive, limits)
        except (InputRefused, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - a broken archive fails in many ways
            damaged(path, error)


def damaged(path: Path, error: Exception) -> NoReturn:
    """Refuse a workbook that is broken."""
    what = " ".join(str(error).split())[:80] or type(error).__name__
    refuse(path, f"is damaged ({what}) – it cannot be opened – {SAVE}")


def _check_kind(path: Path, file: BinaryIO) -> None:
    start = file.read(len(OLE))
    if start == OLE:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            encrypted = content.find("EncryptedPackage".encode("utf-16-le")) >= 0
        if encrypted:
            refuse(path, "is protected by a password – it cannot be opened – save it without a password")
        refuse(path, f"is an old Excel file (.xls) – only newer ones can be read – {SAVE}")
    if not start.startswith(ZIP):
        refuse(path, f"is not an Excel workbook, whatever its name says – {SAVE}")


def _check_size(path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse what would unpack to too much; never more than what is declared here is unpacked later."""
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if (
        len(parts) > limits.parts
        or size > limits.unpacked
        or (size > _SMALL and size > packed * limits.ratio)
    ):
        refuse(
            path,
            f"would unpack to {size / 1e6:,.0f} MB in {len(parts):,} parts – it was not opened –"
            f" {limits.too_large}",
        )
    if any(part.flag_bits & 1 for part in parts):
        refuse(path, "is protected by a password – it cannot be opened – save it without a password")
    if "xl/workbook.xml" not in archive.namelist():
        kind = "an OpenDocument file" if "content.xml" in archive.namelist() else "not an Excel workbook"
        refuse(path, f"is {kind} – only Excel workbooks can be read – {SAVE}")


def _check_parts(path: Path, archive: zipfile.ZipFile, limits: Limits) -> Checked:
    """Refuse parts that would make the opening endless, and merged cells, before anything reads them."""
    sheets = _sheet_names(path, archive)
    checked = Checked(macros="xl/vbaProject.bin" in archive.namelist())
    problems: list[CellProblem] = []
    others = [name for name in archive.namelist() if name.endswith((".xml", ".rels")) and name not in sheets]
    for name in others:
        for piece in _pieces(path, archive, name):
            _check_safe(path, name, piece)
        if name.startswith(SHEETS):
            sheets.setdefault(name, name)
    for name, sheet in sheets.items():
        if name not in archive.namelist():
            continue
        scan = _Scan(f"{path}:{sheet}", limits)
        for piece in _pieces(path, archive, name):
            _check_safe(path, name, piece)
            scan.take(piece)
        if limits.first_sheet and (checked.sheets or not scan.filled):
            continue
        checked.sheets[name] = sheet
        problems += scan.problems()
    if problems:
        raise InputRefused(list(problems))
    return checked


def _pieces(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part piece by piece; no piece ends inside a tag."""
    rest = b""
    with archive.open(name) as part:
        while read := part.read(_PIECE):
            piece = rest + read
            end = piece.rfind(b">") + 1
            rest = piece[end:]
            if len(rest) > _LONGEST_TAG:
                _strange(path, name)
            if end:
                yield piece[:end]
    if rest:
        yield rest


def _check_safe(path: Path, name: str, part: bytes) -> None:
    # What is not plain UTF-8 could hide the very things that are looked for here.
    if b"\x00" in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        _strange(path, name)


def _strange(path: Path, name: str) -> NoReturn:
    refuse(path, f"has a part, {name}, that no spreadsheet program writes – it was not opened – {SAVE}")


class _Scan:
    """Looks through a sheet as it lies in the archive, whether its cells say where they stand or not."""

    def __init__(self, where: str, limits: Limits) -> None:
        self.where, self.limits = where, limits
        self.merged: list[str] = []
        self.far_row = re.compile(rb"\sr\s*=\s*[\"'][A-Z]*(\d{%d,})[\"']" % len(str(limits.rows)))
        self.last = self.rows = self.in_row = 0
        self.far_column = ""
        self.filled = False

    def take(self, piece: bytes) -> None:
        self.merged += [found[1].decode("ascii", "replace") for found in _MERGED.finditer(piece)]
        far = max((int(found[1][:12]) for found in self.far_row.finditer(piece)), default=0)
        self.last = max(self.last, far)
        column = _FAR_COLUMN.search(piece)
        if column:
            self.far_column = column[1].decode()[:8]
        elif _ODD_PLACE.search(piece):
            self.far_column = self.far_column or column_letters(self.limits.columns + 1)
        for number, row in enumerate(_ROW.split(piece)):
            self.rows += number > 0
            self.in_row = len(_CELL.findall(row)) + (0 if number else self.in_row)
            self.filled = self.filled or self.in_row > 0
            if self.in_row > self.limits.columns:
                self.far_column = self.far_column or column_letters(self.limits.columns + 1)

    def problems(self) -> Iterator[CellProblem]:
        """Yield what is wrong with the sheet."""
        limits = self.limits
        for cells in self.merged:
            text = (
                f"the cells {cells} are merged – it is not clear which row they belong to –"
                " unmerge them and fill in each cell"
            )
            yield CellProblem(self.where, 0, 0, text)
        last = max(self.last, self.rows)
        if last > limits.rows:
            text = f"reaches down to row {last:,} – at most {limits.rows:,} are read – {limits.too_long}"
            yield CellProblem(self.where, 0, 0, text)
        if self.far_column:
            text = (
                f"reaches out to column {self.far_column} – at most A to {column_letters(limits.columns)}"
                " are read – delete the columns not needed"
            )
            yield CellProblem(self.where, 0, 0, text)


def _sheet_names(path: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of the sheet that each part of the archive holds, in the order of the workbook."""
    parts = []
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        part = archive.read(name)
        _check_safe(path, "xl/workbook.xml", part)
        parts.append(part)
    book, relations = parts
    targets = {
        one.get("Id"): (one.get("Target") or "").removeprefix("/xl/").removeprefix("xl/")
        for one in ET.fromstring(relations)  # noqa: S314 - no entities: checked above
    }
    return {
        f"xl/{targets.get(one.get(_RELATION))}": one.get("name") or ""
        for one in ET.fromstring(book).iter()  # noqa: S314 - no entities: checked above
        if one.tag.endswith("}sheet")
    }
