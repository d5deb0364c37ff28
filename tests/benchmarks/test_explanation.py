"""How fast explanations and searches are, beside one assessment in the same run: run by `make benchmark` alone.

Goals: all single changes to one case in 50 ms, all pairs of changes in 3 s, what to ask next in 100 ms.
"""

import time

import pytest

from tests.unit.cases import example_cases

pytestmark = pytest.mark.benchmark

ROUNDS = 5


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


def tell(name, seconds, once):
    print(f"{name:52}{seconds * 1000:14,.1f}{seconds / once:13,.2f}")


def test_all_single_changes(around, once):
    facts = list(around.variants.worth_trying)
    singles = [(one,) for one in around.singles(facts)]
    tell(
        f"everything that follows of {len(singles):,} single changes",
        best(lambda: around.conclude(singles)),
        once,
    )
    tell(f"the priorities after {len(singles):,} single changes", best(lambda: around.top(singles)), once)


def test_all_pairs_of_changes(around, once):
    pairs = around.pairs(list(around.variants.worth_trying))
    tell(
        f"everything that follows of {len(pairs):,} pairs of changes",
        best(lambda: around.conclude(pairs)),
        once,
    )
    tell(f"the priorities after {len(pairs):,} pairs of changes", best(lambda: around.top(pairs)), once)
