"""What is tidied away by itself: collaborations past their time, old sessions, jobs, counts and files."""

import logging
import threading
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from advisor.web.accounts import tidying
from advisor.web.batches import keeping, own
from advisor.web.collaborations.deletion import delete_expired
from advisor.web.reports.models import Report
from advisor.web.security import rates

EVERY = 3600
OLD = timedelta(days=1)

logger = logging.getLogger(__name__)


def tidy() -> None:
    """Do all of it once; raises ExceptionGroup where some of it failed, once the rest is done."""
    failed = []
    for do in (
        delete_expired,
        keeping.delete_expired,
        keeping.remove_orphaned,
        own.tidy,
        tidying.delete_ended_invitations,
        tidying.delete_people_left_alone,
        partial(call_command, "clearsessions"),
        partial(call_command, "prune_db_task_results", min_age_days=7, verbosity=0),
        remove_orphaned_reports,
        rates.forget_old,
    ):
        try:
            do()
        except Exception as error:  # noqa: BLE001 - what somebody’s time is over for goes all the same
            failed.append(error)
    if failed:
        raise ExceptionGroup("Some of it could not be tidied away", failed)


def remove_orphaned_reports() -> int:
    """Delete files of reports that no row refers to any more; return how many."""
    folder = settings.FILES / "reports"
    wanted = {f"{key}.{form}" for key, form in Report.objects.values_list("key", "form")}
    # A file that is just being written has no name of its own yet, and a young one may wait for its row.
    before = (timezone.now() - OLD).timestamp()
    removed = 0
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.name not in wanted and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def tidy_now_and_then() -> None:
    """Tidy at once and every hour, in a thread that ends with the process."""

    def keep_tidy() -> None:
        while True:
            try:
                tidy()
            except Exception:
                logger.exception("Tidying failed; it is tried again in an hour.")
            close_old_connections()
            threading.Event().wait(EVERY)

    threading.Thread(target=keep_tidy, daemon=True).start()
