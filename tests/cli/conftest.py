"""What the tests of the command line share."""

import io
import sys
import warnings
from dataclasses import dataclass

import pytest

from advisor.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What became of one command."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _loaded_once(loaded_once):
    """No command here has to load the rules of the product anew: those that start it by itself do."""


@pytest.fixture
def run(capfdbinary):
    """Run the command line in this process, with what is typed."""

    def run_it(*arguments, typed=""):
        stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
        with (
            open(1, "w", encoding="utf-8", closefd=False) as stdout,
            open(2, "w", encoding="utf-8", closefd=False) as stderr,
            pytest.MonkeyPatch.context() as patch,
            warnings.catch_warnings(),
        ):
            patch.setattr(sys, "stdin", stdin)
            patch.setattr(sys, "stdout", stdout)
            patch.setattr(sys, "stderr", stderr)
            code = main([str(one) for one in arguments])
        out, err = capfdbinary.readouterr()
        ran = Ran(code, out.decode(), err.decode())
        assert "Traceback" not in ran.err
        return ran

    return run_it


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def answers(tmp_path):
    """Write an answers file and return its path."""

    def write(text, name="answers.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
