"""One question a page: shown, answered, saved at once."""

from collections.abc import Collection
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.model.questionnaire import Question
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.assessment.question_form import QuestionForm, form_of
from advisor.web.assessment.sitting import Sitting
from advisor.web.assessment.views import question_of, to_question
from advisor.web.assessment.wording import words
from advisor.web.collaborations.answers import (
    AnsweredMeanwhile,
    Answering,
    answering,
    contested,
    last_answered_by,
    save,
    state_of,
)
from advisor.web.collaborations.models import Assessment


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def question(request: ScopedRequest, assessment: UUID, question: str) -> HttpResponse:
    """Show a question, or save what was answered and go on."""
    found = answering(request.scope.assessment(assessment, Permission.ANSWER))
    asking = question_of(found, question)
    if request.method == "POST":
        return _answered(request, found, asking)
    return _page(request, found, asking, _form(found, asking))


def _form(found: Answering, question: Question, sent: Collection[str] = ()) -> QuestionForm:
    asked = next((facts for each, facts in found.interview.path() if each.id == question.id), ())
    return form_of(found.interview, question, asked, sent)


def _page(
    request: ScopedRequest,
    found: Answering,
    question: Question,
    form: QuestionForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    assessment = found.assessment
    sitting = Sitting(request.session, assessment)
    settled, asked = found.counts()
    section = next(each for each in found.interview.questionnaire.sections if each.id == question.section)
    changing = "change" in request.GET
    before = sitting.back(found, question)
    return render(
        request,
        "assessment/question.html",
        {
            "assessment": assessment,
            "question": question,
            "title": words(question, "wording"),
            "hint": words(question, "help"),
            "why": words(question, "why"),
            "section": words(section, "title"),
            "form": form,
            "errors": form.errors,
            "is_asked": any(one.is_required for one in form.fields),
            "number": (found.interview.count() if sitting.by_value else found.interview.progress(question))[
                0
            ],
            "settled": settled,
            "asked": asked,
            "state": state_of(question, found.case),
            "changing": changing,
            "back": _back(assessment, before[0] if before else None, changing=changing),
            "by_value": sitting.by_value,
            "may_be_enough": sitting.by_value or settled * 2 >= asked,
        },
        status=status,
    )


def _back(assessment: Assessment, before: Question | None, *, changing: bool) -> str:
    if changing:
        return reverse("check", args=[assessment.pk])
    if before is None:
        return reverse("tasks", args=[assessment.pk])
    return reverse("question", args=[assessment.pk, before.id])


def _answered(request: ScopedRequest, found: Answering, question: Question) -> HttpResponse:
    sent = dict(request.POST.lists())
    stops_here = request.POST.get("move") == "later"
    form = _form(found, question, sent).filled(sent, partly=stops_here)
    if form.read:
        try:
            state = request.POST.get("state", "")
            found = answering(save(request.scope, found.assessment, question, form.read, state))
        except AnsweredMeanwhile as meanwhile:
            now = _with_uncontested(request, meanwhile, question, form)
            return _meanwhile(request, answering(now), question, form)
    if form.errors:
        return _page(request, found, question, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    assessment = found.assessment
    if form.read and question.id not in {each.id for each, _ in found.interview.path()}:
        text = _("That question no longer comes up, given the other answers. Your answer is kept.")
        messages.info(request, text)
    if stops_here:
        return redirect("later", assessment.pk)
    if "change" in request.GET:
        return redirect(f"{reverse('check', args=[assessment.pk])}#{question.id}")
    sitting = Sitting(request.session, assessment)
    sitting.passed(question)
    return to_question(assessment, sitting.next(found, question))


def _with_uncontested(
    request: ScopedRequest, meanwhile: AnsweredMeanwhile, question: Question, mine: QuestionForm
) -> Assessment:
    """Save the rows of a grid that nobody else answered: they overwrite nothing, and so need no choice."""
    free = {fact: value for fact, value in mine.read.items() if fact not in meanwhile.contested}
    now = meanwhile.assessment
    if not free:
        return now
    try:
        return save(request.scope, now, question, free, state_of(question, answering(now).case))
    except AnsweredMeanwhile as again:
        return again.assessment


def _meanwhile(
    request: ScopedRequest, now: Answering, question: Question, mine: QuestionForm
) -> HttpResponse:
    """Show both answers, and let the person choose: neither is overwritten before that."""
    saved = {one.name: one for one in _form(now, question, mine.read).fields}
    given = [one for one in mine.fields if one.given]
    pairs = [(saved[one.name], one) for one in given if one.given != saved[one.name].given]
    return render(
        request,
        "assessment/meanwhile.html",
        {
            "assessment": now.assessment,
            "question": question,
            "title": words(question, "wording"),
            "who": last_answered_by(request.scope, now, contested(mine.read, now.case)),
            "pairs": pairs,
            "mine": mine,
            "state": state_of(question, now.case),
            "move": request.POST.get("move", ""),
        },
        status=HTTPStatus.CONFLICT,
    )
