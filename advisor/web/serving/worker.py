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


def take_up_again(name: str | None = None) -> int:
    """Put back what a worker of this name left undone; return how much it was.

    Without a name it is what any worker left: the machine may be called otherwise now, or have fewer of them.
    """
    from django_tasks import TaskResultStatus  # noqa: PLC0415 - Django is set up by then
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    running = DBTaskResult.objects.running()
    left = [one for one in running if name is None or (one.worker_ids and one.worker_ids[-1] == name)]
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
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    )
    worker.configure_signals()
    while worker.running:
        if _something_to_do(queue):
            worker.run()  # until nothing is left
        time.sleep(LOOKS)


def _something_to_do(queue: str) -> bool:
    """Return whether anything waits.

    Looking locks nothing. The library’s own look locks SQLite twice a second, and a worker that stands back
    may hold that lock for long while the machine is busy: whoever saves an answer then waits for it.
    """
    from django.db import close_old_connections  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    close_old_connections()
    return DBTaskResult.objects.ready().filter(queue_name=queue).exists()


def _end_with_parent() -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    work(*sys.argv[1:])
