"""Real processes, killed at random moments: nothing that was acknowledged is lost, and nothing is torn."""

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from advisor.batch.folder import DRAFT
from advisor.batch.verify import verify
from tests.batch.conftest import row, tree
from tests.batch.driver import LONGEST, Running

FAKE, REAL = 150, 16
"""Rows of a batch whose work costs nothing, and of one with real reports."""
REST = "sleep 0.01"
PLANNING = 0.15
"""Share of the kills that come before the work begins."""


def children(pid):
    """Return the processes whose parent this is, and theirs, by what the system says."""
    parents = {}
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                parents[int(one.name)] = int((one / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def whole_reports(folder):
    """Return the reports in a folder without the drafts that a kill leaves behind."""
    return {name: digest for name, digest in tree(folder / "reports").items() if not name.startswith(DRAFT)}


def kill_again_and_again(start, out, kills, chance, span, expected):
    acknowledged = 0
    for _ in range(kills):
        running = start(out)
        if chance.random() >= PLANNING:
            running.planned()
        time.sleep(chance.random() * span)
        those = children(running.pid)
        running.kill()
        end = time.monotonic() + 20
        while any(alive(one) for one in those):
            assert time.monotonic() < end, "workers outlive their batch"
            time.sleep(0.05)
        if (out / ".advisor" / "manifest.sqlite").exists():
            found = verify(out, print)
            assert (found.missing, found.altered) == ([], []), "lost or torn"
            assert whole_reports(out).items() <= expected.items(), "torn"
            assert found.sound >= acknowledged, "lost"
            acknowledged = found.sound


def story(table, tmp_path, kills, workers, kinds, seed):
    rows = REAL if "real" in kinds else FAKE
    source = table([row(place, **({} if "real" in kinds else {"notes": REST})) for place in range(rows)])
    start = partial(Running, source, workers=workers, kinds=kinds)
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    whole, running = tmp_path / "undisturbed", start(tmp_path / "undisturbed")
    running.planned()
    began = time.monotonic()
    assert running.told() == f"{rows} done 0 kept 0 failed"
    span = (time.monotonic() - began) / 2
    expected, left = tree(whole), kills
    while left > 0:
        out = tmp_path / f"out-{left}"
        some = min(left, 8)
        kill_again_and_again(start, out, some, chance, span, whole_reports(whole))
        left -= some
        assert start(out).told().endswith(" 0 failed")
        assert tree(out) == expected


@pytest.mark.parametrize(("kills", "workers", "kinds"), [(16, 0, ("real",)), (4, 2, ())])
def test_twenty_kills(table, tmp_path, kills, workers, kinds):
    story(table, tmp_path, kills, workers, kinds, seed=workers)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kills", "workers", "kinds"), [(100, 0, ()), (50, 0, ("real",)), (40, 2, ()), (10, 2, ("real",))]
)
def test_two_hundred_kills(table, tmp_path, kills, workers, kinds):
    story(table, tmp_path, kills, workers, kinds, seed=workers + 10)


def test_two_runs_at_once_on_one_folder(table, tmp_path):
    source = table([row(place, notes=REST) for place in range(FAKE)])
    whole, out = tmp_path / "undisturbed", tmp_path / "out"
    Running(source, whole).told()
    both = [Running(source, out) for _ in range(2)]
    assert sorted(one.told() for one in both) == ["0 done 150 kept 0 failed", "150 done 0 kept 0 failed"]
    assert tree(out) == tree(whole)


def test_ctrl_c_ends_a_batch_cleanly_and_the_same_command_goes_on(table, tmp_path):
    source, out = table([row(place) for place in range(12)]), tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "advisor",
        "batch",
        source,
        "-o",
        out,
        "--reports",
        "json",
        "--workers",
        "2",
        "--no-portfolio",
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    process.stderr.readline()
    end = time.monotonic() + 60
    while not any((out / "reports").glob("*.json")) and time.monotonic() < end:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, said = process.communicate(timeout=LONGEST)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "same command" in said
    command[command.index("2")] = "1"
    again = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert again.returncode == 0, again.stderr
    assert len(list((out / "reports").iterdir())) == 12
