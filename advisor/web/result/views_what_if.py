"""What if some answers were others: choose them, and see what would appear, vanish and move, and why."""

from functools import lru_cache
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from advisor.model.case import Case
from advisor.model.condition import Value
from advisor.model.derive import derive
from advisor.model.explanations.changes import AnswerChanged
from advisor.model.questionnaire import Question
from advisor.report.explained.page import Page
from advisor.report.explained.whatif import what_if_page
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.advice import advisor, questionnaire
from advisor.web.assessment.wording import words
from advisor.web.collaborations.answers import case_of
from advisor.web.collaborations.models import Assessment
from advisor.web.result.hypothesis import Changes, choices, fields, keep, kept, read, with_changes
from advisor.web.result.pages import assessment_of, page

MOST_KEPT = 32
GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
@needs(Permission.READ)
def what_if(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Show what would follow from the answers tried out, and offer the questions; a form takes some back."""
    found = assessment_of(request, assessment)
    changes = kept(request.session, found)
    if request.method == "POST":
        back = request.POST.getlist("back")
        keep(request.session, found, {fact: value for fact, value in changes.items() if fact not in back})
        return redirect("what-if", assessment=found.pk)
    if "question" in request.GET:
        return redirect(
            "what-if-question", assessment=found.pk, question=_known(found, request.GET["question"]).id
        )
    case = case_of(found)
    told: Page | None = None
    tried: tuple[AnswerChanged, ...] = ()
    if changes:
        told, tried = _told(case.model_dump_json(), tuple(changes.items()))
    offered = choices(questionnaire(found.questionnaire), case, changes)
    return page(request, "what_if", found, told=told, tried=tried, offered=offered)


@require_http_methods(GET_AND_POST)
@needs(Permission.READ)
def choose(request: ScopedRequest, assessment: UUID, question: str) -> HttpResponse:
    """Choose other answers to one question."""
    found = assessment_of(request, assessment)
    case, changes = case_of(found), kept(request.session, found)
    one = _known(found, question)
    facts = _asked(one, case, changes)
    refused: tuple[str, ...] = ()
    if request.method == "POST":
        changes, refused = read(request.POST, one, facts, case, changes)
        if not refused:
            keep(request.session, found, changes)
            return redirect("what-if", assessment=found.pk)
    return page(
        request,
        "what_if_question",
        found,
        status=422 if refused else 200,
        title=words(one, "wording"),
        hint=words(one, "help"),
        fields=list(fields(questionnaire(found.questionnaire), one, case, changes, facts)),
        refused=refused,
    )


@lru_cache(maxsize=MOST_KEPT)
def _told(case: str, changes: tuple[tuple[str, Value | None], ...]) -> tuple[Page, tuple[AnswerChanged, ...]]:
    """Return the page on some other answers, and these answers."""
    found = advisor().what_if(Case.model_validate_json(case), dict(changes))
    return what_if_page(found, advisor().knowledge), (*found.changes, *found.already)


def _known(assessment: Assessment, number: str) -> Question:
    """Return a question by its number; raises Http404 where there is none."""
    questions = questionnaire(assessment.questionnaire).questions
    found = next((each for each in questions if each.id == number), None)
    if found is None:
        raise Http404
    return found


def _asked(question: Question, case: Case, changes: Changes) -> tuple[str, ...]:
    """Return the facts that a question asks for with the answers tried out; all where none would be asked."""
    value_of = derive(advisor().knowledge.vocabulary, with_changes(case, changes))
    return tuple(question.asked_facts(value_of)) or question.sets
