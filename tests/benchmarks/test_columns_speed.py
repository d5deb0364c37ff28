"""How fast the evaluator over columns is, beside experta in the same run: run by `make benchmark` alone."""

import resource
import time

import numpy as np
import pytest

from advisor.engine.columns.evaluator import Columns
from advisor.engine.columns.table import Table
from advisor.model.condition import Kind
from tests.unit.cases import random_answers

pytestmark = pytest.mark.benchmark

FEW, MANY, ROUNDS = 100, 1_000_000, 3
MOST_MEMORY = 2_000


@pytest.fixture(scope="module")
def program(advisor):
    return advisor._inferrer.program


@pytest.fixture(scope="module")
def columns(program):
    return Columns(program)


@pytest.fixture(scope="module")
def cases(knowledge):
    return [random_answers(knowledge, seed) for seed in range(FEW)]


@pytest.fixture(scope="module")
def many(cases, columns):
    few = columns.table(cases)
    return Table(MANY, {one: np.resize(column, MANY) for one, column in few.columns.items()})


@pytest.fixture(scope="module")
def experta(advisor, cases):
    """Cases a second through experta, the measure of all rates here."""
    found = rate(lambda: [advisor._inferrer.infer(case) for case in cases], FEW)
    print(f"\n\n{'':44}{'cases a second':>16}{'ratio':>10}")
    tell("experta, everything concluded", found, found)
    return found


def rate(work, cases):
    """Return the best rate of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return cases / best


def tell(name, found, experta):
    print(f"{name:44}{found:16,.0f}{found / experta:10,.0f}")


def test_columns_from_dictionaries(experta, columns, cases):
    listed = cases * 100
    tell(
        "columns, from dictionaries",
        rate(lambda: columns.evaluate(columns.table(listed)), len(listed)),
        experta,
    )


def test_columns_in_memory(experta, columns, many):
    tell("columns, in memory, everything concluded", rate(lambda: columns.evaluate(many), MANY), experta)


def test_columns_for_verdicts_alone(experta, columns, program, many):
    verdicts = [step.subject for step in program.steps if step.subject.kind == Kind.VERDICT.value]
    tell("columns, in memory, verdicts alone", rate(lambda: columns.evaluate(many, verdicts), MANY), experta)


def test_variants_of_one_case(experta, columns, knowledge, cases):
    facts = [one for one in knowledge.vocabulary.facts if one.kind == "one of"][:3]
    choices = {one.fact: [None, *one.by_value] for one in facts}
    length = columns.variants(cases[0], choices).length
    found = rate(lambda: columns.evaluate(columns.variants(cases[0], choices)), length)
    tell(f"columns, {length} variants of one case", found, experta)


def test_compiling(columns, program):
    print(f"{'compiling the program into columns':44}{1000 / rate(lambda: Columns(program), 1):13.0f} ms")


def test_peak_memory_of_a_million_cases(columns, many):
    columns.evaluate(many)
    found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'most memory, with a million cases':44}{found:13.0f} MB")
    assert found < MOST_MEMORY
