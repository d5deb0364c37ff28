"""Pages about whoever is signed in: name, password, second factor, organisation, sessions."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from advisor.web.accounts import ownership, second_factor
from advisor.web.accounts.forms import OwnName
from advisor.web.accounts.middleware import CHOSEN
from advisor.web.accounts.models import User
from advisor.web.audit.record import Action, record_of


class SignedIn(HttpRequest):
    """A request of somebody who is signed in, whether or not they belong to an organisation."""

    user: User


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: SignedIn) -> HttpResponse:
    """Show the account; a form changes the name."""
    user = request.user
    form = OwnName(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        before, user.name = user.name, form.cleaned_data["name"]
        with transaction.atomic():
            user.save(update_fields=["name"])
            record_of(user, Action.NAME_CHANGED, name_before=before)
        messages.success(request, _("The change is saved."))
        return redirect("account")
    return render(
        request,
        "accounts/account.html",
        {
            "form": form,
            "memberships": user.memberships.select_related("organisation").order_by("organisation__name"),
            "has_second_factor": second_factor.has_one(user),
            "needs_second_factor": second_factor.is_required_of(user),
            "sends_mail": bool(settings.DEPLOYMENT.email_host),
            "is_proven": ownership.is_proven(user),
        },
    )


@require_POST
@login_required
def act_for(request: SignedIn) -> HttpResponse:
    """Act for another of one’s organisations from now on."""
    try:
        wanted = UUID(request.POST.get("organisation", ""))
    except ValueError:
        return redirect("account")
    membership = get_object_or_404(request.user.memberships, organisation=wanted)
    request.session[CHOSEN] = str(membership.organisation_id)
    messages.success(
        request, _("You act for %(organisation)s now.") % {"organisation": membership.organisation}
    )
    return redirect("collaborations")


@require_POST
@login_required
def sign_out_everywhere(request: SignedIn) -> HttpResponse:
    """End all sessions of whoever is signed in, this one too."""
    with transaction.atomic():
        record_of(request.user, Action.SIGNED_OUT_EVERYWHERE)
        request.user.sign_out_everywhere()
    logout(request)
    return redirect("account_login")
