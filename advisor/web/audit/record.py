"""Writes the audit trail: every change of what is kept calls this, in the same transaction."""

from enum import StrEnum

from django.db import models

from advisor.web.accounts.models import Organisation, User
from advisor.web.accounts.scope import Scope
from advisor.web.audit.models import Event


class Action(StrEnum):
    """What can be done, as the trail words it."""

    BEGUN = "began a collaboration"
    RENAMED = "renamed a collaboration"
    ROUND_BEGUN = "began an assessment"
    ANSWERED = "answered a question"
    REPORT_MADE = "asked for a report"
    DOWNLOADED = "downloaded a report"
    EXPORTED = "exported a collaboration"
    DELETED = "deleted a collaboration"
    EXPIRED = "deleted a collaboration that nobody had touched for the set time"
    SHARED = "shared a collaboration"
    SHARE_WITHDRAWN = "withdrew a share"
    INVITED = "invited somebody"
    INVITATION_WITHDRAWN = "withdrew an invitation"
    JOINED = "accepted an invitation"
    ROLE_CHANGED = "changed somebody’s role"
    MEMBER_REMOVED = "removed somebody"
    SETTINGS_CHANGED = "changed the organisation’s settings"
    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "failed to sign in"
    SIGNED_OUT = "signed out"
    SIGNED_OUT_EVERYWHERE = "signed out everywhere"
    NAME_CHANGED = "changed their name"
    PASSWORD_CHANGED = "changed their password"  # noqa: S105 - a sentence
    EMAIL_CHANGED = "changed their email address"
    RECOVERED = "got a link from whoever runs the app, without their second factor"
    SECOND_FACTOR_ADDED = "set up a second factor"
    SECOND_FACTOR_REMOVED = "removed their second factor"
    RECOVERY_CODES_MADE = "made new recovery codes"
    TOKEN_MADE = "made an access token"  # noqa: S105
    TOKEN_WITHDRAWN = "withdrew an access token"  # noqa: S105
    UPLOADED = "uploaded a workbook"
    BATCH_RUN = "assessed a workbook"
    BATCH_DELETED = "deleted a workbook and its results"


def record(scope: Scope, action: Action, subject: models.Model | None = None, detail: str = "") -> None:
    """Add an event to the trail. ``detail`` never holds an answer.

    Args:
        scope: Who did it, for which organisation.
        action: What was done.
        subject: To what.
        detail: What else the administrator needs: a question’s number, a role, an address.
    """
    record_for(scope.organisation, action, subject, detail, user=scope.user)


def record_for(
    organisation: Organisation | None,
    action: Action,
    subject: models.Model | None = None,
    detail: str = "",
    user: User | None = None,
) -> None:
    """Add an event outside a request; without a user the app itself did it."""
    Event(
        organisation=organisation,
        user=user,
        who=str(user) if user is not None else "the app",
        action=action,
        subject="" if subject is None else str(subject)[:300],
        subject_id=None if subject is None else subject.pk,
        detail=detail[:500],
    ).save()


def record_of(user: User, action: Action, detail: str = "") -> None:
    """Add an event about somebody’s account to the trail of each organisation they belong to."""
    for membership in user.memberships.select_related("organisation"):
        record_for(membership.organisation, action, detail=detail, user=user)
