"""What to write in place of a sentence that is no condition: always something that is one."""

import re

import pytest
import yaml

from advisor.model.grammar import parse_condition
from advisor.proof.problems.sentences import instead_of

OFFERED = [
    ("contact is not rarely", "write a mapping: “not: contact is rarely”"),
    ("stage is not one of reset, planning", "write a mapping: “not: stage is one of reset, planning”"),
    ("level of trust is not low", "write a mapping: “not: level of trust is low”"),
    (
        "contact is rarely and travel_time is over_60_min",
        "write a mapping: “all: [contact is rarely, travel_time is over_60_min]”",
    ),
    (
        "power is no and stage is one of a, b",
        'write a mapping: “all: [power is no, "stage is one of a, b"]”',
    ),
    ("a is b or c is not d", "write a mapping: “any: [a is b, {not: c is d}]”"),
    ("power is yes or no", "write “power is one of yes, no”"),
    ("power is yes, no", "write “power is one of yes, no”"),
    ("sectors includes acute, community", "write “sectors includes one of acute, community”"),
    ("power = no", "write “power is no”"),
    ("power is no.", "write “power is no”, with nothing after it"),
    ("partner_count more than 5", "write “partner_count at least 6”"),
    ("partner_count less than 5", "write “partner_count at most 4”"),
    ("stage iz considering", "write “stage is considering”: is, not iz"),
    ("sectors include acute", "write “sectors includes acute”: includes, not include"),
    ("partner_count at leest 6", "write “partner_count at least 6”: least, not leest"),
    ("power is one of yes", "write “power is yes”: one value stands alone"),
]


@pytest.mark.parametrize(("sentence", "remedy"), OFFERED)
def test_what_is_meant_is_written_out(sentence, remedy):
    assert instead_of(sentence) == remedy
    written = re.search("“(.*)”", remedy)[1]
    parse_condition(yaml.safe_load(written))


@pytest.mark.parametrize("sentence", ["rarely and travel_time is long", "rarely and so on"])
def test_where_a_part_is_no_condition_the_mapping_alone_is_named(sentence):
    assert instead_of(sentence) == "write a mapping: “all:”, and below it each condition on a line of its own"


@pytest.mark.parametrize("sentence", ["", "contact rarely", "a is b and c is d or e is f"])
def test_what_cannot_be_guessed_is_left_to_the_general_remedy(sentence):
    assert instead_of(sentence) == ""
