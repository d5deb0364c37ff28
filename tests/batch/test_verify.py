"""Verify only looks: what it says twice is the same, and what it found is made anew by the next run."""

import hashlib

import pytest

from advisor.batch.run import Rows
from advisor.batch.stopping import BatchStopped
from advisor.batch.verify import verify
from advisor.batch.work import Outcome
from advisor.errors import CommandError
from tests.batch.conftest import row, tree
from tests.batch.fake import Here, fake_work


def everything(folder):
    """Return all that a folder holds, the record too."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def alter(path):
    """Change a file, but not its size."""
    path.write_bytes(path.read_bytes()[:-2] + b"!\n")


@pytest.fixture
def spoiled(batch, table, tmp_path):
    """Return a table, its folder where much went wrong, and what the folder held before."""
    source, out = table([row(1), row(2), row(3)]), tmp_path / "out"
    batch(source, out)
    before = tree(out)
    assert verify(out, print).is_sound
    (out / "reports" / "2-case-1.json").unlink()
    alter(out / "reports" / "3-case-2.json")
    (out / "reports" / "notes.txt").write_text("mine")
    (out / "results.csv").write_text("altered")
    return source, out, before


def test_it_finds_what_is_missing_altered_and_strange_and_says_so_each_time(spoiled):
    _, out, _ = spoiled
    (out / "reports" / ".advisor-draft-1-1").write_text("half a report")
    before = everything(out)
    found = verify(out, print)
    assert found.missing == ["reports/2-case-1.json"]
    assert found.altered == ["reports/3-case-2.json", "results.csv"]
    assert (found.strange, found.is_sound) == (["reports/notes.txt"], False)
    assert verify(out, print) == found
    assert everything(out) == before


@pytest.mark.parametrize("looked", [True, False])
def test_the_next_run_makes_anew_what_is_missing_or_altered(batch, spoiled, looked):
    source, out, before = spoiled
    if looked:
        verify(out, print)
    assert batch(source, out).done == 2
    (out / "reports" / "notes.txt").unlink()
    assert tree(out) == before
    assert verify(out, print).is_sound


def test_a_run_looks_only_at_what_it_is_asked_for(batch, table, tmp_path):
    source, out = table([row(1), row(2)]), tmp_path / "out"
    batch(source, out, formats=("html", "json"))
    before = tree(out)
    alter(out / "reports" / "2-case-1.json")
    alter(out / "reports" / "2-case-1.html")
    assert batch(source, out, only=Rows(((3, 3),)), formats=("html", "json")).done == 0
    assert batch(source, out, formats=("html",)).done == 1
    assert verify(out, print).altered == ["reports/2-case-1.json"]
    assert batch(source, out, formats=("html", "json")).done == 1
    assert tree(out) == before


def test_what_nobody_may_read_counts_as_altered(batch, table, tmp_path, monkeypatch):
    source, out = table([row(1)]), tmp_path / "out"
    batch(source, out)

    def refused(_):
        raise PermissionError

    with monkeypatch.context() as inner:
        inner.setattr("advisor.batch.folder.hash_of", refused)
        assert "reports/2-case-1.json" in verify(out, print).altered


def test_a_run_that_did_not_end_is_told_of_although_every_file_is_sound(batch, table, tmp_path, monkeypatch):
    source, out, said = table([row(1)]), tmp_path / "out", []

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as inner:
        inner.setattr("advisor.batch.run.write_tables", full)
        with pytest.raises(BatchStopped):
            batch(source, out)
    found = verify(out, said.append)
    assert (found.missing, found.altered, found.undone) == ([], [], 0)
    assert not found.is_sound
    assert said == ["The last run did not come to its end. The same command goes on."]
    batch(source, out)
    assert verify(out, print).is_sound


def test_rows_that_wait_for_their_turn_are_counted(batch, table, tmp_path):
    source, out = table([row(1), row(2)]), tmp_path / "out"

    def stopped(job):
        return Outcome("fatal", "No more.") if "Case 2" in job.case else fake_work(job)

    with pytest.raises(BatchStopped):
        batch(source, out, Here(stopped))
    assert verify(out, print).undone >= 1


def test_it_needs_a_batch(tmp_path):
    with pytest.raises(CommandError, match="holds no batch"):
        verify(tmp_path, print)
