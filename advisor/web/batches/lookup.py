"""Finds batches: those of one’s own organisation, and nobody else’s."""

from uuid import UUID

from django.db import models
from django.http import Http404

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.batches.models import Batch


def batches_of(scope: Scope) -> models.QuerySet[Batch]:
    """Return the batches of somebody’s organisation; none where their role does not allow it."""
    found = Batch.objects.filter(organisation=scope.organisation).select_related("uploaded_by")
    return found if scope.may(Permission.BATCH) else found.none()


def batch_of(scope: Scope, id: UUID) -> Batch:
    """Return one batch; raises Http404 where there is none with this id that they may see."""
    found = batches_of(scope).filter(pk=id).first()
    if found is None:
        raise Http404
    return found
