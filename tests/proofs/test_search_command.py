"""`advisor check --proof`, `--mutants` and `--examples` in one run: what is printed, and the exit code."""

import json
import re
import shutil
from functools import partial

import pytest
from click.testing import CliRunner

from advisor.cli.check import PROBLEMS_FOUND, command
from advisor.content.folders import content_folder
from advisor.errors import CommandError
from advisor.proof.search.proof import prove


class Told:
    def __init__(self, *lines, sound=True):
        self.sound = sound
        self._lines = lines

    def lines(self):
        return iter(self._lines)


@pytest.fixture
def run(monkeypatch):
    def run(*options, proof=None, mutants=None, examples=None):
        monkeypatch.setattr("advisor.proof.search.proof.prove", lambda _: proof or Told("proved"))
        monkeypatch.setattr("advisor.proof.mutants.run.mutate", lambda _: mutants or Told("killed"))
        proven = examples or [Told("covered")]
        monkeypatch.setattr("advisor.proof.examples.proving.prove_paths", lambda _: proven)
        result = CliRunner().invoke(command, options, catch_exceptions=False, standalone_mode=False)
        return result.return_value, result.stdout

    return run


def test_each_option_prints_its_own_part(run):
    assert run("--proof") == (0, "proved\n")
    assert run("--mutants") == (0, "killed\n")
    assert run("--proof", "--mutants") == (0, "proved\nkilled\n")
    assert run("--proof", "--mutants", "--examples") == (0, "proved\nkilled\ncovered\n")


def test_what_is_not_proved_gives_exit_code_three(run):
    code, text = run("--proof", "--mutants", proof=Told("dead: a line", sound=False))
    assert (code, text) == (3, "dead: a line\nkilled\n")
    failed = [Told("covered"), Told("a pack’s example fails", sound=False)]
    code, text = run("--proof", "--examples", examples=failed)
    assert (code, text) == (3, "proved\ncovered\na pack’s example fails\n")


def test_a_real_fault_in_rules_gives_exit_code_three(tmp_path, monkeypatch):
    """Nothing stands in for the proof here, save that it tries fewer random cases."""
    rules = tmp_path / "rules"
    shutil.copytree(content_folder("rules"), rules)
    trust = rules / "statements" / "trust.yaml"
    text = trust.read_text(encoding="utf-8")
    old = "    act: quick_wins is one of no, planned\n"
    assert text.count(old) == 1
    trust.write_text(
        text.replace(old, "    act: quick_wins is one of no, planned, not_applicable\n"), "utf-8"
    )
    monkeypatch.setattr("advisor.proof.search.proof.prove", partial(prove, whole_cases=1))
    result = CliRunner().invoke(
        command, ["--proof", str(rules)], catch_exceptions=False, standalone_mode=False
    )
    assert result.return_value == PROBLEMS_FOUND
    first, *_ = result.stdout.splitlines()
    assert re.match(r"rules/statements/trust\.yaml:\d+: names an answer that is away: T3: act where", first)


def test_programs_get_json(run):
    code, text = run("--mutants", "--format", "json", mutants=Told("a survivor", sound=False))
    assert (code, json.loads(text)) == (3, {"sound": False, "lines": ["a survivor"]})


@pytest.mark.parametrize(
    ("option", "path", "says"),
    [
        ("--mutants", "statements/trust.yaml", "is a single file; --proof and --mutants take a whole folder"),
        ("--proof", "statements/trust.yaml", "For this file alone: advisor check --examples "),
        ("--mutants", "packs/further-evidence", "For a pack: advisor check --examples "),
        ("--proof", "statements", "holds no knowledge_base.yaml and no pack.yaml"),
    ],
)
def test_what_cannot_be_proved_alone_is_told_with_what_to_do(run, option, path, says):
    with pytest.raises(CommandError, match=says):
        run(option, str(content_folder("rules") / path))


def test_a_pack_is_proved(run):
    assert run("--proof", str(content_folder("rules") / "packs" / "further-evidence")) == (0, "proved\n")
