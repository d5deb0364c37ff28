"""Why not: every set of other answers makes the rule fire in experta, and no smaller set does.

Brute force goes over single changes and pairs of every value that the vocabulary knows, straight through
experta, and knows nothing of columns or of answers that are alike.
"""

from itertools import combinations, islice, product

import pytest

from advisor.engine.beneath import beneath
from advisor.engine.program import ANSWERED, Decision
from advisor.explanation.reasons.sorts import Sorts
from advisor.explanation.reasons.why_not import ACT, Tried, each_set, goals_of, is_expected, why_not
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject
from tests.unit.cases import random_answers

QUICK, MANY = 300, 2_000
RECOMMENDATION = "recommendation"


@pytest.fixture(scope="session")
def tried(inferrer, variants):
    def of(answers):
        return Tried(answers, inferrer.infer(answers), inferrer.infer, lambda: variants.columns)

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


def every_value(knowledge, subject, program, answers):
    """Return every other answer to each question beneath a conclusion: of ticks, one or all or none."""
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
        found[leaf.id] = [one for one in values if one != answers.get(leaf.id)]
    return found


def check_flips(subject, case, inferrer, most=None):
    for goals in goals_of(subject, case.inference):
        found = why_not(subject, goals, case)
        for flip in found.flips[:most]:
            for changes in islice(each_set(flip), most):
                came = inferrer.infer({**case.answers, **changes}).values.get(subject)
                assert came in goals, (subject, changes)
                for fact in changes:
                    fewer = {one: value for one, value in changes.items() if one != fact}
                    if fewer:
                        came = inferrer.infer({**case.answers, **fewer}).values.get(subject)
                        assert came not in goals, (subject, fewer)
            assert (flip.kind == "unknown") == all(each.now is None for each in flip.answers)
            assert (flip.kind == "fixed") == any(
                each.now is not None and each.changeable == "no" for each in flip.answers
            )
        for each in found.ways:
            assert {one.state for one in each.needed} != {"met"} or found.overruled_by


def check_brute(subject, case, knowledge, inferrer):  # noqa: C901 - single changes and pairs, one by one
    """Compare with every single change, and every pair, tried in experta."""
    (goals,) = goals_of(subject, case.inference)[:1] or ((),)
    found = why_not(subject, goals, case)
    others = every_value(knowledge, subject, inferrer.program, case.answers)
    if len(others) > 4:
        others = {}
    for size in (1, 2):
        told = {
            frozenset(each.fact for each in flip.answers) for flip in found.flips if len(flip.answers) == size
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
                if len(flip.answers) == 1
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
def test_smallest_sets_are_those_of_brute_force(knowledge, inferrer, tried, seeds):
    compared = 0
    for answers, subjects in sample(knowledge, seeds):
        case = tried(answers)
        for subject in subjects:
            if is_expected(subject, case.inference):
                check_brute(subject, case, knowledge, inferrer)
                compared += 1
    assert compared


@pytest.mark.parametrize("seeds", [range(10), pytest.param(range(10, 400), marks=pytest.mark.slow)])
def test_what_is_called_closed_or_out_of_hand_is_so(knowledge, inferrer, tried, seeds):
    """Where it is said that nothing in the partners’ hands would do, every combination is fired."""
    fired = 0
    for answers, subjects in sample(knowledge, seeds, 3):
        case = tried(answers)
        for subject in subjects:
            for goals in goals_of(subject, case.inference):
                found = why_not(subject, goals, case)
                if found.reach not in ("fixed", "closed") or found.tried is None or found.tried > 300:
                    continue
                other = Sorts(subject, inferrer.program).other(answers)
                hands = {
                    fact: sorts
                    for fact, sorts in other.items()
                    if found.reach == "closed"
                    or fact not in answers
                    or knowledge.vocabulary.by_name[fact].changeable != "no"
                }
                choices = [[None, *(sort.values[0] for sort in sorts)] for sorts in hands.values()]
                for values in product(*choices):
                    changes = {fact: one for fact, one in zip(hands, values, strict=True) if one is not None}
                    assert inferrer.infer({**answers, **changes}).values.get(subject) not in goals
                    fired += 1
    assert fired


def test_answers_of_one_sort_conclude_the_same(knowledge, inferrer):
    for seed in range(12):
        answers = random_answers(knowledge, seed)
        subject = verdicts(knowledge)[seed % len(verdicts(knowledge))]
        for fact, sorts in Sorts(subject, inferrer.program).other(answers).items():
            for sort in sorts:
                found = {inferrer.infer({**answers, fact: one}).values[subject] for one in sort.values[:4]}
                assert len(found) == 1


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


def test_what_nothing_but_an_absence_brings_about_is_closed(tried):
    answers = {"history": "bad_blood", "history_addressed": "no"}
    found = why_not(Subject(Kind.VERDICT.value, "T1"), ("compensate",), tried(answers))
    assert (found.reach, found.flips) == ("closed", ())
    assert found.tried is not None


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
