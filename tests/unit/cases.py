"""Cases for tests: the examples that come with the product, the covering ones, and random ones."""

import random
from pathlib import Path

import yaml

from advisor.content.folders import content_folder
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, Value
from advisor.model.knowledge import KnowledgeBase
from advisor.model.vocabulary import FactDefinition, Vocabulary
from advisor.service import Advisor

COVERING = Path(__file__).parents[1] / "content" / "covering_cases.yaml"
NUMBERS = (2, 3, 5, 6, 8, 17)
FULLNESS = (0.15, 0.4, 0.7, 0.9, 1.0)
SKIPPED = 0.05
MOST_TICKS = 3


def example_cases(advisor: Advisor) -> list[Case]:
    """Return the example cases of the product, by name of their files."""
    folder = content_folder("questionnaires") / "examples"
    return [advisor.read_case(path) for path in sorted(folder.glob("*.yaml"))]


def covering_cases(knowledge: KnowledgeBase) -> list[Case]:
    """Return the cases that between them make every rule fire."""
    written = yaml.safe_load(COVERING.read_text(encoding="utf-8"))["cases"]
    return [
        Case(name=f"covering {place}", answers=as_answers(one, knowledge.vocabulary))
        for place, one in enumerate(written, start=1)
    ]


def as_answers(written: dict[str, object], vocabulary: Vocabulary) -> dict[str, Value]:
    """Return answers as a case holds them: ticks as a tuple."""
    assert set(written) <= set(vocabulary.by_name)
    return {fact: tuple(value) if isinstance(value, list) else value for fact, value in written.items()}


def random_answers(knowledge: KnowledgeBase, seed: int) -> dict[str, Value]:
    """Return random answers, some facts unknown and some not applicable; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    fullness = chance.choice(FULLNESS)
    answers: dict[str, Value] = {}
    for fact in knowledge.vocabulary.facts:
        lot = chance.random()
        if lot < SKIPPED:
            answers[fact.fact] = NOT_APPLICABLE
        elif lot < fullness:
            answers[fact.fact] = random_value(fact, chance)
    return answers


def random_value(fact: FactDefinition, chance: random.Random) -> Value:
    """Return a random known value of a fact."""
    if fact.kind == "whole number":
        return chance.choice(NUMBERS)
    if fact.kind == "one of":
        return chance.choice(fact.values).value
    ticks = chance.sample(fact.values, chance.randint(1, min(MOST_TICKS, len(fact.values))))
    return tuple(one.value for one in fact.values if one in ticks)
