"""Why not: every set of other answers makes the rule fire in experta, and no smaller set does.

Brute force goes over single changes and pairs of every value that the vocabulary knows, straight through
experta, and knows nothing of columns or of answers that are alike.
"""

import random
from dataclasses import replace
from itertools import combinations, islice, product
from math import prod

import pytest

from advisor.engine.beneath import beneath
from advisor.engine.program import ANSWERED, Decision
from advisor.explanation.reasons.sorts import Sorts
from advisor.explanation.reasons.why_not import (
    ACT,
    Tried,
    _beyond,
    changed,
    each_set,
    goals_of,
    is_expected,
    why_not,
)
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject
from tests.unit.cases import random_answers

QUICK, MANY = 100, 2_000
"""Of quick ones enough for every statement to come up."""
RECOMMENDATION = "recommendation"


@pytest.fixture(scope="session")
def offered(advisor):
    """Facts whose question offers “does not apply”."""
    return {
        fact for one in advisor.questionnaires["full"].questions if one.may_not_apply for fact in one.sets
    }


@pytest.fixture(scope="session")
def tried(inferrer, variants, offered):
    def of(answers):
        return Tried(answers, inferrer.infer(answers), inferrer.infer, lambda: variants.columns, offered)

    return of


def verdicts(knowledge):
    return [Subject(Kind.VERDICT.value, each.id) for each in knowledge.advice.statements]


def sample(knowledge, seeds, many=1):
    """Yield random answers with a few statements each; over all seeds every one comes up."""
    subjects = verdicts(knowledge)
    for seed in seeds:
        yield (
            random_answers(knowledge, seed),
            [subjects[(seed * many + step) % len(subjects)] for step in range(many)],
        )


def every_value(knowledge, subject, program, answers, offered):
    """Return every other answer to each question beneath a conclusion: of ticks, one or all or none.

    They come from the vocabulary and the questionnaire alone, “does not apply” where it is offered.
    """
    leaves, _ = beneath([subject], program)
    found = {}
    for leaf in leaves:
        fact = knowledge.vocabulary.by_name[leaf.id]
        if fact.kind == "one of":
            values = list(fact.by_value)
        elif fact.kind == "any of":
            ticks = [one for one in fact.by_value if one != "none"]
            values = [*((one,) for one in fact.by_value), *combinations(ticks, 2), tuple(ticks)]
        else:
            values = [2, 5, 6, 17]
        values += [NOT_APPLICABLE] if leaf.id in offered else []
        found[leaf.id] = [one for one in values if one != answers.get(leaf.id)]
    return found


def check_flips(subject, case, inferrer, most=None):
    for goals in goals_of(subject, case.inference):
        found = why_not(subject, goals, case)
        for flip in found.flips[:most]:
            for changes in islice(each_set(flip), most):
                came = inferrer.infer(changed(case.answers, changes)).values.get(subject)
                assert came in goals, (subject, changes)
                for fact in changes:
                    fewer = {one: value for one, value in changes.items() if one != fact}
                    if fewer:
                        came = inferrer.infer(changed(case.answers, fewer)).values.get(subject)
                        assert came not in goals, (subject, fewer)
            assert (flip.kind == "unknown") == all(each.now is None for each in flip.answers)
            opened = any(each.to == (None,) for each in flip.answers)
            assert (flip.kind == "open") == opened
            assert opened or (flip.kind == "fixed") == any(
                each.now is not None and (each.changeable == "no" or each.to == (NOT_APPLICABLE,))
                for each in flip.answers
            )
        for each in found.ways:
            assert {one.state for one in each.needed} != {"met"} or found.overruled_by


def check_brute(subject, case, knowledge, inferrer, offered):  # noqa: C901 - single changes and pairs, one by one
    """Compare with every single change, and every pair, tried in experta."""
    (goals,) = goals_of(subject, case.inference)[:1] or ((),)
    found = why_not(subject, goals, case)
    others = every_value(knowledge, subject, inferrer.program, case.answers, offered)
    if len(others) > 4:
        others = {}
    for size in (1, 2):
        told = {
            frozenset(each.fact for each in flip.answers)
            for flip in found.flips
            if len(flip.answers) == size and flip.kind != "open"
        }
        fired = {}
        for facts in combinations(others, size):
            if any(smaller < set(facts) for smaller in fired if len(smaller) < size):
                continue
            for values in product(*(others[fact] for fact in facts)):
                changes = dict(zip(facts, values, strict=True))
                if inferrer.infer({**case.answers, **changes}).values.get(subject) in goals:
                    fired.setdefault(frozenset(facts), []).append(changes)
        if not others:
            continue
        if fired and not told and not found.further:
            # Nothing is left out but what smaller sets of the same kind or a nearer kind make needless.
            assert any(len(flip.answers) < size for flip in found.flips), (subject, fired)
        if not found.further:
            assert told <= set(fired)
        if size == 1 and not found.further:
            assert told == set(fired), subject
            values = {
                (flip.answers[0].fact, one)
                for flip in found.flips
                if len(flip.answers) == 1 and flip.kind != "open"
                for one in flip.answers[0].to
            }
            kinds = {fact: knowledge.vocabulary.by_name[fact].kind for fact in others}
            brute = {(fact, one[fact]) for facts in fired for fact in facts for one in fired[facts]}
            assert {one for one in values if kinds[one[0]] == "one of"} == {
                one for one in brute if kinds[one[0]] == "one of"
            }


def test_flips_fire_the_rule_and_nothing_less_does(knowledge, inferrer, tried):
    for answers, subjects in sample(knowledge, range(QUICK)):
        case = tried(answers)
        for subject in subjects:
            if is_expected(subject, case.inference):
                check_flips(subject, case, inferrer, most=1)


@pytest.mark.slow
def test_flips_over_many_cases(knowledge, inferrer, tried):
    for answers, subjects in sample(knowledge, range(QUICK, MANY), 3):
        case = tried(answers)
        for subject in subjects:
            check_flips(subject, case, inferrer)


@pytest.mark.parametrize("seeds", [range(24), pytest.param(range(24, 600), marks=pytest.mark.slow)])
def test_smallest_sets_are_those_of_brute_force(knowledge, inferrer, tried, offered, seeds):
    compared = 0
    for answers, subjects in sample(knowledge, seeds):
        case = tried(answers)
        for subject in subjects:
            if is_expected(subject, case.inference):
                check_brute(subject, case, knowledge, inferrer, offered)
                compared += 1
    assert compared


MOST_FIRED = 300
"""Combinations fired of one conclusion; where there are more, as many of them at random."""


@pytest.mark.parametrize("seeds", [range(10), pytest.param(range(10, 400), marks=pytest.mark.slow)])
def test_what_is_called_closed_or_out_of_hand_is_so(knowledge, inferrer, tried, offered, seeds):
    """Where it is said that nothing in the partners’ hands would do, other answers are fired.

    They are drawn from the vocabulary and the questionnaire, and know nothing of which are alike.
    """
    fired = 0
    for answers, subjects in sample(knowledge, seeds, 3):
        case = tried(answers)
        for subject in subjects:
            others = every_value(knowledge, subject, inferrer.program, answers, offered)
            for goals in goals_of(subject, case.inference):
                found = why_not(subject, goals, case)
                if found.reach not in ("fixed", "closed") or found.tried is None:
                    continue
                hands = {
                    fact: [fact, *values]
                    for fact, values in allowed(knowledge, others, answers, closed=found.reach == "closed")
                }
                for changes in drawn(hands, seeds[0]):
                    came = inferrer.infer(changed(answers, changes)).values.get(subject)
                    assert came not in goals, (subject, changes, answers)
                    fired += 1
    assert fired


def allowed(knowledge, others, answers, *, closed):
    """Yield the questions with the answers that may be given: where it is closed, all and none as well."""
    for fact, values in others.items():
        known = fact in answers
        if closed:
            yield fact, [*values, *([None] if known else [])]
        elif not known:
            yield fact, values
        elif knowledge.vocabulary.by_name[fact].changeable != "no":
            # That a known answer does not apply is a matter of fact.
            yield fact, [one for one in values if one != NOT_APPLICABLE]


def drawn(hands, seed):
    """Yield other answers: every combination, or many at random; the name of a fact leaves it as it is."""
    if prod(len(values) for values in hands.values()) <= MOST_FIRED:
        every = product(*hands.values())
    else:
        chance = random.Random(seed)  # noqa: S311 - which cases are tried, and no secret
        every = ([chance.choice(values) for values in hands.values()] for _ in range(MOST_FIRED // 10))
    for values in every:
        yield {fact: one for fact, one in zip(hands, values, strict=True) if one != fact}


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(12, 300), marks=pytest.mark.slow)])
def test_no_single_answer_was_overlooked(knowledge, inferrer, tried, offered, seeds):
    """Where one other answer does, “does not apply” and “unknown” too, nothing is called out of reach."""
    for answers, subjects in sample(knowledge, seeds, 2):
        case = tried(answers)
        for subject in subjects:
            others = every_value(knowledge, subject, inferrer.program, answers, offered)
            for goals in goals_of(subject, case.inference):
                found = why_not(subject, goals, case)
                if found.reach not in ("closed", "more", "fixed", "fixed_or_more"):
                    continue
                told = {(one.fact, to) for flip in found.flips for one in flip.answers for to in one.to}
                for fact, values in others.items():
                    for value in (*values, *([None] if fact in answers else [])):
                        came = inferrer.infer(changed(answers, {fact: value})).values.get(subject)
                        if came in goals and not found.further:
                            assert any(one == fact for one, _ in told), (subject, fact, value, answers)


def test_answers_of_one_sort_conclude_the_same(knowledge, inferrer, variants, offered):
    for seed in range(12):
        answers = random_answers(knowledge, seed)
        subject = verdicts(knowledge)[seed % len(verdicts(knowledge))]
        for fact, sorts in Sorts(subject, variants.columns, offered).other(answers).items():
            for sort in sorts:
                cases = [changed(answers, {fact: one}) for one in sort.values[:4]]
                assert len({inferrer.infer(one).values[subject] for one in cases}) == 1


def test_a_level_flips_too(inferrer, tried):
    subject = Subject(Kind.LEVEL.value, "confidence")
    case = tried(
        {"origin": "national_policy", "agreement": "non_binding", "duties_and_risks_allocated": "no"}
    )
    assert case.inference.level("confidence") == "low"
    (found,) = [why_not(subject, goals, case) for goals in goals_of(subject, case.inference)]
    assert found.goals == ("high",)
    assert found.flips
    check_flips(subject, case, inferrer)


def test_unknown_answers_come_first_and_fixed_ones_last(tried):
    case = tried({"partner_count": 2})
    subject = Subject(Kind.VERDICT.value, "F4")
    (goals,) = goals_of(subject, case.inference)
    assert goals == ("compensate",)
    found = why_not(subject, goals, case)
    assert [flip.kind for flip in found.flips] == ["unknown", "fixed"]
    assert found.reach == "unknown"


def test_a_gate_that_is_closed_is_named(tried):
    case = tried({"stage": "planning", "improvement_shared": "no"})
    subject = Subject(Kind.VERDICT.value, "L5")
    found = why_not(subject, (ACT,), case)
    assert found.reach == "fixed"
    (way,) = found.ways
    closed = [each for each in way.needed if each.state == "otherwise"]
    assert [(each.says, each.fixed) for each in closed] == [("delivery has begun", True)]


def test_what_does_not_apply_may_bring_it_about(tried):
    """The line asks that nothing was said on the matter, or that it does not apply."""
    answers = {"history": "bad_blood", "history_addressed": "no"}
    found = why_not(Subject(Kind.VERDICT.value, "T1"), ("compensate",), tried(answers))
    assert found.reach == "fixed"
    told = [(flip.kind, [(one.fact, one.to) for one in flip.answers]) for flip in found.flips]
    assert told == [
        ("fixed", [("history_addressed", (NOT_APPLICABLE,))]),
        ("open", [("history_addressed", (None,))]),
    ]


def test_what_only_an_absence_brings_about_says_so(tried):
    """Where the question does not offer it, nobody is told that it does not apply."""
    answers = {"history": "bad_blood", "history_addressed": "no"}
    case = replace(tried(answers), may_not_apply=frozenset())
    found = why_not(Subject(Kind.VERDICT.value, "T1"), ("compensate",), case)
    assert found.reach == "open"
    assert [flip.kind for flip in found.flips] == ["open"]


@pytest.mark.parametrize("seeds", [range(80), pytest.param(range(80, 400), marks=pytest.mark.slow)])
def test_what_can_be_changed_and_what_is_fixed_do_not_contradict(knowledge, tried, seeds):
    """Where a few fixed facts would do, and many others together too, both are said."""
    seen = set()
    for seed in seeds:
        answers = random_answers(knowledge, seed)
        case = tried(answers)
        subject = verdicts(knowledge)[seed % len(verdicts(knowledge))]
        for goals in goals_of(subject, case.inference):
            found = why_not(subject, goals, case)
            seen.add(found.reach)
            assert found.reach != "more" or not found.flips
            assert found.reach != "closed" or not found.flips
            if found.reach == "fixed_or_more":
                assert {flip.kind for flip in found.flips} & {"fixed"}
    assert "fixed" in seen


class Reaching:
    """Other answers of which it is known what they reach."""

    def __init__(self, *, changeable, every=None):
        self.found = {3: changeable, 5: every}

    def within_reach(self, hands):
        return self.found[len(hands)]


def test_what_can_be_changed_together_is_not_called_out_of_reach():
    assert _beyond(Reaching(changeable=(True, 9)), fixed=True) == ("fixed_or_more", 9)
    assert _beyond(Reaching(changeable=(True, 9)), fixed=False) == ("more", 9)
    assert _beyond(Reaching(changeable=(False, 9)), fixed=True) == ("fixed", 9)
    assert _beyond(Reaching(changeable=None), fixed=True) == ("fixed", None)
    assert _beyond(Reaching(changeable=(False, 9), every=(False, 99)), fixed=False) == ("closed", 99)


def test_goals_are_what_one_would_ask(knowledge, inferrer):
    bare = inferrer.infer({})
    for subject in verdicts(knowledge):
        step = bare.program.by_subject[subject]
        assert isinstance(step, Decision)
        values = {value for value, _ in step.cases}
        (goals,) = goals_of(subject, bare)
        assert goals == (ACT,) if ACT in values else set(goals) <= {"balance", "compensate"}
    for text in knowledge.advice.recommendations:
        for goals in goals_of(Subject(RECOMMENDATION, text.id), bare):
            assert goals
            assert all(":" in one for one in goals)
    acting = inferrer.infer({"quick_wins": "no", "stage": "established"})
    assert goals_of(Subject(Kind.VERDICT.value, "T3"), acting) == (("keep",),)
    assert not is_expected(Subject(Kind.VERDICT.value, "T3"), acting)
    assert goals_of(Subject(Kind.LEVEL.value, "trust"), bare) == (("low",), ("high",))
    assert goals_of(Subject(Kind.DERIVED.value, "sector_count"), bare) == ()


def test_an_answer_that_does_not_apply_is_no_unknown_one(tried):
    case = tried({"stage": "established", "quick_wins": NOT_APPLICABLE})
    found = why_not(Subject(Kind.VERDICT.value, "T3"), (ACT,), case)
    assert {flip.kind for flip in found.flips} == {"yours"}
    assert all(each.fact in dict.fromkeys(case.answers) for flip in found.flips for each in flip.answers)
    assert Subject(ANSWERED, "quick_wins") in case.inference.values
