"""Error pages: what happened, that nothing is lost, and what to do."""

import math
from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

A_MEGABYTE = 1024 * 1024


def page_of(request: HttpRequest, status: HTTPStatus, title: str, text: str, back: str = "") -> HttpResponse:
    """Return an error as a page, or as JSON where a program asks; a page may lead back to an address."""
    if request.path.startswith("/api/v1/"):
        return JsonResponse({"detail": f"{title}. {text}", "problems": []}, status=status)
    return render(request, "pages/error.html", {"title": title, "text": text, "back": back}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    text = _("Your browser sent something we cannot read. Go back and try again. Saved answers are safe.")
    return page_of(request, HTTPStatus.BAD_REQUEST, _("That did not work"), text)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    text = _("Your role does not allow this. An administrator of your organisation can change your role.")
    return page_of(request, HTTPStatus.FORBIDDEN, _("You cannot do this"), text)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 where a form comes from elsewhere, or from before somebody signed in."""
    text = _(
        "The page was open too long, or came from another site. Go back, load it again and send it again."
    )
    return page_of(request, HTTPStatus.FORBIDDEN, _("This page is out of date"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    text = _(
        "Nothing is at this address, or it is not shared with you. Check the address, or go to the start."
    )
    return page_of(request, HTTPStatus.NOT_FOUND, _("Page not found"), text)


def too_large(request: HttpRequest, largest: int) -> HttpResponse:
    """Answer 413."""
    size = f"{largest // A_MEGABYTE} MB" if largest >= A_MEGABYTE else f"{largest // 1024} KB"
    text = _("What you sent is larger than %(size)s. Send less, or a smaller file.") % {"size": size}
    back = _came_from(request)
    return page_of(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("That is too large"), text, back)


def _came_from(request: HttpRequest) -> str:
    """Return the page of this site from which something was sent; empty where it is not known."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return ""
    place = urlsplit(page)._replace(scheme="", netloc="", fragment="").geturl()
    return f"/{place.lstrip('/')}"  # two at its start would lead to another site


def too_many(request: HttpRequest, wait: int | None = None) -> HttpResponse:
    """Answer 429.

    Args:
        request: What was asked.
        wait: Seconds until it may be asked again; none where that is not known.
    """
    minutes = math.ceil((wait or 0) / 60)
    text = (
        _("There were too many tries in a short time. Wait a few minutes and try again.")
        if not minutes
        else ngettext(
            "There were too many tries in a short time. Wait a minute and try again.",
            "There were too many tries in a short time. Wait %(num)s minutes and try again.",
            minutes,
        )
        % {"num": minutes}
    )
    answer = page_of(request, HTTPStatus.TOO_MANY_REQUESTS, _("Please wait a little"), text)
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def busy(request: HttpRequest) -> HttpResponse:
    """Answer 503."""
    text = _(
        "The database was busy for too long, so what you sent was not saved. What was saved before is safe. "
        "Go back and send it again."
    )
    return page_of(request, HTTPStatus.SERVICE_UNAVAILABLE, _("Please try again"), text)


def fault(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    text = _("This is a fault of ours. Saved answers are safe. Try again in a minute.")
    return page_of(request, HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong"), text)
