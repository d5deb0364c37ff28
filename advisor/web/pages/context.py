"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from advisor import __version__
from advisor.web.accounts.roles import Permission
from advisor.web.advice import advisor
from advisor.web.pages.language import page_language


def page(request: HttpRequest) -> dict[str, Any]:
    """Return who asks, what they may do, and how this installation looks."""
    scope = getattr(request, "scope", None)
    deployment = settings.DEPLOYMENT
    organisation = getattr(scope, "organisation", None)
    return {
        "scope": scope,
        "Permission": Permission,
        "has_accounts": deployment.accounts,
        "deployment": deployment,
        "organisation_name": deployment.organisation,
        "colour": getattr(organisation, "colour", "") or deployment.colour,
        "idle_minutes": deployment.idle_minutes,
        "htmlLang": page_language(),
        "cspNonce": getattr(request, "csp_nonce", ""),
        "version": __version__,
        "knowledge": advisor().knowledge,
    }
