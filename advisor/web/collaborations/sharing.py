"""Shares collaborations with partner organisations, and withdraws that."""

from django.db import transaction
from django.utils import timezone

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.scope import Scope
from advisor.web.audit.record import Action, record
from advisor.web.collaborations.models import Collaboration, Share


@transaction.atomic
def share(scope: Scope, collaboration: Collaboration, partner: Organisation, *, may_answer: bool) -> Share:
    """Share a collaboration, or change what an open share allows.

    Args:
        scope: Who shares it.
        collaboration: What is shared.
        partner: With whom.
        may_answer: Whether they may answer too, and not only read.
    """
    made, _ = Share.objects.update_or_create(
        collaboration=collaboration,
        partner=partner,
        withdrawn=None,
        defaults={"may_answer": may_answer, "granted_by": scope.user},
    )
    record(scope, Action.SHARED, collaboration, partner=partner.name, may_answer=may_answer)
    return made


@transaction.atomic
def withdraw(scope: Scope, given: Share) -> None:
    """End a share at once; that it was there stays known."""
    given.withdrawn = timezone.now()
    given.save(update_fields=["withdrawn"])
    record(scope, Action.SHARE_WITHDRAWN, given.collaboration, partner=given.partner.name)
