"""What is said of tables speaks in headings and labels; dates, ticks and columns that are not read."""

import openpyxl
import pytest

from advisor.cli.main import main
from advisor.content.tables.days import DayError, read_day
from advisor.content.tables.errors import write_errors
from advisor.content.tables.headings import mark_of
from advisor.content.tables.rows_cells import FactCells
from tests.unit.content.tables import VOCABULARY, cases, sheet_of, warned


def why(fact, written):
    return [one.text for one in FactCells(VOCABULARY.by_name[fact]).read(written).faults]


def test_cells_are_explained_by_headings_and_labels():
    assert why("conflict", "Some, Serious")[0].startswith(
        "two answers stand in one cell (“Some”, “Serious”) – “"
    )
    (said,) = why("partner_count", "lots")
    assert said.endswith("write the number, or leave the cell empty")
    (said,) = why("stage", "nowhere")
    assert "allowed: Considering whether to do it; " in said
    assert "first_delivery" not in said


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-05-04", "2026-05-04"),
        ("04/05/2026", "2026-05-04"),
        ("4.5.26", "2026-05-04"),
        ("4th May 2026", "2026-05-04"),
        ("May 2026", "May 2026"),
        ("today", "today"),
    ],
)
def test_dates_are_read_as_people_write_them(written, read):
    assert read_day(written) == read


@pytest.mark.parametrize("written", ["31/02/2026", "2026-02-31", "12/31/2026", "31 Foo 2026", "99"])
def test_days_that_are_none_are_refused(written):
    with pytest.raises(DayError, match="or leave the cell empty"):
        read_day(written)


def test_columns_that_are_not_read_are_named_once_and_key_facts_that_are_missing(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("quick_wins,Comments,Boss\nyes,fine,A\n")
    sheet, _ = sheet_of(path)
    told = [one.text for one in sheet.notes]
    assert told[0].startswith("These columns were not read: “Comments”, “Boss” – ")
    assert told[1].startswith("No column for “Stage” or “Kind of collaboration” was read")
    assert told[2].startswith("No column holds the names")
    assert len(told) == 3


def test_a_row_without_a_name_is_told(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("name,stage\nBay,reset\n,reset\n")
    assert warned(path) == [
        "data.csv:3: has no name – it is called “Answers in row 3” – write the name of the collaboration"
    ]


def test_ticks_may_say_that_it_is_not_known(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("stage,sectors/acute,sectors/community\nreset,Don’t know,\nreset,Yes,Don’t know\n")
    first, second = cases(path)
    assert (first.answers, first.asked_unknown) == ({"stage": "reset"}, ("sectors",))
    assert second.answers == {"stage": "reset", "sectors": ("acute",)}


def test_rows_of_a_table_of_errors_have_the_numbers_of_their_batch(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(f"name,stage,{mark_of('0' * 12)}\nBay,reset,57\nWest,reset,\nEast,reset,57\n")
    sheet, rows = sheet_of(path)
    assert (sheet.batch, [one.number for one in rows]) == ("0" * 12, [57])
    assert len(sheet.warnings) == 2


def test_the_table_of_errors_offers_the_answers_of_the_template_again(tmp_path):
    template = tmp_path / "answers.xlsx"
    assert main(["template", "-o", str(template)]) == 0
    book = openpyxl.load_workbook(template)
    names = [cell.value for cell in book.worksheets[0][2]]
    place = names.index("stage") + 1
    book.worksheets[0].cell(3, place).value = "nowhere"
    book.save(template)
    sheet, rows = sheet_of(template)
    found = [(3, "", one) for one in rows[0].problems]
    (path,) = write_errors(tmp_path, template, found, sheet.first, choices={"stage": ("A", "B")})
    book = openpyxl.load_workbook(path)
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert (rule.formula1, book["Lists"]["A2"].value) == ("Lists!$A$1:$A$2", "B")
    assert rows[0].problems[0].line == 3
