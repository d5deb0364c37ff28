"""The schemas of content files: conditions as the grammar has them, and nothing that clutters an editor."""

import pytest
from jsonschema import Draft202012Validator
from pydantic import Field

from advisor.content.knowledge_files import LISTS
from advisor.model.advice import Contradiction
from advisor.model.base import Model
from advisor.model.evidence import Context
from advisor.model.file_schemas import either_schema, file_schema, lists_schema
from advisor.model.grammar import Written, parse_condition

RULES = lists_schema("Rules", "Rules.", LISTS)


class Ruled(Model):
    """One rule."""

    when: Written = Field(description="When.")
    maybe: Written | None = Field(default=None, description="Perhaps when.")


class Plain(Model):
    """No rule at all."""

    name: str = Field(description="Name.")


def takes(condition):
    return Draft202012Validator(file_schema("Rule", Ruled)).is_valid({"when": condition})


def parses(condition):
    try:
        parse_condition(condition)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "condition",
    [
        "quick_wins is no",
        " quick_wins  is\n  no ",
        "stage is one of planning, established",
        "stage is one of planning,established , reset",
        "stage is one of planning",
        "stage is planning, established",
        "sectors includes acute",
        "sectors includes one of acute, community",
        "sectors includes acute, community",
        "partner_count at least 6",
        "partner_count at most 10",
        "partner_count at least six",
        "partner_count at least",
        "power is known",
        "power is unknown",
        "level of trust is low",
        "level of trust is one of low, mixed",
        "verdict of C1 is act",
        "context quick_wins is absent",
        "level of is low",
        "power",
        "power is",
        "power equals balanced",
        "power is not balanced",
        "1power is balanced",
        "power is bal-anced",
        "",
        5,
        None,
        [],
        ["power is known"],
        {},
        {"not": "power is known"},
        {"not": ["power is known"]},
        {"all": ["power is known", {"any": ["stage is reset", {"not": "power is known"}]}]},
        {"all": ["power is known", "stage"]},
        {"all": []},
        {"all": "power is known"},
        {"all": ["power is known"], "any": ["power is known"]},
        {"every": ["power is known"]},
    ],
)
def test_an_editor_takes_just_the_conditions_that_the_reader_takes(condition):
    assert takes(condition) == parses(condition)


def test_every_condition_is_one_definition_with_a_word_of_help():
    condition = RULES["$defs"]["Condition"]
    assert condition["patternErrorMessage"].startswith("This is not a condition: write a sentence such as")
    assert all(takes(example) for example in condition["examples"])
    when = RULES["$defs"]["Contradiction"]["properties"]["when"]
    assert when == {"description": "The answers.", "$ref": "#/$defs/Condition"}


def test_files_without_conditions_define_none():
    assert set(file_schema("Plain", Plain)["$defs"]) == {"Plain"}


def test_every_key_is_described_and_nothing_is_titled_twice():
    assert set(RULES["properties"]) == set(LISTS)
    for name, definition in RULES["$defs"].items():
        assert definition["description"], name
        assert "title" not in definition
        for key, schema in definition.get("properties", {}).items():
            assert schema.get("description"), f"{name} {key}"
            assert not isinstance(schema.get("title"), str)


def test_a_key_named_title_stays():
    assert "title" in RULES["$defs"]["Statement"]["properties"]


def test_words_of_a_circumstance_may_be_one_phrase_or_several():
    validator = Draft202012Validator(lists_schema("Rules", "Rules.", {"contexts": Context}))
    context = {"id": "a", "name": "A", "changeable": "yes", "holds": "power is known"}
    for words in ("powerful", [{"says": "powerful"}], [{"when": "power is known", "says": "powerful"}]):
        assert validator.is_valid({"contexts": [{**context, "words": {"holds": words}}]})
    assert not validator.is_valid({"contexts": [{**context, "words": {"holds": 5}}]})


def test_a_file_of_two_kinds_is_held_to_its_own():
    validator = Draft202012Validator(either_schema("Two", "when", Contradiction, Plain))
    assert validator.is_valid({"name": "A"})
    assert validator.is_valid({"id": "a", "when": "power is known", "says": "A."})
    assert not validator.is_valid({"id": "a", "says": "A."})
    assert not validator.is_valid({"name": "A", "when": "power is known"})


def test_chains_are_lists_of_two_names_or_more():
    validator = Draft202012Validator(RULES)
    assert validator.is_valid({"chains": [["quick_wins", "progress"]]})
    assert not validator.is_valid({"chains": [["quick_wins"]]})
