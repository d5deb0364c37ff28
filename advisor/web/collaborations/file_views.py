"""Answers files: uploaded, downloaded, and all that is kept of a collaboration."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.errors import InputRefused
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.attached import attached
from advisor.web.audit.record import Action, record
from advisor.web.collaborations.answers_files import FORMS, answers_as, file_name, read_upload, slug, take_in
from advisor.web.collaborations.export import export as archive_of
from advisor.web.collaborations.forms import Upload


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CREATE)
def upload(request: ScopedRequest) -> HttpResponse:
    """Begin a collaboration with the answers of a file; where it is refused, show every problem in it."""
    form = Upload(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = read_upload(form.cleaned_data["file"])
        except InputRefused as refused:
            problems = refused.problems
        else:
            made = take_in(request.scope, saved, form.cleaned_data["name"])
            taken = len(saved.case.answers)
            messages.success(
                request,
                ngettext(
                    "One answer was taken from the file.", "%(num)s answers were taken from the file.", taken
                )
                % {"num": taken},
            )
            return redirect("check", made.pk)
    return render(request, "collaborations/upload.html", {"form": form, "problems": problems})


@require_safe
@needs(Permission.READ)
def answers(request: ScopedRequest, assessment: UUID, form: str) -> HttpResponse:
    """Send the answers file of an assessment."""
    if form not in FORMS:
        raise Http404
    found = request.scope.assessment(assessment)
    with transaction.atomic():
        record(request.scope, Action.DOWNLOADED, found.collaboration, file=f"answers.{form}")
    return _attached(answers_as(found, form).encode(), FORMS[form][0], file_name(found, form))


@require_POST
@needs(Permission.CREATE)
def export(request: ScopedRequest, collaboration: UUID) -> HttpResponse:
    """Send all that is kept of a collaboration."""
    found = request.scope.collaboration(collaboration, Permission.CREATE)
    return _attached(archive_of(request.scope, found), "application/zip", f"{slug(found)}.zip")


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    return attached(HttpResponse(content, content_type=kind), name)
