"""The stopping rule: what is proved holds for every completion, and what is refuted has one that shows it."""

import random
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from advisor.explanation.completions import dividing
from advisor.explanation.completions.completions import Asking, Completions
from advisor.explanation.completions.stopping import QUICK, THOROUGH, Effort, Stopping
from tests.unit.cases import example_cases, random_value

REVIEWED = Path(__file__).parent / "cases"
THOUSANDS = 3_000
MOST_BY_HAND = 60
NO_CHANCE = Effort(drawn=1, every=1, boxes=60_000, witnesses=8)
"""Proves by sets alone: nothing is found by chance, and nothing is counted out."""


@pytest.fixture(scope="module")
def asking(advisor, variants):
    return Asking(variants, advisor.questionnaires["full"])


def whole(advisor, asking, seed):
    """Return a case in which every question asked is answered: an example, or one by chance."""
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    examples = example_cases(advisor)
    answers = dict(examples[seed % len(examples)].answers) if seed % 2 else {}
    while True:
        lacking = [fact for _, facts in asking.now(answers) for fact in facts if fact not in answers]
        if not lacking:
            return answers
        fact = advisor.knowledge.vocabulary.by_name[lacking[0]]
        answers[fact.fact] = random_value(fact, chance)


def lacking(advisor, asking, seed, many):
    answers = whole(advisor, asking, seed)
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    for fact in chance.sample(sorted(answers), many):
        del answers[fact]
    return answers


def first(advisor, answers):
    from advisor.model.case import Case

    result = advisor.assess(Case(name="Case", answers=answers))
    return [one.id for one in result.recommendations if one.priority is not None]


CASES = [(seed, many) for seed in range(12) for many in (1, 2, 3, 5)] + [
    (seed, many) for seed in range(4) for many in (8, 18, 40)
]


@pytest.mark.parametrize(("seed", "many"), CASES)
def test_a_claim_holds_for_thousands_of_completions_and_a_refutation_in_experta(
    advisor, asking, variants, seed, many
):
    answers = lacking(advisor, asking, seed, many)
    stopping = Stopping(asking, variants.of(answers))
    for found, as_it_counts in ((stopping.same_order(), list), (stopping.same_set(), set)):
        if found.finding == "proved":
            completions = Completions(asking, variants.of(answers), asking.ever(answers))
            drawn = completions.drawn(
                tuple(completions.options), THOUSANDS, np.random.default_rng(seed + 100)
            )
            which = "order" if as_it_counts is list else "members"
            assert not stopping.changed(completions.firsts(drawn), which).any()
        elif found.finding == "refuted":
            assert asking.path(answers, found.completion)
            then = first(advisor, answers | found.completion)
            assert as_it_counts(then) != as_it_counts(first(advisor, answers))
            for fact in found.completion:
                fewer = {one: value for one, value in found.completion.items() if one != fact}
                assert as_it_counts(first(advisor, answers | fewer)) == as_it_counts(first(advisor, answers))


@pytest.mark.parametrize("seed", range(16))
def test_on_tiny_remainders_the_finding_is_that_of_brute_force(advisor, asking, variants, seed):
    for many in (2, 1, 0):
        answers = lacking(advisor, asking, seed, many)
        options = asking.ever(answers)
        if np.prod([len(values) for values in options.values()]) <= MOST_BY_HAND:
            break
    now = first(advisor, answers)
    differing = []
    for values in product(*options.values()):
        more = {fact: value for fact, value in zip(options, values, strict=True) if value is not None}
        if first(advisor, answers | more) != now:
            differing.append(more)
    found = Stopping(asking, variants.of(answers)).same_order()
    assert (found.finding == "proved") == (not differing)
    if any(asking.path(answers, more) for more in differing):
        assert found.finding == "refuted"


@pytest.mark.parametrize("seed", range(24))
def test_sets_alone_prove_nothing_that_trying_refutes(advisor, asking, variants, seed):
    answers = lacking(advisor, asking, seed, 4)
    by_sets = Stopping(asking, variants.of(answers), (), NO_CHANCE).same_order()
    tried = Stopping(asking, variants.of(answers), (), THOROUGH).same_order()
    if by_sets.finding == "proved":
        assert tried.finding == "proved"
    if tried.finding == "refuted":
        assert by_sets.finding != "proved"


@pytest.mark.parametrize("seed", range(4))
def test_once_true_the_claim_stays_true_while_the_questions_are_answered(advisor, asking, variants, seed):
    goal = whole(advisor, asking, seed)
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    answers, proved = {}, None
    while True:
        left = [fact for _, facts in asking.now(answers) for fact in facts if fact not in answers]
        if not left:
            break
        fact = advisor.knowledge.vocabulary.by_name[left[0]]
        answers[fact.fact] = goal.get(fact.fact) or random_value(fact, chance)
        stopping = Stopping(asking, variants.of(answers), (), QUICK)
        if proved is not None:
            assert (stopping.now.places == proved).all()
            assert stopping.same_order().finding != "refuted"
        elif stopping.same_order().finding == "proved":
            proved = stopping.now.places
    assert proved is not None


def test_with_every_question_answered_nothing_is_left(advisor, asking, variants):
    answers = whole(advisor, asking, 1)
    assert Stopping(asking, variants.of(answers)).same_order().finding == "proved"


def test_without_any_answer_much_is_left(asking, variants):
    found = Stopping(asking, variants.of({})).same_order()
    assert found.finding == "refuted"
    assert found.completion


def test_a_closed_fact_gets_no_answer(advisor, asking, variants):
    answers = lacking(advisor, asking, 3, 10)
    every = [fact for _, facts in asking.now(answers) for fact in facts]
    found = Stopping(asking, variants.of(answers), every).same_order()
    assert found.finding == "proved"


def test_where_the_bounds_are_too_narrow_the_finding_is_open(advisor, asking, variants, monkeypatch):
    narrow = Effort(drawn=1, every=1, boxes=1, witnesses=8)
    monkeypatch.setattr(dividing, "TOGETHER", 1)
    found = {
        Stopping(asking, variants.of(lacking(advisor, asking, seed, 6)), (), narrow).same_order().finding
        for seed in range(8)
    }
    assert "open" in found


def test_does_not_apply_is_a_completion_only_where_it_is_on_offer(asking):
    for fact, values in asking.sorts.items():
        assert ("not_applicable" in values) == asking.question_of[fact].may_not_apply
        assert values[0] is None


def test_an_answer_that_only_another_brings_up_has_a_path(asking):
    assert asking.path({"stage": "planning"}, {"conflict": "no"})
    assert not asking.path({"stage": "considering"}, {"milestones": "yes"})


@pytest.mark.parametrize("seed", range(8))
def test_with_chance_switched_off_completions_tried_one_by_one_say_what_they_answer(
    advisor, asking, variants, seed
):
    answers = lacking(advisor, asking, seed, 3)
    by_hand = Effort(drawn=1, every=200_000, boxes=60_000, witnesses=8)
    found = Stopping(asking, variants.of(answers), (), by_hand).same_order()
    assert found.finding == Stopping(asking, variants.of(answers)).same_order().finding


@pytest.mark.parametrize("seed", range(16))
def test_words_that_stay_are_the_titles_that_experta_gives(advisor, asking, variants, seed):
    from advisor.model.case import Case

    def titles(more):
        result = advisor.assess(Case(name="Case", answers=answers | more))
        return [(one.id, one.title) for one in result.recommendations if one.priority is not None]

    answers = lacking(advisor, asking, seed, 2)
    found = Stopping(asking, variants.of(answers)).same_words()
    options = asking.ever(answers)
    changes = [{fact: one} for fact in options for one in options[fact] if one is not None]
    if found.finding == "proved":
        assert all(titles(one) == titles({}) for one in changes)
    if found.finding == "refuted":
        decided = [
            [inferred.value("recommendation", one.id) for one in advisor.knowledge.advice.recommendations]
            for inferred in (advisor._inferrer.infer(answers | more) for more in ({}, found.completion))
        ]
        assert decided[0] != decided[1] or titles({}) != titles(found.completion)


def test_an_answer_that_only_rewords_a_priority_is_no_proof_of_the_same_words(advisor, asking, variants):
    case = advisor.read_case(REVIEWED / "reworded.yaml")
    stopping = Stopping(asking, variants.of(case.answers))
    assert stopping.same_order().finding == "proved"
    found = stopping.same_words()
    assert found.finding == "refuted"
    then = advisor.assess(case.model_copy(update={"answers": case.answers | found.completion}))
    titles = [
        [one.title for one in each.recommendations if one.priority] for each in (advisor.assess(case), then)
    ]
    assert titles[0] != titles[1]
