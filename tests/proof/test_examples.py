"""The examples beside the rules: they hold, and between them they show what every verdict line does."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.cli.check import command
from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.content.rule_folder import rule_files
from advisor.errors import ContentRefused
from advisor.model.grammar import parse_condition
from advisor.proof.examples import masked, proving
from advisor.proof.examples.covering import Verdicts
from advisor.proof.examples.example import Line
from advisor.proof.examples.masked import idle
from advisor.proof.examples.proving import prove_examples, prove_paths
from advisor.proof.examples.reading import example_files, read_examples
from advisor.proof.examples.running import failures, run_examples
from tests.unit.altered import altered

LONGEST = 20
BAD = Path(__file__).parent / "examples"

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


# ── A knowledge base with examples of its own ────────────────────────────────────────────────────


@pytest.fixture
def written(tmp_path, knowledge):
    """Read examples from a text, as if they lay beside the rules."""

    def write(text):
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        (folder / "trust.examples.yaml").write_text(text, encoding="utf-8")
        return read_examples(folder, knowledge)

    return write


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
    from advisor.proof.examples.covering import coverage

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
    from advisor.proof.examples.covering import coverage

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


def test_a_rule_without_examples_is_an_error_with_its_place_and_what_to_write_where(copied):
    rules = copied / "statements"
    (rules / "culture.examples.yaml").unlink()
    (proven,) = prove_paths([rules / "culture.yaml"])
    assert not proven.sound
    first, *others = proven.gaps
    assert re.fullmatch(
        r"rules/statements/culture\.yaml:\d+: no example fires U1 \w+ – nobody can see that it works as meant"
        r" – add one to rules/statements/culture\.examples\.yaml: “given:” with answers that make it so and"
        r" “expect: \{U1: \w+\}”",
        first,
    )
    assert any(
        " – nobody can see that it stops where it should – add one to rules/statements/culture.examples.yaml:"
        " the answers of one that fires it with one changed, so that it is not reached, and “near_miss: U"
        in one
        for one in others
    )
    code, printed = run("--examples", rules / "culture.yaml")
    assert code == 3
    assert first in printed


def test_one_file_of_rules_is_proven_by_the_examples_beside_it():
    folder = content_folder("rules") / "statements"
    (beside,) = prove_paths([folder / "conflict.yaml"])
    (itself,) = prove_paths([folder / "conflict.examples.yaml"])
    assert list(beside.lines()) == list(itself.lines())
    assert beside.sound
    assert not beside.gaps
    assert {line.statement for line in beside.coverage.lines} == {"K1", "K2", "K3"}
    assert beside.as_data()["verdict_lines"] == 6


def test_a_pack_is_proven_beside_the_rules_as_when_it_is_loaded(tmp_path):
    """The one that comes with the product, and a copy elsewhere, as people give their own."""
    shipped = content_folder("rules") / "packs" / "further-evidence"
    own = Path(shutil.copytree(shipped, tmp_path / "ours"))
    for place, shown in ((shipped, "rules/packs/further-evidence"), (own, str(own))):
        (proven,) = prove_paths([place])
        assert proven.sound
        assert not proven.gaps
        assert {line.statement for line in proven.coverage.lines} == {"FE1", "FE2", "FE3"}
        assert {ran.example.file for ran in proven.ran} == {f"{shown}/statements.examples.yaml"}
        assert "13 examples of the pack “Further evidence”, beside the rules, none of them wrong." in [
            *proven.lines()
        ]
        (beside,) = prove_paths([place / "statements.yaml"])
        assert list(beside.lines()) == list(proven.lines())


def test_without_a_path_the_packs_that_come_with_the_product_are_proven_too(monkeypatch):
    seen = []
    monkeypatch.setattr(proving, "prove_examples", lambda folder, *_, **__: seen.append(folder))
    monkeypatch.setattr(proving, "prove_pack", lambda pack, rules, _: seen.append((pack.shown, rules)))
    prove_paths()
    rules = content_folder("rules")
    assert seen == [rules, ("rules/packs/further-evidence", rules)]


def test_a_rule_of_a_pack_that_belies_its_examples_is_named(tmp_path):
    own = Path(shutil.copytree(content_folder("rules") / "packs" / "further-evidence", tmp_path / "ours"))
    rules = own / "statements.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("act: pace is too_slow", "act: pace is fast_enough"), encoding="utf-8")
    (proven,) = prove_paths([own])
    assert not proven.sound
    assert str(proven.failures[0]).startswith(f"{own}/statements.examples.yaml:")


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


def test_a_file_that_lies_in_no_folder_of_rules_is_refused(tmp_path):
    with pytest.raises(ContentRefused, match="lies in no folder of rules"):
        prove_paths([tmp_path / "draft.yaml"])


def test_rules_at_fault_are_named_before_examples_run(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "knowledge_base.yaml").write_text("title: [\n", encoding="utf-8")
    with pytest.raises(ContentRefused):
        prove_paths([folder])
    with pytest.raises(ContentRefused):
        load_knowledge(folder)


# ── On the command line ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def copied(tmp_path):
    """A copy of the rules, to break."""
    return Path(shutil.copytree(content_folder("rules"), tmp_path / "rules"))


def run(*arguments):
    """Run ``advisor check``; return its exit code and what it printed."""
    ran = CliRunner().invoke(command, [*map(str, arguments)], standalone_mode=False)
    assert ran.exception is None, ran.exception
    return ran.return_value, ran.stdout


def test_the_check_runs_examples_where_asked(copied):
    code, printed = run("--examples", copied / "statements" / "conflict.yaml")
    assert code == 0
    assert printed.endswith(
        "15 examples, none of them wrong.\n6 verdict lines: 6 fired, 6 nearly missed.\n"
        "Conditions in verdict lines (MC/DC): 8 of 8 shown to decide, each both ways in some example.\n"
    )
    code, printed = run(copied / "statements" / "conflict.yaml")
    assert "examples" not in printed


def test_a_rule_that_belies_its_examples_fails_the_check(copied):
    rules = copied / "statements" / "conflict.yaml"
    text = rules.read_text(encoding="utf-8")
    changed = text.replace("accountability_clear is one of no, partly", "accountability_clear is no")
    assert changed != text
    rules.write_text(changed, encoding="utf-8")
    code, printed = run("--examples", rules)
    assert code == 3
    assert "Accountability that is only partly clear calls for action" in printed
    assert "    expected  K1: act\n    got       K1: find_out\n" in printed
    code, printed = run("--examples", "--format", "json", rules)
    data = json.loads(printed)
    assert code == 3
    assert data["examples"][0]["failures"][0]["subject"] == "K1"
