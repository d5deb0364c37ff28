"""Limits: on guessing, on sending, and told by the address that is really there."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from waitress.proxy_headers import proxy_headers_middleware

from advisor.web.accounts.scope import Scope
from advisor.web.security import rates
from advisor.web.security.rates import TooOften, count
from advisor.web.serving.serve import _trusting
from tests.web.people import is_signed_in, sign_in


def guess(client: Client, email: str, **environment: str) -> str:
    """Try a wrong password; return the page."""
    sent = {"login": email, "password": "wrong"}
    return client.post(reverse("account_login"), sent, **environment).content.decode()


# ── Counting ─────────────────────────────────────────────────────────────────────────────────────


def test_a_window_begins_with_the_first_try_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        count("test", "somebody", 3, 3600)
    with pytest.raises(TooOften):
        count("test", "somebody", 3, 3600)
    count("test", "another", 3, 3600)
    count("another", "somebody", 3, 3600)
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)
    count("test", "somebody", 3, 3600)


def test_in_the_database_a_count_is_kept_for_its_whole_window(
    settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.web import settings as real

    settings.CACHES = real.CACHES
    call_command("createcachetable", verbosity=0)
    monkeypatch.setattr(rates, "cache", caches["default"])
    for _ in range(2):
        count("test", "somebody", 2, 3600)
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires FROM cache WHERE cache_key LIKE %s", ["%rate:test%"])
        (ends,) = (row[0] for row in cursor.fetchall())
    left = (
        ends if timezone.is_aware(ends) else timezone.make_aware(ends, timezone.get_fixed_timezone(0))
    ) - timezone.now()
    assert 3500 < left.total_seconds() <= 3600
    with pytest.raises(TooOften):
        count("test", "somebody", 2, 3600)


# ── Signing in ───────────────────────────────────────────────────────────────────────────────────


def test_after_five_wrong_passwords_the_right_one_waits_too(
    scope: Scope, member: Callable[..., Scope]
) -> None:
    client = Client()
    for _ in range(5):
        assert "is not right" in guess(client, scope.user.email)
    assert "There were too many tries" in guess(client, scope.user.email)
    assert "There were too many tries" in sign_in(client, scope).content.decode()
    assert not is_signed_in(client)
    other = member()
    sign_in(client, other)
    assert is_signed_in(client), "others are not held up"


def test_one_address_on_the_network_cannot_try_everybody(scope: Scope) -> None:
    client = Client()
    for number in range(10):
        guess(client, f"p{number}@example.org", REMOTE_ADDR="192.0.2.7")
    assert "There were too many tries" in guess(client, scope.user.email, REMOTE_ADDR="192.0.2.7")
    assert "is not right" in guess(client, scope.user.email, REMOTE_ADDR="192.0.2.8")


def test_a_header_that_the_visitor_wrote_changes_nothing(scope: Scope) -> None:
    client = Client()
    for number in range(10):
        guess(client, f"p{number}@example.org", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert "There were too many tries" in guess(
        client, scope.user.email, HTTP_X_FORWARDED_FOR="198.51.100.99"
    )


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.5, 198.51.100.1, 192.0.2.9", "198.51.100.1"),
    ],
)
def test_behind_proxies_the_address_is_the_one_they_saw(
    settings, proxies: int, forwarded: str, seen: str
) -> None:
    environments: list[dict[str, Any]] = []
    deployment = settings.DEPLOYMENT.model_copy(update={"proxies": proxies})
    app = proxy_headers_middleware(
        lambda environment, _start: environments.append(dict(environment)) or [],
        **_trusting(deployment),
        clear_untrusted=True,
    )
    app({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded, "wsgi.url_scheme": "http"}, None)
    from allauth.core.internal.httpkit import get_client_ip
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.META.update({key: value for key, value in environments[0].items() if isinstance(value, str)})
    assert get_client_ip(request) == seen


def test_too_many_tries_get_a_page_that_says_so() -> None:
    client = Client()
    answers = [client.post(reverse("account_login"), {}) for _ in range(31)]
    assert [one.status_code for one in answers[:30]] == [200] * 30
    assert answers[30].status_code == 429
    assert "Please wait a little" in answers[30].content.decode()


def test_codes_cannot_be_guessed_either(member: Callable[..., Scope]) -> None:
    client = Client()
    sign_in(client, member("administrator"))
    pages = [client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}).content.decode() for n in range(6)]
    assert "not the right code" in pages[4]
    assert "There were too many tries" in pages[5]


def test_nobody_is_flooded_with_links_for_a_new_password(scope: Scope) -> None:
    client = Client()
    statuses = [
        client.post(reverse("account_reset_password"), {"email": scope.user.email}).status_code
        for _ in range(6)
    ]
    assert statuses == [302] * 5 + [429]
    assert len(mail.outbox) == 5


# ── Uploads and reports ──────────────────────────────────────────────────────────────────────────


def test_uploads_are_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_UPLOADS_AN_HOUR", 2)

    def upload(place: str) -> int:
        return client.post(place, {"file": SimpleUploadedFile("a.yaml", b"answers: [")}).status_code

    place = reverse("collaboration-upload")
    assert [upload(place) for _ in range(3)] == [200, 200, 429]
    assert upload(reverse("batches")) == 429, "wherever they go"
    assert client.post(place, {"name": "no file"}).status_code == 200


def test_reports_are_counted(client: Client, assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.web.reports import views

    monkeypatch.setattr(views, "MOST_AN_HOUR", 2)
    place = reverse("reports", args=[assessment.pk])
    assert [client.post(place, {"form": "json"}).status_code for _ in range(3)] == [302, 302, 429]


def test_searches_are_counted_together(client: Client, assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.web.result import views_searching

    monkeypatch.setattr(views_searching, "MOST_AN_HOUR", 1)
    pages = [reverse(name, args=[assessment.pk]) for name in ("find-out", "deciding", "levers")]
    assert [client.get(page).status_code for page in pages] == [200, 429, 429]


def test_whatever_is_asked_for_too_often_gets_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.web.pages import views

    def refuse(*_: object) -> None:
        raise TooOften("test")

    monkeypatch.setattr(views, "questionnaire", refuse)
    assert client.get("/").status_code == 429
