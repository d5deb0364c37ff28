"""Levers equal brute force, are complete in their ties, and say what experta says."""

import pytest

from advisor.errors import CommandError
from advisor.explanation.levers.levers import DEFAULT_TARGETS, LeverWriter, mechanism_named
from advisor.model.case import Case
from tests.unit.cases import example_cases, random_answers
from tests.unit.explanation.levers_by_force import (
    alike,
    best_by_force,
    every_change,
    lever_facts,
    outcomes,
    pressure,
    told,
)

QUICK, THOROUGH = range(8), range(100, 160)
FEW_ANSWERS = (1, 4, 16)
"""Random cases with few enough answers to try all sets of three."""


def writer(answers, advisor):
    case = Case(name="Random", answers=answers)
    return LeverWriter(
        advisor.around(case), advisor.assess(case), advisor._inferrer, advisor.questionnaires["full"]
    )


def target_of(seed, knowledge):
    every = [one.id for one in knowledge.mechanisms]
    return every[seed % len(every)]


def check_against_force(answers, target, changes, advisor):
    around = advisor.around(Case(name="Random", answers=answers))
    (found,) = writer(answers, advisor).levers([target], changes).targets
    tried = every_change(lever_facts(answers, target, known=True, advisor=advisor), around, advisor.knowledge)
    above, _ = outcomes([], target, around)
    for most in found.most:
        above, sets = best_by_force(tried, most.changes, target, around, above)
        assert most.more == bool(sets)
        assert told(most, target, around) == alike(sets, target, around)
        assert most.many == sum(way.many for way in most.ways)
    learnt = every_change(
        lever_facts(answers, target, known=False, advisor=advisor), around, advisor.knowledge
    )
    present, _ = outcomes([], target, around)
    _, sets = best_by_force(learnt, 1, target, around, present)
    assert told(found.not_known, target, around) == alike(sets, target, around)
    return found


@pytest.mark.parametrize("seed", [*QUICK, *(pytest.param(one, marks=pytest.mark.slow) for one in THOROUGH)])
def test_one_and_two_changes_equal_brute_force(seed, advisor, knowledge):
    check_against_force(random_answers(knowledge, seed), target_of(seed, knowledge), 2, advisor)


@pytest.mark.parametrize("target", DEFAULT_TARGETS)
@pytest.mark.parametrize("name", ["required-system", "mostly-unknown"])
def test_two_changes_to_an_example_equal_brute_force(name, target, advisor):
    found = {case.name: case for case in example_cases(advisor)}
    case = (
        found["Northshire Integrated Care System"]
        if name == "required-system"
        else min(found.values(), key=lambda each: len(each.answers))
    )
    check_against_force(case.answers, target, 2, advisor)


@pytest.mark.parametrize(
    "seed",
    [FEW_ANSWERS[0], *(pytest.param(one, marks=pytest.mark.slow) for one in FEW_ANSWERS[1:])],
)
@pytest.mark.parametrize("target", ["trust", "faith"])
def test_three_changes_equal_brute_force(seed, target, advisor, knowledge):
    answers = random_answers(knowledge, seed)
    check_against_force(answers, target, 3, advisor)


@pytest.mark.parametrize(
    "seed", [*range(20, 26), *(pytest.param(one, marks=pytest.mark.slow) for one in range(200, 240))]
)
def test_what_is_told_is_what_experta_concludes(seed, advisor, knowledge):
    answers = random_answers(knowledge, seed)
    for target in writer(answers, advisor).levers(changes=2).targets:
        good = target.high_is == "good"
        for most in (*target.most, target.not_known):
            for way in most.ways:
                level, signs = pressure({**answers, **way.example}, target.mechanism, advisor)
                assert level == most.pressure.level
                assert signs.count("-" if good else "+") == most.pressure.against
                assert signs.count("+" if good else "-") == most.pressure.in_favour
                assert not most.both_ways_alike or signs.count("+/-") == most.pressure.both_ways


@pytest.mark.parametrize("seed", range(30, 33))
def test_no_lever_is_fixed_and_what_is_partly_in_hand_says_so(seed, advisor, knowledge):
    answers = random_answers(knowledge, seed)
    every = [one.id for one in knowledge.mechanisms]
    for target in writer(answers, advisor).levers(every, 1).targets:
        outright = {one.fact for one in target.asked_outright}
        for most in (*target.most, target.not_known):
            for move in (one for way in most.ways for choice in way.choices for one in choice.among):
                changeable = knowledge.vocabulary.by_name[move.fact].changeable
                assert changeable != "no"
                assert move.partly == (changeable == "partly")
                assert move.fact not in outright
                assert not move.fact.startswith("stated_")
                assert answers.get(move.fact) == move.before
                assert answers.get(move.fact) not in [one.value for one in move.to]


def test_an_answer_that_asks_a_mechanism_outright_is_left_out_and_named(advisor):
    case = next(one for one in example_cases(advisor) if one.name.startswith("Northshire"))
    (trust,) = advisor.levers(case, ["trust"], 1).targets
    assert {one.fact for one in trust.asked_outright} == {"capacity", "vision_ownership", "conflict"}
    (confidence,) = advisor.levers(case, ["confidence"], 1).targets
    assert confidence.asked_outright == ()


def test_ties_on_the_largest_example_stand_together(advisor):
    case = next(one for one in example_cases(advisor) if one.name.startswith("Northshire"))
    (trust,) = advisor.levers(case, ["trust"], 3).targets
    facts = [
        [[move.fact for move in choice.among] for choice in way.choices]
        for most in trust.most
        for way in most.ways
    ]
    assert facts == [
        [["power", "information_systems"]],
        [["contact_informal", "contact_face_to_face"]],
        [["contact_informal", "contact_face_to_face", "power"]],
    ]
    assert [most.pressure.level for most in trust.most] == ["low", "low", "low"]
    assert [most.many for most in trust.most] == [2, 1, 1]
    helps = trust.most[0].ways[0].choices[0].among[0].helps
    assert (helps.id, helps.order) == ("power-balance", 5)


def test_what_nobody_should_aim_at_is_never_proposed(advisor, knowledge):
    """Outcomes, feelings, what is past and half measures are marked in the vocabulary, and left out."""
    vocabulary = knowledge.vocabulary.by_name
    proposed = set()
    for case in example_cases(advisor):
        for target in advisor.levers(case, changes=2).targets:
            for most in (*target.most, target.not_known):
                for move in (one for way in most.ways for choice in way.choices for one in choice.among):
                    fact = vocabulary[move.fact]
                    proposed.add(move.fact)
                    assert (fact.changeable, fact.lever) != ("no", "no")
                    assert fact.lever == "yes", move.fact
                    for to in move.to:
                        new = set(to.value if isinstance(to.value, tuple) else [to.value])
                        new -= set(move.before if isinstance(move.before, tuple) else ())
                        idle = {one.value for one in fact.values if one.lever == "no"}
                        assert not new & idle, (move.fact, to.value)
    assert not proposed & {"takeover_felt", "conflict_causes", "cultures", "regulator_trust"}


def test_how_many_pull_both_ways_is_told_only_where_every_set_has_as_many(advisor, knowledge):
    """Sets are compared by other things, so they may differ in this."""
    differing = 0
    for seed in range(20, 26):
        answers = random_answers(knowledge, seed)
        for target in writer(answers, advisor).levers(changes=2).targets:
            for most in (one for one in target.most if one.more):
                found = {
                    pressure({**answers, **way.example}, target.mechanism, advisor)[1].count("+/-")
                    for way in most.ways
                }
                differing += len(found) > 1
                assert not most.both_ways_alike or len(found) == 1
    assert differing


def test_a_critical_harm_counts_first(advisor):
    """While outside money does not come, nothing else moves the sense of capacity: its end is the lever."""
    case = next(one for one in example_cases(advisor) if one.name.startswith("Northshire"))
    answers = {**case.answers, "outside_funding": "late_or_withdrawn"}
    (capacity,) = writer(answers, advisor).levers(["perceived_capacity"], 1).targets
    assert capacity.present.critical == 1
    assert capacity.present.level == "low"
    facts = {move.fact for way in capacity.most[0].ways for one in way.choices for move in one.among}
    assert facts == {"outside_funding"}
    assert capacity.most[0].pressure.critical == 0


def test_what_is_worse_known_is_no_relief(advisor):
    """With little known, to learn of a harm may make a level known: that is no lever."""
    case = min(example_cases(advisor), key=lambda each: len(each.answers))
    for target in advisor.levers(case, changes=1).targets:
        pressure_then = target.not_known.pressure
        assert pressure_then is None or pressure_then.against <= target.present.against


def test_a_mechanism_may_be_named_as_readers_know_it(knowledge):
    assert mechanism_named("Sense of progress", knowledge) == "progress"
    assert mechanism_named("level of trust", knowledge) == "trust"
    assert mechanism_named("initial-trust", knowledge) == "initial_trust"
    with pytest.raises(CommandError, match="Did you mean “faith”"):
        mechanism_named("fayth", knowledge)
    with pytest.raises(CommandError, match="There are: trust, "):
        mechanism_named("qqqq", knowledge)
