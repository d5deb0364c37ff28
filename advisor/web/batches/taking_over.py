"""Takes rows of a batch over as collaborations of the organisation, each once."""

import hashlib
from collections.abc import Iterable

from django.db import transaction

from advisor.content.answers_file import SavedAnswers
from advisor.content.tables.rows_reading import Row
from advisor.web.accounts.scope import Scope
from advisor.web.audit.record import How
from advisor.web.batches.lookup import batches_of
from advisor.web.batches.models import Batch, TakenOver
from advisor.web.batches.understood import line_of, rows_at
from advisor.web.collaborations.answers_files import take_in
from advisor.web.collaborations.models import Collaboration

REGION = Collaboration._meta.get_field("region").max_length  # noqa: SLF001 - Django’s own name for it


def made_of(scope: Scope, batch: Batch, numbers: Iterable[int]) -> dict[int, Collaboration]:
    """Return what rows became, by their numbers: collaborations that are still there and may be seen."""
    links = batch.taken_over.filter(row__in=list(numbers), collaboration__in=scope.collaborations())
    return {one.row: one.collaboration for one in links.select_related("collaboration")}


@transaction.atomic
def take_over(scope: Scope, batch: Batch, number: int) -> tuple[Collaboration, bool] | None:
    """Return the collaboration that a row became, and whether it did so only now.

    None where there is no such row that can be used.

    Raises:
        NoRoom: The organisation has as many collaborations as it may.
    """
    # Two at the same moment wait for one another, and the table is not read anew meanwhile.
    now = batches_of(scope).select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if now is None or not now.has_results:
        return None
    before = made_of(scope, now, [number]).get(number)
    if before is not None:
        return before, False
    row = next((one for one in rows_at(now.place.rows) if one.number == number), None)
    if row is None or row.case is None:
        return None
    made = _begun(scope, SavedAnswers(row.case), row)
    TakenOver.objects.update_or_create(
        batch=now, row=number, defaults={"collaboration": made, "held": _held_by(row)}
    )
    return made, True


def forget_changed(batch: Batch) -> None:
    """Forget what rows became that hold something else now, after the table was read anew."""
    held = dict(batch.taken_over.values_list("row", "held"))
    if not held:
        return
    same = {one.number for one in rows_at(batch.place.rows) if held.get(one.number) == _held_by(one)}
    batch.taken_over.exclude(row__in=same).delete()


def _begun(scope: Scope, saved: SavedAnswers, row: Row) -> Collaboration:
    made = take_in(scope, saved, row.name, How.FROM_TABLE).collaboration
    region = row.carried.get("region", "")[:REGION]
    if region:
        made.region = region
        made.save(update_fields=["region"])
    return made


def _held_by(row: Row) -> str:
    return hashlib.sha256(line_of(row).encode()).hexdigest()
