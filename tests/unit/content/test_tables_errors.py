# ruff: noqa: E501 - each message stands in one line, as readers see it
"""The table of errors: what it marks and says, and that it can be mended and read again."""

import csv

import openpyxl
import pytest

from advisor.cli.main import main
from advisor.content.tables.errors import write_errors
from advisor.content.tables.table import CellProblem, column_letters
from advisor.content.tables.template import KEPT
from tests.unit.content.tables import changed, sheet_of, workbook

HEADS = ["name", "stage", "partner_count", "quick_wins", "remarks"]
ROWS = [
    ["Good", "planning", 4, "yes", "+1+1 is a remark"],
    ["<r><t>Bad</t></r>", "plannning", 4, "perhaps", None],
    [None, "planning", 2.5, None, "x"],
    ["Good too", "considering", 3, "no", True],
    ["@Worse", "stgae", 4, None, "-3"],
]


def problems_of(path):
    _, rows = sheet_of(path)
    return [(row.number, row.name, problem) for row in rows for problem in row.problems], rows


@pytest.fixture
def source(tmp_path):
    return workbook(tmp_path / "in.xlsx", [HEADS, *ROWS])


@pytest.fixture
def written(source, tmp_path):
    found, _ = problems_of(source)
    assert len(found) == 4
    (path,) = write_errors(tmp_path, source, iter(found))
    return path


def test_faulty_rows_are_copied_whole_and_no_other(written):
    sheet = openpyxl.load_workbook(written).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:5] for row in rows] == [HEADS, ROWS[1], ROWS[2], ROWS[4]]
    assert rows[0][5].startswith("What to mend\n")
    assert all(row[5].startswith("Please mend") for row in rows[1:])


def test_bad_cells_are_marked_by_colour_and_comment(written):
    sheet = openpyxl.load_workbook(written).worksheets[0]
    marked = {
        cell.coordinate
        for row in sheet.iter_rows(min_row=2, max_col=5)
        for cell in row
        if cell.fill.fill_type
    }
    assert marked == {"B2", "D2", "C3", "B4"}
    said = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(said) == marked
    assert "did you mean “Planning the detail”?" in said["B2"]
    assert "Allowed: " in said["B2"]
    assert "“stage”" in sheet["F2"].value
    assert "“quick_wins”" in sheet["F2"].value


def test_every_problem_is_listed_with_its_place(written):
    sheet = openpyxl.load_workbook(written).worksheets[1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:5] for row in rows] == [
        [3, "<r><t>Bad</t></r>", "B3", "stage", "plannning"],
        [3, "<r><t>Bad</t></r>", "D3", "quick_wins", "perhaps"],
        [4, "Answers in row 4", "C4", "partner_count", "2.5"],
        [6, "@Worse", "B6", "stage", "stgae"],
    ]
    assert rows[0][7] == "Planning the detail"
    assert "Planning the detail" in rows[0][6]


def test_once_mended_it_is_input(written):
    book = openpyxl.load_workbook(written)
    sheet = book.worksheets[0]
    sheet["B2"], sheet["D2"], sheet["C3"], sheet["B4"] = "planning", "yes", 3, "considering"
    book.save(written)
    found, rows = problems_of(written)
    assert found == []
    assert [row.case.answers["stage"] for row in rows] == ["planning", "planning", "considering"]
    assert rows[0].case.name == "<r><t>Bad</t></r>"


def test_nothing_in_it_is_a_formula(written):
    for sheet in openpyxl.load_workbook(written):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr", "b"}


def test_a_template_keeps_its_version_and_its_two_rows_of_headings(tmp_path):
    template = tmp_path / "answers.xlsx"
    assert main(["template", "-o", str(template)]) == 0
    book = openpyxl.load_workbook(template)
    sheet = book.worksheets[0]
    names = {
        sheet.cell(2, place).value or sheet.cell(1, place).value: place
        for place in range(1, sheet.max_column + 1)
    }
    first = sheet_of(template)[0].first
    sheet.cell(first, names["name"]).value = "Riverside"
    sheet.cell(first, names["stage"]).value = "nowhere near"
    book.save(template)
    found, _ = problems_of(template)
    (path,) = write_errors(tmp_path, template, found, first)
    again, rows = sheet_of(path)
    before, _ = sheet_of(template)
    kept = [(one.kind, one.name, one.value) for one in again.headings if one.kind != "not read"]
    assert kept == [(one.kind, one.name, one.value) for one in before.headings if one.kind != "not read"]
    assert any(kind == "version" for kind, _, _ in kept)
    assert [str(one) for one in again.warnings] == []
    assert [(row.name, len(row.problems)) for row in rows] == [("Riverside", 1)]


def test_problems_without_a_row_to_copy(tmp_path):
    source = tmp_path / "rows.jsonl"
    source.write_text('{"name": "A", "stage": "nowhere"}\n', encoding="utf-8")
    found, _ = problems_of(source)
    found.append((0, "", CellProblem(str(source), 0, 0, "the file is odd")))
    (path,) = write_errors(tmp_path, source, found)
    book = openpyxl.load_workbook(path)
    assert book.worksheets[0].sheet_state == "hidden"
    rows = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=2)]
    assert [row[0] for row in rows] == [1, None]
    assert rows[1][2] == "the whole sheet"


def test_a_csv_is_copied_too(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("name;stage;partner_count\nA;planning;3\n=B;nowhere;-\n", encoding="utf-8")
    found, _ = problems_of(source)
    (path,) = write_errors(tmp_path, source, found)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [[cell.value for cell in row][:3] for row in sheet.iter_rows()] == [
        ["name", "stage", "partner_count"],
        ["=B", "nowhere", "-"],
    ]


def test_what_could_not_be_read_stays_in_sight_and_is_refused_until_it_is_mended(tmp_path):
    heads = ["name", "stage", "partner_count", "sectors/acute", "sectors", "notes", "date", "region"]
    rows = [[f"={place}" if place == column else None for place in range(8)] for column in range(8)]
    source = workbook(
        tmp_path / "in.xlsx", [heads, *rows, ["#N/A", "#REF!", 1, None, None, "#DIV/0!", "#N/A"]]
    )
    found, _ = problems_of(source)
    (path,) = write_errors(tmp_path, source, found)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for column in range(8):
        cell = sheet.cell(column + 2, column + 1)
        assert (cell.value, cell.data_type) == (f"⚠ cannot be read: ={column}", "s")
        assert cell.fill.fill_type == "solid"
    assert [cell.value for cell in sheet[10]][:7:6] == ["⚠ cannot be read: #N/A"] * 2
    assert book.worksheets[1]["E2"].value == "⚠ cannot be read: =0"
    again, before = sheet_of(path)[1], sheet_of(source)[1]
    assert [row.case for row in again] == [None] * 9
    assert [[one.heading for one in row.problems] for row in again] == [
        [one.heading for one in row.problems] for row in before
    ]
    assert {one.text for one in again[1].problems} == {
        "“⚠ cannot be read: =1” was not mended – it says nothing – put a value in its place, or empty the cell"
    }
    for column in range(8):
        sheet.cell(column + 2, column + 1).value = None
    for column in range(1, 8):
        sheet.cell(10, column).value = None
    book.save(path)
    assert problems_of(path)[0] == []


def test_a_formula_that_shares_its_text_with_another_is_told_too(tmp_path):
    source = workbook(tmp_path / "in.xlsx", [HEADS, ["A", "=B9", 3]])
    changed(source, b"<f>B9</f>", b'<f t="shared" si="0"/>')
    (path,) = write_errors(tmp_path, source, problems_of(source)[0])
    assert openpyxl.load_workbook(path).worksheets[0]["B2"].value == "⚠ cannot be read: a formula"


def test_bytes_are_the_same_at_every_writing(source, tmp_path):
    found, _ = problems_of(source)
    contents = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        contents.add(write_errors(folder, source, found)[0].read_bytes())
    assert len(contents) == 1


def test_long_lists_of_values_are_not_said_twice(tmp_path):
    source = workbook(tmp_path / "in.xlsx", [["name", "ioc_type"], ["A", "nonsense"]])
    found, _ = problems_of(source)
    (path,) = write_errors(tmp_path, source, found)
    copy, listed = openpyxl.load_workbook(path).worksheets
    why = "“nonsense” is not an answer to “Kind of collaboration” –"
    why += " choose one of these, or leave the cell empty"
    assert listed["F2"].value == why
    assert listed["G2"].value.endswith("Something else")
    assert copy["C2"].value.startswith(f"Please mend “ioc_type”: {why}. Allowed: Buddying")
    assert len(copy["C2"].value) < 600


def test_rows_are_as_high_as_their_texts_in_any_program(written):
    copy, listed = openpyxl.load_workbook(written).worksheets
    for row in (2, 3, 4):
        # The explanation has a line at least for each cell.
        assert copy.row_dimensions[row].height >= 15 * copy.cell(row, 6).value.count("Please mend")
    assert copy.row_dimensions[2].height > copy.row_dimensions[3].height
    assert listed.row_dimensions[2].height >= 30


def test_the_version_of_a_template_is_out_of_sight(tmp_path):
    template = tmp_path / "answers.csv"
    assert main(["template", "-o", str(template)]) == 0
    lines = template.read_text("utf-8-sig").splitlines()
    place = next(csv.reader([lines[0]])).index(KEPT)
    template.write_text("\n".join([*lines, "A" + "," * 7 + "nowhere"]), "utf-8-sig")
    found, _ = problems_of(template)
    (path,) = write_errors(tmp_path, template, found, first=3)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    hidden = [name for name, each in sheet.column_dimensions.items() if each.hidden]
    assert hidden == [column_letters(place + 1)]
    assert sheet.row_dimensions[2].height <= 30
