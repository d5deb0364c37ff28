"""What the engine’s tests share: cases that were run once."""

import pytest

from tests.unit.cases import covering_cases, example_cases


@pytest.fixture(scope="session")
def examples(advisor):
    return example_cases(advisor)


@pytest.fixture(scope="session")
def covering(knowledge):
    return covering_cases(knowledge)


@pytest.fixture(scope="session")
def inferences(inferrer, examples, covering):
    """What follows for the examples and for the cases in which every rule fires."""
    return [inferrer.infer(case.answers) for case in (*examples, *covering)]
