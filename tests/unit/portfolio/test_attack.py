"""Nobody who tries everything that fits can tell that a group has one to four members.

First the rules by themselves: the reader knows them, so what fits is every count that would be published in
the same way. Then whole portfolios of random collaborations, with everything that stands in them.
"""

from collections import defaultdict
from itertools import combinations, product

import numpy as np
import pytest

from advisor.portfolio.disclosure import FEWEST, WITHHELD, kept, published_if_diverse
from advisor.portfolio.tables import published_table

SMALL = set(range(1, FEWEST))


def ways(total, classes):
    """Return every way to part a total into classes, one a row."""
    bars = np.array(list(combinations(range(total + classes - 1), classes - 1)), int).reshape(-1, classes - 1)
    edges = np.hstack([np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), total + classes - 1)])
    return np.diff(edges, axis=1) - 1


def sets_of(classes):
    return [some for many in range(1, classes) for some in combinations(range(classes), many)]


def proved_small(possible):
    """Return the sets of classes that hold one to four in everything that is possible."""
    possible = np.asarray(possible)
    assert len(possible)
    return [
        some
        for some in sets_of(possible.shape[1])
        if possible[:, some].sum(axis=1).min() >= 1 and possible[:, some].sum(axis=1).max() < FEWEST
    ]


def proved_alike(possible):
    """Return the classes that hold nearly all in everything that is possible."""
    possible = np.asarray(possible)
    return [
        one
        for one, least in enumerate(possible.min(axis=0))
        if least > possible[0].sum() - FEWEST and 2 * least > possible[0].sum()
    ]


def alike_published(publish, total, classes):
    """Yield the counts that are published in the same way."""
    groups = defaultdict(list)
    for counts in ways(total, classes).tolist():
        groups[repr(publish(counts))].append(counts)
    return groups


# ── The rules, which the reader knows ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("classes", "totals"), [(2, range(10, 40)), (3, range(10, 36)), (4, range(10, 24))])
def test_a_breakdown(classes, totals):
    shown_at_all = withheld_as_a_whole = 0
    for total in totals:
        groups = alike_published(lambda one: published_if_diverse(dict(enumerate(one)), total), total, classes)  # noqa: B023 - used at once
        for shown, counts in groups.items():
            assert proved_small(counts) == [], (total, shown)
            assert proved_alike(counts) == [], (total, shown)
            shown_at_all += WITHHELD not in shown
            withheld_as_a_whole += WITHHELD in shown
    assert shown_at_all > len(totals)
    assert withheld_as_a_whole == len(totals)


@pytest.mark.parametrize("fewest", [FEWEST, 2 * FEWEST])
@pytest.mark.parametrize(("classes", "totals"), [(3, range(10, 36)), (4, range(10, 26)), (5, range(10, 17))])
def test_groups_and_what_is_merged(classes, totals, fewest):
    for total in totals:
        for shown, counts in alike_published(
            lambda one: kept(dict(enumerate(one)), total, fewest),  # noqa: B023 - used at once
            total,
            classes,
        ).items():
            assert proved_small(counts) == [], (total, shown)


@pytest.mark.parametrize(("first", "second", "left"), [(10, 11, 0), (10, 10, 1), (12, 13, 0), (11, 11, 2)])
def test_a_table_of_two_kinds(first, second, left):
    """Every table of three classes with these sums, grouped by what is published of it and of the whole."""
    groups = defaultdict(list)
    rest = ways(left, 3).tolist()
    for one, other in product(ways(first, 3).tolist(), ways(second, 3).tolist()):
        for more in rest:
            sums = dict(enumerate(map(sum, zip(one, other, more, strict=True))))
            total = first + second + left
            overall = published_if_diverse(sums, total)
            rows = published_table([dict(enumerate(one)), dict(enumerate(other))], overall, total)
            groups[repr((overall, rows))].append((one, other))
    for shown, tables in groups.items():
        for place in (0, 1):
            counts = [table[place] for table in tables]
            assert proved_small(counts) == [], shown
            assert proved_alike(counts) == [], shown
    assert len(groups) > 5
