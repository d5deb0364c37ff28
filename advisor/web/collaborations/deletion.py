"""Deletes collaborations, by somebody’s wish or because their time is over."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.scope import Scope
from advisor.web.audit.record import Action, record, record_for
from advisor.web.collaborations.models import Collaboration
from advisor.web.reports.models import Report


@transaction.atomic
def delete(scope: Scope, collaboration: Collaboration) -> None:
    """Delete a collaboration with its answers, shares and reports; the trail keeps that it was there."""
    record(scope, Action.DELETED, collaboration)
    _delete(collaboration)


def delete_expired() -> int:
    """Delete what nobody has touched for as long as its organisation keeps it; return how much it was."""
    deleted = 0
    for organisation in Organisation.objects.all():
        days = organisation.retention_days or settings.DEPLOYMENT.retention_days
        if not days:
            continue
        before = timezone.now() - timedelta(days=days)
        untouched = organisation.collaborations.filter(changed__lt=before)
        for id in list(untouched.values_list("pk", flat=True)):
            with transaction.atomic():
                # Somebody may have touched it since it was found.
                collaboration = untouched.select_for_update().filter(pk=id).first()
                if collaboration is None:
                    continue
                record_for(organisation, Action.EXPIRED, collaboration, f"{days} days")
                _delete(collaboration)
            deleted += 1
    return deleted


def _delete(collaboration: Collaboration) -> None:
    files = {report.file for report in Report.objects.filter(assessment__collaboration=collaboration)}
    collaboration.delete()
    shared = {one.file for one in Report.objects.filter(key__in=[path.stem for path in files])}

    def remove() -> None:
        for path in files - shared:
            path.unlink(missing_ok=True)

    transaction.on_commit(remove)
