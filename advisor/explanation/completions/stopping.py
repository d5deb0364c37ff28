"""The stopping rule: whether nothing left can change the priorities of a case.

Chance looks for a completion that changes them. Where it finds none, sets of answers are divided until each
is known to change nothing, or is so small that every completion in it is tried.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from advisor.engine.columns.codes import Mask
from advisor.engine.columns.plan import Array
from advisor.engine.columns.table import Table
from advisor.explanation.completions.completions import Asking, Completions
from advisor.explanation.completions.dividing import Bounds, Box, Dividing, Finding
from advisor.explanation.completions.outcomes import Outcomes
from advisor.explanation.completions.outcomes_order import Contest, Pair
from advisor.explanation.priorities import NOBODY, Firsts
from advisor.explanation.variants import Around, Change
from advisor.model.condition import Value

Which = Literal["members", "order", "words"]
"""What is to stay: which recommendations come first; their order too; their wordings too."""
SEED = 7


@dataclass(frozen=True)
class Alone:
    """Answers that are tried alone.

    Attributes:
        now: The priorities of the case as it stands.
        changes: The answers.
        firsts: The priorities that each leads to.
    """

    now: Firsts
    changes: Sequence[Change]
    firsts: Firsts


@dataclass(frozen=True)
class Effort:
    """How hard to try: what stands here alone bounds the work, so that the same case always ends alike.

    Attributes:
        drawn: Random completions to try at once.
        every: Completions to try one by one, in a box or among all.
        boxes: Boxes to look at.
        witnesses: Completions to try and tell what changes the priorities; with none it is not told.
        alone: Whether to try each answer alone first: the shortest to tell.
    """

    drawn: int
    every: int
    boxes: int
    witnesses: int
    alone: bool = False


QUICK = Effort(drawn=300, every=4_000, boxes=600, witnesses=0)
THOROUGH = Effort(drawn=2_000, every=200_000, boxes=60_000, witnesses=8, alone=True)


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
        self,
        asking: Asking,
        around: Around,
        closed: Collection[str] = (),
        effort: Effort = THOROUGH,
        alone: Alone | None = None,
    ) -> None:
        """Take a case; facts that are closed get no answer.

        Args:
            asking: What the questionnaire may still ask.
            around: The case.
            closed: Facts that get no answer.
            effort: How hard to try.
            alone: Every answer to what is asked now, alone, where it was tried before.
        """
        self.asking = asking
        self.around = around
        self.closed = closed
        self.effort = effort
        self.many = around.columns.program.knowledge.settings.priorities
        self._known_alone = alone
        self._findings: dict[Which, Found] = {}
        self._glances: dict[Which, list[Pair]] = {}

    @cached_property
    def now(self) -> Firsts:
        """The priorities of the case as it stands."""
        if self.effort.alone:
            return self._alone.now
        return self._drawn[1].rows([0])

    @cached_property
    def first(self) -> list[int]:
        """The places of the priorities of the case as it stands."""
        return [int(place) for place in self.now.places[0] if place != NOBODY]

    @cached_property
    def completions(self) -> Completions:
        """The completions of all that could come to be asked."""
        return Completions(self.asking, self.around, self.asking.ever(self.around.answers, self.closed))

    @cached_property
    def outcomes(self) -> Outcomes:
        """The program over sets of answers."""
        return Outcomes(self.asking.reading, self.around.answers, self.completions.options)

    @cached_property
    def contest(self) -> Contest:
        """The order of recommendations over sets of answers."""
        return Contest(self.outcomes)

    @cached_property
    def _left(self) -> Completions:
        """The completions of what is asked now."""
        return Completions(self.asking, self.around, self.asking.left(self.around.answers, self.closed))

    @cached_property
    def _alone(self) -> Alone:
        """Every answer to what is asked now, alone, with the priorities."""
        if self._known_alone is not None:
            return self._known_alone
        changes = self._left.singles()
        firsts = self.around.firsts([(), *((one,) for one in changes)])
        return Alone(firsts.rows([0]), changes, firsts.rows(range(1, len(changes) + 1)))

    @cached_property
    def _drawn(self) -> tuple[Table, Firsts]:
        """The case as it stands and random completions of what is asked now, with their priorities."""
        left = self._left
        table = left.drawn(tuple(left.options), self.effort.drawn, np.random.default_rng(SEED))
        return table, left.firsts(table)

    def same_words(self) -> Found:
        """Return whether the priorities stay the same, in the same order and in the same wordings."""
        order = self.same_order()
        return self._found("words") if order.finding == "proved" else order

    def same_order(self) -> Found:
        """Return whether the priorities stay the same, in the same order."""
        return self._found("order")

    def same_set(self) -> Found:
        """Return whether the priorities stay the same, in whatever order."""
        return self._found("members")

    def _found(self, which: Which) -> Found:
        if which not in self._findings:
            self._findings[which] = self._sought(which)
        return self._findings[which]

    def _sought(self, which: Which) -> Found:
        if not self.completions.options:
            return Found("proved")
        if self.effort.alone:
            for row in np.flatnonzero(self.changed(self._alone.firsts, which))[:1]:
                fact, value = self._alone.changes[row]
                return Found("refuted", {fact: value} if value is not None else {})
            # What one glance proves, chance need not try.
            if not self._unsettled(which):
                return Found("proved")
        refuted = self._refuted(self._left, *self._drawn, which)
        if refuted is not None:
            return refuted
        unsettled = self._unsettled(which)
        if not unsettled:
            return Found("proved")
        bounds = Bounds(self.effort.boxes, self.effort.every)
        finding, shown = Dividing(self.outcomes, _Unchanged(self, unsettled, which), bounds).found()
        return shown or Found(finding)

    def facts(self) -> tuple[str, ...]:
        """Return the open facts that can bear on the priorities at all; the others cannot."""
        unsettled = self._unsettled("order")
        return self.contest.facts(unsettled) if unsettled else ()

    def _unsettled(self, which: Which) -> list[Pair]:
        """Return the pairs that some completion may turn, as far as can be told at one glance."""
        if which not in self._glances:
            pairs = self._pairs(which)
            schedule = self.outcomes.schedule(self.contest.wanted(pairs))
            standings = self.contest.standings(self.outcomes.widest(schedule), 1)
            self._glances[which] = [pair for pair in pairs if not standings.settled(pair)[0]]
        return self._glances[which]

    def _pairs(self, which: Which) -> list[Pair]:
        if which == "words":
            # The order is proved before the words are looked at.
            wordings = self.now.wordings[0]
            return [
                (one, self.around.priorities.worded(one, int(number)))
                for one, number in zip(self.first, wordings, strict=False)
            ]
        if which == "members":
            return self._against_others(self.first)
        return [*zip(self.first, self.first[1:], strict=False), *self._against_others(self.first[-1:])]

    def _against_others(self, ours: Sequence[int]) -> list[Pair]:
        others = [place for place in self.contest.ever_called() if place not in self.first]
        called: list[Pair] = [(one, None) for one in self.first]
        if len(self.first) < self.many:
            return [*called, *((-1, other) for other in others)]
        return [*called, *((one, other) for one in ours for other in others)]

    def changed(self, firsts: Firsts, which: Which) -> Mask:
        """Return the cases whose priorities are others: others at all, in order, or in words."""
        then, now = firsts.places, self.now.places
        if which == "members":
            return np.asarray((np.sort(then, axis=1) != np.sort(now, axis=1)).any(axis=1))
        moved = (then != now).any(axis=1)
        if which == "words":
            moved |= (firsts.wordings != self.now.wordings).any(axis=1)
        return np.asarray(moved)

    def tried(self, table: Table, which: Which) -> Found | None:
        """Return what some completions show where one changes the priorities; none where none does."""
        return self._refuted(self.completions, table, self.completions.firsts(table), which)

    def _refuted(self, of: Completions, table: Table, firsts: Firsts, which: Which) -> Found | None:
        rows = np.flatnonzero(self.changed(firsts, which))
        if not len(rows):
            return None
        if not self.effort.witnesses:
            return Found("refuted")
        # Those that answer least are the easiest to tell.
        given = of.given(table)
        for row in rows[np.argsort(given[rows], kind="stable")][: self.effort.witnesses]:
            fewest = self._fewest(of.answers(table, int(row)), which)
            if self.asking.path(self.around.answers, fewest):
                return Found("refuted", fewest)
        return Found("open")

    def _fewest(self, answers: dict[str, Value], which: Which) -> dict[str, Value]:
        """Return some of the answers that change the priorities, none of which can be left out."""
        kept: list[Change] = []
        waiting = list(answers.items())
        while waiting:
            # As many more as it takes: the last of them is needed.
            tries = [[*kept, *waiting[:many]] for many in range(len(waiting) + 1)]
            changed = self.changed(self.around.firsts(tries), which)
            enough = int(np.argmax(changed))
            if enough == 0:
                break
            kept.append(waiting[enough - 1])
            waiting = waiting[: enough - 1]
        spared = True
        while spared:
            tries = [[*kept[:at], *kept[at + 1 :]] for at in range(len(kept))]
            spared = False
            for at in np.flatnonzero(self.changed(self.around.firsts(tries), which))[:1]:
                kept, spared = tries[at], True
        return {fact: value for fact, value in kept if value is not None}


class _Unchanged:
    """The claim that some pairs stand as they are to stand."""

    def __init__(self, stopping: Stopping, pairs: Sequence[Pair], which: Which) -> None:
        self._stopping = stopping
        self._pairs = pairs
        self._which = which
        contest = stopping.contest
        self.facts = contest.facts(pairs)
        self.schedule = stopping.outcomes.schedule(contest.wanted(pairs))

    def unsettled(self, masks: dict[int, Array], length: int) -> Array:
        """Return how many pairs are not settled in each box."""
        standings = self._stopping.contest.standings(masks, length)
        hanging = [np.broadcast_to(~standings.settled(pair), length) for pair in self._pairs]
        return np.asarray(np.sum(hanging, axis=0))

    def tried(self, box: Box) -> Found | None:
        """Return what the completions of a box show where one changes the priorities."""
        table = self._stopping.completions.every(box)
        return self._stopping.tried(table, self._which)
