"""Pages that share a collaboration and withdraw that."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.collaborations.forms import Sharing
from advisor.web.collaborations.sharing import share as give
from advisor.web.collaborations.sharing import withdraw as end
from advisor.web.security.rates import count

MOST_AN_HOUR = 60
"""Tries to name a partner: nobody shall find out by trying who is registered here."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SHARE)
def sharing(request: ScopedRequest, collaboration: UUID) -> HttpResponse:
    """Share a collaboration with a partner organisation, by its exact name."""
    found = request.scope.collaboration(collaboration, Permission.SHARE)
    form = Sharing(found.organisation, request.POST or None)
    if request.method == "POST":
        count("share", str(request.user.pk), MOST_AN_HOUR, 3600)
    if request.method == "POST" and form.is_valid():
        partner = form.cleaned_data["partner"]
        give(request.scope, found, partner, may_answer=form.cleaned_data["may_answer"])
        messages.success(request, _("%(partner)s can see it now.") % {"partner": partner})
        return redirect("collaboration", found.pk)
    return render(request, "collaborations/sharing.html", {"form": form, "collaboration": found})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SHARE)
def withdraw(request: ScopedRequest, collaboration: UUID, share: int) -> HttpResponse:
    """Ask whether to end a share, and do so."""
    found = request.scope.collaboration(collaboration, Permission.SHARE)
    given = get_object_or_404(found.shares.filter(withdrawn=None).select_related("partner"), pk=share)
    if request.method == "POST":
        end(request.scope, given)
        messages.success(request, _("%(partner)s can no longer see it.") % {"partner": given.partner})
        return redirect("collaboration", found.pk)
    return render(request, "collaborations/withdraw.html", {"collaboration": found, "share": given})
