"""Pages of collaborations: the list, one of them, a new one, another round, deletion."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.web.accounts.invitations import open_among
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.advice import questionnaire
from advisor.web.audit.record import Action, record
from advisor.web.collaborations import deletion
from advisor.web.collaborations.allowed import allowed
from advisor.web.collaborations.answers import begin
from advisor.web.collaborations.forms import Details, NewCollaboration, NewRound
from advisor.web.collaborations.listing import PAGE, Search
from advisor.web.collaborations.models import Collaboration
from advisor.web.collaborations.room import require_room_for_collaboration


@require_safe
@needs(Permission.READ)
def collaborations(request: ScopedRequest) -> HttpResponse:
    """List the collaborations that somebody may see."""
    search = Search(request.GET)
    page = Paginator(search.found(request.scope), PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "collaborations/list.html",
        {"search": search, "page": page, "is_searched": any(kept.values()), "query": kept.urlencode()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CREATE)
def new(request: ScopedRequest) -> HttpResponse:
    """Begin a collaboration with its first assessment."""
    form = NewCollaboration(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require_room_for_collaboration(request.scope.organisation)
        with transaction.atomic():
            made = request.scope.organisation.collaborations.create(name=form.cleaned_data["name"])
            record(request.scope, Action.BEGUN, made)
            assessment = begin(request.scope, made, form.cleaned_data["questionnaire"])
        return redirect("tasks", assessment.pk)
    return render(request, "collaborations/new.html", {"form": form, **_questionnaires()})


@require_safe
@needs(Permission.READ)
def collaboration(request: ScopedRequest, collaboration: UUID) -> HttpResponse:
    """Show a collaboration with its assessments."""
    found = request.scope.collaboration(collaboration)
    return render(
        request,
        "collaborations/one.html",
        {
            "collaboration": found,
            "is_own": request.scope.owns(found),
            "allowed": allowed(request.scope, found),
            "rounds": found.assessments.defer("case").select_related("changed_by"),
            "shares": found.shares.filter(withdrawn=None).select_related("partner"),
            "invitations": open_among(found.invitations.all()),
            "respondents": found.respondents.select_related("user").order_by("user__name", "user__email"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CREATE)
def details(request: ScopedRequest, collaboration: UUID) -> HttpResponse:
    """Change the name and the region of a collaboration."""
    found = request.scope.collaboration(collaboration, Permission.CREATE)
    form = Details(request.POST or None, initial={"name": found.name, "region": found.region})
    if request.method == "POST" and form.is_valid():
        before, found.name, found.region = found.name, form.cleaned_data["name"], form.cleaned_data["region"]
        with transaction.atomic():
            found.save()
            if before == found.name:
                record(request.scope, Action.RENAMED, found, region=True)
            else:
                record(request.scope, Action.RENAMED, found, name_before=before)
        messages.success(request, _("The change is saved."))
        return redirect("collaboration", found.pk)
    return render(request, "collaborations/details.html", {"form": form, "collaboration": found})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CREATE)
def new_round(request: ScopedRequest, collaboration: UUID) -> HttpResponse:
    """Begin another assessment of a collaboration, from the answers of the last."""
    found = request.scope.collaboration(collaboration, Permission.CREATE)
    form = NewRound(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = begin(request.scope, found, form.cleaned_data["questionnaire"])
        return redirect("tasks", made.pk)
    context = {"form": form, "collaboration": found, **_questionnaires()}
    return render(request, "collaborations/new_round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DELETE)
def delete(request: ScopedRequest, collaboration: UUID) -> HttpResponse:
    """Ask whether to delete a collaboration, and do so."""
    found = request.scope.collaboration(collaboration, Permission.DELETE)
    if request.method == "POST":
        name = found.name
        deletion.delete(request.scope, found)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": name})
        return redirect("collaborations")
    return render(request, "collaborations/delete.html", _what_goes(found))


def _what_goes(found: Collaboration) -> dict[str, object]:
    return {"collaboration": found, "rounds": found.assessments.count()}


def _questionnaires() -> dict[str, object]:
    return {"rapid": questionnaire("rapid"), "full": questionnaire("full")}
