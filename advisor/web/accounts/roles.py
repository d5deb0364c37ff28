"""Roles and what each may do: the one place that says so."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in an organisation."""

    RESPONDENT = "respondent", _("Respondent")
    FACILITATOR = "facilitator", _("Facilitator")
    CONSULTANT = "consultant", _("Consultant")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(StrEnum):
    """What a page or a call needs."""

    READ = "read"
    """See collaborations, their answers and results; make reports of them."""
    ANSWER = "answer"
    """Answer questions."""
    CREATE = "create"
    """Begin a collaboration, or another assessment of one; rename it."""
    INVITE = "invite"
    """Invite respondents to a collaboration."""
    SHARE = "share"
    """Share a collaboration with a partner organisation, and withdraw that."""
    BATCH = "batch"
    """Assess many collaborations from a workbook; see the portfolio."""
    DELETE = "delete"
    """Delete a collaboration with all its answers."""
    ADMINISTER = "administer"
    """People, roles, settings of the organisation, and its audit trail."""


_RESPONDENT = frozenset({Permission.READ, Permission.ANSWER})
_FACILITATOR = _RESPONDENT | {Permission.CREATE, Permission.INVITE, Permission.SHARE}
_CONSULTANT = _FACILITATOR | {Permission.BATCH}
_ADMINISTRATOR = _CONSULTANT | {Permission.DELETE, Permission.ADMINISTER}

PERMISSIONS = {
    Role.RESPONDENT: _RESPONDENT,
    Role.FACILITATOR: _FACILITATOR,
    Role.CONSULTANT: _CONSULTANT,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}
"""What each role may do. A respondent does it only for the collaborations they were invited to."""
