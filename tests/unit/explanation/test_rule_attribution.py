"""Differences between two versions of the rules, put down to the rules that changed."""

import pytest

from advisor.engine.inference import Inferrer
from advisor.explanation.changes.body import Body, fitting
from advisor.explanation.changes.comparison import compare
from advisor.explanation.changes.differences import told
from advisor.explanation.changes.mixed_rules import REST, changed_rules, holds_together, lists_of, mixed
from advisor.explanation.changes.rule_attribution import EnoughTried, RuleTrials, attributed_to_rules
from advisor.model.grammar import parse_condition
from tests.unit.altered import altered
from tests.unit.cases import example_cases


def with_statement(knowledge, name, **lines):
    """Return rules in which some lines of a statement are others."""
    statements = tuple(
        altered(each, verdicts=altered(each.verdicts, **lines)) if each.id == name else each
        for each in knowledge.advice.statements
    )
    return altered(knowledge, advice=altered(knowledge.advice, statements=statements), hash=f"then {name}")


def with_derived(knowledge, name, **cases):
    """Return rules in which some cases of a derived fact are others."""
    derived = tuple(
        altered(
            each,
            cases=tuple(
                altered(one, when=cases[one.value]) if one.value in cases else one for one in each.cases
            ),
        )
        if each.fact == name
        else each
        for each in knowledge.vocabulary.derived
    )
    return altered(knowledge, vocabulary=altered(knowledge.vocabulary, derived=derived), hash=f"then {name}")


def with_majority(knowledge, many):
    settings = altered(knowledge.settings, clear_majority=many)
    return altered(knowledge, settings=settings, hash=f"then {many}")


@pytest.fixture(scope="module")
def condition(knowledge):
    return lambda text: parse_condition(text, {each.fact for each in knowledge.vocabulary.derived})


@pytest.fixture(scope="module")
def then_knowledge(knowledge, condition):
    """Rules of an earlier day: a statement, a derived fact and a number were others."""
    found = with_statement(knowledge, "T3", act=condition("quick_wins is planned"))
    found = with_derived(found, "driver", confidence=condition("quick_wins is yes"))
    return with_majority(found, 2)


def body_of(knowledge, advisor):
    return Body(knowledge, advisor.questionnaires["full"], Inferrer(knowledge))


@pytest.fixture(scope="module")
def then(then_knowledge, advisor):
    return body_of(then_knowledge, advisor)


@pytest.fixture(scope="module")
def merger(advisor):
    return next(case for case in example_cases(advisor) if "merger" in case.name)


CHANGED = (("derived", "driver"), ("statements", "T3"), REST)


def test_what_changed_is_found(then_knowledge, knowledge):
    assert changed_rules(then_knowledge, knowledge) == CHANGED
    assert changed_rules(knowledge, knowledge) == ()


def test_nothing_put_in_is_the_old_and_all_put_in_is_the_new(then_knowledge, knowledge):
    assert lists_of(mixed(then_knowledge, knowledge, ())) == lists_of(then_knowledge)
    whole = mixed(then_knowledge, knowledge, CHANGED)
    assert lists_of(whole) == lists_of(knowledge)
    assert whole.settings == knowledge.settings
    assert holds_together(whole)


def test_rules_that_come_and_go_keep_their_neighbours(knowledge):
    pairs = knowledge.advice.contradictions
    fewer = altered(knowledge, advice=altered(knowledge.advice, contradictions=pairs[1:]), hash="then")
    key = ("contradictions", pairs[0].id)
    assert changed_rules(fewer, knowledge) == (key,) == changed_rules(knowledge, fewer)
    assert mixed(fewer, knowledge, [key]).advice.contradictions == pairs
    assert mixed(knowledge, fewer, [key]).advice.contradictions == pairs[1:]
    moved = (*pairs[1:], pairs[0])
    other = altered(knowledge, advice=altered(knowledge.advice, contradictions=moved), hash="then")
    assert changed_rules(knowledge, other) == (REST,)
    assert mixed(knowledge, other, [REST]).advice.contradictions == moved


def test_the_rules_named_alone_bring_each_difference_about(then, advisor, merger):
    now = advisor.body
    found = compare(merger, merger, then, now)
    trials = RuleTrials(then, now, merger)
    after = told(now.assess(merger))
    kinds = {each.kind for each in found.differences}
    assert {"verdict", "driver", "level", "place"} <= kinds
    for each in found.differences:
        assert not each.answers
        assert not each.one_of_rules
        rules = frozenset((one.split("/")[0], one.partition("/")[2]) for one in each.rules)
        assert rules <= set(CHANGED)
        key = (each.kind, each.id)
        assert trials.told_with(rules)[key] == after[key]
        for one in rules:
            assert trials.told_with(rules - {one}).get(key) != after[key]


def test_each_rule_gets_what_is_its_own(then, advisor, merger):
    found = compare(merger, merger, then, advisor.body)
    rules = {(each.kind, each.id): each.rules for each in found.differences}
    assert rules["verdict", "T3"] == ("statements/T3",)
    assert rules["driver", ""] == ("derived/driver",)
    levels = {each.rules for each in found.differences if each.kind == "level"}
    assert levels == {("settings",)}


def test_where_both_changed_answers_come_first_and_rules_then(then, advisor, merger):
    new = merger.model_copy(update={"answers": {**merger.answers, "power": "balanced", "quick_wins": "yes"}})
    now = advisor.body
    found = compare(merger, new, then, now)
    before, halfway, after = told(then.assess(merger)), told(then.assess(new)), told(now.assess(new))
    trials = RuleTrials(then, now, new)
    assert {one.fact for one in found.answers} == {"power", "quick_wins"}
    assert tuple((one.list, one.id) for one in found.rules) == CHANGED
    for each in found.differences:
        key = (each.kind, each.id)
        assert bool(each.answers) == (before.get(key) != halfway.get(key))
        assert bool(each.rules) == (halfway.get(key) != after.get(key))
        answers = {**merger.answers, **{fact: new.answers[fact] for fact in each.answers}}
        assert told(then.assess(new.model_copy(update={"answers": answers}))).get(key) == halfway.get(key)
        if each.rules:
            rules = frozenset((one.split("/")[0], one.partition("/")[2]) for one in each.rules)
            assert trials.told_with(rules).get(key) == after.get(key)


def test_where_too_many_changed_they_are_named_as_one_of_these(knowledge, advisor, merger, condition):
    earlier = knowledge
    for name in ("T1", "T2", "T3", "T4", "T5", "T6", "T7"):
        earlier = with_statement(earlier, name, act=None, keep=None, compensate=None)
    then = body_of(earlier, advisor)
    found = compare(merger, merger, then, advisor.body)
    single = next(one for one in found.differences if (one.kind, one.id) == ("verdict", "T3"))
    assert (single.rules, single.one_of_rules) == (("statements/T3",), False)
    places = [one for one in found.differences if one.kind == "place"]
    assert places
    assert all(one.one_of_rules and len(one.rules) > 5 for one in places)


def test_trials_come_to_an_end(then, advisor, merger):
    trials = RuleTrials(then, advisor.body, merger, most=1)
    assert trials.told_with(frozenset()) == told(then.assess(merger))
    with pytest.raises(EnoughTried):
        trials.told_with(frozenset(CHANGED[:1]))
    assert attributed_to_rules(then, advisor.body, merger, []) == {}


def test_answers_that_earlier_rules_do_not_know_are_left_out(knowledge, merger):
    answers = {**merger.answers, "quick_wins": "perhaps", "weather": "fine"}
    assert fitting(answers, knowledge.vocabulary) == {
        fact: value for fact, value in merger.answers.items() if fact != "quick_wins"
    }


def test_a_mixture_holds_together_though_a_wording_of_a_pair_has_another_title(knowledge):
    pair = knowledge.advice.together[0]
    old, new = pair.one[0], "Another title"

    def renamed(each):
        return altered(
            each,
            variants=tuple(altered(one, title=new) if one.title == old else one for one in each.variants),
        )

    advice = altered(
        knowledge.advice,
        recommendations=tuple(renamed(each) for each in knowledge.advice.recommendations),
        together=(altered(pair, one=(new, *pair.one[1:])), *knowledge.advice.together[1:]),
    )
    then = altered(knowledge, advice=advice)
    assert holds_together(then)
    (changed,) = changed_rules(knowledge, then)
    assert changed[0] == "recommendations"
    for put_in in ([], [changed], [REST]):
        assert holds_together(mixed(knowledge, then, put_in))
