"""The app as people start it: ``advisor serve``, with a data folder of its own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60
"""Seconds until a server must be there, or gone; a shared machine can be slow."""
PLACE = re.compile(r"The advisor is at (http://\S+)/\s")
TEAM = {
    "ADVISOR_ACCOUNTS": "yes",
    "ADVISOR_HOSTS": "127.0.0.1",
    "ADVISOR_HTTPS": "no",
    "ADVISOR_SECRET_KEY": "only-for-tests-" * 5,
}
"""The variables of a team installation that a browser reaches without a proxy."""


@dataclass(frozen=True)
class Server:
    """One running server."""

    url: str
    """Its address, without a slash at the end."""
    log: Path
    """What it has written so far."""
    number: int = 0
    """The id of its process."""


@contextmanager
def serving(folder: Path, *, through: Sequence[str] = (), **variables: str) -> Iterator[Server]:
    """Serve the app with its data in a folder, and with variables such as ``ADVISOR_ACCOUNTS``.

    Args:
        folder: Where its data and its log lie; one that was served before keeps them.
        through: A command that starts it, such as ``nice``.
        variables: What is set in its environment.

    Raises:
        RuntimeError: It ended, or did not say where it is; the message holds what it wrote.
        subprocess.TimeoutExpired: It did not end when told to.
    """
    log = folder / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*through, sys.executable, "-m", "advisor", "serve", "--port", "0", "--no-browser"],
            env=environment(folder) | variables,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Server(_place(process, log), log, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()


def environment(folder: Path) -> dict[str, str]:
    """Return the variables of these tests, with none that sets up another installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "DJANGO_"))}
    return kept | {"ADVISOR_DATA_DIR": str(folder / "data")}


def run(folder: Path, *arguments: str, **variables: str) -> str:
    """Run a command of the advisor, or a module with ``-m``, on the data in a folder; return its words."""
    program = arguments if arguments[0] == "-m" else ("-m", "advisor", *arguments)
    ran = subprocess.run(
        [sys.executable, *program],
        env=environment(folder) | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert ran.returncode == 0, f"{arguments} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def _place(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + PATIENCE
    while True:
        ended = process.poll()
        written = log.read_text(encoding="utf-8")
        if found := PLACE.search(written):
            return found[1]
        if ended is not None:
            raise RuntimeError(f"The server ended with {ended}:\n{written}")
        if time.monotonic() > end:
            raise RuntimeError(f"The server did not say within {PATIENCE} s where it is:\n{written}")
        time.sleep(0.1)
