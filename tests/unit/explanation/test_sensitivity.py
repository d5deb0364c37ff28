"""Sensitivity says what experta concludes with other answers, and its proofs hold for every completion."""

import random

import numpy as np
import pytest

from advisor.engine.compile import RECOMMENDATION
from advisor.explanation.completions.completions import Completions
from advisor.explanation.completions.outlook import outlook
from advisor.explanation.completions.tried import TriedAnswers
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, Subject
from tests.unit.cases import example_cases, random_answers

COMPLETIONS = 3_000


def slow(seeds):
    return [pytest.param(one, marks=pytest.mark.slow) for one in seeds]


def priorities(answers, advisor):
    found = advisor.assess(Case(name="Random", answers=answers)).recommendations
    return [one.id for one in found if one.priority is not None]


def within(found, fact, number):
    """Return what is said of a number: it may stand in a range."""
    shifts = [
        shift
        for weight in found.answers
        for shift in weight.shifts
        for to in shift.to
        if weight.fact == fact
        if isinstance(to.value, int) and to.value <= number and (to.up_to is None or number <= to.up_to)
    ]
    return shifts[0] if shifts else None


def check_changes(answers, changes, advisor):
    """Hold what sensitivity says of some single changes against whole assessments."""
    found = advisor.sensitivity(Case(name="Random", answers=answers))
    present = priorities(answers, advisor)
    assert [one.id for one in found.priorities] == present
    told = {
        (weight.fact, to.value): shift
        for weight in found.answers
        for shift in weight.shifts
        for to in shift.to
    }
    for fact, value in changes:
        after = priorities({**answers, fact: value}, advisor)
        shift = told.get((fact, value))
        if isinstance(value, int):
            shift = within(found, fact, value)
        if shift is None:
            assert after == present, (fact, value)
            continue
        assert after != present
        assert [one.id for one in shift.come] == [one for one in after if one not in present]
        assert [one.id for one in shift.go] == [one for one in present if one not in after]
        stay = [one for one in present if one in after]
        assert shift.moved == (stay != [one for one in after if one in present])


@pytest.mark.parametrize("seed", range(40, 43))
def test_some_single_changes_equal_runs_of_experta(seed, advisor, knowledge):
    answers = random_answers(knowledge, seed)
    around = advisor.around(Case(name="Random", answers=answers))
    singles = around.singles([fact for fact, value in answers.items() if value != NOT_APPLICABLE])
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    check_changes(answers, chance.sample(singles, min(30, len(singles))), advisor)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300, 306))
def test_all_single_changes_equal_runs_of_experta(seed, advisor, knowledge):
    answers = random_answers(knowledge, seed)
    around = advisor.around(Case(name="Random", answers=answers))
    singles = around.singles([fact for fact, value in answers.items() if value != NOT_APPLICABLE])
    check_changes(answers, singles, advisor)


@pytest.mark.parametrize("seed", [5048, 40, 41])
def test_does_not_apply_and_one_tick_more_or_less_are_tried_too(seed, advisor, knowledge):
    answers = random_answers(knowledge, seed)
    asking = advisor.asking()
    around = advisor.around(Case(name="Random", answers=answers))
    known = [fact for fact, value in answers.items() if value != NOT_APPLICABLE and around.values(fact)]
    skipped = [(one, NOT_APPLICABLE) for one in known if asking.question_of[one].may_not_apply]
    near = [(one, value) for one in known for value in TriedAnswers(around).ticks_nearby(one)]
    assert skipped
    assert near
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    few = [each for some in (skipped, near) for each in chance.sample(some, min(8, len(some)))]
    check_changes(answers, few, advisor)


def test_numbers_are_told_as_ranges_and_ticks_as_what_they_change(advisor):
    around = advisor.around(
        Case(name="Random", answers={"partner_count": 2, "sectors": ("community", "voluntary")})
    )
    tried = TriedAnswers(around)
    assert [one.says for one in tried.told("partner_count", [3])] == ["there are 3 to 5 partners"]
    assert [one.says for one in tried.told("partner_count", [3, 6])] == ["there are 3 or more partners"]
    types = [
        ("community",),
        ("acute",),
        ("acute", "community", "voluntary"),
        ("acute", "voluntary"),
        NOT_APPLICABLE,
    ]
    senses = [one.sense for one in tried.told("sectors", types)]
    assert senses == ["more", "less", "only", "together", "skipped"]


def test_every_given_answer_is_weighed_once(advisor):
    for case in example_cases(advisor):
        found = advisor.sensitivity(case)
        assert sorted(one.fact for one in found.answers) == sorted(case.known())
        assert {one.effect for one in found.answers} <= {"which", "order", "none"}
        assert all(bool(one.shifts) == (one.effect != "none") for one in found.answers)


def completions_of(answers, advisor):
    asking = advisor.asking()
    return Completions(asking, advisor.around(Case(name="Random", answers=answers)), asking.ever(answers))


def called(table, name, advisor, columns):
    """Return the mask of cases that call for a recommendation."""
    subject = Subject(RECOMMENDATION, name)
    values = columns.evaluate(table, [subject]).values(subject)
    return np.array([":" in str(value) for value in values])


@pytest.mark.parametrize("seed", [*range(50, 56), *slow(range(400, 460))])
def test_what_is_proved_holds_for_every_completion_and_what_hangs_is_shown(seed, advisor, knowledge):
    answers = random_answers(knowledge, seed)
    completions = completions_of(answers, advisor)
    found = outlook(completions)
    assert list(found) == [one.id for one in knowledge.advice.recommendations]
    facts = list(completions.options)
    table = completions.drawn(facts, COMPLETIONS, np.random.default_rng(seed))
    now = {one.id for one in advisor.assess(Case(name="Random", answers=answers)).recommendations}
    for name, prospect in found.items():
        assert prospect.called == (name in now)
        if prospect.finding in ("certain", "ruled_out"):
            mask = called(table, name, advisor, completions.around.columns)
            assert mask.all() if prospect.finding == "certain" else not mask.any()
        if prospect.finding == "hangs":
            after = advisor._inferrer.infer({**answers, **prospect.turning}).value(RECOMMENDATION, name)
            assert (":" in str(after)) != prospect.called
            assert set(prospect.turning) <= set(completions.options) - set(answers)
            assert completions.asking.path(answers, prospect.turning)


def test_few_recommendations_stay_unsettled(advisor, knowledge):
    cases = [
        *(case.answers for case in example_cases(advisor)),
        *(random_answers(knowledge, s) for s in range(30)),
    ]
    findings = [one.finding for each in cases for one in outlook(completions_of(each, advisor)).values()]
    assert findings.count("open") == 0
    assert {"certain", "hangs", "ruled_out"} == set(findings)


def test_with_every_answer_given_all_is_settled(advisor):
    case = next(
        one for one in example_cases(advisor) if one.name.startswith("Calder") or len(one.known()) > 80
    )
    found = advisor.sensitivity(case)
    called_for = {one.id for one in advisor.assess(case).recommendations}
    certain = {one.id for one in found.recommendations if one.finding == "certain"}
    assert certain == called_for
    assert {one.finding for one in found.recommendations} == {"certain", "ruled_out"}


def test_recommendations_stand_in_their_order_then_the_others(advisor):
    case = min(example_cases(advisor), key=lambda each: len(each.answers))
    orders = [one.order for one in advisor.sensitivity(case).recommendations]
    given = [one for one in orders if one is not None]
    assert given == list(range(1, len(given) + 1))
    assert orders == given + [None] * (len(orders) - len(given))
