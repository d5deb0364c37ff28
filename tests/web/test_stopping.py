"""Whether one can stop now: told in the panel beside a question and on a page of its own."""

from pathlib import Path

from django.test import Client
from django.urls import reverse

from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor, questionnaire
from advisor.web.assessment import guidance
from advisor.web.collaborations.answers import begin_with, save
from advisor.web.collaborations.models import Assessment, Collaboration


def test_the_panel_says_nothing_while_much_is_open_or_others_are_served(
    client: Client, scope: Scope, assessment: Assessment
) -> None:
    address = reverse("stop-now", args=[assessment.pk])
    save(scope, assessment, questionnaire("rapid").questions[0], {"stage": "established"})
    assert client.get(address + "?panel").status_code == 204
    assert "can still change the advice" in client.get(address).content.decode()
    with guidance._ONE_AT_A_TIME:
        assert client.get(address + "?panel").status_code == 204


def test_the_panel_says_that_one_may_stop_where_that_is_proved(
    client: Client, scope: Scope, collaboration: Collaboration
) -> None:
    case = advisor().read_case(Path("questionnaires/examples/required-system.yaml"))
    last = {fact for question in questionnaire("full").questions[-7:] for fact in question.sets}
    answers = {fact: value for fact, value in case.answers.items() if fact not in last}
    nearly = begin_with(scope, collaboration, "full", case.model_copy(update={"answers": answers}))
    address = reverse("stop-now", args=[nearly.pk])
    panel = client.get(address + "?panel").content.decode()
    assert "You can stop now" in panel
    assert "<html" not in panel
    assert "You can stop now" in client.get(address).content.decode()
    assert address + "?panel" in client.get(reverse("question", args=[nearly.pk, "H1"])).content.decode()


def test_where_every_question_has_an_answer_nothing_is_left_to_stop(
    client: Client, scope: Scope, collaboration: Collaboration
) -> None:
    case = advisor().read_case(Path("questionnaires/examples/required-system.yaml"))
    done = begin_with(scope, collaboration, "full", case)
    text = client.get(reverse("stop-now", args=[done.pk])).content.decode()
    assert "You have answered every question" in text
    assert "can still change the advice" not in text
    assert reverse("next-question", args=[done.pk]) not in text
    later = client.get(reverse("later", args=[done.pk])).content.decode()
    assert "Every question is answered" in later
    assert reverse("next-question", args=[done.pk]) not in later
