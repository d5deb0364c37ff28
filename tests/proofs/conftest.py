"""What the proofs share: the evaluator over columns."""

import pytest

from advisor.engine.columns.evaluator import Columns


@pytest.fixture(scope="session")
def columns(program):
    return Columns(program)
