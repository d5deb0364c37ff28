"""When the time of something is over: the one rule for all that an organisation keeps."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from advisor.web.accounts.models import Organisation

Kept = TypeVar("Kept", bound=models.Model)


def days_kept(organisation: Organisation) -> int:
    """Return for how many days an organisation keeps what nobody touches; 0: for ever."""
    return organisation.retention_days or settings.DEPLOYMENT.retention_days


def delete_untouched(
    kept: Callable[[Organisation], models.QuerySet[Kept]],
    delete: Callable[[Organisation, Kept, int], None],
) -> int:
    """Delete what nobody has touched for as long as its organisation keeps it; return how much it was.

    Args:
        kept: What an organisation keeps that may go. It says in ``changed`` when somebody last touched it.
        delete: Deletes one, and is told after how many days.
    """
    deleted = 0
    for organisation in Organisation.objects.all():
        days = days_kept(organisation)
        if not days:
            continue
        untouched = kept(organisation).filter(changed__lt=timezone.now() - timedelta(days=days))
        for key in list(untouched.values_list("pk", flat=True)):
            with transaction.atomic():
                # Somebody may have touched it since it was found.
                one = untouched.select_for_update().filter(pk=key).first()
                if one is not None:
                    delete(organisation, one, days)
                    deleted += 1
    return deleted
