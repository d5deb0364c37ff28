"""A batch as a process of its own, which tests may kill: with work that costs nothing, or the real work."""

import os
import sys
from contextlib import closing
from multiprocessing import forkserver, get_context
from pathlib import Path
from unittest import mock

from advisor.batch.pool import Pool
from advisor.batch.run import Listener, Order, run_batch

LONGEST = 120
SPLITTING = get_context("forkserver")
SPLITTING.set_forkserver_preload(["tests.batch.loaded"])


class Told(Listener):
    """Says when the work begins, so that somebody can choose a moment."""

    def __init__(self, line):
        self.line = line

    def say(self, text):
        self.line.send(text)

    def planned(self, progress):
        self.line.send("planned")


def run_here(line, source, folder, workers, kinds):
    """Run a batch in this process, and tell how it goes.

    Args:
        line: Where to tell it.
        source: The input.
        folder: Where to write.
        workers: Worker processes; 0: no process but this one.
        kinds: “real” for real reports, “portfolio” for a portfolio.
    """
    from advisor.batch import run as running
    from advisor.batch.work import work
    from advisor.service import Advisor
    from tests.batch.fake import Here, fake_work
    from tests.batch.loaded import ADVISOR

    Advisor.load = classmethod(lambda *_: ADVISOR)
    real = "real" in kinds
    if not real:
        running.stamp_of = lambda _: "stamp"
    function, formats = (work, ("html", "json")) if real else (fake_work, ("json",))
    crew = Pool(workers, 0, 0, function) if workers else Here(function)
    order = Order(source, folder, formats, portfolio="portfolio" in kinds, seconds=0)
    found = run_batch(order, Told(line), crew)
    line.send(f"{found.done} done {found.kept} kept {found.failed + found.kept_failed} failed")


class Running:
    """A batch that runs as a process of its own."""

    def __init__(self, source: Path, folder: Path, workers: int = 0, kinds: tuple[str, ...] = ()) -> None:
        path = os.pathsep.join(filter(None, sys.path))
        with mock.patch.dict(os.environ, PYTHONPATH=path):
            forkserver.ensure_running()
        self._line, there = SPLITTING.Pipe(duplex=False)
        with closing(there):
            self._process = SPLITTING.Process(target=run_here, args=(there, source, folder, workers, kinds))
            self._process.start()
        self.pid = self._process.pid

    def hear(self) -> str:
        """Return the next thing that is said; nothing once the process has ended."""
        try:
            return self._line.recv() if self._line.poll(LONGEST) else "too slow"
        except EOFError:
            return ""

    def planned(self) -> None:
        """Wait until the work begins."""
        while (said := self.hear()) != "planned":
            assert said, "it ended before"

    def told(self) -> str:
        """Return the last thing that is said, once the process has ended."""
        last = ""
        while said := self.hear():
            assert said != "too slow"
            last = said
        self.end()
        return last

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()
        self.end()

    def end(self) -> None:
        """Let go of what it leaves."""
        self._process.join(LONGEST)
        self._process.close()
        self._line.close()
