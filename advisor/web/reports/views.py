"""Pages on reports: ask for one, wait for it, fetch it."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.reports.asking import ask
from advisor.web.reports.models import Form, Report
from advisor.web.reports.sending import FileGone, NotReady, file_of
from advisor.web.security.rates import count

MOST_AN_HOUR = 60


@require_http_methods(["GET", "POST"])
@needs(Permission.READ)
def reports(request: ScopedRequest, assessment: UUID) -> HttpResponseBase:
    """Show what reports there are of an assessment; a form asks for another."""
    found = request.scope.assessment(assessment)
    if request.method == "POST":
        form = request.POST.get("form", "")
        if form not in Form.values:
            raise Http404
        count("report", str(request.user.pk), MOST_AN_HOUR, 3600)
        made = ask(request.scope, found, Form(form))
        return redirect("report", assessment=found.pk, report=made.pk)
    return render(
        request,
        "reports/list.html",
        {"assessment": found, "reports": found.reports.select_related("asked_by")[:20], "forms": Form},
    )


@require_GET
@needs(Permission.READ)
def report(request: ScopedRequest, assessment: UUID, report: UUID) -> HttpResponse:
    """Show how far a report is; the page asks again by itself until it is ready."""
    found = _report(request, assessment, report)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"state": found.state, "label": found.get_state_display()})
    return render(request, "reports/report.html", {"assessment": found.assessment, "report": found})


@require_GET
@needs(Permission.READ)
def download(request: ScopedRequest, assessment: UUID, report: UUID) -> HttpResponseBase:
    """Send the file of a report, under a name that says whose it is."""
    found = _report(request, assessment, report)
    try:
        return file_of(request.scope, found)
    except NotReady:
        return redirect("report", assessment=assessment, report=found.pk)
    except FileGone:
        # Somebody tidied the folder: it is made again.
        again = ask(request.scope, found.assessment, Form(found.form))
        return redirect("report", assessment=assessment, report=again.pk)


def _report(request: ScopedRequest, assessment: UUID, id: UUID) -> Report:
    found: Report | None = request.scope.assessment(assessment).reports.filter(pk=id).first()
    if found is None:
        raise Http404(_("There is no such report."))
    return found
