"""The result of an assessment, why it is so, what changed, and the paper for a board."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from advisor.content.file_names import safe_name
from advisor.errors import CommandError
from advisor.report.explained.compare import comparison_page
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.advice import advisor
from advisor.web.attached import attached
from advisor.web.audit.record import Action, record
from advisor.web.collaborations.allowed import may_go_deeper
from advisor.web.collaborations.answers import answering, case_of
from advisor.web.result.explaining import explained
from advisor.web.result.pages import assessment_of, before, page
from advisor.web.result.shown import shown

WHOLE_PAGE = 2
OPENED_IN_PLACE = {"4": 4, "5": 5}
"""Levels of headings in an explanation: on a page of its own; below a priority, and below further advice."""


@require_safe
@needs(Permission.READ)
def result(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Show the result: summary first, then all that stands behind it."""
    found = assessment_of(request, assessment)
    asked = answering(found)
    seen = shown(asked.case)
    return page(
        request,
        "result",
        found,
        report=seen.view,
        web=seen.web,
        chain=seen.chain,
        left=len(asked.interview.open()),
        earlier=before(request, found),
        may_go_deeper=may_go_deeper(request.scope, found, asked),
    )


@require_safe
@needs(Permission.READ)
def why(request: ScopedRequest, assessment: UUID, topic: str) -> HttpResponse:
    """Say why something was concluded; with ``part`` the explanation alone, its headings at that level."""
    return _explained(request, assessment, topic, otherwise=False)


@require_safe
@needs(Permission.READ)
def why_not(request: ScopedRequest, assessment: UUID, topic: str) -> HttpResponse:
    """Say why nothing else was concluded, and what would bring it about."""
    return _explained(request, assessment, topic, otherwise=True)


def _explained(request: ScopedRequest, assessment: UUID, topic: str, *, otherwise: bool) -> HttpResponse:
    found = assessment_of(request, assessment)
    try:
        told = explained(case_of(found), topic, otherwise=otherwise)
    except CommandError:
        raise Http404 from None
    part = request.GET.get("part")
    template = "why" if part is None else "explanation_part"
    level = WHOLE_PAGE if part is None else OPENED_IN_PLACE.get(part, 4)
    return page(request, template, found, told=told, topic=topic, otherwise=otherwise, level=level)


@require_safe
@needs(Permission.READ)
def changes(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Say what changed since the assessment before; without one, go to the result."""
    found = assessment_of(request, assessment)
    earlier = before(request, found)
    if earlier is None:
        return redirect("result", assessment=found.pk)
    compared = advisor().compare(case_of(earlier), case_of(found))
    told = comparison_page(compared, advisor().knowledge)
    return page(request, "changes", found, told=told, earlier=earlier)


@require_safe
@needs(Permission.READ)
def board_paper(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Show one page of plain text for a board."""
    found = assessment_of(request, assessment)
    text = advisor().board_paper(shown(case_of(found)).result)
    return page(request, "board_paper", found, text=text)


@require_safe
@needs(Permission.READ)
def board_paper_text(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Send the board paper as a text file."""
    found = assessment_of(request, assessment)
    text = advisor().board_paper(shown(case_of(found)).result)
    with transaction.atomic():
        record(request.scope, Action.DOWNLOADED, found.collaboration, file="board-paper.txt")
    name = safe_name(f"board-paper-{found.collaboration.name}", "board-paper")
    # A byte order mark lets old editors see that quotation marks are not Latin-1.
    answer = HttpResponse(text.encode("utf-8-sig"), content_type="text/plain; charset=utf-8")
    return attached(answer, f"{name}.txt")
