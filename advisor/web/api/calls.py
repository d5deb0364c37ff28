"""The calls: the same questions, answers and advice as everywhere, for other software."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import P, PathEx, QueryEx, Router, Status

from advisor.model.explanations.what_if import WhatIf
from advisor.model.explanations.why import Explainables, Explanation
from advisor.model.result import Result
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.api import guard
from advisor.web.api.reading import read, read_facts
from advisor.web.api.refusals import OF_A_BODY, refusals
from advisor.web.api.shapes import (
    AnswersFile,
    AnswersShape,
    AssessmentShape,
    Changes,
    CollaborationShape,
    MoreAnswers,
    NewCollaboration,
    Questions,
    ReportShape,
    WantedReport,
)
from advisor.web.collaborations.answers import case_of, save_several
from advisor.web.collaborations.answers_files import take_in
from advisor.web.collaborations.listing import with_assessments
from advisor.web.collaborations.models import Assessment
from advisor.web.reports.asking import ask
from advisor.web.reports.models import Form, Report
from advisor.web.reports.sending import TYPES, file_of
from advisor.web.security.rates import count

router = Router()
AssessmentId = PathEx[UUID, P(description="Id of an assessment, as the list of collaborations gives it.")]
ReportId = PathEx[UUID, P(description="Id of a report, as asking for it gave it.")]
MOST_REPORTS_AN_HOUR = 120
MOST_LISTED = 500
FURTHEST = 10**9
_NOT_FOUND = HTTPStatus.NOT_FOUND
_OF_A_CHANGE = (*OF_A_BODY, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT)


def scope_of(request: HttpRequest) -> Scope:
    """Return for whom a call acts."""
    scope: Scope = request.auth  # type: ignore[attr-defined]
    return scope


# ── Without keeping anything ─────────────────────────────────────────────────────────────────────


@router.get(
    "/questionnaires/{name}",
    response={200: Questions, **refusals(_NOT_FOUND)},
    by_alias=True,
    summary="Get the questions",
)
def questionnaire(
    request: HttpRequest, name: PathEx[str, P(description="Which questions: rapid or full.")]
) -> Questions:
    """Give the questions with their help, the facts that they set, and the values that each fact can take."""
    found = advisor().questionnaires.get(name)
    if found is None:
        raise Http404
    return Questions.of(found)


@router.post(
    "/assess",
    response={200: Result, **refusals(*OF_A_BODY)},
    by_alias=True,
    summary="Get advice on answers that are not kept",
)
def assess(request: HttpRequest, answers: AnswersFile) -> Result:
    """Give everything that follows from some answers. Nothing of them is kept."""
    _count_reasoning(request)
    return advisor().assess(read(answers.name, answers.answers).case)


# ── Collaborations and answers ───────────────────────────────────────────────────────────────────


@router.get(
    "/collaborations",
    response={200: list[CollaborationShape], **refusals(HTTPStatus.UNPROCESSABLE_ENTITY)},
    summary="List collaborations",
)
def collaborations(
    request: HttpRequest,
    offset: QueryEx[int, P(ge=0, le=FURTHEST, description="How many to leave out, from the latest on.")] = 0,
) -> list[CollaborationShape]:
    """Give the collaborations that you may see, the latest first, up to 500 in one call."""
    found = with_assessments(scope_of(request).collaborations())
    return [CollaborationShape.of(one) for one in found[offset : offset + MOST_LISTED]]


@router.post(
    "/collaborations",
    response={201: CollaborationShape, **refusals(*_OF_A_CHANGE)},
    summary="Begin a collaboration",
)
def begin(request: HttpRequest, new: NewCollaboration) -> Any:
    """Begin a collaboration with its first assessment, and with answers that are known already."""
    scope = scope_of(request)
    _require(scope, Permission.CREATE)
    saved = read(new.name, new.answers)
    case = saved.case.model_copy(update={"questionnaire": new.questionnaire})
    with transaction.atomic():
        made = take_in(scope, type(saved)(case, saved.knowledge_base, saved.packs, saved.set_aside))
    return Status(201, CollaborationShape.of(made.collaboration))


@router.get(
    "/assessments/{uuid:id}/answers",
    response={200: AnswersShape, **refusals(_NOT_FOUND)},
    summary="Get the answers so far",
)
def answers(request: HttpRequest, id: AssessmentId) -> AnswersShape:
    """Give the answers of an assessment, with its version."""
    return _answers(scope_of(request).assessment(id))


@router.patch(
    "/assessments/{uuid:id}/answers",
    response={200: AnswersShape, **refusals(_NOT_FOUND, *_OF_A_CHANGE)},
    summary="Save some answers",
)
def save(request: HttpRequest, id: AssessmentId, more: MoreAnswers) -> AnswersShape:
    """Save answers, all of them or none. Nothing is overwritten that was answered since the version sent."""
    scope = scope_of(request)
    assessment = scope.assessment(id, Permission.ANSWER)
    return _answers(save_several(scope, assessment, read_facts(more.answers), more.version))


# ── Advice ───────────────────────────────────────────────────────────────────────────────────────


@router.get(
    "/assessments/{uuid:id}/result",
    response={200: Result, **refusals(_NOT_FOUND)},
    by_alias=True,
    summary="Get the advice",
)
def result(request: HttpRequest, id: AssessmentId) -> Result:
    """Give everything that follows from the answers as they stand."""
    _count_reasoning(request)
    return advisor().assess(case_of(scope_of(request).assessment(id)))


@router.get(
    "/assessments/{uuid:id}/explain",
    response={200: Explainables, **refusals(_NOT_FOUND)},
    by_alias=True,
    summary="See what can be explained",
)
def explainables(request: HttpRequest, id: AssessmentId) -> Explainables:
    """Give what one asks about first, each with how it stands."""
    _count_reasoning(request)
    return advisor().explainables(case_of(scope_of(request).assessment(id)))


@router.get(
    "/assessments/{uuid:id}/explain/{topic}",
    response={200: Explanation, **refusals(_NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)},
    by_alias=True,
    summary="Ask why",
)
def explain(
    request: HttpRequest,
    id: AssessmentId,
    topic: PathEx[str, P(description="What to explain, such as T3 or trust.")],
    otherwise: QueryEx[bool, P(description="Explain why not something else.")] = False,  # noqa: FBT002
) -> Explanation:
    """Give the reasons for a statement, a recommendation or a level, with the evidence."""
    _count_reasoning(request)
    case = case_of(scope_of(request).assessment(id))
    return advisor().explain(case, topic, otherwise=otherwise)


@router.post(
    "/assessments/{uuid:id}/what-if",
    response={200: WhatIf, **refusals(_NOT_FOUND, *OF_A_BODY)},
    by_alias=True,
    summary="Try other answers",
)
def what_if(request: HttpRequest, id: AssessmentId, other: Changes) -> WhatIf:
    """Give what would differ with other answers. Nothing is kept."""
    _count_reasoning(request)
    case = case_of(scope_of(request).assessment(id))
    return advisor().what_if(case, read_facts(other.changes))


# ── Reports ──────────────────────────────────────────────────────────────────────────────────────


@router.post(
    "/assessments/{uuid:id}/reports",
    response={202: ReportShape, **refusals(_NOT_FOUND, *OF_A_BODY)},
    summary="Ask for a report",
)
def ask_for(request: HttpRequest, id: AssessmentId, wanted: WantedReport) -> Any:
    """Have a report made in the background, of the answers as they stand. The latest 100 are kept."""
    scope = scope_of(request)
    assessment = scope.assessment(id)
    count("report by software", str(scope.user.pk), MOST_REPORTS_AN_HOUR, 3600)
    return Status(202, ReportShape.of(ask(scope, assessment, Form(wanted.form))))


@router.get(
    "/assessments/{uuid:id}/reports/{uuid:report}",
    response={200: ReportShape, **refusals(_NOT_FOUND)},
    summary="See how far a report is",
)
def report(request: HttpRequest, id: AssessmentId, report: ReportId) -> ReportShape:
    """Give how far a report is. Ask every few seconds until it is ready or failed."""
    return ReportShape.of(_report(request, id, report))


@router.get(
    "/assessments/{uuid:id}/reports/{uuid:report}/file",
    response=refusals(_NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.GONE),
    summary="Download a report",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file.",
                "content": {kind: {"schema": {"type": "string"}} for kind in TYPES.values()},
            }
        }
    },
)
def report_file(request: HttpRequest, id: AssessmentId, report: ReportId) -> HttpResponseBase:
    """Give the file of a report that is ready."""
    return file_of(scope_of(request), _report(request, id, report))


def _report(request: HttpRequest, assessment: UUID, report: UUID) -> Report:
    found: Report | None = scope_of(request).assessment(assessment).reports.filter(pk=report).first()
    if found is None:
        raise Http404
    return found


def _answers(assessment: Assessment) -> AnswersShape:
    case = case_of(assessment)
    known = {fact: list(value) if isinstance(value, tuple) else value for fact, value in case.answers.items()}
    head = AssessmentShape.of(assessment).model_dump()
    return AnswersShape(**head, answers=known, asked_unknown=list(case.asked_unknown))


def _count_reasoning(request: HttpRequest) -> None:
    count("reasoning", str(scope_of(request).user.pk), guard.MOST_A_MINUTE // guard.REASONING, 60)


def _require(scope: Scope, permission: Permission) -> None:
    if not scope.may(permission):
        raise PermissionDenied
