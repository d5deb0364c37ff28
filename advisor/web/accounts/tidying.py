"""What is tidied away about people: invitations long ended, and people who belong to no organisation."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from advisor.web.accounts.models import Invitation, User

KEPT_FOR = timedelta(days=90)


def delete_ended_invitations() -> int:
    """Delete invitations that were accepted, withdrawn or ran out long ago; return how many."""
    long_ago = timezone.now() - KEPT_FOR
    ended = Q(accepted__lt=long_ago) | Q(withdrawn__lt=long_ago) | Q(expires__lt=long_ago)
    return _deleted(Invitation.objects.filter(ended))


@transaction.atomic
def delete_people_left_alone() -> int:
    """Delete people who have belonged to no organisation for long; return how many.

    The trail keeps what they did, under their name. What they answered stays where it is.
    """
    now = timezone.now()
    User.objects.filter(memberships__isnull=False, alone_since__isnull=False).update(alone_since=None)
    alone = User.objects.filter(memberships=None)
    alone.filter(alone_since=None).update(alone_since=now)
    return _deleted(alone.filter(alone_since__lt=now - KEPT_FOR))


def _deleted(rows: QuerySet[Any]) -> int:
    number = rows.count()
    rows.delete()
    return number
