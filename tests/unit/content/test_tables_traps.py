# ruff: noqa: E501 - each message stands in one line, as readers see it
"""Every trap that a workbook can hold is met with a message, and none of them costs this process anything."""

import datetime as dt
import io
import json
import sys
import zipfile
from dataclasses import asdict, replace

import openpyxl
import pytest
import xlsxwriter

from advisor.content.tables import opening, reading, reading_child
from advisor.content.tables.limits import LIMITS
from advisor.content.tables.opening import OLE
from advisor.content.tables.reading import open_stream, open_workbook
from advisor.content.tables.reading_child import read_in_child, serve
from advisor.content.tables.reading_workbook import NewSheet
from advisor.content.tables.table import RawRow
from advisor.errors import InputRefused
from tests.unit.content.tables import (
    cases,
    changed,
    faults,
    read_here,
    refused,
    said,
    sheet_of,
    warned,
    workbook,
)

DAY = dt.datetime(2026, 5, 7, 10, 30)  # noqa: DTZ001 - spreadsheets know no zones
SOUND = [["name", "stage", "partner_count"], ["A", "Planning the detail", 7]]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    monkeypatch.setattr(reading, "read_in_child", read_here)


@pytest.fixture
def data(tmp_path):
    return workbook(tmp_path / "data.xlsx", SOUND)


def test_a_sound_workbook_is_read(data):
    found = [(one.name, one.answers) for one in cases(data)]
    assert found == [("A", {"stage": "planning", "partner_count": 7})]


def test_it_is_read_in_a_process_of_its_own(data, monkeypatch):
    monkeypatch.setattr(reading, "read_in_child", read_in_child)
    assert len(cases(data)) == 1
    (data.parent / "null").write_bytes(OLE)
    assert refused(data.with_name("null"))[0].startswith("null: is an old Excel file (.xls)")


def test_a_bomb_is_not_unpacked(data):
    changed(data, b"", b"", more=[("xl/media/a.bin", bytes(60_000_000))])
    assert refused(data) == [
        (
            "data.xlsx: would unpack to 60 MB in 10 parts – it was not opened – split it, or save the sheet as CSV"
            " or Parquet, which may have millions of rows"
        )
    ]


def test_the_two_cell_giant_is_refused(tmp_path):
    path = tmp_path / "data.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "stage"
    book.active["XFD1048576"] = 1
    book.save(path)
    assert path.stat().st_size < 10_000
    assert refused(path) == [
        (
            "data.xlsx:Sheet: reaches down to row 1,048,576 – at most 100,001 are read – delete the rows below the"
            " last one you need, or save the sheet as CSV or Parquet, which may have millions of rows"
        ),
        "data.xlsx:Sheet: reaches out to column XFD – at most A to OJ are read – delete the columns not needed",
    ]


def test_too_many_columns_are_refused(tmp_path):
    path = workbook(tmp_path / "data.xlsx", [["stage", *range(400)]])
    assert refused(path)[0].startswith("data.xlsx:Data: reaches out to column OK – at most A to OJ are read")


def test_two_hundred_thousand_rows_are_refused_with_a_way_out(data):
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 200_002))
    changed(data, b"</sheetData>", rows + b"</sheetData>")
    assert refused(data) == [
        (
            "data.xlsx:Data: reaches down to row 200,001 – at most 100,001 are read – delete the rows below the"
            " last one you need, or save the sheet as CSV or Parquet, which may have millions of rows"
        )
    ]


def test_merged_cells_are_refused_by_their_place_in_the_sheet_that_is_read(tmp_path):
    book = openpyxl.load_workbook(workbook(tmp_path / "data.xlsx", SOUND))
    other = book.create_sheet("Notes")
    other["A1"] = "merged"
    other.merge_cells("A1:C1")
    book.save(tmp_path / "data.xlsx")
    assert len(cases(tmp_path / "data.xlsx")) == 1
    book["Data"].merge_cells("B2:C2")
    book.save(tmp_path / "data.xlsx")
    assert refused(tmp_path / "data.xlsx") == [
        "data.xlsx:Data: the cells B2:C2 are merged – it is not clear which row they belong to – unmerge them and fill in each cell"
    ]


def test_formulas_count_with_their_result_and_never_without(data):
    changed(data, b'<c r="C2" t="n"><v>7</v></c>', b'<c r="C2"><f>3+4</f><v>7</v></c>')
    assert cases(data)[0].answers["partner_count"] == 7
    changed(data, b"<v>7</v>", b"<v></v>")
    assert faults(data) == [
        "data.xlsx:Data!C2: holds a formula whose result was not saved – it cannot be read – put the result in its place, or open the file in a spreadsheet program and save it again"
    ]
    changed(data, b'<c r="C2"><f>3+4</f><v></v>', b'<c r="C2" t="str"><f>IF(1=1,"")</f><v></v>')
    assert cases(data)[0].answers == {"stage": "planning"}


def test_dates_for_numbers_and_errors_are_named(tmp_path):
    path = workbook(tmp_path / "data.xlsx", [*SOUND, ["B", DAY, DAY], ["C", dt.time(3), "#N/A"]])
    assert faults(path) == [
        "data.xlsx:Data!B3: holds the date or time 2026-05-07 10:30:00 – a text belongs here – set the format of the cell to text and type it again",
        "data.xlsx:Data!C3: holds the date or time 2026-05-07 10:30:00 – a whole number belongs here – set the format of the cell to number and type it again",
        "data.xlsx:Data!B4: holds the date or time 03:00:00 – a text belongs here – set the format of the cell to text and type it again",
        "data.xlsx:Data!C4: holds the error #N/A – it says nothing – put a value in its place, or empty the cell",
    ]


def test_other_kinds_of_cells_are_read_as_they_show(tmp_path):
    rows = [
        ["name", "area_failures", "partner_count", "date", "notes"],
        ["A", True, "7", DAY, dt.timedelta(hours=30)],
        [" B ", False, 8.0, "today", 1.5],
    ]
    path = workbook(tmp_path / "data.xlsx", rows)
    _, found = sheet_of(path)
    assert found[1].case.answers == {"area_failures": "no", "partner_count": 8}
    assert (found[1].name, found[1].case.notes) == ("B", "1.5")
    assert said(path, found[0].problems)[0].startswith(
        "data.xlsx:Data!E2: holds the date or time 1 day, 6:00:00"
    )


def test_cells_without_places_texts_in_the_sheet_and_dates_as_text_are_read(data):
    rows = (
        b'<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<x:c t="inlineStr"><x:is><x:r><x:t>Joint </x:t></x:r><x:r><x:t>work</x:t></x:r>'
        b"<x:rPh><x:t>no</x:t></x:rPh></x:is></x:c><x:c/><x:c t='str'><x:v>8</x:v></x:c></x:row>"
        b'<row r="6"><c r="A6" t="d"><v>2026-05-07T00:00:00</v></c><c r="C6"><v>9.0</v></c></row>'
    )
    changed(data, b"</sheetData>", rows + b"</sheetData>")
    _, found = sheet_of(data)
    assert [(one.number, one.name) for one in found] == [(2, "A"), (3, "Joint work"), (6, "Answers in row 6")]
    assert found[1].case.answers == {"partner_count": 8}
    assert said(data, found[2].problems)[0].startswith("data.xlsx:Data!A6: holds the date")


def test_a_number_that_is_no_date_is_no_date(data):
    book = openpyxl.load_workbook(data)
    book.active["C2"].number_format = "yyyy-mm-dd"
    book.save(data)
    changed(data, b"<v>7</v>", b"<v>1e12</v>")
    assert faults(data)[0].startswith("data.xlsx:Data!C2: “Number of partners” is 1000000000000 – the most")


def test_macros_are_never_run_and_that_is_said_once(data):
    path = data.rename(data.with_suffix(".xlsm"))
    changed(path, b"", b"", more=[("xl/vbaProject.bin", b"Sub AutoOpen()")])
    assert len(cases(path)) == 1
    assert warned(path) == [
        "data.xlsm: holds macros – none of them was run, only the values in its cells are read"
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (OLE + bytes(600), "data.xlsx: is an old Excel file (.xls) – only newer ones can be read – save it as an Excel workbook (.xlsx) and try again"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "data.xlsx: is protected by a password – it cannot be opened – save it without a password"),
        (b"PK\x03\x04", "data.xlsx: is damaged (File is not a zip file) – it cannot be opened – save it as an Excel workbook (.xlsx) and try again"),
        (b"", "data.xlsx: is empty – there is nothing to read – check the name of the file"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(tmp_path, content, expected):
    path = tmp_path / "data.xlsx"
    path.write_bytes(content)
    assert refused(path) == [expected]


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert refused(tmp_path / "none.xlsx") == [
        "none.xlsx: cannot be read – No such file or directory – check the name of the file"
    ]


def test_a_tag_without_end_is_refused(data):
    changed(data, b"<sheetData>", b"<sheetData " + b"x" * 6_000_000 + b">")
    assert "has a part, xl/worksheets/sheet1.xml, that no spreadsheet program writes" in refused(data)[0]


def test_a_sheet_that_breaks_off_is_refused(data):
    changed(data, b"</sheetData>", b"</sheetDat>")
    assert refused(data)[0].startswith("data.xlsx: is damaged (mismatched tag")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits there")
@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (
            {"memory": 120_000_000},
            "takes more than 0.1 GB of memory to read – reading was stopped – split it",
        ),
        ({"seconds": 1}, "takes more than 1 seconds to read – reading was stopped – split it"),
    ],
)
def test_what_takes_too_much_is_stopped(tmp_path, limits, expected):
    data = tmp_path / "data.xlsx"
    with xlsxwriter.Workbook(data) as book:
        book.add_worksheet().write_string(0, 0, "stage")
    texts = b"".join(b"<si><t>some text %d</t></si>" % n for n in range(800_000))
    changed(data, b"</sst>", texts + b"</sst>", "xl/sharedStrings.xml")
    with pytest.raises(InputRefused) as caught:
        list(read_in_child(data, replace(LIMITS, **limits)))
    assert expected in str(caught.value)


def test_a_reader_that_stops_is_told_of(data, monkeypatch):
    monkeypatch.setattr(reading_child, "_START", "print('[1, [')")
    with pytest.raises(InputRefused, match=r"the program that opens it stopped \(0\)"):
        list(read_in_child(data, LIMITS))


def test_what_the_reader_says_arrives_as_it_was(tmp_path):
    values = ["text", 7, 7.5, True, None, DAY, DAY.date(), DAY.time(), dt.timedelta(hours=30)]
    path = workbook(tmp_path / "data.xlsx", [values, [], ["=1+1"]], title="end")
    said_here = list(read_in_child(path, LIMITS))
    assert said_here[0] == NewSheet("end")
    assert said_here[1].cells == [*values[:6], DAY.replace(hour=0, minute=0), *values[7:]]
    assert isinstance(said_here[2], RawRow)
    assert (said_here[2].number, list(said_here[2].faults)) == (3, [1])
    out = io.StringIO()
    serve(path, LIMITS, out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines[0] == {"sheet": "end"}
    assert lines[-1] == "end"
    assert lines[1][1][5] == {"datetime": "2026-05-07T10:30:00"}


def test_lack_of_memory_is_said(data, monkeypatch):
    def check(path, limits):
        raise MemoryError

    monkeypatch.setattr(reading_child, "check_workbook", check)
    out = io.StringIO()
    serve(data, LIMITS, out)
    assert json.loads(out.getvalue()) == "memory"


def test_a_refusal_is_said(tmp_path):
    path = tmp_path / "data.xlsx"
    path.write_bytes(OLE)
    out = io.StringIO()
    serve(path, LIMITS, out)
    assert "old Excel file" in json.loads(out.getvalue())["problems"][0][3]


def test_every_sheet_of_a_form_is_read_and_blank_ends_are_dropped(tmp_path):
    book = openpyxl.load_workbook(workbook(tmp_path / "data.xlsx", [["a"], [], ["b"], [" "]]))
    book.create_sheet("More")["B2"] = 1
    book.save(tmp_path / "data.xlsx")
    first, second = open_workbook(tmp_path / "data.xlsx")
    assert first.rows == [["a"], [], ["b"]]
    assert (second.sheet, second.rows) == ("More", [[], [None, 1]])


def test_a_table_that_is_left_early_leaves_no_process(data, monkeypatch):
    monkeypatch.setattr(reading, "read_in_child", read_in_child)
    stream = open_stream(data)
    assert next(stream.rows).number == 1
    del stream


@pytest.mark.parametrize(
    ("there", "instead", "expected"),
    [
        (b'<row r="3"', b'<row r="99999999999"', "data.xlsx:Data: reaches down to row 99,999,999,999"),
        (b'<c r="A2"', b'<c r="XFD2"', "data.xlsx:Data: reaches out to column XFD"),
        (b'<c r="A2"', b'<c r="&#65;2"', "data.xlsx:Data: reaches out to column OK"),
        (b"<sheetData>", b'<!DOCTYPE a [<!ENTITY b "c">]><sheetData>', "data.xlsx: has a part, xl/worksheets/sheet1.xml, that no"),
        (b"</sheetData>", b"</sheetData>" + b"<mergeCell ref='A1:B1'/>", "data.xlsx:Data: the cells A1:B1 are merged"),
    ],
)  # fmt: skip
def test_a_hostile_sheet_is_refused_before_it_is_opened(tmp_path, there, instead, expected):
    path = workbook(tmp_path / "data.xlsx", [*SOUND, ["B", "Established", 3]])
    assert refused(changed(path, there, instead))[0].startswith(expected)


@pytest.mark.parametrize("place", [b'r="C1048577"', b'r="ZZ2"'])
def test_what_the_check_misses_is_found_when_it_is_read(data, monkeypatch, place):
    monkeypatch.setattr(opening._Scan, "problems", lambda scan: [])
    row = b'<row r="200000">' if b"1048577" in place else b'<row r="2">'
    changed(data, b'<row r="2">', row)
    changed(data, b'r="C2"', place)
    assert refused(data)[0].startswith(
        "data.xlsx:Data: has more than 100,001 rows or 400 columns – delete the rows"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("content.xml", "is an OpenDocument file – only Excel"),
        ("a.txt", "is not an Excel workbook – only Excel"),
    ],
)
def test_other_archives_are_named(tmp_path, name, expected):
    path = tmp_path / "data.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(name, "")
    assert expected in refused(path)[0]


def test_an_archive_with_a_password_is_refused(data):
    content = bytearray(data.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    data.write_bytes(content)
    assert refused(data) == [
        "data.xlsx: is protected by a password – it cannot be opened – save it without a password"
    ]


def test_what_is_no_workbook_is_no_form(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"type,name")
    with pytest.raises(InputRefused, match="is not an Excel workbook, whatever its name says"):
        open_workbook(path)


def test_a_sheet_that_is_a_chart_or_lost_is_passed_over(data):
    changed(data, b"</sheets>", b'<sheet name="Chart" sheetId="9" r:id="rId99"/></sheets>', "xl/workbook.xml")
    changed(data, b"", b"", more=[("xl/worksheets/stray.xml", b"<worksheet/> ")])
    assert len(cases(data)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits there")
def test_the_reader_limits_itself(data, monkeypatch, capsys):
    import resource

    set_to = {}
    monkeypatch.setattr(resource, "setrlimit", lambda kind, most: set_to.update({kind: most[0]}))
    reading_child.serve_arguments([str(data), json.dumps(asdict(LIMITS))])
    assert set_to == {resource.RLIMIT_AS: 1_500_000_000, resource.RLIMIT_CPU: 900}
    assert capsys.readouterr().out.splitlines()[-1] == '"end"'


def test_a_file_that_is_too_large_is_not_opened(data):
    assert refused(data, limits=replace(LIMITS, largest=1_000)) == [
        "data.xlsx: is larger than 0 MB – it was not opened – split it, or empty it"
    ]


def test_formulas_without_results_of_a_form_are_named(tmp_path):
    path = workbook(tmp_path / "data.xlsx", [["a"], ["=1+1"]])
    (table,) = open_workbook(path)
    assert list(table.faults) == [(2, 1)]
    changed(path, b"", b"", more=[("xl/vbaProject.bin", b"")])
    assert len(open_workbook(path)) == 1


def test_truths_and_shared_texts_are_read(tmp_path):
    path = tmp_path / "data.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["area_failures", "stage"])
        sheet.write_boolean(1, 0, True)
        sheet.write_string(1, 1, "Planning the detail")
    assert cases(path)[0].answers == {"area_failures": "yes", "stage": "planning"}
