"""Records signing in and out, and changes of passwords and second factors.

Tries with an address that nobody has are not recorded: they belong to no organisation.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from advisor.web.accounts.models import User
from advisor.web.audit.record import Action, record_of


@receiver(account.user_logged_in)
def signed_in(user: User, **rest: Any) -> None:
    """Record it, and through what."""
    record_of(user, Action.SIGNED_IN, "through the organisation’s sign-on" if "sociallogin" in rest else "")


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], **_: Any) -> None:
    """Record a wrong password."""
    user = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    if user is not None:
        record_of(user, Action.SIGN_IN_FAILED, "wrong password")


@receiver(mfa.authentication_failed)
def failed_second(user: User, **_: Any) -> None:
    """Record a wrong code."""
    record_of(user, Action.SIGN_IN_FAILED, "wrong code")


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Record it, and whether it was for want of activity."""
    if user is not None:
        is_timed_out = getattr(request, "is_timed_out", False)
        record_of(user, Action.SIGNED_OUT, "their time was over" if is_timed_out else "")


@receiver([account.password_changed, account.password_set, account.password_reset])
def password_changed(user: User, **_: Any) -> None:
    """Record it."""
    record_of(user, Action.PASSWORD_CHANGED)


@receiver(account.email_changed)
def email_changed(user: User, **_: Any) -> None:
    """Record it, without the addresses."""
    record_of(user, Action.EMAIL_CHANGED)


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
