"""Patterns stand for the sets they were made of, each once."""

import random
from itertools import combinations, product

import pytest

from advisor.explanation.levers.alike import patterns


def spread(found):
    """Return every set that some patterns stand for."""
    return [
        frozenset(item for part in parts for item in part)
        for pattern in found
        for parts in product(*(combinations(among, take) for take, among in pattern.choices))
    ]


@pytest.mark.parametrize("seed", range(200))
def test_patterns_lose_nothing_and_add_nothing(seed):
    chance = random.Random(seed)  # noqa: S311 - sets, not secrets
    items, size = "abcdefg"[: chance.randint(2, 7)], chance.randint(1, 3)
    every = [frozenset(some) for some in combinations(items, min(size, len(items)))]
    sets = chance.sample(every, chance.randint(1, len(every)))
    found = patterns([tuple(sorted(one)) for one in sets])
    told = spread(found)
    assert sorted(map(sorted, told)) == sorted(map(sorted, sets))
    assert sum(one.many for one in found) == len(sets)


def test_whatever_may_change_places_is_told_at_once():
    assert [one.choices for one in patterns(list(combinations("abcd", 3)))] == [((3, ("a", "b", "c", "d")),)]


def test_no_sets_make_no_patterns():
    assert patterns([]) == ()
