"""Real processes, killed at random moments: nothing that was acknowledged is lost, and nothing is torn."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor.batch.verify import verify
from tests.batch.conftest import row, tree

ROWS, REST = 150, "sleep 0.01"
LONGEST = 120


def start(source, out, workers):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.batch.driver", source, out, str(workers)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


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


def kill_again_and_again(source, out, workers, kills, chance, expected):
    acknowledged = 0
    for _ in range(kills):
        process = start(source, out, workers)
        try:
            planning = chance.random() < 0.15
            if not planning:
                process.stdout.readline()
            time.sleep(chance.random() * (0.8 if workers == 0 else 2.5))
            those = children(process.pid)
            process.kill()
            process.wait()
        finally:
            process.stdout.close()
        end = time.monotonic() + 20
        while any(alive(one) for one in those):
            assert time.monotonic() < end, "workers outlive their batch"
            time.sleep(0.05)
        if (out / ".advisor" / "manifest.sqlite").exists():
            found = verify(out, print)
            assert (found.missing, found.altered) == ([], []), "lost or torn"
            assert tree(out / "reports").items() <= expected.items(), "torn"
            assert found.sound >= acknowledged, "lost"
            acknowledged = found.sound


def story(table, tmp_path, kills, workers, seed):
    source = table([row(place, notes=REST) for place in range(ROWS)])
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    whole = tmp_path / "undisturbed"
    assert "150 done 0 kept 0 failed" in start(source, whole, 0).communicate(timeout=LONGEST)[0]
    expected, left = tree(whole), kills
    while left > 0:
        out = tmp_path / f"out-{left}"
        some = min(left, 8)
        kill_again_and_again(source, out, workers, some, chance, tree(whole / "reports"))
        left -= some
        last = start(source, out, workers).communicate(timeout=LONGEST)[0]
        assert "0 failed" in last
        assert tree(out) == expected


@pytest.mark.parametrize(("kills", "workers"), [(16, 0), (4, 2)])
def test_twenty_kills(table, tmp_path, kills, workers):
    story(table, tmp_path, kills, workers, seed=workers)


@pytest.mark.slow
@pytest.mark.parametrize(("kills", "workers"), [(150, 0), (50, 2)])
def test_two_hundred_kills(table, tmp_path, kills, workers):
    story(table, tmp_path, kills, workers, seed=workers + 10)


def test_two_runs_at_once_on_one_folder(table, tmp_path):
    source = table([row(place, notes=REST) for place in range(ROWS)])
    whole, out = tmp_path / "undisturbed", tmp_path / "out"
    start(source, whole, 0).communicate(timeout=LONGEST)
    both = [start(source, out, 0) for _ in range(2)]
    told = sorted(one.communicate(timeout=LONGEST)[0].splitlines()[-1] for one in both)
    assert told == ["0 done 150 kept 0 failed", "150 done 0 kept 0 failed"]
    assert tree(out) == tree(whole)


def test_ctrl_c_ends_a_batch_cleanly_and_the_same_command_goes_on(table, tmp_path):
    source, out = table([row(place) for place in range(30)]), tmp_path / "out"
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
    again = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert again.returncode == 0, again.stderr
    assert len(list((out / "reports").iterdir())) == 30
