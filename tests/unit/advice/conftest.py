"""What the tests of the advice share: results of many cases, worked out once."""

import pytest

from advisor.model.case import Case
from tests.unit.cases import covering_cases, example_cases, random_answers

RANDOM = range(200, 220)


@pytest.fixture(scope="session")
def assess(advisor):
    """Return a function that assesses the answers it is given by name."""
    return lambda **answers: advisor.assess(Case(name="A test", answers=answers))


@pytest.fixture(scope="session")
def cases(advisor, knowledge):
    """The examples, the cases in which every rule fires, and random ones."""
    chance = [Case(name=f"random {seed}", answers=random_answers(knowledge, seed)) for seed in RANDOM]
    return [*example_cases(advisor), *covering_cases(knowledge), *chance]


@pytest.fixture(scope="session")
def results(advisor, cases):
    return [advisor.assess(case) for case in cases]


@pytest.fixture(scope="session")
def questionnaire(advisor):
    return advisor.questionnaires["full"]
