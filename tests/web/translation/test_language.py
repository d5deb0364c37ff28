"""The language of pages: chosen by whoever reads, where a catalogue is there, and kept with the answers."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from advisor.model.questionnaire import QuestionTexts
from advisor.web.accounts.scope import Scope
from advisor.web.advice import questionnaire
from advisor.web.collaborations.answers import save
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.languages import languages
from advisor.web.pages.environment import environment
from tests.web.translation.conftest import in_welsh

START = reverse("start")
SWITCH = reverse("set_language")
FIRST = questionnaire("rapid").questions[0]


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# ── Without a catalogue ──────────────────────────────────────────────────────────────────────────


def test_without_a_catalogue_all_is_english_whatever_a_browser_asks_for(
    client: Client, collaboration: Collaboration
) -> None:
    answer = in_welsh(client).get(START, headers={"Accept-Language": "cy"})
    assert answer.headers["Content-Language"] == "en-gb"
    assert '<html lang="en"' in text_of(answer)
    assert "Cymraeg" not in text_of(answer)
    client.post(reverse("round-new", args=[collaboration.pk]), {"questionnaire": "rapid"})
    assert Assessment.objects.get().locale == "en-gb"


def test_a_language_is_offered_under_its_own_name_once_it_has_a_catalogue(tmp_path: Any) -> None:
    assert languages(tmp_path) == [("en-gb", "English")]
    (tmp_path / "cy" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "cy" / "LC_MESSAGES" / "django.po").touch()
    assert languages(tmp_path) == [("en-gb", "English")]
    (tmp_path / "cy" / "LC_MESSAGES" / "django.mo").touch()
    assert languages(tmp_path) == [("en-gb", "English"), ("cy", "Cymraeg")]


# ── With one ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("welsh")
def test_a_page_offers_both_languages_and_says_which_it_has(client: Client) -> None:
    for place in (START, "/nowhere/"):
        text = text_of(client.get(place))
        assert '<html lang="en"' in text
        assert '<li lang="en"><b aria-current="true">English</b></li>' in text
        assert '<li lang="cy"><button class="app-link" name="language" value="cy">Cymraeg</button>' in text
    answer = client.get(START, headers={"Accept-Language": "cy"})
    assert answer.headers["Content-Language"] == "cy"
    assert '<html lang="cy"' in text_of(answer)
    assert '<li lang="cy"><b aria-current="true">Cymraeg</b></li>' in text_of(answer)


@pytest.mark.usefixtures("welsh")
def test_the_choice_is_kept_in_a_cookie_and_leads_back(client: Client) -> None:
    place = f"{reverse('collaborations')}?q=stroke&stage=complete"
    offered = re.search(r'name="next" value="([^"]*)"', client.get(place).content.decode())
    assert offered is not None
    answer = client.post(SWITCH, {"language": "cy", "next": offered[1].replace("&amp;", "&")})
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
    cookie = answer.cookies["advisor_language"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("cy", 365 * 24 * 3600, "Lax")
    assert cookie["httponly"]
    # It comes before what the browser asks for by itself.
    assert '<html lang="cy"' in text_of(client.get(place, headers={"Accept-Language": "en"}))
    client.post(SWITCH, {"language": "en-gb", "next": place})
    assert '<html lang="en"' in text_of(client.get(place))


@pytest.mark.usefixtures("welsh")
def test_choosing_a_language_leads_to_no_other_site(client: Client) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = client.post(SWITCH, {"language": "cy", "next": elsewhere})
        assert answer.headers["Location"] == "/"


@pytest.mark.usefixtures("welsh")
def test_only_a_form_of_ours_changes_the_language(
    scope: Scope, signed_in: Callable[..., Client], client: Client
) -> None:
    assert "advisor_language" not in client.get(SWITCH, {"language": "cy"}).cookies
    client.post(SWITCH, {"language": "fr"})
    assert '<html lang="en"' in text_of(client.get(START))
    strict = signed_in(scope, checks_csrf=True)
    assert strict.post(SWITCH, {"language": "cy"}).status_code == 403


@pytest.mark.usefixtures("welsh")
def test_pages_that_answer_only_forms_lead_back_to_where_one_sees_the_same(client: Client) -> None:
    text = client.post(reverse("token-new"), {"name": "Weekly figures"}).content.decode()
    assert f'name="next" value="{reverse("tokens")}"' in text


@pytest.mark.usefixtures("welsh")
def test_files_are_english_and_say_so(client: Client, assessment: Assessment) -> None:
    answer = in_welsh(client).get(reverse("board-paper-text", args=[assessment.pk]))
    assert answer.headers["Content-Language"] == "en"


@pytest.mark.usefixtures("welsh")
def test_times_are_told_in_the_language() -> None:
    now, may = timezone.now(), datetime(2024, 5, 3, 12, tzinfo=UTC)
    ago = now - timedelta(seconds=20), now - timedelta(minutes=3), now - timedelta(days=2)
    page = environment().from_string("{% for one in ago %}{{ one | when }}, {% endfor %}{{ may | day }}")
    assert page.render(ago=ago, may=may) == "just now, 3 minutes ago, 2 days ago, 3 May 2024"
    with override("cy"):
        said = page.render(ago=ago, may=may)
        assert said == "⟦just now⟧, 3 munud yn ôl, 2 ddiwrnod yn ôl, 3 Mai 2024"


@pytest.mark.usefixtures("welsh")
def test_each_number_has_its_form_of_six() -> None:
    texts = "%(num)s row", "%(num)s rows"
    with override("cy"):
        forms = {number: ngettext(*texts, number) for number in (0, 1, 2, 3, 6, 7)}
        assert {ngettext(*texts, number) for number in (4, 5, 11, 100)} == {forms[7]}
    assert len(set(forms.values())) == 6


# ── Answers and questions ────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("welsh")
def test_the_language_is_kept_with_the_answers(
    client: Client, scope: Scope, collaboration: Collaboration
) -> None:
    place = reverse("round-new", args=[collaboration.pk])
    in_welsh(client).post(place, {"questionnaire": "rapid"})
    begun = Assessment.objects.get()
    assert begun.locale == "cy"
    assert save(scope, begun, FIRST, {"stage": "planning"}).locale == "cy"
    client.cookies["advisor_language"] = "en-gb"
    client.post(place, {"questionnaire": "rapid"})
    exported = client.post(reverse("collaboration-export", args=[collaboration.pk])).content
    kept = json.loads(zipfile.ZipFile(io.BytesIO(exported)).read("collaboration.json"))
    assert {one["number"]: one["locale"] for one in kept["assessments"]} == {1: "cy", 2: "en-gb"}


@pytest.mark.usefixtures("welsh")
def test_a_question_is_asked_in_welsh_where_the_content_has_it(
    client: Client, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    welsh = {"cy": QuestionTexts(wording="Ble mae’r gwaith arni?")}
    place = reverse("question", args=[assessment.pk, FIRST.id])
    assert f'<span lang="en">{FIRST.wording}</span>' in text_of(in_welsh(client).get(place))
    monkeypatch.setitem(FIRST.__dict__, "translations", welsh)
    text = text_of(client.get(place))
    assert "Ble mae’r gwaith arni?" in text
    assert FIRST.wording not in text
    assert f'<span lang="en">{FIRST.help}</span>' in text
