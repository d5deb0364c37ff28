"""One server a data folder: whoever serves it, or brings a backup back into it, holds its lock."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from advisor.batch.locks import locked
from advisor.errors import CommandError

LOCK = "in-use"


@contextlib.contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold the lock of a data folder; raises CommandError where another process serves it."""

    def refuse() -> None:
        raise CommandError(
            f"{data} is in use by another advisor – two would get in each other’s way – "
            "stop that one first, or name another folder: ADVISOR_DATA_DIR=/path advisor serve"
        )

    with locked(data / LOCK, refuse):
        yield
