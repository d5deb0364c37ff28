"""The order over columns must be the order that people read, case by case."""

import pytest

from advisor.model.case import Case
from advisor.service import Advisor
from tests.unit.cases import covering_cases, example_cases, random_answers

FEW, MANY, BATCH = 200, 5_000, 100


def orders(variants, cases):
    """The ids of the recommendations of each case in order, from columns."""
    needed = variants.priorities
    table = variants.columns.table([case.answers for case in cases])
    found = variants.columns.evaluate(table, needed.subjects, needed.conditions)
    return [[needed.texts[place].id for place in row if place >= 0] for row in needed.order(found)]


def read(advisor, cases):
    """The same as the result of each case has it."""
    return [[each.id for each in advisor.assess(case).recommendations] for case in cases]


def test_examples_and_cases_in_which_every_rule_fires(advisor, variants):
    cases = [*example_cases(advisor), *covering_cases(advisor.knowledge)]
    assert orders(variants, cases) == read(advisor, cases)


@pytest.mark.parametrize(
    "first",
    [
        *range(0, FEW, BATCH),
        *(pytest.param(first, marks=pytest.mark.slow) for first in range(FEW, MANY, BATCH)),
    ],
)
def test_random_cases(advisor, variants, first):
    cases = [
        Case(name=str(seed), answers=random_answers(advisor.knowledge, seed))
        for seed in range(first, first + BATCH)
    ]
    assert orders(variants, cases) == read(advisor, cases)


def test_a_case_without_answers_has_no_order(variants):
    assert orders(variants, [Case(name="nothing", answers={})]) == [[]]


def test_a_pack_has_its_place_in_the_order():
    from advisor.explanation.variants import Variants

    advisor = Advisor.load(packs=["further-evidence"])
    cases = [
        Case(name=str(seed), answers=random_answers(advisor.knowledge, seed)) for seed in range(900, 950)
    ]
    assert orders(Variants(advisor._inferrer.program), cases) == read(advisor, cases)


def test_the_top_is_the_head_of_the_order(variants, advisor):
    case = example_cases(advisor)[0]
    around = variants.of(case.answers)
    read_first = [each.id for each in advisor.assess(case).recommendations if each.priority]
    top = around.top([()])
    assert [variants.priorities.texts[place].id for place in top[0]] == read_first
    assert around.top([()], 2).shape == (1, 2)
