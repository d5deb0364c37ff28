"""The start page and the statements: true for a team and for one person on their own machine."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from advisor.report.texts import texts
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor, questionnaire
from advisor.web.collaborations.answers import save
from advisor.web.collaborations.models import Assessment

PUBLIC = ("start", "about", "accessibility", "privacy")


@pytest.fixture
def _own_machine(settings) -> None:
    """Nobody signs in."""
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"accounts": False})


def text_of(client: Client, name: str) -> str:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", PUBLIC)
def test_whoever_is_not_signed_in_can_read_it(name: str) -> None:
    text = text_of(Client(), name)
    assert text.count("<h1") == 1
    assert 'lang="en"' in text


def test_the_start_says_how_long_it_takes_by_the_questionnaires() -> None:
    text = text_of(Client(), "start")
    for name in ("rapid", "full"):
        whole = questionnaire(name)
        assert f"{len(whole.questions)} questions, about {whole.minutes} minutes" in text


def test_the_start_sends_strangers_to_sign_in_and_members_to_begin(client: Client) -> None:
    assert f'href="{reverse("account_login")}?next=/"' in text_of(Client(), "start")
    assert f'href="{reverse("collaboration-new")}"' in text_of(client, "start")


def test_unfinished_assessments_come_first_until_they_are_finished(
    client: Client, scope: Scope, assessment: Assessment
) -> None:
    save(scope, assessment, questionnaire("rapid").questions[0], {"stage": "planning"})
    text = text_of(client, "start")
    assert text.index(reverse("tasks", args=[assessment.pk])) < text.index("What this is")
    assert "1 of 20 answered" in text
    Assessment.objects.update(settled=20)
    assert "Go on where you stopped" not in text_of(client, "start")


@pytest.mark.usefixtures("_own_machine")
def test_on_ones_own_machine_nothing_is_sent_anywhere_and_nobody_signs_in() -> None:
    client = Client()
    assert "They stay on this computer." in text_of(client, "start")
    assert "On this computer, in your own data folder." in text_of(client, "privacy")
    for name in ("start", "privacy"):
        assert "Sign in" not in text_of(client, name)
        assert "audit trail" not in text_of(client, name)
    assert client.get(reverse("collaboration-new")).status_code == 200


def test_in_a_team_the_notice_says_who_sees_what_and_whom_to_ask(client: Client, settings) -> None:
    text = text_of(client, "privacy")
    assert "Ask an administrator of your organisation." in text
    assert "Until somebody deletes it." in text
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(
        update={"contact": "help@example.org", "retention_days": 90}
    )
    for name in ("privacy", "accessibility"):
        assert "Write to help@example.org" in text_of(client, name)
    assert "nobody touches for 90 days" in text_of(client, "privacy")


def test_an_organisations_own_retention_comes_before_that_of_the_installation(
    signed_in: Callable[[Scope], Client], scope: Scope
) -> None:
    scope.organisation.retention_days = 365
    scope.organisation.save()
    assert "nobody touches for 365 days" in text_of(signed_in(scope), "privacy")


def test_how_the_advice_is_made_is_told_in_the_words_of_the_report() -> None:
    text = text_of(Client(), "about")
    for name in ("how_reasoned", "limits", "not_advice"):
        assert " ".join(str(texts().html(name)).split()) in text
    for source in advisor().knowledge.sources:
        assert source.citation in unescape(text)
        assert source.what in unescape(text)


def test_a_visit_that_asks_for_welsh_gets_english_that_says_so() -> None:
    response = Client().get(reverse("start"), headers={"Accept-Language": "cy"})
    assert '<html lang="en"' in response.content.decode()
