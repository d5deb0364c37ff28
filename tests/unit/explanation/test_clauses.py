"""Conditions in clauses: every sentence of every rule has words, wherever an explanation may say it."""

from itertools import product

import pytest

from advisor.engine.beneath import conditions_of
from advisor.explanation.reasons.clauses import Clauses, literal_truth, ways_of
from advisor.model.condition import Kind, Subject, Truth, atoms, truth
from advisor.model.grammar import parse_condition
from tests.unit.cases import random_answers


@pytest.fixture(scope="module")
def clauses(knowledge):
    return Clauses(knowledge)


def test_every_sentence_of_every_rule_has_words(program, clauses):
    kinds = {each.value for each in Kind}
    literals = {
        (atom, wanted)
        for step in program.steps
        for condition in conditions_of(step)
        for atom, wanted in product(atoms(condition), (True, False))
        if atom.subject.kind in kinds
    }
    for literal in literals:
        said = clauses.of(literal)
        assert said.strip(), literal
        assert "{" not in said, literal
        assert "_" not in said, literal


def test_every_value_of_every_derived_fact_has_words(knowledge):
    for derived in knowledge.vocabulary.derived:
        wanted = {"count"} if derived.count else {case.value for case in derived.cases}
        assert wanted <= set(derived.says), derived.fact
        assert all("{value}" in derived.says[name] for name in wanted & {"count"})


@pytest.mark.parametrize(
    ("written", "wanted", "said"),
    [
        ("quick_wins is no", True, "there have been no early successes that people know about"),
        ("partner_count at least 6", True, "there are 6 or more partners"),
        ("partner_count at least 6", False, "there are 5 or fewer partners"),
        ("partner_count at most 5", False, "there are 6 or more partners"),
        ("power is unknown", False, "the question on balance of power has an answer"),
        ("before_delivery is yes", False, "delivery has begun"),
        ("leaders_rarely at most 0", True, "0 or fewer of the twelve leader behaviours are known to be rare"),
    ],
)
def test_clauses_read_well(knowledge, clauses, written, wanted, said):
    atom = parse_condition(written, knowledge.vocabulary.derived_by_name)
    assert clauses.of((atom, wanted)) == said


def test_ways_are_true_exactly_where_the_condition_is(knowledge, program, inferrer):
    lines = [
        condition
        for step in program.steps
        if step.subject.kind in (Kind.VERDICT.value, Kind.DERIVED.value, Kind.CONTEXT.value)
        for condition in conditions_of(step)
    ]
    for seed in range(12):
        value_of = inferrer.infer(random_answers(knowledge, seed)).values.get
        for line in lines:
            ways = ways_of(line)
            some = any(all(literal_truth(one, value_of) is Truth.TRUE for one in way) for way in ways)
            assert some == (truth(line, value_of) is Truth.TRUE)


def test_ranges_of_numbers(clauses):
    count = Subject(Kind.FACT.value, "partner_count")
    assert clauses.between(6, None, count) == "there are 6 or more partners"
    assert clauses.between(2, 5, count) == "there are 5 or fewer partners"
    assert clauses.between(3, 5, count) == "there are 3 to 5 partners"
    assert clauses.between(5, 5, count) == "there are 5 partners"
