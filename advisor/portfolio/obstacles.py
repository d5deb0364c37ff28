"""Circumstances that work against partners, case by case, over columns.

A circumstance is an obstacle of a collaboration where every effect it has there does harm. One that helps one
thing and harms another pulls both ways, and is none. The same rule colours the pictures of a single report.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from advisor.engine.columns.codes import Mask
from advisor.engine.columns.evaluator import Columns, Conclusions
from advisor.engine.votes import OPPOSITE, Pair, pairs_of
from advisor.model.condition import Condition, Kind, Subject
from advisor.portfolio.block import Block, Counts, many

STATES = ("present", "partly", "absent")


def context_of(name: str) -> Subject:
    """Return the subject of a circumstance."""
    return Subject(Kind.CONTEXT.value, name)


class Obstacles:
    """Counts obstacles, each as it stands."""

    conditions: Sequence[Condition] = ()

    def __init__(self, columns: Columns) -> None:
        """Prepare for a program."""
        self._columns = columns
        self._knowledge = columns.program.knowledge

    @cached_property
    def _pairs(self) -> dict[Subject, Pair]:
        return pairs_of(self._knowledge)

    @property
    def subjects(self) -> Sequence[Subject]:
        """Every vote of circumstances, and how each circumstance stands."""
        return [*self._pairs, *(context_of(each.id) for each in self._knowledge.contexts)]

    def count(self, block: Block) -> Counts:
        """Return in how many cases each circumstance does harm as it stands."""
        found = self.masks(block)
        return Counter({("obstacle", *name): many(mask) for name, mask in found.items()})

    def masks(self, block: Block) -> dict[tuple[str, str], Mask]:
        """Return the cases in which each circumstance, in each state, does nothing but harm."""
        found = block.found
        harms = {each.id: np.zeros(block.length, np.bool_) for each in self._knowledge.contexts}
        other = {name: mask.copy() for name, mask in harms.items()}
        for subject, pair in self._pairs.items():
            good = "+" if self._knowledge.mechanism[pair.mechanism].high_is == "good" else "-"
            signs = found.codebook[subject].by_value
            missing = {one: self._is(one, "absent", found) for one in pair.contexts}
            any_missing = np.logical_or.reduce(list(missing.values()))
            for name in pair.contexts:
                # Where one of two is missing, only that one is at work.
                at_work = np.where(any_missing, missing[name], True)
                for sign in signs:
                    mask = found.where(subject, sign) & at_work
                    into = harms if sign == OPPOSITE[good] else other
                    into[name] |= mask
        return {
            (name, state): harms[name] & ~other[name] & self._is(name, state, found)
            for name in harms
            for state in STATES
            if state in found.codebook[context_of(name)].by_value
        }

    def _is(self, name: str, state: str, found: Conclusions) -> Mask:
        subject = context_of(name)
        if state not in found.codebook[subject].by_value:
            return np.zeros(found.length, np.bool_)
        return found.where(subject, state)
