"""Says how far a run is: how much is done, how fast it goes, and how long it will still take."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.web.batches.models import Batch, State

MINUTE, HOUR = 60, 3600
SOON = 50


def percent(batch: Batch) -> int:
    """Return how much of the work is done, in hundredths."""
    return min(100, 100 * batch.worked // batch.todo) if batch.todo else 0


def how_far(batch: Batch) -> str:
    """Return how far a batch is, as sentences."""
    if batch.state == State.CHECKING:
        return _("The table is being read. Nothing is assessed yet.")
    if batch.state == State.WAITING:
        return _("It begins as soon as the work before it is done.")
    if not batch.todo or batch.began is None:
        return _("The rows are being prepared.")
    if batch.worked >= batch.todo:
        return _("The tables and the portfolio are being written.")
    done = _("%(worked)s of %(todo)s worked on.") % {
        "worked": f"{batch.worked:,}",
        "todo": f"{batch.todo:,}",
    }
    if batch.failed:
        failed = ngettext("%(num)s row failed.", "%(num)s rows failed.", batch.failed)
        done += " " + failed % {"num": f"{batch.failed:,}"}
    if not batch.worked:
        return done
    return done + " " + _pace(batch.worked, batch.todo, batch.began)


def _pace(worked: int, todo: int, began: datetime) -> str:
    """Return how fast the rows are worked on and how long the rest will take, as a sentence."""
    rate = worked / max((timezone.now() - began).total_seconds(), 0.001)
    left = time_in_words((todo - worked) / rate)
    if rate < 1:  # A pace such as “0.1 a second” tells nobody anything.
        return _("About %(left)s left.") % {"left": left}
    return _("%(rate)s a second, about %(left)s left.") % {"rate": f"{rate:.1f}", "left": left}


def time_in_words(seconds: float) -> str:
    """Return a time as people say it.

    >>> time_in_words(6.2), time_in_words(300), time_in_words(9000)
    ('6 seconds', '5 minutes', '2.5 hours')
    """
    if seconds < SOON:
        many = max(1, round(seconds))
        return ngettext("%(num)s second", "%(num)s seconds", many) % {"num": many}
    if seconds < 1.5 * HOUR:
        many = max(1, round(seconds / MINUTE))
        return ngettext("%(num)s minute", "%(num)s minutes", many) % {"num": many}
    return _("%(num)s hours") % {"num": f"{seconds / HOUR:.1f}"}
