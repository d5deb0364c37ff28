"""The one change that would help most: the same as every change tried in every case with experta."""

from collections import Counter
from itertools import pairwise

import pytest

from advisor.advice.levels import mechanism_levels
from advisor.advice.open_questions import asked_facts
from advisor.engine.compile import CONTRADICTION
from advisor.explanation.levers.levers import LeverWriter
from advisor.model.condition import NOT_APPLICABLE
from advisor.portfolio.alike import CARRYING


def outcome(inference, knowledge):
    """Return how each of the three stands, in the stated order of levers: a better one is greater."""
    found = {}
    for name in CARRYING:
        level = mechanism_levels(inference, knowledge)[name]
        votes = [one for one in level.because if one.kind != "answer"]
        against = sum(one.sign == "-" for one in votes)
        found[name] = (
            {"mixed": 1, "high": 2}.get(level.level, 0),
            -sum(one.critical and one.sign == "-" for one in votes),
            -against,
            sum(one.sign == "+" for one in votes),
        )
    return found


def contradictions(inference, knowledge):
    pairs = knowledge.advice.contradictions
    return {one.id for one in pairs if inference.value(CONTRADICTION, one.id)}


def brute_force(advisor, cases, levers):
    knowledge, inferrer, full = advisor.knowledge, advisor._inferrer, advisor.questionnaires["full"]
    counts = Counter()
    for case in cases:
        now = inferrer.infer(case.answers)
        before, said = outcome(now, knowledge), contradictions(now, knowledge)
        asked = asked_facts(now, full)
        writer = LeverWriter(advisor.around(case), advisor.assess(case), inferrer, full)
        may = {one: writer.facts(one, known=True) for one in CARRYING}
        for fact, values in levers.items():
            given = case.answers.get(fact)
            if given is None or given == NOT_APPLICABLE or fact not in asked:
                continue
            for value in values:
                if value == given:
                    continue
                counts["applies", fact, value] += 1
                then = inferrer.infer({**case.answers, fact: value})
                after = outcome(then, knowledge)
                if contradictions(then, knowledge) - said:
                    continue
                # As with the levers of one case, more influences against is no relief whatever the level.
                if any(after[one] < before[one] or after[one][2] < before[one][2] for one in CARRYING):
                    continue
                better = [one for one in CARRYING if after[one] > before[one] and fact in may[one]]
                counts["helps", fact, value] += bool(better)
                for one in better:
                    counts["helps", fact, value, one] += 1
    return +counts


@pytest.fixture(scope="module")
def some_cases(mixed_cases):
    return [*mixed_cases[2:6], *mixed_cases[-7:]]


def test_every_change_is_counted_as_experta_has_it(advisor, counting, some_cases):
    tally = counting.tally([one.answers for one in some_cases])
    facts = {one.fact: one.values for one in counting.actions.levers[::3]}
    found = Counter(
        {
            key: count
            for key, count in tally.counts.items()
            if key[0] in ("applies", "helps") and key[1] in facts
        }
    )
    expected = brute_force(advisor, some_cases, facts)
    assert sum(expected.values()) > 50
    assert any(len(key) == 4 for key in expected)
    assert +found == expected


def test_nothing_fixed_is_ever_proposed(counting, knowledge):
    by_name = knowledge.vocabulary.by_name
    tried = [one.fact for one in counting.actions.levers]
    assert len(tried) > 40
    assert all(by_name[one].changeable != "no" for one in tried)
    assert all(by_name[one].lever == "yes" for one in tried)


def test_only_good_values_are_proposed(counting):
    good = {one.fact: set(one.values) for one in counting.actions.levers}
    assert "leadership_stability" not in good
    assert good["power"] == {"balanced"}
    assert good["quick_wins"] == {"yes"}
    assert good["purpose_after_change"] == {"kept"}
    assert "no" not in good["power_acknowledged"]
    assert good["leader_problems"] == {("none",)}
    assert good["accountability_clear"] == {"yes"}
    assert len(good["agreement"]) > 1  # which is good depends on the kind of collaboration
    speaks = {one.fact: one.speaks for one in counting.actions.levers}
    assert "about_right" in speaks["paperwork_feel"]


def test_ties_share_a_place_and_the_best_value_is_named(counting, mixed_cases, published_of):
    cases = mixed_cases * 3
    portfolio = published_of(cases)
    tally = counting.tally([one.answers for one in cases])
    actions = portfolio.actions
    assert len(actions) > 10
    for place, one in enumerate(actions, start=1):
        assert one.place == next(p for p, each in enumerate(actions, 1) if each.helps == one.helps)
        assert one.place <= place
        helped = {
            value: tally.counts["helps", one.fact, value]
            for lever in counting.actions.levers
            if lever.fact == one.fact
            for value in lever.values
        }
        assert all(abs(helped[value] - one.helps) <= 2 for value in one.to)
        assert max(helped.values()) <= one.helps + 2
    assert [one.helps for one in actions] == sorted((one.helps for one in actions), reverse=True)
    assert any(one.place == other.place for one, other in pairwise(actions))


def test_the_reason_is_an_influence_that_turns(mixed_cases, published_of, knowledge):
    named = [link for one in published_of(mixed_cases * 3).actions for link in one.links]
    assert named
    assert set(named) <= set(knowledge.web.by_id)
