"""Every rule over its own facts: columns against the plain reference, which works out one case at a time.

A rule’s own facts are the subjects that it names; conclusions among them are supposed, so that every value
meets every other, whether or not answers can bring it about. Up to 20,000 combinations all are tried; beyond,
an array in which all values of any three subjects meet. The reference stands in for experta, which takes
some 20 ms a case; whole cases are held against experta itself beside this. Left out are cases that cannot
be, in which a conclusion is supposed unknown although their answers settle it.
"""

from collections import Counter
from math import prod

import numpy as np
import pytest

from advisor.engine.columns.table import Table, combinations
from advisor.engine.program import ANSWERED
from advisor.proof.search.arrays import covering_array
from tests.proofs.values import facts_beneath, own_subjects, values_to_try
from tests.unit.engine.reference import Reference

MOST = 20_000
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_every_rule_concludes_the_same_over_its_own_facts(program, columns, part):
    tried = Counter()
    for step in program.steps[part::PARTS]:
        names, table = tried_together(own_subjects(step), program, columns, strength=3)
        tried[names] += table.length
        tried["rules"] += 1
        assert differences(step.subject, table, program, columns) == []
    print(f"\n{dict(tried)}")


@pytest.mark.parametrize("strength", [None, pytest.param(3, marks=pytest.mark.slow)])
def test_every_verdict_concludes_the_same_over_the_facts_beneath(program, columns, strength):
    """Here what could still come to be known counts too, through conclusions that are not known yet.

    Verdicts with more combinations than are tried wait for the long run.
    """
    tried = Counter()
    for step in program.steps:
        if getattr(step, "statement", None):
            names, table = tried_together(facts_beneath(step, program), program, columns, strength)
            tried[names] += table.length
            tried["rules"] += 1
            assert differences(step.subject, table, program, columns) == []
    print(f"\n{dict(tried)}")


def tried_together(subjects, program, columns, strength):
    """Return how the values of some subjects are combined, in a word, and the table of them."""
    every = {one: values_to_try(one, program) for one in subjects}
    if prod(map(len, every.values())) <= MOST:
        return "all combinations", combinations(every, columns.codebook)
    if strength is None:
        return "left out", Table(0, {})
    fewer = {one: values_to_try(one, program, whole=False) for one in subjects}
    rows = covering_array([len(values) for values in fewer.values()], strength)
    codes = {one: np.array([columns.codebook[one].encode(value) for value in fewer[one]]) for one in subjects}
    chosen = {one: codes[one][rows[:, place]] for place, one in enumerate(subjects)}
    return f"any {strength} together", Table(len(rows), chosen)


def differences(subject, table, program, columns):
    """Return the cases of a table in which columns and reference conclude otherwise of a subject."""
    found = columns.evaluate(table, [subject]).values(subject)
    given = {
        one: [columns.codebook[one].decode(code) for code in column.tolist()]
        for one, column in table.columns.items()
    }
    different = []
    for number, ours in enumerate(found):
        case = {one: values[number] for one, values in given.items()}
        answers = {one.id: value for one, value in case.items() if one.kind == ANSWERED and value is not None}
        supposed = {one: value for one, value in case.items() if one.kind != ANSWERED}
        theirs = Reference(program, answers, values=supposed).value_of(subject)
        if ours != theirs and can_be(answers, supposed, program):
            different.append((str(subject), case, ours, theirs))
    return different


def can_be(answers, supposed, program):
    """Return whether nothing is supposed unknown that the answers of the case settle."""
    settled = Reference(program, answers)
    return all(value is not None or settled.value_of(one) is None for one, value in supposed.items())
