"""Levels over columns, held against the rule that experta uses, however a few sources vote."""

from itertools import combinations_with_replacement, product

import pytest

from advisor.engine.columns.evaluator import Columns
from advisor.engine.columns.table import combinations
from advisor.engine.program import Decision, Levelled, Program, Source
from advisor.engine.votes import Cast, level_from_votes
from advisor.model.condition import Subject
from advisor.model.grammar import parse_condition
from tests.unit.altered import altered

VOTES = (None, "+", "-", "+/-")
KINDS = [(False, False), (True, False), (False, True), (True, True)]


def levelled(kinds, mechanism):
    votes = [Subject("vote", str(place)) for place in range(len(kinds))]
    never = parse_condition("conflict is no")
    decisions = [Decision(vote, tuple((sign, never) for sign in VOTES[1:])) for vote in votes]
    sources = [
        Source(vote, None, critical=critical, carried=carried)
        for vote, (critical, carried) in zip(votes, kinds, strict=True)
    ]
    step = Levelled(Subject("level of", "any"), mechanism, tuple(sources))
    return votes, step, (*decisions, step)


@pytest.mark.parametrize("many", [1, 2, 3, 4])
@pytest.mark.parametrize(
    ("majority", "least", "carried"), [(3, 5, 2), (2, 1, 1), (1, 2, 3), (100, 3, 2), (3, 1000, 1)]
)
def test_votes_make_the_same_level_in_both(knowledge, many, majority, least, carried):
    thresholds = altered(
        knowledge.settings, clear_majority=majority, least_known=least, least_carried=carried
    )
    changed = altered(knowledge, settings=thresholds)
    mechanism = next(one for one in knowledge.mechanisms if one.set_by is None)
    for kinds in combinations_with_replacement(KINDS, many):
        votes, step, steps = levelled(kinds, mechanism)
        columns = Columns(Program(changed, steps))
        table = combinations(dict.fromkeys(votes, VOTES), columns.codebook)
        found = columns.evaluate(table, [step.subject]).values(step.subject)
        expected = [
            level_from_votes(
                [Cast(vote, *kind) for vote, kind in zip(cast, kinds, strict=True)], None, thresholds
            )
            for cast in product(VOTES, repeat=many)
        ]
        assert [one or "unknown" for one in found] == expected
