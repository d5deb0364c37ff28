"""The smallest sets of changes that bring something about."""

from itertools import combinations

import pytest

from advisor.explanation.changes.smallest import MOST_PAIRED, smallest_sets


def tried_with(brings):
    """Return what tries sets one by one, and the list of all it was asked for."""
    asked = []

    def batch(requests):
        asked.extend(requests)
        return [brings(some) for _, some in requests]

    return batch, asked


def found(brings, changes, **more):
    return smallest_sets({"it": changes}, tried_with(brings)[0], **more)["it"]


@pytest.mark.parametrize("size", range(1, 8))
def test_what_is_needed_together_is_named_together(size):
    needed = {3 * place for place in range(size)}
    assert found(lambda some: needed <= some, range(30)) == tuple(sorted(needed))


def test_of_several_ways_the_shortest_is_taken():
    ways = ({1, 2, 3}, {4, 5}, {6})
    assert found(lambda some: any(one <= some for one in ways), range(10)) == (6,)
    assert found(lambda some: any(one <= some for one in ways[:2]), range(10)) == (4, 5)


def test_a_change_that_undoes_another_does_not_mislead():
    # Seven and eight together undo what one to three do, and only nine mends it.
    def brings(some):
        return {1, 2, 3} <= some and (not {7, 8} <= some or 9 in some)

    assert found(brings, range(10)) == (1, 2, 3)


def test_of_a_small_set_no_part_at_all_is_enough():
    # Leaving out one at a time cannot leave out two that only matter together.
    def brings(some):
        return {1, 2, 3} <= some and (4 in some) == (5 in some) and len(some) != 4

    few = found(brings, range(1, 6))
    parts = [set(part) for size in range(len(few)) for part in combinations(few, size)]
    assert brings(set(few))
    assert not any(brings(part) for part in parts)


def test_nothing_is_named_where_all_together_do_not_do_it():
    assert found(lambda some: False, range(5)) is None
    assert found(lambda some: False, []) is None


def test_where_many_changes_bear_on_it_pairs_are_left_out():
    many = range(MOST_PAIRED + 1)
    batch, asked = tried_with(lambda some: {0, 1, 2} <= some)
    assert smallest_sets({"it": many}, batch)["it"] == (0, 1, 2)
    assert len(asked) < MOST_PAIRED**2 / 2


def test_what_is_likely_is_tried_first_and_alone():
    batch, asked = tried_with(lambda some: 7 in some)
    assert smallest_sets({"it": range(9)}, batch, likely={"it": 7})["it"] == (7,)
    assert asked == [("it", frozenset({7}))]


def test_many_things_share_each_batch():
    batches = []

    def batch(requests):
        batches.append(len(requests))
        return [key <= some for key, some in requests]

    wanted = [frozenset({a, a + 1, a + 2}) for a in range(20)]
    assert smallest_sets(dict.fromkeys(wanted, range(22)), batch) == {
        one: tuple(sorted(one)) for one in wanted
    }
    assert len(batches) < 20
