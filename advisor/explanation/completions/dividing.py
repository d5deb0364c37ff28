"""Proves over sets of answers that something is so for every completion, dividing the sets where it must."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

import numpy as np

from advisor.explanation.completions.outcomes import Outcomes

Box = Mapping[str, Sequence[int]]
"""For each open fact the numbers of the options that are left."""
Finding = Literal["proved", "refuted", "open"]


@dataclass(frozen=True)
class Bounds:
    """How hard to try.

    Attributes:
        boxes: Boxes to look at.
        every: Completions of a box that are tried one by one rather than dividing it further.
        tried: Completions tried one by one in all.
    """

    boxes: int = 4_000
    every: int = 5_000
    tried: int = 200_000


def divided(
    outcomes: Outcomes, sure: int, refutes: Callable[[Box], bool], bounds: Bounds = Bounds()
) -> Finding:
    """Return whether something holds throughout the widest box.

    Args:
        outcomes: The program over boxes.
        sure: Number of the mask of boxes in which it holds throughout.
        refutes: Whether some completion in a small box shows otherwise, all of them being tried.
        bounds: How hard to try.
    """
    schedule = outcomes.schedule([sure])
    facts = outcomes.facts(schedule)
    waiting: list[Box] = [{fact: range(len(outcomes.options[fact])) for fact in facts}]
    looked_at = tried = 0
    while waiting:
        box = waiting.pop()
        size = prod(map(len, box.values()))
        if size <= bounds.every:
            tried += size
            if tried > bounds.tried:
                return "open"
            if refutes(box):
                return "refuted"
            continue
        children = dict(_children(box))
        every = [child for some in children.values() for child in some]
        looked_at += len(every)
        if looked_at > bounds.boxes:
            return "open"
        held = _held(outcomes, schedule, sure, every)
        best: list[Box] = every
        at = 0
        for some in children.values():
            left = [child for child, holds in zip(some, held[at : at + len(some)], strict=True) if not holds]
            at += len(some)
            best = min(best, left, key=len)
        waiting += best
    return "proved"


def _children(box: Box) -> Iterator[tuple[str, list[Box]]]:
    """Yield the parts that a box falls into by each fact."""
    for fact, left in box.items():
        if len(left) > 1:
            yield fact, [{**box, fact: (one,)} for one in left]


def _held(outcomes: Outcomes, schedule: Sequence[int], sure: int, boxes: Sequence[Box]) -> list[bool]:
    given = {}
    for fact in boxes[0]:
        masks = np.zeros((len(outcomes.options[fact]), len(boxes)), np.bool_)
        for number, box in enumerate(boxes):
            masks[list(box[fact]), number] = True
        given[fact] = masks
    mask = np.broadcast_to(outcomes.carry_out(schedule, given, len(boxes))[sure], len(boxes))
    return [bool(one) for one in mask]
