"""A batch from beginning to end: read, plan, leave out what is done, work, write, say what became of it."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.batch.crew import Crew, Finished, outcomes
from advisor.batch.finish import take_in, write_tables
from advisor.batch.folder import REPORTS, RunFolder
from advisor.batch.keys import stamp_of
from advisor.batch.manifest import Manifest, NotOurs, PlannedRow, StoredFile
from advisor.batch.placing import Asked, Placing, check_tables, is_of
from advisor.batch.pool import Pool
from advisor.batch.reading import Read, input_of, read_sheet, tell_of
from advisor.batch.stopping import BatchStopped, Say, stopping
from advisor.batch.work import FORMATS, Job, Setup
from advisor.content.packs import shipped_packs
from advisor.errors import CommandError
from advisor.service import Advisor

if TYPE_CHECKING:
    from advisor.batch.portfolio import Count, Wish
    from advisor.content.tables.rows import Sheet
    from advisor.content.tables.rows_reading import Row

SECONDS, MEMORY = 120, 3072


@dataclass(frozen=True)
class Order:
    """What is asked of a batch.

    Attributes:
        source: The input.
        folder: Where everything goes.
        formats: Which reports to write; none: the tables alone.
        workers: Processes on this machine; 0: one for each core.
        only: Rows to work on; none: all.
        retry: Whether to try again what has failed.
        rules: Folder of rules; none: those that come with the product.
        packs: Packs beside the core pack.
        mapping: File that says which column is which question.
        cluster: Address of a cluster; none: this machine.
        seconds: Processor time that one row may take; 0: no limit.
        memory: Megabytes that one worker of this machine may use; 0: no limit.
        portfolio: Whether to write what the collaborations have in common; none: unless it takes minutes.
        title: Name of the portfolio; none: that of the input.
        replace: Whether another input may push out what the folder holds.
    """

    source: Path
    folder: Path
    formats: tuple[str, ...] = ("pdf",)
    workers: int = 0
    only: "Rows | None" = None
    retry: bool = False
    rules: Path | None = None
    packs: tuple[str, ...] = ()
    mapping: Path | None = None
    cluster: str | None = None
    seconds: int = SECONDS
    memory: int = MEMORY
    portfolio: bool | None = None
    title: str | None = None
    replace: bool = False


@dataclass(frozen=True)
class Rows:
    """Some rows of the input, as ranges with both ends in them."""

    ranges: tuple[tuple[int, int], ...]

    def __contains__(self, number: object) -> bool:
        """Return whether a row is one of them."""
        return isinstance(number, int) and any(first <= number <= last for first, last in self.ranges)


@dataclass
class Progress:
    """How far a batch is.

    Attributes:
        rows: Rows of the input.
        todo: Cases that this run works on; equal rows are one case.
        worked: Cases of them that have ended.
        done: Rows that this run finished.
        failed: Rows that failed in this run.
        refused: Rows whose answers cannot be used.
        kept: Rows that were finished before.
        kept_failed: Rows that failed before, and are not tried again.
        waiting: Rows that were not asked for.
        portfolio: Files of the portfolio that were written.
    """

    rows: int = 0
    todo: int = 0
    worked: int = 0
    done: int = 0
    failed: int = 0
    refused: int = 0
    kept: int = 0
    kept_failed: int = 0
    waiting: int = 0
    portfolio: tuple[str, ...] = ()


class Listener:
    """Hears how a batch goes; this one does nothing with it."""

    def say(self, text: str) -> None:
        """Hear a sentence."""

    def planned(self, progress: Progress) -> None:
        """Hear that the work begins."""

    def worked(self, progress: Progress) -> None:
        """Hear that some cases have ended."""

    def writing(self, what: str = "Tables") -> None:
        """Hear that tables, or the portfolio, are being written."""


def run_batch(
    order: Order, listener: Listener, crew: Crew | None = None, read: Read | None = None
) -> Progress:
    """Run a batch, or go on with one that was cut off; return what became of it.

    Args:
        order: What is asked.
        listener: Hears how it goes.
        crew: Who works; by the order where none is given.
        read: Reads the input.

    Raises:
        InputRefused: The input as a whole cannot be used.
        CommandError: The folder or the cluster cannot be used.
        BatchStopped: Nothing more can be done now; what is done stays.
    """
    with contextlib.closing(crew or crew_of(order, listener.say)) as those:
        advisor = Advisor.load(order.rules, order.packs)
        sheet = (read or read_sheet)(order.source, advisor, order.mapping)
        typeset = those.typesetting() if "pdf" in order.formats else ""
        folder = RunFolder(order.folder)
        with folder.open(listener.say), _manifest(folder) as manifest:
            batch = _Batch(order, folder, manifest, listener)
            if not order.formats and crew is None and order.cluster is None and batch.may_conclude(sheet):
                batch.conclude(sheet, advisor)
                return batch.progress
            batch.plan(sheet, stamp_of(advisor), typeset)
            tell_of(sheet, listener.say)
            source = input_of(sheet, order.formats, advisor, manifest.about("batch"))
            del sheet
            listener.planned(batch.progress)
            batch.work(those)
            listener.writing()
            with stopping(folder.path):
                write_tables(folder, manifest, source, advisor.knowledge)
            batch.portray(advisor)
            batch.end()
    return batch.progress


def crew_of(order: Order, say: Say) -> Crew:
    """Return who works, on this machine or on a cluster."""
    if order.cluster is not None:
        from advisor.batch.cluster import Cluster  # noqa: PLC0415 - an extra that few have

        return Cluster(order.cluster, say)
    return Pool(order.workers or cores(), order.memory, order.seconds)


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


@contextlib.contextmanager
def _manifest(folder: RunFolder) -> Iterator[Manifest]:
    with stopping(folder.path):
        try:
            manifest = Manifest(folder.manifest)
            folder.settle(folder.ours)
        except NotOurs:
            raise CommandError(
                f"{folder.path} holds a batch of another version of the product; choose a new folder."
            ) from None
    with manifest:
        yield manifest


class _Batch:
    """One run over one folder."""

    def __init__(self, order: Order, folder: RunFolder, manifest: Manifest, listener: Listener) -> None:
        self.order, self.folder, self.manifest, self.listener = order, folder, manifest, listener
        self.progress = Progress()
        self.setup = Setup("")

    # ── Tables alone ─────────────────────────────────────────────────────────────────────────────

    def may_conclude(self, sheet: "Sheet") -> bool:
        """Return whether tables alone may be all that the folder is to hold; say so where they may not."""
        if not self.manifest.keeps_rows() or (self.order.replace and not is_of(self.manifest, sheet)):
            return True
        self.listener.say(
            "This folder keeps reports, so its rows are worked on one by one and stay with them."
            " In a folder of their own, tables alone take far less time."
        )
        return False

    def conclude(self, sheet: "Sheet", advisor: Advisor) -> None:
        """Write the tables alone, by the rules over columns: all anew, because it takes little time."""
        from advisor.batch.portfolio import Passing  # noqa: PLC0415 - numpy is slow to import
        from advisor.batch.rules_only import Evaluated, Source, write_rules_only  # noqa: PLC0415 - as above

        def count_up(found: Evaluated) -> None:
            self.progress.rows = found.rows
            self.progress.worked = self.progress.done = found.done
            self.progress.refused, self.progress.waiting = found.refused, found.waiting
            self.listener.worked(self.progress)

        check_tables(self.manifest, sheet, may_replace=self.order.replace)
        if self.order.retry:
            self.listener.say("--retry changes nothing here: without reports, every row is worked out anew.")
        with stopping(self.folder.path):
            self.manifest.plan(())  # such a batch keeps no rows
            self._clear()
        asked = self._asked(sheet)
        source = Source(self.order.source, sheet, self.order.mapping, asked)
        passing = Passing(self._wish(), self.listener.say)
        with stopping(self.folder.path), self.folder.drafting() as drafts:
            found = write_rules_only(
                drafts, source, advisor, self.listener.say, count_up, passing=passing.take
            )
            count_up(found)
            tell_of(sheet, self.listener.say)
            take_in(found.files, self.folder, self.manifest)
            with self.manifest.transaction():
                self.manifest.note(
                    input=str(sheet.path.resolve()),
                    tables=str(found.done),
                    refused=str(found.refused),
                    waiting=str(found.waiting),
                )
        if asked is not None:
            asked.tell(self.listener.say)
        passing.left_out = found.refused
        self._portray(passing, passing.wish, advisor)
        self.end()

    def _asked(self, sheet: "Sheet") -> Asked | None:
        """Return the rows that are asked for, and with them those that have a result in the tables."""
        from advisor.content.tables.results_before import done_before  # noqa: PLC0415 - pyarrow is slow

        if self.order.only is None:
            return None
        mine = is_of(self.manifest, sheet)
        return Asked(self.order.only.ranges, done_before(self.folder.path) if mine else ())

    # ── The portfolio ────────────────────────────────────────────────────────────────────────────

    def portray(self, advisor: Advisor) -> None:
        """Write what the collaborations have in common that are done."""
        from advisor.batch.portfolio import Recorded  # noqa: PLC0415 - numpy is slow to import

        with stopping(self.folder.path):
            count = Recorded(self.manifest, self.order.formats)
        self._portray(count, self._wish(), advisor)

    def _portray(self, count: "Count", wish: "Wish", advisor: Advisor) -> None:
        from advisor.batch.portfolio import FILES, write_portfolio  # noqa: PLC0415 - as above

        self.listener.writing("Portfolio")
        with stopping(self.folder.path), self.folder.drafting() as drafts:
            files = write_portfolio(drafts, wish, count, advisor, self.listener.say)
            take_in(files, self.folder, self.manifest, FILES)
        self.progress.portfolio = tuple(one.name for one in files)

    def _wish(self) -> "Wish":
        from advisor.batch.portfolio import Wish, printable, title_of  # noqa: PLC0415 - as above

        title = printable(self.order.title or "") or title_of(self.order.source)
        return Wish(title, self.order.formats, self.order.portfolio)

    # ── Planning ─────────────────────────────────────────────────────────────────────────────────

    def plan(self, sheet: "Sheet", stamp: str, typeset: str) -> None:
        """Read all rows into the record, and choose what is to be worked on."""
        order = self.order
        self.setup = Setup(
            stamp,
            str(order.rules.resolve()) if order.rules else None,
            packs_of(order.packs, order.rules),
            order.seconds,
            typeset,
        )
        asked = Asked(order.only.ranges) if order.only else None
        say = self.listener.say
        placing = Placing(self.manifest, sheet, stamp, asked=asked, may_replace=order.replace, say=say)
        with stopping(self.folder.path):
            self.manifest.plan(self._counted(placing, sheet.rows), placing.check)
            placing.tell()
            if asked is not None:
                asked.tell(say)
            self._clear()
            self.manifest.forget(self._not_as_it_should_be())
            self.progress.todo = self.manifest.choose(order.formats, retry=order.retry)
            self.progress.kept, self.progress.kept_failed = self.manifest.kept()

    def _clear(self) -> None:
        """Remove the reports that belong to no row any more."""
        gone = self.manifest.outdated(FORMATS)
        for path in gone:
            self.folder.remove(path)
        self.folder.settle()
        self.manifest.forget(gone)
        self.manifest.forget_former()

    def _not_as_it_should_be(self) -> list[str]:
        """Return the reports asked for that are gone or altered, or that other libraries have set."""
        return [
            one.path
            for one in self.manifest.reports(self.order.formats)
            if (one.form == "pdf" and one.typeset != self.setup.typeset)
            or self.folder.state_of(one.path, one.sha256, one.size) != "sound"
        ]

    def _counted(self, placing: Placing, rows: "Iterable[Row]") -> Iterator[PlannedRow]:
        for row in placing.rows(rows):
            self.progress.rows += 1
            self.progress.refused += row.case is None and row.asked
            self.progress.waiting += not row.asked
            yield row

    # ── Work ─────────────────────────────────────────────────────────────────────────────────────

    def work(self, crew: Crew) -> None:
        """Work on what was chosen; whatever ends this, what is done is kept."""
        with contextlib.closing(outcomes(self._jobs(), crew)) as groups:
            for finished in groups:
                with stopping(self.folder.path):
                    self._store(finished)
                self.listener.worked(self.progress)

    def _jobs(self) -> Iterator[Job]:
        todo = self.manifest.todo()
        while True:
            with stopping(self.folder.path):
                found = next(todo, None)
            if found is None:
                return
            key, case = found
            yield Job(key, case, self.order.formats, self.setup)

    def _store(self, finished: Finished) -> None:
        """Write what a group of cases came to; only then does the record say so."""
        files: list[StoredFile] = []
        rows = {job.key: self.manifest.rows_of(job.key) for job, _ in finished}
        for job, outcome in finished:
            if outcome.kind == "fatal":
                raise BatchStopped(
                    f"{outcome.reason} What is done stays; the same command goes on.", outcome.exit_code
                )
            for form, content in outcome.files.items():
                for number, stem in rows[job.key]:
                    path = f"{REPORTS}/{stem}.{form}"
                    digest = self.folder.put(path, content)
                    typeset = job.setup.typeset if form == "pdf" else ""
                    files.append(StoredFile(path, number, form, job.key, digest, len(content), typeset))
        self.folder.settle()
        with self.manifest.transaction():
            for file in files:
                self.manifest.keep_file(file)
            for job, outcome in finished:
                self.manifest.keep(job.key, outcome.kind, job.formats, outcome.reason, outcome.record)
        for job, outcome in finished:
            self.progress.worked += 1
            if outcome.kind == "done":
                self.progress.done += len(rows[job.key])
            else:
                self.progress.failed += len(rows[job.key])

    def end(self) -> None:
        """Note that the run is through."""
        with stopping(self.folder.path):
            self.manifest.has_ended()


def packs_of(packs: Iterable[str], rules: Path | None) -> tuple[str, ...]:
    """Return packs as a worker in another folder finds them: folders in full, ids as they are."""
    shipped = shipped_packs(rules)
    return tuple(pack if pack in shipped else str(Path(pack).resolve()) for pack in packs)
