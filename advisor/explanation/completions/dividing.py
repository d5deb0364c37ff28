"""Proves over sets of answers that something is so for every completion, dividing the sets where it must."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Generic, Literal, Protocol, TypeVar

import numpy as np

from advisor.engine.columns.plan import Array
from advisor.explanation.completions.outcomes import Outcomes

Box = Mapping[str, Sequence[int]]
"""For each open fact the numbers of the options that are left."""
Finding = Literal["proved", "refuted", "open"]
Shown = TypeVar("Shown")
Shown_co = TypeVar("Shown_co", covariant=True)
TOGETHER = 24
"""Boxes that are divided at once."""


@dataclass(frozen=True)
class Bounds:
    """How hard to try.

    Attributes:
        boxes: Boxes to look at.
        every: Completions of a box that are tried one by one rather than dividing it further.
    """

    boxes: int
    every: int


class Claim(Protocol[Shown_co]):
    """What is to hold throughout."""

    @property
    def schedule(self) -> Sequence[int]:
        """Numbers of the masks to work out of a box."""

    @property
    def facts(self) -> Sequence[str]:
        """Open facts that bear on it; no other can."""

    def unsettled(self, masks: dict[int, Array], length: int) -> Array:
        """Return how much may still fail in each box, 0 where it holds throughout; shape (length,)."""

    def tried(self, box: Box) -> Shown_co | None:
        """Return what shows that it fails where some completion in a box does so; all of them are tried."""


class Dividing(Generic[Shown]):
    """Divides the widest box until a claim holds throughout each part, or a completion shows otherwise."""

    def __init__(self, outcomes: Outcomes, claim: Claim[Shown], bounds: Bounds) -> None:
        self.outcomes = outcomes
        self.claim = claim
        self.bounds = bounds
        self._looked_at = 0
        options = {fact: len(outcomes.options[fact]) for fact in claim.facts}
        starts = np.cumsum([0, *options.values()]).tolist()
        self.slices = {
            fact: slice(start, start + many)
            for (fact, many), start in zip(options.items(), starts[:-1], strict=True)
        }
        self._last = int(starts[-1])
        read = outcomes.facts(claim.schedule)
        # What the claim cannot hang on is left wide open.
        self._others = {fact: len(outcomes.options[fact]) for fact in read if fact not in self.slices}
        self._splitting = [fact for fact in claim.facts if fact in set(read)]

    def found(self) -> tuple[Finding, Shown | None]:
        """Return what dividing shows, with what shows it where refuted."""
        waiting = [np.ones(self._last, np.bool_)]
        while waiting:
            now, waiting = waiting[:TOGETHER], waiting[TOGETHER:]
            small = [box for box in now if self._size(box) <= self.bounds.every // len(now)]
            for box in small:
                shown = self.claim.tried(
                    {fact: np.flatnonzero(box[part]).tolist() for fact, part in self.slices.items()}
                )
                if shown is not None:
                    return "refuted", shown
            large = [box for box in now if self._size(box) > self.bounds.every // len(now)]
            if not large:
                continue
            children = self._divided(large)
            if children is None or self._looked_at > self.bounds.boxes:
                return "open", None
            waiting = children + waiting
        return "proved", None

    def _size(self, box: Array) -> int:
        return prod(int(box[part].sum()) for part in self.slices.values())

    def _divided(self, boxes: Sequence[Array]) -> list[Array] | None:
        """Return the parts of boxes in which it may still fail; none where one cannot be divided."""
        tries: list[tuple[int, str, Array]] = []
        for number, box in enumerate(boxes):
            for fact in self._splitting:
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
        length = boxes.shape[1]
        self._looked_at += length
        given = {fact: boxes[part] for fact, part in self.slices.items()}
        given |= {fact: np.ones((many, length), np.bool_) for fact, many in self._others.items()}
        return self.claim.unsettled(self.outcomes.carry_out(self.claim.schedule, given, length), length)
