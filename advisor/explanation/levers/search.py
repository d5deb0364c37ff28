"""The search behind levers: every set of changes, tried over columns and compared by outcome.

Nothing is scored. Outcomes are compared by level, towards the good side of the mechanism, an unknown level
being no better than the bad side; then by fewer harms that the papers call critical; then by fewer influences
against it; then by more in its favour. Two kinds of sets of changes do not count: those that leave more
influences against the mechanism than there are now, which is no relief whatever the level; and those that set
answers against one another, as the contradictions of the rules have it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt

from advisor.engine.beneath import numbers_worth_trying
from advisor.engine.columns.codes import UNKNOWN_CODE, Codes, Mask
from advisor.engine.columns.evaluator import Conclusions
from advisor.engine.columns.room import every_known, sorts_beneath
from advisor.engine.columns.table import Table
from advisor.engine.compile import CONTRADICTION
from advisor.engine.program import ANSWERED, Levelled
from advisor.explanation.reasons.ticks import apart
from advisor.explanation.variants import Around
from advisor.model.condition import Kind, Subject, Value

Sets = npt.NDArray[np.int16]
"""Sets of changes by their places in the list of changes: shape (sets, changes in a set)."""
Keys = npt.NDArray[np.int64]
"""Outcomes as numbers, a better one greater: shape (sets,)."""

PART = 65_536
"""Sets of changes that are tried at once."""
MANY = 256
"""More influences than any mechanism has."""


@dataclass(frozen=True)
class Candidate:
    """One change: a fact, and the values that do the same whatever else is changed.

    Attributes:
        moves: Whether the mechanism can tell of it; if not, it only keeps answers from contradicting.
    """

    fact: str
    values: tuple[Value, ...]
    moves: bool = True


@dataclass(frozen=True)
class Best:
    """The best that so many changes can do.

    Attributes:
        key: Their outcome.
        sets: All sets of changes with that outcome.
    """

    key: int
    sets: tuple[tuple[Candidate, ...], ...]


class LeverSearch:
    """Tries changes to one case for one mechanism.

    Attributes:
        present: The outcome as things are.
    """

    def __init__(self, around: Around, mechanism: str) -> None:
        """Prepare the search for a mechanism."""
        self._around = around
        self._columns = around.columns
        program = self._columns.program
        self._end = Subject(Kind.LEVEL.value, mechanism)
        self._level = cast("Levelled", program.by_subject[self._end])
        self._votes = tuple(source.vote for source in self._level.sources)
        self._critical = tuple(source.vote for source in self._level.sources if source.critical)
        self._numbers = numbers_worth_trying(program)
        self._contradictions = tuple(one for one in program.by_subject if one.kind == CONTRADICTION)
        now = self._table((), np.empty((1, 0), np.int16))
        found = self._columns.evaluate(now, [*self._votes, self._end, *self._contradictions])
        self._new = tuple(one for one in self._contradictions if found[one][0] == UNKNOWN_CODE)
        self.present = int(self._keys(found)[0])

    def candidates(self, facts: Collection[str]) -> tuple[Candidate, ...]:
        """Return every change to one of some facts that the mechanism or a contradiction can tell of.

        Of numbers and of ticks there is one value of each sort that these tell apart.
        """
        moving, telling = self._moving, self._telling
        found: list[Candidate] = []
        for fact in self._columns.program.knowledge.vocabulary.facts:
            name, present = fact.fact, self._around.answers.get(fact.fact)
            if name not in facts or name not in telling:
                continue
            sorts: dict[object, list[Value]] = {}
            # Values nobody should aim at are no change, and neither are those that only they stand for.
            for value in every_known(fact, self._numbers):
                if value != present and fact.aims_at(value, present):
                    sorts.setdefault(telling[name](value), []).append(value)
            if present is not None:
                # What nothing tells from the present answer is no change.
                sorts.pop(telling[name](present), None)
            for alike in sorts.values():
                nearest = sorted(alike, key=lambda value: apart(value, present))
                values = alike if fact.kind == "one of" else nearest[:1]
                moves = name in moving
                if moves and present is not None:
                    moves = moving[name](present) != moving[name](alike[0])
                found.append(Candidate(name, tuple(values), moves))
        return tuple(found)

    @cached_property
    def _moving(self) -> dict[str, Callable[[Value | None], object]]:
        return sorts_beneath([self._end], self._columns)

    @cached_property
    def _telling(self) -> dict[str, Callable[[Value | None], object]]:
        return sorts_beneath([self._end, *self._contradictions], self._columns)

    def best(self, candidates: Sequence[Candidate], most: int) -> Iterator[Best | None]:
        """Yield the best that one change can do, then two together, up to so many.

        Where so many do no better than fewer, it is none. Only changes that the mechanism can tell of are
        tried, unless a better outcome is out of reach for a contradiction alone.
        """
        moving = [one for one in candidates if one.moves]
        above = bound = self.present
        for changes in range(1, most + 1):
            found, free = self._best(moving, changes, above)
            # With one change that only keeps answers together, the others are fewer.
            if len(moving) < len(candidates) and bound > above and bound >= (found.key if found else 0):
                found, _ = self._best(candidates, changes, above)
            bound = max(bound, free)
            above = found.key if found else above
            yield found

    def _best(self, candidates: Sequence[Candidate], changes: int, above: int) -> tuple[Best | None, int]:
        """Return the best that exactly so many changes to different facts can do.

        Beside it stands what it would be, did contradictions not count.

        Args:
            candidates: The changes.
            changes: How many of them together.
            above: The outcome that they must be better than.
        """
        key, free, kept = above, above, list[Sets]()
        now = int(against(np.array([self.present]))[0])
        for every in sets_of([one.fact for one in candidates], changes):
            keys = self._keys(
                self._columns.evaluate(self._table(candidates, every), [*self._votes, self._end])
            )
            keys[against(keys) > now] = -1
            free = max(free, int(keys.max(initial=-1)))
            hopeful = (keys >= key) & (keys > above)
            sets, keys = every[hopeful], keys[hopeful]
            together = self._goes_together(candidates, sets)
            greatest = int(keys[together].max(initial=above))
            if greatest > key:
                key, kept = greatest, []
            if together.any():
                kept.append(sets[together & (keys == key)])
        if not kept:
            return None, free
        rows = np.concatenate(kept).tolist()
        return Best(key, tuple(tuple(candidates[place] for place in row) for row in rows)), free

    def _table(self, candidates: Sequence[Candidate], sets: Sets) -> Table:
        """Return the case with each set of changes."""
        varied = {one.fact: self._codes(one) for one in candidates}
        columns = {
            fact: np.full(len(sets), book.encode(self._around.answers.get(fact)), book.dtype)
            for fact, book in varied.items()
        }
        codes = [self._codes(one).encode(one.values[0]) for one in candidates]
        for place in range(sets.shape[1]):
            # The rows of each change stand together once they are sorted by it.
            rows = np.argsort(sets[:, place], kind="stable")
            ends = np.searchsorted(sets[rows, place], np.arange(len(candidates) + 1)).tolist()
            for number, one in enumerate(candidates):
                changed = rows[ends[number] : ends[number + 1]]
                columns[one.fact][changed] = codes[number]
        return self._around.varied(columns, len(sets))

    def _codes(self, candidate: Candidate) -> Codes:
        return self._columns.codebook[Subject(ANSWERED, candidate.fact)]

    def _goes_together(self, candidates: Sequence[Candidate], sets: Sets) -> Mask:
        """Return the mask of sets that bring no contradiction but those that the answers hold already."""
        together = np.ones(len(sets), np.bool_)
        if len(sets):
            found = self._columns.evaluate(self._table(candidates, sets), self._new)
            for one in self._new:
                together &= found[one] == UNKNOWN_CODE
        return together

    def _keys(self, found: Conclusions) -> Keys:
        """Return outcomes as numbers that sort as outcomes do."""
        good = self._level.mechanism.high_is == "good"
        favour, adverse = ("+", "-") if good else ("-", "+")
        places = {"mixed": 1, "high" if good else "low": 2}
        level = found[self._level.subject]
        keys = np.zeros(found.length, np.int64)
        for value, place in places.items():
            keys[level == found.codebook[self._level.subject].encode(value)] = place
        for votes, sign, better in (
            # What the level rule lets outweigh the rest is a critical vote that lowers.
            (self._critical, "-", not good),
            (self._votes, adverse, False),
            (self._votes, favour, True),
        ):
            count = counted(votes, sign, found)
            keys = keys * MANY + (count if better else MANY - 1 - count)
        return keys


def stands(key: int) -> tuple[int, int, int, int]:
    """Return an outcome in parts: place of the level, critical harms, influences against and in favour."""
    rest, favour = divmod(key, MANY)
    rest, adverse = divmod(rest, MANY)
    place, critical = divmod(rest, MANY)
    return place, MANY - 1 - critical, MANY - 1 - adverse, favour


def against(keys: Keys) -> Keys:
    """Return how many influences stand against the mechanism in outcomes, shape (sets,)."""
    return MANY - 1 - keys // MANY % MANY


def counted(votes: Sequence[Subject], sign: str, found: Conclusions) -> Keys:
    """Return how many of some votes have a sign, shape (cases,)."""
    total = np.zeros(found.length, np.int64)
    for vote in votes:
        if sign in found.codebook[vote].by_value:
            total += found.where(vote, sign)
    return total


def sets_of(facts: Sequence[str], changes: int) -> Iterator[Sets]:
    """Yield every set of so many changes to different facts, some at a time.

    Args:
        facts: The fact of each change; changes to one fact stand together.
        changes: How many in a set.
    """
    count = len(facts)
    # The first change after those to the same fact.
    after = np.array([place + list(facts[place:]).count(fact) for place, fact in enumerate(facts)], np.int64)
    sets: Sets = np.arange(count, dtype=np.int16)[:, np.newaxis]
    for _ in range(changes - 2):
        sets = _joined(sets, after, count)
    if changes == 1:
        yield sets
        return
    following = count - after[sets[:, -1]]
    start = 0
    while start < len(sets):
        stop = start + max(1, int(np.searchsorted(np.cumsum(following[start:]), PART, "right")))
        yield _joined(sets[start:stop], after, count)
        start = stop


def _joined(sets: Sets, after: npt.NDArray[np.int64], count: int) -> Sets:
    """Return every one of some sets with every change that comes after its last."""
    first = after[sets[:, -1]]
    many = count - first
    rows = np.repeat(np.arange(len(sets)), many)
    begins = np.repeat(np.cumsum(many) - many, many)
    last = np.arange(len(rows)) - begins + np.repeat(first, many)
    return np.column_stack([sets[rows], last.astype(np.int16)])
