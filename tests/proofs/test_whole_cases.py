"""Whole cases: columns and experta must conclude the same of everything."""

import numpy as np
import pytest

from advisor.engine.columns.table import Table
from advisor.engine.program import ANSWERED
from advisor.model.condition import Subject
from advisor.proof.search.arrays import combinations_in_all, combinations_met, covering_array
from tests.proofs.agreement import agreement
from tests.proofs.values import values_to_try
from tests.unit.cases import covering_cases, example_cases, random_answers

PARTS = 4
FEW, MANY, BATCH = 750, 100_000, 250


@pytest.fixture(scope="module")
def values(program):
    """The values to try of every fact."""
    facts = [Subject(ANSWERED, one.fact) for one in program.knowledge.vocabulary.facts]
    return {one: values_to_try(one, program, whole=False) for one in facts}


@pytest.fixture(scope="module")
def pairs(values):
    """Rows in which every two values of any two facts meet."""
    sizes = [len(tried) for tried in values.values()]
    rows = covering_array(sizes, 2)
    assert combinations_met(rows, sizes, 2) == combinations_in_all(sizes, 2)
    return rows


def test_examples_and_cases_in_which_every_rule_fires(advisor, inferrer, columns):
    cases = [*example_cases(advisor), *covering_cases(advisor.knowledge)]
    assert agreement([case.answers for case in cases], inferrer, columns).differences == ()


@pytest.mark.parametrize("part", range(PARTS))
def test_cases_in_which_any_two_answers_meet(pairs, values, inferrer, columns, part):
    cases = [
        {
            fact.id: tried[number]
            for (fact, tried), number in zip(values.items(), row, strict=True)
            if tried[number] is not None
        }
        for row in pairs[part::PARTS]
    ]
    found = agreement(cases, inferrer, columns)
    print(f"\n{combinations_in_all([len(tried) for tried in values.values()], 2)} pairs, {len(pairs)} cases")
    assert found.differences == ()


@pytest.mark.parametrize(
    "first",
    [
        *range(0, FEW, BATCH),
        *(pytest.param(first, marks=pytest.mark.slow) for first in range(FEW, MANY, BATCH)),
    ],
)
def test_random_cases(knowledge, inferrer, columns, first):
    found = agreement(
        [random_answers(knowledge, seed) for seed in range(first, first + BATCH)], inferrer, columns
    )
    assert found.cases == BATCH
    assert found.differences == ()


def test_a_case_concludes_the_same_beside_any_others(knowledge, columns, monkeypatch):
    """Blocks are cut anywhere, and what stands beside a case does not matter."""
    table = columns.table([random_answers(knowledge, seed) for seed in range(40)])
    whole = columns.evaluate(table)
    monkeypatch.setattr("advisor.engine.columns.evaluator.BLOCK", 7)
    cut = columns.evaluate(Table(40, {one: column[::-1] for one, column in table.columns.items()}))
    for subject, column in whole.columns.items():
        assert np.array_equal(column, cut[subject][::-1])
