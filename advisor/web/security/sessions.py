"""Ends sessions: after some minutes without activity, and after some hours in any case."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

BEGAN, SEEN = "session_began", "session_seen"


class SessionEndMiddleware:
    """Signs people out when their time is over; every answer was saved before, so nothing is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """Sign out or mark the activity, and go on."""
        if settings.DEPLOYMENT.accounts and request.user.is_authenticated:
            now = time.time()
            began = request.session.setdefault(BEGAN, now)
            idle = now - request.session.get(SEEN, now)
            is_over = (
                idle > settings.DEPLOYMENT.idle_minutes * 60
                or now - began > settings.DEPLOYMENT.session_hours * 3600
            )
            if is_over:
                request.is_timed_out = True  # for the audit trail
                logout(request)
            elif not _is_by_itself(request) and now - request.session.get(SEEN, 0) > _EXACT_TO:
                request.session[SEEN] = now
        return self.get_response(request)


def time_left(request: Any) -> float:
    """Return the seconds after which somebody who is signed in is signed out, whatever they do."""
    now = time.time()
    began: float = request.session.get(BEGAN, now)
    whole: int = settings.DEPLOYMENT.session_hours * 3600
    return began + whole - now


def _is_by_itself(request: HttpRequest) -> bool:
    """Return whether a page asks how far something is: an open page is no sign of somebody in front of it."""
    return request.headers.get("Accept", "").startswith("application/json")


_EXACT_TO = 60
"""Seconds between two marks of activity: a row is not written for every request."""
