"""The stock strategy fires wrong rules; ours does not. The reason why the product has one of its own."""

from collections import Counter

import pytest

from advisor.engine.facts import Answers, Conclusion
from advisor.engine.library import (
    AND,
    NOT,
    Activation,
    Agenda,
    DepthStrategy,
    KnowledgeEngine,
    L,
    ReteMatcher,
    Rule,
)
from advisor.engine.matcher import DirectMatcher
from advisor.engine.strategy import SoundStrategy, firing_key

CROWD = (5, 10, 20)
TRIALS = 50


def noting(name, then=None):
    def fire(engine):
        engine.fired.append(name)
        if then is not None:
            engine.declare(then())

    fire.__name__ = name
    return fire


def engine_class(crowd, strategy, matcher, trial):
    """A rule that derives a fact, a crowd at one salience, and a rule that needs the fact’s absence.

    Experta’s matcher hands on activations in an order that hangs on hashing, so each trial names its fact
    anew.
    """
    derived = Conclusion(kind="derived", id=f"it_{trial}")
    rules = {"derive": Rule(Answers(x=L("yes")), salience=1)(noting("derive", derived.copy))}
    rules["needs_absence"] = Rule(AND(Answers(x=L("yes")), NOT(derived.copy())))(noting("needs_absence"))
    for number in range(crowd):
        name = f"{'mo'[number % 2]}_bystander_{number}"
        rules[name] = Rule(Answers(x=L("yes")))(noting(name))
    return type("Crowded", (KnowledgeEngine,), {**rules, "__strategy__": strategy, "__matcher__": matcher})


def runs(crowd, strategy, matcher):
    for trial in range(TRIALS):
        engine = engine_class(crowd, strategy, matcher, trial)()
        engine.fired = []
        engine.reset()
        engine.declare(Answers(x="yes"))
        engine.run()
        yield tuple(engine.fired)


@pytest.mark.parametrize("matcher", [ReteMatcher, DirectMatcher])
@pytest.mark.parametrize("crowd", CROWD)
def test_the_stock_strategy_fires_a_rule_whose_condition_is_false(crowd, matcher):
    wrong = sum("needs_absence" in fired for fired in runs(crowd, DepthStrategy, matcher))
    assert wrong > 0


@pytest.mark.parametrize("matcher", [ReteMatcher, DirectMatcher])
@pytest.mark.parametrize("crowd", CROWD)
def test_the_sound_strategy_never_does(crowd, matcher):
    for fired in runs(crowd, SoundStrategy, matcher):
        assert fired[0] == "derive"
        assert "needs_absence" not in fired
        assert len(fired) == crowd + 1


@pytest.mark.parametrize("matcher", [ReteMatcher, DirectMatcher])
def test_the_sound_strategy_has_one_order_of_firing(matcher):
    assert len(Counter(runs(20, SoundStrategy, matcher))) == 1


def activation(name, salience, *fact_ids):
    facts = []
    for number in fact_ids:
        fact = Conclusion(kind="derived", id=str(number))
        fact.__factid__ = number
        facts.append(fact)
    return Activation(Rule(Answers(x=L("yes")), salience=salience)(noting(name)), facts)


def test_salience_goes_before_newer_facts_and_those_before_the_name_of_the_rule():
    ordered = [
        activation("a", 0, 1),
        activation("b", 0, 1),
        activation("a", 0, 2, 1),
        activation("a", 0, 3),
        activation("a", 1, 0),
    ]
    assert sorted(ordered, key=firing_key) == ordered


def test_every_cancelled_activation_is_taken_out_wherever_it_stands_among_its_equals():
    agenda, strategy = Agenda(), SoundStrategy()
    equals = [activation("same", 0, 1) for _ in range(7)]
    for one, other in zip(equals, range(7), strict=True):
        one.context = {"number": other}
    strategy.update_agenda(agenda, equals, [])
    for one in equals[2:5]:
        strategy.update_agenda(agenda, [], [one])
    assert agenda.activations == [*equals[:2], *equals[5:]]


def test_taking_out_an_activation_that_is_not_there_changes_nothing():
    agenda, strategy = Agenda(), SoundStrategy()
    strategy.update_agenda(agenda, [activation("kept", 0, 1)], [activation("gone", 0, 1)])
    assert [one.rule.__name__ for one in agenda.activations] == ["kept"]
