"""What ends a batch as a whole, and never counts against a row: the disk, the memory, the record."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from advisor.content.whole_files import REASONS
from advisor.errors import AdvisorError

Say = Callable[[str], None]
GO_ON = "What is done stays. Once that is mended, run the same command again to go on."


class BatchStopped(AdvisorError):
    """The batch cannot go on; what is done stays, and the same command goes on later."""

    def __init__(self, text: str, exit_code: int = 5) -> None:
        """Keep what happened, and the exit code for it."""
        super().__init__(text)
        self.exit_code = exit_code


@contextlib.contextmanager
def stopping(folder: Path) -> Iterator[None]:
    """Turn what the system cannot give into a clear end of the batch."""
    try:
        yield
    except sqlite3.Error as error:
        raise BatchStopped(
            f"The record of the batch in {folder} cannot be kept – {error}. {GO_ON}"
        ) from error
    except OSError as error:
        reason = REASONS.get(error.errno or 0, error.strerror or str(error))
        raise BatchStopped(f"{folder} cannot be written – {reason}. {GO_ON}") from error
    except MemoryError as error:
        raise BatchStopped(f"The memory of this machine is used up. {GO_ON}") from error
