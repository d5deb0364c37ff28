"""What the collaborations have in common that an organisation sees: counted by a worker, and fetched."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from advisor.portfolio.disclosure import FEWEST_TO_DIVIDE
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.batches import own
from advisor.web.batches.files import own_files, sent
from advisor.web.batches.in_common import kept_portfolio
from advisor.web.batches.results_views import portfolio_page
from advisor.web.reports.models import State as Making
from advisor.web.security.rates import count

MOST_AN_HOUR = 60


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.BATCH)
def portfolio(request: ScopedRequest) -> HttpResponse:
    """Show what was counted, and whether answers have changed since; a form has them counted anew."""
    mine = own.found_for(request.scope)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"state": mine.state if mine else ""})
    cases = own.Answered(request.scope)
    if request.method == "POST":
        if cases.many >= FEWEST_TO_DIVIDE:
            count("portfolio", str(request.user.pk), MOST_AN_HOUR, 3600)
            own.ask(request.scope)
        return redirect("portfolio")
    shown = cases.many >= FEWEST_TO_DIVIDE and mine is not None and mine.state == Making.READY
    found = kept_portfolio(mine.place.portfolio) if shown and mine is not None else None
    return portfolio_page(
        request,
        found,
        cases=cases,
        mine=mine,
        is_current=mine is not None and mine.key == cases.key(),
        files=own_files(mine) if found and mine else {},
        fewest=FEWEST_TO_DIVIDE,
    )


@require_safe
@needs(Permission.BATCH)
def file(request: ScopedRequest, name: str) -> FileResponse | HttpResponseBase:
    """Send one of its files."""
    mine = own.found_for(request.scope)
    path = own_files(mine).get(name) if mine is not None and mine.state == Making.READY else None
    if mine is None or path is None:
        raise Http404
    return sent(request.scope, mine, path, name)
