"""Pages around the questions: sections, the order, checking answers, stopping."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from advisor.interview.interview import Asked
from advisor.model.questionnaire import Question
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import ScopedRequest, needs
from advisor.web.assessment import progress
from advisor.web.assessment.guidance import nothing_left
from advisor.web.assessment.sitting import Sitting
from advisor.web.assessment.wording import words
from advisor.web.collaborations.allowed import allowed, may_go_deeper
from advisor.web.collaborations.answers import Answering, answering
from advisor.web.collaborations.models import Assessment


def question_of(found: Answering, number: str) -> Question:
    """Return a question by its number; raises Http404 where the questionnaire has none."""
    wanted = next((each for each in found.interview.questionnaire.questions if each.id == number), None)
    if wanted is None:
        raise Http404
    return wanted


def to_question(assessment: Assessment, following: Asked | None) -> HttpResponse:
    """Go to a question; where none is left, to all answers."""
    if following is None:
        return redirect("check", assessment.pk)
    return redirect("question", assessment.pk, following[0].id)


@require_safe
@needs(Permission.READ)
def tasks(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Show the sections, each with how far it is."""
    wanted = request.scope.assessment(assessment)
    found = answering(wanted)
    settled, asked = found.counts()
    return render(
        request,
        "assessment/tasks.html",
        {
            "assessment": wanted,
            "title": words(found.interview.questionnaire, "title"),
            "tasks": progress.tasks(found),
            "settled": settled,
            "asked": asked,
            "by_value": Sitting(request.session, wanted).by_value,
            "may_answer": Permission.ANSWER in allowed(request.scope, wanted.collaboration),
        },
    )


@require_safe
@needs(Permission.ANSWER)
def go_on(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Go to the next question without an answer; ``?after`` leaves one out for now."""
    wanted = request.scope.assessment(assessment, Permission.ANSWER)
    found = answering(wanted)
    sitting = Sitting(request.session, wanted)
    after = question_of(found, request.GET["after"]) if "after" in request.GET else None
    if after is not None:
        sitting.skip(after)
    return to_question(wanted, sitting.next(found, after))


@require_POST
@needs(Permission.ANSWER)
def order(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Choose the order of the questions, and go on with the first of it."""
    wanted = request.scope.assessment(assessment, Permission.ANSWER)
    Sitting(request.session, wanted).order(by_value=request.POST.get("by_value") == "yes")
    return redirect("next-question", wanted.pk)


@require_safe
@needs(Permission.ANSWER)
def later(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Say that all is saved, and how to come back."""
    wanted = request.scope.assessment(assessment, Permission.ANSWER)
    settled, asked = answering(wanted).counts()
    counts = {"settled": settled, "asked": asked}
    return render(request, "assessment/later.html", {"assessment": wanted, **counts})


@require_safe
@needs(Permission.ANSWER)
def stop_now(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Say whether anything left can change the priorities.

    With ``?panel`` only a part of a page, and nothing where there is nothing to say or others are served.
    """
    wanted = request.scope.assessment(assessment, Permission.ANSWER)
    is_panel = "panel" in request.GET
    may_stop = nothing_left(wanted, waits=not is_panel)
    if is_panel and not may_stop:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    template = "assessment/stop_panel.html" if is_panel else "assessment/stop_now.html"
    return render(request, template, {"assessment": wanted, "may_stop": may_stop})


@require_safe
@needs(Permission.READ)
def check(request: ScopedRequest, assessment: UUID) -> HttpResponse:
    """Show all answers, each with a link to change it."""
    wanted = request.scope.assessment(assessment)
    found = answering(wanted)
    settled, asked = found.counts()
    permissions = allowed(request.scope, wanted.collaboration)
    return render(
        request,
        "assessment/check.html",
        {
            "may_go_deeper": may_go_deeper(request.scope, wanted, found),
            "assessment": wanted,
            "sections": progress.checked(found),
            "kept": progress.kept_unasked(found),
            "settled": settled,
            "asked": asked,
            "may_answer": Permission.ANSWER in permissions,
        },
    )
