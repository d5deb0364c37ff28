"""How fast explanations and searches are, beside one assessment in the same run: `make benchmark` runs them.

Goals: all single changes to one case in 50 ms, all pairs of changes in 3 s, what to ask next in 100 ms.
What is asserted is how many assessments they take, and generous: a busy machine slows both alike.
"""

import time

import pytest

from advisor.explanation.completions.stopping import QUICK, THOROUGH, Stopping
from advisor.explanation.completions.what_next import questions_by_worth
from advisor.explanation.levers.levers import LeverWriter
from advisor.explanation.levers.search import LeverSearch
from tests.unit.cases import example_cases

pytestmark = pytest.mark.benchmark

ROUNDS = 5
MOST_SINGLES, MOST_PAIRS, MOST_NEXT = 2, 20, 5
"""How many assessments they may take: five to ten times what was measured."""
LAST = ("evaluation", "champions", "peer_effect", "area_failures", "travel_time")


@pytest.fixture(scope="module")
def case(advisor):
    """The largest example."""
    return max(example_cases(advisor), key=lambda each: len(each.answers))


@pytest.fixture(scope="module")
def around(advisor, case):
    return advisor.around(case)


@pytest.fixture(scope="module")
def once(advisor, case):
    """Seconds for one assessment, the measure of all others here."""
    found = best(lambda: advisor.assess(case))
    print(f"\n\n{'':52}{'milliseconds':>14}{'assessments':>13}")
    tell("one assessment through experta, reasons and all", found, found)
    return found


def best(work):
    """Return the seconds of the best of a few rounds."""
    found = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        found = min(found, time.perf_counter() - began)
    return found


def tell(name, seconds, once, most=None):
    """Print how long something took; with a most, no more assessments than that."""
    print(f"{name:52}{seconds * 1000:14,.1f}{seconds / once:13,.2f}")
    assert most is None or seconds <= most * once, f"{name}: {seconds / once:.1f} assessments, not {most}"


def test_all_single_changes(around, once):
    facts = list(around.variants.worth_trying)
    singles = [(one,) for one in around.singles(facts)]
    tell(
        f"everything that follows of {len(singles):,} single changes",
        best(lambda: around.conclude(singles)),
        once,
        MOST_SINGLES,
    )
    seconds = best(lambda: around.top(singles))
    tell(f"the priorities after {len(singles):,} single changes", seconds, once, MOST_SINGLES)


def test_all_pairs_of_changes(around, once):
    pairs = around.pairs(list(around.variants.worth_trying))
    tell(
        f"everything that follows of {len(pairs):,} pairs of changes",
        best(lambda: around.conclude(pairs)),
        once,
        MOST_PAIRS,
    )
    seconds = best(lambda: around.top(pairs))
    tell(f"the priorities after {len(pairs):,} pairs of changes", seconds, once, MOST_PAIRS)


def test_explaining(advisor, case, once):
    for name in ("T3", "C1", "L5", "trust"):
        tell(f"why: {name}", best(lambda name=name: advisor.explain(case, name)), once)
    for name in ("C1", "trust", "faith"):
        tell(
            f"why, and why not: {name}",
            best(lambda name=name: advisor.explain(case, name, otherwise=True)),
            once,
        )


@pytest.mark.parametrize("changes", [1, 2, 3])
def test_levers_on_trust_faith_and_confidence(advisor, case, once, changes):
    seconds = best(lambda: advisor.levers(case, changes=changes))
    tell(f"levers, up to {changes} changes, confirmed and in words", seconds, once)


def test_the_search_for_levers_alone(around, advisor, case, once):
    writer = LeverWriter(around, advisor.assess(case), advisor._inferrer, advisor.questionnaires["full"])
    search = LeverSearch(around, "trust")
    candidates = search.candidates(writer.facts("trust", known=True))
    for changes in (1, 2, 3):
        tell(
            f"the best of {len(candidates)} changes, up to {changes} together, for trust",
            best(lambda most=changes: list(search.best(candidates, most))),
            once,
        )


def test_sensitivity(advisor, case, once):
    tell("sensitivity, confirmed and in words", best(lambda: advisor.sensitivity(case)), once)
    few = min(example_cases(advisor), key=lambda each: len(each.answers))
    tell("the same with most answers open", best(lambda: advisor.sensitivity(few)), once)


def test_what_to_ask_next(advisor, case, once):
    kept = dict(list(case.answers.items())[::2])
    half = case.model_copy(update={"answers": kept})
    around, asking = advisor.around(half), advisor.asking()
    seconds = best(lambda: questions_by_worth(around, asking))
    tell("what to ask next, half of the answers given", seconds, once, MOST_NEXT)
    for name, effort in (("quick, as in ask", QUICK), ("thorough", THOROUGH)):
        seconds = best(lambda effort=effort: Stopping(asking, around, (), effort).same_order())
        tell(f"whether to stop, {name}", seconds, once)
    last = {fact: value for fact, value in case.answers.items() if fact not in LAST}
    few = advisor.around(case.model_copy(update={"answers": last}))
    seconds = best(lambda: Stopping(asking, few, (), QUICK).same_order())
    tell(f"whether to stop, {len(LAST)} answers open, quick", seconds, once)
    tell("advisor next, words and all", best(lambda: advisor.what_next(half)), once)


def test_what_changed_and_what_if(advisor, case, once):
    other = advisor.assess(case).recommendations[0].facts
    changes = {fact: advisor.around(case).values(fact)[0] for fact in list(other)[:3] or ["quick_wins"]}
    new = case.model_copy(update={"answers": {**case.answers, **changes}})
    advisor.compare(case, new)

    def anew():
        advisor.body.__dict__.pop("_results", None)

    tell(
        f"what if {len(changes)} answers were others",
        best(lambda: (anew(), advisor.what_if(case, changes))),
        once,
    )
    tell(f"what changed, {len(changes)} answers", best(lambda: (anew(), advisor.compare(case, new))), once)
