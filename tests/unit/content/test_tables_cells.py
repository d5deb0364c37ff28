# ruff: noqa: E501 - each message stands in one line, as readers see it
"""Rows of answers become cases, whatever their cells are called; every bad cell is explained."""

import datetime as dt

import pytest

from advisor.content.tables import rows_reading
from advisor.content.tables.rows_cells import FactCells
from advisor.content.tables.table import BadCell
from tests.unit.content.tables import VOCABULARY, cases, faults, sheet_of, warned, workbook


def test_values_and_labels_are_read_and_blank_rows_are_skipped(data):
    path = data(
        "\nname,stage,ioc_type,area_failures,partner_count,timetable,region,ODS,date\n,,,,,,,,\n"
        " Bay ,PLANNING the detail,icb_merger,TRUE,7.0,does not apply,North,1E5,2026-05-04\n  ,,,,,,,,\n"
        ",don’t know,ICB merger,no,,,,,\n"
    )
    sheet, rows = sheet_of(path)
    assert [one.number for one in rows] == [4, 6]
    assert (rows[0].name, rows[1].name) == ("Bay", "Answers in row 6")
    assert rows[0].carried == {"region": "North", "ods_code": "1E5"}
    assert rows[0].case.date == "2026-05-04"
    assert rows[0].case.answers == {
        "stage": "planning",
        "ioc_type": "icb_merger",
        "area_failures": "yes",
        "partner_count": 7,
        "timetable": "not_applicable",
    }
    assert rows[1].case.answers == {"ioc_type": "icb_merger", "area_failures": "no"}
    assert rows[1].case.asked_unknown == ("stage",)
    assert sheet.first == 3


@pytest.mark.parametrize(
    ("written", "ticks"),
    [
        ("acute", ("acute",)),
        ("Acute; Local authority or social care", ("acute", "social_care")),
        ("Acute;Community;", ("acute", "community")),
        ("acute|community", ("acute", "community")),
        ("acute, mental health", ("acute", "mental_health")),
        ("acute\nAmbulance", ("acute", "ambulance")),
        ("acute community", ("acute", "community")),
        ("Mental health", ("mental_health",)),
    ],
)
def test_ticks_in_one_cell_are_read_whatever_stands_between_them(written, ticks):
    assert FactCells(VOCABULARY.by_name["sectors"]).read(written).value == ticks


def test_labels_with_commas_in_them_are_put_together_again():
    definition = VOCABULARY.by_name["sectors"]
    values = [
        definition.values[0],
        definition.values[1].model_copy(update={"label": "Community, home and school"}),
    ]
    cells = FactCells(definition.model_copy(update={"values": tuple(values)}))
    assert cells.read("Acute, Community, home and school").value == ("acute", "community")


def test_a_bad_cell_is_explained_with_all_that_helps(tmp_path):
    path = workbook(
        tmp_path / "data.xlsx",
        [
            ["name", "Stage", "sectors", "conflict_causes/cultures"],
            ["Bay", "plannin the detail", "Acute; Comunity", "maybe"],
        ],
    )
    _, rows = sheet_of(path)
    stage, sectors, causes = rows[0].problems
    assert isinstance(stage, BadCell)
    assert (rows[0].case, rows[0].name) == (None, "Bay")
    assert (stage.file, stage.cell, stage.line, stage.heading) == (f"{path}:Data", "B2", 2, "Stage")
    assert (stage.collaboration, stage.shown, stage.meant) == (
        "Bay",
        "plannin the detail",
        "Planning the detail",
    )
    assert stage.allowed[:2] == ("Considering whether to do it", "Finding and agreeing partners")
    assert stage.text.startswith(
        "“plannin the detail” is not an answer to “Stage” – allowed: Considering whether to do it;"
    )
    assert (sectors.cell, sectors.shown, sectors.meant) == ("C2", "Acute, Comunity", "Community")
    assert (causes.cell, causes.allowed) == ("D2", ("Yes", "No", "Don’t know"))
    assert (
        causes.text
        == "“maybe” is no tick – a column for one answer holds Yes, No or Don’t know – write one of them, or leave the cell empty"
    )


def test_ticks_that_exclude_each_other_are_shown_in_words_and_not_in_codes(tmp_path):
    path = workbook(
        tmp_path / "data.xlsx", [["shared_staffing/joint_posts", "shared_staffing/none"], ["Yes", "Yes"]]
    )
    _, rows = sheet_of(path)
    (fault,) = rows[0].problems
    assert fault.shown == "Joint posts, None"


def test_nothing_written_counts_as_not_answered(data):
    (case,) = cases(data("stage,sectors/acute,sectors/community,quick_wins\nreset,no,0,\n"))
    assert (case.answers, case.asked_unknown) == ({"stage": "reset"}, ())


def test_ticks_beside_the_column_of_their_fact_count_where_it_is_empty(data):
    found = cases(data("sectors,sectors/acute,sectors/community\ncommunity,1,\n,x,✓\n"))
    assert [one.answers["sectors"] for one in found] == [("community",), ("acute", "community")]


def test_what_is_read_is_kept_only_so_long(monkeypatch):
    monkeypatch.setattr("advisor.content.tables.rows_cells._MOST_KEPT", 2)
    cells = FactCells(VOCABULARY.by_name["partner_count"])
    assert [cells.read(str(number)).value for number in range(2, 9)] == list(range(2, 9))
    assert len(cells.kept) <= 3


def test_faults_of_texts_are_named_with_their_cells(data):
    long = "x" * 201
    assert faults(data(f"name,region,questionnaire,stage\n{long},{long},quick,reset\n")) == [
        "data.csv:A2: name has 201 characters – at most 200 fit the report – shorten it",
        "data.csv:C2: “quick” is not a questionnaire – there are full and rapid – write one of the two, or empty the cell",
        "data.csv:B2: region has 201 characters – at most 200 fit the report – shorten it",
    ]


def test_the_same_name_twice_is_allowed_and_told(data, monkeypatch):
    path = data("name,stage\nBay,reset\nbay ,reset\n,reset\n,reset\n")
    assert len(cases(path)) == 4
    assert warned(path) == [
        "data.csv:3: “bay” is the name in row 2 too – both are kept, each by itself – give them different names if they are different collaborations",
        "data.csv:4: has no name – it is called “Answers in row 4” – write the name of the collaboration",
        "data.csv:5: has no name – it is called “Answers in row 5” – write the name of the collaboration",
    ]
    monkeypatch.setattr(rows_reading, "_MOST_TOLD", 1)
    assert (
        warned(data("name,stage\n" + "Bay,reset\n" * 9))[-1]
        == "data.csv: more names stand twice; these were the first"
    )


def test_a_cell_full_of_commas_takes_no_time_at_all():
    found = FactCells(VOCABULARY.by_name["sectors"]).read("x, " * 10_000)
    assert len(found.faults) == 1
    assert len(FactCells(VOCABULARY.by_name["sectors"]).read("x, y").faults) == 2


def test_a_cell_of_spaces_alone_is_empty(tmp_path):
    path = workbook(tmp_path / "data.xlsx", [["stage", "quick_wins"], [" ", "yes"]])
    assert cases(path)[0].answers == {"quick_wins": "yes"}


def test_texts_and_ticks_that_cannot_be_read_are_named(tmp_path):
    rows = [["name", "notes", "sectors/acute", "stage"], ["=1+1", dt.date(2026, 5, 4), dt.time(3), "reset"]]
    path = workbook(tmp_path / "data.xlsx", rows)
    assert [one.split(" – ")[0] for one in faults(path)] == [
        "data.xlsx:Data!A2: holds a formula whose result was not saved",
        "data.xlsx:Data!B2: holds the date or time 2026-05-04",
        "data.xlsx:Data!C2: holds the date or time 03:00:00",
    ]


def test_names_beyond_what_is_remembered_are_not_told(data, monkeypatch):
    monkeypatch.setattr(rows_reading, "_MOST_NAMES", 1)
    assert warned(data("name,stage\nA,reset\nB,reset\nB,reset\n")) == []
