"""Nobody who tries everything that fits can tell that a group has one to four members.

First the rules by themselves: the reader knows them, so what fits is every count that would be published in
the same way. Then whole portfolios of random collaborations, with everything that stands in them.
"""

import random
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations, product

import numpy as np
import pytest

from advisor.advice.order import RANK
from advisor.portfolio import portfolio as publishing
from advisor.portfolio.alike import CARRYING
from advisor.portfolio.counting import Tally
from advisor.portfolio.disclosure import FEWEST, WITHHELD, kept, published_if_diverse, range_of
from advisor.portfolio.portfolio import Publisher
from advisor.portfolio.standing import KIND_FACTS, LEVELS, TYPE, possible_verdicts
from advisor.portfolio.tables import published_table

SMALL = set(range(1, FEWEST))


@cache
def ways(total, classes):
    """Return every way to part a total into classes, one a row."""
    if classes == 1:
        return np.array([[total]])
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
        for shown, counts in alike_published(
            lambda one: published_if_diverse(dict(enumerate(one)), total),  # noqa: B023 - used at once
            total,
            classes,
        ).items():
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
def test_a_table_of_two_kinds(first, second, left, telling_once):
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


# ── Whole portfolios ─────────────────────────────────────────────────────────────────────────────

PHASES = {"considering": "before", "planning": "starting", "established": "delivering", "reset": "reset"}
FIRSTS = ("senior-disbelief", "distance", "capacity")
"""Recommendations with calls of two kinds, the last of two statements."""


class Attack:
    """Somebody who sees one portfolio, knows the rules, and tries everything that fits its numbers."""

    def __init__(self, portfolio, knowledge, columns):
        self.portfolio, self.total = portfolio, portfolio.collaborations
        self.knowledge, self.columns = knowledge, columns
        self.first = {one.recommendation: self.range(one.count)[0] for one in portfolio.first}
        self.strength = {one.statement: self.range(one.count)[0] for one in portfolio.strengths}
        self.statements = {one.statement: one.verdicts for one in portfolio.statements}

    def range(self, shown):
        return range_of(shown, self.total)

    def fits(self, counts, shown):
        """Return which counts fit the numbers of a group, all of whose classes they are."""
        total = counts.sum(axis=1)
        found = np.ones(len(counts), bool)
        for place, one in enumerate(shown):
            least, most = self.range(one)
            found &= (counts[:, place] >= least) & (counts[:, place] <= most)
        if any(one != WITHHELD for one in shown):
            found &= (total >= 2 * FEWEST) & (counts.max(axis=1) <= total - FEWEST)
        return found

    def verdicts(self, name):
        """Return the counts of verdicts that fit what stands of one statement, and how many are calls."""
        names = possible_verdicts(name, self.columns)
        shown = self.statements[name]
        assert list(shown) == list(names)
        counts = ways(self.total, len(names))
        inner = [place for place, one in enumerate(names) if one != "not_applicable"]
        outside = self.range(shown["not_applicable"])
        out = counts[:, names.index("not_applicable")]
        fit = (out >= outside[0]) & (out <= outside[1])
        if any(shown[names[place]] != "fewer_than_5" for place in inner):
            fit &= self.fits(counts[:, inner], [shown[names[place]] for place in inner])
        fit &= counts[:, names.index("keep")] >= self.strength.get(name, 0)
        counts = counts[fit]
        return counts, counts[:, [place for place, one in enumerate(names) if one in RANK]].sum(axis=1)

    def of_recommendation(self, recommendation):
        """Yield what is possible of each statement of a recommendation, and the name of the statement."""
        of = next(each for each in self.knowledge.advice.recommendations if each.id == recommendation)
        found = {one: self.verdicts(one) for one in of.statements}
        for name, (counts, calls) in found.items():
            others = sum(more.max() for one, (_, more) in found.items() if one != name)
            yield name, counts[calls + others >= self.first.get(recommendation, 0)]

    def levels(self, mechanism):
        """Return the levels over all that fit, with the groups that are alike."""
        shown = next(one for one in self.portfolio.mechanisms if one.mechanism == mechanism)
        counts = ways(self.total, len(LEVELS))
        counts = counts[self.fits(counts, list(shown.levels.values()))]
        groups = []
        for one in self.portfolio.alike:
            at = LEVELS.index(one.level)
            where = (at,) if mechanism in one.lowest else tuple(range(at + 1, len(LEVELS)))
            groups.append((where, max(2 * FEWEST, self.range(one.count)[0])))
        return shown, np.array([one for one in counts.tolist() if seated(one, groups)])

    def rows(self, mechanism, sizes):
        """Yield what is possible of each kind, beside the other kinds and the whole."""
        shown, overall = self.levels(mechanism)
        rows = []
        for row in shown.by_type:
            counts = ways(sizes[row.type], len(LEVELS))
            rows.append(counts[self.fits(counts, list(row.levels.values()))])
        if left := self.total - sum(sizes[row.type] for row in shown.by_type):
            rows.append(ways(left, len(LEVELS)))
        allowed = set(map(tuple, overall.tolist()))
        numbers = any(one != WITHHELD for row in shown.by_type for one in row.levels.values())
        for place in range(len(shown.by_type) if numbers else 0):
            others = {(0,) * len(LEVELS)}
            for other in (*rows[:place], *rows[place + 1 :]):
                others = {
                    tuple(each)
                    for one in others
                    for each in (other + np.array(one)).tolist()
                    if self.below(each, shown)
                }
            yield [
                one
                for one in rows[place].tolist()
                if any(tuple(map(sum, zip(one, each, strict=True))) in allowed for each in others)
            ]

    def below(self, counts, shown):
        return all(
            one <= self.range(most)[1] for one, most in zip(counts, shown.levels.values(), strict=True)
        )


def seated(counts, groups):
    """Return whether groups find room in classes, each in some of its own."""
    if not groups:
        return True
    (where, least), *others = groups
    for some in ways(least, len(where)).tolist():
        left = list(counts)
        for one, number in zip(where, some, strict=True):
            left[one] -= number
        if min(left) >= 0 and seated(left, others):
            return True
    return False


def random_tally(seed, knowledge, columns):
    """Return what would be counted of random collaborations, many of them much alike."""
    chance = random.Random(seed)  # noqa: S311 - cases
    length, counts = chance.randint(20, 26), Counter()
    kinds = [chance.choice(list(one)) for one in (("merger", "buddying"), PHASES, ("chosen", "rescue"))]
    stands = [[chance.choice(LEVELS) for _ in CARRYING] for _ in range(3)]
    statements = [
        (each.id, one)
        for each in knowledge.advice.recommendations
        if each.id in FIRSTS
        for one in each.statements
    ]
    mostly = {one: chance.choices(possible_verdicts(one, columns), k=2) for _, one in statements}

    def one_of(common, every):
        return chance.choice(common if chance.random() < 0.9 else every)

    for _ in range(length):
        type_, stage, origin = (
            one_of([kind, each], [each])
            for kind, each in zip(kinds, ("clinical_network", "established", "chosen"), strict=True)
        )
        levels = dict(zip(CARRYING, (one_of([one], LEVELS) for one in chance.choice(stands)), strict=True))
        lowest = min(levels.values(), key=LEVELS.index)
        at = tuple(one for one in CARRYING if levels[one] == lowest)
        counts.update(
            ("kind", fact, value) for fact, value in zip(KIND_FACTS, (type_, stage, origin), strict=True)
        )
        counts["alike", ("trust", PHASES[stage], lowest, at)] += 1
        counts["concern", "all_low"] += set(levels.values()) == {"low"}
        for each in knowledge.mechanisms:
            level = levels.get(each.id, "unknown")
            counts["level", each.id, level] += 1
            counts["level of", type_, each.id, level] += 1
        called = set()
        for recommendation, name in statements:
            verdict = one_of(mostly[name], possible_verdicts(name, columns))
            counts["verdict", name, verdict] += 1
            counts["strength", name] += verdict == "keep"
            called |= {recommendation} if verdict in RANK else set()
        counts.update(("first", one) for one in called)
    return Tally(length, counts)


def leaks(tally, knowledge, columns):
    """Yield everything that somebody can prove of a group of one to four, or of nearly all of a group."""
    attack = Attack(Publisher(tally, columns, ()).portfolio(), knowledge, columns)
    for recommendation in FIRSTS:
        for name, possible in attack.of_recommendation(recommendation):
            yield from ((name, some) for some in proved_small(possible))
    sizes = {key[2]: number for key, number in tally.counts.items() if key[:2] == ("kind", TYPE)}
    for mechanism in CARRYING:
        for possible in (attack.levels(mechanism)[1], *attack.rows(mechanism, sizes)):
            yield from ((mechanism, some) for some in proved_small(possible))
            yield from ((mechanism, one) for one in proved_alike(possible))
    for kind in attack.portfolio.kinds:
        least, most = range_of(kind.rest, tally.length)
        shown = [range_of(one.count, tally.length) for one in kind.shares]
        least = max(least, tally.length - sum(high for _, high in shown))
        most = min(most, tally.length - sum(low for low, _ in shown))
        if least >= 1 and most < FEWEST:
            yield kind.fact, "rest"


@pytest.mark.parametrize(
    "seeds", [range(40), pytest.param(range(40, 3000), marks=pytest.mark.slow)], ids=["some", "thousands"]
)
def test_a_whole_portfolio(seeds, knowledge, advisor):
    columns = advisor._variants.columns
    for seed in seeds:
        assert list(leaks(random_tally(seed, knowledge, columns), knowledge, columns)) == [], seed


def test_without_what_is_told_elsewhere_the_attack_succeeds(knowledge, advisor, monkeypatch):
    """The attack finds what the breakdowns by themselves do not see: so it is one."""
    monkeypatch.setattr(publishing, "calls_at_least", lambda *_: {})
    monkeypatch.setattr(publishing, "levels_at_least", lambda *_: {})
    columns = advisor._variants.columns
    assert any(list(leaks(random_tally(seed, knowledge, columns), knowledge, columns)) for seed in range(60))
