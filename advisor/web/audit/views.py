"""Pages on which administrators read the trail of their organisation."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.views.decorators.http import require_safe

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.attached import attached
from advisor.web.audit import wording
from advisor.web.audit.record import Action, record
from advisor.web.audit.trail import PAGE, Search, as_csv


@require_safe
@needs(Permission.ADMINISTER)
def trail(request: ScopedRequest) -> HttpResponse:
    """Show what was done, the latest first."""
    search = Search(request.GET)
    page = Paginator(search.found(request.scope.organisation), PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "audit/trail.html",
        {
            "search": search,
            "page": page,
            "is_searched": any(kept.values()),
            "query": kept.urlencode(),
            "moment": _moment,
            "wording": wording,
        },
    )


def _moment(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "j F Y, H:i:s")


@require_safe
@needs(Permission.ADMINISTER)
def table(request: ScopedRequest) -> StreamingHttpResponse:
    """Send what the page shows, all of it, as a table; the trail tells of that from then on."""
    found = Search(request.GET).found(request.scope.organisation).filter(at__lte=timezone.now())
    if request.method == "GET":
        record(request.scope, Action.TRAIL_DOWNLOADED)
    response = StreamingHttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    return attached(response, "audit-trail.csv")
