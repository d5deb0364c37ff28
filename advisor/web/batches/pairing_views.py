"""Pages on which somebody says what the columns of a table hold, and what words in it mean."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.attached import attached
from advisor.web.batches import keeping
from advisor.web.batches.forms import Upload
from advisor.web.batches.lookup import batch_of
from advisor.web.batches.models import Batch, State
from advisor.web.batches.pairing import AT_ONCE, Columns, Words, columns_to_pair, words_to_pair
from advisor.web.batches.pairs import named, text_of, with_columns, with_words
from advisor.web.batches.understood import columns_at, understood_at


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.BATCH)
def columns(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Ask what the columns of a table hold that nobody knows; the last page has it read anew."""
    found = batch_of(request.scope, batch)
    seen = () if found.is_under_way else columns_at(found.place)
    if not seen:
        return redirect("batch", found.pk)
    also = request.GET.get("change", "")
    asked, known = columns_to_pair(seen, found, also)
    number, pages = _page(request, len(asked))
    some = asked[(number - 1) * AT_ONCE : number * AT_ONCE]
    others = [one for one in asked if one not in some]
    form = Columns(some, others, known, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        if number < pages:
            keeping.note(found, with_columns(found.mapping, seen, chosen))
            query = request.GET.copy()
            query["page"] = str(number + 1)
            return redirect(f"{reverse('batch-columns', args=[found.pk])}?{query.urlencode()}")
        # What earlier pages offered and nobody changed is meant too.
        offered = {one.about.text: one.chosen for one in others}
        return _read_anew(request, found, with_columns(found.mapping, seen, offered | chosen))
    context = {"form": form, "asked": some, "number": number, "pages": pages, "also": also}
    context |= {"upload": Upload(), "known": [(one, named().get(one.holds)) for one in known if one.holds]}
    told = found.problem.split("\n") if found.state == State.UNPAIRED and known else []
    return render(request, "batches/columns.html", {"batch": found, "told": told, **context})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.BATCH)
def words(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Ask what words mean that are none of the answers, some at a time."""
    found = batch_of(request.scope, batch)
    understood = None if found.is_under_way else understood_at(found.place)
    asked = words_to_pair(understood.wordings, found)[:AT_ONCE] if understood else []
    if not asked:
        return redirect("batch", found.pk)
    form = Words(asked, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _read_anew(request, found, with_words(found.mapping, form.chosen()))
    return render(request, "batches/words.html", {"batch": found, "form": form, "asked": asked})


@require_safe
@needs(Permission.BATCH)
def mapping(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Send what was said as a mapping file, as the command line takes it."""
    text = text_of(batch_of(request.scope, batch).mapping)
    if not text:
        raise Http404
    return attached(HttpResponse(text, content_type="application/yaml; charset=utf-8"), "mapping.yaml")


def _read_anew(request: ScopedRequest, found: Batch, mapping: dict[str, Any]) -> HttpResponse:
    try:
        keeping.pair(request.scope, found, mapping)
    except keeping.NotNow:
        messages.warning(request, _("That cannot be done just now. This is how it stands."))
    return redirect("batch", found.pk)


def _page(request: ScopedRequest, many: int) -> tuple[int, int]:
    """Return which page was asked for, and how many there are."""
    pages = max(1, -(-many // AT_ONCE))
    wanted = request.GET.get("page", "")
    return next((one for one in range(1, pages + 1) if str(one) == wanted), 1), pages
