"""The stopping rule: whether nothing left can change the priorities of a case.

Chance looks for a completion that changes them. Where it finds none, sets of answers are divided until each
is known to change nothing, or is so small that every completion in it is tried.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Literal

import numpy as np

from advisor.engine.columns.codes import UNKNOWN_CODE, Mask
from advisor.engine.columns.plan import Array
from advisor.engine.columns.table import Table
from advisor.explanation.completions.completions import Asking, Completions
from advisor.explanation.completions.outcomes import Outcomes
from advisor.explanation.completions.outcomes_order import Contest, Pair
from advisor.explanation.priorities import NOBODY, Places
from advisor.explanation.variants import Around, Change
from advisor.model.condition import Value

Finding = Literal["proved", "refuted", "open"]
SEED = 7
TOGETHER = 24
"""Boxes that are divided at once."""


@dataclass(frozen=True)
class Effort:
    """How hard to try: what stands here alone bounds the work, so that the same case always ends alike.

    Attributes:
        drawn: Random completions to try at once.
        every: Completions to try one by one, in a box or among all.
        boxes: Boxes to look at.
        witnesses: Completions to try and tell what changes the priorities; with none it is not told.
    """

    drawn: int
    every: int
    boxes: int
    witnesses: int


QUICK = Effort(drawn=300, every=4_000, boxes=600, witnesses=0)
THOROUGH = Effort(drawn=2_000, every=200_000, boxes=60_000, witnesses=8)


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        finding: Proved, refuted or open.
        completion: The fewest answers found that change the priorities, where refuted.
    """

    finding: Finding
    completion: dict[str, Value] | None = None


class Stopping:
    """Whether the answers still to come to one case can change its priorities."""

    def __init__(
        self, asking: Asking, around: Around, closed: Collection[str] = (), effort: Effort = THOROUGH
    ) -> None:
        """Take a case; facts that are closed get no answer."""
        self.asking = asking
        self.around = around
        self.closed = closed
        self.effort = effort
        self.many = around.columns.program.knowledge.settings.priorities
        self.now: Places = around.top([()])
        self.first = [int(place) for place in self.now[0] if place != NOBODY]

    @cached_property
    def completions(self) -> Completions:
        """The completions of all that could come to be asked."""
        return Completions(self.asking, self.around, self.asking.ever(self.around.answers, self.closed))

    @cached_property
    def outcomes(self) -> Outcomes:
        """The program over sets of answers."""
        return Outcomes(self.around.columns.program, self.around.answers, self.completions.options)

    @cached_property
    def contest(self) -> Contest:
        """The order of recommendations over sets of answers."""
        return Contest(self.outcomes)

    @cached_property
    def _drawn(self) -> tuple[Completions, Table, Places]:
        """Return random completions of what is asked now, with their priorities."""
        left = Completions(self.asking, self.around, self.asking.left(self.around.answers, self.closed))
        table = left.drawn(tuple(left.options), self.effort.drawn, np.random.default_rng(SEED))
        return left, table, left.top(table)

    def same_order(self) -> Found:
        """Return whether the priorities stay the same, in the same order."""
        return self._found(in_order=True)

    def same_set(self) -> Found:
        """Return whether the priorities stay the same, in whatever order."""
        return self._found(in_order=False)

    def _found(self, *, in_order: bool) -> Found:
        left, table, top = self._drawn
        refuted = self._refuted(left, table, top, in_order=in_order)
        if refuted is not None:
            return refuted
        unsettled = self._unsettled(in_order=in_order)
        if not unsettled:
            return Found("proved")
        return Dividing(self, unsettled, in_order=in_order).found()

    def facts(self) -> tuple[str, ...]:
        """Return the open facts that can bear on the priorities at all; the others cannot."""
        unsettled = self._unsettled(in_order=True)
        return self.contest.facts(unsettled) if unsettled else ()

    def _unsettled(self, *, in_order: bool) -> list[Pair]:
        """Return the pairs that some completion may turn, as far as can be told at one glance."""
        pairs: list[Pair] = [*zip(self.first, self.first[1:], strict=False)] if in_order else []
        pairs += self._against_others(self.first[-1:] if in_order else self.first)
        options = self.completions.options
        widest = {fact: np.ones((len(values), 1), np.bool_) for fact, values in options.items()}
        standings = self.contest.over(self.outcomes.schedule(self.contest.wanted(pairs)), widest, 1)
        return [pair for pair in pairs if not standings.settled(pair)[0]]

    def _against_others(self, ours: Sequence[int]) -> list[Pair]:
        others = [place for place in self.contest.ever_called() if place not in self.first]
        called: list[Pair] = [(one, None) for one in self.first]
        if len(self.first) < self.many:
            return [*called, *((-1, other) for other in others)]
        return [*called, *((one, other) for one in ours for other in others)]

    def changed(self, top: Places, *, in_order: bool) -> Mask:
        """Return the cases whose priorities are others."""
        if in_order:
            return np.asarray((top != self.now).any(axis=1))
        return np.asarray((np.sort(top, axis=1) != np.sort(self.now, axis=1)).any(axis=1))

    def tried(self, table: Table, *, in_order: bool) -> Found | None:
        """Return what some completions show where one changes the priorities; none where none does."""
        return self._refuted(self.completions, table, self.completions.top(table), in_order=in_order)

    def _refuted(self, of: Completions, table: Table, top: Places, *, in_order: bool) -> Found | None:
        rows = np.flatnonzero(self.changed(top, in_order=in_order))
        if not len(rows):
            return None
        if not self.effort.witnesses:
            return Found("refuted")
        # Those that answer least are the easiest to tell.
        given = sum(table.columns[one] != UNKNOWN_CODE for one in map(of.subject, of.options))
        for row in rows[np.argsort(given[rows], kind="stable")][: self.effort.witnesses]:
            answers = of.answers(table, int(row))
            fewest = self._fewest(answers, in_order=in_order)
            if self.asking.path(self.around.answers, fewest):
                return Found("refuted", fewest)
        return Found("open")

    def _fewest(self, answers: dict[str, Value], *, in_order: bool) -> dict[str, Value]:
        """Return some of the answers that change the priorities, none of which can be left out."""
        kept: list[Change] = []
        waiting = list(answers.items())
        while waiting:
            # As many more as it takes: the last of them is needed.
            tries = [[*kept, *waiting[:many]] for many in range(len(waiting) + 1)]
            changed = self.changed(self.around.top(tries), in_order=in_order)
            enough = int(np.argmax(changed))
            if enough == 0:
                break
            kept.append(waiting[enough - 1])
            waiting = waiting[: enough - 1]
        spared = True
        while spared:
            tries = [[*kept[:at], *kept[at + 1 :]] for at in range(len(kept))]
            spared = False
            for at in np.flatnonzero(self.changed(self.around.top(tries), in_order=in_order))[:1]:
                kept, spared = tries[at], True
        return {fact: value for fact, value in kept if value is not None}


class Dividing:
    """Divides boxes until nothing in them can change the order of some pairs."""

    def __init__(
        self,
        stopping: Stopping,
        pairs: Sequence[Pair],
        *,
        in_order: bool,
    ) -> None:
        self.stopping = stopping
        self.pairs = pairs
        self.facts = facts = stopping.contest.facts(pairs)
        self.effort = stopping.effort
        self.in_order = in_order
        outcomes = stopping.outcomes
        self.schedule = outcomes.schedule(stopping.contest.wanted(pairs))
        self.options = outcomes.options
        self._looked_at = 0
        starts = np.cumsum([0, *(len(self.options[fact]) for fact in facts)])
        self.slices = {fact: slice(int(starts[at]), int(starts[at + 1])) for at, fact in enumerate(facts)}
        read = set(outcomes.facts(self.schedule))
        self.others = {fact: len(self.options[fact]) for fact in read if fact not in self.slices}
        self.splitting = [fact for fact in facts if fact in read]

    def found(self) -> Found:
        """Return what dividing shows."""
        last = max((part.stop for part in self.slices.values()), default=0)
        waiting = [np.ones(last, np.bool_)]
        while waiting:
            now, waiting = waiting[:TOGETHER], waiting[TOGETHER:]
            small = [box for box in now if self._size(box) <= self.effort.every // len(now)]
            for box in small:
                table = self.stopping.completions.every(
                    {fact: np.flatnonzero(box[part]).tolist() for fact, part in self.slices.items()}
                )
                found = self.stopping.tried(table, in_order=self.in_order)
                if found is not None:
                    return found
            large = [box for box in now if self._size(box) > self.effort.every // len(now)]
            if not large:
                continue
            children = self._divided(large)
            if children is None or self._looked_at > self.effort.boxes:
                return Found("open")
            waiting = children + waiting
        return Found("proved")

    def _size(self, box: Array) -> int:
        return prod(int(box[part].sum()) for part in self.slices.values())

    def _divided(self, boxes: Sequence[Array]) -> list[Array] | None:
        """Return the parts of boxes in which something may still change; none where one cannot be divided."""
        tries: list[tuple[int, str, Array]] = []
        for number, box in enumerate(boxes):
            for fact in self.splitting:
                part = self.slices[fact]
                left = np.flatnonzero(box[part])
                if len(left) > 1:
                    for option in left:
                        child = box.copy()
                        child[part] = False
                        child[part.start + option] = True
                        tries.append((number, fact, child))
        unsettled = self._unsettled(np.array([child for *_, child in tries]).T) if tries else np.zeros(0)
        scores: dict[tuple[int, str], int] = {}
        for (number, fact, _), many in zip(tries, unsettled, strict=True):
            scores[number, fact] = scores.get((number, fact), 0) + int(many)
        found: list[Array] = []
        for number in range(len(boxes)):
            mine = {fact: score for (of, fact), score in scores.items() if of == number}
            if not mine:
                return None
            best = min(mine, key=mine.__getitem__)
            found += [
                child
                for (of, fact, child), many in zip(tries, unsettled, strict=True)
                if of == number and fact == best and many
            ]
        return found

    def _unsettled(self, boxes: Array) -> Array:
        """Return how many pairs are not settled in each box; shape (boxes,)."""
        length = boxes.shape[1]
        self._looked_at += length
        given = {fact: boxes[part] for fact, part in self.slices.items()}
        given |= {fact: np.ones((many, length), np.bool_) for fact, many in self.others.items()}
        standings = self.stopping.contest.over(self.schedule, given, length)
        hanging = [np.broadcast_to(~standings.settled(pair), length) for pair in self.pairs]
        return np.asarray(np.sum(hanging, axis=0))
