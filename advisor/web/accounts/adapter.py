"""How signing in works here: by invitation alone, with the organisation’s own sign-on where it has one."""

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_field
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from advisor.web.accounts import invitations
from advisor.web.accounts.models import User
from advisor.web.audit.record import Action, record_of
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
        if not sociallogin.is_existing:
            return  # whether they are invited is asked next
        if sociallogin.account.pk is None:
            _leave_to_its_owner(sociallogin.user)
        if not sociallogin.user.memberships.exists():
            invitations.accept_all(sociallogin.user)
        if not sociallogin.user.memberships.exists():
            raise ImmediateHttpResponse(_not_invited(request))

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Return whether somebody who is known here is told by an address."""
        return email in _verified(login)

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

    Whoever held an invitation’s link may have opened the account in their name, and know its password.
    """
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        record_of(user, Action.PASSWORD_CHANGED, "taken away at the first sign-on")
    user.sign_out_everywhere()


def _verified(login: SocialLogin) -> list[str]:
    # A provider may send any JSON: only “true” itself counts.
    return [one.email for one in login.email_addresses if one.verified is True]


def _not_invited(request: HttpRequest) -> Any:
    return render(request, "account/signup_closed.html", status=403)
