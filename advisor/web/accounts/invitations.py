"""Invitations: made, sent or shown, accepted once, withdrawn."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from advisor.errors import CommandError
from advisor.web.accounts import ownership
from advisor.web.accounts.models import INVITATION_DAYS, Invitation, Membership, Organisation, User, hash_of
from advisor.web.accounts.naming import of_name, tidy
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.audit.record import Action, record, record_for
from advisor.web.collaborations.models import Collaboration

logger = logging.getLogger(__name__)


class NoLongerOpen(Exception):
    """An invitation was accepted, withdrawn, or its time is over."""


@dataclass(frozen=True)
class Invited:
    """An invitation with its link, which is known this once."""

    invitation: Invitation
    link: str


def invite(
    scope: Scope, email: str, role: Role, base: str, collaboration: Collaboration | None = None
) -> Invited:
    """Invite somebody; an open invitation of the same person to the same thing ends.

    Args:
        scope: Who invites, for which organisation.
        email: Whom.
        role: As what.
        base: Where the app is, such as ``https://advice.example.org``.
        collaboration: What a respondent is invited to.
    """
    with transaction.atomic():
        invitation, secret = _made(scope.organisation, email, role, collaboration, scope.user)
        record(scope, Action.INVITED, collaboration, email=email, role=role)
    link = base + reverse("invitation", args=[secret])
    if _sent(invitation, link):
        invitation.sent_by_email = True
        invitation.save(update_fields=["sent_by_email"])
    return Invited(invitation, link)


def invite_first(email: str, organisation: str, role: str) -> str:
    """Invite somebody from the command line, such as the first administrator; return what to tell them.

    Raises:
        CommandError: The address or the role is none, or the role needs a collaboration.
    """
    if not settings.DEPLOYMENT.accounts:
        raise CommandError(
            "Nobody signs in to this installation – so nobody can be invited – set ADVISOR_ACCOUNTS=yes, "
            "ADVISOR_SECRET_KEY and ADVISOR_HOSTS; docs/deployment.md shows how"
        )
    roles = [one.value for one in Role if one is not Role.RESPONDENT]
    if role not in roles:
        raise CommandError(
            f"“{role}” is no role to invite for here – take one of: {', '.join(roles)} – "
            "respondents are invited from the page of their collaboration"
        )
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"“{email}” is no email address – type one such as pat@example.org") from None
    try:
        name = tidy(organisation)
    except ValidationError as error:
        raise CommandError(
            f"“{organisation}” cannot be the name of an organisation – {error.messages[0]}"
        ) from None
    with transaction.atomic():
        known = of_name(name)
        joined = known or Organisation.objects.create(name=name)
        _invitation, secret = _made(joined, email, Role(role), None, None)
        record_for(joined, Action.INVITED, email=email.lower(), role=role)
    link = f"{base_address()}{reverse('invitation', args=[secret])}"
    made = "" if known else " (made now)"
    return (
        f"{email} is invited to {joined}{made} as {role}.\n"
        f"The link works once, for {INVITATION_DAYS} days:\n{link}"
    )


def of_secret(secret: str) -> Invitation | None:
    """Return the invitation whose link holds a secret, open or not."""
    known = Invitation.objects.select_related("organisation", "collaboration", "invited_by")
    return known.filter(secret_hash=hash_of(secret)).first()


def open_for(email: str) -> models.QuerySet[Invitation]:
    """Return the open invitations of an address."""
    return open_among(Invitation.objects.filter(email=email.lower()))


def open_among(invitations: models.QuerySet[Invitation]) -> models.QuerySet[Invitation]:
    """Return those that can still be accepted, the latest first."""
    return invitations.filter(accepted=None, withdrawn=None, expires__gt=timezone.now()).order_by("-created")


@transaction.atomic
def accept(invitation: Invitation, user: User) -> None:
    """Let a person in, once; raises NoLongerOpen where somebody was faster or its time is over.

    Whoever belongs to the organisation already keeps their role. A link that went out by e-mail, opened by
    somebody who is signed in with that address, proves that it is theirs.
    """
    _use_up(invitation)
    _join(invitation, user)
    if invitation.sent_by_email:
        ownership.prove(user)


@transaction.atomic
def accept_as_new(invitation: Invitation, name: str, password: str) -> User:
    """Make the account of whoever is invited; raises NoLongerOpen as ``accept`` does.

    Their address is proven only where the link went to it by e-mail: whoever invites may hold any other.
    """
    _use_up(invitation)
    user = User.objects.create_user(invitation.email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=invitation.sent_by_email, primary=True)
    _join(invitation, user)
    return user


def accept_all(user: User) -> None:
    """Let a person in to whatever their address is invited to, by any organisation, if it is proven."""
    if ownership.is_proven(user):
        for invitation in open_for(user.email):
            with suppress(NoLongerOpen):  # withdrawn, or accepted in another tab, since it was looked up
                accept(invitation, user)


@transaction.atomic
def withdraw(scope: Scope, invitation: Invitation) -> None:
    """End an invitation: its link opens nothing from now on."""
    invitation.withdrawn = timezone.now()
    invitation.save(update_fields=["withdrawn"])
    record(scope, Action.INVITATION_WITHDRAWN, invitation.collaboration, email=invitation.email)


def _use_up(invitation: Invitation) -> None:
    mine = open_among(Invitation.objects.filter(pk=invitation.pk))
    if not mine.update(accepted=timezone.now()):
        raise NoLongerOpen


def _join(invitation: Invitation, user: User) -> None:
    membership, _is_new = Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    if invitation.collaboration is not None:
        invitation.collaboration.respondents.add(membership)
    record_for(invitation.organisation, Action.JOINED, invitation.collaboration, user, role=membership.role)


def _made(
    organisation: Organisation, email: str, role: Role, collaboration: Collaboration | None, by: User | None
) -> tuple[Invitation, str]:
    earlier = open_for(email).filter(organisation=organisation, collaboration=collaboration)
    earlier.update(withdrawn=timezone.now())
    secret, kept = Invitation.new_secret()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        role=role,
        collaboration=collaboration,
        secret_hash=kept,
        invited_by=by,
        expires=Invitation.expiry(),
    )
    return invitation, secret


def _sent(invitation: Invitation, link: str) -> bool:
    """Send the link; where that fails, whoever invites sees it instead."""
    if not settings.DEPLOYMENT.email_host:
        return False
    context = {"invitation": invitation, "link": link, "days": INVITATION_DAYS}
    text = render_to_string("accounts/email/invitation.txt", context)
    subject = _("Invitation to %(organisation)s") % {"organisation": invitation.organisation}
    try:
        send_mail(" ".join(subject.split()), text, None, [invitation.email])
    except (OSError, SMTPException) as error:
        logger.warning("An invitation could not be sent by e-mail: %s", type(error).__name__)
        return False
    return True


def base_address() -> str:
    """Return where the app is, for whoever works on the command line."""
    scheme = "https" if settings.OVER_HTTPS else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0].lstrip('.')}"
