"""What is counted over columns is what experta concludes of each case."""

from collections import Counter

import pytest

from advisor.portfolio.alike import CARRYING
from advisor.portfolio.standing import KIND_FACTS, LEVELS
from advisor.report.at_work import at_work
from advisor.report.texts import texts

PRESSING_WORDS = "order_pressing"


@pytest.fixture(scope="module")
def results(advisor, mixed_cases):
    return [advisor.assess(one) for one in mixed_cases]


def counted(tally, kind):
    return {key[1:]: count for key, count in tally.counts.items() if key[0] == kind and count}


def test_verdicts(mixed_tally, results):
    expected = Counter(
        (name, found.verdict)
        for result in results
        for name, found in {**result.statements, **result.further_statements}.items()
    )
    assert counted(mixed_tally, "verdict") == expected


def test_levels_in_all_and_by_kind(mixed_tally, mixed_cases, results):
    levels = Counter((name, one.level) for result in results for name, one in result.mechanisms.items())
    assert counted(mixed_tally, "level") == levels
    by_kind = Counter(
        (kind, name, one.level)
        for case, result in zip(mixed_cases, results, strict=True)
        for name, one in result.mechanisms.items()
        if (kind := case.known().get("ioc_type"))
    )
    assert counted(mixed_tally, "level of") == by_kind


def test_kinds(mixed_tally, mixed_cases):
    expected = Counter((fact, case.known().get(fact)) for case in mixed_cases for fact in KIND_FACTS)
    assert counted(mixed_tally, "kind") == expected


def test_strengths_are_those_that_reports_name(mixed_tally, results):
    expected = Counter((one,) for result in results for each in result.strengths for one in each.statements)
    assert counted(mixed_tally, "strength") == expected


def test_priorities_are_those_of_page_one(mixed_tally, results):
    expected = Counter(
        (one.id,) for result in results for one in result.recommendations if one.priority is not None
    )
    assert counted(mixed_tally, "first") == expected


def test_obstacles_are_circumstances_that_do_nothing_but_harm(mixed_tally, results, knowledge):
    expected = Counter(
        (name, result.circumstances[name].state)
        for result in results
        for name, effect in at_work(result, knowledge, texts()).context_effects.items()
        if effect == "harms"
    )
    assert counted(mixed_tally, "obstacle") == expected


def test_what_is_not_known_is_what_reports_leave_open(mixed_tally, results):
    expected = Counter(
        (fact,)
        for result in results
        for fact in (*(one.fact for one in result.find_out), *result.also_unknown)
    )
    assert counted(mixed_tally, "open") == expected


def test_groups(mixed_tally, results):
    expected = Counter()
    for result in results:
        levels = [result.mechanisms[one].level for one in CARRYING]
        lowest = min(levels, key=LEVELS.index)
        at = tuple(one for one, level in zip(CARRYING, levels, strict=True) if level == lowest)
        expected[(result.driver, result.phase, lowest, at),] += 1
    assert {key: count for key, count in counted(mixed_tally, "alike").items() if len(key) == 1} == expected


def test_what_groups_share(mixed_tally):
    groups = {key[0] for key in counted(mixed_tally, "alike")}
    for kind in ("first", "strength"):
        shared = Counter()
        for key, count in counted(mixed_tally, "alike").items():
            if key[1:2] == (kind,):
                shared[key[2:]] += count
        assert shared == counted(mixed_tally, kind)
    assert len(groups) > 3


def test_concerns(mixed_tally, mixed_cases, results, inferrer, knowledge):
    def concerns(case, result):
        first = [one for one in result.recommendations if one.priority is not None]
        urgent = sum(one.pressing or one.critical for one in first)
        levels = {result.mechanisms[one].level for one in CARRYING}
        votes = [one for each in result.mechanisms.values() for one in each.because]
        return {
            "critical_harm": any(one.critical and one.sign == "-" for one in votes),
            "serious_conflict": case.answers.get("conflict") == "serious",
            "dominated": case.answers.get("power") == "dominated",
            "taken_over": case.answers.get("takeover_felt") == "widely",
            "stalled": case.answers.get("momentum") == "stalled",
            "all_low": levels == {"low"},
            "mostly_pressing": len(first) >= 3 and 2 * urgent > len(first),
            "contradictory": bool(result.case.contradictions),
            "mostly_unknown": result.case.answered < result.case.unknown,
        }

    places = {}
    for place, (case, result) in enumerate(zip(mixed_cases, results, strict=True)):
        for name, holds in concerns(case, result).items():
            places.setdefault(name, []).extend([place] if holds else [])
    assert mixed_tally.where == places
    assert {key[0]: n for key, n in counted(mixed_tally, "concern").items()} == {
        name: len(found) for name, found in places.items() if found
    }


def test_blocks_make_no_difference(counting, mixed_cases, mixed_tally, monkeypatch):
    monkeypatch.setattr("advisor.portfolio.counting.BLOCK", 7)
    tally = counting.tally((one.answers for one in mixed_cases), places=True)
    assert tally.counts == mixed_tally.counts
    assert tally.where == mixed_tally.where
    assert tally.length == len(mixed_cases)
