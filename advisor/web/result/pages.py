"""What the pages of a result have in common: who may see it, and the words and marks they share."""

from functools import cache
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from advisor.report.at_work import capital_first, lower_first
from advisor.report.explained.page import explained_words
from advisor.report.html import environment, unbroken
from advisor.report.texts import texts
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest
from advisor.web.collaborations.models import Assessment
from advisor.web.result.topics import address_of


def page(
    request: ScopedRequest, template: str, assessment: Assessment, status: int = 200, **more: object
) -> HttpResponse:
    """Return a page of a result."""
    words: dict[str, Any] = {
        "words": texts(),
        "say": texts().say,
        "marks": _marks(),
        "capfirst": capital_first,
        "lowfirst": lower_first,
        "explained_marks": explained_words("shared").labels_at("marks"),
        "unbroken": unbroken,
        "address_of": address_of,
        "title_of": _title_of,
        "assessment": assessment,
        "collaboration": assessment.collaboration,
        "may_answer": may_answer(request, assessment),
    }
    return render(request, f"result/{template}.html", {**words, **more}, status=status)


def _title_of(name: str) -> str:
    """Return the heading of a page on a result, so that what leads to it bears the same words."""
    return explained_words(name).say("title")


@cache
def _marks() -> object:
    """Return the small marks of the report, so that page and report show the same."""
    return environment().get_template("parts/marks.html.j2").make_module({"medium": "web"})


def may_answer(request: ScopedRequest, assessment: Assessment) -> bool:
    """Return whether whoever asks may answer the questions of an assessment too."""
    return request.scope.collaborations(Permission.ANSWER).filter(pk=assessment.collaboration_id).exists()


def before(request: ScopedRequest, assessment: Assessment) -> Assessment | None:
    """Return the assessment of the same collaboration before one; none where it is the first."""
    earlier = request.scope.assessments().filter(collaboration=assessment.collaboration_id)
    return earlier.filter(number__lt=assessment.number).first()


def assessment_of(request: ScopedRequest, assessment: UUID) -> Assessment:
    """Return an assessment that may be read; raises Http404 and PermissionDenied as the scope does."""
    return request.scope.assessment(assessment, Permission.READ)
