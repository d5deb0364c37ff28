"""Tables: the same classes for several kinds of collaboration, beside the numbers over all kinds."""

from collections.abc import Mapping, Sequence

from advisor.portfolio.bounds import AtLeast, Range, agreed, bounds, subsets, with_least, within
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
    # A row that gives something away beside the others goes; then the smallest that is left. In the end the
    # numbers over all stand alone, and as they are diverse they prove nothing of a part.
    while (telling := _telling(shown, sizes, overall, total, at_least)) is not None:
        left = [place for place, row in enumerate(shown) if any(one != WITHHELD for one in row.values())]
        if not left:
            break
        place = telling if telling in left else min(left, key=lambda one: sizes[one])
        shown[place] = dict.fromkeys(shown[place], WITHHELD)
    return shown


def _telling(
    shown: Sequence[Mapping[Class, Shown]],
    sizes: Sequence[int],
    overall: Mapping[Class, Shown],
    total: int,
    at_least: AtLeast,
) -> int | None:
    """Return the first row that is proved to hold one to four of some classes, or to be nearly all of one.

    None where nothing is proved.

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
        if any(least >= 1 and most < FEWEST for least, most in found.values()):
            return place
        if any(proves_alike(least, sizes[place]) for some, (least, _) in found.items() if len(some) == 1):
            return place
    return None


def _row_ranges(row: Mapping[Class, Shown], size: int) -> list[Range]:
    """Return what the numbers of a group may stand for; whoever sees any knows that the group is diverse."""
    top = size if all(one == WITHHELD for one in row.values()) else size - FEWEST
    return [within(range_of(one, size), (0, top)) for one in row.values()]
