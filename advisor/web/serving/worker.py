"""A worker: one process that does what pages asked for, one thing after another.

It is known by a name that stays the same from start to start: what a worker of this name had begun when it
died belongs to nobody, and is begun again.
"""

import os
import sys
import threading
import time

import django

QUIET = 10
"""How far a worker stands back for pages that people wait for."""
LOOKS = 0.5
"""Seconds between two looks for something to do."""


def take_up_again(name: str) -> int:
    """Put back what a worker of this name left undone; return how much it was."""
    from django_tasks import TaskResultStatus  # noqa: PLC0415 - Django is set up by then
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    left = [one for one in DBTaskResult.objects.running() if one.worker_ids and one.worker_ids[-1] == name]
    return DBTaskResult.objects.filter(pk__in=[one.pk for one in left]).update(status=TaskResultStatus.READY)


def work(name: str, queue: str) -> None:
    """Work until told to stop, or until whoever started it is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.web.settings")
    django.setup()
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415

    from advisor.web.advice import advisor  # noqa: PLC0415

    os.nice(QUIET)
    _end_with_parent()
    take_up_again(name)
    advisor()
    worker = Worker(
        queue_names=[queue],
        excluded_queue_names=[],
        interval=LOOKS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    )
    worker.configure_signals()
    worker.run()


def _end_with_parent() -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    work(*sys.argv[1:])
