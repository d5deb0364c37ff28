"""The page that takes a respondent off a collaboration."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.web.accounts.roles import Permission, Role
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.collaborations.respondents import take_off as end


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.INVITE)
def take_off(request: ScopedRequest, collaboration: UUID, membership: int) -> HttpResponse:
    """Ask whether to take a respondent off a collaboration, and do so."""
    found = request.scope.collaboration(collaboration, Permission.INVITE)
    respondent = get_object_or_404(found.respondents.select_related("user"), pk=membership)
    if request.method == "POST":
        end(request.scope, found, respondent)
        messages.success(request, _("%(who)s is removed from this collaboration.") % {"who": respondent.user})
        return redirect("collaboration", found.pk)
    return render(
        request,
        "collaborations/take_off.html",
        {
            "collaboration": found,
            "respondent": respondent,
            "sees_it_anyway": respondent.role != Role.RESPONDENT,
        },
    )
