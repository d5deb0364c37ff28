"""Groups sets of changes that do the same: “any two of these, and that one”."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import comb, prod
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True)
class Pattern(Generic[Item]):
    """So many of these and so many of those: each way to choose them is one of the sets.

    Attributes:
        choices: How many to take of which items.
    """

    choices: tuple[tuple[int, tuple[Item, ...]], ...]

    @property
    def many(self) -> int:
        """How many sets it stands for."""
        return prod(comb(len(among), take) for take, among in self.choices)


def patterns(sets: Iterable[Sequence[Item]]) -> tuple[Pattern[Item], ...]:
    """Return some sets as few patterns; together they stand for each set once.

    Items are interchangeable where to swap the two leaves the whole unchanged.

    >>> [one.choices for one in patterns(["ab", "ac", "bc", "dx", "dy"])]
    [((2, ('a', 'b', 'c')),), ((1, ('d',)), (1, ('x', 'y')))]
    """
    listed = [tuple(each) for each in sets]
    rest: dict[Item, set[frozenset[Item]]] = {}
    for each in listed:
        for item in each:
            rest.setdefault(item, set()).add(frozenset(each) - {item})
    classes = _classes(rest)
    found: dict[tuple[tuple[int, tuple[Item, ...]], ...], None] = {}
    for each in listed:
        among = dict.fromkeys(classes[item] for item in each)
        found[tuple((sum(item in one for item in each), one) for one in among)] = None
    return tuple(Pattern(choices) for choices in _once(found))


def _classes(rest: dict[Item, set[frozenset[Item]]]) -> dict[Item, tuple[Item, ...]]:
    """Return with each item all that are interchangeable with it."""
    groups: list[list[Item]] = []
    for item, others in rest.items():
        for group in groups:
            first = group[0]
            theirs = rest[first]
            same = len(theirs) == len(others) and (
                {one for one in theirs if item not in one} == {one for one in others if first not in one}
            )
            if same:
                group.append(item)
                break
        else:
            groups.append([item])
    return {item: tuple(group) for group in groups for item in group}


def _once(
    found: Iterable[tuple[tuple[int, tuple[Item, ...]], ...]],
) -> list[tuple[tuple[int, tuple[Item, ...]], ...]]:
    """Return each pattern once, whatever the order in which its choices are named."""
    return list({frozenset(choices): choices for choices in found}.values())
