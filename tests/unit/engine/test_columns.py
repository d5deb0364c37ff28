"""The evaluator over columns: tables in, conclusions out."""

import numpy as np
import pytest

from advisor.engine.columns.evaluator import Columns
from advisor.engine.columns.table import Table
from advisor.engine.program import ANSWERED, Counted, Decision, Program
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject, Truth
from advisor.model.grammar import parse_condition

CONFLICT, ORIGIN = Subject(ANSWERED, "conflict"), Subject(ANSWERED, "origin")
LEVEL = Subject(Kind.LEVEL.value, "conflict")
M1, VOLUNTARY = Subject(Kind.VERDICT.value, "M1"), Subject(Kind.DERIVED.value, "voluntary")
CASES = [{"conflict": "no"}, {"conflict": "serious", "origin": "chosen"}, {}, {"conflict": NOT_APPLICABLE}]


@pytest.fixture(scope="module")
def columns(program):
    return Columns(program)


def test_conclusions_are_read_as_values(columns, program):
    found = columns.evaluate(columns.table(CASES))
    assert found.length == 4
    assert set(found.columns) == {step.subject for step in program.steps}
    assert found.values(LEVEL) == ["low", "high", None, None]
    assert found.value(M1, 1) == NOT_APPLICABLE
    assert found.case(1)[LEVEL] == "high"
    assert found.where(LEVEL, "low").tolist() == [True, False, False, False]
    assert found.where(LEVEL, None).tolist() == [False, False, True, True]
    assert found.counts(LEVEL) == {None: 2, "low": 1, "high": 1}
    assert found[LEVEL].dtype == np.int8


def test_only_what_is_asked_for_is_concluded(columns):
    found = columns.evaluate(columns.table(CASES), [LEVEL])
    assert list(found.columns) == [LEVEL]
    with pytest.raises(KeyError):
        found[M1]


def test_facts_can_be_asked_for_too(columns):
    table = columns.table(CASES)
    assert columns.evaluate(table, [CONFLICT]).values(CONFLICT) == ["no", "serious", None, NOT_APPLICABLE]


def test_no_case_has_no_conclusion(columns):
    assert columns.evaluate(columns.table([])).values(LEVEL) == []


def test_facts_without_a_column_are_unknown(columns):
    table = Table(2, {CONFLICT: columns.table(CASES).columns[CONFLICT][:2]})
    assert columns.evaluate(table, [LEVEL]).values(LEVEL) == ["low", "high"]


def test_a_supposed_conclusion_stands_in_the_place_of_its_rule(columns):
    codes = columns.codebook[VOLUNTARY]
    table = Table(2, {VOLUNTARY: np.array([codes.encode("no"), codes.encode("yes")], codes.dtype)})
    found = columns.evaluate(table, [VOLUNTARY, M1])
    assert found.values(VOLUNTARY) == ["no", "yes"]
    assert found.values(M1) == ["find_out", NOT_APPLICABLE]


def test_supposing_one_conclusion_leaves_another_of_the_same_rule_alone(knowledge):
    """Equal work is done once, but a supposed column stands for its own subject alone."""
    cases = (("yes", parse_condition("conflict is no")),)
    one, other = Subject("derived", "one"), Subject("derived", "other")
    columns = Columns(Program(knowledge, (Decision(one, cases), Decision(other, cases))))
    table = Table(1, {CONFLICT: columns.table(CASES).columns[CONFLICT][:1], one: np.array([-1], np.int8)})
    found = columns.evaluate(table)
    assert (found.values(one), found.values(other)) == ([None], ["yes"])


def test_variants_combine_other_answers_with_a_case(columns):
    table = columns.variants(
        {"origin": "chosen", "conflict": "no"}, {"conflict": ["no", None], "partner_count": [2, 7, None]}
    )
    found = columns.evaluate(table, [ORIGIN, CONFLICT, Subject(ANSWERED, "partner_count")])
    assert found.values(ORIGIN) == ["chosen"] * 6
    assert found.values(CONFLICT) == ["no", "no", "no", None, None, None]
    assert found.values(Subject(ANSWERED, "partner_count")) == [2, 7, None, 2, 7, None]


def test_variants_over_nothing_are_the_case_itself(columns):
    assert columns.evaluate(columns.variants({"conflict": "no"}, {}), [LEVEL]).values(LEVEL) == ["low"]


def test_variants_over_a_choice_without_values_are_none(columns):
    assert columns.variants({}, {"conflict": [], "origin": ["chosen"]}).length == 0


@pytest.mark.parametrize(
    "answers",
    [
        {"nowhere": "yes"},
        {"conflict": "perhaps"},
        {"conflict": 3},
        {"partner_count": -1},
        {"sectors": ["acute"]},
    ],
)
def test_what_the_vocabulary_does_not_hold_is_refused(columns, answers):
    with pytest.raises(ValueError, match=r"no such fact|not a value|tuple of ticks"):
        columns.table([answers])


def test_columns_of_another_length_are_refused():
    with pytest.raises(ValueError, match="shape"):
        Table(3, {CONFLICT: np.zeros(2, np.int8)})


@pytest.mark.parametrize(
    ("wanted", "cases"),
    [
        (Truth.TRUE, [True, False, False, False]),
        (Truth.FALSE, [False, True, False, False]),
        (Truth.UNKNOWN, [False, False, True, True]),
    ],
)
def test_any_condition_can_be_asked_of_a_table(columns, wanted, cases):
    table = columns.table(CASES)
    assert columns.where(table, parse_condition("conflict is no"), wanted).tolist() == cases


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("conflict is known", [True, True, False, False]),
        ("conflict is unknown", [False, False, True, False]),
        ("conflict is one of no, not_applicable", [True, False, False, True]),
        ({"not": "conflict is known"}, [False, False, True, True]),
        ({"not": "conflict is unknown"}, [True, True, False, True]),
        ({"any": ["conflict is no", "origin is chosen"]}, [True, True, False, False]),
        ({"not": {"any": ["conflict is no", "origin is regulator"]}}, [False, True, False, False]),
        ({"any": ["conflict is known", {"not": "conflict is known"}]}, [True, True, True, True]),
    ],
)
def test_conditions_are_three_valued(columns, sentence, holds):
    assert columns.where(columns.table(CASES), parse_condition(sentence)).tolist() == holds


@pytest.mark.parametrize(
    ("sentence", "true", "false"),
    [
        ("partner_count at least 6", [False, True, False, False], [True, False, False, False]),
        ("partner_count at most 5", [True, False, False, False], [False, True, False, False]),
        ("sectors includes acute", [True, False, False, False], [False, True, False, False]),
        ("sectors includes one of acute, community", [True, True, False, False], [False] * 4),
    ],
)
def test_numbers_and_ticks_are_compared(columns, sentence, true, false):
    cases = [
        {"partner_count": 2, "sectors": ("acute",)},
        {"partner_count": 900, "sectors": ("community",)},
        {},
        {"partner_count": NOT_APPLICABLE, "sectors": NOT_APPLICABLE},
    ]
    table, condition = columns.table(cases), parse_condition(sentence)
    assert columns.where(table, condition).tolist() == true
    assert columns.where(table, condition, Truth.FALSE).tolist() == false


def test_a_count_of_what_never_occurs_is_nought_where_something_is_known(knowledge):
    """As experta counts: ticks of one fact, or facts of one value; anything else counts nothing."""
    odd = [
        Counted(Subject("derived", "a"), ("conflict",), ("nowhere",)),
        Counted(Subject("derived", "b"), ("conflict",), ()),
        Counted(Subject("derived", "c"), ("conflict", "origin"), ("no",)),
    ]
    columns = Columns(Program(knowledge, tuple(odd)))
    found = columns.evaluate(columns.table(CASES))
    assert found.values(odd[0].subject) == [0, 0, None, None]
    assert found.values(odd[1].subject) == [0, 0, None, None]
    assert found.values(odd[2].subject) == [1, 0, None, None]


def test_a_plan_says_what_it_was_not_given(columns):
    with pytest.raises(LookupError, match="not given"):
        columns._plan.schedule([columns._conditions.columns[LEVEL]], [])


def test_a_plan_keeps_few_schedules(columns, monkeypatch):
    monkeypatch.setattr("advisor.engine.columns.plan.MOST_SCHEDULES", 2)
    columns._plan._schedules.clear()
    table = columns.table(CASES)
    for subject in (LEVEL, M1, VOLUNTARY, LEVEL):
        columns.evaluate(table, [subject])
    assert len(columns._plan._schedules) == 2


def test_the_plan_does_not_grow_for_good_with_what_is_asked(program, monkeypatch):
    monkeypatch.setattr("advisor.engine.columns.evaluator.MOST_ASKED", 20)
    columns = Columns(program)
    table = columns.table([{"partner_count": number} for number in (3, 90)])
    longest = 0
    for number in range(4, 80):
        condition = parse_condition(f"partner_count at least {number}")
        assert columns.evaluate(table, [], [condition]).holds(condition).tolist() == [False, True]
        assert columns.where(table, condition, Truth.FALSE).tolist() == [True, False]
        longest = max(longest, len(columns._plan.operations))
    assert longest <= columns._most + 10
    assert columns.evaluate(columns.table(CASES), [LEVEL]).values(LEVEL) == ["low", "high", None, None]
