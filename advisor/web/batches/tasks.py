"""What workers do for batches: read a table, and assess its rows. Both go on after a worker died."""

import contextlib
import logging
import os
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from advisor.batch.run import Order, Progress, cores, run_batch
from advisor.batch.stopping import GO_ON
from advisor.errors import AdvisorError
from advisor.web.batches.checking import NobodyWaits, check
from advisor.web.batches.following import Follower, NotWanted
from advisor.web.batches.in_common import write_portfolio
from advisor.web.batches.models import Batch, OwnPortfolio, State
from advisor.web.batches.taking_over import forget_changed
from advisor.web.batches.understood import sheet_at, understood_at
from advisor.web.batches.wording import of_table
from advisor.web.reports.models import State as Making

MOST_TRIES = 3
"""After a worker died so often over one batch without getting on, it is given up."""

logger = logging.getLogger(__name__)


@task(queue_name="batches")
def check_table(id: str) -> None:
    """Read a table and keep what was understood; whatever goes wrong is kept in words."""
    batch = _begun(id, State.CHECKING, State.CHECKING)
    if batch is not None:
        _kept_in_words(batch, _check)


@task(queue_name="batches")
def run_table(id: str) -> None:
    """Assess the rows that can be used; what is done before stays done."""
    batch = _begun(id, State.WAITING, State.RUNNING)
    if batch is not None:
        _kept_in_words(batch, _run)


@task()
def count_own(id: str) -> None:
    """Count what an organisation’s own collaborations have in common."""
    from advisor.web.batches.own_counting import make  # noqa: PLC0415 - numpy is slow to import

    mine = OwnPortfolio.objects.filter(pk=UUID(id)).first()
    if mine is None or not mine.is_under_way:
        return  # deleted, or made, since it was asked for
    mine.tries += 1
    if mine.tries > MOST_TRIES:
        _made(mine, _("It could not be done in %(tries)s tries.") % {"tries": MOST_TRIES})
        return
    mine.state = Making.BEING_MADE
    mine.save(update_fields=["state", "tries"])
    try:
        make(mine)
    except AdvisorError as error:
        _made(mine, str(error))
    except Exception as error:
        logger.exception("Portfolio of %s", mine.pk)
        _made(mine, _("This is a fault of ours (%(kind)s).") % {"kind": type(error).__name__})
    else:
        _made(mine)


def _made(mine: OwnPortfolio, problem: str = "") -> None:
    mine.state = Making.FAILED if problem else Making.READY
    mine.problem = problem.replace(f"{mine.place.path.parent}{os.sep}", "")[:500]
    mine.made = timezone.now()
    with contextlib.suppress(DatabaseError):  # somebody deleted it meanwhile
        mine.save(force_update=True)
        return
    mine.place.remove()


def _begun(id: str, *states: State) -> Batch | None:
    """Return a batch that is to be worked on now; none where that is over, or was tried too often."""
    batch = Batch.objects.filter(pk=UUID(id), state__in=states).first()
    if batch is None:
        return None
    if batch.tries >= MOST_TRIES:
        state = State.REFUSED if batch.state == State.CHECKING else State.FAILED
        _end(batch, state, _("It could not be done in %(tries)s tries.") % {"tries": MOST_TRIES})
        return None
    batch.tries += 1
    if batch.state == State.WAITING:
        batch.state = State.RUNNING
    # Somebody may have stopped it since it was looked up.
    still = Batch.objects.filter(pk=batch.pk, state__in=states)
    return batch if still.update(tries=batch.tries, state=batch.state) else None


def _kept_in_words(batch: Batch, do: Callable[[Batch], None]) -> None:
    failed = State.REFUSED if batch.state == State.CHECKING else State.FAILED
    try:
        do(batch)
    except (NobodyWaits, NotWanted):
        pass  # its state says why, or it is gone
    except AdvisorError as error:
        _end(batch, failed, _without_paths(batch, str(error).replace(GO_ON, "")))
    except Exception as error:
        logger.exception("Batch %s", batch.pk)
        _end(batch, failed, _("This is a fault of ours (%(kind)s).") % {"kind": type(error).__name__})
    finally:
        if not Batch.objects.filter(pk=batch.pk).exists():
            batch.place.remove()


def _check(batch: Batch) -> None:
    found = check(batch, Batch.objects.filter(pk=batch.pk).exists)
    if found.refusal:
        told = [of_table(_without_paths(batch, one)) for one in found.refusal]
        _end(batch, State.UNPAIRED if found.is_to_pair else State.REFUSED, "\n".join(told))
        return
    forget_changed(batch)
    state = State.UNPAIRED if found.is_to_pair else State.CHECKED
    _end(batch, state, rows=found.rows, refused=found.refused)


def _run(batch: Batch) -> None:
    found = understood_at(batch.place)
    if found is None:
        raise FileNotFoundError(batch.place.understood)
    order = Order(
        source=batch.place.path / found.source,
        folder=batch.place.run,
        formats=batch.forms,
        workers=max(1, cores() - 1),
        retry=True,
        packs=settings.DEPLOYMENT.pack_names,
        portfolio=False,
        replace=True,
    )
    follower = Follower(batch)
    progress = run_batch(order, follower, read=sheet_at(batch.place))
    follower.writing()
    write_portfolio(batch)
    _end(batch, State.FINISHED, **_counts(progress))


def _counts(progress: Progress) -> dict[str, Any]:
    return {
        "done": progress.done + progress.kept,
        "failed": progress.failed + progress.kept_failed,
        "worked": progress.worked,
    }


def _end(batch: Batch, state: State, problem: str = "", **values: Any) -> None:
    """Keep how it ended, unless somebody stopped it meanwhile."""
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk, state=batch.state).update(
        state=state, problem=problem[:1000], tries=0, ended=now, changed=now, **values
    )


def _without_paths(batch: Batch, text: str) -> str:
    """Return a text without paths of this machine, which are none of the reader’s business."""
    for path in (batch.place.run, batch.place.path):
        text = text.replace(f"{path}{os.sep}", "").replace(str(path), _("the folder of this table"))
    return text.strip()
