"""The pages about connecting other software: tokens, and the calls."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.api import description, guard
from advisor.web.api import tokens as tokens_of
from advisor.web.api.calls import MOST_REPORTS_AN_HOUR
from advisor.web.api.forms import NewToken


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Show every call, for whoever writes a program."""
    context = {
        "calls": description.calls(),
        "refusals": description.refusal_meanings(),
        "site": _site(request),
        "limits": {
            "calls": guard.MOST_A_MINUTE,
            "reasoning": guard.MOST_A_MINUTE // guard.REASONING,
            "reports": MOST_REPORTS_AN_HOUR,
        },
    }
    return render(request, "api/calls.html", context)


@require_safe
@needs(Permission.READ)
def tokens(request: ScopedRequest) -> HttpResponse:
    """List the tokens of whoever asks, with a form for another."""
    return _page(request, NewToken())


@require_POST
@needs(Permission.CREATE)
def new_token(request: ScopedRequest) -> HttpResponse:
    """Make a token; its secret is shown this once."""
    form = NewToken(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        secret = tokens_of.make(request.scope, form.cleaned_data["name"])
    except tokens_of.TooMany:
        text = _(
            "You have %(most)s open tokens, in all your organisations together. More are not allowed, as "
            "each is a way in. Withdraw one that you no longer need"
        )
        form.add_error("name", text % {"most": tokens_of.MOST_OPEN})
        return _page(request, form)
    return _page(request, NewToken(), secret)


@require_POST
@needs(Permission.READ)
def withdraw(request: ScopedRequest, token: UUID) -> HttpResponse:
    """Withdraw a token at once."""
    found = request.scope.membership.tokens.filter(pk=token, withdrawn=None).first()
    if found is None:
        raise Http404(_("There is no such token."))
    tokens_of.withdraw(request.scope, found)
    return redirect("tokens")


def _page(request: ScopedRequest, form: NewToken, secret: str = "") -> HttpResponse:
    mine = request.scope.membership.tokens.all()
    context = {"form": form, "secret": secret, "tokens": mine, "site": _site(request)}
    return render(request, "api/tokens.html", context)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
