"""Differences between random cases: explained exactly, by sets of answers of which none can be left out."""

import random
from itertools import combinations

import pytest

from advisor.explanation.changes.attribution import changes_between
from advisor.explanation.changes.comparison import applied
from advisor.explanation.changes.differences import told
from advisor.explanation.changes.smallest import MOST_PARTS
from advisor.model.case import Case
from tests.unit.cases import example_cases, random_answers

PAIRS = 6
FEW_CHANGES = 7


def pairs(advisor):
    """Yield two cases: quite different ones, and ones that differ in a few answers."""
    chance = random.Random(7)  # noqa: S311 - cases, not secrets
    knowledge = advisor.knowledge
    for seed in range(PAIRS // 2):
        yield random_answers(knowledge, seed), random_answers(knowledge, seed + 1000)
    examples = [case.answers for case in example_cases(advisor)]
    for seed in range(PAIRS):
        old = chance.choice([*examples, random_answers(knowledge, seed + 50)])
        other = random_answers(knowledge, seed + 2000)
        facts = chance.sample(changes_between(old, other), FEW_CHANGES)
        yield old, applied(old, {fact: other.get(fact) for fact in facts})


@pytest.fixture(scope="module")
def compared(advisor):
    """Pairs of answers with what was found to differ."""
    found = []
    for old, new in pairs(advisor):
        sides = Case(name="Here", answers=old), Case(name="Here", answers=new)
        found.append((old, new, advisor.compare(*sides)))
    return found


@pytest.fixture(scope="module")
def said(advisor):
    """Tells what follows from some old answers with some of the new ones, each once."""
    kept = {}

    def say(old, new, facts):
        answers = applied(old, {fact: new.get(fact) for fact in facts})
        key = repr(sorted(answers.items()))
        if key not in kept:
            kept[key] = told(advisor.assess(Case(name="Here", answers=answers)))
        return kept[key]

    return say


def test_the_answers_named_alone_bring_each_difference_about(compared, said):
    for old, new, found in compared:
        after = said(old, new, changes_between(old, new))
        assert found.differences
        for each in found.differences:
            assert each.answers
            assert not each.rules
            key = (each.kind, each.id)
            assert said(old, new, each.answers).get(key) == after.get(key)


def test_none_of_the_answers_named_can_be_left_out(compared, said):
    for old, new, found in compared:
        after = said(old, new, changes_between(old, new))
        for each in found.differences:
            key = (each.kind, each.id)
            for one in each.answers:
                rest = [fact for fact in each.answers if fact != one]
                assert said(old, new, rest).get(key) != after.get(key)


def test_of_few_answers_no_part_at_all_is_enough(compared, said):
    for old, new, found in compared:
        after = said(old, new, changes_between(old, new))
        for each in found.differences:
            key = (each.kind, each.id)
            if 2 < len(each.answers) <= MOST_PARTS:
                for size in range(1, len(each.answers)):
                    for some in combinations(each.answers, size):
                        assert said(old, new, some).get(key) != after.get(key)


def test_nothing_differs_exactly_where_nothing_else_is_said(compared, said, advisor):
    for old, new, found in compared:
        same = said(old, new, ()) == said(old, new, changes_between(old, new))
        assert same == (not found.differences)
        assert {one.fact for one in found.answers} == set(changes_between(old, new))
        assert advisor.compare(Case(name="x", answers=old), Case(name="x", answers=old)).differences == ()


def test_the_way_back_differs_in_the_same_things(compared, advisor):
    for old, new, found in compared:
        back = advisor.compare(Case(name="Here", answers=new), Case(name="Here", answers=old))
        there = {(each.kind, each.id): (each.was, each.now) for each in found.differences}
        assert {(each.kind, each.id): (each.now, each.was) for each in back.differences} == there
        assert [(one.fact, one.was, one.now) for one in found.answers] == [
            (one.fact, one.now, one.was) for one in back.answers
        ]
