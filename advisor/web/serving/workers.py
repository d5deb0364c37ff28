"""Starts workers beside the server, and starts one again that died."""

import logging
import platform
import subprocess
import sys
import threading
from dataclasses import dataclass, field

LONGEST_WAIT = 60
"""Seconds at most until a worker that dies at once is started again."""
GRACE = 10
"""Seconds that a worker has to finish when the server stops."""

logger = logging.getLogger(__name__)


@dataclass
class Workers:
    """The workers of one server.

    Attributes:
        count: How many make reports; one more sees to workbooks.
    """

    count: int
    _stopping: threading.Event = field(default_factory=threading.Event)
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Start them all, each watched by a thread of its own."""
        queues = ["default"] * self.count + ["batches"]
        for number, queue in enumerate(queues, start=1):
            name = f"{platform.node()}-{queue}-{number}"[:64]
            thread = threading.Thread(target=self._keep, args=(name, queue), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Let each finish what it does, or leave it after a while: it is taken up at the next start."""
        self._stopping.set()
        running = list(self._running)  # their threads take them from the list as they end
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _keep(self, name: str, queue: str) -> None:
        pause = 1
        while not self._stopping.is_set():
            process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-m", "advisor.web.serving.worker", name, queue],
                start_new_session=True,  # Ctrl+C is for the server, which lets its workers finish
            )
            self._running.append(process)
            code = process.wait()
            self._running.remove(process)
            if self._stopping.is_set():
                return
            logger.warning("Worker %s ended with %s and is started again.", name, code)
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_WAIT)
