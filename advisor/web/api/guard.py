"""Who may call: programs with a token, so often a minute."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from advisor.web.accounts.scope import Scope
from advisor.web.api.models import Token
from advisor.web.security.rates import count

MOST_A_MINUTE = 600
_EXACT_TO = 60
"""Seconds between two marks of use: a row is not written for every call."""


class ByToken(HttpBearer):
    """Lets a program in that sends ``Authorization: Bearer …``, and says for whom it acts."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the scope in which the call acts; none where the token opens nothing."""
        found = Token.of(token)
        if found is None:
            return None
        count("api", str(found.pk), MOST_A_MINUTE, 60)
        now = timezone.now()
        if found.used is None or (now - found.used).total_seconds() > _EXACT_TO:
            Token.objects.filter(pk=found.pk).update(used=now)
        request.scope = Scope(found.membership)  # type: ignore[attr-defined]
        request.user = found.membership.user
        return request.scope  # type: ignore[attr-defined]
