"""Unknown is never no: what taking an answer away can do to a verdict, and what it can never do.

A condition that is true stays true when more is known, unless it asks whether something is unknown. So with
less known a verdict to act can only come from act or from a line that goes before it: balance.
"""

import random

import pytest

from advisor.engine.program import Decision
from advisor.model.condition import (
    NOT_APPLICABLE,
    All,
    Any,
    Atom,
    Kind,
    Not,
    Operator,
    Subject,
    Truth,
)
from tests.unit.cases import random_answers
from tests.unit.engine.reference import Reference

# Statements whose line for acting asks whether something is unknown: a side of formality not known to hold
# blocks nothing, the type stands in for an integration not answered, and levels change with every vote.
TURN_ON_WHAT_IS_UNKNOWN = {"R1", "C1", "X9", "X11", "X12", "X13"}
SEEDS = range(24)
REMOVALS = 6


def turns_on_unknown(condition, wanted, program, seen):
    """Return whether a condition can become what is wanted because an answer is missing."""
    match condition:
        case Not(part):
            return turns_on_unknown(part, ~wanted, program, seen)
        case All(parts) | Any(parts):
            return any(turns_on_unknown(part, wanted, program, seen) for part in parts)
        case Atom(subject, operator):
            if operator in (Operator.IS_KNOWN, Operator.IS_UNKNOWN):
                missing = operator is Operator.IS_UNKNOWN
                return missing == (wanted is Truth.TRUE)
            if subject.kind == Kind.LEVEL.value:
                return True
            step = program.by_subject.get(subject)
            if not isinstance(step, Decision) or subject in seen:
                return False
            return any(
                turns_on_unknown(inner, Truth.TRUE, program, {*seen, subject}) for _, inner in step.cases
            )


def verdicts(program, knowledge, answers):
    reference = Reference(program, answers)
    return {one: reference.value_of(Subject(Kind.VERDICT.value, one)) for one in knowledge.advice.by_id}


def test_only_these_statements_let_a_missing_answer_call_for_action(program, knowledge):
    found = set()
    for statement in knowledge.advice.by_id:
        cases = program.by_subject[Subject(Kind.VERDICT.value, statement)].cases
        acting = [condition for verdict, condition in cases if verdict == "act"]
        if any(turns_on_unknown(condition, Truth.TRUE, program, set()) for condition in acting):
            found.add(statement)
    assert found == TURN_ON_WHAT_IS_UNKNOWN


def test_with_nothing_known_nothing_calls_for_action(inferrer, knowledge):
    nothing = inferrer.infer({})
    assert {nothing.verdict(one) for one in knowledge.advice.by_id} == {"find_out"}
    assert {nothing.level(one.id) for one in knowledge.mechanisms} == {"unknown"}


@pytest.mark.parametrize("replaced_by", ["nothing", NOT_APPLICABLE])
@pytest.mark.parametrize("seed", SEEDS)
def test_taking_an_answer_away_never_calls_for_action(program, knowledge, seed, replaced_by):
    chance = random.Random(seed)  # noqa: S311 - picks answers, keeps no secret
    answers = random_answers(knowledge, seed)
    before = verdicts(program, knowledge, answers)
    for fact in chance.sample(sorted(answers), min(REMOVALS, len(answers))):
        less = {one: value for one, value in answers.items() if one != fact}
        if replaced_by == NOT_APPLICABLE:
            less[fact] = NOT_APPLICABLE
        for statement, verdict in verdicts(program, knowledge, less).items():
            if verdict == "act" and statement not in TURN_ON_WHAT_IS_UNKNOWN:
                assert before[statement] in ("act", "balance"), (statement, fact)


@pytest.mark.parametrize("seed", SEEDS)
def test_formality_calls_for_action_with_less_known_only_where_it_did_or_was_two_sided(
    program, knowledge, seed
):
    """Unless integration goes: then the usual tightness of the type stands in, and says so."""
    answers = random_answers(knowledge, seed)
    before = verdicts(program, knowledge, answers)
    for fact in ("origin", "partner_count", "partner_size", "sectors", "agreement", "paperwork_feel"):
        less = {one: value for one, value in answers.items() if one != fact}
        after = verdicts(program, knowledge, less)
        for statement in ("R1", "C1", "M2", "X9", "X10"):
            if after[statement] == "act":
                assert before[statement] in ("act", "balance"), (statement, fact)


def test_every_call_for_action_rests_on_an_answer_that_was_given(inferences, knowledge):
    for inference in inferences:
        for statement in knowledge.advice.by_id:
            if inference.verdict(statement) in ("act", "balance", "compensate", "keep"):
                reasons = inference.reasons(Subject(Kind.VERDICT.value, statement))
                assert reasons.answers, statement
