"""Answers that ODK or Kobo collected: sound rows become cases, and every bad cell is named."""

import datetime as dt
from dataclasses import replace

import openpyxl
import pytest

from advisor.content.tables.limits import FORMS
from advisor.content.tables.table import Table, plain
from advisor.content.xlsform import submissions
from advisor.content.xlsform.submissions import read_submissions
from advisor.errors import InputRefused
from advisor.service import Advisor

VOCABULARY = Advisor.load().knowledge.vocabulary
DAY = dt.datetime(2026, 5, 4, 10, 30)  # noqa: DTZ001 - spreadsheets know no zones


@pytest.fixture
def table(tmp_path):
    """Write a CSV file, or a workbook from rows of values, and return its path."""

    def write(content, name="data.csv"):
        path = tmp_path / name
        if isinstance(content, list):
            book = openpyxl.Workbook()
            for row in content:
                book.active.append(row)
            book.active.title = "Data"
            book.save(path)
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read(path):
    found = read_submissions(path, VOCABULARY)
    return found, [str(problem).replace(str(path), path.name) for problem in sorted(found.problems)]


def refused(path):
    with pytest.raises(InputRefused) as caught:
        read_submissions(path, VOCABULARY)
    return [str(problem).replace(str(path), path.name) for problem in caught.value.problems]


@pytest.mark.parametrize("heading", ["stage", "A/stage", "A-stage", "A.stage", "A:B:stage", " A/D1/stage "])
def test_groups_may_stand_before_a_fact(table, heading):
    found, problems = read(table(f"_uuid,{heading}\n1,planning\n"))
    assert problems == []
    assert found.sound[0].case.answers == {"stage": "planning"}
    assert found.unread == ["_uuid"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_make_is_read(table, separator, encoding):
    text = separator.join(["name", "stage"]) + "\r\n" + separator.join(["Iechyd Môn", "Planning the detail"])
    found, _ = read(table(text.encode(encoding)))
    assert found.sound[0].case.name == "Iechyd Môn"
    assert found.sound[0].case.answers == {"stage": "planning"}


def test_several_ticks_come_in_one_column_or_in_many(table):
    text = (
        "A/sectors,A/sectors/acute,A/sectors/unknown,conflict_causes/cultures,conflict_causes/failed_task\n"
    )
    text += "acute community,0,0,1,TRUE\n,1,0,0,0\n,0,1,,no\nunknown,,,yes,\n"
    found, problems = read(table(text))
    assert problems == []
    assert [one.case.answers for one in found.sound] == [
        {"sectors": ("acute", "community"), "conflict_causes": ("cultures", "failed_task")},
        {"sectors": ("acute",)},
        {},
        {"conflict_causes": ("cultures",)},
    ]
    assert [one.case.asked_unknown for one in found.sound] == [(), (), ("sectors",), ("sectors",)]


def test_numbers_dates_and_formulas_with_results_of_a_workbook(table):
    rows = [
        ["name", "date", "organisation", "questionnaire", "partner_count", "stage", "notes", "respondent"],
        ["Joint work", DAY, "A trust", "full 2026-11-22", 7.0, "not_applicable", "Two\nlines", "Lead"],
        [],
        ["Other", DAY.date(), None, None, None, "unknown", None, None],
    ]
    found, problems = read(table(rows, "data.xlsx"))
    assert problems == []
    case = found.sound[0].case
    assert (case.name, case.date, case.organisation) == ("Joint work", "2026-05-04", "A trust")
    assert (case.questionnaire, case.notes, case.respondent) == ("full 2026-11-22", "Two\nlines", "Lead")
    assert case.answers == {"partner_count": 7, "stage": "not_applicable"}
    assert (found.sound[1].row, found.sound[1].case.date) == (4, "2026-05-04")


def test_every_bad_cell_is_named_and_the_other_rows_are_kept(table):
    rows = [
        ["stage", "partner_count", "sectors", "conflict_causes/cultures", "date", "questionnaire", "name"],
        ["soon", 1, "acute none", 2, "d" * 41, "quick", "a\x7fb"],
        [DAY, "=1+1", "#N/A", None, None, None, None],
        ["planning", 6, "acute", 1, "today", "rapid", "Sound"],
    ]
    found, problems = read(table(rows, "data.xlsx"))
    assert [one.case.name for one in found.sound] == ["Sound"]
    expected = [
        "A2: “soon” is not an answer to “Stage” – allowed:",
        "B2: “Number of partners” is 1 – the least that can be is 2",
        "C2: “none” is not an answer to “Kinds of organisation involved”",
        "D2: “2” is no tick – a column for one answer holds Yes, No or Don’t know",
        "E2: date has 41 characters",
        "F2: “quick” is not a questionnaire – there are full and rapid",
        "G2: name has the control character U+007F",
        "A3: holds the date or time 2026-05-04 10:30:00",
        "B3: holds a formula whose result was not saved",
        "C3: holds the error #N/A",
    ]
    assert len(problems) == len(expected)
    for problem, text in zip(problems, expected, strict=True):
        assert problem.startswith(f"data.xlsx:Data!{text}")


def test_a_row_with_nothing_but_a_fault_is_not_taken_for_empty(table):
    _, problems = read(table([["stage"], ["=A1"], ["planning"], ["=A1"]], "data.xlsx"))
    assert [problem.split(": ")[0] for problem in problems] == ["data.xlsx:Data!A2", "data.xlsx:Data!A4"]


def test_cells_of_csv_are_named_without_a_sheet(table):
    _, problems = read(table('name,stage\n"a\nb",planning\nc,soon\n'))
    assert problems[0].startswith("data.csv:A2: name has a line break")
    assert problems[1].startswith("data.csv:B3: “soon”")


def test_columns_that_may_hold_answers_are_named(table):
    found, _ = read(table("stage,quick_win,,stages_x,_uuid,sectors/acut,sectors/zz,start\nreset,,,,,,,\n"))
    assert [problem.text.split(" – ")[0] for problem in found.doubtful] == [
        "“quick_win” is not a fact",
        "“acut” is not a value of sectors",
        "“zz” is not a value of sectors",
    ]
    assert "start" in found.unread


def test_files_have_names_that_every_system_takes(table):
    names = ["Our Alliance!", "our alliance", "../../etc/passwd", "CON", "", "—", "x" * 90, "Iechyd Môn"]
    found, _ = read(table("name,stage\n" + "\n".join(f'"{name}",reset' for name in names)))
    assert [one.file for one in found.sound] == [
        "our-alliance",
        "our-alliance-2",
        "etc-passwd",
        "row-5",
        "answers-in-row-6",
        "row-7",
        "x" * 50,
        "iechyd-môn",
    ]
    assert found.sound[4].case.name == "Answers in row 6"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "data.csv: is empty"),
        (b"one,two\n1,2\n", "data.csv: no column is a fact – it is not clear what is answered – export"),
        (b"\n", "data.csv: no column is a fact"),
        (b"stage,A/stage\nreset,reset\n", "data.csv:B1: “stage” stands in two columns"),
        (b"stage\n", "data.csv: holds headings but no answers"),
        (b"stage\nr\xe9set\n", "data.csv: is not text in UTF-8"),
        (b"stage\nre\0set\n", "data.csv: is not a table of text"),
        (b'stage\n"reset\n', "data.csv:A2: cannot be read as a table"),
        (b"stage" + b"," * 702, "data.csv: has more than 20,000 rows or 702 columns"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "data.csv: is an old Excel file (.xls)"),
        (b"PK", "data.csv: is damaged"),
    ],
)
def test_what_is_no_table_is_refused(table, content, expected):
    assert refused(table(content))[0].startswith(expected)


def test_too_many_rows_are_refused(table, monkeypatch):
    monkeypatch.setattr(submissions, "FORMS", replace(FORMS, text_rows=2))
    assert "has more than 2 rows" in refused(table("stage\nreset\nreset\n"))[0]


def test_a_workbook_without_sheets_of_cells_is_refused(table):
    assert "has no sheet with cells" in refused(table([], "data.xlsx"))[0]


@pytest.mark.parametrize(("value", "expected"), [(7.0, "7"), (7.5, "7.5"), (1e300, "1e+300"), (True, "True")])
def test_values_are_read_as_somebody_would_type_them(value, expected):
    assert plain(value) == expected


def test_a_cell_beyond_the_end_of_its_row_is_empty():
    assert Table("a", "", [["x"]]).value(1, 2) is None
