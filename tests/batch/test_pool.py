"""Worker processes that die, hang or eat memory: each costs exactly its row."""

import multiprocessing
import os
import signal
import time

import pytest

from advisor.batch.pool import Pool
from advisor.batch.stopping import BatchStopped
from tests.batch.conftest import row, tree
from tests.batch.fake import Here, fake_work
from tests.batch.test_run import results

MEMORY = 800


def pool(workers=2, seconds=1, patience=None):
    made = Pool(workers, MEMORY, seconds, fake_work)
    made.patience = patience or made.patience
    return made


def rows(bad, many=12, at=(5,)):
    return [row(place, **({"notes": bad} if place in at else {})) for place in range(many)]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("die", "ended by SIGKILL"),
        pytest.param("leave", "ended with code 7", marks=pytest.mark.slow),
        ("hang", "more than 1 s of processor time"),
        ("eat", "needs more memory than one row may use (800 MB)"),
        pytest.param("raise", "RuntimeError: what is this", marks=pytest.mark.slow),
    ],
)
def test_a_worker_that_goes_wrong_costs_exactly_its_row(batch, table, tmp_path, bad, why):
    source, out, other = table(rows(bad)), tmp_path / "out", tmp_path / "other"
    seconds = 1 if bad == "hang" else 60
    found = batch(source, out, pool(seconds=seconds), seconds=seconds)
    assert (found.done, found.failed) == (11, 1)
    told = [(one["name"], one["why"]) for one in results(out) if one["state"] != "done"]
    assert [name for name, _ in told] == ["Case 5"]
    assert why in told[0][1]
    batch(table(rows("")), other)
    sound = {name for name in tree(other) if name.startswith("reports/")} - {"reports/7-case-5.json"}
    assert {name: digest for name, digest in tree(out).items() if name.startswith("reports/")} == {
        name: tree(other)[name] for name in sound
    }


def test_what_waits_for_ever_costs_its_row(batch, table, tmp_path):
    found = batch(table(rows("wait", 6, (2,))), tmp_path / "out", pool(patience=3))
    assert (found.done, found.failed) == (5, 1)
    assert "never came" in results(tmp_path / "out")[2]["why"]


@pytest.mark.slow
def test_many_bad_rows_cost_themselves_alone(batch, table, tmp_path):
    found = batch(table(rows("die", 20, (0, 1, 7, 19))), tmp_path / "out", pool())
    assert (found.done, found.failed) == (16, 4)


def test_a_worker_that_is_ended_from_outside_costs_nothing(batch, table, tmp_path):
    source = table(rows(f"once {tmp_path / 'mark'}"))
    found = batch(source, tmp_path / "out", pool())
    assert (found.done, found.failed) == (12, 0)


def test_a_worker_without_disk_ends_the_batch_and_charges_no_row(batch, table, tmp_path):
    with pytest.raises(BatchStopped, match="No space left"):
        batch(table(rows("full")), tmp_path / "out", pool())
    found = batch(table(rows("")), tmp_path / "out", Here())
    assert (found.failed, found.kept_failed) == (0, 0)


def test_no_process_is_left_behind(batch, table, tmp_path):
    batch(table(rows("die", 6, (3,))), tmp_path / "out", pool())
    assert not multiprocessing.active_children()


def test_an_interruption_ends_all_processes_at_once(batch, table, tmp_path):
    source = table([row(place, notes="sleep 60" if place else "") for place in range(4)])

    class Impatient:
        def say(self, text):
            pass

        planned = say

        def worked(self, progress):
            os.kill(os.getpid(), signal.SIGINT)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        batch(source, tmp_path / "out", pool(), listener=Impatient())
    assert time.monotonic() - began < 20
    assert not multiprocessing.active_children()
    found = batch(table([row(place) for place in range(4)]), tmp_path / "out")
    assert found.kept == 1
