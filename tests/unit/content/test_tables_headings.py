# ruff: noqa: E501 - each message stands in one line, as readers see it
"""A column is known by whatever its heading says; what cannot be told is refused or said."""

import pytest

from advisor.content.tables.headings import Headings
from tests.unit.content.tables import FULL, VOCABULARY, refused, said, sheet_of, workbook


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
