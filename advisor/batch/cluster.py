"""A crew on a cluster that its users bring: the same work over Dask’s executor. Only this knows Dask."""

import logging
import threading
import time
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from advisor.batch.crew import Lost
from advisor.batch.stopping import BatchStopped, Say
from advisor.batch.work import Job, Outcome, Work, typesetting, work
from advisor.errors import CommandError, LibraryMissing

if TYPE_CHECKING:
    from distributed import Client

Answer = TypeVar("Answer")

TIMEOUT = 15
IN_FLIGHT = 4
LOOK_AGAIN = 5.0
HERE = ("127.0.0.1", "localhost", "::1")
MISSING = (
    "Clusters need Dask, an extra that is not installed: pip install '.[cluster]'"
    " in the folder of the product. Without --cluster the batch runs on this machine."
)
GONE = (
    "The cluster does not answer any more. What is done stays."
    " Once it is back, run the same command again to go on; or leave out --cluster."
)


class Cluster:
    """The workers of a Dask scheduler."""

    def __init__(self, address: str, say: Say, function: Work = work) -> None:
        """Reach a scheduler; raises CommandError where there is none, or where Dask is not installed."""
        self._client = _reach(address, say)
        self._executor = self._client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        self._function = function
        self._threads, self._looked = 1, 0.0

    @property
    def window(self) -> int:
        """How many cases may be in flight; workers come and go."""
        now = time.monotonic()
        if now - self._looked > LOOK_AGAIN:
            try:
                self._threads = max(1, sum(self._client.nthreads().values()))  # type: ignore[no-untyped-call]
            except (OSError, ValueError, CancelledError) as error:
                raise BatchStopped(GONE) from error
            self._looked = now
        return self._threads * IN_FLIGHT

    def typesetting(self) -> str:
        """Return what sets the type on a worker; each checks that it has the same."""
        try:
            asked: Future[str] = self._executor.submit(typesetting)
            return self._answer(asked)
        except Lost as error:
            raise BatchStopped(GONE) from error

    def submit(self, job: Job) -> "Future[Outcome]":
        """Hand over a case."""
        sent: Future[Outcome] = self._executor.submit(self._function, job)
        return sent

    def outcome(self, future: "Future[Outcome]") -> Outcome:
        """Return what became of a case; raises Lost where several workers died with it in hand."""
        return self._answer(future)

    def _answer(self, future: "Future[Answer]") -> Answer:
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - an extra

        try:
            return future.result()
        except KilledWorker as error:
            raise Lost from error
        except (CancelledError, OSError) as error:
            raise BatchStopped(GONE) from error
        except LibraryMissing:
            raise
        except Exception as error:
            what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            raise BatchStopped(
                f"The workers of the cluster cannot do the work – {what}. Install the same version of the"
                " product on each of them, and run the same command again."
            ) from error

    def alone(self, job: Job) -> Outcome:
        """Try a case while no other of this batch is in flight."""
        try:
            outcome = self.outcome(self.submit(job))
        except Lost:
            reason = f"the workers that tried it died, or it took more than {job.setup.seconds:,} s"
        else:
            if outcome.kind != "doubtful":
                return outcome
            reason = outcome.reason
        return Outcome(
            "failed", f"could not be assessed – {reason} – look at its answers, or raise the limit"
        )

    def close(self) -> None:
        """Take leave of the cluster, and take back what is in flight."""
        # A scheduler that is gone never says goodbye.
        leaving = threading.Thread(target=self._leave, daemon=True)
        leaving.start()
        leaving.join(TIMEOUT)

    def _leave(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._client.close(timeout=2)  # type: ignore[no-untyped-call]


def _reach(address: str, say: Say) -> "Client":
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise CommandError(MISSING) from error
    # Its users hear of what goes wrong from us.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    where = address if "://" in address else f"tcp://{address}"
    if urlsplit(where).scheme == "tcp" and _host(where) not in HERE:
        say(
            f"{where} is neither encrypted nor protected: whoever reaches it can run anything there,"
            " and answers travel in the open. Use it on a closed network, or use tls:// (docs/batch.md)."
        )
    named: dict[str, Any] = {"timeout": TIMEOUT, "set_as_default": False}
    try:
        return Client(where, **named)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise CommandError(
            f"No cluster answers at {where}; check the address, and that the scheduler runs."
        ) from error


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
