"""A crew on this machine: processes that load the rules once, each with a line of its own to the batch.

A worker has one case in hand at a time, so that where it dies it is known of which. A pool that shares its
lines cannot tell, and a worker killed in the middle of an answer leaves such a pool waiting for the rest.
"""

import contextlib
import gc
import os
import signal
import sys
import threading
import warnings
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import connection, get_context, parent_process

from advisor.batch.crew import Lost
from advisor.batch.limits import limit_memory
from advisor.batch.work import Job, Outcome, Work, typesetting, work

IN_FLIGHT = 4
"""Cases at hand for each worker, so that none waits for the disk."""
TRIES = 2
"""A worker may be ended from outside too; a case is blamed at the second death alone."""
PATIENCE = 20
"""A worker without an outcome for this many times its processor time waits for what never comes."""


class Pool:
    """Worker processes of this machine; each is replaced when it dies."""

    def __init__(self, workers: int, memory: int, seconds: int, function: Work = work) -> None:
        """Set up a crew; processes start when there is work.

        Args:
            workers: How many processes.
            memory: Megabytes that each may use; 0: no limit.
            seconds: Processor time that one case may take, to know those that hang without using any.
            function: What they do.
        """
        self.window = workers * IN_FLIGHT
        self.patience = float(seconds * PATIENCE) or None
        self._memory, self._seconds, self._function = memory, seconds, function
        self._threads = ThreadPoolExecutor(workers, "worker", _deaf)
        self._guard = threading.Lock()
        self._workers: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._closed = False

    def typesetting(self) -> str:
        """Return what sets the type on this machine."""
        return typesetting()

    def submit(self, job: Job) -> "Future[Outcome]":
        """Hand over a case."""
        return self._threads.submit(self._tried, job)

    def outcome(self, future: "Future[Outcome]") -> Outcome:
        """Return what became of a case."""
        return future.result()

    def alone(self, job: Job) -> Outcome:
        """Try a case by itself; here each is."""
        return self._tried(job)

    def close(self) -> None:
        """End every process at once, whatever it does."""
        with self._guard:
            self._closed = True
            for worker in self._workers:
                worker.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in list(self._workers):
            self._let_go(worker)

    def _tried(self, job: Job) -> Outcome:
        reason = ""
        for _ in range(TRIES):
            worker = self._worker()
            try:
                outcome = worker.outcome(job, self.patience)
            except Lost as lost:
                self._let_go(worker)
                reason, final = self._explained(lost.args[0])
                if final or self._closed:
                    break
                continue
            if outcome.kind != "doubtful":
                self._idle.append(worker)
                return outcome
            # Its memory may be full of what others left there: only a fresh process tells.
            self._let_go(worker)
            reason = f"{outcome.reason} ({self._memory:,} MB)"
        return Outcome(
            "failed", f"could not be assessed – {reason} – look at its answers, or raise the limit"
        )

    def _worker(self) -> "_Worker":
        with self._guard:
            if self._closed:
                raise Lost
            with contextlib.suppress(IndexError):
                return self._idle.pop()
            worker = _Worker(self._function, self._memory)
            self._workers.add(worker)
            return worker

    def _let_go(self, worker: "_Worker") -> None:
        worker.end()
        with self._guard:
            self._workers.discard(worker)

    def _explained(self, code: int | None) -> tuple[str, bool]:
        """Return why a process ended, and whether another try would end the same way."""
        if code is None:
            return f"waited more than {self.patience:,.0f} s for something that never came", True
        if sys.platform != "win32" and code == -signal.SIGXCPU:
            return f"took more than {self._seconds:,} s of processor time", True
        memory = f", perhaps for want of memory; the limit is {self._memory:,} MB" if self._memory else ""
        if code < 0:
            return f"its process was ended by {signal.Signals(-code).name}{memory}", False
        return f"its process ended with code {code}{memory}", False


class _Worker:
    """One process, and the line to it."""

    def __init__(self, function: Work, memory: int) -> None:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, function, memory), daemon=True)
        self._process.start()
        self._is_ready = False
        there.close()

    def outcome(self, job: Job, patience: float | None) -> Outcome:
        """Return what became of a case; raises Lost with the exit code, or with none where it hangs."""
        try:
            if not self._is_ready:  # on a busy machine to start takes long, and is no fault of a case
                self._here.recv()
                self._is_ready = True
            self._here.send(job)
            if not self._here.poll(patience):
                raise Lost(None)
            outcome: Outcome = self._here.recv()
        except (EOFError, OSError) as error:
            self._process.join()
            raise Lost(self._process.exitcode) from error
        return outcome

    def kill(self) -> None:
        """Kill the process; whoever waits for it hears of it."""
        self._process.kill()

    def end(self) -> None:
        """End the process and the line to it."""
        self._process.kill()
        self._process.join()
        self._here.close()


def _deaf() -> None:
    """Keep Ctrl-C from this thread, and from the processes that it starts; the batch hears of it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(pipe: "connection.Connection[Outcome | None, Job]", function: Work, memory: int) -> None:
    """Work on one case after the other: silent, limited, deaf to Ctrl-C, and gone when the batch is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    limit_memory(memory)
    gc.freeze()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError):
        pipe.send(None)
        while True:
            pipe.send(function(pipe.recv()))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
