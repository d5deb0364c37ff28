"""How a batch shows how far it is: a bar in a terminal, elsewhere a plain line now and then."""

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from advisor.batch.run import Listener, Progress
from advisor.cli.screen import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

EVERY = 10.0
"""Seconds between plain lines."""
SOON, MINUTE, HOUR = 50, 60, 3600


class Screen(Listener):
    """Hears how a batch goes; what it shows goes to standard error."""

    def stop(self) -> None:
        """Show nothing more."""

    def say(self, text: str) -> None:
        """Show a sentence."""
        click.echo(text, err=True)


class Lines(Screen):
    """Plain lines, for files and for those who read with a machine."""

    def __init__(self) -> None:
        """Begin; nothing is shown yet."""
        self._began = self._told = time.monotonic()

    def planned(self, progress: Progress) -> None:
        """Say how much there is to do."""
        self._began = self._told = time.monotonic()
        self.say(how_much(progress))

    def worked(self, progress: Progress) -> None:
        """Say how far it is, now and then."""
        now = time.monotonic()
        if now - self._told >= EVERY and progress.worked < progress.todo:
            self._told = now
            rate = progress.worked / (now - self._began)
            left = time_in_words((progress.todo - progress.worked) / rate)
            self.say(f"{progress.worked:,} of {progress.todo:,}, {rate:.1f} a second, about {left} left")


class Bars(Screen):
    """A bar with rate and time left."""

    def __init__(self, bar: "Bar") -> None:
        """Begin with a bar that is not shown yet."""
        self._bar = bar
        self._task: TaskID | None = None
        self._began = time.monotonic()

    def say(self, text: str) -> None:
        """Show a sentence above the bar."""
        self._bar.console.print(text, highlight=False, markup=False)

    def planned(self, progress: Progress) -> None:
        """Show the bar."""
        self.say(how_much(progress))
        self._began = time.monotonic()
        self._task = self._bar.add_task("Reports", total=progress.todo, rate="", failed="")

    def worked(self, progress: Progress) -> None:
        """Move the bar."""
        if self._task is not None:
            rate = progress.worked / max(time.monotonic() - self._began, 0.001)
            failed = f"{progress.failed:,} failed" if progress.failed else ""
            self._bar.update(
                self._task, completed=progress.worked, rate=f"{rate:.1f} a second", failed=failed
            )

    def writing(self, what: str = "Tables") -> None:
        """Say what is being written."""
        if self._task is not None:
            self._bar.update(self._task, description=what)

    def stop(self) -> None:
        """Leave the bar as it is."""
        self._bar.stop()


def how_much(progress: Progress) -> str:
    """Return what there is to do, as a sentence."""
    rows = "1 row" if progress.rows == 1 else f"{progress.rows:,} rows"
    parts = [f"{rows}: {progress.todo:,} to work on"]
    for many, what in (
        (progress.kept, "done before"),
        (progress.refused, "not read"),
        (progress.kept_failed, "failed before (--retry tries them again)"),
        (progress.waiting, "not asked for"),
    ):
        if many:
            parts.append(f"{many:,} {what}")
    return f"{', '.join(parts)}."


def time_in_words(seconds: float) -> str:
    """Return a time as people say it.

    >>> time_in_words(6), time_in_words(55), time_in_words(300), time_in_words(9000)
    ('6 seconds', 'one minute', '5 minutes', '2.5 hours')
    """
    if seconds < SOON:
        return "one second" if seconds < 1.5 else f"{seconds:.0f} seconds"  # noqa: PLR2004 - rounded
    if seconds < 1.5 * MINUTE:
        return "one minute"
    if seconds < 1.5 * HOUR:
        return f"{seconds / MINUTE:.0f} minutes"
    return f"{seconds / HOUR:.1f} hours"


@contextlib.contextmanager
def listening() -> Iterator[Screen]:
    """Give what shows a batch here."""
    if not is_terminal(sys.stderr):
        yield Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("[red]{task.fields[failed]}"),
        console=Console(stderr=True, highlight=False),
    )
    with bar:
        yield Bars(bar)
