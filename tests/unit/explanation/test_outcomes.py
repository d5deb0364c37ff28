"""The program over sets of answers: nothing that can happen is ever held to be impossible."""

import random

import numpy as np
import pytest

from advisor.explanation.completions.outcomes import Outcomes
from advisor.explanation.completions.outcomes_order import Contest
from advisor.explanation.completions.outcomes_reading import Reading
from tests.unit.cases import random_answers

MANY = 60


def opened(knowledge, variants, seed, many):
    """Return a case that lacks some answers, what each may get, and random completions."""
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    answers = random_answers(knowledge, seed)
    lacking = chance.sample(sorted(variants.worth_trying), many)
    answers = {fact: value for fact, value in answers.items() if fact not in lacking}
    options = {
        fact: (None, "not_applicable", *variants.worth_trying[fact])
        for fact in lacking
        if variants.worth_trying[fact]
    }
    rows = []
    for _ in range(MANY):
        drawn = {fact: chance.choice(values) for fact, values in options.items()}
        rows.append({**answers, **{fact: value for fact, value in drawn.items() if value is not None}})
    return answers, options, rows


@pytest.mark.parametrize(("seed", "many"), [(1, 2), (2, 5), (3, 9), (4, 16), (5, 30), (6, 50), (7, 86)])
def test_whatever_a_completion_concludes_was_held_to_be_possible(knowledge, program, variants, seed, many):
    answers, options, rows = opened(knowledge, variants, seed, many)
    outcomes = Outcomes(Reading(program), answers, options)
    concluded = variants.columns.evaluate(variants.columns.table(rows))
    points = {
        fact: np.array([[row.get(fact) == value for row in rows] for value in values])
        for fact, values in options.items()
    }
    every = [number for step in program.steps for number in outcomes.can(step.subject).values()]
    masks = outcomes.carry_out(outcomes.schedule(every), points, MANY)
    for step in program.steps:
        can = outcomes.can(step.subject)
        for row, value in enumerate(concluded.values(step.subject)):
            assert value in can, (step.subject, value)
            assert np.broadcast_to(masks[can[value]], MANY)[row], (step.subject, value)


@pytest.mark.parametrize(("seed", "many"), [(11, 3), (12, 8), (13, 20), (14, 60)])
def test_an_order_that_is_sure_is_the_order_of_every_completion(knowledge, program, variants, seed, many):
    answers, options, rows = opened(knowledge, variants, seed, many)
    contest = Contest(outcomes := Outcomes(Reading(program), answers, options))
    ever = contest.ever_called()
    pairs = [(one, two) for one in ever for two in ever if one != two]
    widest = {fact: np.ones((len(values), 1), bool) for fact, values in options.items()}
    standings = contest.over(outcomes.schedule(contest.wanted(pairs)), widest, 1)
    sure = [pair for pair in pairs if standings.settled(pair)[0]]
    priorities = variants.priorities
    table = variants.columns.table(rows)
    found = variants.columns.evaluate(table, priorities.subjects, priorities.conditions)
    for order, read in zip(priorities.by_importance(found), priorities.order(found), strict=True):
        assert (order[: priorities.many] == read[: priorities.many]).all()
        places = {int(one): place for place, one in enumerate(order) if one >= 0}
        assert set(places) <= set(ever)
        for one, two in sure:
            assert one in places
            assert two not in places or places[one] < places[two]


@pytest.mark.parametrize("seed", range(20, 26))
def test_facts_that_are_out_of_it_change_no_priorities(knowledge, program, variants, seed):
    answers, options, rows = opened(knowledge, variants, seed, 12)
    outcomes = Outcomes(Reading(program), answers, options)
    contest = Contest(outcomes)
    ever = contest.ever_called()
    pairs = [(one, two) for one in ever for two in ever if one < two]
    bearing = set(contest.facts(pairs))
    around = variants.of(answers)
    kept = [tuple((fact, row.get(fact)) for fact in options if fact in bearing) for row in rows]
    whole = [tuple((fact, row.get(fact)) for fact in options) for row in rows]
    assert (around.top(kept, 99) == around.top(whole, 99)).all()
