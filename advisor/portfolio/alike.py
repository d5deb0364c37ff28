"""Groups of alike collaborations, by a rule that anybody can apply: no black box.

Alike are those with the same driver, in the same phase, of whose trust, faith and confidence the same stand
lowest. Beside its number a group has what comes first in most of it, and what harms and helps most of it.
"""

from collections import Counter
from collections.abc import Sequence
from typing import cast

import numpy as np

from advisor.engine.columns.evaluator import Columns
from advisor.explanation.priorities import Priorities
from advisor.model.condition import Condition, Kind, Subject
from advisor.portfolio.block import Block, Counts, Key
from advisor.portfolio.obstacles import Obstacles
from advisor.portfolio.standing import LEVELS, firsts, level_of, strength

CARRYING = ("trust", "faith", "confidence")
DRIVER, PHASE = Subject(Kind.DERIVED.value, "driver"), Subject(Kind.DERIVED.value, "phase")


class AlikeGroups:
    """Counts groups and what their members have in common."""

    conditions: Sequence[Condition] = ()

    def __init__(self, columns: Columns, priorities: Priorities, obstacles: Obstacles) -> None:
        """Prepare for a program."""
        self._columns = columns
        self._priorities = priorities
        self._obstacles = obstacles

    @property
    def subjects(self) -> Sequence[Subject]:
        """Driver, phase and the three levels; the rest is asked for by others."""
        return [DRIVER, PHASE, *(level_of(one) for one in CARRYING)]

    def count(self, block: Block) -> Counts:
        """Return the groups of some cases, and what they share."""
        found: Counts = Counter()
        if not block.length:
            return found
        codes, groups = np.unique(self._codes(block), return_inverse=True)
        names = [self._name(int(code)) for code in codes]

        def add(mask: np.ndarray[tuple[int], np.dtype[np.bool_]], what: Key) -> None:
            numbers = np.bincount(groups[mask], minlength=len(names))
            for name, number in zip(names, numbers.tolist(), strict=True):
                if number:
                    found["alike", name, *what] = number

        add(np.ones(block.length, np.bool_), ())
        for text, mask in firsts(block, self._priorities).items():
            add(mask, ("first", text))
        for (context, state), mask in self._obstacles.masks(block).items():
            add(mask, ("obstacle", context, state))
        for each in self._columns.program.knowledge.advice.statements:
            add(strength(each.id, block), ("strength", each.id))
        return found

    def _codes(self, block: Block) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        levels = np.stack([block.found[level_of(one)] for one in CARRYING]).astype(np.int64)
        unknown = len(LEVELS) - 1
        levels[levels < 0] = unknown
        lowest = levels.min(axis=0)
        at = levels == lowest
        code = lowest
        for one in at:
            code = code * 2 + one
        for subject in (DRIVER, PHASE):
            values = len(block.found.codebook[subject].values)
            column = block.found[subject].astype(np.int64)
            code = code * (values + 1) + np.where(column < 0, values, column)
        return np.asarray(code)

    def _name(self, code: int) -> tuple[str, str, str, tuple[str, ...]]:
        parts = []
        for subject in (PHASE, DRIVER):
            values = (*self._columns.codebook[subject].values, "unknown")
            code, place = divmod(code, len(values))
            parts.append(values[place])
        at = []
        for one in reversed(CARRYING):
            code, here = divmod(code, 2)
            at += [one] if here else []
        phase, driver = parts
        return driver, phase, LEVELS[code], cast("tuple[str, ...]", tuple(reversed(at)))
