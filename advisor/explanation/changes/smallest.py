"""The smallest sets of changes that bring something about, for many things at once.

Sets of one and of two are tried first. Else changes are left out one at a time, until none can be: all things
together in one batch a round. What is left is tried in all its parts where there are few of them.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
C = TypeVar("C", bound=Hashable)
Request = tuple[K, frozenset[C]]
Brings = Callable[[Sequence[tuple[K, frozenset[C]]]], Sequence[bool]]
"""Says of each set of changes whether it alone brings a thing about."""

MOST_PAIRED = 40
"""Things that hang on more changes than this are not tried with every two of them."""
MOST_PARTS = 6
"""Of sets up to this size every part is tried, so that no smaller part does it."""


def smallest_sets(
    changes: Mapping[K, Sequence[C]],
    brings: Brings[K, C],
    likely: Mapping[K, C] | None = None,
    paired: Callable[[K], int] = lambda key: MOST_PAIRED,  # noqa: ARG005 - alike for all
) -> dict[K, tuple[C, ...] | None]:
    """Return for each thing a set of changes that brings it about, and of which none can be left out.

    Args:
        changes: For each thing the changes that may bring it about, all of them together.
        brings: Tries sets of changes.
        likely: Changes to try first, because each is known to bring its thing about as a rule.
        paired: With how many changes every two of them are tried.

    Returns:
        The sets, each in the order of its changes; none where all changes together do not bring it about.
    """
    found: dict[K, frozenset[C]] = {}
    _keep_first([(key, frozenset((one,))) for key, one in (likely or {}).items()], brings, found)
    for size in (1, 2):
        waiting = {key: few for key, few in changes.items() if key not in found}
        tried = [
            (key, frozenset(some))
            for key, few in waiting.items()
            if size == 1 or len(few) <= paired(key)
            for some in combinations(few, size)
        ]
        _keep_first(tried, brings, found)
    rest = {key: frozenset(few) for key, few in changes.items() if key not in found}
    whole = dict(zip(rest, brings(list(rest.items())), strict=True)) if rest else {}
    left = _left_out({key: few for key, few in rest.items() if whole[key]}, changes, brings)
    parts = [
        (key, frozenset(some))
        for key, few in left.items()
        if len(few) <= MOST_PARTS
        for size in range(2, len(few))
        for some in combinations([one for one in changes[key] if one in few], size)
    ]
    _keep_first(parts, brings, found)
    found = left | found
    return {
        key: tuple(one for one in few if one in found[key]) if key in found else None
        for key, few in changes.items()
    }


def _keep_first(
    tried: Sequence[tuple[K, frozenset[C]]], brings: Brings[K, C], found: dict[K, frozenset[C]]
) -> None:
    """Add to what is found the first set of each thing that brings it about."""
    for (key, some), does in zip(tried, brings(tried) if tried else (), strict=True):
        if does:
            found.setdefault(key, some)


def _left_out(
    whole: dict[K, frozenset[C]], changes: Mapping[K, Sequence[C]], brings: Brings[K, C]
) -> dict[K, frozenset[C]]:
    """Return the sets once nothing more can be left out of any."""
    settled: dict[K, frozenset[C]] = {}
    waiting = dict(whole)
    while waiting:
        singly = [(key, one) for key, few in waiting.items() for one in changes[key] if one in few]
        does = brings([(key, waiting[key] - {one}) for key, one in singly])
        needless: dict[K, list[C]] = {key: [] for key in waiting}
        for (key, one), still in zip(singly, does, strict=True):
            if still:
                needless[key].append(one)
        settled |= {key: waiting[key] for key, few in needless.items() if not few}
        waiting = {key: waiting[key] for key, few in needless.items() if few}
        # Many can often go together: as many of the first ones as can be are left out at once.
        rows = [
            (key, waiting[key] - set(needless[key][:many]))
            for key in waiting
            for many in _fewer_and_fewer(len(needless[key]))
        ]
        following = {key: few - {needless[key][0]} for key, few in waiting.items()}
        for (key, few), still in zip(rows, brings(rows) if rows else (), strict=True):
            if still and len(few) < len(following[key]):
                following[key] = few
        waiting = following
    return settled


def _fewer_and_fewer(many: int) -> Iterator[int]:
    """Yield a number, half of it, and so on down to two."""
    while many > 1:
        yield many
        many //= 2
