"""What a terminal can show: colour only where there is one, progress only where somebody watches."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from advisor.errors import OutputError

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 88


def is_terminal(stream: IO[str]) -> bool:
    """Return whether a person is likely to watch a stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def console() -> "Console":
    """Return standard output as a console: colour in a terminal, plain text elsewhere."""
    from rich.console import Console

    made = Console(highlight=False, markup=True, emoji=False, soft_wrap=False)
    made.width = min(made.width, WIDEST)
    return made


@contextlib.contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something is going on, while it is, on standard error and only in a terminal."""
    if not is_terminal(sys.stderr):
        yield
        return
    from rich.console import Console

    with Console(stderr=True, highlight=False).status(f"{what} …"):
        yield


def write_to_output(content: bytes) -> None:
    """Write bytes to standard output.

    Raises:
        OutputError: It cannot be written.
        BrokenPipeError: Whoever was reading has gone.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"The output cannot be written – {reason}. Choose another place for it.") from error
