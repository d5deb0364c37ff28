"""Makes and withdraws access tokens, and says so in the trail."""

from django.db import models, transaction
from django.utils import timezone

from advisor.web.accounts.models import User
from advisor.web.accounts.scope import Scope
from advisor.web.api.models import Token
from advisor.web.audit.record import Action, record

MOST_OPEN = 20
"""Open tokens of one person: each is a way in that somebody must keep in mind."""


class TooMany(Exception):
    """Somebody has as many open tokens as a person can have."""


def open_among(tokens: "models.QuerySet[Token]") -> "models.QuerySet[Token]":
    """Return those that still let a program in, the latest first."""
    return tokens.filter(withdrawn=None, expires__gt=timezone.now())


@transaction.atomic
def make(scope: Scope, name: str) -> str:
    """Make a token for whoever asks, and return its secret, which is known this once.

    Args:
        scope: For whom, in which organisation.
        name: What it is for.

    Raises:
        TooMany: They have ``MOST_OPEN`` already, in all their organisations together.
    """
    User.objects.select_for_update().get(pk=scope.user.pk)  # two at the same moment wait for one another
    if open_among(Token.objects.filter(membership__user=scope.user)).count() >= MOST_OPEN:
        raise TooMany
    token, secret = Token.made(scope.membership, name)
    record(scope, Action.TOKEN_MADE, token)
    return secret


@transaction.atomic
def withdraw(scope: Scope, token: Token) -> None:
    """Withdraw a token at once: one’s own, or one of somebody whom one administers."""
    token.withdrawn = timezone.now()
    token.save(update_fields=["withdrawn"])
    record(scope, Action.TOKEN_WITHDRAWN, token, who=str(token.membership.user))
