"""Levels of mechanisms over columns: the same rule as :func:`advisor.engine.votes.level_from_votes`."""

from functools import partial

import numpy as np

from advisor.engine.columns.choices import Type, first_of, overlay, tally
from advisor.engine.columns.codes import LEVELS, UNKNOWN_CODE, Column
from advisor.engine.columns.conditions import Conditions
from advisor.engine.columns.plan import NEVER
from advisor.engine.program import ANSWERED, Levelled, Source
from advisor.model.condition import Subject, Truth
from advisor.model.knowledge import Thresholds

LOW, MIXED, HIGH = range(len(LEVELS))
VOTES = UP, DOWN, BOTH = "+", "-", "+/-"


def plan_level(step: Levelled, conditions: Conditions) -> int:
    """Write a level into the plan and return the number of its column."""
    plan, sources = conditions.plan, step.sources
    thresholds = conditions.program.knowledge.settings
    dtype = _wide_enough(len(sources), thresholds)

    def count(masks: list[int]) -> int:
        return tally(masks, dtype, plan)

    standing = plan.add(
        ("standing", dtype),
        partial(_standing, thresholds=thresholds),
        count([_casts(source, UP, conditions) for source in sources]),
        count([_casts(source, DOWN, conditions) for source in sources]),
        count([_casts(source, BOTH, conditions) for source in sources]),
        count([_casts(source, vote, conditions) for source in sources if source.carried for vote in VOTES]),
        count([_casts(source, BOTH, conditions) for source in sources if source.carried]),
        count([_may_apply(source, conditions) for source in sources]),
    )
    harmed = plan.some(_casts(source, DOWN, conditions) for source in sources if source.critical)
    return first_of([(LOW, harmed), *_answered(step, conditions)], standing, plan)


def _may_apply(source: Source, conditions: Conditions) -> int:
    """Return the number of the mask of cases in which a source is not known to be out of place."""
    if source.applies is None:
        return conditions.plan.without(NEVER)
    return conditions.plan.without(conditions.where(source.applies, Truth.FALSE))


def _casts(source: Source, vote: str, conditions: Conditions) -> int:
    """Return the number of the mask of cases in which a source casts a vote."""
    codes = conditions.codebook[source.vote].by_value
    if vote not in codes:
        return NEVER
    casts = conditions.is_code(source.vote, codes[vote])
    return conditions.plan.every([casts, _may_apply(source, conditions)])


def _answered(step: Levelled, conditions: Conditions) -> list[tuple[int, int]]:
    """Return the levels that an answer sets outright, each with the number of its mask."""
    set_by = step.mechanism.set_by
    if set_by is None:
        return []
    fact = Subject(ANSWERED, set_by.fact)
    codes = conditions.codebook[fact]
    return [
        (LEVELS.index(level), conditions.is_code(fact, codes.encode(value)))
        for value, level in set_by.levels.items()
    ]


def _wide_enough(sources: int, thresholds: Thresholds) -> Type:
    most = 2 * sources * max(thresholds.clear_majority, thresholds.least_known, 1)
    return np.dtype(
        np.int8 if most <= np.iinfo(np.int8).max else np.int16 if most <= np.iinfo(np.int16).max else np.int64
    )


def _standing(*tallies: Column, thresholds: Thresholds) -> Column:
    """Return the level that votes alone make; shape (cases,).

    Args:
        tallies: How many sources raise it, lower it, and pull both ways; how many of these carry over
            the level of another mechanism, and how many of them a mixed one; and how many sources may apply.
            Each of shape (cases,).
        thresholds: How clear a majority must be, and how few sources are too few.
    """
    plus, minus, both, carried, mixed, sources = tallies
    echoes = np.maximum(mixed, 1) - 1
    up, down = plus + both - echoes, minus + both - echoes
    known = plus + both + minus
    known_twice = 2 * known - both
    column = np.full(plus.shape, MIXED, np.int8)
    overlay(column, down >= thresholds.clear_majority * up, LOW)
    overlay(column, up >= thresholds.clear_majority * down, HIGH)
    too_few = (known_twice == 0) | (known_twice * thresholds.least_known < 2 * sources)
    only_carried = (known == carried) & (known < np.minimum(thresholds.least_carried, sources))
    overlay(column, too_few | only_carried, UNKNOWN_CODE)
    return column
