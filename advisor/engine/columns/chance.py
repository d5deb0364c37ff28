"""Random whole cases as columns, unknown answers and “does not apply” among them."""

from collections.abc import Mapping

import numpy as np

from advisor.engine.beneath import numbers_worth_trying
from advisor.engine.columns.codes import SKIPPED_CODE, UNKNOWN_CODE, Codes, Column
from advisor.engine.columns.evaluator import Columns
from advisor.engine.columns.table import Table
from advisor.engine.program import ANSWERED
from advisor.model.condition import Subject
from advisor.model.vocabulary import ALONE

FULLNESS = (0.15, 0.4, 0.7, 0.9, 1.0)
"""How much of a case is answered: each case is as full as one of these."""
SKIPPED = (0.0, 0.02, 0.05, 0.3)
"""How many answers are “does not apply”: in each case one of these."""


def random_cases(
    length: int,
    seed: int,
    evaluator: Columns,
    fixed: Mapping[Subject, int] | None = None,
) -> Table:
    """Return random cases; the same for the same seed.

    Args:
        length: How many.
        seed: Where chance begins.
        evaluator: The evaluator they are for.
        fixed: Codes of answers that are the same in every case.
    """
    chance = np.random.default_rng(seed)
    numbers = numbers_worth_trying(evaluator.program)
    fullness = chance.choice(np.array(FULLNESS, np.float32), length)
    skipped = chance.choice(np.array(SKIPPED, np.float32), length)
    # The last case of all: nothing applies.
    skipped[-1:] = 1
    columns: dict[Subject, Column] = {}
    for subject, codes in evaluator.codebook.items():
        if subject.kind != ANSWERED:
            continue
        if fixed is not None and subject in fixed:
            columns[subject] = np.full(length, fixed[subject], codes.dtype)
            continue
        column = _known(length, codes, numbers.get(subject, ()), chance)
        lot = chance.random(length, np.float32)
        column[lot >= fullness] = UNKNOWN_CODE
        column[lot < skipped] = SKIPPED_CODE
        columns[subject] = column
    return Table(length, columns)


def _known(length: int, codes: Codes, numbers: tuple[int, ...], chance: np.random.Generator) -> Column:
    """Return known answers to one fact."""
    if codes.form == "one of":
        return chance.integers(0, len(codes.values), length, codes.dtype)
    if codes.form == "whole number":
        return chance.choice(np.array(numbers, codes.dtype), length)
    # Few ticks and many: each case has a density of its own.
    density = chance.choice(np.array((0.1, 0.3, 0.6), np.float32), length)
    column = np.zeros(length, codes.dtype)
    alone = codes.by_value.get(ALONE)
    for bit in codes.by_value.values():
        if bit != alone:
            column |= (chance.random(length, np.float32) < density).astype(codes.dtype) * bit
    one = 1 << chance.integers(0, len(codes.values), length)
    return np.where(column == 0, one if alone is None else alone, column).astype(codes.dtype)
