"""The rules that come with the product: complete, sourced, and sound as a whole."""

from collections import Counter
from graphlib import TopologicalSorter
from itertools import pairwise, product
from random import Random
from typing import get_args

import pytest
from pydantic import BaseModel

from advisor.model.advice import By
from advisor.model.condition import NOT_APPLICABLE, All, Any, Atom, Kind, Not, Subject, Truth, atoms, truth
from advisor.model.derive import derive


def conditions_in(part):
    """Yield every condition in a record, a list of records or a mapping to them."""
    if isinstance(part, Atom | All | Any | Not):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from conditions_in(getattr(part, name))
    elif isinstance(part, tuple):
        for one in part:
            yield from conditions_in(one)


def facts_behind(condition, vocabulary):
    """Return the base facts that a condition turns on, through derived facts too."""
    found = set()
    for atom in atoms(condition):
        if atom.subject.kind == Kind.FACT.value:
            found.add(atom.subject.id)
        elif atom.subject.kind == Kind.DERIVED.value:
            derived = vocabulary.derived_by_name[atom.subject.id]
            found |= set(derived.count.of) if derived.count else set()
            found = found.union(*(facts_behind(case.when, vocabulary) for case in derived.cases))
    return found


def answers_to(fact):
    """Return answers to a fact worth trying: unknown, not applicable, and each value."""
    if fact.kind == "whole number":
        return [None, NOT_APPLICABLE, fact.minimum, 5, 6]
    if fact.kind == "one of":
        return [None, NOT_APPLICABLE, *fact.by_value]
    values = tuple(fact.by_value)
    return [None, NOT_APPLICABLE, *((one,) for one in values), values[:2], values[:3]]


def situations(conditions, vocabulary, most=400):
    """Yield every combination of answers that conditions turn on, or a fixed sample where they are many."""
    names = sorted(set().union(*(facts_behind(one, vocabulary) for one in conditions)))
    choices = [answers_to(vocabulary.by_name[name]) for name in names]
    combinations = 1
    for each in choices:
        combinations *= len(each)
    random = Random("situations")  # noqa: S311 - a sample, not a secret
    sample = ([random.choice(each) for each in choices] for _ in range(most))
    for answers in product(*choices) if combinations <= most else sample:
        yield {name: value for name, value in zip(names, answers, strict=True) if value is not None}


# ── Evidence ─────────────────────────────────────────────────────────────────────────────────────


def test_the_two_papers_are_registered_with_their_doi(knowledge):
    assert knowledge.source["S1"].doi == "10.1371/journal.pone.0266899"
    assert knowledge.source["S2"].doi == "10.1186/s12913-021-06630-x"
    for source in knowledge.sources:
        assert source.url == f"https://doi.org/{source.doi}"


def test_51_studies_stand_in_the_families_of_the_review(knowledge):
    assert len(knowledge.studies) == 51
    assert Counter(study.family for study in knowledge.studies) == {
        "merger": 8,
        "joint commissioning": 6,
        "integrated care": 21,
        "provider chain": 1,
        "health board": 1,
        "buddying": 2,
        "vanguard": 4,
        "mixed": 1,
        "alliance": 1,
        "primary care network/partnership": 4,
        "quality improvement collaborative": 1,
        "network": 1,
    }


def test_each_of_21_types_can_be_answered_and_cites_what_the_papers_say(knowledge):
    assert len(knowledge.types) == 21
    assert set(knowledge.type_named) == set(knowledge.vocabulary.by_name["ioc_type"].by_value)
    for kind in knowledge.types:
        assert kind.papers_say
        assert kind.source or kind.family is None, kind.type


def test_the_usual_tightness_of_a_type_is_the_one_that_is_assumed(knowledge):
    in_effect = Subject(Kind.DERIVED.value, "integration_in_effect")
    for kind in knowledge.types:
        assert derive(knowledge.vocabulary, {"ioc_type": kind.type})(in_effect) == kind.integration, kind.type
        answered = derive(knowledge.vocabulary, {"ioc_type": kind.type, "integration": "coordinated"})
        assert answered(in_effect) == "coordinated"


def test_support_in_interviews_is_as_the_papers_give_it(knowledge):
    assert {mechanism.id: mechanism.support for mechanism in knowledge.mechanisms} == {
        "trust": "significant",
        "initial_trust": "significant",
        "faith": "significant",
        "initial_faith": "significant",
        "communication": "significant",
        "perceived_capacity": "significant",
        "confidence": "moderate",
        "risk_tolerance": "moderate",
        "progress": "moderate",
        "task_complexity": "moderate",
        "vision_clarity": "moderate",
        "vision_sharedness": "moderate",
        "cultural_integration": "moderate",
        "conflict": "moderate",
        "legitimacy": "moderate",
        "collaborative_behaviour": "moderate",
        "conflict_resolution": "limited",
        "internal_conflict": None,
        "synergy": None,
        "collaborative_inertia": None,
        "ultimate_outcomes": None,
    }


def test_only_these_are_bad_news_when_high(knowledge):
    bad = {mechanism.id for mechanism in knowledge.mechanisms if mechanism.high_is == "bad"}
    assert bad == {"task_complexity", "conflict", "internal_conflict", "collaborative_inertia"}


def test_a_level_that_is_asked_outright_is_set_for_every_answer(knowledge):
    asked = {mechanism.id: mechanism.set_by for mechanism in knowledge.mechanisms if mechanism.set_by}
    assert {name: set_by.fact for name, set_by in asked.items()} == {
        "progress": "momentum",
        "perceived_capacity": "capacity",
        "vision_clarity": "vision_clarity",
        "vision_sharedness": "vision_ownership",
        "conflict": "conflict",
    }
    for set_by in asked.values():
        assert set(set_by.levels) == set(knowledge.vocabulary.by_name[set_by.fact].by_value)
        assert set(set_by.levels.values()) == {"low", "mixed", "high"}


def test_every_level_of_every_mechanism_is_put_in_words(knowledge):
    for mechanism in knowledge.mechanisms:
        assert set(mechanism.reads) == {"low", "mixed", "high", "unknown"}
        assert len(set(mechanism.reads.values())) == 4


# ── The causal web ───────────────────────────────────────────────────────────────────────────────


def test_the_web_holds_91_contexts_129_rows_122_links_and_38_between_mechanisms(knowledge):
    web = knowledge.web
    distinct = {(frozenset(row.contexts), row.mechanism, row.sign, row.outcome) for row in web.links}
    assert (len(knowledge.contexts), len(web.links), len(distinct), len(web.mechanism_links)) == (
        91,
        129,
        122,
        38,
    )


def test_every_row_cites_the_paper_that_its_name_stands_for(knowledge):
    paper = {"A": "S1", "B": "S2"}
    for row in knowledge.web.links:
        assert paper[row.id[0]] in {reference.paper for reference in row.source}, row.id
    assert all(link.source for link in knowledge.web.mechanism_links)


def test_only_the_two_rows_on_capacity_are_critical(knowledge):
    assert {row.id for row in knowledge.web.links if row.critical} == {"A-P3c", "A-P3d"}


def test_every_context_acts_on_something(knowledge):
    used = {context for row in knowledge.web.links for context in row.contexts}
    assert used == set(knowledge.context)


def test_rows_on_the_same_pair_never_point_opposite_ways(knowledge):
    signs = {}
    for row in knowledge.web.links:
        signs.setdefault((frozenset(row.contexts), row.mechanism), set()).add(row.sign)
    assert [pair for pair, found in signs.items() if {"+", "-"} <= found] == []


def test_two_feedback_loops_are_closed_and_cut_and_the_rest_runs_one_way(knowledge):
    web = knowledge.web
    ends = {(link.from_, link.to): link for link in web.mechanism_links}
    cut = {pair for pair, link in ends.items() if link.cut}
    assert cut == {("trust", "conflict"), ("internal_conflict", "initial_trust")}
    assert len(web.loops) == 2
    for loop in web.loops:
        assert loop.path[0] == loop.path[-1]
        assert set(pairwise(loop.path)) <= set(ends)
        assert set(pairwise(loop.path)) & cut
    graph = {}
    for source, target in set(ends) - cut:
        graph.setdefault(target, set()).add(source)
    assert list(TopologicalSorter(graph).static_order())


def test_each_step_of_the_16_chains_is_a_link_of_the_web(knowledge):
    web = knowledge.web
    first = {(context, row.mechanism) for row in web.links for context in row.contexts}
    later = {(link.from_, link.to) for link in web.mechanism_links}
    assert len(web.chains) == 16
    for chain in web.chains:
        begin, *rest = pairwise(chain)
        assert begin in first, chain
        assert set(rest) <= later, chain


@pytest.fixture(scope="module")
def states(knowledge):
    """The states that each context was found in, over many situations; a pair where it held and did not."""
    found = {}
    for context in knowledge.contexts:
        lines = [line for line in (context.holds, context.absent) if line is not None]
        found[context.id] = seen = set()
        for answers in situations(lines, knowledge.vocabulary):
            value_of = derive(knowledge.vocabulary, answers)
            seen.add(tuple(truth(line, value_of) is Truth.TRUE for line in lines))
    return found


def test_no_context_both_holds_and_is_absent(states):
    assert [name for name, seen in states.items() if (True, True) in seen] == []


def test_every_context_can_hold_and_can_be_absent_where_that_says_something(knowledge, states):
    # All twelve behaviours at once are too rare for a sample; fit follows from a verdict, not from answers.
    beyond = {"lead_good", "formal_right", "formal_over"}
    for name in set(states) - beyond:
        assert any(seen[0] for seen in states[name]), f"{name} never holds"
        if not knowledge.context[name].one_sided:
            assert any(seen[1] for seen in states[name]), f"{name} is never absent"


# ── Unknown is never no ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("part", ["contexts", "web", "advice"])
def test_nothing_follows_from_a_case_without_answers(knowledge, part):
    nothing = derive(knowledge.vocabulary, {})
    found = list(conditions_in(getattr(knowledge, part)))
    assert found
    assert [str(one) for one in found if truth(one, nothing) is Truth.TRUE] == []


def test_no_derived_fact_has_a_value_without_answers(knowledge):
    nothing = derive(knowledge.vocabulary, {})
    for name in knowledge.vocabulary.derived_by_name:
        assert nothing(Subject(Kind.DERIVED.value, name)) is None, name


def test_mandated_and_voluntary_are_known_and_opposite_for_every_origin(knowledge):
    for origin in knowledge.vocabulary.by_name["origin"].by_value:
        value_of = derive(knowledge.vocabulary, {"origin": origin})
        pair = {value_of(Subject(Kind.DERIVED.value, name)) for name in ("mandated", "voluntary")}
        assert pair == {"yes", "no"}, origin


# ── What is used ─────────────────────────────────────────────────────────────────────────────────


def test_every_fact_is_used_by_a_rule_or_asks_for_what_people_state(knowledge):
    used = {
        atom.subject.id
        for part in (knowledge.vocabulary, knowledge.contexts, knowledge.web, knowledge.advice)
        for condition in conditions_in(part)
        for atom in atoms(condition)
        if atom.subject.kind == Kind.FACT.value
    }
    used |= {fact for derived in knowledge.vocabulary.derived if derived.count for fact in derived.count.of}
    assert set(knowledge.vocabulary.by_name) - used == {
        "stated_trust",
        "stated_faith",
        "stated_confidence",
        "stated_risk_tolerance",
    }


def test_levels_verdicts_and_contexts_are_spoken_of_only_where_they_may_be(knowledge):
    table = tuple(one for one in knowledge.advice.statements if not one.id.startswith("X"))
    for part in (knowledge.contexts, knowledge.web, table, knowledge.advice.contradictions):
        kinds = {atom.subject.kind for one in conditions_in(part) for atom in atoms(one)}
        assert kinds <= {Kind.FACT.value, Kind.DERIVED.value}


def test_phrases_say_by_when_for_every_date_a_step_may_have(knowledge):
    for by in get_args(By):
        assert knowledge.phrase(f"by_{by}")
