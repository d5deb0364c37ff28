"""Limits: on guessing, on sending, and told by the address that is really there."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from waitress.proxy_headers import proxy_headers_middleware

from advisor.web.accounts.scope import Scope
from advisor.web.security import rates
from advisor.web.security.models import Rate
from advisor.web.security.rates import TooOften, count
from advisor.web.serving import housekeeping
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


def test_who_asked_too_often_is_told_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    count("test", "somebody", 1, 3600)
    now = time.time() + 600
    monkeypatch.setattr(time, "time", lambda: now)
    with pytest.raises(TooOften) as raised:
        count("test", "somebody", 1, 3600)
    assert 2990 <= raised.value.wait <= 3000


def test_each_try_is_one_write_and_a_refused_one_is_none(django_assert_num_queries) -> None:
    for _ in range(2):
        with django_assert_num_queries(1):
            count("test", "somebody", 2, 3600)
    with pytest.raises(TooOften):
        count("test", "somebody", 2, 3600)
    assert Rate.objects.get().tries == 2


def test_windows_that_are_over_are_tidied_away(monkeypatch: pytest.MonkeyPatch) -> None:
    count("short", "somebody", 1, 60)
    count("long", "somebody", 1, 3600)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    housekeeping.tidy()
    assert [str(one) for one in Rate.objects.all()] == ["long:somebody"]


@pytest.fixture
def for_threads(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let other threads see the database: for SQLite a file, as installations have it."""
    if connection.vendor == "sqlite":
        # A copy: the connection of this thread stays with the database that it knows.
        file = {**connections.settings["default"], "NAME": str(tmp_path / "rates.sqlite3")}
        monkeypatch.setitem(connections.settings, "default", file)
        in_threads(1, with_table)


def with_table(_: int) -> None:
    """Make the table of counts."""
    with connection.schema_editor() as editor:
        editor.create_model(Rate)


def in_threads(many: int, do: Callable[[int], object]) -> list[object]:
    """Do something in so many threads at one moment, each with its own connection; return what came of it."""
    ready = threading.Barrier(many)

    def one(number: int) -> object:
        ready.wait(10)
        try:
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


def tried(_: int) -> bool:
    """Try once; return whether it was let through."""
    try:
        count("test", "somebody", 10, 3600)
    except TooOften:
        return False
    return True


def test_tries_at_one_moment_are_all_counted(for_threads: None) -> None:
    assert sorted(in_threads(16, tried)) == [False] * 6 + [True] * 10


def test_while_the_database_is_busy_a_try_waits_and_is_counted(for_threads: None) -> None:
    """Somebody else writes for a while: the row itself on PostgreSQL, the whole file on SQLite."""
    begun = threading.Event()

    def writes_or_tries(number: int) -> float:
        if number == 0:
            with transaction.atomic():
                count("test", "somebody", 10, 3600)
                begun.set()
                time.sleep(0.3)
            return 0.0
        assert begun.wait(10)
        began = time.monotonic()
        assert tried(number)
        return time.monotonic() - began

    assert all(waited > 0.2 for waited in in_threads(3, writes_or_tries)[1:])
    assert in_threads(1, lambda _: Rate.objects.get().tries) == [3]


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


def test_an_upload_that_cannot_be_counted_is_put_off(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(rates, "count", locked)
    sent = {"file": SimpleUploadedFile("a.yaml", b"answers: [")}
    assert client.post(reverse("collaboration-upload"), sent).status_code == 503


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
        raise TooOften("test", 61)

    monkeypatch.setattr(views, "questionnaire", refuse)
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "61")
    assert "Wait 2 minutes" in answer.content.decode()
