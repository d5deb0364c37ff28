"""How batches scale: memory of the parent, workers, and what is lost beside bare rendering.

What a report costs is told in time of the processor, and as a ratio to bare reports of the same run: a busy
machine changes both alike. BENCHMARK_SIZE=small tries all of it in a minute or two, and holds to no bound
that so few reports cannot show.
"""

import csv
import os
import subprocess
import sys
import time

import pytest

from tests.unit.cases import random_answers

pytestmark = pytest.mark.benchmark

SMALL = os.environ.get("BENCHMARK_SIZE") == "small"
FEW, REPORTS = (2, 6) if SMALL else (4, 28)
"""Reports of a short run and of a long one: their difference leaves out what it takes to start."""
ROWS = (500, 2_000) if SMALL else (1_000, 10_000, 100_000)
OVERHEAD = 1.10
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
import resource, sys
from pathlib import Path
from advisor.batch.reading import read_sheet
from advisor.service import Advisor
advisor = Advisor.load()
for row in read_sheet(Path(sys.argv[1]), advisor, None).rows:
    advisor.pdf(advisor.assess(row.case))
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime)
"""

COSTS = """
import resource, sys
from pathlib import Path
from advisor.batch.run import Listener, Order, run_batch
order = Order(Path(sys.argv[1]), Path(sys.argv[2]), ("pdf",), workers=1, portfolio=False)
found = run_batch(order, Listener())
assert not found.failed, found
used = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(sum(one.ru_utime + one.ru_stime for one in used))
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
    order = Order(Path(sys.argv[1]), Path(sys.argv[2]), ("pdf",), workers=int(sys.argv[3]), portfolio=False)
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
    for rows in ROWS:
        source = table(tmp_path / f"{rows}.csv", rows, knowledge)
        start = time.perf_counter()
        found[rows] = told(flat, source, tmp_path / f"out-{rows}", rows)
        seconds = time.perf_counter() - start
        ratio = found[rows] / found[ROWS[0]]
        print(
            f"\nmost memory of the parent at {rows:,} rows: {found[rows]:.0f} MB, in {seconds:.0f} s,"
            f" {ratio:.2f} times that at {ROWS[0]:,}"
        )
    assert found[ROWS[-1]] < MEGABYTES
    assert found[ROWS[-1]] < found[ROWS[0]] * GROWTH + 50


def test_what_a_batch_costs_beside_bare_reports(script, tmp_path, knowledge):
    bare, batch = script("bare.py", BARE), script("costs.py", COSTS)
    alone, inside = {}, {}
    for many in (FEW, REPORTS):
        source = table(tmp_path / f"{many}.csv", many, knowledge)
        alone[many] = told(bare, source)
        inside[many] = told(batch, source, tmp_path / f"out-{many}")
    one, other = ((found[REPORTS] - found[FEW]) / (REPORTS - FEW) for found in (alone, inside))
    print(f"\na PDF: {one * 1000:.0f} ms of the processor bare, {other * 1000:.0f} ms in a batch")
    print(f"ratio {other / one:.3f}, so an overhead of {(other / one - 1) * 100:+.1f} %")
    if not SMALL:
        assert other <= one * OVERHEAD


def test_two_workers_beside_one(script, tmp_path, knowledge):
    if (os.cpu_count() or 1) < 2:
        pytest.skip("one core alone")
    source, timed = table(tmp_path / "answers.csv", REPORTS, knowledge), script("timed.py", TIMED)
    one, two = (told(timed, source, tmp_path / f"out-{workers}", workers) for workers in (1, 2))
    print(f"\ntwo workers: {two * 1000:.0f} ms a PDF by the clock, {one / two:.2f} times as fast as one")
    if not SMALL:
        assert one / two >= 1.6
