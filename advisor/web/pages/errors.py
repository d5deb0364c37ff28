"""Error pages: what happened, that nothing is lost, and what to do."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def page_of(request: HttpRequest, status: HTTPStatus, title: str, text: str) -> HttpResponse:
    """Return an error as a page, or as JSON where a program asks."""
    if request.path.startswith("/api/"):
        from django.http import JsonResponse  # noqa: PLC0415

        return JsonResponse({"detail": f"{title}. {text}"}, status=status)
    return render(request, "pages/error.html", {"title": title, "text": text}, status=status)


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
    text = _("What you sent is larger than %(size)s MB. Send a smaller file.") % {
        "size": max(1, round(largest / 1024 / 1024))
    }
    return page_of(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("That is too large"), text)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429."""
    text = _("There were too many tries in a short time. Wait a few minutes and try again.")
    return page_of(request, HTTPStatus.TOO_MANY_REQUESTS, _("Please wait a little"), text)


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
