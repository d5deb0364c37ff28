"""What somebody can work out from numbers of which each may stand for several: least and most, set by set."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

Range = tuple[int, int]
Set = frozenset[int]
"""Places of classes."""
AtLeast = Mapping[Set, int]
"""How many some classes hold together at least, as other numbers say."""


def within(found: Range, known: Range) -> Range:
    """Return what two ranges have in common."""
    return max(found[0], known[0]), min(found[1], known[1])


def bounds(ranges: Sequence[Range], some: Collection[int], total: int) -> Range:
    """Return the least and most that some classes hold together, where all make up a total."""
    inside = [each for place, each in enumerate(ranges) if place in some]
    outside = [each for place, each in enumerate(ranges) if place not in some]
    least = max(sum(one for one, _ in inside), total - sum(most for _, most in outside))
    most = min(sum(one for _, one in inside), total - sum(one for one, _ in outside))
    return max(0, least), most


def subsets(count: int) -> Iterable[Set]:
    """Yield every set of some of the classes, but neither of none nor of all."""
    return (frozenset(some) for many in range(1, count) for some in combinations(range(count), many))


def with_least(found: Mapping[Set, Range], at_least: AtLeast) -> dict[Set, Range]:
    """Return the bounds of sets of classes with what other numbers say of them."""
    return {some: (max(least, at_least.get(some, 0)), most) for some, (least, most) in found.items()}


def agreed(found: Mapping[Set, Range], every: Set, size: int) -> dict[Set, Range]:
    """Return what sets of classes can hold once they agree: parts add up to the whole."""
    found = {**found, every: (size, size)}
    pairs = [(whole, part) for whole in found for part in found if part < whole]
    changed = True
    while changed:
        changed = False
        for both, one in pairs:
            other = both - one
            (low, high), (low_1, high_1), (low_2, high_2) = found[both], found[one], found[other]
            tighter = {
                both: (max(low, low_1 + low_2), min(high, high_1 + high_2)),
                one: (max(low_1, low - high_2), min(high_1, high - low_2)),
            }
            if any(found[some] != each for some, each in tighter.items()):
                found.update(tighter)
                changed = True
    del found[every]
    return found
