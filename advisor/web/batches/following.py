"""Follows a run: keeps how far it is, and ends it where nobody wants it any more."""

import time

from django.utils import timezone

from advisor.batch.run import Listener, Progress
from advisor.web.batches.models import Batch, State

EVERY = 1.0
"""Seconds between two notes of how far it is."""


class NotWanted(Exception):
    """Somebody stopped the run, or deleted it."""


class Follower(Listener):
    """Hears how a run goes, and writes it to its row."""

    def __init__(self, batch: Batch) -> None:
        self._id = batch.pk
        self._told = 0.0

    def planned(self, progress: Progress) -> None:
        """Note how much there is to do."""
        self._note(todo=progress.todo, worked=0, began=timezone.now())

    def worked(self, progress: Progress) -> None:
        """Note how far it is, now and then; what gets on is worth another try should a worker die."""
        now = time.monotonic()
        if now - self._told < EVERY:
            return
        self._told = now
        self._note(
            worked=progress.worked,
            tries=1,
            done=progress.done + progress.kept,
            failed=progress.failed + progress.kept_failed,
        )

    def writing(self, what: str = "Tables") -> None:  # noqa: ARG002 - whatever it is
        """Look whether it is still wanted."""
        self._note()

    def _note(self, **values: object) -> None:
        mine = Batch.objects.filter(pk=self._id, state=State.RUNNING)
        if not (mine.update(**values) if values else mine.exists()):
            raise NotWanted
