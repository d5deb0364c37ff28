"""Pages on which administrators see the access tokens of members, and withdraw them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from advisor.web.accounts.models import Membership
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.api.tokens import open_among
from advisor.web.api.tokens import withdraw as end


@require_safe
@needs(Permission.ADMINISTER)
def tokens(request: ScopedRequest, membership: int) -> HttpResponse:
    """List the open tokens of a member."""
    member = _member(request, membership)
    return render(
        request, "accounts/tokens.html", {"member": member, "tokens": open_among(member.tokens.all())}
    )


@require_POST
@needs(Permission.ADMINISTER)
def withdraw(request: ScopedRequest, membership: int, token: UUID) -> HttpResponse:
    """Withdraw a token of a member at once."""
    member = _member(request, membership)
    found = get_object_or_404(open_among(member.tokens.all()), pk=token)
    end(request.scope, found)
    messages.success(request, _("The token “%(name)s” is withdrawn.") % {"name": found.name})
    return redirect("member-tokens", member.pk)


def _member(request: ScopedRequest, membership: int) -> Membership:
    members = request.scope.organisation.memberships.select_related("user")
    found: Membership = get_object_or_404(members, pk=membership)
    return found
