"""Deletes collaborations, by somebody’s wish or because their time is over."""

from django.db import transaction

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.retention import delete_untouched
from advisor.web.accounts.scope import Scope
from advisor.web.audit.record import Action, record, record_for
from advisor.web.batches import own
from advisor.web.collaborations.models import Collaboration
from advisor.web.reports.models import Report


@transaction.atomic
def delete(scope: Scope, collaboration: Collaboration) -> None:
    """Delete a collaboration with its answers, shares and reports; the trail keeps that it was there."""
    record(scope, Action.DELETED, collaboration)
    _delete(collaboration)


def delete_expired() -> int:
    """Delete what nobody has touched for as long as its organisation keeps it; return how much it was."""

    def expire(organisation: Organisation, collaboration: Collaboration, days: int) -> None:
        record_for(organisation, Action.EXPIRED, collaboration, days=days)
        _delete(collaboration)

    return delete_untouched(lambda organisation: organisation.collaborations.all(), expire)


def _delete(collaboration: Collaboration) -> None:
    own.forget(collaboration)
    files = {report.file for report in Report.objects.filter(assessment__collaboration=collaboration)}
    collaboration.delete()
    shared = {one.file for one in Report.objects.filter(key__in=[path.stem for path in files])}

    def remove() -> None:
        for path in files - shared:
            path.unlink(missing_ok=True)

    transaction.on_commit(remove)
