"""The command line as a whole: help, versions, and what becomes of every error."""

import re
import subprocess
import sys

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor import __version__
from advisor.cli import main as front
from advisor.cli.main import COMMANDS, guarded
from advisor.content.folders import content_folder
from advisor.errors import CommandError
from advisor.service import Advisor

EXAMPLE = content_folder("questionnaires") / "examples" / "felt-takeover-merger.yaml"


@pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"]])
def test_without_a_command_the_help_shows_where_to_start(run, arguments):
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert "advisor assess answers.yaml -o report.pdf" in ran.out
    assert all(f"\n  {name} " in ran.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_example_that_sets_an_answer_runs(run, name):
    helped = " ".join(run(name, "--help").out.split())
    examples = re.findall(rf"advisor {name} \S+\.yaml((?: --set \S+)+)", helped)
    assert examples or name != "whatif"
    for example in examples:
        ran = run(name, EXAMPLE, *example.split())
        assert (ran.code, ran.err) == (0, ""), example


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(run, name):
    ran = run(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "Example" in ran.out
    assert f"\n    advisor {name}" in ran.out


def test_version(run):
    assert run("--version").out == f"advisor {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["asses"], "“asses” is not a command. Did you mean “advisor assess”?"),
        (["fly"], "“fly” is not a command. The commands are ask, assess,"),
        ([__file__], f"For advice on this file: advisor assess {__file__}"),
        (["--colour"], "No such option"),
    ],
)
def test_a_wrong_command(run, arguments, says):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_a_fault_of_ours_is_one_line(run, answers, monkeypatch):
    def fault(*_):
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(Advisor, "assess", fault)
    ran = run("assess", answers("answers: {}"))
    assert ran.code == 1
    assert ran.err == (
        "This is a fault of ours, not of your answers: ZeroDivisionError: division by zero."
        " To see where, run the same command again with --debug at the end.\n"
    )


@pytest.mark.parametrize("place", [0, 2])
def test_debug_shows_where_a_fault_arose(capsys, answers, monkeypatch, place):
    monkeypatch.setattr(Advisor, "assess", lambda *_: 1 / 0)
    arguments = ["assess", str(answers("answers: {}"))]
    arguments.insert(place, "--debug")
    assert front.main(arguments) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "--debug" not in err


def test_debug_after_two_dashes_is_a_file(run):
    ran = run("assess", "--", "--debug")
    assert ran.code == 3
    assert "--debug: cannot be read" in ran.err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interruption(capsys, error):
    def interrupted():
        raise error

    assert guarded(interrupted, debug=False) == 130
    assert "Interrupted" in capsys.readouterr().err


def test_an_error_for_the_reader_shows_its_traceback_only_on_request(capsys):
    def wrong():
        raise CommandError("No.")

    assert guarded(wrong, debug=False) == 2
    assert capsys.readouterr().err == "No.\n"
    assert guarded(wrong, debug=True) == 2
    assert "Traceback" in capsys.readouterr().err


def test_it_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "advisor", "--version"], capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (0, f"advisor {__version__}\n")


def test_a_small_alphabet_shows_question_marks(answers):
    path = answers("answers:\n  stage: x\n")
    done = subprocess.run(
        [sys.executable, "-m", "advisor", "assess", str(path)],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "latin-1", "PATH": ""},
    )
    assert done.returncode == 3
    assert b"?x? is not a value of stage" in done.stderr


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_whatever_the_file_there_is_no_traceback(run, advisor, monkeypatch, tmp_path, content):
    # The rules are the same each time, and loading them takes longest.
    monkeypatch.setattr("advisor.service.Advisor.load", lambda *_, **__: advisor)
    path = tmp_path / "random.yaml"
    path.write_bytes(content)
    assert run("assess", path, "--format", "json").code in (0, 3)
