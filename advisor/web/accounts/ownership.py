"""Whose an account is: which addresses are proven, and what ends when somebody proves that one is theirs.

An invitation’s link that was shown to whoever invited proves nothing: they may have opened the account
themselves. Only a link that went to the address by e-mail, or the organisation’s own sign-on, proves that the
address is somebody’s. Without proof people sign in and do what their role allows, and that is all.
"""

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils import timezone

from advisor.web.accounts.models import User
from advisor.web.audit.record import Action, record_for


def is_proven(user: User) -> bool:
    """Return whether somebody has shown that the address they sign in with is theirs."""
    return bool(EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists())


def prove(user: User) -> None:
    """Keep that somebody has shown that their address is theirs."""
    end_claims(user.email)
    mine, _is_new = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    mine.set_verified()


def end_claims(email: str) -> None:
    """End all changes to an address that anybody has asked for: it belongs to somebody else."""
    EmailAddress.objects.filter(email=email.lower()).exclude(user__email=email.lower()).delete()


def changes_under_way(user: User) -> "models.QuerySet[EmailAddress]":
    """Return the addresses to which somebody wants to change, and has not confirmed yet."""
    return EmailAddress.objects.filter(user=user).exclude(email=user.email)  # type: ignore[no-any-return]


@transaction.atomic
def end_what_others_left(user: User) -> None:
    """End all through which somebody else could still act in an account, but for the password.

    That is sessions, access tokens and changes of address: a link that is out confirms nothing any more.
    A second factor stays, as it also keeps out who got at the mailbox; ``advisor web recover`` removes it.
    """
    user.sign_out_everywhere()
    changes_under_way(user).delete()
    for membership in user.memberships.select_related("organisation"):
        for token in membership.tokens.filter(withdrawn=None, expires__gt=timezone.now()):
            token.withdrawn = timezone.now()
            token.save(update_fields=["withdrawn"])
            record_for(membership.organisation, Action.TOKEN_WITHDRAWN, token, who=str(user))
