"""The direct matcher, held against the stock matcher of experta as oracle."""

from itertools import permutations

import pytest

from advisor.engine.facts import PRESENT, Answers, Conclusion
from advisor.engine.library import (
    AND,
    NOT,
    OR,
    Fact,
    KnowledgeEngine,
    L,
    P,
    ReteMatcher,
    Rule,
)
from advisor.engine.matcher import DirectMatcher
from advisor.engine.network import reasoner_class
from advisor.engine.strategy import SoundStrategy
from tests.unit.cases import random_answers

EXAMPLES = 7
FEW, MANY = range(2), range(2, 60)


@pytest.fixture(scope="module")
def oracle(program):
    return reasoner_class(program, matcher=ReteMatcher)()


@pytest.fixture(scope="module")
def direct(program):
    return reasoner_class(program)()


def assert_same(direct, oracle, answers):
    direct.reason(answers)
    oracle.reason(answers)
    assert direct.fired == oracle.fired
    assert direct.values == oracle.values


@pytest.mark.parametrize("place", range(EXAMPLES))
def test_both_matchers_conclude_the_same_in_every_example(direct, oracle, examples, place):
    assert len(examples) == EXAMPLES
    assert_same(direct, oracle, examples[place].answers)


@pytest.mark.parametrize("seed", FEW)
def test_both_matchers_conclude_the_same_in_random_cases(direct, oracle, knowledge, seed):
    assert_same(direct, oracle, random_answers(knowledge, seed))


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_both_matchers_conclude_the_same_in_many_random_cases(direct, oracle, knowledge, seed):
    assert_same(direct, oracle, random_answers(knowledge, seed))


@pytest.mark.slow
def test_both_matchers_conclude_the_same_where_every_rule_fires(direct, oracle, covering):
    for case in covering:
        assert_same(direct, oracle, case.answers)


# Facts, and patterns that match them whatever they say.
SEEN, OTHER = (Conclusion.of({f"derived {one}": "yes"}) for one in ("seen", "other"))
IS_SEEN, IS_OTHER = (Conclusion.of({f"derived {one}": PRESENT}) for one in ("seen", "other"))


def engine_with(matcher=DirectMatcher, **elements):
    def rule(name, element):
        def fire(engine):
            engine.fired.append(name)

        fire.__name__ = name
        return Rule(element)(fire)

    rules = {name: rule(name, element) for name, element in elements.items()}
    made = type(
        "Small", (KnowledgeEngine,), {**rules, "__strategy__": SoundStrategy, "__matcher__": matcher}
    )()
    made.fired = []
    made.reset()
    return made


@pytest.mark.parametrize("matcher", [DirectMatcher, ReteMatcher])
def test_a_fact_that_is_retracted_takes_its_activations_along(matcher):
    engine = engine_with(matcher, waits=AND(Answers(x=L("yes")), IS_SEEN.copy()))
    engine.declare(Answers(x="yes"))
    seen = engine.declare(SEEN.copy())
    assert len(engine.agenda.activations) == 1
    engine.retract(seen)
    assert engine.agenda.activations == []


@pytest.mark.parametrize("matcher", [DirectMatcher, ReteMatcher])
def test_a_fact_that_is_retracted_lets_a_rule_match_that_needs_its_absence(matcher):
    engine = engine_with(matcher, waits=AND(Answers(x=L("yes")), NOT(IS_SEEN.copy())))
    seen = engine.declare(SEEN.copy())
    engine.declare(Answers(x="yes"))
    assert engine.agenda.activations == []
    engine.retract(seen)
    engine.run()
    assert engine.fired == ["waits"]


@pytest.mark.parametrize("matcher", [DirectMatcher, ReteMatcher])
def test_three_conditions_must_hold_together(matcher):
    engine = engine_with(matcher, waits=AND(Answers(x=L("yes")), IS_SEEN.copy(), IS_OTHER.copy()))
    engine.declare(Answers(x="yes"), SEEN.copy())
    engine.run()
    assert engine.fired == []
    engine.declare(OTHER.copy())
    engine.run()
    assert engine.fired == ["waits"]


def test_a_rule_with_two_true_branches_fires_once():
    engine = engine_with(either=OR(Answers(x=L("yes")), IS_SEEN.copy()))
    engine.declare(Answers(x="yes"), SEEN.copy())
    engine.run()
    assert engine.fired == ["either"]


def laddered(matcher):
    """Return an engine of four rules at three saliences: the lowest waits for something to be absent."""

    def rule(name, salience, element):
        def fire(engine):
            engine.fired.append(name)

        fire.__name__ = name
        return Rule(element, salience=salience)(fire)

    rules = {
        "top": rule("top", 2, AND(Answers(x=L("yes")), IS_OTHER.copy())),
        "middle": rule("middle", 1, Answers(x=L("yes"))),
        "equal": rule("equal", 1, OR(AND(Answers(x=L("yes")), NOT(IS_OTHER.copy())), IS_SEEN.copy())),
        "low": rule("low", 0, NOT(IS_SEEN.copy())),
    }
    made = type(
        "Laddered", (KnowledgeEngine,), {**rules, "__strategy__": SoundStrategy, "__matcher__": matcher}
    )()
    made.fired = []
    made.reset()
    return made


def waiting(engine):
    return sorted(one.rule.__name__ for one in engine.agenda.activations)


def test_rules_are_looked_at_as_far_as_the_first_salience_at_which_one_matches():
    engine = laddered(DirectMatcher)
    assert waiting(engine) == ["low"]
    engine.reset()
    engine.declare(Answers(x="yes"))
    assert waiting(engine) == ["equal", "low", "middle"]


@pytest.mark.parametrize("order", list(permutations(["answers", "seen", "other", "run", "drop"])))
def test_whatever_comes_and_goes_in_whatever_order_the_same_rules_fire(order):
    fired = []
    for matcher in (DirectMatcher, ReteMatcher):
        engine, declared = laddered(matcher), []
        for one in order:
            if one == "run":
                engine.run()
            elif one == "drop":
                for fact in declared[-1:]:
                    engine.retract(fact)
            else:
                fact = {"answers": Answers(x="yes"), "seen": SEEN.copy(), "other": OTHER.copy()}[one]
                declared.append(engine.declare(fact))
        engine.run()
        fired.append(set(engine.fired))
    assert fired[0] == fired[1]


@pytest.mark.parametrize("facts", [(), ("seen",), ("other",), ("seen", "other")])
@pytest.mark.parametrize(
    "element",
    [
        NOT(Answers(x=L("yes"), y=L("yes"))),
        NOT(Answers(x=L("yes"), y=L("no"))),
        AND(Answers(x=L("yes")), NOT(OR(IS_SEEN.copy(), IS_OTHER.copy()))),
        AND(NOT(IS_SEEN.copy()), IS_SEEN.copy()),
        AND(IS_SEEN.copy(), NOT(IS_SEEN.copy())),
    ],
)
def test_both_matchers_agree_on_absences_of_several_things(element, facts):
    fired = []
    for matcher in (DirectMatcher, ReteMatcher):
        engine = engine_with(matcher, waits=element)
        engine.declare(Answers(x="yes", y="yes"))
        for one in facts:
            engine.declare({"seen": SEEN, "other": OTHER}[one].copy())
        engine.run()
        fired.append(engine.fired)
    assert fired[0] == fired[1]


def test_what_is_said_later_of_one_subject_takes_the_place_of_what_was_said():
    says = [Conclusion.of({"derived seen": L(one)}) for one in ("yes", "no")]
    engine = engine_with(yes=says[0], no=says[1])
    engine.declare(SEEN.copy())
    assert waiting(engine) == ["yes"]
    engine.declare(Conclusion.of({"derived seen": "no"}))
    assert waiting(engine) == ["no"]


def test_the_initial_fact_may_be_retracted():
    engine = engine_with(waits=NOT(IS_SEEN.copy()))
    engine.retract(0)
    assert waiting(engine) == ["waits"]


def test_a_fact_that_no_rule_names_touches_none():
    engine = engine_with(waits=IS_SEEN.copy())
    engine.declare(OTHER.copy())
    assert engine.agenda.activations == []


def test_a_test_on_a_value_is_not_run_where_there_is_none():
    engine = engine_with(tests=Answers(x=P(lambda value: value.startswith("y"))))
    engine.declare(Answers(z="no"))
    assert engine.agenda.activations == []
    engine.reset()
    engine.declare(Answers(x="yes"))
    assert len(engine.agenda.activations) == 1


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (Answers(x="bare"), "'bare' is not used in these rules"),
        (AND(Answers(x=L("yes")), Rule(IS_SEEN.copy())), "is not used in these rules"),
        (Fact(x=L("yes")), "does not belong in this working memory"),
    ],
)
def test_what_the_matcher_does_not_know_is_refused_when_the_engine_is_built(element, said):
    with pytest.raises(TypeError, match=said):
        engine_with(strange=element)


def test_a_foreign_fact_is_refused_when_it_is_declared():
    engine = engine_with(waits=IS_SEEN.copy())
    with pytest.raises(TypeError, match="does not belong in this working memory"):
        engine.declare(Fact(x="yes"))
