# ruff: noqa: E501 - each message stands in one line, as readers see it
"""A workbook made by hand whose rows or cells do not stand in order is refused: answers could change places."""

import pytest

from advisor.content.tables import reading
from tests.unit.content.tables import cases, changed, read_here, refused, workbook

WHY = "answers could go to the wrong collaboration – open it in a spreadsheet program, check its rows, and save it again"
HEAD = b'<row r="1"><c r="A1" t="str"><v>name</v></c><c r="B1" t="str"><v>stage</v></c></row>'
RESET = b'<c r="B%d" t="str"><v>reset</v></c>'


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    monkeypatch.setattr(reading, "read_in_child", read_here)


@pytest.fixture
def sheet(tmp_path):
    """Write a workbook whose sheet holds these rows, letter by letter."""

    def write(rows, head=HEAD):
        path = workbook(tmp_path / "data.xlsx", [])
        return changed(path, b"<sheetData></sheetData>", b"<sheetData>" + head + rows + b"</sheetData>")

    return write


def row(number, name, stage=b"reset"):
    cells = b'<c r="A%d" t="str"><v>%s</v></c><c r="B%d" t="str"><v>%s</v></c>'
    return b'<row r="%d">' % number + cells % (number, name, number, stage) + b"</row>"


def test_rows_in_order_are_read_though_some_are_missing(sheet):
    path = sheet(row(3, b"A") + b'<row r="5"/><row><c t="str"><v>B</v></c><c t="str"><v>reset</v></c></row>')
    assert [one.name for one in cases(path)] == ["A", "B"]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (row(3, b"A") + row(2, b"B"), "row 2 stands below row 3"),
        (row(2, b"A") + row(3, b"B") + row(3, b"C"), "row 3 stands there twice"),
        (row(2, b"A") + b'<row r="2"/>', "row 2 stands there twice"),
        (row(0, b"A"), "a row after row 1 has the number “0”"),
        (row(-4, b"A"), "a row after row 1 has the number “-4”"),
        (row(2, b"A") + b'<row r="1_0"/>', "a row after row 2 has the number “1_0”"),
        (row(2, b"A").replace(b'r="2"><c', b'r=" 2"><c'), "a row after row 1 has the number “2”"),
        (b'<row r="2">' + row(3, b"A") + b"</row>", "row 2 has another row within it"),
    ],
)  # fmt: skip
def test_rows_out_of_place_are_refused(sheet, rows, what):
    assert refused(sheet(rows)) == [f"data.xlsx:Data: {what} – {WHY}"]


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (RESET % 2 + b'<c r="A2"><v>1</v></c>', "cell A2 stands behind cells to its right"),
        (RESET % 2 + RESET % 2, "cell B2 stands there twice"),
        (b'<c r="B2"/>' + RESET % 2, "cell B2 stands there twice"),
        (RESET % 3, "row 2 has a cell called “B3”"),
        (RESET.replace(b"B", b"b") % 2, "row 2 has a cell called “b2”"),
        (RESET.replace(b"B", b"$B$") % 2, "row 2 has a cell called “$B$2”"),
        (b'<c r="2"><v>1</v></c>', "row 2 has a cell called “2”"),
        (b'<c r=""><v>1</v></c>', "row 2 has a cell called “”"),
        (b'<c r="A2"><c r="B2"/></c>', "row 2 has a cell within a cell"),
        (b'<c r="A2"><row r="3"/></c>', "row 2 has another row within it"),
        (b'<c r="A2"><v>1</v><v>2</v></c>', "row 2 has a cell with two values"),
        (b'<c r="A2" t="inlineStr"><v>1</v><is><t>2</t></is></c>', "row 2 has a cell with two values"),
        (b'<c r="A2" t="s"><v>-1</v></c>', "row 2 has a cell whose text is not there"),
        (b'<c r="A2" t="s"><v>7</v></c>', "row 2 has a cell whose text is not there"),
    ],
)
def test_cells_out_of_place_are_refused(sheet, cells, what):
    assert refused(sheet(b'<row r="2">' + cells + b"</row>")) == [f"data.xlsx:Data: {what} – {WHY}"]


def test_cells_in_no_row_are_refused(sheet):
    assert refused(sheet(RESET % 2 + row(2, b"A"))) == [f"data.xlsx:Data: a cell stands in no row – {WHY}"]
    path = changed(sheet(row(2, b"A")), b"</sheetData>", b"</sheetData>" + row(3, b"B"))
    assert refused(path) == [f"data.xlsx:Data: a cell stands in no row – {WHY}"]


def test_rows_of_drawings_are_no_rows(sheet):
    """Buttons on a sheet have anchors, whose places are called rows too."""
    anchor = b'<x:from xmlns:x="urn:x"><x:col>1</x:col><x:row>0</x:row></x:from>'
    path = changed(sheet(row(2, b"A")), b"</sheetData>", b"</sheetData>" + anchor)
    assert [one.name for one in cases(path)] == ["A"]
