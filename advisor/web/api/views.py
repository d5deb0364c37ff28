"""The page on which people make tokens for their programs."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.api.forms import NewToken
from advisor.web.api.models import Token
from advisor.web.audit.record import Action, record


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
    with transaction.atomic():
        token, secret = Token.made(request.scope.membership, form.cleaned_data["name"])
        record(request.scope, Action.TOKEN_MADE, token)
    return _page(request, NewToken(), secret)


@require_POST
@needs(Permission.READ)
def withdraw(request: ScopedRequest, token: UUID) -> HttpResponse:
    """Withdraw a token at once."""
    found = request.scope.membership.tokens.filter(pk=token, withdrawn=None).first()
    if found is None:
        raise Http404(_("There is no such token."))
    found.withdrawn = timezone.now()
    with transaction.atomic():
        found.save(update_fields=["withdrawn"])
        record(request.scope, Action.TOKEN_WITHDRAWN, found)
    return redirect("tokens")


def _page(request: ScopedRequest, form: NewToken, secret: str = "") -> HttpResponse:
    mine = request.scope.membership.tokens.all()
    return render(request, "api/tokens.html", {"form": form, "secret": secret, "tokens": mine})
