# ruff: noqa: E501 - each message stands in one line, as readers see it
"""CSV of any make is read; what is no table of text is refused."""

import subprocess

import pytest

from advisor.content.tables.limits import FORMS
from advisor.content.tables.reading import read_table
from tests.unit.content.tables import cases, refused, sheet_of, warned


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_of_any_make_is_read(data, separator, encoding):
    text = f"name{separator}stage\r\nIechyd Môn{separator}reset\r\n"
    path = data(text.encode(encoding))
    assert [(one.name, one.answers) for one in cases(path)] == [("Iechyd Môn", {"stage": "reset"})]
    assert warned(path) == []


def test_the_separator_is_found_though_headings_hold_others(data):
    heads = "Name;Others with a stake, such as unions, councillors and the voluntary sector;Stage"
    assert cases(data(f"{heads}\nBay, west;Consulted;reset\n"))[0].answers == {
        "involved_stakeholders": "consulted",
        "stage": "reset",
    }


def test_a_first_line_that_names_the_separator_is_heeded(data):
    _, rows = sheet_of(data("sep=;\r\nname;stage\r\nA,B;reset\r\n"))
    assert [(one.number, one.name) for one in rows] == [(3, "A,B")]


def test_other_letters_are_guessed_and_that_is_said(data):
    path = data("name,stage\nSant Joan de Déu – “Nord”,reset\n".encode("cp1252"))
    assert cases(path)[0].name == "Sant Joan de Déu – “Nord”"
    assert warned(path) == [
        "data.csv: is not text in UTF-8 – it was read as Windows-1252, which is a guess – look at names with letters beyond A to Z; if they are wrong, save the file as “CSV UTF-8”"
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"stage\nr\x81set\n", "data.csv: is not text in UTF-8 – letters beyond A to Z would be wrong – save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)"),
        (b"stage\nre\0set and more\n", "data.csv: is not a table of text – it cannot be read – save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)"),
        (b'stage\nreset\n"reset\n', "data.csv:A3: cannot be read as a table (unexpected end of data) – a quote may be open – save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)"),
        (b"stage" + b"," * 400, "data.csv: has more than 400 columns – split it into several"),
        (b"", "data.csv: is empty – there is nothing to read – check the name of the file"),
        (b"\xff\xfestage\x00", "data.csv: no column is a fact"),
    ],
)  # fmt: skip
def test_csv_that_cannot_be_read_is_refused(data, content, expected):
    assert refused(data(content))[0].startswith(expected)


def test_csv_may_have_any_number_of_rows_but_not_for_forms(data):
    path = data("stage\n" + "reset\n" * 20_000)
    _, rows = sheet_of(path)
    assert len(rows) == 20_000
    assert refused(path, limits=FORMS) == [
        "data.csv: has more than 20,000 rows or 702 columns – split it into several"
    ]


def test_a_quote_that_is_left_open_over_many_lines_is_refused(data):
    path = data(b'stage\n"' + (b"x" * 90_000 + b"\n") * 3)
    assert refused(path)[0].startswith(
        "data.csv:A2: cannot be read as a table (field larger than field limit"
    )


def test_a_whole_table_is_read_as_one(data):
    table = read_table(data("stage\nreset\n\n"))
    assert (table.rows, table.value(2, 1), table.sheet) == ([["stage"], ["reset"]], "reset", "")


def test_reading_a_csv_file_starts_no_process(data, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", None)
    assert len(cases(data("stage\nreset\n"))) == 1
