"""Limits on how much may pile up."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from advisor.web.pages.errors import page_of


class NoRoom(Exception):
    """There is as much of something as may be kept; the message says of what, why, and what to do."""


class BoundsMiddleware:
    """Answers 409 wherever there is no room for more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what no view has answered itself."""
        if not isinstance(exception, NoRoom):
            return None
        return page_of(request, HTTPStatus.CONFLICT, _("There is no room for more"), str(exception))
