"""Pages that belong to nobody."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advisor.report.texts import texts
from advisor.web.advice import advisor, questionnaire
from advisor.web.collaborations.listing import unfinished
from advisor.web.serving.own_user import OTHERS_KEPT_OUT

MOST_UNFINISHED = 5


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what this is, for whom, how long it takes, and what happens to the answers."""
    scope = getattr(request, "scope", None)
    return render(
        request,
        "pages/start.html",
        {
            "rapid": questionnaire("rapid"),
            "full": questionnaire("full"),
            "unfinished": () if scope is None else unfinished(scope, MOST_UNFINISHED),
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say how the advice is made, and what it is not."""
    names = ("how_reasoned", "limits", "not_advice")
    said = {name: texts().html(name) for name in names}
    return render(request, "pages/about.html", {**said, "sources": advisor().knowledge.sources})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "pages/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notice."""
    scope = getattr(request, "scope", None)
    own = 0 if scope is None else scope.organisation.retention_days
    return render(
        request,
        "pages/privacy.html",
        {
            "retention_days": own or settings.DEPLOYMENT.retention_days,
            "others_kept_out": OTHERS_KEPT_OUT in request.META,
        },
    )


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Answer machines that ask whether the app works, its database included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
