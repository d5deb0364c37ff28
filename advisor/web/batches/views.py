"""Pages on batches: upload a table, see what was understood, run it, and follow it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.errors import OutputError
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.batches import keeping
from advisor.web.batches.files import ERRORS, files_of, given_out
from advisor.web.batches.forms import NOTHING, NewTable, Reports, Upload
from advisor.web.batches.lookup import batch_of, batches_of
from advisor.web.batches.models import NOT_READ, Batch, State
from advisor.web.batches.progress import how_far, percent
from advisor.web.batches.starting import codebook as codebook_csv
from advisor.web.batches.starting import template as template_xlsx
from advisor.web.batches.understanding import LARGEST, MOST_ROWS
from advisor.web.batches.understood import columns_at, understood_at
from advisor.web.batches.wording import of_table, told

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.BATCH)
def batches(request: ScopedRequest) -> HttpResponseBase:
    """List the tables of the organisation; a form takes another."""
    form = NewTable()
    if request.method == "POST":
        form = NewTable(request.POST, request.FILES)
        if form.is_valid():
            try:
                made = keeping.begin(request.scope, form.cleaned_data["file"], form.cleaned_data["name"])
            except OutputError as error:
                form.add_error("file", _not_kept(error))
            else:
                return redirect("batch", made.pk)
    page = Paginator(batches_of(request.scope), PAGE).get_page(request.GET.get("page"))
    return render(request, "batches/list.html", {"form": form, "page": page, **_limits()})


@require_safe
@needs(Permission.BATCH)
def template(request: ScopedRequest) -> HttpResponse:
    """Send the workbook to fill in."""
    return given_out(template_xlsx(), "answers.xlsx")


@require_safe
@needs(Permission.BATCH)
def codebook(request: ScopedRequest) -> HttpResponse:
    """Send what the columns of the results mean."""
    return given_out(codebook_csv(), "codebook.csv")


@require_safe
@needs(Permission.BATCH)
def batch(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Show how far a batch is, and what can be done with it now."""
    found = batch_of(request.scope, batch)
    if request.headers.get("Accept", "").startswith("application/json"):
        known = bool(found.todo)
        how = {"state": found.state, "says": how_far(found), "percent": percent(found), "known": known}
        return JsonResponse(how)
    if found.state == State.UNPAIRED and columns_at(found.place):
        return redirect("batch-columns", found.pk)
    return _page(request, found)


@require_POST
@needs(Permission.BATCH)
def mend(request: ScopedRequest, batch: UUID) -> HttpResponseBase:
    """Take a mended table, or the marked copy with its cells mended."""
    found = batch_of(request.scope, batch)
    form = Upload(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, upload=form)
    try:
        return _changed(request, found, lambda: keeping.mend(request.scope, found, form.cleaned_data["file"]))
    except OutputError as error:
        form.add_error("file", _not_kept(error))
        return _page(request, found, upload=form)


@require_POST
@needs(Permission.BATCH)
def run(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Have the rows assessed that can be."""
    found = batch_of(request.scope, batch)
    form = Reports(request.POST)
    if not form.is_valid():
        return _page(request, found, reports=form)
    return _changed(request, found, lambda: keeping.run(request.scope, found, form.cleaned_data["reports"]))


@require_POST
@needs(Permission.BATCH)
def stop(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Stop a run; what is done stays."""
    found = batch_of(request.scope, batch)
    keeping.stop(request.scope, found)
    return redirect("batch", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.BATCH)
def delete(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Ask whether to delete a batch, and do so."""
    found = batch_of(request.scope, batch)
    if request.method == "POST":
        keeping.delete(request.scope, found)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": found.name})
        return redirect("batches")
    return render(request, "batches/delete.html", {"batch": found})


def _page(
    request: ScopedRequest, found: Batch, upload: Upload | None = None, reports: Reports | None = None
) -> HttpResponse:
    files = files_of(found)
    problems = found.problem.split("\n") if found.state in NOT_READ else []
    context = {
        "batch": found,
        "says": how_far(found),
        "percent": percent(found),
        "files": files,
        "has_marked": ERRORS in files,
        "upload": upload or Upload(),
        "reports": reports or _chosen_before(found),
        "form": upload or reports,
        "problems": problems,
    }
    return render(request, "batches/batch.html", context | _understood(found) | _limits())


def _chosen_before(found: Batch) -> Reports:
    """Return the form with what was chosen for the last run; nothing is chosen for anybody before."""
    was_run = found.state in (State.STOPPED, State.FINISHED, State.FAILED)
    chosen = found.forms or ((NOTHING,) if was_run else ())
    return Reports({"reports": chosen} if chosen else None)


def _understood(found: Batch) -> dict[str, object]:
    is_hidden = found.is_under_way or found.state in NOT_READ
    understood = None if is_hidden else understood_at(found.place)
    if understood is None:
        return {"understood": None, "faults": [], "warnings": []}
    return {
        "understood": understood,
        "faults": [told(one) for one in understood.shown],
        "warnings": [(one.row, of_table(one.text)) for one in understood.warnings],
    }


def _changed(request: ScopedRequest, found: Batch, change: Callable[[], None]) -> HttpResponse:
    try:
        change()
    except keeping.NotNow:
        messages.warning(request, _("That cannot be done just now. This is how it stands."))
    return redirect("batch", found.pk)


def _not_kept(error: OutputError) -> str:
    return _("The file could not be kept: %(reason)s. Nothing was changed") % {"reason": error}


def _limits() -> dict[str, object]:
    return {"megabytes": LARGEST // 1024 // 1024, "most_rows": MOST_ROWS}
