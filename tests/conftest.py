"""What all tests share: the product as it comes, loaded once."""

import pytest
from hypothesis import settings

from advisor.service import Advisor

# The same examples at every run, and no limit on the time of one: a test fails on what it tests alone.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def advisor():
    return Advisor.load()


@pytest.fixture(scope="session")
def knowledge(advisor):
    return advisor.knowledge


@pytest.fixture(scope="session")
def inferrer(advisor):
    return advisor._inferrer


@pytest.fixture(scope="session")
def program(inferrer):
    return inferrer.program
