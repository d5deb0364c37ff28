"""Pages on what batches came to: results row by row, files to fetch, and what they have in common."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from advisor.portfolio.disclosure import FEWEST_TO_DIVIDE
from advisor.portfolio.model import Portfolio
from advisor.report.portfolio.view import MOST_ACTIONS, MOST_RECURRING, present
from advisor.report.portfolio.words import words
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.advice import advisor
from advisor.web.batches.files import archive as everything
from advisor.web.batches.files import files_of, path_of, report_of, sent
from advisor.web.batches.in_common import kept_portfolio
from advisor.web.batches.lookup import batch_of
from advisor.web.batches.models import Batch
from advisor.web.batches.results import Search, page_of
from advisor.web.batches.taking_over import made_of, take_over

LONGEST_NUMBER = 7
MOST = {"actions": MOST_ACTIONS, "recurring": MOST_RECURRING}
"""Rows on the page; the portfolio to keep has all of them."""


@require_safe
@needs(Permission.BATCH)
def results(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Show the results row by row, found by what stands in them."""
    found = _with_results(request, batch)
    search = Search(request.GET)
    page = page_of(found.place.results, search, _number(request.GET.get("page", "")))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "batch": found,
        "search": search,
        "found": page,
        "made": made_of(request.scope, found, [row.number for row in page.rows]),
        "query": kept.urlencode(),
        "is_searched": any(kept.values()),
    }
    return render(request, "batches/results.html", context)


@require_safe
@needs(Permission.BATCH)
def file(request: ScopedRequest, batch: UUID, name: str) -> FileResponse:
    """Send one of the files of a batch."""
    found = batch_of(request.scope, batch)
    return sent(request.scope, found, path_of(found, name), name)


@require_safe
@needs(Permission.BATCH)
def report(request: ScopedRequest, batch: UUID, number: int, form: str) -> FileResponse:
    """Send the report of one row."""
    found = batch_of(request.scope, batch)
    path = report_of(found, number, form)
    return sent(request.scope, found, path, path.name)


@require_safe
@needs(Permission.BATCH)
def archive(request: ScopedRequest, batch: UUID) -> StreamingHttpResponse:
    """Send all reports and tables as one file."""
    return everything(request.scope, batch_of(request.scope, batch))


@require_POST
@needs(Permission.BATCH)
def go_on(request: ScopedRequest, batch: UUID, number: int) -> HttpResponse:
    """Take one row over as a collaboration, unless that was done, and go on with it."""
    taken = take_over(request.scope, _with_results(request, batch), number)
    if taken is None:
        raise Http404
    made, is_new = taken
    if is_new:
        messages.success(request, _("“%(name)s” is now one of your collaborations.") % {"name": made})
    return redirect("collaboration", made.pk)


@require_safe
@needs(Permission.BATCH)
def in_common(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Show what the collaborations of a batch have in common."""
    found = _with_results(request, batch)
    portfolio = kept_portfolio(found.place.portfolio)
    context = {"batch": found, "files": files_of(found), "fewest": FEWEST_TO_DIVIDE}
    return portfolio_page(request, portfolio, **context)


def portfolio_page(request: ScopedRequest, found: Portfolio | None, **context: object) -> HttpResponse:
    """Show a portfolio; without one the page says that there are too few."""
    view = None if found is None else present(found, advisor().knowledge)
    return render(request, "batches/portfolio.html", {"it": view, "words": words(), "most": MOST, **context})


def _with_results(request: ScopedRequest, id: UUID) -> Batch:
    found = batch_of(request.scope, id)
    if not found.has_results:
        raise Http404
    return found


def _number(page: str) -> int:
    """Return the number of a page as it was asked for; 1 where that is no number."""
    return int(page) if page.isascii() and page.isdecimal() and len(page) <= LONGEST_NUMBER else 1
