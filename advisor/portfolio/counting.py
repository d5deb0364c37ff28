"""Counts everything over any number of cases, a block at a time, so that memory stays flat."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from advisor.engine.columns.codes import Mask
from advisor.engine.columns.table import Answers, Table
from advisor.explanation.variants import Variants
from advisor.model.condition import Condition
from advisor.model.questionnaire import Questionnaire
from advisor.portfolio.actions import Actions
from advisor.portfolio.alike import AlikeGroups
from advisor.portfolio.block import Block, Counts, Part, not_false
from advisor.portfolio.concerns import Concerns
from advisor.portfolio.obstacles import Obstacles
from advisor.portfolio.standing import Standing

BLOCK = 16_384
"""Cases counted at once: changes are tried in all of them, so fewer than the evaluator takes at once."""


@dataclass
class Tally:
    """What was counted, exactly: never to be published as it is.

    Attributes:
        length: Number of cases.
        counts: How many cases have what.
        where: The places of the cases with each concern; kept only where names are asked for.
    """

    length: int = 0
    counts: Counts = field(default_factory=Counter)
    where: dict[str, list[int]] = field(default_factory=dict)


class Counting:
    """Counts cases for a portfolio."""

    def __init__(self, variants: Variants, questionnaire: Questionnaire) -> None:
        """Prepare for a knowledge base and the questionnaire that would ask."""
        self._variants = variants
        self._questionnaire = questionnaire

    @cached_property
    def _concerns(self) -> Concerns:
        return Concerns(self._variants.columns, self._variants.priorities)

    @cached_property
    def actions(self) -> Actions:
        """The changes that are tried."""
        return Actions(self._variants)

    @cached_property
    def _parts(self) -> Sequence[Part]:
        columns, priorities = self._variants.columns, self._variants.priorities
        obstacles = Obstacles(columns)
        groups = AlikeGroups(columns, priorities, obstacles)
        return Standing(columns, priorities), obstacles, groups, self._concerns, self.actions

    def tally(self, cases: Iterable[Answers], *, places: bool = False) -> Tally:
        """Return what there is in some cases.

        Args:
            cases: Their answers.
            places: Whether to keep where the cases with each concern stand.
        """
        columns = self._variants.columns
        return self.tally_of((columns.table(some) for some in _some(cases)), places=places)

    def tally_of(self, tables: Iterable[Table], *, places: bool = False) -> Tally:
        """Return what there is in cases that are tables already."""
        tally = Tally()
        for table in tables:
            for start in range(0, table.length, BLOCK):
                self._add(table.rows(start, start + BLOCK), tally, places=places)
        return tally

    def _add(self, table: Table, tally: Tally, *, places: bool) -> None:
        columns = self._variants.columns
        subjects = [one for part in self._parts for one in part.subjects]
        conditions = [one for part in self._parts for one in part.conditions]
        found = columns.evaluate(table, subjects, conditions)
        block = Block(table, found, columns, self._asked(table))
        for part in self._parts:
            tally.counts.update(part.count(block))
        if places:
            for name, mask in self._concerns.masks(block).items():
                tally.where.setdefault(name, []).extend((np.flatnonzero(mask) + tally.length).tolist())
        tally.length += table.length

    def _asked(self, table: Table) -> dict[str, Mask]:
        """Return, for each fact, the mask of cases that would be asked for it."""
        columns = self._variants.columns
        shown: dict[Condition | None, Mask] = {}

        def mask(condition: Condition | None) -> Mask:
            if condition not in shown:
                shown[condition] = not_false(columns, table, condition)
            return shown[condition]

        found: dict[str, Mask] = {}
        for question in self._questionnaire.questions:
            base = mask(question.show_if)
            found |= dict.fromkeys(question.facts, base)
            found |= {row.fact: base & mask(row.show_if) for row in question.rows}
        return found


def _some(cases: Iterable[Answers]) -> Iterator[Sequence[Answers]]:
    """Yield the cases a block at a time."""
    waiting: list[Answers] = []
    for case in cases:
        waiting.append(case)
        if len(waiting) == BLOCK:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
