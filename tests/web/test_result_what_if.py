"""What if: other answers are tried out in a session, and the assessment stays as it is."""

from collections.abc import Callable

import pytest
from django.test import Client

from advisor.web.accounts.scope import Scope
from advisor.web.advice import questionnaire
from advisor.web.collaborations.answers import begin, case_of, save
from advisor.web.collaborations.models import Assessment, Collaboration

QUESTIONS = {each.id: each for each in questionnaire("full").questions}


def asking(fact: str) -> str:
    return next(each.id for each in QUESTIONS.values() if fact in each.sets)


@pytest.fixture
def answered(scope: Scope, collaboration: Collaboration) -> Assessment:
    """An assessment with two answers."""
    assessment = begin(scope, collaboration, "full")
    save(scope, assessment, QUESTIONS["A1"], {"stage": "established"})
    return save(scope, assessment, QUESTIONS[asking("power")], {"power": "dominated"})


@pytest.fixture
def start(answered: Assessment) -> str:
    """The address of the page."""
    return f"/assessments/{answered.pk}/result/what-if/"


def question(start: str, fact: str) -> str:
    return f"{start}questions/{asking(fact)}/"


def test_choosing_takes_two_steps_without_a_script(client: Client, start: str, answered: Assessment) -> None:
    assert client.get(start, {"question": asking("power")})["Location"] == question(start, "power")
    form = client.get(question(start, "power")).content.decode()
    assert 'value="dominated" checked' in form
    assert client.post(question(start, "power"), {"power": "balanced"})["Location"] == start
    page = client.get(start).content.decode()
    assert "The answer you try out" in page
    assert "What you set" in page
    answered.refresh_from_db()
    assert case_of(answered).answers["power"] == "dominated"


def test_several_answers_are_tried_together_and_taken_back_one_by_one(client: Client, start: str) -> None:
    client.post(question(start, "power"), {"power": "balanced"})
    client.post(question(start, "stage"), {"stage": "considering"})
    assert "The 2 answers you try out" in client.get(start).content.decode()
    client.post(start, {"back": "power"})
    page = client.get(start).content.decode()
    assert "The answer you try out" in page
    assert 'value="stage"' in page
    assert 'value="power"' not in page
    client.post(start, {"back": "stage"})
    assert "What you set" not in client.get(start).content.decode()


def test_an_answer_as_it_was_is_no_change_and_unknown_is_one(client: Client, start: str) -> None:
    client.post(question(start, "power"), {"power": "dominated"})
    assert "you try out" not in client.get(start).content.decode()
    client.post(question(start, "power"), {"power": "unknown"})
    assert "not known" in client.get(start).content.decode()


@pytest.mark.parametrize("sent", [{}, {"power": ""}, {"power": "no such value"}, {"power": "not_applicable"}])
def test_what_is_no_answer_is_said_beside_its_question(
    client: Client, start: str, sent: dict[str, str]
) -> None:
    response = client.post(question(start, "power"), sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "<title>Error:" in page
    assert 'href="#power"' in page
    assert 'id="power-error"' in page
    assert "you try out" not in client.get(start).content.decode()


def test_what_is_tried_for_one_assessment_stays_out_of_another(
    client: Client, scope: Scope, start: str, answered: Assessment
) -> None:
    client.post(question(start, "power"), {"power": "balanced"})
    other = begin(scope, answered.collaboration, "rapid")
    assert "you try out" not in client.get(f"/assessments/{other.pk}/result/what-if/").content.decode()
    assert "The answer you try out" in client.get(start).content.decode()


def test_a_session_with_facts_of_other_rules_is_read_without_them(
    client: Client, start: str, answered: Assessment
) -> None:
    session = client.session
    tried = {"no_such_fact": "yes", "power": "no such value", "stage": "considering"}
    session["what-if"] = {"assessment": str(answered.pk), "answers": tried}
    session.save()
    assert "The answer you try out" in client.get(start).content.decode()


def test_a_question_that_is_not_there_is_not_found(client: Client, start: str) -> None:
    assert client.get(f"{start}questions/Z99/").status_code == 404
    assert client.get(start, {"question": "Z99"}).status_code == 404


def test_forms_need_their_token(scope: Scope, signed_in: Callable[..., Client], start: str) -> None:
    browser = signed_in(scope, checks_csrf=True)
    assert browser.post(question(start, "power"), {"power": "balanced"}).status_code == 403
    assert browser.post(start, {"back": "power"}).status_code == 403
