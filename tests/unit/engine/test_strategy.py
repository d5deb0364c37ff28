"""The stock strategy fires wrong rules; ours does not. The reason why the product has one of its own."""

import os
import subprocess
import sys
from collections import Counter

import pytest

from advisor.engine.facts import Answers, Conclusion
from advisor.engine.library import Activation, Agenda, DepthStrategy, L, ReteMatcher, Rule
from advisor.engine.matcher import DirectMatcher
from advisor.engine.strategy import SoundStrategy, firing_key
from tests.unit.engine.crowd import WRONG, noting, runs, wrong

CROWDS = (5, 10, 20)
HASH_SEEDS = range(1, 41)


def wrong_in_stock_engine(hash_seed):
    """Return for each crowd how often experta as it comes fires the wrong rule, under one hash seed."""
    path = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": path}
    command = [sys.executable, "-m", "tests.unit.engine.crowd", *map(str, CROWDS)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    return [int(number) for number in said.split()]


def test_experta_as_it_comes_fires_a_rule_whose_condition_is_false():
    """Its matcher hands on activations in an order that hangs on hashing, and some orders hide the fault."""
    found = [0, 0, 0]
    for seed in HASH_SEEDS:
        found = [sum(pair) for pair in zip(found, wrong_in_stock_engine(seed), strict=True)]
        if all(found):
            break
    assert all(found), found


@pytest.mark.parametrize("crowd", CROWDS)
def test_the_stock_strategy_is_to_blame_and_not_the_stock_matcher(crowd):
    """Rules beneath a salience are not on the agenda yet with ours, so all must stand at one."""
    assert wrong(crowd, DepthStrategy, DirectMatcher, by_salience=False) > 0
    assert wrong(crowd, DepthStrategy, DirectMatcher) == 0


@pytest.mark.parametrize("matcher", [ReteMatcher, DirectMatcher])
@pytest.mark.parametrize("crowd", CROWDS)
@pytest.mark.parametrize("by_salience", [True, False])
def test_the_sound_strategy_never_does(crowd, matcher, by_salience):
    for fired in runs(crowd, SoundStrategy, matcher, by_salience=by_salience):
        assert fired[0] == "derive"
        assert WRONG not in fired
        assert len(fired) == crowd + 1


@pytest.mark.parametrize("matcher", [ReteMatcher, DirectMatcher])
def test_the_sound_strategy_has_one_order_of_firing(matcher):
    assert len(Counter(runs(20, SoundStrategy, matcher))) == 1


def activation(name, salience, *fact_ids):
    facts = []
    for number in fact_ids:
        fact = Conclusion.of({f"derived {number}": "yes"})
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
