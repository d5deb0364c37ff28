"""No published number, and no difference of published numbers, tells of a group of one to four."""

import random
from itertools import combinations, product

import pytest

from advisor.portfolio.disclosure import (
    FEW,
    FEWEST,
    WITHHELD,
    kept,
    published_alone,
    published_if_diverse,
    published_share,
    range_of,
    rounded,
    whole,
)
from advisor.portfolio.tables import published_table

SMALL = range(1, FEWEST)


def numbers_in(data):
    """Yield every number that stands anywhere in what is published, and where."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from ((f"{key}.{place}", number) for place, number in numbers_in(value))
    elif isinstance(data, list | tuple):
        for value in data:
            yield from numbers_in(value)
    elif isinstance(data, int) and not isinstance(data, bool):
        yield "", data


def fits(shown, count, total):
    """Return whether somebody who sees a number may think of so many."""
    least, most = range_of(shown, total)
    return least <= count <= most


@pytest.mark.parametrize("count", range(200))
def test_a_number_stands_for_what_it_was_made_of(count):
    shown = rounded(count)
    assert fits(shown, count, 200)
    assert shown == FEW if count < FEWEST else (shown % FEWEST == 0 and abs(shown - count) <= 2)


def test_a_breakdown_that_gives_a_small_group_away_goes_as_a_whole():
    """Forty-two and seventeen of sixty leave one: rounding alone gives that away."""
    assert [rounded(one) for one in (42, 17, 1)] == [40, 15, FEW]
    assert range_of(40, 60)[1] + range_of(15, 60)[1] == 59
    assert set(published_if_diverse({"a": 42, "b": 17, "c": 1}, 60).values()) == {WITHHELD}
    assert published_if_diverse({"a": 42, "b": 18, "c": 0}, 60) == {"a": 40, "b": 20, "c": FEW}


@pytest.mark.parametrize("total", range(FEWEST, 40))
def test_one_number_of_a_total_never_tells_of_the_others(total):
    for count in range(total + 1):
        shown = published_alone(count, total)
        least, most = range_of(shown, total)
        assert not (total - most >= 1 and total - least < FEWEST)
        assert not (least >= 1 and most < FEWEST)


def test_small_kinds_are_merged_and_the_rest_does_not_tell_of_them():
    shown, rest = kept({"a": 12, "b": 9, "c": 3, "d": 2, "e": 0}, 26)
    assert (shown, rest) == ({"a": 10, "b": 10}, 5)
    # Of two that hold five together and less than five each, neither can be nobody.
    shown, rest = kept({"a": 12, "b": 9, "c": 3, "d": 2}, 26)
    assert (shown, rest) == ({"a": 10}, 15)
    shown, rest = kept({"a": 42, "b": 17, "c": 1}, 60)
    assert (shown, rest) == ({"a": 40}, 20)


def _possible_tables(shown, sizes, overall, total):
    """Yield every table that fits what is published, the last row being what is not shown of it."""
    rows = []
    for row, size in zip(shown, sizes, strict=True):
        ranges = [range_of(one, size) for one in row.values()]
        rows.append([each for each in product(*(range(a, b + 1) for a, b in ranges)) if sum(each) == size])
    left = total - sum(sizes)
    classes = len(overall)
    rows.append([each for each in product(range(left + 1), repeat=classes) if sum(each) == left])
    for table in product(*rows):
        columns = [sum(row[place] for row in table) for place in range(classes)]
        if all(fits(one, count, total) for one, count in zip(overall.values(), columns, strict=True)):
            yield table


def test_no_table_by_kind_proves_a_small_group():
    """Small tables, every one tried that fits what is published: also beside the numbers over all kinds."""
    chance = random.Random(5)  # noqa: S311 - cases
    blanked = 0
    alike = 0
    for _ in range(200):
        rows = [[chance.choice((0, 0, 1, 2, 3, 5, 6, 7)) for _ in range(3)] for _ in range(2)]
        rest = [chance.choice((0, 0, 1)) for _ in range(3)]
        if any(sum(row) < FEWEST for row in rows):
            continue
        sums = [sum(column) for column in zip(*rows, rest, strict=True)]
        total = sum(sums)
        overall = published_if_diverse(dict(enumerate(sums)), total)
        shown = published_table([dict(enumerate(row)) for row in rows], overall, total)
        tables = list(_possible_tables(shown, [sum(row) for row in rows], overall, total))
        assert tuple(map(tuple, [*rows, rest])) in tables
        for place in range(2):
            for many in (1, 2):
                for some in combinations(range(3), many):
                    held = {sum(table[place][one] for one in some) for table in tables}
                    assert not held <= set(SMALL), (rows, rest, overall, shown)
            # Attribute disclosure: nobody can prove that nearly all of a kind have one level.
            size = sum(rows[place])
            for one in range(3):
                least = min(table[place][one] for table in tables)
                assert not (least > size - FEWEST and 2 * least > size), (rows, rest, overall, shown)
            alike += max(rows[place]) > size - FEWEST
        blanked += any(set(row.values()) == {WITHHELD} for row in shown)
    assert blanked > 0
    assert alike > 20


@pytest.mark.parametrize("counts", [(5, 0), (8, 1), (10, 0), (9, 1), (26, 4), (60, 0)])
def test_a_group_that_is_small_or_nearly_alike_is_not_broken_down(counts):
    assert set(published_if_diverse(dict(enumerate(counts)), sum(counts)).values()) == {WITHHELD}


def test_nearly_none_and_nearly_all_look_the_same():
    shown = [published_share(count, 30) for count in range(31)]
    assert set(shown[:5]) == set(shown[26:]) == {WITHHELD}
    assert WITHHELD not in shown[5:26]


def test_a_table_of_many_kinds_is_published_quickly_and_mostly_whole():
    chance = random.Random(3)  # noqa: S311 - cases
    rows = [{one: chance.randint(0, 40) for one in range(4)} for _ in range(20)]
    sums = {one: sum(row[one] for row in rows) for one in range(4)}
    total = sum(sums.values())
    shown = published_table(rows, published_if_diverse(sums, total), total)
    whole_rows = [row for row in shown if WITHHELD not in row.values()]
    assert len(whole_rows) > 15


@pytest.mark.parametrize("number", [5, 8, 13, 40, 75, 150])
def test_every_number_of_a_portfolio_and_every_difference(number, mixed_cases, published_of):
    cases = (mixed_cases[::-1] * 3)[:number]
    portfolio = published_of(cases)
    assert portfolio.collaborations == whole(number) == number
    known = {
        "schema_",
        "software",
        "knowledge_base",
        "packs",
        "collaborations",
        "title",
        "actions",
        "left_out",
    }
    data = portfolio.model_dump(exclude=known)
    for one in data["first"]:
        del one["wording"]  # a place in a list
    numbers = [value for _, value in numbers_in(data)]
    for action in portfolio.actions:
        numbers += [
            one for one in (action.helps, action.applies, *action.on.values()) if isinstance(one, int)
        ]
    assert all(one >= FEWEST and one % FEWEST == 0 for one in numbers)
    assert all(abs(one - other) not in SMALL for one in numbers for other in numbers)
    for row in portfolio.statements:
        least = sum(range_of(one, number)[0] for one in row.verdicts.values())
        most = sum(range_of(one, number)[1] for one in row.verdicts.values())
        assert least <= number <= most


def test_what_is_written_holds_nothing_but_what_may_be_published(mixed_cases, published_of):
    """Names and exact counts reach nobody: 47 collaborations, of which the exact numbers are known here."""
    text = published_of(mixed_cases[:47], title="All").model_dump_json()
    assert "Random" not in text
    assert "Collaboration 1" not in text


@pytest.mark.parametrize("number", [13, 40, 75])
def test_no_published_group_is_nearly_alike(number, mixed_cases, published_of, counting):
    cases = (mixed_cases[::-1] * 3)[:number]
    portfolio = published_of(cases)
    tally = counting.tally([one.answers for one in cases])
    for area in portfolio.mechanisms:
        for row in area.by_type:
            levels = [tally.counts["level of", row.type, area.mechanism, one] for one in row.levels]
            if set(row.levels.values()) != {WITHHELD}:
                assert sum(levels) >= 2 * FEWEST
                assert max(levels) <= sum(levels) - FEWEST
    for group in portfolio.alike:
        name = (group.driver, group.phase, group.level, group.lowest)
        members = tally.counts["alike", name]
        assert members >= 2 * FEWEST
        shared = [("first", one) for one in group.first] + [("strength", one) for one in group.strengths]
        shared += [("obstacle", *one) for one in group.obstacles]
        assert all(tally.counts["alike", name, *one] <= members - FEWEST for one in shared)


def test_fewer_than_ten_are_not_counted(mixed_cases, published_of):
    for number in range(2 * FEWEST):
        portfolio = published_of(mixed_cases[:number])
        assert portfolio.collaborations == (FEW if number < FEWEST else number)
        assert not portfolio.statements
        assert not portfolio.concerns
        known = {"schema_", "software", "knowledge_base", "collaborations", "left_out"}
        assert list(numbers_in(portfolio.model_dump(exclude=known))) == []


def test_names_stand_by_alphabet_and_only_where_asked_for(mixed_cases, published_of, mixed_tally):
    names = [f"{chr(90 - place % 26)}{place}" for place in range(len(mixed_cases))]
    portfolio = published_of(mixed_cases, names=names)
    assert portfolio.named
    for one in portfolio.concerns:
        assert list(one.names) == sorted(names[place] for place in mixed_tally.where[one.id])
    assert all(one.names is None for one in published_of(mixed_cases).concerns)
