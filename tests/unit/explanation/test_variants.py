"""Variants of a case must conclude what the changed case itself concludes."""

import random

import pytest

from advisor.engine.program import ANSWERED
from advisor.model.condition import NOT_APPLICABLE, Subject
from tests.unit.cases import random_answers


def changed(answers, changes):
    """The answers with changes applied one after the other."""
    after = dict(answers)
    for fact, value in changes:
        if value is None:
            after.pop(fact, None)
        else:
            after[fact] = value
    return after


@pytest.mark.parametrize("seed", range(12))
def test_a_row_is_the_changed_case(variants, inferrer, seed):
    answers = random_answers(inferrer.program.knowledge, seed)
    around = variants.of(answers)
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    singles = around.singles(around.variants.worth_trying)
    tried = [
        (),
        *([one] for one in chance.sample(singles, 10)),
        *(chance.sample(singles, 3) for _ in range(5)),
    ]
    tried.append([(next(iter(answers), "stage"), None)])
    found = around.conclude(tried)
    for row, changes in enumerate(tried):
        values = inferrer.infer(changed(answers, changes)).values
        assert found.case(row) == {subject: values.get(subject) for subject in found.columns}


def test_values_worth_trying_are_all_that_the_rules_tell_apart(variants, knowledge):
    worth = variants.worth_trying
    assert set(worth) == set(knowledge.vocabulary.by_name)
    for name, fact in knowledge.vocabulary.by_name.items():
        codes = variants.columns.codebook[Subject(ANSWERED, name)]
        assert NOT_APPLICABLE not in worth[name]
        for value in worth[name]:
            codes.encode(value)
        if fact.kind == "one of" and worth[name]:
            assert worth[name] == tuple(fact.by_value)
    assert worth["stated_trust"] == ()
    assert worth["partner_count"] == (2, 3, 6)


def test_the_present_value_is_no_change(variants):
    around = variants.of({"quick_wins": "no"})
    assert "no" not in around.values("quick_wins")
    assert set(around.singles(["quick_wins"])) == {("quick_wins", one) for one in around.values("quick_wins")}
    assert all(one[0] != two[0] for one, two in around.pairs(["quick_wins", "power", "stage"]))
