"""What is proven for which path: a folder, a file, a pack, and the same on the command line."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.cli.check import command
from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.errors import ContentRefused
from advisor.proof.examples import proving
from advisor.proof.examples.proving import prove_paths


def run(*arguments):
    """Run ``advisor check``; return its exit code and what it printed."""
    ran = CliRunner().invoke(command, [*map(str, arguments)], standalone_mode=False)
    assert ran.exception is None, ran.exception
    return ran.return_value, ran.stdout


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
    assert "\nMend the rule where the example is right, and the example where the rule is right.\n" in printed
    code, printed = run("--examples", "--format", "json", rules)
    data = json.loads(printed)
    assert code == 3
    assert data["examples"][0]["failures"][0]["subject"] == "K1"


def test_mistakes_in_the_examples_beside_a_file_are_named_as_the_check_names_them(copied):
    rules = copied / "statements" / "conflict.yaml"
    beside = rules.with_name("conflict.examples.yaml")
    many = len(beside.read_text(encoding="utf-8").splitlines())
    with beside.open("a", encoding="utf-8") as file:
        file.write("- example: It names no fact\n  given: {conflct: 'no'}\n  expect: {K1: keep}\n")
    code, printed = run("--examples", rules)
    assert code == 3
    assert printed.startswith(
        f"rules/statements/conflict.examples.yaml:{many + 2}:11: unknown-fact: “conflct” is not a fact that"
        " is answered – no rule would read it – did you mean “conflict”?\n1 problem (1 error) in 2 files, "
    )
    assert printed.endswith("The examples wait until the errors above are mended.\n")
    code, printed = run(rules)
    assert (code, printed[:22]) == (0, "No problems in 1 file,")


def test_what_does_not_decide_is_named_with_the_answers_that_would_show_it(copied):
    rules = copied / "statements" / "conflict.yaml"
    rules.with_name("conflict.examples.yaml").write_text(
        "examples:\n- example: Nothing is said\n  given: {}\n  expect: {K1: find_out}\n", encoding="utf-8"
    )
    code, printed = run("--examples", rules)
    assert code == 3
    assert re.search(
        r"^rules/statements/conflict\.yaml:\d+: no example fires K1 act by “accountability_clear is one of"
        r" no, partly” alone \(condition 1\) – nobody can see that it matters – add one to"
        r" rules/statements/conflict\.examples\.yaml: answers that fire the line, and would not if the"
        r" condition failed$",
        printed,
        re.MULTILINE,
    )
    assert "\n1 example, none of them wrong.\n" in printed


def test_several_files_of_one_pack_are_that_pack_once():
    pack = content_folder("rules") / "packs" / "further-evidence"
    counted = re.compile(r"in (\d+ files, \d+ statements)")
    whole, files = run(pack)[1], run(pack / "facts.yaml", pack / "statements.yaml")[1]
    assert counted.search(files)[1] == counted.search(whole)[1]
