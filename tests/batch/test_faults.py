"""A fault at each step on the way to the disk, one after the other: the same command then ends all the same.

A step is a write, an fsync, a move or a commit; a fault is a full disk, a broken one, or the process ends
before the step or right after it. Each fault is made at the first step, then at the second, and so on, until
a run goes through undisturbed. The folder must then hold what an undisturbed run leaves, to the byte.
"""

import errno
import os
import signal
import sqlite3
import warnings
from pathlib import Path

import pytest

from advisor.batch.stopping import BatchStopped
from advisor.service import Advisor
from tests.batch.conftest import row, tree

STEPS = ("write", "fsync", "replace", "commit")
FAULTS = ("no space", "broken", "killed before", "killed after")
MANY = 400


class Fault:
    """Lets one step go wrong, at its n-th call."""

    def __init__(self, step, what, call):
        self.step, self.what, self.left = step, what, call

    def around(self, step, real, *arguments, **named):
        if step != self.step:
            return real(*arguments, **named)
        self.left -= 1
        if self.left:
            return real(*arguments, **named)
        if self.what == "killed before":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.what == "killed after":
            real(*arguments, **named)
            os.kill(os.getpid(), signal.SIGKILL)
        if step == "commit":
            told = "database or disk is full" if self.what == "no space" else "disk I/O error"
            raise sqlite3.OperationalError(told)
        number = errno.ENOSPC if self.what == "no space" else errno.EIO
        raise OSError(number, os.strerror(number))


def into(fault, patch):
    """Put a fault in the way of this process."""
    for step in ("write", "fsync", "replace"):
        real = getattr(os, step)
        patch.setattr(os, step, lambda *a, _s=step, _r=real, **n: fault.around(_s, _r, *a, **n))

    class Connection(sqlite3.Connection):
        def execute(self, statement, *arguments):
            real = super().execute
            if statement == "commit":
                return fault.around("commit", real, statement)
            return real(statement, *arguments)

    connect = sqlite3.connect
    patch.setattr(sqlite3, "connect", lambda *a, **n: connect(*a, factory=Connection, **n))


def disturbed(run, fault, patch):
    """Run with a fault in the way; return whether it came through."""
    if not fault.what.startswith("killed"):
        with patch.context() as inner:
            into(fault, inner)
            try:
                run()
            except BatchStopped as error:
                stopped = error
            else:
                return True
        assert stopped.exit_code == 5
        assert "run the same command again" in str(stopped)
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a process with threads is split; the new one ends at once
        child = os.fork()
    if not child:
        code = 99
        try:
            into(fault, patch)
            run()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status == 0


class Drawn(list):
    """A portfolio that costs nothing."""

    def model_copy(self, update):
        return [*self, update]


ALL = {"formats": ("pdf", "html"), "portfolio": True}


@pytest.fixture
def story(batch, table, tmp_path, monkeypatch):
    """A batch with all that can be in one: a bad row, equal rows, two formats, a portfolio; and what remains.

    The portfolio costs nothing here: what matters is how it gets to its place.
    """
    monkeypatch.setattr(
        Advisor, "portfolio", lambda _, cases, title: Drawn([title, *(c.name for c in cases)])
    )
    monkeypatch.setattr(Advisor, "portfolio_html", lambda _, found: f"<p>{found}</p>")
    monkeypatch.setattr(Advisor, "portfolio_pdf", lambda _, found: f"%PDF {found}".encode())
    bad, same = row(3, stage="nonsense"), row(1, ods_code="RX1")
    source = table([row(1), row(2), bad, same, *(row(number) for number in range(4, 11))])
    batch(source, tmp_path / "undisturbed", **ALL)
    assert (tmp_path / "undisturbed" / "portfolio.pdf").read_text().startswith("%PDF ['answers', 'Case 1'")
    return source, tree(tmp_path / "undisturbed")


def try_each(story, batch, tmp_path, monkeypatch, step, what, every=1):
    source, expected = story
    for call in range(1, MANY, every):
        out = tmp_path / f"out-{call}"

        def run(out=out):
            batch(source, out, **ALL)

        if disturbed(run, Fault(step, what, call), monkeypatch):
            assert call > 3
            assert tree(out) == expected
            return
        left = tree(out) if out.exists() else {}
        # Nothing half-written ever stands under the name of a report or a table.
        for name, digest in left.items():
            if ".advisor-draft-" not in name:
                assert digest == expected[name], f"{name} is torn after {step} {call}"
        found = batch(source, out, **ALL)
        assert (found.failed, found.kept_failed, found.refused) == (0, 0, 1)
        assert tree(out) == expected, f"after {what} at {step} {call}"
    pytest.fail("no run ever came through")


@pytest.mark.parametrize("what", FAULTS)
@pytest.mark.parametrize("step", STEPS)
def test_a_fault_here_and_there(story, batch, tmp_path, monkeypatch, step, what):
    try_each(story, batch, tmp_path, monkeypatch, step, what, every=13)


@pytest.mark.slow
@pytest.mark.parametrize("what", FAULTS)
@pytest.mark.parametrize("step", STEPS)
def test_a_fault_at_every_step(story, batch, tmp_path, monkeypatch, step, what):
    try_each(story, batch, tmp_path, monkeypatch, step, what)


def test_want_of_memory_ends_the_batch_and_charges_no_row(story, batch, tmp_path, monkeypatch):
    source, expected = story
    out = tmp_path / "out"

    def no_memory(*_, **__):
        raise MemoryError

    with monkeypatch.context() as inner:
        inner.setattr(os, "replace", no_memory)
        with pytest.raises(BatchStopped, match="memory of this machine"):
            batch(source, out, **ALL)
    batch(source, out, **ALL)
    assert tree(out) == expected


def test_each_report_is_on_the_disk_before_the_record_says_so(batch, table, tmp_path, monkeypatch):
    """Killing a process loses nothing that the system holds, so the order itself is looked at."""
    steps = []

    class Order(Fault):
        def around(self, step, real, *arguments, **named):
            place = arguments[-1] if step == "replace" else arguments[0]
            if step == "fsync":
                place = Path(f"/proc/self/fd/{arguments[0]}").readlink()
            steps.append((step, str(place)))
            return real(*arguments, **named)

    source = table([row(1)])
    with monkeypatch.context() as inner:
        into(Order("", "", 0), inner)
        batch(source, tmp_path / "out")
    reports = tmp_path / "out" / "reports"
    moved = steps.index(("replace", str(reports / "2-case-1.json")))
    assert [step for step, _ in steps[moved - 2 : moved + 3]] == [
        "write",
        "fsync",
        "replace",
        "fsync",
        "commit",
    ]
    assert ".advisor-draft-" in steps[moved - 1][1]
    assert steps[moved + 1][1] == str(reports)


def test_the_record_waits_for_the_disk(tmp_path):
    from advisor.batch.manifest import Manifest

    with Manifest(tmp_path / "record.sqlite") as manifest:
        asked = manifest._db.execute
        assert asked("pragma journal_mode").fetchone() == ("wal",)
        assert asked("pragma synchronous").fetchone() == (2,)  # full
