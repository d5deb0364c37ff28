"""What a page says of the end of a session."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from advisor.web.security.sessions import time_left

SOON = 15 * 60
"""Seconds before its end from which a page tells of it."""


@dataclass(frozen=True)
class Session:
    """The session of somebody who is signed in, as it stands when a page is made.

    Attributes:
        idle: Seconds after which they are signed out if they do nothing.
        left: Seconds after which they are signed out whatever they do.
        hours: How long a session is at most.
    """

    idle: int
    left: int
    hours: int

    @property
    def ends(self) -> str:
        """The time of day at which that is."""
        return timezone.localtime(timezone.now() + timedelta(seconds=self.left)).strftime("%H:%M")

    @property
    def ends_soon(self) -> bool:
        """Whether the page says so at once: it must, where no script can say it later."""
        return self.left < SOON


def session_of(request: HttpRequest) -> Session:
    """Return the session of whoever is signed in."""
    deployment = settings.DEPLOYMENT
    return Session(deployment.idle_minutes * 60, int(time_left(request)), deployment.session_hours)
