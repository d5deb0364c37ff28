"""Answers are saved at once, question by question; a lost race loses nothing."""

from collections.abc import Callable

import pytest
from django.http import Http404

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import questionnaire
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from advisor.web.collaborations import room
from advisor.web.collaborations.answers import (
    AnsweredMeanwhile,
    answering,
    begin,
    case_of,
    last_answered_by,
    save,
    save_several,
    state_of,
)
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.security.bounds import NoRoom

QUESTIONS = {each.id: each for each in questionnaire("rapid").questions}


def test_an_answer_is_kept_and_a_dont_know_is_no_answer(scope: Scope, assessment: Assessment) -> None:
    save(scope, assessment, QUESTIONS["A1"], {"stage": "established"})
    now = save(scope, assessment, QUESTIONS["A2"], {"ioc_type": None})
    assert case_of(now).answers == {"stage": "established"}
    assert case_of(now).asked_unknown == ("ioc_type",)


def test_two_people_may_answer_different_questions_at_once(scope: Scope, assessment: Assessment) -> None:
    case = case_of(assessment)
    shown = {number: state_of(QUESTIONS[number], case) for number in ("A1", "A2")}
    save(scope, assessment, QUESTIONS["A1"], {"stage": "established"}, shown["A1"])
    now = save(scope, assessment, QUESTIONS["A2"], {"ioc_type": "merger"}, shown["A2"])
    assert case_of(now).answers == {"stage": "established", "ioc_type": "merger"}


def test_an_answer_given_meanwhile_is_not_overwritten(scope: Scope, assessment: Assessment) -> None:
    shown = state_of(QUESTIONS["A1"], case_of(assessment))
    save(scope, assessment, QUESTIONS["A1"], {"stage": "established"}, shown)
    with pytest.raises(AnsweredMeanwhile) as raised:
        save(scope, assessment, QUESTIONS["A1"], {"stage": "considering"}, shown)
    assert case_of(raised.value.assessment).answers == {"stage": "established"}


def test_rows_that_nobody_else_answered_are_no_race(scope: Scope, assessment: Assessment) -> None:
    first, second = QUESTIONS["C4"].sets
    shown = state_of(QUESTIONS["C4"], case_of(assessment))
    save(scope, assessment, QUESTIONS["C4"], {first: "consulted"}, shown)
    now = save(scope, assessment, QUESTIONS["C4"], {second: "not_yet"}, shown)
    assert case_of(now).answers == {first: "consulted", second: "not_yet"}
    with pytest.raises(AnsweredMeanwhile) as raised:
        save(scope, assessment, QUESTIONS["C4"], {first: None, second: "not_yet"}, shown)
    assert raised.value.contested == {first}


def test_the_counts_of_questions_follow_the_answers(scope: Scope, assessment: Assessment) -> None:
    assert (assessment.settled, assessment.asked) == (0, 20)
    now = save(scope, assessment, QUESTIONS["C4"], {QUESTIONS["C4"].sets[0]: None})
    assert now.settled == 0
    now = save(scope, now, QUESTIONS["C4"], dict.fromkeys(QUESTIONS["C4"].sets))
    assert (now.settled, now.asked) == answering(now).counts() == (1, 20)


def test_a_dont_know_is_not_overwritten_unseen_either(scope: Scope, assessment: Assessment) -> None:
    shown = state_of(QUESTIONS["A1"], case_of(assessment))
    save(scope, assessment, QUESTIONS["A1"], {"stage": None}, shown)
    with pytest.raises(AnsweredMeanwhile):
        save(scope, assessment, QUESTIONS["A1"], {"stage": "planning"}, shown)


def test_the_same_answer_twice_is_no_race(scope: Scope, assessment: Assessment) -> None:
    shown = state_of(QUESTIONS["A1"], case_of(assessment))
    save(scope, assessment, QUESTIONS["A1"], {"stage": "established"}, shown)
    now = save(scope, assessment, QUESTIONS["A1"], {"stage": "established"}, shown)
    assert case_of(now).answers == {"stage": "established"}


def test_the_trail_names_the_question_and_never_the_answer(scope: Scope, assessment: Assessment) -> None:
    save(scope, assessment, QUESTIONS["A1"], {"stage": "established"})
    event = Event.objects.first()
    assert event is not None
    assert (event.action, event.detail) == (Action.ANSWERED, {"question": "A1"})
    assert "established" not in str(vars(event))


def test_the_next_assessment_starts_from_the_answers_of_the_last(
    scope: Scope, assessment: Assessment
) -> None:
    from advisor.web.collaborations.answers import begin

    save(scope, assessment, QUESTIONS["A1"], {"stage": "established"})
    later = begin(scope, assessment.collaboration, "full")
    assert later.number == 2
    assert answering(later).case.answers == {"stage": "established"}


def test_without_accounts_a_report_is_for_whom_the_installation_names(
    scope: Scope, collaboration: Collaboration, settings
) -> None:
    assert case_of(begin(scope, collaboration, "rapid")).organisation == collaboration.organisation.name
    for named, told in (("", None), ("Northern trust", "Northern trust")):
        alone = settings.DEPLOYMENT.model_copy(update={"accounts": False, "organisation": named})
        settings.DEPLOYMENT = alone
        collaboration.assessments.all().delete()
        assert case_of(begin(scope, collaboration, "rapid")).organisation == told


def test_what_is_deleted_meanwhile_is_not_found(
    scope: Scope, assessment: Assessment, collaboration: Collaboration
) -> None:
    question = questionnaire("rapid").questions[0]
    Collaboration.objects.filter(pk=collaboration.pk).delete()
    with pytest.raises(Http404):
        save(scope, assessment, question, {"stage": "established"})
    with pytest.raises(Http404):
        begin(scope, collaboration, "full")


def test_who_answered_last_is_who_gave_the_answer_that_stands(
    assessment: Assessment, member: Callable[..., Scope], other_organisation: Organisation
) -> None:
    anna, ben, carol = (member() for _ in range(3))
    first, second = QUESTIONS["C4"].sets
    save(anna, assessment, QUESTIONS["C4"], {first: "consulted", second: "not_yet"})
    now = save_several(ben, assessment, {second: None})
    assert last_answered_by(carol, answering(now), [first]) == str(anna.user)
    assert last_answered_by(carol, answering(now), {second: "consulted"}) == str(ben.user), (
        "through the interface too"
    )
    assert last_answered_by(carol, answering(now), [first, second]) == f"{anna.user} and {ben.user}"
    now = save(carol, now, QUESTIONS["C4"], {first: "consulted", second: None})
    assert last_answered_by(carol, answering(now), [first, second]) == f"{anna.user} and {ben.user}", (
        "nothing was changed"
    )
    later = begin(carol, assessment.collaboration, "rapid")
    save(carol, now, QUESTIONS["C4"], {first: "not_yet"})
    assert last_answered_by(carol, answering(later), [first]) == str(anna.user), "of each round by itself"
    stranger = member(Role.FACILITATOR, of=other_organisation)
    assert last_answered_by(stranger, answering(later), [first]) == "", "a partner learns no name"
    ben.user.delete()
    assert last_answered_by(carol, answering(later), [second]) == ""


def test_rounds_come_to_an_end(
    scope: Scope, assessment: Assessment, collaboration: Collaboration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_ROUNDS", 2)
    begin(scope, collaboration, "full")
    with pytest.raises(NoRoom, match=r"has 2 rounds.*begin a new collaboration"):
        begin(scope, collaboration, "full")
    assert collaboration.assessments.count() == 2
