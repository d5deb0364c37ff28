"""Says so where the database could not do something in time."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from advisor.web.pages.errors import busy

logger = logging.getLogger(__name__)


class DatabaseMiddleware:
    """Answers 503 where the database was locked for too long, or away: one may try again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what no view has answered itself."""
        return unavailable(request, exception) if isinstance(exception, OperationalError) else None


def unavailable(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Answer 503, and log why."""
    logger.error("The database failed: %s", error)
    return busy(request)
