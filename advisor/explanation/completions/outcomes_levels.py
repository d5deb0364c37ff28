"""Which levels votes can make, where of each vote only a set is known: the rule of levels over sets.

Each comparison of the rule is a sum over votes. It is at its largest or smallest where each vote is, so the
bounds are exact but for what the votes have in common.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt

from advisor.engine.columns.plan import Array
from advisor.engine.program import Levelled
from advisor.model.knowledge import Thresholds

UP, DOWN, BOTH, SILENT, OUT = range(5)
"""What a source can do: vote up, down or both ways, be unknown, or not apply."""
MANY = 1 << 5
Bounds = tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]
"""The least and the most that a source adds, by the set of what it can do."""
UNKNOWN_BIT, LOW_BIT, MIXED_BIT, HIGH_BIT = 1, 2, 4, 8


def level_work(step: Levelled, thresholds: Thresholds) -> Callable[..., Array]:
    """Return the work that says which levels votes can make, in bits: unknown, low, mixed, high.

    Its arguments are five masks a source: where it can vote up, down, both ways, be unknown, not apply.
    """
    majority, least = thresholds.clear_majority, thresholds.least_known
    falling = _bounds((-majority, 1, 1 - majority, 0, 0))
    rising = _bounds((1, -majority, 1 - majority, 0, 0))
    enough = _bounds((2 * least - 2, 2 * least - 2, least - 2, -2, 0))
    known = _bounds((1, 1, 1, 0, 0))
    both = _bounds((0, 0, 1, 0, 0))
    applying = _bounds((1, 1, 1, 1, 0))
    carried = [source.carried for source in step.sources]

    def work(*masks: Array) -> Array:
        sets = [_packed(masks[5 * place : 5 * place + 5]) for place in range(len(carried))]
        length = sets[0].shape[0] if sets else 1
        nothing = np.zeros(length, np.int16)

        def total(bounds: Bounds, side: int, which: object) -> Array:
            found = nothing.copy()
            for one, is_carried in zip(sets, carried, strict=True):
                if which is None or is_carried == which:
                    found += bounds[side][one]
            return found

        echoes_least = np.maximum(total(both, 0, True), 1) - 1
        echoes_most = np.maximum(total(both, 1, True), 1) - 1
        more = majority - 1
        can_low = total(falling, 1, None) + more * echoes_most >= 0
        can_high = total(rising, 1, None) + more * echoes_most >= 0
        can_mixed = (total(falling, 0, None) + more * echoes_least < 0) & (
            total(rising, 0, None) + more * echoes_least < 0
        )
        own, carrying = total(known, 0, False), total(known, 0, True)
        few = np.minimum(thresholds.least_carried, total(applying, 1, None))
        can_unknown = (own + carrying == 0) | (total(enough, 0, None) < 0) | ((own == 0) & (carrying < few))
        bits = can_unknown * UNKNOWN_BIT + can_low * LOW_BIT + can_mixed * MIXED_BIT + can_high * HIGH_BIT
        return np.asarray(bits, np.int8)

    return work


def _packed(masks: tuple[Array, ...]) -> Array:
    found = masks[UP].astype(np.int8)
    for place, mask in enumerate(masks[1:], start=1):
        found = found | (mask.astype(np.int8) << place)
    return found


@cache
def _bounds(worth: tuple[int, ...]) -> Bounds:
    """Return the least and the most that a source adds, by the set of what it can do."""
    least, most = np.zeros(MANY, np.int16), np.zeros(MANY, np.int16)
    for bits in range(1, MANY):
        here = [worth[place] for place in range(5) if bits >> place & 1]
        least[bits], most[bits] = min(here), max(here)
    return least, most
