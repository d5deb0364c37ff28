"""Plain data against models: every fault has its place and says what to do."""

from typing import Literal

import pytest
from pydantic import Field, model_validator

from advisor.content.validate import validate_item
from advisor.content.yaml_reader import read_yaml_text
from advisor.model.base import Model
from advisor.model.grammar import Written


class Leaf(Model):
    colour: Literal["green", "brown"]
    weight: int = 1


class Twig(Model):
    width: int = Field(description="How wide.")
    length: int = 1
    bark: Literal["rough", "smooth"] = Field(description="Its cover.")


class Branch(Model):
    name: str
    leaves: tuple[Leaf, ...] = ()
    best: Leaf | None = None
    twig: Twig | None = None
    by_season: dict[Literal["spring", "autumn"], Leaf] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _named_well(self):
        if self.name == "root":
            raise ValueError("a branch is no root")
        return self


class Tree(Model):
    if_: Written | None = Field(default=None, alias="if")
    trunk: str = "brown"
    branches: tuple[Branch, ...] = ()


def validated(text):
    document = read_yaml_text(text, "a.yaml")
    return validate_item(Tree, document.data["tree"], document, ("tree",), {"early"})


def faults(text):
    item, problems = validated(text)
    assert item is None
    return [str(problem) for problem in problems]


def test_sound_data_becomes_the_model_and_conditions_know_derived_facts():
    tree, problems = validated("tree: {if: early is yes, branches: [{name: x, leaves: [{colour: green}]}]}")
    assert problems == []
    assert tree.branches[0].leaves[0].colour == "green"
    assert tree.if_.subject.kind == "derived"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A strange key: at the key, with the keys of the very part it stands in.
        ("tree: {trunc: x}", "1:8: “trunc” is not a key here; did you mean “trunk”?"),
        ("tree: {iff: x}", "1:8: “iff” is not a key here; did you mean “if”?"),
        ("tree: {xyz: x}", "1:8: “xyz” is not a key here; known keys: if, trunk, branches"),
        (
            "tree:\n  branches:\n  - name: x\n    leafs: []",
            "4:5: “leafs” is not a key here; did you mean “leaves”?",
        ),
        (
            "tree: {branches: [{name: x, leaves: [{colour: green, q: 1}]}]}",
            "1:54: “q” is not a key here; known keys: colour, weight",
        ),
        (
            "tree: {branches: [{name: x, best: {colour: green, wait: 1}}]}",
            "1:51: “wait” is not a key here; did you mean “weight”?",
        ),
        (
            "tree: {branches: [{name: x, by_season: {spring: {colour: green, q: 1}}}]}",
            "1:65: “q” is not a key here; known keys: colour, weight",
        ),
        # A missing key: at what it is missing from.
        ("tree: {branches: [{leaves: []}]}", "1:19: “name” is missing; add it"),
        (
            "tree: {branches: [{name: x, twig: {}}]}",
            "1:35: “width” and “bark” are missing; add width (how wide), bark (its cover: rough, smooth)",
        ),
        ("tree: {branches: [{name: x, leaves: [{}]}]}", "1:38: “colour” is missing; add it"),
        # A wrong value: at the value, with what was found.
        (
            "tree: {branches: [{name: x, leaves: [{colour: red}]}]}",
            "1:47: colour: Input should be 'green' or 'brown' (found 'red')",
        ),
        ("tree: {trunk: 5}", "1:15: trunk: Input should be a valid string (found 5)"),
        ("tree: {branches: [5]}", None),
        (
            "tree: {branches: [{name: x, by_season: {winter: {colour: green}}}]}",
            "1:49: winter: Input should be 'spring' or 'autumn' (found 'winter')",
        ),
        # A condition or a check of our own: with its own words.
        ("tree: {branches: [{name: root}]}", "1:19: a branch is no root"),
    ],
)
def test_each_fault_has_its_place_and_says_what_to_do(text, expected):
    (found,) = faults(text)
    if expected is None:
        assert found.startswith("a.yaml:1:19: Input should be a valid dictionary")
    else:
        assert found == f"a.yaml:{expected}"


def test_a_condition_at_fault_is_named_with_its_key():
    (found,) = faults("tree: {if: early}")
    assert found.startswith("a.yaml:1:12: if: “early” is not a condition: write a sentence such as")


def test_data_that_is_no_mapping_is_refused_without_an_empty_name():
    (found,) = faults("tree: text")
    assert found.startswith("a.yaml:1:7: Input should be a valid dictionary")
    assert found.endswith("(found 'text')")


def test_long_values_are_shown_in_part():
    (found,) = faults(f"tree: {{trunk: [{'x' * 500}]}}")
    assert len(found) < 200


def test_every_fault_of_an_item_is_reported():
    assert len(faults("tree: {trunk: 5, xyz: 1, if: nonsense, branches: [{}, {name: 3}]}")) == 5
