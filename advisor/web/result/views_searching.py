"""What search can say of a result: what would help most, which answers decide, what to find out next."""

from functools import lru_cache
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from advisor.model.case import Case
from advisor.report.explained.levers import levers_page
from advisor.report.explained.next import next_page
from advisor.report.explained.page import Page
from advisor.report.explained.sensitivity import sensitivity_page
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.advice import advisor
from advisor.web.collaborations.allowed import may_go_deeper
from advisor.web.collaborations.answers import answering, case_of
from advisor.web.collaborations.models import Assessment
from advisor.web.result.pages import assessment_of, page
from advisor.web.security.rates import count

MOST_KEPT = 32
MOST_AN_HOUR = 600
"""Searches of one person: each takes about a second of a core, while others wait for their pages."""


@require_safe
@needs(Permission.READ)
def levers(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Say which few changes would help an area most, or what carries the collaboration."""
    found = _to_search(request, assessment)
    mechanisms = advisor().knowledge.mechanism
    target = request.GET.get("area", "")
    if target and target not in mechanisms:
        raise Http404
    told = _levers(case_of(found).model_dump_json(), (target,) if target else ())
    return page(request, "levers", found, told=told, areas=mechanisms.values(), target=target)


@require_safe
@needs(Permission.READ)
def deciding(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Say which answers decide the priorities, and what is certain whatever is still unknown."""
    found = _to_search(request, assessment)
    return page(request, "deciding", found, told=_deciding(case_of(found).model_dump_json()))


@require_safe
@needs(Permission.READ)
def find_out(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Say what to find out next, and whether anything left can change the priorities."""
    found = _to_search(request, assessment)
    asked = answering(found)
    told = _next(asked.case.model_dump_json(), found.questionnaire)
    return page(
        request, "find_out", found, told=told, may_go_deeper=may_go_deeper(request.scope, found, asked)
    )


def _to_search(request: ScopedRequest, assessment: UUID) -> Assessment:
    """Return an assessment that may be read; raises TooOften where somebody searches without end."""
    found = assessment_of(request, assessment)
    count("search", str(request.user.pk), MOST_AN_HOUR, 3600)
    return found


@lru_cache(maxsize=MOST_KEPT)
def _levers(case: str, targets: tuple[str, ...]) -> Page:
    return levers_page(advisor().levers(Case.model_validate_json(case), targets))


@lru_cache(maxsize=MOST_KEPT)
def _deciding(case: str) -> Page:
    return sensitivity_page(advisor().sensitivity(Case.model_validate_json(case)))


@lru_cache(maxsize=MOST_KEPT)
def _next(case: str, questionnaire: str) -> Page:
    return next_page(advisor().what_next(Case.model_validate_json(case), questionnaire))
