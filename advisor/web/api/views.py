"""The page on which people make tokens for their programs."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.api.forms import NewToken
from advisor.web.api.models import Token
from advisor.web.audit.record import Action, record


@require_http_methods(["GET", "POST"])
@needs(Permission.CREATE)
def tokens(request: ScopedRequest) -> HttpResponse:
    """List the tokens of whoever asks; a form makes another, whose secret is shown once."""
    form = NewToken(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            token, secret = Token.made(request.scope.membership, form.cleaned_data["name"])
            record(request.scope, Action.TOKEN_MADE, token)
        form = NewToken()
    mine = request.scope.membership.tokens.all()
    return render(request, "api/tokens.html", {"form": form, "secret": secret, "tokens": mine})


@require_POST
@needs(Permission.CREATE)
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
