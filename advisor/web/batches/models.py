"""Batches as they are kept: a row for each table that was uploaded; its files have a folder of their own."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.model.limits import LONGEST
from advisor.web.accounts.models import Organisation, User
from advisor.web.batches.place import OwnPlace, Place
from advisor.web.collaborations.models import Collaboration
from advisor.web.reports import models as reports


class State(models.TextChoices):
    """How far a batch is."""

    CHECKING = "checking", _("Being read")
    REFUSED = "refused", _("Cannot be read")
    UNPAIRED = "unpaired", _("Columns to pair")
    CHECKED = "checked", _("Not assessed yet")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being assessed")
    STOPPED = "stopped", _("Stopped")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Interrupted")


UNDER_WAY = (State.CHECKING, State.WAITING, State.RUNNING)
RUNNING = (State.WAITING, State.RUNNING)
NOT_READ = (State.REFUSED, State.UNPAIRED)


class Batch(models.Model):
    """Many collaborations from one table.

    The numbers count rows of the table. ``todo`` and ``worked`` say how far the run is that is under way.
    ``mapping`` is what somebody said that columns and words mean, in the parts of a mapping file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="batches")
    name = models.CharField(_("Name"), max_length=LONGEST["name"])
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    problem = models.CharField(max_length=1000, blank=True)
    formats = models.CharField(max_length=20, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    rows = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    todo = models.PositiveIntegerField(default=0)
    worked = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    began = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-uploaded"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def place(self) -> Place:
        """Where its files lie."""
        return Place(settings.FILES / "batches" / str(self.pk))

    @property
    def mark(self) -> str:
        """What its marked copies carry, so that they find back to it once they are mended."""
        return self.pk.hex[:12]

    @property
    def usable(self) -> int:
        """How many rows can be assessed."""
        return self.rows - self.refused

    @property
    def forms(self) -> tuple[str, ...]:
        """Which reports were asked for."""
        return tuple(self.formats.split())

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in UNDER_WAY

    @property
    def is_running(self) -> bool:
        """Whether its rows are being assessed, or soon will be."""
        return self.state in RUNNING

    @property
    def has_results(self) -> bool:
        """Whether there are results that stay as they are."""
        return not self.is_under_way and self.place.results.is_file()


class TakenOver(models.Model):
    """Which collaboration a row of a batch became.

    ``held`` says what the row held then: once it holds something else, it has not become that one.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="taken_over")
    row = models.PositiveIntegerField()
    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="+")
    held = models.CharField(max_length=64)

    class Meta:
        """A row becomes one collaboration."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "row"], name="one_collaboration_a_row"),
        ]

    def __str__(self) -> str:
        """Return which row became what."""
        return f"{self.batch}, {self.row} → {self.collaboration}"


class OwnPortfolio(models.Model):
    """What the collaborations that an organisation sees have in common, as a worker counted it last.

    ``key`` says which answers were counted, by which rules; ``counted`` holds the ids of their
    collaborations.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="own_portfolio"
    )
    state = models.CharField(max_length=10, choices=reports.State.choices, default=reports.State.WAITING)
    key = models.CharField(max_length=64, blank=True)
    counted = models.JSONField(default=list)
    problem = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made = models.DateTimeField(null=True)
    changed = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Return whose it is."""
        return str(self.organisation)

    @property
    def place(self) -> OwnPlace:
        """Where its files lie."""
        return OwnPlace(settings.FILES / "portfolios" / str(self.pk))

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in (reports.State.WAITING, reports.State.BEING_MADE)
