"""The examples beside the rules: they hold, and between them they show what every verdict line does."""

import re

import pytest

from advisor.content.folders import content_folder
from advisor.content.rule_folder import rule_files
from advisor.model.grammar import parse_condition
from advisor.proof.examples import masked
from advisor.proof.examples.covering import Verdicts
from advisor.proof.examples.example import Line
from advisor.proof.examples.masked import idle
from advisor.proof.examples.proving import prove_examples
from advisor.proof.examples.reading import example_files, read_examples
from advisor.proof.examples.running import failures, run_examples
from tests.unit.altered import altered

LONGEST = 20

# Conditions that cannot decide their line, because something else has settled it before. They are written
# out all the same, so that each line can be read on its own. The tests try every value to prove each.
MASKED = {
    "the gate lets nothing else through": [
        *("T1 act 1", "T1 compensate 1", "T1 keep 1", "T4 act 1", "T4 compensate 1", "T4 keep 1"),
        *(
            "F5 act 2",
            "M1 act 1",
            "M1 keep 1",
            "M2 balance 1",
            "M2 act 1",
            "M2 keep 1",
            "M3 act 1",
            "M3 keep 1",
        ),
        *("X4 act 1", "X4 keep 1", "X9 balance 1", "X9 act 1"),
    ],
    "the lines before leave nothing else": [
        "T1 keep 2",
        "T4 keep 2",
        "C1 keep 12",
        "C1 keep 13",
        "X17 keep 2",
    ],
    "where both sides hold, “balance” stands already": [
        *("C1 balance 4", "C1 balance 5", "C1 balance 11", "C1 balance 12", "C1 balance 16", "C1 balance 17"),
        *(
            "C1 act 2",
            "C1 act 3",
            "C1 act 8",
            "C1 act 9",
            "C1 keep 2",
            "C1 keep 3",
            "C1 keep 9",
            "C1 keep 10",
        ),
    ],
    "only where it was chosen is a firmer side known to be absent": ["X9 not_applicable 1"],
    "what was not answered includes nothing": ["X11 act 1", "X12 act 1", "X13 act 1"],
}


@pytest.fixture(scope="module")
def proven(advisor):
    """What the examples prove that stand beside the rules.

    Those of pinned/ say nothing more of verdict lines. That they hold is tested over columns, with mutants,
    and below through experta.
    """
    rules = content_folder("rules")
    beside = [path for path in example_files(rules) if path.parent.name != "pinned"]
    return prove_examples(rules, advisor.knowledge, advisor._inferrer, files=beside)


def test_examples_hold_and_show_every_line_and_every_condition(proven, knowledge):
    """One test, because tests may run in several processes and the examples take some seconds."""
    assert not proven.failures, "\n".join(map(str, proven.failures))
    assert not proven.coverage.astray, "\n".join(proven.coverage.astray)
    assert not proven.gaps, "\n".join(proven.gaps)
    written = {line for statement in knowledge.advice.statements for line in Verdicts.of(statement).lines}
    assert set(proven.coverage.lines) == written == proven.coverage.fired == proven.coverage.missed
    cannot = {f"{part.line} {part.number}" for part in proven.masked}
    assert cannot == {one for found in MASKED.values() for one in found}
    assert len(proven.coverage.decided) + len(cannot) == len(proven.coverage.parts)
    assert proven.sound


@pytest.mark.slow
def test_pinned_examples_hold_through_experta_too(advisor):
    rules = content_folder("rules")
    pinned = [path for path in example_files(rules) if path.parent.name == "pinned"]
    examples = read_examples(rules, advisor.knowledge, pinned)
    assert len(examples) > 400
    assert [*map(str, failures(run_examples(examples, advisor._inferrer)))] == []


def test_a_condition_that_can_decide_is_never_proven_idle(knowledge):
    proven = {one for found in MASKED.values() for one in found}
    for statement in knowledge.advice.statements:
        if statement.id in {"T1", "T3", "T6", "M2", "F8", "X9", "X10", "X24"}:
            parts = [part for parts in Verdicts.of(statement).parts.values() for part in parts]
            expected = {part for part in parts if f"{part.line} {part.number}" in proven}
            assert idle(parts, knowledge) == expected


def test_a_number_that_is_only_known_or_not_can_decide(knowledge):
    """Nothing compares it with a number, so that one number has to stand for all."""
    own = knowledge.advice.by_id["T3"]
    act = parse_condition({"all": ["quick_wins is no", "partner_count is known"]})
    statement = altered(own, verdicts=altered(own.verdicts, act=act))
    others = (statement if one is own else one for one in knowledge.advice.statements)
    changed = altered(knowledge, advice=altered(knowledge.advice, statements=tuple(others)))
    parts = [part for parts in Verdicts.of(statement).parts.values() for part in parts]
    assert idle(parts, changed) == frozenset()


def test_too_many_cases_prove_nothing(knowledge, monkeypatch):
    part = Verdicts.of(knowledge.advice.by_id["T1"]).parts[Line("T1", "keep")][1]
    assert idle([part], knowledge) == {part}
    monkeypatch.setattr(masked, "MOST", 1)
    assert idle([part], knowledge) == frozenset()


def test_sentences_are_short_and_plain(knowledge):
    for example in read_examples(content_folder("rules"), knowledge):
        assert len(example.sentence.split()) <= LONGEST, example.place
        assert example.sentence[0].isupper(), example.place
        assert not example.sentence.endswith("."), example.place
        assert not re.search(r"[_'\"]", example.sentence), example.place


def test_examples_are_no_part_of_the_rules(knowledge):
    folder = content_folder("rules")
    files = example_files(folder)
    assert len(files) > 10
    assert not set(files) & set(rule_files(folder))
