"""The steps of a program as work on columns: decisions, counts and levels."""

from typing import assert_never

from advisor.engine.columns.choices import constant, first_of, tally
from advisor.engine.columns.codes import SKIPPED_CODE, UNKNOWN_CODE
from advisor.engine.columns.conditions import Conditions
from advisor.engine.columns.levels import plan_level
from advisor.engine.program import ANSWERED, Counted, Decision, Levelled, Step
from advisor.model.condition import NOT_APPLICABLE, Subject, Truth


def plan_step(step: Step, conditions: Conditions) -> int:
    """Write a step into the plan and return the number of its column."""
    match step:
        case Decision():
            return _decision(step, conditions)
        case Counted():
            return _count(step, conditions)
        case Levelled():
            return plan_level(step, conditions)
        case _:
            assert_never(step)


def _decision(step: Decision, conditions: Conditions) -> int:
    codes = conditions.codebook[step.subject]
    choices = [
        (codes.encode(value), conditions.where(condition, Truth.TRUE)) for value, condition in step.cases
    ]
    if step.statement is not None:
        choices.append((SKIPPED_CODE, _waits_in_vain(step, conditions)))
    otherwise = constant(codes.encode(step.default), codes.dtype, conditions.plan)
    return first_of(choices, otherwise, conditions.plan)


def _waits_in_vain(step: Decision, conditions: Conditions) -> int:
    """Return the number of the mask of cases in which a verdict waits only for what will never be known."""
    plan = conditions.plan
    lines = [condition for verdict, condition in step.cases if verdict != NOT_APPLICABLE]
    settled = [
        plan.some([conditions.where(line, Truth.TRUE), conditions.where(line, Truth.FALSE)]) for line in lines
    ]
    hopeful = plan.some(conditions.could(line, Truth.TRUE) for line in lines)
    return plan.every([plan.without(plan.every(settled)), plan.without(hopeful)])


def _count(step: Counted, conditions: Conditions) -> int:
    """Return the number of the column of a count: unknown where nothing that is counted is known."""
    plan = conditions.plan
    facts = [Subject(ANSWERED, fact) for fact in step.of]
    counted = [mask for fact in facts for mask in _counted(fact, step.values, conditions)]
    total = tally(counted, conditions.codebook[step.subject].dtype, plan)
    nothing = plan.without(plan.some(conditions.known(fact) for fact in facts))
    return first_of([(UNKNOWN_CODE, nothing)], total, plan)


def _counted(fact: Subject, values: tuple[str, ...], conditions: Conditions) -> list[int]:
    """Return the numbers of the masks of cases in which a fact adds one to a count."""
    codes = conditions.codebook[fact]
    if codes.form == "any of" and not values:
        return [conditions.includes(fact, bit) for bit in codes.by_value.values()]
    if codes.form == "one of":
        return [conditions.is_code(fact, codes.by_value[one]) for one in values if one in codes.by_value]
    return []
