"""Lets somebody in again who lost their password or their second factor, by hand of whoever runs the app."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from advisor.errors import CommandError
from advisor.web.accounts.invitations import base_address
from advisor.web.accounts.models import User
from advisor.web.accounts.ownership import end_what_others_left
from advisor.web.audit.record import Action, record_of


@transaction.atomic
def recover(email: str) -> str:
    """Remove somebody’s second factor, end their sessions and tokens, and return the link to a new password.

    Until they open it nobody gets in, not even with the old password.

    Raises:
        CommandError: Nobody has an account under this address.
    """
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise CommandError(
            f"Nobody has an account under “{email}” – invite them instead: "
            f'advisor web invite {email} --organisation "…"'
        )
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_what_others_left(user)
    record_of(user, Action.RECOVERED)
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    place = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token}
    )
    return (
        f"The second factor of {email} is removed, and they are signed out everywhere.\n"
        f"With this link they choose a new password, once, within three days:\n{base_address()}{place}"
    )
