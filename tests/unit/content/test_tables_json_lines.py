# ruff: noqa: E501 - each message stands in one line, as readers see it
"""JSON lines are read, flat or as answers files; each bad line is named."""

from advisor.content.tables import json_lines
from tests.unit.content.tables import cases, faults, refused, said, sheet_of, warned


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


def test_doubtful_names_in_json_lines_are_told_once(data):
    path = data(
        [{"stage": "reset", "quick_win": "yes", "name": f"Bay {place}"} for place in range(3)], "data.jsonl"
    )
    assert warned(path) == [
        "data.jsonl:1: “quick_win” is not a fact – its answers were not read – did you mean “quick_wins”?"
    ]
