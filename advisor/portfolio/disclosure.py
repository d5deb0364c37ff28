"""What may be published: nothing tells of a group of one to four, or what nearly all of a group are like.

Small groups: first every number is rounded to the nearest five; none to four becomes “fewer than 5”. So no
difference of published numbers lies between one and four. Then each breakdown is looked at as somebody would
who knows every total exactly. If its numbers prove that a group, or the groups too small to show together,
has one to four members, the breakdown goes as a whole. To withhold one number more would not do: whoever
knows that rule would know why it is missing, and so that a small group is there.

Groups that are alike: whoever knows the members would learn about each one from “all of them are low”. So a
group is broken down only if it has at least ten members, and no single value holds all of them but fewer
than five. The reader is taken to know this rule too. Only the model of what is published is ever handed on.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from advisor.portfolio.bounds import AtLeast, Range, agreed, bounds, subsets, with_least, within
from advisor.portfolio.model import Shown

FEWEST = 5
"""The smallest group that is shown, and the step of all numbers."""
FEWEST_TO_DIVIDE = 10
"""The smallest group that is broken down: each value, and what is left, must hold five."""
FEW: Shown = "fewer_than_5"
WITHHELD: Shown = "not_shown"

NOTHING: AtLeast = MappingProxyType({})

Class = TypeVar("Class", bound=Hashable)


def rounded(count: int) -> Shown:
    """Return a number as it may be published.

    >>> rounded(3), rounded(7), rounded(8)
    ('fewer_than_5', 5, 10)
    """
    return FEW if count < FEWEST else (count + FEWEST // 2) // FEWEST * FEWEST


def range_of(shown: Shown, total: int) -> Range:
    """Return what a published number may stand for, least and most, among so many."""
    if shown == WITHHELD:
        return 0, total
    if isinstance(shown, str):
        return 0, min(total, FEWEST - 1)
    return max(FEWEST, shown - FEWEST // 2), min(total, shown + FEWEST // 2)


def size(shown: Shown) -> int:
    """Return a published number for putting in order and for drawing: 0 where it is none."""
    return shown if isinstance(shown, int) else 0


def whole(count: int) -> Shown:
    """Return how many there are in all: known to everybody, so exact, unless they are few themselves."""
    return count if count >= FEWEST else FEW


def diverse(counts: Iterable[int], total: int) -> bool:
    """Return whether a group may be broken down: large enough, and no value holds all but fewer than five.

    >>> diverse([8, 0], 8), diverse([9, 1], 10), diverse([5, 5], 10)
    (False, False, True)
    """
    return total >= FEWEST_TO_DIVIDE and max(counts, default=0) <= total - FEWEST


def proves_alike(least: int, total: int) -> bool:
    """Return whether at least so many of one value mean that nearly all of a group have it."""
    return least > total - FEWEST and 2 * least > total


def gives_away(ranges: Sequence[Range], total: int, at_least: AtLeast = NOTHING) -> bool:
    """Return whether classes that make up a total prove that some of them hold one to four together.

    Only classes too small to show can. Where other numbers say nothing of them, each is tried alone, and all
    of them together: whatever several of them prove, these do.

    Args:
        ranges: What each number may stand for.
        total: How many there are in all.
        at_least: How many some classes hold at least, as other numbers say.
    """
    small = frozenset(one for one, (least, _) in enumerate(ranges) if least < FEWEST)
    if at_least:
        every = frozenset(range(len(ranges)))
        found = {some: bounds(ranges, some, total) for some in subsets(len(ranges))}
        told = list(agreed(with_least(found, at_least), every, total).values())
    else:
        told = [bounds(ranges, some, total) for some in [*({one} for one in small), small] if some]
    return any(least >= 1 and most < FEWEST for least, most in told)


def published_if_diverse(
    counts: Mapping[Class, int], total: int, at_least: AtLeast = NOTHING
) -> dict[Class, Shown]:
    """Return the numbers of all classes of a group that may be published: all of them, or none.

    Args:
        counts: The exact numbers, which make up the total.
        total: How many are in the group; its members may be known.
        at_least: How many some classes hold at least, as other numbers say; the places are those in counts.
    """
    if diverse(counts.values(), total):
        shown = {one: rounded(count) for one, count in counts.items()}
        # Whoever sees them knows that the group is diverse.
        ranges = [within(range_of(one, total), (0, total - FEWEST)) for one in shown.values()]
        if any(map(size, shown.values())) and not gives_away(ranges, total, at_least):
            return shown
    return dict.fromkeys(counts, WITHHELD)


def published_alone(count: int, total: int) -> Shown:
    """Return one number of a total that may be published, where the rest is not broken down.

    >>> published_alone(6, 8), published_alone(6, 30)
    ('not_shown', 5)
    """
    shown = rounded(count)
    least, most = range_of(shown, total)
    return WITHHELD if total - most >= 1 and total - least < FEWEST else shown


def published_share(count: int, total: int) -> Shown:
    """Return how many of a group have something; withheld where nearly none or nearly all have it.

    The two look the same, so that what is withheld tells neither.

    >>> [published_share(one, 20) for one in (4, 5, 15, 16, 20)]
    ['not_shown', 5, 15, 'not_shown', 'not_shown']
    """
    return rounded(count) if count >= FEWEST and diverse([count], total) else WITHHELD


def kept(counts: Mapping[Class, int], total: int, fewest: int = FEWEST) -> tuple[dict[Class, Shown], Shown]:
    """Return the groups that may be shown, the largest first, and what all others are together.

    Groups below the fewest are merged. Where these prove that some of them hold one to four, the smallest
    group that could be shown is merged with them, and all that are as large. So nobody can tell which of the
    merged groups are small.

    >>> kept({"a": 42, "b": 17, "c": 1}, 60)
    ({'a': 40}, 20)
    """
    large = [one for one, count in counts.items() if count >= fewest]
    merged = [(0, min(total, fewest - 1))] * (len(counts) - len(large))
    rest = total - sum(counts[one] for one in large)
    telling = rest > 0 and gives_away(merged, rest)
    while large and telling:
        least = min(counts[one] for one in large)
        rest += sum(counts[one] for one in large if counts[one] == least)
        large = [one for one in large if counts[one] > least]
        telling = rest < FEWEST
    # The sort is stable: equal numbers stay in the order of asking, which tells nothing of the exact ones.
    ordered = sorted(((one, rounded(counts[one])) for one in large), key=lambda each: -size(each[1]))
    return dict(ordered), rounded(rest)
