"""The search against plain exhaustion of a small vocabulary, and on counts and ticks of the real one."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.model.condition import NOT_APPLICABLE, All, Any, Not, Truth, truth
from advisor.model.derive import derive
from advisor.model.grammar import parse_condition
from advisor.model.vocabulary import DerivedFact, FactDefinition, Vocabulary
from advisor.proof.problems import search as searching
from advisor.proof.problems.search import ANYTHING, FALSE, TRUE, UNKNOWN, GaveUp, Goal, Search
from advisor.service import Advisor

MASKS = {Truth.FALSE: FALSE, Truth.UNKNOWN: UNKNOWN, Truth.TRUE: TRUE}
DERIVED = ("warm", "many", "usual")


def fact(name, kind, *values, minimum=None):
    texts = {"name": name, "meaning": name, "kind": kind, "changeable": "yes", "minimum": minimum}
    listed = [{"value": one, "label": one, "says": one} for one in values]
    return FactDefinition.model_validate({"fact": name, **texts, "values": listed})


def derived(name, **parts):
    return DerivedFact.model_validate({"fact": name, "meaning": name, **parts}, context={"derived": DERIVED})


VOCABULARY = Vocabulary(
    facts=(
        fact("sky", "one of", "blue", "grey"),
        fact("wind", "one of", "yes", "no"),
        fact("tools", "any of", "hat", "none"),
        fact("people", "whole number", minimum=2),
        *(fact(f"day{number}", "one of", "usually", "rarely") for number in range(2)),
    ),
    derived=(
        derived(
            "warm",
            cases=[{"value": "yes", "when": "sky is blue"}, {"value": "no", "when": {"not": "wind is no"}}],
        ),
        derived("many", count={"of": ["tools"]}),
        derived("usual", count={"of": ["day0", "day1"], "values": ["usually"]}),
    ),
)
ATOMS = (
    *("sky is blue", "sky is one of grey, blue", "sky is not_applicable", "sky is known", "wind is unknown"),
    *("wind is yes", "tools includes hat", "tools includes none", "people at least 4"),
    *(
        "people at most 2",
        "warm is yes",
        "warm is no",
        "warm is unknown",
        "many at least 2",
        "many at most 1",
    ),
    *("usual at least 2", "usual at most 0", "usual is known", "day0 is rarely"),
)


def answers():
    """Yield the values of each fact that there are, numbers up to 5 standing for all."""
    ticks = [tuple(one) for many in (1, 2) for one in combinations(("hat", "none"), many)]
    for definition in VOCABULARY.facts:
        values = {"one of": [*definition.by_value], "any of": ticks, "whole number": [*range(2, 6)]}
        yield [*values[definition.kind], NOT_APPLICABLE, None]


CASES = [
    {name: value for name, value in zip(VOCABULARY.by_name, case, strict=True) if value is not None}
    for case in product(*answers())
]


def small():
    """Return the search over the small vocabulary alone."""
    knowledge = Advisor.load().knowledge
    nothing = {"statements": (), "recommendations": (), "start_conditions": (), "contradictions": ()}
    advice = knowledge.advice.model_copy(update=nothing)
    return Search(knowledge.model_copy(update={"vocabulary": VOCABULARY, "contexts": (), "advice": advice}))


SMALL = small()


def conditions():
    sentences = st.sampled_from(ATOMS).map(lambda one: parse_condition(one, DERIVED))

    def wider(parts):
        several = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return st.one_of(parts.map(Not), several.map(All), several.map(Any))

    return st.recursive(sentences, wider, max_leaves=5)


def exhausted(goals):
    for case in CASES:
        value_of = derive(VOCABULARY, case)
        if all(MASKS[truth(goal.condition, value_of)] & goal.allowed for goal in goals):
            return True
    return False


def test_the_small_vocabulary_is_worth_exhausting():
    assert len(CASES) == 4 * 4 * 5 * 6 * 4**2


@settings(max_examples=60)
@given(first=conditions(), second=conditions(), allowed=st.integers(1, ANYTHING))
def test_the_search_answers_as_exhaustion_does(first, second, allowed):
    goals = [Goal(first), Goal(second, allowed)]
    assert SMALL.possible(goals) == exhausted(goals)


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (("stage is planning", "early is yes"), True),
        (("stage is planning", "early is no"), False),
        (("partner_count at least 6", "partner_count at most 5"), False),
        (("partner_count at least 6", "partner_count at most 6"), True),
        # Counts: twelve behaviours cannot be eight usual and five rare.
        (("leaders_usually at least 8", "leaders_rarely at least 4"), True),
        (("leaders_usually at least 8", "leaders_rarely at least 5"), False),
        (("leaders_usually at least 12", "leaders_empathy is rarely"), False),
        (("cross_sector is no", "sectors includes acute", "sectors includes community"), False),
        (("mandated is yes", "voluntary is yes"), False),
        (("driver is both", "more_formal_side is no"), False),
        # A verdict follows from lines; a level is free, but is one at a time.
        (("verdict of T3 is keep", "quick_wins is no"), False),
        (("verdict of T3 is act", "quick_wins is no"), True),
        (("level of trust is low", "level of trust is high"), False),
        (("context quick_wins is present", "context quick_wins is absent"), False),
        (("verdict of nowhere is act", "quick_wins is no"), True),
    ],
)
def test_real_rules_are_decided(knowledge, sentences, expected):
    derived = knowledge.vocabulary.derived_by_name
    goals = [Goal(parse_condition(one, derived)) for one in sentences]
    assert Search(knowledge).possible(goals) is expected


def test_only_some_facts_may_be_answered(knowledge):
    goal = [Goal(parse_condition("quick_wins is no"))]
    assert Search(knowledge).possible(goal, only=frozenset({"quick_wins"}))
    assert not Search(knowledge).possible(goal, only=frozenset({"stage"}))


def test_a_search_that_takes_too_long_says_so_and_counts_its_steps(knowledge, monkeypatch):
    monkeypatch.setattr(searching, "BUDGETS", (1, 2))
    search = Search(knowledge)
    parts = ("stage is planning", "quick_wins is no", "power is dominated")
    with pytest.raises(GaveUp):
        search.possible([Goal(All(tuple(map(parse_condition, parts))))])
    assert (search.asked, search.steps) == (1, 5)


def test_the_same_question_takes_the_same_steps(knowledge):
    goal = [
        Goal(parse_condition("verdict of C1 is act")),
        Goal(parse_condition("driver is both", ["driver"])),
    ]
    first, second = Search(knowledge), Search(knowledge)
    assert first.possible(goal) == second.possible(goal)
    assert first.steps == second.steps


def ticking(many):
    """Return a search over one fact with many boxes to tick, and a count of them."""
    boxes = [f"box{number}" for number in range(many)]
    facts = (fact("boxes", "any of", *boxes),)
    counted = (derived("many", count={"of": ["boxes"]}),)
    vocabulary = Vocabulary(facts=facts, derived=counted)
    return Search(SMALL.knowledge.model_copy(update={"vocabulary": vocabulary})), boxes


def test_of_very_many_boxes_those_that_are_named_count_one_by_one_and_the_others_by_number():
    search, _ = ticking(40)
    named = Goal(parse_condition("boxes includes box3"))
    assert search.possible([named, Goal(parse_condition("many at least 40", DERIVED))])
    assert search.possible([named, Goal(parse_condition("many at most 1", DERIVED))])
    assert not search.possible([Goal(parse_condition("many at least 41", DERIVED))])
    assert not search.possible([named, Goal(parse_condition("many at most 0", DERIVED))])


def test_where_too_many_boxes_are_named_nothing_is_called_impossible():
    search, boxes = ticking(40)
    every = parse_condition(f"boxes includes one of {', '.join(boxes)}")
    assert search.possible(
        [Goal(every), Goal(every, FALSE), Goal(parse_condition("many at least 2", DERIVED))]
    )
