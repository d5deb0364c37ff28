"""Records signing in and out, and changes of passwords and second factors.

Tries with an address that nobody has are not recorded: they belong to no organisation.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from advisor.web.accounts.models import User
from advisor.web.audit.record import Action, How, record_of


@receiver(account.user_logged_in)
def signed_in(user: User, **rest: Any) -> None:
    """Record it, and through what."""
    if "sociallogin" in rest:
        record_of(user, Action.SIGNED_IN, how=How.SIGN_ON)
    else:
        record_of(user, Action.SIGNED_IN)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], **_: Any) -> None:
    """Record a wrong password."""
    user = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    if user is not None:
        record_of(user, Action.SIGN_IN_FAILED, how=How.WRONG_PASSWORD)


@receiver(mfa.authentication_failed)
def failed_second(user: User, **_: Any) -> None:
    """Record a wrong code."""
    record_of(user, Action.SIGN_IN_FAILED, how=How.WRONG_CODE)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Record it, and whether it was for want of activity."""
    if user is not None:
        if getattr(request, "is_timed_out", False):
            record_of(user, Action.SIGNED_OUT, how=How.TIME_OVER)
        else:
            record_of(user, Action.SIGNED_OUT)


@receiver([account.password_changed, account.password_set, account.password_reset])
def password_changed(user: User, **_: Any) -> None:
    """Record it."""
    record_of(user, Action.PASSWORD_CHANGED)


@receiver(account.email_changed)
def email_changed(user: User, from_email_address: EmailAddress | None, **_: Any) -> None:
    """Record it, without the addresses; without an earlier one it is the present one that they confirmed."""
    record_of(user, Action.EMAIL_CONFIRMED if from_email_address is None else Action.EMAIL_CHANGED)


@receiver(mfa.authenticator_added)
def second_factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record the second factor itself; the first recovery codes come with it."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_of(user, Action.SECOND_FACTOR_ADDED)


@receiver(mfa.authenticator_removed)
def second_factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record it; the recovery codes go with it."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_of(user, Action.SECOND_FACTOR_REMOVED)


@receiver(mfa.authenticator_reset)
def recovery_codes_made(user: User, **_: Any) -> None:
    """Record new recovery codes."""
    record_of(user, Action.RECOVERY_CODES_MADE)
