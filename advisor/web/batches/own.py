"""What the collaborations have in common that an organisation sees: asked for, made by a worker, tidied."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from advisor.batch.portfolio import Passing, Wish
from advisor.batch.rules_only import Source, write_rules_only
from advisor.content.tables.headings import Heading
from advisor.content.tables.rows import Row, Sheet
from advisor.web.accounts.models import Membership, Organisation
from advisor.web.accounts.retention import delete_untouched
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor, knowledge_base_version
from advisor.web.audit.record import Action, record
from advisor.web.batches.in_common import write_files
from advisor.web.batches.models import OwnPortfolio
from advisor.web.collaborations.answers import case_of
from advisor.web.collaborations.listing import with_progress
from advisor.web.collaborations.models import Collaboration
from advisor.web.reports.models import State as Making

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from advisor.web.collaborations.models import Assessment

Counted = tuple[str, int, str, str]
"""Id of an assessment, its version, and name and region of its collaboration."""
REGION = Heading(1, "region", "carried", "region")


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
            transaction.on_commit(lambda: count_own.enqueue(str(mine.pk)))


def found_for(scope: Scope) -> OwnPortfolio | None:
    """Return what was counted; none where it tells of a collaboration that they may not see any more."""
    found = OwnPortfolio.objects.filter(organisation=scope.organisation).first()
    return found if found is not None and (found.is_under_way or _may_see(scope, found)) else None


def make(mine: OwnPortfolio) -> None:
    """Count the collaborations, and write portfolio and tables; nothing where nobody may see them now."""
    scope = _scope_of(mine)
    if scope is None:
        return
    cases = _Cases(Answered(scope))
    with mine.place.written_anew() as drafts:
        passing = Passing(Wish(scope.organisation.name, (), wanted=True), _unheard)
        sheet = Sheet(Path(), "", [REGION], cases.rows(), [])
        write_rules_only(drafts, Source(Path(), sheet), advisor(), _unheard, passing=passing.take)
        write_files(drafts, passing.portfolio(scope.organisation.name, advisor()))
    mine.key, mine.counted = key_of(cases.counted), cases.collaborations


class _Cases:
    """The answers as rows of a table, and which they were."""

    def __init__(self, answered: Answered) -> None:
        self._answered = answered
        self.counted: list[Counted] = []
        self.collaborations: list[str] = []

    def rows(self) -> Iterator[Row]:
        """Yield them, a few in memory at a time."""
        for number, one in enumerate(self._answered.latest.iterator(chunk_size=500), start=1):
            of = one.collaboration
            self.counted.append((str(one.pk), one.version, of.name, of.region))
            self.collaborations.append(str(of.pk))
            yield Row(number, of.name, case_of(one), {"region": of.region} if of.region else {})


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
        scope = _scope_of(one)
        if scope is None or not _may_see(scope, one):
            with transaction.atomic():
                _delete(one)
            gone += 1
    return gone


def _scope_of(mine: OwnPortfolio) -> Scope | None:
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


def _unheard(_text: str) -> None:
    """Hear what the command line would tell."""
