"""The second factor: who must have one, and how its secret is kept."""

import base64
import hashlib
import logging
import secrets
from functools import cache

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from advisor.web.accounts.models import User
from advisor.web.accounts.roles import Role

logger = logging.getLogger(__name__)

NEEDING_IT = (Role.ADMINISTRATOR, Role.CONSULTANT)
"""Roles that see or change more than one collaboration at once."""


def is_required_of(user: User) -> bool:
    """Return whether somebody must have a second factor, by their role in any organisation."""
    return bool(settings.DEPLOYMENT.accounts) and user.memberships.filter(role__in=NEEDING_IT).exists()


def has_one(user: User) -> bool:
    """Return whether somebody has set one up."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def is_missing(user: User) -> bool:
    """Return whether somebody must set one up before anything else."""
    return settings.DEPLOYMENT.accounts and not has_one(user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors of this app: kept encrypted, and not given up by those who must have one."""

    error_messages = {  # noqa: RUF012 - the shape that allauth reads
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That is not the right code. Enter the code that your app shows now"),
        "cannot_delete_authenticator": _("Your role needs a second factor, so it stays on"),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept: without the key of the installation it opens nothing."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret again; one that no code fits where the key of the installation is another now."""
        try:
            return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.warning("A second factor was kept under another secret key: it opens nothing any more.")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether somebody may go on without it."""
        return not is_required_of(authenticator.user)


@cache
def _cipher(key: str) -> Fernet:
    digest = hashlib.sha256(b"advisor second factor" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
