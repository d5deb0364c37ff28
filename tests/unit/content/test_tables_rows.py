# ruff: noqa: E501 - each message stands in one line, as readers see it
"""Rows of answers become cases, whatever their headings and cells are called; every bad cell is explained."""

import datetime as dt
import json
import subprocess

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from advisor.content.answers_file import SavedAnswers
from advisor.content.answers_writing import write_answers
from advisor.content.tables import json_lines, parquet_rows, rows_reading
from advisor.content.tables.headings import Headings
from advisor.content.tables.limits import FORMS
from advisor.content.tables.reading import read_table
from advisor.content.tables.rows_cells import FactCells
from advisor.content.tables.table import BadCell
from tests.unit.content.tables import (
    FULL,
    VOCABULARY,
    cases,
    faults,
    refused,
    said,
    sheet_of,
    warned,
    workbook,
)


@pytest.fixture
def data(tmp_path):
    """Write a file and return its path."""

    def write(content, name="data.csv"):
        path = tmp_path / name
        if isinstance(content, list):
            content = "".join(json.dumps(one) + "\n" for one in content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# ── Headings ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("heading", "fact"),
    [
        ("stage", "stage"),
        (" STAGE ", "stage"),
        ("A/stage", "stage"),
        ("Kind of  collaboration", "ioc_type"),
        ("Where is the collaboration in its life?", "stage"),
        ("A1. Where is the collaboration in its life", "stage"),
        ("1) Where is the collaboration in its life? *", "stage"),
        ("How do people across partners keep in touch? (Face to face)", "contact_face_to_face"),
        ("How do people across partners keep in touch? [Face to face]", "contact_face_to_face"),
        ("How do people across partners keep in touch? / Face to face", "contact_face_to_face"),
        ("show empathy", "leaders_empathy"),
        ("The partners' past", "history"),
        (
            "Others with a stake, such as unions, councillors and the voluntary sector",
            "involved_stakeholders",
        ),
    ],
)
def test_a_column_is_known_by_any_of_its_names(heading, fact):
    found = Headings(VOCABULARY, FULL).one(1, heading)
    assert (found.kind, found.name) == ("fact", fact)


@pytest.mark.parametrize(
    "heading",
    [
        "sectors/acute",
        "A/sectors/acute",
        "Kinds of organisation involved: Acute",
        "Kinds of organisation involved (acute)",
        "Which kinds of organisation or profession are involved? [Acute]",
        "A6. Which kinds of organisation or profession are involved? – Acute",
    ],
)
def test_a_column_for_one_tick_is_known_by_any_of_its_names(heading):
    found = Headings(VOCABULARY, FULL).one(1, heading)
    assert (found.kind, found.name, found.value) == ("tick", "sectors", "acute")


@pytest.mark.parametrize(
    ("heading", "kind", "name"),
    [
        ("Name of the collaboration", "text", "name"),
        ("ODS code", "carried", "ods_code"),
        ("region", "carried", "region"),
        ("Comments", "not read", ""),
        ("How do people across partners keep in touch?", "not read", ""),
    ],
)
def test_other_columns_are_known_too(heading, kind, name):
    found = Headings(VOCABULARY, FULL).one(1, heading)
    assert (found.kind, found.name) == (kind, name)


def test_no_two_facts_share_a_heading_that_people_use():
    known = Headings(VOCABULARY, FULL).meanings
    assert [words for words, meaning in known.items() if meaning is None] == []


def test_what_two_facts_are_called_says_neither(data):
    facts = [one.model_copy(update={"name": "same"}) for one in VOCABULARY.facts]
    headings = Headings(VOCABULARY.model_copy(update={"facts": tuple(facts)}), FULL)
    assert headings.read(["same"])[0].doubt == (
        "“same” may mean more than one fact – its answers were not read – write the name of the fact"
    )


def test_columns_that_are_not_read_are_told_with_the_fact_that_may_be_meant(data):
    path = data("stage,kind of colaboration,quick_win,Remarks,sectors/acut,ods_code\nreset,x,x,x,,\n")
    sheet, rows = sheet_of(path)
    assert sheet.unread == ["kind of colaboration", "quick_win", "Remarks", "sectors/acut"]
    assert rows[0].case.answers == {"stage": "reset"}
    assert said(path, sheet.warnings) == [
        "data.csv:B1: “kind of colaboration” is not a fact – its answers were not read – did you mean “ioc_type”?",
        "data.csv:C1: “quick_win” is not a fact – its answers were not read – did you mean “quick_wins”?",
        "data.csv:E1: “acut” is not a value of sectors – its ticks were not read – did you mean “acute”?",
    ]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ("stage,Stage ", "data.csv:B1: “stage” stands in two columns, A and B – only one can count – delete one of them"),
        ("stage,x,Where is the collaboration in its life?", "data.csv:C1: “stage” stands in two columns, A and C – only one can count – delete one of them"),
        ("sectors/acute,stage,sectors (Acute)", "data.csv:C1: “acute” stands in two columns, A and C – only one can count – delete one of them"),
        ("name,one,two", "data.csv: no column is a fact – it is not clear what is answered – write facts or questions into the first row, or name the columns in a mapping file; “advisor template -o answers.xlsx” writes a table to start from\nA mapping file (--map mapping.yaml) has a line for each column, for example:\n    headings:\n      Your collaboration: name\n      Where are you now?: stage"),
    ],
)  # fmt: skip
def test_headings_that_cannot_be_used_are_refused(data, heads, expected):
    assert refused(data(f"{heads}\n,,\n")) == [expected]


def test_a_heading_that_cannot_be_read_is_refused(tmp_path):
    path = workbook(tmp_path / "data.xlsx", [["stage", "=1+1"], ["reset", 1]])
    assert refused(path)[0].startswith(
        "data.xlsx:Data!B1: the heading holds a formula whose result was not saved"
    )


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────


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


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


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


# ── JSON lines ───────────────────────────────────────────────────────────────────────────────────


def test_json_lines_are_read_flat_or_as_answers_files(data):
    path = data(
        [
            {"name": "Bay", "Stage": "reset", "sectors": ["acute", "Community"], "region": "North", "x": 1},
            {
                "name": "West",
                "packs": [],
                "answers": {"stage": "planning", "partner_count": 4, "quick_wins": None},
            },
            {"answers": {"sectors": "acute", "area_failures": True}},
            {"name": "None known"},
        ],
        "data.jsonl",
    )
    sheet, rows = sheet_of(path)
    assert [one.case.answers for one in rows] == [
        {"stage": "reset", "sectors": ("acute", "community")},
        {"stage": "planning", "partner_count": 4},
        {"sectors": ("acute",), "area_failures": "yes"},
        {},
    ]
    assert (rows[0].carried, rows[2].name) == ({"region": "North"}, "Answers in row 3")
    assert sheet.unread == ["x"]


def test_each_bad_line_is_named_and_the_others_are_read(data):
    lines = [
        b'{"stage": "soon"}', b"{", b"[1]", b'{"answers": []}', b'{"answers": {"quick_win": "yes"}}', b"",
        b'{"answers": {"zzz": "yes"}}', b'{"stage": "reset", "Stage ": "reset"}', b'{"stage": 1, "stage": 2}',
        b'{"a": 1}', b'{"stage": "r\xe9set"}', b"[" * 100_000, b'{"stage": "reset"}', b'{"stage": {"a": 1}}',
    ]  # fmt: skip
    path = data(b"\n".join(lines), "data.ndjson")
    _, rows = sheet_of(path)
    assert [row.number for row in rows if row.case] == [13]
    assert [line.split(" – ")[0] for line in said(path, [one for row in rows for one in row.problems])] == [
        "data.ndjson:1, stage: “soon” is not an answer to “Stage”",
        "data.ndjson:2: is not JSON (Expecting property name enclosed in double quotes: line 2 column 1 (char 2))",
        "data.ndjson:3: is no object",
        "data.ndjson:4: has “answers” that are no object",
        "data.ndjson:5: “quick_win” is not a fact",
        "data.ndjson:7: “zzz” is not a fact",
        "data.ndjson:8: “stage” and “Stage” are the same",
        "data.ndjson:9: names “stage” twice",
        "data.ndjson:10: has no name that is a fact",
        "data.ndjson:11: is not UTF-8 text",
        "data.ndjson:12: is nested too deep",
        "data.ndjson:14, stage: “{'a': 1}” is not an answer to “Stage”",
    ]


def test_lines_that_are_no_lines_are_refused(data, monkeypatch):
    monkeypatch.setattr(json_lines, "_LONGEST_LINE", 30)
    assert refused(data(b'{"stage": "reset"}\n' + b" " * 40, "data.jsonl")) == [
        "data.jsonl: has more than 1 MB in line 2 – it is no file of JSON lines – split it"
    ]
    monkeypatch.setattr(json_lines, "_LONGEST_LINE", 9_000)
    wide = data([{str(number): 1 for number in range(401)}], "data.jsonl")
    assert faults(wide) == ["data.jsonl:1: has 401 names – at most 400 are read – leave out the others"]


def test_lines_of_many_shapes_take_no_more_memory(data, monkeypatch):
    monkeypatch.setattr(json_lines, "_MOST_SHAPES", 1)
    path = data([{"stage": "reset", f"x{number % 4}": 1} for number in range(12)], "data.jsonl")
    assert len(cases(path)) == 12


# ── Parquet ──────────────────────────────────────────────────────────────────────────────────────


def test_parquet_is_read_by_its_columns(tmp_path):
    path = tmp_path / "data.parquet"
    table = pa.table(
        {
            "name": ["Bay", None],
            "stage": pa.array(["reset", "planning"]).dictionary_encode(),
            "partner_count": [7, None],
            "area_failures": [True, False],
            "sectors": [["acute", "community"], []],
            "ods_code": ["A1", ""],
            "extra": [1.5, 2.5],
        }
    )
    pq.write_table(table, path)
    sheet, rows = sheet_of(path)
    assert [one.case.answers for one in rows] == [
        {"stage": "reset", "partner_count": 7, "sectors": ("acute", "community"), "area_failures": "yes"},
        {"stage": "planning", "area_failures": "no"},
    ]
    assert [(one.number, one.name, one.carried) for one in rows] == [
        (1, "Bay", {"ods_code": "A1"}),
        (2, "Answers in row 2", {}),
    ]
    assert (sheet.unread, sheet.first) == (["extra"], 1)


def test_faults_in_parquet_are_named_by_row_and_column(tmp_path):
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"stage": ["reset", "soon"], "sectors": [["acute"], ["acute", "zz"]]}), path)
    assert [line.split(" – ")[0] for line in faults(path)] == [
        "data.parquet:2, stage: “soon” is not an answer to “Stage”",
        "data.parquet:2, sectors: “zz” is not an answer to “Kinds of organisation involved”",
    ]
    pq.write_table(pa.table([["reset"], ["reset"]], names=["stage", "Stage"]), path)
    assert refused(path) == [
        "data.parquet: “stage” stands in two columns – only one can count – delete one of them"
    ]


def test_parquet_that_cannot_be_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "data.parquet"
    path.write_bytes(b"PAR1 and no more")
    assert refused(path)[0].startswith("data.parquet: is damaged (Parquet")
    pq.write_table(pa.table({f"c{number}": [1] for number in range(401)}), path)
    assert refused(path) == ["data.parquet: has 401 columns – at most 400 are read – leave out the others"]
    pq.write_table(pa.table({"stage": ["reset"] * 5_000}), path)
    content = bytearray(path.read_bytes())
    content[10:60] = bytes(50)
    path.write_bytes(content)
    assert refused(path)[0].startswith("data.parquet: is damaged")
    pq.write_table(pa.table({"stage": ["reset"]}), path)
    monkeypatch.setattr(parquet_rows, "_LARGEST_GROUP", 10)
    assert "was not opened – write it with smaller row groups" in refused(path)[0]


# ── A folder ─────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_of_answers_files_is_read_in_the_order_of_names(tmp_path, data):
    (case,) = cases(data("name,stage\nBay,reset\n"))
    folder = tmp_path / "cases"
    folder.mkdir()
    write_answers(folder / "b.yaml", SavedAnswers(case))
    write_answers(folder / "c.json", SavedAnswers(case.model_copy(update={"name": "West"})))
    (folder / "a.yml").write_text("answers:\n  stage: soon\n")
    (folder / "d.yaml").write_text("answers:\n  stage: reset\n")
    (folder / "notes.txt").write_text("x")
    (folder / ".hidden.yaml").write_text("x")
    sheet, rows = sheet_of(folder)
    assert [(one.number, one.name, one.case is not None) for one in rows] == [
        (1, "a", False),
        (2, "Bay", True),
        (3, "West", True),
        (4, "d", True),
    ]
    assert said(folder, rows[0].problems)[0].startswith("cases/a.yml:2: “soon” is not a value of stage")
    assert said(folder, sheet.warnings) == [
        "cases: one other file or folder was left out – only .yaml, .yml, .json are read"
    ]


def test_a_folder_without_answers_is_refused(tmp_path, monkeypatch):
    assert refused(tmp_path)[0].endswith(
        "holds no answers files (.yaml, .yml, .json) – there is nothing to read – name another folder"
    )

    def fail(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", fail)
    assert "cannot be read – Permission denied – ask for the right to read it" in refused(tmp_path)[0]


def test_reading_a_csv_file_starts_no_process(data, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", None)
    assert len(cases(data("stage\nreset\n"))) == 1


# ── What seldom happens ──────────────────────────────────────────────────────────────────────────


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


def test_doubtful_names_in_json_lines_are_told_once(data):
    path = data(
        [{"stage": "reset", "quick_win": "yes", "name": f"Bay {place}"} for place in range(3)], "data.jsonl"
    )
    assert warned(path) == [
        "data.jsonl:1: “quick_win” is not a fact – its answers were not read – did you mean “quick_wins”?"
    ]


def test_a_quote_that_is_left_open_over_many_lines_is_refused(data):
    path = data(b'stage\n"' + (b"x" * 90_000 + b"\n") * 3)
    assert refused(path)[0].startswith(
        "data.csv:A2: cannot be read as a table (field larger than field limit"
    )


def test_a_folder_of_nothing_but_answers_files_has_no_warnings(tmp_path):
    (tmp_path / "a.yaml").write_text("answers:\n  stage: reset\n")
    assert warned(tmp_path) == []


def test_a_whole_table_is_read_as_one(data):
    table = read_table(data("stage\nreset\n\n"))
    assert (table.rows, table.value(2, 1), table.sheet) == ([["stage"], ["reset"]], "reset", "")
