"""What the proofs share: the program, and the evaluator over columns."""

import pytest

from advisor.engine.columns.evaluator import Columns


@pytest.fixture(scope="session")
def inferrer(advisor):
    return advisor._inferrer


@pytest.fixture(scope="session")
def program(inferrer):
    return inferrer.program


@pytest.fixture(scope="session")
def columns(program):
    return Columns(program)
