"""Pages on which people are invited, and accept."""

from uuid import UUID

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from advisor.web.accounts import invitations
from advisor.web.accounts.forms import Invite, NewAccount
from advisor.web.accounts.middleware import CHOSEN
from advisor.web.accounts.models import Invitation
from advisor.web.accounts.people import known
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.collaborations.models import Collaboration
from advisor.web.security.rates import count

MOST_AN_HOUR = 60


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.INVITE)
def invite(request: ScopedRequest) -> HttpResponse:
    """Invite a respondent to ``?collaboration=…``; without it, administrators invite to other roles."""
    collaboration = _collaboration(request)
    form = Invite(request.scope.organisation, collaboration, request.POST or None)
    invited = None
    if request.method == "POST" and form.is_valid():
        count("invitation", str(request.user.pk), MOST_AN_HOUR, 3600)
        email, base = form.cleaned_data["email"], request.build_absolute_uri("/")[:-1]
        invited = invitations.invite(request.scope, email, form.chosen_role, base, collaboration)
        form = Invite(request.scope.organisation, collaboration)
    return render(
        request,
        "accounts/invite.html",
        {
            "form": form,
            "collaboration": collaboration,
            "invited": invited,
            "open_invitations": form.open_invitations,
            "sends_mail": bool(settings.DEPLOYMENT.email_host),
        },
    )


def _collaboration(request: ScopedRequest) -> Collaboration | None:
    wanted = request.GET.get("collaboration")
    if not wanted:
        if not request.scope.may(Permission.ADMINISTER):
            raise PermissionDenied
        return None
    try:
        id = UUID(wanted)
    except ValueError:
        raise Http404 from None
    return request.scope.collaboration(id, Permission.INVITE)


@require_POST
@needs(Permission.INVITE)
def withdraw(request: ScopedRequest, invitation: UUID) -> HttpResponse:
    """Withdraw an open invitation: administrators any, others those to a collaboration."""
    open_ones = invitations.open_among(request.scope.organisation.invitations.all())
    found = get_object_or_404(open_ones, pk=invitation)
    if found.collaboration is None and not request.scope.may(Permission.ADMINISTER):
        raise Http404
    invitations.withdraw(request.scope, found)
    messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": found.email})
    if request.scope.may(Permission.ADMINISTER):
        return redirect("people")
    return redirect("collaboration", found.collaboration_id)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let somebody accept: with a new account, or with the one they have."""
    found = invitations.of_secret(secret)
    if found is None:
        raise Http404
    if not found.is_open:
        return _over(request, found)
    if known(found.email):
        return _accept_as_known(request, found)
    form = NewAccount(found.email, request.POST or None)
    if request.method == "POST" and not request.user.is_authenticated and form.is_valid():
        try:
            user = invitations.accept_as_new(found, form.cleaned_data["name"], form.cleaned_data["password"])
        except invitations.NoLongerOpen:
            return _over(request, found)
        except IntegrityError:  # by another invitation they made their account since it was looked for
            return redirect(request.path)
        signed_in: HttpResponse = perform_login(request, user, redirect_url=_first_page(found))
        return signed_in
    return _page(request, found, form=form)


def _accept_as_known(request: HttpRequest, found: Invitation) -> HttpResponse:
    if not request.user.is_authenticated or request.user.email != found.email:
        return _page(request, found)
    if request.method != "POST":
        return _page(request, found, is_theirs=True)
    try:
        invitations.accept(found, request.user)
    except invitations.NoLongerOpen:
        return _over(request, found)
    request.session[CHOSEN] = str(found.organisation_id)
    return redirect(_first_page(found))


def _page(
    request: HttpRequest, found: Invitation, form: NewAccount | None = None, *, is_theirs: bool = False
) -> HttpResponse:
    context = {"invitation": found, "form": form, "is_theirs": is_theirs}
    return render(request, "accounts/invitation.html", context)


def _over(request: HttpRequest, found: Invitation) -> HttpResponse:
    return render(request, "accounts/invitation_over.html", {"invitation": found}, status=410)


def _first_page(found: Invitation) -> str:
    if found.collaboration is None:
        return reverse("collaborations")
    return reverse("collaboration", args=[found.collaboration_id])
