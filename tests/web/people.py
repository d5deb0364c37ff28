"""How people who are made up for the tests sign in."""

import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from advisor.web.accounts.scope import Scope

PASSWORD = "a long enough passphrase"  # noqa: S105 - of people who are made up
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of their second factors


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Client, who: Scope, password: str = PASSWORD) -> Any:
    """Send the sign-in form."""
    return client.post(reverse("account_login"), {"login": who.user.email, "password": password})


def is_signed_in(client: Client) -> bool:
    """Return whether somebody is, all steps done."""
    return client.get(reverse("account")).status_code == 200
