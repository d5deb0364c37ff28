"""Columns made of masks: the first that holds, and how many hold."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from advisor.engine.columns.codes import Column, Mask
from advisor.engine.columns.plan import ALWAYS, NEVER, Plan

Type = np.dtype[np.signedinteger[Any]]


def constant(code: int, dtype: Type, plan: Plan) -> int:
    """Return the number of the column that holds one code throughout."""
    return plan.add(("constant", code, dtype), partial(_constant, code=code, dtype=dtype), ALWAYS)


def first_of(choices: Sequence[tuple[int, int]], otherwise: int, plan: Plan) -> int:
    """Return the number of the column of first choices that hold.

    Args:
        choices: Codes, each with the number of the mask of cases in which it holds, in order.
        otherwise: Number of the column that stands where none holds.
        plan: The plan.
    """
    possible = [(code, mask) for code, mask in choices if mask != NEVER]
    order = tuple(code for code, _ in possible)
    masks = [mask for _, mask in possible]
    return plan.add(("first", order), partial(_first, order=order), otherwise, *masks)


def tally(masks: Sequence[int], dtype: Type, plan: Plan) -> int:
    """Return the number of the column that says how many of some masks hold."""
    always = masks.count(ALWAYS)
    changing = [mask for mask in masks if mask not in (NEVER, ALWAYS)]
    return plan.add(("tally", dtype, always), _tally, constant(always, dtype, plan), *changing)


def overlay(column: Column, mask: Mask, code: int) -> None:
    """Set a code in the cases of a mask; in bits, because a branch for each case is ten times as slow."""
    bits = np.negative(mask.astype(column.dtype))
    bits &= column ^ code
    column ^= bits


def _constant(every: Mask, code: int, dtype: Type) -> Column:
    return np.full(every.shape, code, dtype)


def _first(otherwise: Column, *masks: Mask, order: Sequence[int]) -> Column:
    column = otherwise.copy()
    # From the last to the first, so that the first that holds stands.
    for code, mask in zip(reversed(order), reversed(masks), strict=True):
        overlay(column, mask, code)
    return column


def _tally(start: Column, *masks: Mask) -> Column:
    total = start.copy()
    for mask in masks:
        total += mask
    return total
