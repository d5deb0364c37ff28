"""Work that costs nothing, for tests of what surrounds it; and a crew in this process."""

import errno
import json
import os
import signal
import threading
import time
from concurrent.futures import Future
from pathlib import Path

from advisor.batch.limits import limited_time
from advisor.batch.work import Job, Outcome, _explained


def fake_work(job: Job) -> Outcome:
    """Write what depends on the case alone, as the real work does; a note in the case makes it misbehave."""
    case = json.loads(job.case)
    try:
        with limited_time(job.setup.seconds):
            _misbehave(case.get("notes") or "")
    except Exception as error:  # noqa: BLE001 - as the real work does
        return _explained(error)
    content = f"{case['name']} {job.key}\n".encode() * 50
    return Outcome("done", files={form: form.encode() + content for form in job.formats})


def _misbehave(what: str) -> None:  # noqa: C901 - one line for each way
    if what.startswith("sleep"):
        time.sleep(float(what.split()[1]))
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "leave":
        os._exit(7)
    if what == "hang":
        while True:
            pass
    if what == "wait":
        threading.Event().wait()
    if what == "eat":
        eaten = []
        while True:
            eaten.append(bytearray(200_000_000))
    if what == "raise":
        raise RuntimeError("what is this")
    if what == "full":
        raise OSError(errno.ENOSPC, "No space left on device")
    if what.startswith("once"):  # dies the first time alone
        mark = Path(what.split(maxsplit=1)[1])
        if not mark.exists():
            mark.write_text("")
            os.kill(os.getpid(), signal.SIGKILL)


class Here:
    """A crew of one, in this process."""

    window = 4

    def __init__(self, function=fake_work, typeset="Pango 1"):
        self.function, self.typeset = function, typeset
        self.worked = []

    def typesetting(self):
        return self.typeset

    def submit(self, job):
        future = Future()
        self.worked.append(job)
        future.set_result(self.function(job))
        return future

    def outcome(self, future):
        return future.result()

    def alone(self, job):
        return self.function(job)

    def close(self):
        pass
