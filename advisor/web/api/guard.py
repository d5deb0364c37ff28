"""Who may call: programs with a token of somebody who could sign in, so often a minute."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from advisor.web.accounts import second_factor
from advisor.web.accounts.models import Membership
from advisor.web.accounts.scope import Scope
from advisor.web.api.models import Token
from advisor.web.security.rates import count

MOST_A_MINUTE = 600
REASONING = 5
"""Of so many calls one may be of those that take a core for up to a second: people wait for their pages."""
_EXACT_TO = 60
"""Seconds between two marks of use: a row is not written for every call."""


class ByToken(HttpBearer):
    """Lets a program in that sends ``Authorization: Bearer …``, and says for whom it acts."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the scope in which the call acts; none where the token opens nothing."""
        found = Token.of(token)
        if found is None or not _could_sign_in(found.membership):
            return None
        # By person: whoever makes more tokens may not call more often.
        count("api", str(found.membership.user_id), MOST_A_MINUTE, 60)
        now = timezone.now()
        if found.used is None or (now - found.used).total_seconds() > _EXACT_TO:
            Token.objects.filter(pk=found.pk).update(used=now)
        request.scope = Scope(found.membership)  # type: ignore[attr-defined]
        request.user = found.membership.user
        return request.scope  # type: ignore[attr-defined]


def _could_sign_in(membership: Membership) -> bool:
    """Return whether pages would let somebody in too: a token is no way around a closed account."""
    needs_second = membership.role in second_factor.NEEDING_IT
    return membership.user.is_active and not (needs_second and second_factor.is_missing(membership.user))
