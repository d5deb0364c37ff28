"""Which levels votes can make, where of each vote only a set is known: the rule of levels over sets.

Each comparison of the rule is a sum over votes. It is at its largest or smallest where each vote is, so the
bounds are exact but for what the votes have in common.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from advisor.engine.columns.plan import Array
from advisor.engine.program import Levelled
from advisor.model.knowledge import Thresholds

SETS = 1 << 5
"""What a source can do, a bit each: vote up, down or both ways, be unknown, or not apply."""
Bounds = npt.NDArray[np.int16]
"""What sources add, by the set of what each can do."""
UNKNOWN_BIT, LOW_BIT, MIXED_BIT, HIGH_BIT = 1, 2, 4, 8


def level_work(step: Levelled, thresholds: Thresholds) -> Callable[..., Array]:
    """Return the work that says which levels votes can make, in bits: unknown, low, mixed, high.

    Its arguments are five masks a source: where it can vote up, down, both ways, be unknown, not apply.
    """
    majority, least = thresholds.clear_majority, thresholds.least_known
    falling = _least_and_most((-majority, 1, 1 - majority, 0, 0))
    rising = _least_and_most((1, -majority, 1 - majority, 0, 0))
    enough = _least_and_most((2 * least - 2, 2 * least - 2, least - 2, -2, 0))
    known = _least_and_most((1, 1, 1, 0, 0))
    both = _least_and_most((0, 0, 1, 0, 0))
    applying = _least_and_most((1, 1, 1, 1, 0))
    carried = np.array([source.carried for source in step.sources], np.bool_)
    everyone = np.ones(len(carried), np.bool_)
    # What is asked of whom; all are added up at once.
    sums = (
        *((bounds, everyone) for bounds in (*falling, *rising)),
        *((bounds, carried) for bounds in both),
        (known[0], ~carried),
        (known[0], carried),
        (enough[0], everyone),
        (applying[1], everyone),
    )
    added = np.stack([np.outer(of, bounds) for bounds, of in sums], axis=-1).astype(np.int16)
    numbers = np.arange(len(carried))[:, None]
    weights = np.array([1, 2, 4, 8, 16], np.int8)[:, None]

    def work(*masks: Array) -> Array:
        length = max(map(len, masks), default=1)
        wide = (mask if len(mask) == length else np.broadcast_to(mask, length) for mask in masks)
        every = np.array([*wide], np.int8)
        sets = (every.reshape(len(carried), 5, length) * weights).sum(axis=1, dtype=np.int8)
        (
            falling_least,
            falling_most,
            rising_least,
            rising_most,
            both_least,
            both_most,
            own,
            carrying,
            enough_least,
            applying_most,
        ) = added[numbers, sets].sum(axis=0, dtype=np.int16).T
        more = majority - 1
        echoes_least = more * (np.maximum(both_least, 1) - 1)
        echoes_most = more * (np.maximum(both_most, 1) - 1)
        can_low = falling_most + echoes_most >= 0
        can_high = rising_most + echoes_most >= 0
        can_mixed = (falling_least + echoes_least < 0) & (rising_least + echoes_least < 0)
        few = np.minimum(thresholds.least_carried, applying_most)
        can_unknown = (own + carrying == 0) | (enough_least < 0) | ((own == 0) & (carrying < few))
        bits = can_unknown * UNKNOWN_BIT + can_low * LOW_BIT + can_mixed * MIXED_BIT + can_high * HIGH_BIT
        return np.asarray(bits, np.int8)

    return work


def _least_and_most(worth: tuple[int, ...]) -> tuple[Bounds, Bounds]:
    """Return the least and the most that a source adds, by the set of what it can do."""
    least, most = np.zeros(SETS, np.int16), np.zeros(SETS, np.int16)
    for bits in range(1, SETS):
        here = [worth[place] for place in range(5) if bits >> place & 1]
        least[bits], most[bits] = min(here), max(here)
    return least, most
