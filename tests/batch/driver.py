"""A batch as a process of its own, which tests may kill; given input, folder, workers, and “portfolio”."""

import sys
from pathlib import Path

from advisor.batch import run as running
from advisor.batch.pool import Pool
from advisor.batch.run import Listener, Order, run_batch
from tests.batch.fake import Here, fake_work


class Told(Listener):
    """Says when the work begins, so that somebody can choose a moment."""

    def say(self, text):
        print(text, flush=True)

    def planned(self, progress):
        print("planned", flush=True)


def main(source, folder, workers, *more):
    running.stamp_of = lambda _: "stamp"
    crew = Pool(int(workers), 0, 0, fake_work) if int(workers) else Here()
    order = Order(Path(source), Path(folder), ("json",), portfolio="portfolio" in more)
    found = run_batch(order, Told(), crew)
    print(f"{found.done} done {found.kept} kept {found.failed + found.kept_failed} failed", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
