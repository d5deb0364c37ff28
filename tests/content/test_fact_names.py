"""Names of facts and values: a contract with every answers file there is."""

from pathlib import Path

import pytest

from advisor.content.yaml_reader import read_yaml

CONTRACT = read_yaml(Path(__file__).parent / "fact_names.yaml").data
FACTS = [
    (kind, fact, str(values).split()) for kind, facts in CONTRACT.items() for fact, values in facts.items()
]


def test_there_are_86_facts_in_the_contract_and_no_others(knowledge):
    names = {fact for _, fact, _ in FACTS}
    assert len(FACTS) == len(names) == 86
    assert set(knowledge.vocabulary.by_name) == names


@pytest.mark.parametrize(("kind", "fact", "values"), FACTS, ids=[fact for _, fact, _ in FACTS])
def test_a_fact_keeps_its_kind_and_its_values(knowledge, kind, fact, values):
    found = knowledge.vocabulary.by_name[fact]
    assert found.kind == kind
    if kind == "whole number":
        assert [str(found.minimum)] == values
        assert "{value}" in found.says
    else:
        assert list(found.by_value) == values


def test_labels_tell_the_values_of_a_fact_apart(knowledge):
    for fact in knowledge.vocabulary.facts:
        labels = {each.label.lower() for each in fact.values}
        assert len(labels) == len(fact.values), fact.fact


def test_no_derived_fact_takes_the_name_of_a_fact(knowledge):
    assert not set(knowledge.vocabulary.derived_by_name) & set(knowledge.vocabulary.by_name)


def test_the_full_questionnaire_asks_about_every_fact_once(knowledge, advisor):
    asked = [fact for question in advisor.questionnaires["full"].questions for fact in question.sets]
    assert sorted(asked) == sorted(knowledge.vocabulary.by_name)
