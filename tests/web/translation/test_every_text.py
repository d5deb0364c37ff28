"""Every text of the app goes through translation: a made-up Welsh in ⟦ ⟧ shows what does not.

Each text of a page is in ⟦ ⟧, or it is content, which is English and says so, or it is nobody’s language.
"""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from babel import Locale
from babel.dates import format_timedelta
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from advisor.web.accounts.invitations import invite
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.pages import views
from advisor.web.security.rates import TooOften
from tests.web.addresses import addresses
from tests.web.people import PASSWORD
from tests.web.translation.conftest import UNSOUND, World, in_welsh, joined
from tests.web.translation.content import unsaid, words
from tests.web.translation.reading import Page, Text

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
NAMES = re.compile(r"\S*zz\S*|https?://\S+|(?:application|text)/\S+|\b[0-9a-f]{8,}\b", re.IGNORECASE)
"""Names in these tests, addresses, kinds of files, hashes."""
EVERYBODYS = {
    *("pdf", "json", "csv", "html", "parquet", "mb", "kb"),
    *("english", "cymraeg"),  # each language calls itself so
    *("name", "region", "stage", "conflict", "plannig"),  # stands in the table that is uploaded
    *("everything.zip", "report.json", "board-paper.txt"),  # files that the trail names
}
"""What is written so in every language."""
WELSH = Locale("cy")
DATES = {
    word
    for text in (
        *WELSH.months["format"]["wide"].values(),
        *(format_timedelta(-timedelta(days=days), add_direction=True, locale="cy") for days in (0.001, 1)),
    )
    for word in words(text)
}


def faults(html: str, told: Iterable[str] = ()) -> list[str]:
    """Return what is wrong with the texts of a page.

    Args:
        html: The page.
        told: English sentences in it that are not content.
    """
    read = (each for each in Page(html).texts if each.place != "code" and each.text not in told)
    return [fault for each in read if (fault := _fault(each))]


def _fault(each: Text) -> str:
    is_english = each.language == "en"
    if is_english and "⟦" in each.text and each.place != "title":
        return f"{each.place} says that it is English: “{each.text[:160]}”"
    rest = NAMES.sub(" ", MARKED.sub(" ", each.text))
    if is_english or each.place == "title":
        left = unsaid(rest)
    else:
        left = words(" ".join(one for one in rest.split() if one.strip("“”,") not in EVERYBODYS))
    left = tuple(word for word in left if word not in EVERYBODYS | DATES and len(word) > 1)
    return f"{each.place} in {each.language}: “{each.text[:160]}” has {left}" if left else ""


def wrong_in(answer: Any, told: Iterable[str] = ()) -> list[str]:
    """Return what is wrong with the texts of an answer, where it is a page."""
    is_page = "html" in answer.headers.get("Content-Type", "") and not answer.streaming
    if answer.streaming:
        list(answer.streaming_content)  # read to its end, a file is closed, and not the database with it
    return faults(answer.content.decode(), told) if is_page and answer.content else []


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


def test_every_page(world: World, browser: Client) -> None:
    wrong = []
    for address in addresses():
        if address.parts <= world.parts.keys() and not address.is_api:
            parts = {part: world.parts[part] for part in address.parts}
            answer = browser.get(reverse(address.name, kwargs=parts))
            wrong += [f"{address.name}: {one}" for one in wrong_in(answer, world.told)]
    assert wrong == []


def test_pages_of_other_kinds_of_questions_and_of_nothing_answered(world: World, browser: Client) -> None:
    wrong = []
    for name, *parts in (
        *(("question", world.fresh, one) for one in ("A4", "A6", "F1")),
        *(("what-if-question", world.fresh, one) for one in ("A4", "A6", "F1")),
        *((name, world.fresh) for name in ("tasks", "check", "later", "result", "what-if", "reports")),
    ):
        answer = browser.get(reverse(name, args=parts))
        assert answer.status_code == 200, name
        wrong += [f"{name} {parts[1:]}: {one}" for one in wrong_in(answer)]
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["start", "privacy", "accessibility", "account_login", "account_reset_password"]
)
def test_pages_for_strangers(world: World, settings: Any, name: str) -> None:
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"organisation": "Zzorganisation"})
    answer = in_welsh(Client()).get(reverse(name))
    assert answer.status_code == 200
    assert wrong_in(answer) == []


def test_pages_on_ones_own_machine(settings: Any, welsh: None) -> None:
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(
        update={"accounts": False, "organisation": "Zzorganisation"}
    )
    browser = in_welsh(Client())
    for name in ("start", "privacy", "collaborations", "collaboration-new"):
        assert wrong_in(browser.get(reverse(name))) == []


# ── What is refused ──────────────────────────────────────────────────────────────────────────────

LONG = "zz" * 300
NEW = ("password1", "password2")
REFUSED: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("account", (), {"name": ""}),
    ("account", (), {"name": "zz\tzz"}),
    ("account", (), {"name": LONG}),
    ("account_email", (), {"action_add": "yes", "email": ""}),
    ("account_email", (), {"action_add": "yes", "email": "zz"}),
    ("account_email", (), {"action_add": "yes", "email": "zzadministrator@zz.zz"}),
    ("account_change_password", (), {}),
    ("account_change_password", (), {"oldpassword": "x", "password1": "zzzz-zzzzzzzz-1", "password2": "y"}),
    (
        "account_change_password",
        (),
        {"oldpassword": PASSWORD, "password1": "password", "password2": "password"},
    ),
    (
        "account_change_password",
        (),
        {"oldpassword": LONG, "password1": "zzadministrator@zz.zz", "password2": "zzadministrator@zz.zz"},
    ),
    ("account_reauthenticate", (), {"password": "wrong"}),
    ("mfa_reauthenticate", (), {"code": "000000"}),
    ("mfa_deactivate_totp", (), {}),
    ("batches", (), {}),
    ("batches", (), {"file": b"", "name": LONG}),
    ("batch-mend", ("batch",), {}),
    ("batch-run", ("batch",), {}),
    ("batch-run", ("batch",), {"reports": ["none", "pdf"]}),
    ("collaboration-details", ("collaboration",), {"name": "", "region": LONG}),
    ("collaboration-details", ("collaboration",), {"name": LONG, "region": "zz\tzz"}),
    ("collaboration-new", (), {}),
    ("collaboration-new", (), {"name": "zz", "questionnaire": "zz"}),
    ("collaboration-upload", (), {}),
    ("collaboration-upload", (), {"file": UNSOUND}),
    ("invite", (), {}),
    ("invite", (), {"email": "zz", "role": "zz"}),
    ("invite", (), {"email": "zzrespondent@zz.zz", "role": "consultant"}),
    ("organisation", (), {}),
    ("organisation", (), {"name": "Zzpartner", "colour": "zz", "retention_days": "zz"}),
    ("organisation", (), {"name": LONG, "colour": "#ffffff", "retention_days": "-1"}),
    ("organisation", (), {"name": "zz\tzz", "colour": "zzzzzzzzz", "retention_days": "99999999"}),
    ("question", ("assessment", "question"), {"stage": "zz"}),
    ("round-new", ("collaboration",), {}),
    ("role", ("membership",), {}),
    ("role", ("membership",), {"role": "zz"}),
    ("sharing", ("collaboration",), {}),
    ("sharing", ("collaboration",), {"partner": "Zzhome"}),
    ("sharing", ("collaboration",), {"partner": "Zznobody"}),
    ("token-new", (), {}),
    ("token-new", (), {"name": LONG}),
    ("what-if-question", ("assessment", "question"), {}),
]
"""Forms with what they refuse."""


def test_what_forms_refuse(world: World, browser: Client) -> None:
    wrong = []
    for name, parts, sent in REFUSED:
        place = reverse(name, kwargs={part: world.parts[part] for part in parts})
        files = {key: SimpleUploadedFile("zz.yaml", value) for key, value in sent.items() if key == "file"}
        answer = browser.post(place, sent | files)
        wrong += [f"{name} {sent}: {one}" for one in wrong_in(answer, world.told)]
        assert answer.status_code in (200, 422), (name, sent, answer.status_code)
    assert wrong == []


def test_what_strangers_are_refused(welsh: None) -> None:
    someone = joined(Organisation.objects.create(name="Zz"), Role.ADMINISTRATOR, "zznew")
    browser = in_welsh(Client())
    link = invite(someone, "zzsomebody@zz.zz", Role.CONSULTANT, "").link
    wrong = []
    for place, sent in (
        (reverse("account_login"), {}),
        (reverse("account_login"), {"login": "zz", "password": ""}),
        (reverse("account_login"), {"login": "zz@zz.zz", "password": "wrong"}),
        (reverse("account_reset_password"), {"email": "zz"}),
        (link, {}),
        (link, {"name": "Zz", "password": "short"}),
        (link, {"name": "Zz", "password": "password12345"}),
        (link, {"name": "Zz", "password": "zzsomebody@zz.zz"}),
    ):
        answer = browser.post(place, sent)
        assert answer.status_code == 200, (place, sent)
        wrong += wrong_in(answer)
    browser.post(reverse("account_login"), {"login": someone.user.email, "password": PASSWORD})
    answer = browser.get(reverse("account_logout"))
    assert wrong + wrong_in(answer) == []


def test_the_second_factor(welsh: None) -> None:
    wrong = []
    has_one = joined(Organisation.objects.create(name="Zz"), Role.ADMINISTRATOR, "zznew")
    browser = in_welsh(Client())
    answer = browser.post(
        reverse("account_login"), {"login": has_one.user.email, "password": PASSWORD}, follow=True
    )
    assert b'name="code"' in answer.content
    wrong += wrong_in(answer)
    wrong += wrong_in(browser.post(reverse("mfa_authenticate"), {"code": "000000"}))
    Authenticator.objects.all().delete()
    browser = in_welsh(Client())
    browser.post(reverse("account_login"), {"login": has_one.user.email, "password": PASSWORD})
    place = reverse("mfa_activate_totp")
    first = browser.get(place)
    assert first.status_code == 200
    assert wrong + wrong_in(first) + wrong_in(browser.post(place, {"code": "000000"})) == []


def refusals(browser: Client, monkeypatch: pytest.MonkeyPatch) -> dict[int, Any]:
    """Return one answer of each kind that refuses or fails."""
    found = [
        browser.get("/nowhere/"),
        browser.get(reverse("people")),
        browser.post(reverse("collaboration-new"), {"name": "zz" * 200_000}),
        browser.get(reverse("start"), headers={"Host": "elsewhere.example"}),
    ]
    for error in (OperationalError(), RuntimeError(), TooOften("zz", 60)):
        with monkeypatch.context() as patched:
            patched.setattr(views, "render", mock.Mock(side_effect=error))
            found.append(browser.get(reverse("start")))
    return {each.status_code: each for each in found}


def test_errors(
    scope: Scope, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, welsh: None
) -> None:
    scope.user.name, scope.organisation.name = "Zz", "Zz"
    scope.user.save()
    scope.organisation.save()
    browser = in_welsh(signed_in(scope))
    browser.raise_request_exception = False
    found = refusals(browser, monkeypatch)
    assert set(found) == {400, 403, 404, 413, 429, 500, 503}
    strict = in_welsh(signed_in(scope, checks_csrf=True))
    wrong = [one for each in (*found.values(), strict.post("/collaborations/new/")) for one in wrong_in(each)]
    assert wrong == []


def test_a_question_that_was_answered_meanwhile(world: World, browser: Client) -> None:
    place = reverse("question", args=[world.fresh, "A1"])
    state = browser.get(place).content.decode().split('name="state" value="')[1].split('"')[0]
    for answer in ("planning", "established"):
        last = browser.post(place, {"stage": answer, "state": state})
    assert last.status_code == 409
    assert wrong_in(last) == []


def test_a_page_before_the_next_says_what_was_done(world: World, browser: Client) -> None:
    collaboration, membership = world.parts["collaboration"], world.parts["membership"]
    wrong = []
    for name, parts, sent in (
        ("collaboration-details", (collaboration,), {"name": "Zzname", "region": ""}),
        ("share-withdraw", (collaboration, world.parts["share"]), {}),
        ("sharing", (collaboration,), {"partner": "Zzpartner"}),
        ("role", (membership,), {"role": "facilitator"}),
        ("member-remove", (membership,), {}),
        ("organisation", (), {"name": "Zzhome", "colour": "", "retention_days": "0"}),
        ("account", (), {"name": "Zz"}),
        ("invite", (), {"email": "zznew@zz.zz", "role": "consultant"}),
        ("token-new", (), {"name": "Zz"}),
        ("batch-delete", (world.parts["batch"],), {}),
        ("collaboration-delete", (collaboration,), {}),
    ):
        answer = browser.post(reverse(name, args=parts), sent, follow=True)
        assert answer.status_code == 200, name
        wrong += [f"{name}: {one}" for one in wrong_in(answer)]
    assert wrong == []


# ── What is no page ──────────────────────────────────────────────────────────────────────────────


def test_emails(world: World, browser: Client) -> None:
    browser.post(reverse("invite"), {"email": "zznew@zz.zz", "role": "consultant"})
    changed = {
        "oldpassword": PASSWORD,
        "password1": "zz another passphrase",
        "password2": "zz another passphrase",
    }
    browser.post(reverse("account_change_password"), changed)
    browser.post(reverse("account_email"), {"action_add": "yes", "email": "zzother@zz.zz"})
    in_welsh(Client()).post(reverse("account_reset_password"), {"email": "zzrespondent@zz.zz"})
    assert len(mail.outbox) == 4
    for each in mail.outbox:
        for text in (each.subject, each.body):
            assert words(NAMES.sub(" ", MARKED.sub(" ", text))) == (), text


def test_what_scripts_ask_for(world: World, browser: Client) -> None:
    place = reverse("batch", args=[world.parts["batch"]])
    says = browser.get(place, headers={"Accept": "application/json"}).json()["says"]
    report = reverse("report", args=[world.parts["assessment"], world.parts["report"]])
    label = browser.get(report, headers={"Accept": "application/json"}).json()["label"]
    assert MARKED.sub("", label) == ""
    assert words(MARKED.sub(" ", says)) == ()
