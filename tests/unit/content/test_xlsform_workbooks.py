# ruff: noqa: E501 - each message stands in one line, as readers see it
"""Workbooks that are damaged, hostile or none at all are refused before anything in them is believed."""

import io
import zipfile

import pytest

from advisor.content.tables import opening, reading
from advisor.content.tables.limits import FORMS
from advisor.content.tables.reading import open_workbook
from advisor.content.tables.reading_child import serve
from advisor.content.xlsform.reading import read_xlsform
from advisor.errors import InputRefused
from tests.unit.content.forms import BASES, VOCABULARY, WRITTEN, refused
from tests.unit.content.tables import read_here


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    monkeypatch.setattr(reading, "read_in_child", read_here)


def archive(path, changes=None, more=()):
    """Write a form with parts of its archive changed."""
    with (
        zipfile.ZipFile(io.BytesIO(WRITTEN["rapid"])) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            for there, instead in (changes or {}).get(name, ()):
                assert there in part
                part = part.replace(there, instead, 1)
            new.writestr(name, part)
        for name, part in more:
            new.writestr(name, part)
    return path


SURVEY = "xl/worksheets/sheet1.xml"
CELL = b'<c r="A1"'
ENCRYPTED = opening.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({SURVEY: [(b'<dimension ref="A1:K56"', b'<dimension ref="A1:XFD1048576"')]}, ""),
        ({SURVEY: [(CELL, b'<c r="XFD1"')]}, "form.xlsx:survey: reaches out to column XFD"),
        ({SURVEY: [(CELL, b'<c r="&#65;1"')]}, "form.xlsx:survey: reaches out to column AAA"),
        ({SURVEY: [(b'<row r="3"', b'<row r="99999999999"')]}, "form.xlsx:survey: reaches down to row 99,999,999,999 – at most"),
        ({SURVEY: [(b"<sheetData>", b'<!DOCTYPE a [<!ENTITY b "c">]><sheetData>')]}, "has a part, xl/worksheets/sheet1.xml, that no spreadsheet program writes"),
        ({SURVEY: [(b"</sheetData>", b"</sheetDat>")]}, "is damaged"),
        ({SURVEY: [(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')]}, "survey: the cells A1:XFD1048576 are merged"),
        ({"xl/workbook.xml": [(b"<sheets>", b"<!DOCTYPE a><sheets>")]}, "that no spreadsheet program writes"),
        ({"xl/workbook.xml": [(b"</sheets>", b"<sheets>")]}, "is damaged"),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_before_it_is_opened(tmp_path, changes, expected):
    path = archive(tmp_path / "form.xlsx", changes)
    if not expected:
        assert read_xlsform(path, BASES, VOCABULARY).questionnaire == BASES["rapid"]
        return
    assert expected in refused(path)[0]


def test_a_picture_does_no_harm(tmp_path):
    path = archive(tmp_path / "form.xlsx", more=[("xl/media/picture.png", b"<!DOCTYPE")])
    assert read_xlsform(path, BASES, VOCABULARY).questionnaire == BASES["rapid"]


def test_a_bomb_is_not_unpacked(tmp_path):
    path = archive(tmp_path / "form.xlsx", more=[("xl/media/a.bin", bytes(41_000_000))])
    assert path.stat().st_size < 100_000
    assert refused(path)[0].startswith("form.xlsx: would unpack to 41 MB in")


def test_too_many_parts_are_refused(tmp_path):
    path = archive(tmp_path / "form.xlsx", more=[(f"a{number}", b"") for number in range(500)])
    assert "parts – it was not opened" in refused(path)[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"type,name\n", "is not an Excel workbook, whatever its name says"),
        (opening.OLE + bytes(600), "is an old Excel file (.xls) – only newer ones can be read – save it as"),
        (ENCRYPTED, "is protected by a password – it cannot be opened – save it without a password"),
        (b"PK\x03\x04 and no more", "is damaged"),
        (bytes(20_000_001), "is larger than 20 MB – it was not opened"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path, content, expected):
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    assert expected in refused(path)[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("content.xml", "is an OpenDocument file – only Excel workbooks"),
        ("a.txt", "is not an Excel workbook – only"),
    ],
)
def test_other_archives_are_named(tmp_path, name, expected):
    path = tmp_path / "form.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(name, "")
    assert expected in refused(path)[0]


def test_an_archive_with_a_password_is_refused(tmp_path):
    path = archive(tmp_path / "form.xlsx")
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    path.write_bytes(content)
    assert "is protected by a password" in refused(path)[0]


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "form.xlsx: cannot be read – No such file" in refused(tmp_path / "form.xlsx")[0]
    with pytest.raises(InputRefused, match="cannot be read – embedded null byte"):
        open_workbook(tmp_path / "a\0b")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<row/>" * 20_001, "survey: reaches down to row 20,057"),
        (b"<row>" + b"<c/>" * 703 + b"</row>", "survey: reaches out to column AAA"),
    ],
)
def test_rows_and_cells_without_numbers_are_counted_too(tmp_path, body, expected):
    path = archive(tmp_path / "form.xlsx", {SURVEY: [(b"</sheetData>", body + b"</sheetData>")]})
    assert expected in refused(path)[0]


def test_what_hides_its_size_is_found_when_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(opening._Scan, "problems", lambda scan: [])
    body = b'<row r="20001"><c r="A20001" t="inlineStr"><is><t>far</t></is></c></row>'
    path = archive(tmp_path / "form.xlsx", {SURVEY: [(b"</sheetData>", body + b"</sheetData>")]})
    out = io.StringIO()
    serve(path, FORMS, out)
    assert "survey" in out.getvalue()
    assert "has more than 20,000 rows or 702 columns \\u2013 delete the rows below" in out.getvalue()
