"""Writes the audit trail: every change of what is kept calls this, in the same transaction."""

from typing import Unpack

from django.db import models

from advisor.web.accounts.models import Organisation, User
from advisor.web.accounts.scope import Scope
from advisor.web.audit.actions import Action, Detail, How
from advisor.web.audit.models import Event

__all__ = ["Action", "How", "record", "record_for", "record_of"]

LONGEST = 300


def record(
    scope: Scope, action: Action, subject: models.Model | None = None, /, **detail: Unpack[Detail]
) -> None:
    """Add an event to the trail.

    Args:
        scope: Who did it, for which organisation.
        action: What was done.
        subject: To what.
        detail: What else the administrator needs, as plain data: whoever reads it gets it in words.
    """
    record_for(scope.organisation, action, subject, scope.user, **detail)


def record_for(
    organisation: Organisation | None,
    action: Action,
    subject: models.Model | None = None,
    user: User | None = None,
    /,
    **detail: Unpack[Detail],
) -> None:
    """Add an event outside a request; without a user the app itself did it."""
    Event(
        organisation=organisation,
        user=user,
        who="" if user is None else str(user),
        action=action,
        subject="" if subject is None else str(subject)[:LONGEST],
        subject_id=None if subject is None else subject.pk,
        detail={name: _bounded(value) for name, value in detail.items()},
    ).save()


def record_of(user: User, action: Action, /, **detail: Unpack[Detail]) -> None:
    """Add an event about somebody’s account to the trail of each organisation they belong to."""
    for membership in user.memberships.select_related("organisation"):
        record_for(membership.organisation, action, None, user, **detail)


def _bounded(value: object) -> object:
    return value[:LONGEST] if isinstance(value, str) else value
