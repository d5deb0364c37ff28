"""Running examples: what a failure says, which mistakes are named, and what a near miss is."""

from pathlib import Path

import pytest

from advisor.content.folders import content_folder
from advisor.errors import ContentRefused
from advisor.model.grammar import parse_condition
from advisor.proof.examples.covering import coverage
from advisor.proof.examples.reading import read_examples
from advisor.proof.examples.running import failures, run_examples
from tests.unit.altered import altered

BAD = Path(__file__).parent / "examples"

WRONG = """\
examples:
- example: No visible success calls for a quick win
  given: {stage: first_delivery, quick_wins: 'no'}
  expect: {T3: keep, context quick_wins: absent}
  expect_not: {T3: act}
- example: With nothing said about quick wins we act
  given: {stage: first_delivery}
  expect: {T3: act}
"""


def test_a_failure_names_place_sentence_what_was_expected_what_came_and_why(written, advisor):
    found = failures(run_examples(written(WRONG), advisor._inferrer))
    assert "\n".join(map(str, found)) == (
        "rules/trust.examples.yaml:2: No visible success calls for a quick win\n"
        "    expected  T3: keep\n"
        "    got       T3: act\n"
        "    fired     verdict of T3 is act (2)\n"
        "    because   stage is first_delivery; quick_wins is no\n"
        "rules/trust.examples.yaml:2: No visible success calls for a quick win\n"
        "    expected  anything but T3: act\n"
        "    got       T3: act\n"
        "    fired     verdict of T3 is act (2)\n"
        "    because   stage is first_delivery; quick_wins is no\n"
        "rules/trust.examples.yaml:6: With nothing said about quick wins we act\n"
        "    expected  T3: act\n"
        "    got       T3: find_out\n"
        "    fired     verdict of T3 otherwise\n"
        "    because   no answer bears on it\n"
        "    waits for quick_wins"
    )
    assert found[0].as_data()["because"] == ["stage is first_delivery", "quick_wins is no"]


def test_a_changed_rule_fails_its_examples(knowledge, advisor):
    from advisor.engine.inference import Inferrer

    rule = knowledge.advice.by_id["T3"]
    lines = altered(rule.verdicts, act=parse_condition("quick_wins is no", frozenset()))
    statements = tuple(
        altered(one, verdicts=lines) if one.id == "T3" else one for one in knowledge.advice.statements
    )
    changed = altered(knowledge, advice=altered(knowledge.advice, statements=statements))
    examples = [one for one in read_examples(content_folder("rules"), knowledge) if "quick_wins" in one.given]
    wrong = failures(run_examples(examples, Inferrer(changed)))
    assert {one.example.sentence for one in wrong} >= {
        "With quick wins planned but not delivered in first delivery, the advice is to deliver one"
    }


def test_every_mistake_in_a_file_of_examples_is_named_with_its_place(written):
    with pytest.raises(ContentRefused) as refused:
        written((BAD / "mistaken.yaml").read_text(encoding="utf-8"))
    expected = (BAD / "mistaken.expected").read_text(encoding="utf-8").splitlines()
    assert [str(problem) for problem in refused.value.problems] == expected


@pytest.mark.parametrize("text", ["", "- example: bare list\n", "cases: []\n"])
def test_a_file_without_a_list_of_examples_is_refused(written, text):
    with pytest.raises(ContentRefused, match="needs a list named “examples”"):
        written(text)


def test_a_near_miss_must_miss_by_one_answer(written, advisor):
    examples = written(
        "examples:\n"
        "- example: It fires\n"
        "  given: {stage: established, quick_wins: 'no'}\n"
        "  expect: {T3: act}\n"
        "- example: It holds\n"
        "  given: {stage: established, quick_wins: planned}\n"
        "  expect: {T3: act}\n"
        "  near_miss: T3 act\n"
        "- example: It is far off\n"
        "  given: {stage: considering, quick_wins: 'yes'}\n"
        "  expect: {T3: not_applicable}\n"
        "  near_miss: [T3 act]\n"
        "- example: It misses\n"
        "  given: {stage: established, quick_wins: 'yes'}\n"
        "  expect: {T3: keep}\n"
        "  near_miss: T3 act\n"
    )
    covered = coverage(run_examples(examples, advisor._inferrer), advisor.knowledge, {"T3"})
    held, far = covered.astray
    assert held == (
        "rules/trust.examples.yaml:5: no near miss of T3 act: these answers reach it, as quick_wins is"
        " planned – a near miss just fails to – let quick_wins be yes, or take “near_miss” out"
    )
    assert far == (
        "rules/trust.examples.yaml:9: no near miss of T3 act: no example that fires it is one answer away"
        " – the nearest, rules/trust.examples.yaml:2, differs in 2:"
        " stage is considering here and established there; quick_wins is yes here and no there"
        " – keep one of these differences"
    )
    assert {str(line) for line in covered.missed} == {"T3 act"}


def test_a_near_miss_without_an_example_to_miss_or_like_one_is_told_so(written, advisor):
    examples = written(
        "examples:\n"
        "- example: It holds by a conclusion and by ticks\n"
        "  given: {stage: established, quick_wins: 'no'}\n"
        "  expect: {T3: act}\n"
        "- example: It misses what nothing fires\n"
        "  given: {stage: considering}\n"
        "  expect: {T3: not_applicable}\n"
        "  near_miss: T3 keep\n"
        "- example: It is a gate that is reached\n"
        "  given: {stage: considering, quick_wins: 'no'}\n"
        "  expect: {T3: not_applicable}\n"
        "  near_miss: T3 not_applicable\n"
    )
    covered = coverage(run_examples(examples, advisor._inferrer), advisor.knowledge, {"T3"})
    none, gate = covered.astray
    assert none.endswith(
        "no example fires it – nothing to miss by one answer – write one that fires it first"
    )
    assert (
        "these answers reach it, as stage is considering – a near miss just fails to – let stage be " in gate
    )
