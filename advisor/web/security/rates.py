"""Limits on how often something may be asked for."""

import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from advisor.web.pages.errors import too_many

MOST_UPLOADS_AN_HOUR = 60


class TooOften(Exception):
    """Somebody asked for something too often; the page says to wait."""


def count(action: str, key: str, most: int, seconds: int) -> None:
    """Count one try; raises TooOften where there were more than ``most`` in a window of some seconds.

    Two tries at the very same moment may count as one: this holds off floods, and is no audit.

    Args:
        action: What is tried, such as “report”.
        key: By whom, such as the id of a user or an address.
        most: How often it may be.
        seconds: Length of the window, which begins with the first try.
    """
    name, now = f"rate:{action}:{key}", time.time()
    tries, ends = cache.get(name) or (0, now + seconds)
    if ends <= now:
        tries, ends = 0, now + seconds
    if tries >= most:
        raise TooOften(action)
    # Not incr(): with a cache in the database it forgets after five minutes.
    cache.set(name, (tries + 1, ends), ends - now)


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
            except TooOften:
                return too_many(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what no view has answered itself."""
        return too_many(request) if isinstance(exception, TooOften) else None
