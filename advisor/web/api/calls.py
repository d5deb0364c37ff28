"""The calls: the same questions, answers and advice as everywhere, for programs."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Router, Status

from advisor.model.explanations.what_if import WhatIf
from advisor.model.explanations.why import Explanation
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import Result
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.api import guard
from advisor.web.api.reading import read, read_facts
from advisor.web.api.shapes import (
    AnswersFile,
    AnswersShape,
    AssessmentShape,
    Changes,
    CollaborationShape,
    MoreAnswers,
    NewCollaboration,
    ReportShape,
    WantedReport,
)
from advisor.web.collaborations.answers import case_of, save_several
from advisor.web.collaborations.answers_files import take_in
from advisor.web.collaborations.models import Assessment
from advisor.web.reports.asking import ask
from advisor.web.reports.models import Form, Report
from advisor.web.reports.sending import file_of
from advisor.web.security.rates import count

router = Router()
MOST_REPORTS_AN_HOUR = 120
MOST_LISTED = 500


def scope_of(request: HttpRequest) -> Scope:
    """Return for whom a call acts."""
    scope: Scope = request.auth  # type: ignore[attr-defined]
    return scope


# ── Without keeping anything ─────────────────────────────────────────────────────────────────────


@router.get("/questionnaires/{name}", response=Questionnaire, summary="The questions, with their help")
def questionnaire(request: HttpRequest, name: str) -> Questionnaire:
    """Return a questionnaire: rapid or full."""
    found = advisor().questionnaires.get(name)
    if found is None:
        raise Http404
    return found


@router.post("/assess", response=Result, by_alias=True, summary="Advice on answers that are not kept")
def assess(request: HttpRequest, answers: AnswersFile) -> Result:
    """Return everything that follows from some answers; nothing of them is kept."""
    _count_reasoning(request)
    return advisor().assess(read(answers.name, answers.answers).case)


# ── Collaborations and answers ───────────────────────────────────────────────────────────────────


@router.get("/collaborations", response=list[CollaborationShape], summary="Collaborations that you may see")
def collaborations(request: HttpRequest, offset: int = 0) -> list[CollaborationShape]:
    """Return the collaborations, the latest first, some hundred at a time from an offset."""
    offset = min(max(0, offset), 10**9)
    found = scope_of(request).collaborations().prefetch_related("assessments")
    return [CollaborationShape.of(one) for one in found[offset : offset + MOST_LISTED]]


@router.post("/collaborations", response={201: CollaborationShape}, summary="Begin a collaboration")
def begin(request: HttpRequest, new: NewCollaboration) -> Any:
    """Begin a collaboration, with answers that are known already."""
    scope = scope_of(request)
    _require(scope, Permission.CREATE)
    saved = read(new.name, new.answers)
    case = saved.case.model_copy(update={"questionnaire": new.questionnaire})
    with transaction.atomic():
        made = take_in(scope, type(saved)(case, saved.knowledge_base, saved.packs, saved.set_aside))
    return Status(201, CollaborationShape.of(made.collaboration))


@router.get("/assessments/{uuid:id}/answers", response=AnswersShape, summary="The answers so far")
def answers(request: HttpRequest, id: UUID) -> AnswersShape:
    """Return the answers of an assessment."""
    return _answers(scope_of(request).assessment(id))


@router.patch("/assessments/{uuid:id}/answers", response=AnswersShape, summary="Save some answers")
def save(request: HttpRequest, id: UUID, more: MoreAnswers) -> AnswersShape:
    """Save answers, all of them or none; 409 where the version is not the present one."""
    scope = scope_of(request)
    assessment = scope.assessment(id, Permission.ANSWER)
    return _answers(save_several(scope, assessment, read_facts(more.answers), more.version))


# ── Advice ───────────────────────────────────────────────────────────────────────────────────────


@router.get("/assessments/{uuid:id}/result", response=Result, by_alias=True, summary="The advice")
def result(request: HttpRequest, id: UUID) -> Result:
    """Return everything that follows from the answers as they stand."""
    _count_reasoning(request)
    return advisor().assess(case_of(scope_of(request).assessment(id)))


@router.get("/assessments/{uuid:id}/explain/{topic}", response=Explanation, by_alias=True, summary="Why")
def explain(request: HttpRequest, id: UUID, topic: str, otherwise: bool = False) -> Explanation:  # noqa: FBT001, FBT002
    """Return why something is said, such as T3 or trust; with ``otherwise``, why not something else."""
    _count_reasoning(request)
    case = case_of(scope_of(request).assessment(id))
    return advisor().explain(case, topic, otherwise=otherwise)


@router.post(
    "/assessments/{uuid:id}/what-if", response=WhatIf, by_alias=True, summary="What other answers would do"
)
def what_if(request: HttpRequest, id: UUID, other: Changes) -> WhatIf:
    """Return what would differ with other answers; nothing is kept."""
    _count_reasoning(request)
    case = case_of(scope_of(request).assessment(id))
    return advisor().what_if(case, read_facts(other.changes))


# ── Reports ──────────────────────────────────────────────────────────────────────────────────────


@router.post("/assessments/{uuid:id}/reports", response={202: ReportShape}, summary="Ask for a report")
def ask_for(request: HttpRequest, id: UUID, wanted: WantedReport) -> Any:
    """Ask for a report; it is made in the background."""
    scope = scope_of(request)
    assessment = scope.assessment(id)
    count("report", str(scope.user.pk), MOST_REPORTS_AN_HOUR, 3600)
    return Status(202, ReportShape.of(ask(scope, assessment, Form(wanted.form))))


@router.get(
    "/assessments/{uuid:id}/reports/{uuid:report}", response=ReportShape, summary="How far a report is"
)
def report(request: HttpRequest, id: UUID, report: UUID) -> ReportShape:
    """Return how far a report is."""
    return ReportShape.of(_report(request, id, report))


@router.get("/assessments/{uuid:id}/reports/{uuid:report}/file", summary="The file of a report")
def report_file(request: HttpRequest, id: UUID, report: UUID) -> HttpResponseBase:
    """Return the file of a report that is ready."""
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
    """Count a call that takes a core for up to a second: fewer of these, as people wait for their pages."""
    count("reasoning", str(scope_of(request).user.pk), guard.MOST_A_MINUTE // 5, 60)


def _require(scope: Scope, permission: Permission) -> None:
    if not scope.may(permission):
        raise PermissionDenied
