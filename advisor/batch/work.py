"""What a worker does with one case: assess it, write its reports, or explain why not.

This one function runs in the processes of this machine and on the workers of a cluster alike. It touches no
file of the batch: what it made goes back as bytes, and only the batch itself writes.
"""

import errno
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from advisor.batch.keys import stamp_of
from advisor.batch.limits import limited_time
from advisor.content.tables.results_lines import Record, record_of
from advisor.errors import AdvisorError, LibraryMissing
from advisor.model.case import Case
from advisor.model.result import Result
from advisor.service import Advisor

FORMATS = ("pdf", "html", "json")
NOT_OF_THE_ROW = frozenset(
    {errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EROFS}
)
"""What the machine lacks is never the fault of the row that found out."""


@dataclass(frozen=True)
class Setup:
    """What is the same for every case of a batch.

    Attributes:
        stamp: What the batch was planned with; a worker that would write otherwise says so.
        rules: Folder of rules; none: those that come with the product.
        packs: Packs beside the core pack.
        seconds: Processor time that one case may take; 0: no limit.
        typeset: What sets the type of PDFs; empty where none are written. A worker with others says so.
    """

    stamp: str
    rules: str | None = None
    packs: tuple[str, ...] = ()
    seconds: int = 0
    typeset: str = ""


@dataclass(frozen=True)
class Job:
    """One case to work on.

    Attributes:
        key: Its key.
        case: The case, canonical.
        formats: Which reports to write.
        setup: What is the same for all.
    """

    key: str
    case: str
    formats: tuple[str, ...]
    setup: Setup


@dataclass(frozen=True)
class Outcome:
    """What became of a job.

    Attributes:
        kind: done; failed, which is final; doubtful, to be tried alone; fatal, where nothing else would
            work either.
        reason: Why it is not done, for people.
        files: What was written, by format.
        record: What the tables say of the result.
        exit_code: For fatal ones.
    """

    kind: Literal["done", "failed", "doubtful", "fatal"]
    reason: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    record: Record = field(default_factory=dict)
    exit_code: int = 1


Work = Callable[[Job], Outcome]
_ONE_AT_A_TIME = threading.Lock()
"""Workers of a cluster may have threads; the typesetter and the limits are of the whole process."""


def work(job: Job) -> Outcome:
    """Assess a case and write its reports; never raises."""
    with _ONE_AT_A_TIME:
        try:
            advisor = _loaded(job.setup)
            if isinstance(advisor, Outcome):
                return advisor
            with limited_time(job.setup.seconds):
                return _done(job, advisor)
        except Exception as error:  # noqa: BLE001 - a fault in one row must not end the others
            return _explained(error)


def _explained(error: Exception) -> Outcome:
    if isinstance(error, MemoryError):
        return Outcome("doubtful", "needs more memory than one row may use")
    if isinstance(error, LibraryMissing):
        return Outcome("fatal", str(error), exit_code=error.exit_code)
    if isinstance(error, OSError) and error.errno in NOT_OF_THE_ROW:
        return Outcome("fatal", f"A worker cannot go on: {error.strerror or error}.", exit_code=5)
    if isinstance(error, AdvisorError):
        return Outcome("failed", str(error))
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Outcome("failed", f"could not be assessed – a fault of ours: {what} – please report it")


def _done(job: Job, advisor: Advisor) -> Outcome:
    result = advisor.assess(Case.model_validate_json(job.case))
    files = {form: WRITERS[form](advisor, result) for form in job.formats}
    return Outcome("done", files=files, record=record_of(result, advisor.knowledge))


def typesetting() -> str:
    """Return the system libraries that set the type of PDFs here; raises LibraryMissing."""
    from advisor.report.pdf import typesetting as found  # noqa: PLC0415 - WeasyPrint is slow to import

    return found()


WRITERS: dict[str, Callable[[Advisor, Result], bytes]] = {
    "pdf": lambda advisor, result: advisor.pdf(result),
    "html": lambda advisor, result: advisor.html(result).encode(),
    "json": lambda advisor, result: f"{advisor.json(result)}\n".encode(),
}


@lru_cache(maxsize=1)
def _loaded(setup: Setup) -> Advisor | Outcome:
    try:
        advisor = Advisor.load(Path(setup.rules) if setup.rules else None, setup.packs)
    except AdvisorError as error:
        return Outcome("fatal", f"A worker cannot load the rules: {error}", exit_code=error.exit_code)
    if stamp_of(advisor) != setup.stamp:
        return Outcome(
            "fatal",
            "A worker has other rules, templates or software than the batch was planned with."
            " If they were changed meanwhile, or another version is installed there, make them the same"
            " and run the same command again.",
        )
    if setup.typeset and (here := typesetting()) != setup.typeset:
        return Outcome(
            "fatal",
            f"A worker sets the type by {here}, and the batch was planned with {setup.typeset}. Its PDFs"
            " would look otherwise: make the libraries the same, and run the same command again.",
        )
    return advisor
