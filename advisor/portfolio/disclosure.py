"""What may be published: nothing tells of a group of one to four, or what nearly all of a group are like.

Small groups: first every number is rounded to the nearest five; none to four becomes “fewer than 5”. So no
difference of published numbers lies between one and four. Then each breakdown is looked at as somebody would
who knows every total exactly: if the other numbers prove that a group, or the groups too small to show
together, has one to four members, a further number is withheld.

Groups that are alike: whoever knows the members would learn about each one from “all of them are low”. So a
group is broken down only if it has at least ten members, and no single value holds all of them but fewer
than five. The reader is taken to know this rule too. Only the model of what is published is ever handed on.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from advisor.portfolio.model import Shown

FEWEST = 5
"""The smallest group that is shown, and the step of all numbers."""
FEWEST_TO_DIVIDE = 10
"""The smallest group that is broken down: each value, and what is left, must hold five."""
FEW: Shown = "fewer_than_5"
WITHHELD: Shown = "not_shown"

Class = TypeVar("Class", bound=Hashable)
Range = tuple[int, int]
Set = frozenset[int]


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


def gives_away(ranges: Sequence[Range], total: int) -> bool:
    """Return whether classes that make up a total prove that some of them hold one to four together.

    Only classes too small to show can: each is tried alone, and all of them together. Whatever several of
    them prove, these do.
    """
    small = [one for one, (least, _) in enumerate(ranges) if least < FEWEST]
    for some in [*([one] for one in small), small]:
        least, most = _bounds(ranges, set(some), total)
        if some and least >= 1 and most < FEWEST:
            return True
    return False


def published(counts: Mapping[Class, int], total: int) -> dict[Class, Shown]:
    """Return the numbers of classes that may be published; what they leave of the total is a class too."""
    return _published(counts, total)


def published_if_diverse(counts: Mapping[Class, int], total: int) -> dict[Class, Shown]:
    """Return the same where the classes tell of a group whose members may be known."""
    if not diverse(counts.values(), total):
        return dict.fromkeys(counts, WITHHELD)
    return _published(counts, total, known=(0, total - FEWEST))


def _published(
    counts: Mapping[Class, int], total: int, known: Range | None = None, among: Collection[Class] = ()
) -> dict[Class, Shown]:
    """Return the numbers that may be published.

    Args:
        counts: The exact numbers.
        total: How many there are in all.
        known: Between what the reader knows a number that is shown to lie, by our own rules.
        among: The classes of which that is known; none: all.
    """
    lies = known or (0, total)

    def ranges() -> Iterable[Range]:
        for one, value in shown.items():
            found = range_of(value, total)
            known_too = isinstance(value, int) and (not among or one in among)
            yield _within(found, lies) if known_too else found

    shown: dict[Class, Shown] = {one: rounded(count) for one, count in counts.items()}
    rest = total - sum(counts.values())
    others: list[Range] = [(0, total)] if rest else []
    while gives_away([*ranges(), *others], total):
        large = [one for one, value in shown.items() if isinstance(value, int)]
        if not large:
            return dict.fromkeys(shown, WITHHELD)
        shown[min(large, key=lambda one: counts[one])] = WITHHELD
    return shown


def _within(found: Range, known: Range) -> Range:
    return max(found[0], known[0]), min(found[1], known[1])


def published_alone(count: int, total: int) -> Shown:
    """Return one number of a total that may be published, where the rest is not broken down."""
    return published({"": count}, total)[""]


def published_share(count: int, total: int) -> Shown:
    """Return how many of a group have something; withheld where nearly none or nearly all have it.

    The two look the same, so that what is withheld tells neither.

    >>> [published_share(one, 20) for one in (4, 5, 15, 16, 20)]
    ['not_shown', 5, 15, 'not_shown', 'not_shown']
    """
    return rounded(count) if count >= FEWEST and diverse([count], total) else WITHHELD


def kept(counts: Mapping[Class, int], total: int, fewest: int = FEWEST) -> tuple[dict[Class, Shown], Shown]:
    """Return the groups that may be shown, the largest first, and what all others are together."""
    large = [one for one, count in counts.items() if count >= fewest]
    left = total - sum(counts[one] for one in large)
    numbers = dict(enumerate([*(counts[one] for one in large), left]))
    *found, rest = _published(numbers, total, known=(fewest, total), among=range(len(large))).values()
    shown: dict[Class, Shown] = {
        one: each for one, each in zip(large, found, strict=True) if isinstance(each, int)
    }
    hidden = len(large) - len(shown)
    # The sort is stable: equal numbers stay in the order of asking.
    ordered = dict(sorted(shown.items(), key=lambda each: -size(each[1])))
    return ordered, WITHHELD if hidden else rest


# ── Tables: the same classes for several kinds of collaboration ─────────────────────────────────


def published_table(
    rows: Sequence[Mapping[Class, int]], overall: Mapping[Class, Shown], total: int
) -> list[dict[Class, Shown]]:
    """Return the numbers of each row that may be published beside those over all.

    Args:
        rows: Classes of each kind, the same for all, every class of it; how many there are of each kind is
            taken to be known exactly.
        overall: What is published of the classes over all.
        total: How many there are in all; what the rows leave of it is a row that is not shown.
    """
    shown = [published_if_diverse(row, sum(row.values())) for row in rows]
    sizes = [sum(row.values()) for row in rows]
    # A row that gives something away beside the others goes; then the smallest that is left. In the end the
    # numbers over all stand alone, and as they are diverse they prove nothing of a part.
    while (telling := _telling(shown, sizes, overall, total)) is not None:
        left = [place for place, row in enumerate(shown) if any(one != WITHHELD for one in row.values())]
        if not left:
            break
        place = telling if telling in left else min(left, key=lambda one: sizes[one])
        shown[place] = dict.fromkeys(shown[place], WITHHELD)
    return shown


def _telling(
    shown: Sequence[Mapping[Class, Shown]], sizes: Sequence[int], overall: Mapping[Class, Shown], total: int
) -> int | None:
    """Return the first row that is proved to hold one to four of some classes, or to be nearly all of one.

    None where nothing is proved.

    For every set of classes: what the columns allow, less what the other rows can hold of it, is left for a
    row; and what a row holds of several sets must agree. Trying every small table finds nothing more.
    """
    classes = list(overall)
    ranges = [_row_ranges(row, size) for row, size in zip(shown, sizes, strict=True)]
    sizes = list(sizes)
    if total > sum(sizes):
        left = total - sum(sizes)
        ranges.append([(0, left)] * len(classes))
        sizes.append(left)
    columns = _row_ranges(overall, total)
    sets = [frozenset(some) for some in _subsets(len(classes))]
    over_all = {some: _bounds(columns, some, total) for some in sets}
    rows = [
        {some: _bounds(row, some, size) for some in sets} for row, size in zip(ranges, sizes, strict=True)
    ]
    least = {some: sum(row[some][0] for row in rows) for some in sets}
    most = {some: sum(row[some][1] for row in rows) for some in sets}
    for place, row in enumerate(rows):
        left_for = {
            some: (
                max(row[some][0], over_all[some][0] - most[some] + row[some][1]),
                min(row[some][1], over_all[some][1] - least[some] + row[some][0]),
            )
            for some in sets
        }
        agreed = _agreed(left_for, frozenset(range(len(classes))), sizes[place])
        if any(least >= 1 and most < FEWEST for least, most in agreed.values()):
            return place
        if any(proves_alike(least, sizes[place]) for some, (least, _) in agreed.items() if len(some) == 1):
            return place
    return None


def _row_ranges(row: Mapping[Class, Shown], size: int) -> list[Range]:
    """Return what the numbers of a group may stand for; whoever sees any knows that the group is diverse."""
    top = size if all(one == WITHHELD for one in row.values()) else size - FEWEST
    return [_within(range_of(one, size), (0, top)) for one in row.values()]


def _agreed(found: dict[Set, Range], every: Set, size: int) -> dict[Set, Range]:
    """Return what sets of classes of a row can hold once they agree: parts add up to the whole."""
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


def _subsets(count: int) -> Iterable[tuple[int, ...]]:
    return (some for many in range(1, count) for some in combinations(range(count), many))


def _bounds(ranges: Sequence[Range], some: Collection[int], total: int) -> Range:
    """Return the least and most that some classes hold together, where all make up a total."""
    inside = [each for place, each in enumerate(ranges) if place in some]
    outside = [each for place, each in enumerate(ranges) if place not in some]
    least = max(sum(one for one, _ in inside), total - sum(most for _, most in outside))
    most = min(sum(one for _, one in inside), total - sum(one for one, _ in outside))
    return max(0, least), most
