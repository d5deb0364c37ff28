"""What every page knows."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from advisor import __version__
from advisor.web.accounts.roles import Permission
from advisor.web.advice import advisor
from advisor.web.pages.ending import session_of
from advisor.web.pages.language import page_language, short


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
        "session": session_of(request) if scope is not None and deployment.accounts else None,
        "htmlLang": page_language(),
        "languages": [(code, short(code), name) for code, name in settings.LANGUAGES],
        "cspNonce": getattr(request, "csp_nonce", ""),
        "version": __version__,
        "rules_date": date.fromisoformat(advisor().knowledge.date),
    }
