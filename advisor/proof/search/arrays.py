"""Covering arrays: few rows in which every combination of values of any few columns occurs.

Rows grow column by column: each row takes the value that covers most of what is not covered yet, and what is
left over gets rows of its own. Nothing is drawn by lot, so the same sizes always give the same rows.
"""

from collections.abc import Sequence
from itertools import combinations, product
from math import prod

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
"""Numbers of values: shape (rows, columns)."""

OPEN = -1


def covering_array(sizes: Sequence[int], strength: int) -> Rows:
    """Return rows in which all values of any few columns meet.

    Args:
        sizes: How many values each column has.
        strength: How many columns at a time.

    Returns:
        Numbers of values, shape (rows, columns), in the order of the sizes given.
    """
    strength = min(strength, len(sizes))
    largest_first = sorted(range(len(sizes)), key=lambda place: -sizes[place])
    ordered = [sizes[place] for place in largest_first]
    rows = np.array(list(product(*map(range, ordered[:strength]))), np.int64).reshape(-1, strength)
    for column in range(strength, len(ordered)):
        rows = _with_one_more(rows, ordered[: column + 1], strength)
    found = np.empty_like(rows)
    found[:, largest_first] = np.maximum(rows, 0)
    return found


def _with_one_more(rows: Rows, sizes: Sequence[int], strength: int) -> Rows:
    """Return the rows with one column more."""
    *earlier, size = sizes
    groups = np.array(list(combinations(range(len(earlier)), strength - 1)), np.int64)
    weights = np.array([_weights([earlier[one] for one in group]) for group in groups])
    counts = [prod(earlier[one] for one in group) for group in groups]
    missing = np.zeros((len(groups), max(counts), size), bool)
    for place, count in enumerate(counts):
        missing[place, :count] = True
    everything = np.arange(len(groups))
    chosen = np.full(len(rows), OPEN)
    for number, row in enumerate(rows):
        parts = row[groups]
        closed = everything[(parts != OPEN).all(axis=1)]
        place = (parts[closed] * weights[closed]).sum(axis=1)
        gain = missing[closed, place].sum(axis=0)
        if gain.any():
            chosen[number] = gain.argmax()
            missing[closed, place, chosen[number]] = False
    rows = np.column_stack([rows, chosen])
    return _with_the_rest(rows, missing, groups, earlier)


def _with_the_rest(rows: Rows, missing: npt.NDArray[np.bool_], groups: Rows, earlier: Sequence[int]) -> Rows:
    """Return the rows with what is still missing put where there is room, or in a new row."""
    whole = [list(row) for row in rows]
    roomy = [row for row in whole if OPEN in row]
    for place, combination, value in np.argwhere(missing):
        group = groups[place]
        values = np.unravel_index(combination, [earlier[one] for one in group])
        wanted = [*zip(group.tolist(), map(int, values), strict=True), (len(earlier), int(value))]
        row = next((one for one in roomy if all(one[at] in (OPEN, what) for at, what in wanted)), None)
        if row is None:
            row = [OPEN] * (len(earlier) + 1)
            whole.append(row)
            roomy.append(row)
        for at, what in wanted:
            row[at] = what
    return np.array(whole, np.int64)


def _weights(sizes: Sequence[int]) -> list[int]:
    return [prod(sizes[place + 1 :]) for place in range(len(sizes))]


def combinations_in_all(sizes: Sequence[int], strength: int) -> int:
    """Return how many combinations of values any few columns have."""
    return sum(prod(group) for group in combinations(sizes, strength))


def combinations_met(rows: Rows, sizes: Sequence[int], strength: int) -> int:
    """Return how many combinations of values of any few columns occur in some rows."""
    met = 0
    for group in combinations(range(len(sizes)), strength):
        places = rows[:, group] @ np.array(_weights([sizes[one] for one in group]))
        met += len(np.unique(places))
    return met
