"""What the tests of the advice share: results of many cases, worked out once."""

import pytest

from advisor.advice.assess import assess as put_together
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
def inferences(advisor, cases):
    return [advisor._inferrer.infer(case.answers) for case in cases]


@pytest.fixture(scope="session")
def results(cases, inferences, knowledge, questionnaire):
    pairs = zip(cases, inferences, strict=True)
    return [put_together(case, inference, knowledge, questionnaire) for case, inference in pairs]


@pytest.fixture(scope="session")
def questionnaire(advisor):
    return advisor.questionnaires["full"]


@pytest.fixture(scope="session")
def shown(inferences, questionnaire):
    """For each case the questions it would be asked, as the facts of each."""
    found = []
    for inference in inferences:
        asked = [tuple(question.asked_facts(inference.values.get)) for question in questionnaire.questions]
        found.append([facts for facts in asked if facts])
    return found
