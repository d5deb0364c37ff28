"""Events of the audit trail as they are kept."""

import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models

from advisor.web.accounts.models import Organisation, User


class NeverChanged(models.QuerySet["Event"]):
    """Events are added and read, nothing else."""

    def update(self, **_: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("The audit trail is never changed.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError("The audit trail is never deleted.")


class Event(models.Model):
    """One thing that somebody did.

    Names are kept as they were, so that the trail outlives what it tells of. What was done and its detail are
    marks and plain data: advisor.web.audit.wording puts them into words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    user = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    who = models.CharField(max_length=254, blank=True)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=300, blank=True)
    subject_id = models.UUIDField(null=True)
    detail: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict, blank=True)

    objects = NeverChanged.as_manager()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        """Return who did what."""
        return f"{self.who}: {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a new event; an event that is kept is never changed."""
        if not self._state.adding:
            raise TypeError("The audit trail is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("The audit trail is never deleted.")
