"""Says for every request who asks, and for which organisation."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from advisor.web.accounts.models import Membership
from advisor.web.accounts.own_machine import its_membership
from advisor.web.accounts.scope import Scope

CHOSEN = "organisation"
"""Where a session keeps the organisation that somebody with several acts for."""


class ScopeMiddleware:
    """Sets ``request.scope``: none where nobody is signed in, or belongs to no organisation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """Set it, and go on."""
        request.scope = None
        if not settings.DEPLOYMENT.accounts:
            membership = its_membership()
            request.user = membership.user
            request.scope = Scope(membership)
        elif request.user.is_authenticated:
            mine = Membership.objects.select_related("organisation", "user").filter(user=request.user)
            wanted = request.session.get(CHOSEN)
            memberships = sorted(mine.order_by("created"), key=lambda one: str(one.organisation_id) != wanted)
            request.scope = Scope(memberships[0]) if memberships else None
        return self.get_response(request)
