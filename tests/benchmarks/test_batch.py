"""How batches scale: memory of the parent, workers, and what is lost beside bare rendering."""

import csv
import os
import subprocess
import sys
import time

import pytest

from tests.unit.cases import random_answers

pytestmark = pytest.mark.benchmark

REPORTS = 24
MEGABYTES = 400
GROWTH = 1.25

FLAT = """
import resource, sys
from pathlib import Path
from advisor.batch.pool import Pool
from advisor.batch.run import Listener, Order, run_batch
from tests.batch.fake import fake_work
order = Order(Path(sys.argv[1]), Path(sys.argv[2]), ())
found = run_batch(order, Listener(), Pool(2, 0, 0, fake_work))
assert found.done == int(sys.argv[3]), found
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""

BARE = """
import sys, time
from pathlib import Path
from advisor.batch.run import read_sheet
from advisor.service import Advisor
advisor = Advisor.load()
cases = [row.case for row in read_sheet(Path(sys.argv[1]), advisor, None).rows]
advisor.pdf(advisor.assess(cases[0]))
start = time.perf_counter()
for case in cases:
    advisor.pdf(advisor.assess(case))
print(time.perf_counter() - start)
"""

TIMED = """
import sys, time
from pathlib import Path
from advisor.batch.run import Listener, Order, run_batch

class Clock(Listener):
    first = last = 0.0
    def worked(self, progress):
        now = time.perf_counter()
        if not self.first:
            self.first, self.already = now, progress.worked
        self.last, self.many = now, progress.worked

if __name__ == "__main__":
    clock = Clock()
    order = Order(Path(sys.argv[1]), Path(sys.argv[2]), ("pdf",), workers=int(sys.argv[3]))
    found = run_batch(order, clock)
    assert not found.failed, found
    print((clock.last - clock.first) / (clock.many - clock.already))
"""


def table(path, rows, knowledge):
    facts = list(knowledge.vocabulary.by_name)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["name", *facts])
        for number in range(rows):
            answers = random_answers(knowledge, number % 500)
            cells = (answers.get(fact, "") for fact in facts)
            writer.writerow([f"Case {number}", *(written(cell) for cell in cells)])
    return path


def written(cell):
    if not isinstance(cell, tuple):
        return cell
    # “None of these” stands alone.
    return ", ".join(cell if len(cell) == 1 else [one for one in cell if one != "none"])


def told(script, *arguments):
    """Run a script as a process of its own, from a file, so that workers can start from it too."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(
        [sys.executable, *map(str, (script, *arguments))],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return float(ran.stdout.split()[-1])


@pytest.fixture
def script(tmp_path):
    def write(name, text):
        path = tmp_path / name
        _, marked, _ = text.partition('if __name__ == "__main__":')
        if not marked:
            text = "def main():\n" + "".join(f"    {line}\n" for line in text.strip().splitlines())
            text += '\nif __name__ == "__main__":\n    main()\n'
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_memory_of_the_parent_is_flat(script, tmp_path, knowledge):
    flat = script("flat.py", FLAT)
    found = {}
    for rows in (1_000, 10_000, 100_000):
        source = table(tmp_path / f"{rows}.csv", rows, knowledge)
        start = time.perf_counter()
        found[rows] = told(flat, source, tmp_path / f"out-{rows}", rows)
        seconds = time.perf_counter() - start
        print(f"\nmost memory of the parent at {rows:,} rows: {found[rows]:.0f} MB, in {seconds:.0f} s")
    assert found[100_000] < MEGABYTES
    assert found[100_000] < found[1_000] * GROWTH + 50


def test_two_workers_and_what_the_batch_costs(script, tmp_path, knowledge):
    source = table(tmp_path / "answers.csv", REPORTS, knowledge)
    timed = script("timed.py", TIMED)
    bare = told(script("bare.py", BARE), source) / REPORTS
    one = told(timed, source, tmp_path / "one", 1)
    print(f"\na PDF: bare {bare * 1000:.0f} ms, in a batch with one worker {one * 1000:.0f} ms")
    print(f"overhead {(one / bare - 1) * 100:+.1f} %")
    assert one <= bare * 1.1
    if (os.cpu_count() or 1) < 2:
        pytest.skip("one core alone")
    two = told(timed, source, tmp_path / "two", 2)
    print(f"two workers: {two * 1000:.0f} ms a PDF, {one / two:.2f} times one worker")
    assert one / two >= 1.6
