"""How signing in works here: by invitation alone, with the organisation’s own sign-on where it has one."""

import logging
import time
from collections.abc import Iterator
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import user_field
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from advisor.web.accounts import invitations, ownership
from advisor.web.accounts.models import User
from advisor.web.audit.record import Action, How, record_of
from advisor.web.security.sessions import BEGAN

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations."""

    error_messages = {  # noqa: RUF012 - the shape that allauth reads
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The email address or the password is not right. Check both"),
        "too_many_login_attempts": _("There were too many tries. Wait five minutes and try again"),
        "incorrect_password": _("That is not your password. Enter it again"),
        "enter_current_password": _("That is not your present password. Enter it again"),
        "duplicate_email": _("That is your address already. Enter another one"),
        "email_taken": _("Somebody is registered with this email address. Enter another one"),
        "rate_limited": _("There were too many tries. Wait a minute and try again"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return that nobody signs themselves up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an e-mail; a mail server that is away is logged, and neither stops nor tells anybody.

        It must not tell: a page that fails for known addresses alone would say whose those are.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            logger.error("An e-mail could not be sent: %s", type(error).__name__)  # noqa: TRY400 - no address

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Return whether an address is somebody’s from now on: not where somebody else signs in with it."""
        user: User = email_address.user
        if User.objects.filter(email=email_address.email).exclude(pk=user.pk).exists():
            messages.error(request, _("Somebody else signs in with this address, so you cannot."))
            return False
        if user.email == email_address.email:
            ownership.changes_under_way(user).delete()
        return bool(super().confirm_email(request, email_address))

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Return whether an address may go: only one to which somebody wants to change."""
        return bool(email_address.email != email_address.user.email)

    def is_reauthentication_required(self, *, app: str, **rest: Any) -> bool:
        """Return whether what comes next asks who it is once more: not of somebody who just signed in."""
        signed_in_for = time.time() - context.request.session.get(BEGAN, 0)
        is_fresh = signed_in_for < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **rest)


class OrganisationSignOn(DefaultSocialAccountAdapter):
    """Sign-on through the organisation’s own provider, for members and those who are invited.

    People are known by an address that the provider says it has verified, and by no other.
    """

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse whoever belongs to no organisation here, and is invited to none."""
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(_not_invited(request))
        for email in _verified(sociallogin):
            ownership.end_claims(email)
        if not sociallogin.is_existing:
            return  # whether they are invited is asked next
        if sociallogin.account.pk is None:
            _leave_to_its_owner(sociallogin.user)
        if not sociallogin.user.memberships.exists():
            invitations.accept_all(sociallogin.user)
        if not sociallogin.user.memberships.exists():
            raise ImmediateHttpResponse(_not_invited(request))

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Return who signs in with a verified address here; who only wants to change to it does not count."""
        return next(_known_by(_verified(sociallogin)), None)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Return whether somebody new is invited."""
        return any(invitations.open_for(email).exists() for email in _verified(sociallogin))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Return the person with the name and the address that the provider tells."""
        user: User = super().populate_user(request, sociallogin, data)
        user_field(user, "name", (data.get("name") or "")[:200])
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Keep a new person, with what they are invited to."""
        user: User = super().save_user(request, sociallogin, form)
        invitations.accept_all(user)
        return user


@transaction.atomic
def _leave_to_its_owner(user: User) -> None:
    """End the password and all sessions of an account whose owner signs on for the first time.

    Whoever held an invitation’s link may have opened the account in their name, and know its password. Where
    nobody has proven the address before, what else they left ends too.
    """
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        record_of(user, Action.PASSWORD_CHANGED, how=How.FIRST_SIGN_ON)
    if ownership.is_proven(user):
        user.sign_out_everywhere()
    else:
        ownership.end_what_others_left(user)
        ownership.prove(user)


def _known_by(emails: list[str]) -> Iterator[tuple[User, str]]:
    for email in emails:
        for user in User.objects.filter(email=email.lower()):
            yield user, email


def _verified(login: SocialLogin) -> list[str]:
    # A provider may send any JSON: only “true” itself counts.
    return [one.email for one in login.email_addresses if one.verified is True]


def _not_invited(request: HttpRequest) -> Any:
    return render(request, "account/signup_closed.html", status=403)
