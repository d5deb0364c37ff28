"""What tests of explanations share: the variants of cases, compiled once."""

import pytest

from advisor.explanation.variants import Variants


@pytest.fixture(scope="session")
def variants(program):
    return Variants(program)
