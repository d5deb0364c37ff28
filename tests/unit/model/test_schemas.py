"""The JSON Schemas: they take what the product takes, and nothing else."""

import pytest
from jsonschema import Draft202012Validator

from advisor.model.case import Case
from advisor.model.schemas import answers_schema, result_schema
from advisor.model.vocabulary import FactDefinition, FactValue, Vocabulary


def fact(name, kind, *values, minimum=None):
    return FactDefinition(
        fact=name,
        name=name,
        meaning=f"What {name} means.",
        kind=kind,
        changeable="yes",
        minimum=minimum,
        values=tuple(FactValue(value=one, label=one, says=one) for one in values),
    )


SCHEMA = answers_schema(
    Vocabulary(
        facts=(
            fact("quick_wins", "one of", "yes", "no"),
            fact("sectors", "any of", "acute", "community"),
            fact("problems", "any of", "absent", "hostile", "none"),
            fact("partner_count", "whole number", minimum=2),
            fact("children", "whole number"),
        )
    )
)
VALIDATOR = Draft202012Validator(SCHEMA)


def takes(**answers):
    return VALIDATOR.is_valid({"answers": answers})


def test_the_schemas_are_sound():
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator.check_schema(result_schema())


@pytest.mark.parametrize("nothing", [None, "unknown", "not_applicable"])
@pytest.mark.parametrize("name", ["quick_wins", "sectors", "problems", "partner_count"])
def test_every_fact_may_be_unknown_or_not_apply(name, nothing):
    assert takes(**{name: nothing})


@pytest.mark.parametrize(
    ("name", "taken", "refused"),
    [
        ("quick_wins", ["yes", "no"], ["maybe", 1, True, ["yes"]]),
        ("sectors", [["acute"], ["acute", "community"]], [[], ["other"], "acute", [1]]),
        ("problems", [["none"], ["absent", "hostile"]], [["none", "absent"], ["hostile", "none"], []]),
        ("partner_count", [2, 10_000], [1, 0, -3, 10_001, 2.5, "3"]),
        ("children", [0, 1], [-1]),
    ],
)
def test_each_kind_of_fact_takes_its_own_values_only(name, taken, refused):
    assert [one for one in taken if not takes(**{name: one})] == []
    assert [one for one in refused if takes(**{name: one})] == []


def test_strange_facts_and_keys_are_refused():
    assert not takes(no_such_fact="yes")
    assert not VALIDATOR.is_valid({"answer": {}})
    assert VALIDATOR.is_valid({"name": "A", "questionnaire": "full 2026-11-22", "answers": None})
    assert not VALIDATOR.is_valid({"questionnaire": "other"})
    assert not VALIDATOR.is_valid({"name": 5})


def test_each_fact_is_described_by_its_meaning():
    facts = SCHEMA["properties"]["answers"]["properties"]
    assert {name: each["description"] for name, each in facts.items()} == {
        name: f"What {name} means." for name in facts
    }


def test_a_result_is_valid_by_the_schema_of_results(advisor):
    import json

    result = advisor.assess(Case(name="A", answers={"quick_wins": "no", "stage": "established"}))
    written = json.loads(advisor.json(result))
    validator = Draft202012Validator(result_schema())
    assert [error.message for error in validator.iter_errors(written)] == []
    del written["statements"]
    assert not validator.is_valid(written)
