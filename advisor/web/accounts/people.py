"""Changes of who is what in an organisation."""

from django.db import models, transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from advisor.web.accounts import invitations
from advisor.web.accounts.models import Membership, Organisation, User
from advisor.web.accounts.roles import PERMISSIONS, Permission, Role
from advisor.web.accounts.scope import Scope
from advisor.web.audit.record import Action, record


class LastAdministrator(Exception):
    """Nobody would be left who can invite people and change roles."""


def known(email: str) -> bool:
    """Return whether somebody has an account under an address."""
    return User.objects.filter(email=email.lower()).exists()


def with_tokens(members: "models.QuerySet[Membership]") -> "models.QuerySet[Membership]":
    """Return members with their names, each with how many access tokens are open (``open_tokens``)."""
    is_open = models.Q(tokens__withdrawn=None, tokens__expires__gt=timezone.now())
    return members.select_related("user").annotate(open_tokens=models.Count("tokens", filter=is_open))


def only_administrator(organisation: Organisation) -> int | None:
    """Return the key of the only membership that administers an organisation; none where several do."""
    found = list(organisation.memberships.filter(role=Role.ADMINISTRATOR).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def change_role(scope: Scope, membership: Membership, role: Role) -> None:
    """Give a member another role; open invitations that they could not send with it any more end.

    Raises LastAdministrator where nobody else is one.
    """
    _keep_an_administrator(membership, role)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    _withdraw_sent(scope, membership, PERMISSIONS[role])
    record(scope, Action.ROLE_CHANGED, membership.user, role_before=before, role=role)


@transaction.atomic
def remove(scope: Scope, membership: Membership) -> None:
    """End a membership, with its access tokens and the open invitations that this person sent.

    Raises LastAdministrator where nobody else is one.
    """
    _keep_an_administrator(membership, None)
    _withdraw_sent(scope, membership, frozenset())
    record(scope, Action.MEMBER_REMOVED, membership.user, role=membership.role)
    membership.delete()


def _withdraw_sent(scope: Scope, membership: Membership, still: frozenset[Permission]) -> None:
    """Withdraw what somebody sent and could not send any more: else they could let themselves in again."""
    sent = membership.organisation.invitations.filter(invited_by=membership.user)
    for invitation in invitations.open_among(sent):
        needed = Permission.ADMINISTER if invitation.collaboration is None else Permission.INVITE
        if needed not in still:
            invitations.withdraw(scope, invitation)


def _keep_an_administrator(membership: Membership, role: Role | None) -> None:
    # Two who remove one another at the same moment wait for this row.
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    # While they waited it may have got another role, or gone.
    membership.role = get_object_or_404(organisation.memberships, pk=membership.pk).role
    others = organisation.memberships.filter(role=Role.ADMINISTRATOR).exclude(pk=membership.pk)
    if role != Role.ADMINISTRATOR and membership.role == Role.ADMINISTRATOR and not others.exists():
        raise LastAdministrator
