"""Pages for administrators: who belongs to the organisation, and its settings."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.web.accounts import invitations
from advisor.web.accounts.forms import ChangeRole, OrganisationSettings
from advisor.web.accounts.people import LastAdministrator, change_role, only_administrator, with_tokens
from advisor.web.accounts.people import remove as end
from advisor.web.accounts.roles import Permission, Role
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.audit.record import Action, record


@require_safe
@needs(Permission.ADMINISTER)
def people(request: ScopedRequest) -> HttpResponse:
    """List members and open invitations."""
    organisation = request.scope.organisation
    members = with_tokens(organisation.memberships.all()).order_by("user__name", "user__email")
    open_ones = invitations.open_among(organisation.invitations.all()).select_related("collaboration")
    shown = {
        "members": members,
        "irreplaceable": only_administrator(organisation),
        "open_invitations": open_ones,
    }
    return render(request, "accounts/people.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def role(request: ScopedRequest, membership: int) -> HttpResponse:
    """Change the role of a member."""
    found = get_object_or_404(request.scope.organisation.memberships.select_related("user"), pk=membership)
    form = ChangeRole(request.POST or None, initial={"role": found.role})
    if request.method == "POST" and form.is_valid():
        try:
            change_role(request.scope, found, Role(form.cleaned_data["role"]))
        except LastAdministrator:
            form.add_error("role", _("Nobody else is an administrator. Make somebody else one first"))
        else:
            messages.success(request, _("The role of %(who)s is changed.") % {"who": found.user})
            return redirect("people" if request.scope.user != found.user else "collaborations")
    return render(request, "accounts/role.html", {"form": form, "member": found})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def remove(request: ScopedRequest, membership: int) -> HttpResponse:
    """Ask whether to remove a member, and do so."""
    found = get_object_or_404(request.scope.organisation.memberships.select_related("user"), pk=membership)
    problem = ""
    if request.method == "POST":
        try:
            end(request.scope, found)
        except LastAdministrator:
            problem = _("Nobody else is an administrator. Make somebody else one first")
        else:
            messages.success(request, _("%(who)s is removed.") % {"who": found.user})
            return redirect("people" if request.scope.user != found.user else "start")
    return render(request, "accounts/remove.html", {"member": found, "problem": problem})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def organisation(request: ScopedRequest) -> HttpResponse:
    """Change name, colour and retention of the organisation."""
    kept = request.scope.organisation
    form = OrganisationSettings(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record(request.scope, Action.SETTINGS_CHANGED, kept, settings=" ".join(form.changed_data))
        messages.success(request, _("The settings are saved."))
        return redirect("people")
    if form.errors:
        # The header goes on showing what is kept, and not what was refused.
        kept.refresh_from_db()
    return render(request, "accounts/organisation.html", {"form": form})
