"""What the commands have in common: options that read alike, and places to write to."""

import json

import click
import pytest

from advisor.cli.main import COMMANDS, cli
from advisor.content.folders import content_folder

EXAMPLES = content_folder("questionnaires") / "examples"
CASE = EXAMPLES / "chosen-buddying.yaml"


def helps(option):
    """Return what each command that has an option says of it."""
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in COMMANDS}
    return {
        name: one.help for name, command in commands.items() for one in command.params if option in one.opts
    }


@pytest.mark.parametrize(
    ("option", "some"),
    [
        ("--pack", {"ask", "assess", "batch", "explain", "graph", "portfolio", "questionnaire", "template"}),
        ("--rules", {"assess", "batch", "compare", "graph", "levers", "next", "portfolio", "whatif"}),
        ("--questionnaires", {"questionnaire", "template"}),
        ("--map", {"batch", "portfolio"}),
    ],
)
def test_an_option_reads_alike_in_every_command(option, some):
    said = helps(option)
    assert set(said) >= some
    assert len(set(said.values())) == 1
    assert said.popitem()[1].endswith(".")


def test_what_is_drawn_can_go_to_several_places(run, here):
    ran = run("graph", "T3", "-o", "t3.svg", "-o", "t3.json", "-o", "-")
    assert ran.out.startswith("T3")
    assert ran.err == "Wrote t3.svg\nWrote t3.json\n"
    assert (here / "t3.svg").read_text(encoding="utf-8").startswith("<svg")
    assert json.loads((here / "t3.json").read_text(encoding="utf-8"))


def test_a_format_that_no_file_takes_is_refused(run, here):
    for command in (("explain", CASE), ("assess", CASE), ("portfolio", EXAMPLES), ("graph",)):
        ran = run(*command, "-f", "html" if command[0] != "graph" else "svg", "-o", "a.json", "-o", "b.json")
        assert ran.code == 2
        assert "does not fit the ending of a.json and b.json; leave one of the two out." in ran.err
    assert list(here.iterdir()) == []


def test_a_format_is_for_the_files_whose_ending_says_none(run, here):
    assert run("explain", CASE, "trust", "-f", "json", "-o", "trust", "-o", "trust.html").code == 0
    assert json.loads((here / "trust").read_text(encoding="utf-8"))
    assert (here / "trust.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_portfolio_goes_to_standard_output_in_the_format_that_is_named(run):
    assert run("portfolio", EXAMPLES, "-f", "html").out.startswith("<!DOCTYPE html>")
    assert json.loads(run("portfolio", EXAMPLES).out)


def test_an_explanation_never_replaces_the_answers(run, answers):
    path = answers("answers: {}\n", "answers.json")
    ran = run("explain", path, "-o", path)
    assert ran.code == 2
    assert "answers.json” is an input itself" in ran.err
    assert path.read_text(encoding="utf-8") == "answers: {}\n"
