"""Portfolios of random cases, counted over columns and by experta."""

import random

import pytest

from advisor.model.case import Case
from advisor.portfolio import tables
from advisor.portfolio.counting import Counting
from advisor.portfolio.portfolio import Publisher
from tests.unit.cases import example_cases, random_answers

CHANGED, FORGOTTEN = 0.22, 0.06


def plausible(advisor, number, seed=1):
    """Return cases that differ from the examples in some answers, as real ones do from one another."""
    examples, chance = example_cases(advisor), random.Random(seed)  # noqa: S311 - cases
    cases = []
    for place in range(number):
        one = examples[(place * place + place // 3) % len(examples)]
        answers = dict(one.answers)
        for fact in advisor.knowledge.vocabulary.facts:
            if fact.fact not in answers:
                continue
            if chance.random() < FORGOTTEN:
                del answers[fact.fact]
            elif fact.kind == "one of" and chance.random() < CHANGED:
                values = list(fact.by_value)
                here = values.index(answers[fact.fact]) if answers[fact.fact] in values else 0
                answers[fact.fact] = values[max(0, min(len(values) - 1, here + chance.choice((-1, 1))))]
        cases.append(one.model_copy(update={"answers": answers, "name": f"Collaboration {place + 1}"}))
    return cases


@pytest.fixture(scope="session")
def counting(advisor):
    return Counting(advisor._variants, advisor.questionnaires["full"])


@pytest.fixture(scope="session")
def random_cases(knowledge):
    return [Case(name=f"Random {seed}", answers=random_answers(knowledge, seed)) for seed in range(25)]


@pytest.fixture(scope="session")
def mixed_cases(advisor, random_cases):
    return [*random_cases, *plausible(advisor, 25)]


@pytest.fixture(scope="session")
def mixed_tally(counting, mixed_cases):
    return counting.tally([one.answers for one in mixed_cases], places=True)


@pytest.fixture(scope="session")
def published_of(counting, advisor):
    def publish(cases, **named):
        tally = counting.tally([one.answers for one in cases], places=True)
        return Publisher(tally, advisor._variants.columns, counting.actions.levers).portfolio(**named)

    return publish


@pytest.fixture
def telling_once(monkeypatch):
    """Work out once whether what is shown of a table tells: it hangs on that, and many show the same."""
    tell, known = tables._tell, {}

    def remembered(*seen):
        shown = repr(seen)
        if shown not in known:
            known[shown] = tell(*seen)
        return known[shown]

    monkeypatch.setattr(tables, "_tell", remembered)
