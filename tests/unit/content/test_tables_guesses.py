"""What columns hold whose headings nobody knows is guessed, and only where something speaks for it."""

import pytest

from advisor.content.tables.columns import ColumnsRefused
from advisor.content.tables.guesses import guesses
from advisor.content.tables.headings import Headings
from advisor.content.tables.rows import read_rows
from advisor.service import Advisor


@pytest.fixture(scope="module")
def rules():
    return Advisor.load()


@pytest.fixture
def guessed(rules, tmp_path):
    def guess(*rows):
        path = tmp_path / "export.csv"
        path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        vocabulary, full = rules.knowledge.vocabulary, rules.questionnaires["full"]
        try:
            columns = read_rows(path, vocabulary, full, looked=100).columns
        except ColumnsRefused as refused:
            columns = refused.columns
        return guesses(columns, Headings(vocabulary, full))

    return guess


@pytest.mark.parametrize(
    ("heading", "below", "holds"),
    [
        ("Your collaboration", "Alpha", "name"),
        ("Region of England", "North", "region"),
        ("History of the partners", "Mostly competed", "history"),
        ("Q7", "Imposed by a regulator", "origin"),
        ("What is its kind?", "GP federation", "ioc_type"),
    ],
)
def test_words_and_answers_tell_what_a_column_holds(guessed, heading, below, holds):
    assert guessed([heading], [below]) == {heading: holds}


@pytest.mark.parametrize(
    ("heading", "below"),
    [
        ("Comments", "fine"),
        ("Trust between leaders", "high"),  # answers to a question on something else
        ("Where are you now?", "We are up and running"),
        ("Q8", "Yes"),
        ("Sectors [Hospital]", "1"),
    ],
)
def test_what_little_speaks_for_is_not_guessed(guessed, heading, below):
    assert guessed([heading], [below]) == {}


def test_each_thing_is_guessed_once_and_not_where_it_stands_already(guessed):
    assert guessed(["History", "History of the partners"], ["", "Mostly competed"]) == {}
    both = guessed(["The history of partners", "History of the partners"], ["x", "Mostly competed"])
    assert both == {"History of the partners": "history"}
