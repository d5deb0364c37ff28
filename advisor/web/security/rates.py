"""Limits on how often something may be asked for."""

import math
import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from advisor.web.pages.errors import too_many
from advisor.web.security.databases import unavailable
from advisor.web.security.models import Rate

MOST_UPLOADS_AN_HOUR = 60
_COUNT = f"""
INSERT INTO {Rate._meta.db_table} AS kept (name, tries, ends) VALUES (%(name)s, 1, %(ends)s)
ON CONFLICT (name) DO UPDATE SET
    tries = CASE WHEN kept.ends <= %(now)s THEN 1 ELSE kept.tries + 1 END,
    ends = CASE WHEN kept.ends <= %(now)s THEN excluded.ends ELSE kept.ends END
WHERE kept.ends <= %(now)s OR kept.tries < %(most)s
"""  # noqa: S608, SLF001 - the name of a table of ours; Django’s own name for it
"""One statement, so that no two tries count as one: it changes no row where there were too many."""


class TooOften(Exception):
    """Somebody asked for something too often; the page says to wait.

    Attributes:
        wait: Seconds until it may be asked for again.
    """

    def __init__(self, action: str, wait: int) -> None:
        super().__init__(action)
        self.wait = wait


def count(action: str, key: str, most: int, seconds: int) -> None:
    """Count one try; raises TooOften where there were ``most`` already in a window of some seconds.

    Args:
        action: What is tried, such as “report”.
        key: By whom, such as the id of a user or an address.
        most: How often it may be; at least once.
        seconds: Length of the window, which begins with the first try.
    """
    name, now = f"{action}:{key}", time.time()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"name": name, "now": now, "ends": now + seconds, "most": most})
        if cursor.rowcount:
            return
    ends = Rate.objects.filter(name=name).values_list("ends", flat=True).first() or now
    raise TooOften(action, max(1, math.ceil(ends - now)))


def forget_old() -> int:
    """Delete windows that are over; return how many."""
    return Rate.objects.filter(ends__lte=time.time()).delete()[0]


class RatesMiddleware:
    """Counts uploads, and answers 429 wherever something was asked for too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Count a file that somebody sends; too many are refused."""
        if request.method == "POST" and request.user.is_authenticated and request.FILES:
            try:
                count("upload", str(request.user.pk), MOST_UPLOADS_AN_HOUR, 3600)
            except TooOften as often:
                return too_many(request, often.wait)
            except OperationalError as error:  # no other middleware sees what is raised before a view
                return unavailable(request, error)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what no view has answered itself."""
        return too_many(request, exception.wait) if isinstance(exception, TooOften) else None
