"""The manual of the condition language: every example in it is true, and it is up to date."""

import pytest

from advisor.model.condition import Truth, truth
from advisor.model.derive import derive
from advisor.model.grammar import parse_condition
from tests.content.grammar_manual import MANUAL, manual, spec

OUTCOMES = {True: Truth.TRUE, False: Truth.FALSE, "unknown": Truth.UNKNOWN}
EXAMPLES = [
    (example["condition"], given, found)
    for section in spec()["sections"]
    for example in section["examples"]
    for given, found in example["given"]
]


@pytest.mark.parametrize(("condition", "given", "found"), EXAMPLES)
def test_every_example_comes_out_as_the_manual_says(knowledge, condition, given, found):
    vocabulary = knowledge.vocabulary
    answers = {fact: tuple(value) if isinstance(value, list) else value for fact, value in given.items()}
    assert set(answers) <= set(vocabulary.by_name)
    for fact, value in answers.items():
        ticks = value if isinstance(value, tuple) else (value,)
        assert isinstance(value, int) or set(ticks) <= {*vocabulary.by_name[fact].by_value, "not_applicable"}
    parsed = parse_condition(condition, vocabulary.derived_by_name)
    assert truth(parsed, derive(vocabulary, answers)) is OUTCOMES[found]


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in spec()["refused"]])
def test_what_the_manual_calls_refused_is_refused(sentence):
    with pytest.raises(ValueError, match="is not a condition"):
        parse_condition(sentence)


def test_the_manual_is_up_to_date():
    assert MANUAL.read_text(encoding="utf-8") == manual(), "write it anew: make manual"
