"""Pages that belong to nobody."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from advisor.web.advice import questionnaire


def start(request: HttpRequest) -> HttpResponse:
    """Say what this is, for whom, how long it takes, and what happens to the answers."""
    return render(
        request,
        "pages/start.html",
        {"rapid": questionnaire("rapid"), "full": questionnaire("full")},
    )


def about(request: HttpRequest) -> HttpResponse:
    """Say how the advice is made, and what it is not."""
    return render(request, "pages/about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "pages/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notice."""
    return render(request, "pages/privacy.html")


def healthy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer machines that ask whether the app works, its database included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
