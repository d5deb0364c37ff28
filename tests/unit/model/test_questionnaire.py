"""Which questions are asked, and about which facts."""

import pytest
from pydantic import ValidationError

from advisor.model.asking import answered_unasked, asked
from advisor.model.condition import NOT_APPLICABLE
from advisor.model.questionnaire import Question, Questionnaire
from advisor.model.vocabulary import Vocabulary

NOTHING_DERIVED = Vocabulary(facts=())
WORDS = {"section": "A", "wording": "?", "help": "", "why": ""}


def question(name, **rest):
    return Question.model_validate({"id": name, **WORDS, **rest})


GRID = question(
    "Q3",
    show_if="stage is planning",
    rows=[
        {"fact": "listens", "label": "listen"},
        {"fact": "persuades", "label": "persuade", "show_if": "big is yes"},
    ],
)
FORM = Questionnaire(
    questionnaire="small",
    title="",
    version="",
    minutes=1,
    about="",
    sections=(),
    questions=(
        question("Q1", facts=["stage"]),
        question("Q2", facts=["big"], show_if={"not": "stage is planning"}),
        GRID,
    ),
)


def facts_asked(**answers):
    return [fact for _, facts in asked(FORM, NOTHING_DERIVED, answers) for fact in facts]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ["stage", "big", "listens", "persuades"]),
        ({"stage": NOT_APPLICABLE}, ["stage", "big", "listens", "persuades"]),
        ({"stage": "planning"}, ["stage", "listens", "persuades"]),
        ({"stage": "planning", "big": "yes"}, ["stage", "listens", "persuades"]),
        ({"stage": "planning", "big": "no"}, ["stage", "listens"]),
        ({"stage": "reset"}, ["stage", "big"]),
    ],
)
def test_only_a_condition_known_to_fail_hides_a_question_or_a_row(answers, expected):
    assert facts_asked(**answers) == expected


def test_a_grid_whose_rows_are_all_hidden_is_not_asked():
    grid = question("Q9", rows=[{"fact": "a", "label": "a", "show_if": "big is yes"}])
    form = FORM.model_copy(update={"questions": (grid,)})
    assert asked(form, NOTHING_DERIVED, {"big": "no"}) == []
    assert asked(form, NOTHING_DERIVED, {}) == [(grid, ("a",))]


def test_answers_to_what_is_not_asked_are_named_in_the_order_of_asking():
    answers = {"persuades": "yes", "big": "yes", "stage": "planning", "elsewhere": "yes"}
    assert answered_unasked(FORM, NOTHING_DERIVED, answers) == ("big",)
    answers |= {"stage": "reset", "listens": NOT_APPLICABLE}
    assert answered_unasked(FORM, NOTHING_DERIVED, answers) == ("listens", "persuades")
    assert answered_unasked(FORM, NOTHING_DERIVED, {"stage": "planning"}) == ()


def test_a_question_names_what_it_sets():
    assert GRID.sets == ("listens", "persuades")
    assert {fact: each.id for fact, each in FORM.question_of().items()} == {
        "stage": "Q1",
        "big": "Q2",
        "listens": "Q3",
        "persuades": "Q3",
    }


@pytest.mark.parametrize(
    "shape", [{}, {"facts": ["a", "b"]}, {"facts": ["a"], "rows": [{"fact": "b", "label": "b"}]}]
)
def test_a_question_sets_either_one_fact_or_rows(shape):
    with pytest.raises(ValidationError, match="a question has either one fact or rows"):
        question("Q1", **shape)
