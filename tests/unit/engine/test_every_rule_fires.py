"""Every rule fires in some case: no statement, link, wording or level is dead.

The cases are data, in tests/content/covering_cases.yaml. Where a new rule fires in none of them, add a case,
or find cases anew with  python -m tests.unit.engine.find_covering_cases
"""

import pytest

from advisor.advice.levels import mechanism_levels
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.program import Decision
from advisor.model.condition import Kind, Subject


@pytest.fixture(scope="module")
def fired(inferences):
    return {rule for inference in inferences for rule, _, _ in inference.fired}


@pytest.fixture(scope="module")
def concluded(inferences):
    return {(subject, value) for inference in inferences for _, subject, value in inference.fired}


def rules_of(decision):
    for number, (value, _) in enumerate(decision.cases, start=1):
        yield f"{decision.subject.kind} {decision.subject.id} is {value} ({number})"


def test_every_rule_but_those_of_wordings_fires(program, fired):
    decisions = [step for step in program.steps if isinstance(step, Decision)]
    rules = {rule for one in decisions if one.subject.kind != RECOMMENDATION for rule in rules_of(one)}
    assert rules - fired == set()


def test_every_wording_is_used(knowledge, concluded):
    """Only a wording of last resort, without a situation of its own, may wait for content yet to come."""
    unused = {
        variant.title
        for text in knowledge.advice.recommendations
        for place, variant in enumerate(text.variants)
        if variant.when is not None
        and (Subject(RECOMMENDATION, text.id), f"{variant.verdict}:{place}") not in concluded
    }
    assert unused == set()


def test_every_statement_reaches_each_verdict_it_has_a_line_for(knowledge, concluded):
    for statement in knowledge.advice.statements:
        lines = statement.verdicts or knowledge.advice.by_id[statement.follows].verdicts
        for verdict in ("find_out", *(verdict for verdict, _ in lines.in_order())):
            assert (Subject(Kind.VERDICT.value, statement.id), verdict) in concluded


def test_every_mechanism_reaches_each_level(knowledge, concluded):
    for mechanism in knowledge.mechanisms:
        for level in ("low", "mixed", "high", "unknown"):
            assert (Subject(Kind.LEVEL.value, mechanism.id), level) in concluded


def test_every_circumstance_is_seen_present_and_absent_and_in_part_where_it_can_be(knowledge, concluded):
    for context in knowledge.contexts:
        states = {"present", "absent" if context.absent else None, "partly" if context.partly else None}
        for state in states - {None}:
            assert (Subject(Kind.CONTEXT.value, context.id), state) in concluded


def test_every_link_of_the_web_bears_on_some_level(knowledge, inferences):
    told = set()
    for inference in inferences:
        for level in mechanism_levels(inference, knowledge).values():
            told |= {link for influence in level.because for link in influence.links}
    between = {link.id for link in knowledge.web.mechanism_links if not link.cut}
    assert len(knowledge.web.links) == 129
    assert told == {link.id for link in knowledge.web.links} | between


def test_every_silence_of_the_papers_is_met(knowledge, inferences):
    for statement in knowledge.advice.statements:
        for silence in statement.silent:
            assert any(inference.holds(silence.when) for inference in inferences), statement.id
