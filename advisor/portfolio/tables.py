"""Tables: the same classes for several kinds of collaboration, beside the numbers over all kinds."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from advisor.portfolio.bounds import AtLeast, Range, Set, agreed, bounds, subsets, with_least, within
from advisor.portfolio.disclosure import (
    FEWEST,
    NOTHING,
    WITHHELD,
    Class,
    proves_alike,
    published_if_diverse,
    range_of,
)
from advisor.portfolio.model import Shown


def published_table(
    rows: Sequence[Mapping[Class, int]],
    overall: Mapping[Class, Shown],
    total: int,
    at_least: AtLeast = NOTHING,
) -> list[dict[Class, Shown]]:
    """Return the numbers of each row that may be published beside those over all.

    Args:
        rows: Classes of each kind, the same for all, every class of it; how many there are of each kind is
            taken to be known exactly.
        overall: What is published of the classes over all.
        total: How many there are in all; what the rows leave of it is a row that is not shown.
        at_least: How many some classes hold at least over all, as other numbers say.
    """
    shown = [published_if_diverse(row, sum(row.values())) for row in rows]
    sizes = [sum(row.values()) for row in rows]
    if WITHHELD in overall.values() or _tell(shown, sizes, overall, total, at_least):
        # All rows go: which of them would have told must not be seen. The numbers over all stand alone then,
        # and as they are diverse they prove nothing of a part.
        return [dict.fromkeys(row, WITHHELD) for row in rows]
    return shown


def _tell(
    shown: Sequence[Mapping[Class, Shown]],
    sizes: Sequence[int],
    overall: Mapping[Class, Shown],
    total: int,
    at_least: AtLeast,
) -> bool:
    """Return whether a row is proved to hold one to four of some classes, or to be nearly all of one.

    For every set of classes: what the columns allow, less what the other rows can hold of it, is left for a
    row; and what a row holds of several sets must agree. Trying every small table finds nothing more.
    """
    classes = list(overall)
    every = frozenset(range(len(classes)))
    ranges = [_row_ranges(row, size) for row, size in zip(shown, sizes, strict=True)]
    sizes = list(sizes)
    if total > sum(sizes):
        left = total - sum(sizes)
        ranges.append([(0, left)] * len(classes))
        sizes.append(left)
    columns = _row_ranges(overall, total)
    sets = list(subsets(len(classes)))
    over_all = with_least({some: bounds(columns, some, total) for some in sets}, at_least)
    if at_least:
        over_all = agreed(over_all, every, total)
    rows = [{some: bounds(row, some, size) for some in sets} for row, size in zip(ranges, sizes, strict=True)]
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
        found = agreed(left_for, every, sizes[place])
        if _proves(found, sizes[place]):
            return True
        withheld = place < len(shown) and all(one == WITHHELD for one in shown[place].values())
        if withheld and _proves(_if_nearly_alike(found, sizes[place], len(classes)), sizes[place]):
            return True
    return False


def _proves(found: Mapping[Set, Range], size: int) -> bool:
    return any(
        (least >= 1 and most < FEWEST) or (len(some) == 1 and proves_alike(least, size))
        for some, (least, most) in found.items()
    )


def _if_nearly_alike(found: Mapping[Set, Range], size: int, classes: int) -> dict[Set, Range]:
    """Return what sets of classes of a row can hold for somebody who knows why rows are withheld.

    Nearly all of such a row are alike. The other reason, that its numbers tell, is more than they need know.
    """
    possible = [
        counts
        for counts in _nearly_alike(size, classes)
        if all(least <= sum(counts[one] for one in some) <= most for some, (least, most) in found.items())
    ]
    held = {some: [sum(counts[one] for one in some) for counts in possible] for some in found}
    return {some: (min(each, default=1), max(each, default=1)) for some, each in held.items()}


def _nearly_alike(size: int, classes: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to part a group so that all but fewer than five are in one class."""
    for others in product(range(FEWEST), repeat=classes - 1):
        if sum(others) < FEWEST:
            for one in range(classes):
                yield (*others[:one], size - sum(others), *others[one:])


def _row_ranges(row: Mapping[Class, Shown], size: int) -> list[Range]:
    """Return what the numbers of a group may stand for; whoever sees any knows that the group is diverse."""
    top = size if all(one == WITHHELD for one in row.values()) else size - FEWEST
    return [within(range_of(one, size), (0, top)) for one in row.values()]
