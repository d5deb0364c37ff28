"""Reports as they are kept: a row for each that somebody asked for; equal ones share a file."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.web.accounts.models import User
from advisor.web.collaborations.models import Assessment


class Form(models.TextChoices):
    """What a report can be."""

    PDF = "pdf", _("PDF")
    HTML = "html", _("Web page")
    JSON = "json", _("JSON, for other software")


class State(models.TextChoices):
    """How far a report is."""

    WAITING = "waiting", _("Waiting")
    BEING_MADE = "being_made", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Not made")


class Report(models.Model):
    """One report of one assessment, as its answers stood when it was asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="reports")
    form = models.CharField(max_length=4, choices=Form.choices)
    key = models.CharField(max_length=64, db_index=True)
    case = models.JSONField()
    earlier = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked = models.DateTimeField(auto_now_add=True)
    made = models.DateTimeField(null=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-asked"]

    def __str__(self) -> str:
        """Return which report it is."""
        return f"{self.assessment}, {self.form}"

    @property
    def file(self) -> Path:
        """Where its file lies once it is ready: equal content, equal file."""
        path: Path = settings.FILES / "reports" / f"{self.key}.{self.form}"
        return path

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in (State.WAITING, State.BEING_MADE)
