"""What the collaborations have in common that an organisation sees: asked for, found, and tidied away."""

import hashlib
import json
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from advisor.web.accounts.models import Membership, Organisation
from advisor.web.accounts.retention import delete_untouched
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.advice import knowledge_base_version
from advisor.web.audit.record import Action, record
from advisor.web.batches.models import OwnPortfolio
from advisor.web.collaborations.listing import with_progress
from advisor.web.collaborations.models import Collaboration
from advisor.web.reports.models import State as Making

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from advisor.web.collaborations.models import Assessment

FEW = 1_000
"""Collaborations up to which counting goes beside the reports, within seconds; more wait for the tables."""
OLD = 24 * 3600
"""Seconds after which a folder that no row refers to is taken for forgotten."""


class Answered:
    """The latest answers of each collaboration of which at least one question is answered.

    Attributes:
        many: How many there are.
        left_out: How many collaborations have no answer yet.
    """

    def __init__(self, scope: Scope) -> None:
        everything: QuerySet[Any] = with_progress(scope.collaborations(Permission.READ))
        answered = everything.filter(settled__gt=0)
        self.many = answered.count()
        self.left_out = everything.count() - self.many
        latest = scope.assessments().filter(pk__in=answered.order_by().values("latest"))
        self.latest: QuerySet[Assessment] = latest.order_by("collaboration__name", "pk")

    def key(self) -> str:
        """Return a hash of which answers these are, and by which rules they are read."""
        named = ("pk", "version", "collaboration__name", "collaboration__region")
        return key_of((str(id), *rest) for id, *rest in self.latest.values_list(*named))


def key_of(counted: Iterable[Iterable[object]]) -> str:
    """Return a hash of what was counted, and by which rules."""
    whole = json.dumps([knowledge_base_version(), sorted(map(list, counted))])
    return hashlib.sha256(whole.encode()).hexdigest()


def ask(scope: Scope) -> None:
    """Have a worker count them, unless that is under way."""
    from advisor.web.batches.tasks import count_own  # noqa: PLC0415 - it makes what is asked for here

    with transaction.atomic():
        mine, _is_new = OwnPortfolio.objects.get_or_create(
            organisation=scope.organisation, defaults={"state": Making.FAILED}
        )
        idle = OwnPortfolio.objects.filter(pk=mine.pk, state__in=(Making.READY, Making.FAILED))
        if idle.update(state=Making.WAITING, problem="", tries=0, asked_by=scope.user):
            record(scope, Action.PORTFOLIO_MADE)
            queue = "default" if Answered(scope).many <= FEW else "batches"
            transaction.on_commit(lambda: count_own.using(queue_name=queue).enqueue(str(mine.pk)))


def found_for(scope: Scope) -> OwnPortfolio | None:
    """Return what was counted; none where it tells of a collaboration that they may not see any more."""
    found = OwnPortfolio.objects.filter(organisation=scope.organisation).first()
    return found if found is not None and (found.is_under_way or _may_see(scope, found)) else None


def forget(collaboration: Collaboration) -> None:
    """Delete what tells of a collaboration that is deleted."""
    theirs = OwnPortfolio.objects.filter(organisation=collaboration.organisation_id)
    shared = OwnPortfolio.objects.filter(organisation__shared_with_us__collaboration=collaboration)
    for one in {*theirs, *shared}:
        if str(collaboration.pk) in one.counted:
            _delete(one)


def tidy() -> int:
    """Delete what is past its time, and what tells of collaborations that are not to be seen any more."""

    def expire(_organisation: Organisation, one: OwnPortfolio, _days: int) -> None:
        _delete(one)

    gone = delete_untouched(lambda each: OwnPortfolio.objects.filter(organisation=each), expire)
    for one in OwnPortfolio.objects.exclude(state__in=(Making.WAITING, Making.BEING_MADE)):
        scope = scope_of(one)
        if scope is None or not _may_see(scope, one):
            with transaction.atomic():
                _delete(one)
            gone += 1
    _remove_forgotten()
    return gone


def _remove_forgotten() -> None:
    """Delete folders that no row refers to, and drafts that a dead worker left."""
    kept = {str(key) for key in OwnPortfolio.objects.values_list("pk", flat=True)}
    for folder in Path(settings.FILES / "portfolios").glob("*"):
        # A young one may wait for its row.
        if folder.name not in kept and folder.stat().st_mtime < time.time() - OLD:
            shutil.rmtree(folder, ignore_errors=True)


def scope_of(mine: OwnPortfolio) -> Scope | None:
    """Return what whoever asked for it may see; none where they no longer may."""
    members = Membership.objects.select_related("user", "organisation")
    member = members.filter(organisation=mine.organisation_id, user=mine.asked_by_id).first()
    scope = None if member is None else Scope(member)
    return scope if scope is not None and scope.may(Permission.BATCH) else None


def _may_see(scope: Scope, mine: OwnPortfolio) -> bool:
    seen = scope.collaborations(Permission.READ).order_by().values_list("pk", flat=True)
    return set(mine.counted) <= set(map(str, seen))


def _delete(mine: OwnPortfolio) -> None:
    place = mine.place
    mine.delete()
    transaction.on_commit(place.remove)
