"""Changes of batches: uploaded, mended, run, stopped, deleted, and tidied away when their time is over."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from advisor.content.whole_files import REASONS
from advisor.errors import OutputError
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.retention import delete_untouched
from advisor.web.accounts.scope import Scope
from advisor.web.audit.record import Action, How, record, record_for
from advisor.web.batches.models import NOT_READ, RUNNING, UNDER_WAY, Batch, State
from advisor.web.batches.place import Place
from advisor.web.batches.tasks import check_table, run_table

SMALL = 512 * 1024
"""Bytes up to which a table is read beside the reports, within seconds; larger ones wait for one another."""
OLD = 24 * 3600
"""Seconds after which a folder that no row refers to is taken for forgotten."""


class NotNow(Exception):
    """The batch is under way, or has nothing that could be assessed."""


@transaction.atomic
def begin(scope: Scope, file: UploadedFile, name: str) -> Batch:
    """Keep an upload as a new batch, and have it read; raises OutputError where it cannot be written."""
    batch = Batch.objects.create(organisation=scope.organisation, name=name, uploaded_by=scope.user)
    _take_in(scope, batch, file)
    return batch


@transaction.atomic
def mend(scope: Scope, batch: Batch, file: UploadedFile) -> None:
    """Keep an upload that mends a batch, and have both read.

    Raises:
        NotNow: It is under way.
        OutputError: The upload cannot be written; the batch is as it was.
    """
    idle = Batch.objects.filter(pk=batch.pk).exclude(state__in=UNDER_WAY)
    if not idle.update(state=State.CHECKING, problem="", tries=0, changed=timezone.now()):
        raise NotNow
    _take_in(scope, batch, file)


def _take_in(scope: Scope, batch: Batch, file: UploadedFile) -> None:
    try:
        _write(batch.place, file)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, error.strerror or str(error))
        raise OutputError(reason) from error
    record(scope, Action.UPLOADED, batch)
    _have_read(batch, file.size or 0)


def _have_read(batch: Batch, size: int) -> None:
    queue = "default" if size <= SMALL else "batches"
    transaction.on_commit(lambda: check_table.using(queue_name=queue).enqueue(str(batch.pk)))


@transaction.atomic
def pair(scope: Scope, batch: Batch, mapping: Mapping[str, Any]) -> None:
    """Keep what somebody said that columns and words mean, and have the table read by it.

    Raises:
        NotNow: It is under way.
    """
    idle = Batch.objects.filter(pk=batch.pk).exclude(state__in=UNDER_WAY)
    said = {"state": State.CHECKING, "problem": "", "tries": 0, "mapping": mapping}
    if not idle.update(changed=timezone.now(), **said):
        raise NotNow
    record(scope, Action.COLUMNS_PAIRED, batch)
    _have_read(batch, max((one.stat().st_size for one in batch.place.uploads), default=0))


def note(batch: Batch, mapping: Mapping[str, Any]) -> None:
    """Keep what somebody said so far; the table is read by it once they are done."""
    Batch.objects.filter(pk=batch.pk).update(mapping=mapping, changed=timezone.now())


def _write(place: Place, file: UploadedFile) -> None:
    place.make()
    pieces = file.chunks()
    first = next(pieces, b"")
    with place.name_new(first).open("wb") as target:
        target.write(first)
        for piece in pieces:
            target.write(piece)


@transaction.atomic
def run(scope: Scope, batch: Batch, formats: Sequence[str]) -> None:
    """Have the rows assessed that can be; raises NotNow where that cannot be done."""
    idle = Batch.objects.filter(pk=batch.pk, rows__gt=0).exclude(state__in=(*UNDER_WAY, *NOT_READ))
    ready = {
        "state": State.WAITING,
        "problem": "",
        "formats": " ".join(formats),
        "tries": 0,
        "todo": 0,
        "worked": 0,
        "began": None,
        "changed": timezone.now(),
    }
    if not batch.usable or not idle.update(**ready):
        raise NotNow
    if formats:
        record(scope, Action.BATCH_RUN, batch, forms=" ".join(formats))
    else:
        record(scope, Action.BATCH_RUN, batch, how=How.TABLES_ALONE)
    transaction.on_commit(lambda: run_table.enqueue(str(batch.pk)))


@transaction.atomic
def stop(scope: Scope, batch: Batch) -> None:
    """Stop a run that is under way; what is done stays."""
    running = Batch.objects.filter(pk=batch.pk, state__in=RUNNING)
    if running.update(state=State.STOPPED, ended=timezone.now(), changed=timezone.now()):
        record(scope, Action.BATCH_RUN, batch, how=How.STOPPED)


@transaction.atomic
def delete(scope: Scope, batch: Batch) -> None:
    """Delete a batch with its table and all results; the trail keeps that it was there."""
    record(scope, Action.BATCH_DELETED, batch)
    _delete(batch)


def delete_expired() -> int:
    """Delete what nobody has touched for as long as its organisation keeps it; return how much it was."""

    def expire(organisation: Organisation, batch: Batch, days: int) -> None:
        record_for(organisation, Action.BATCH_DELETED, batch, days=days)
        _delete(batch)

    return delete_untouched(lambda organisation: organisation.batches.exclude(state__in=UNDER_WAY), expire)


def remove_orphaned() -> int:
    """Delete folders that no batch refers to any more; return how many."""
    folders = [one for one in Path(settings.FILES / "batches").glob("*") if one.is_dir()]
    kept = {str(id) for id in Batch.objects.values_list("pk", flat=True)}
    # A young one may wait for its row.
    gone = [one for one in folders if one.name not in kept and one.stat().st_mtime < time.time() - OLD]
    for folder in gone:
        if _is_id(folder.name):
            Batch(pk=UUID(folder.name)).place.remove()
    return len(gone)


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _delete(batch: Batch) -> None:
    place = batch.place
    batch.delete()
    # A run that is under way finds out by itself, and removes what it still writes.
    transaction.on_commit(place.remove)
