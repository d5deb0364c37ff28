"""Whole installations in processes of their own: a team’s, checked by Django; and one person’s."""

import http.client
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.api.models import Token
from advisor.web.security.logs import Discreet
from tests.system.serving import serving
from tests.web.people import PASSWORD, sign_in

ROOT = Path(__file__).parents[2]
TEAM = {
    "ADVISOR_ACCOUNTS": "yes",
    "ADVISOR_SECRET_KEY": "k3y-of-a-test-" + "abcdefghij0123456789" * 3,
    "ADVISOR_HOSTS": "advice.example.org",
}


def run(data: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with its data in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | {"ADVISOR_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str]:
    """What one person without accounts gets, and the log of it, as talkative as it can be."""
    script = str(ROOT / "tests" / "web" / "alone.py")
    done = run(tmp_path_factory.mktemp("alone"), script, ADVISOR_LOG_LEVEL="DEBUG")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


def test_a_team_installation_passes_every_check_of_django(tmp_path: Path) -> None:
    sign_on = {"ADVISOR_OIDC_URL": "https://id.example.org/realms/nhs", "ADVISOR_OIDC_CLIENT": "advisor"}
    done = run(tmp_path, "-m", "advisor", "web", "check", **TEAM, **sign_on)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_the_check_finds_what_is_not_safe(tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "advisor", "web", "check", **TEAM, ADVISOR_HTTPS="no")
    assert done.returncode != 0
    assert "SESSION_COOKIE_SECURE" in done.stdout + done.stderr


def test_one_person_needs_no_account_and_finds_no_page_about_accounts(
    alone: tuple[dict[str, Any], str],
) -> None:
    told, _log = alone
    theirs = {place: status for place, status in told["statuses"].items() if status == 200}
    assert set(theirs) == {"/", "/collaborations/", "/batches/", "/api/tokens/", "/privacy/"}
    others = {place: status for place, status in told["statuses"].items() if place not in theirs}
    assert set(others.values()) == {404}
    assert told["result"] == 200
    assert told["people"] == 1


def test_one_persons_app_answers_to_the_names_of_their_own_machine_alone(
    alone: tuple[dict[str, Any], str],
) -> None:
    assert alone[0]["hosts"] == {
        "localhost": 200,
        "127.0.0.1": 200,
        "[::1]": 200,
        "advice.example.org": 400,
        "192.168.1.5": 400,
        "localhost.evil.example": 400,
    }


def test_no_answer_reaches_the_log_even_when_a_page_fails(alone: tuple[dict[str, Any], str]) -> None:
    told, log = alone
    assert told["fault"] == 500
    assert "RuntimeError: a fault of ours" in log
    for part in ("established", "Fact(", "stage=", "Kept to ourselves"):
        assert part not in log, part


def test_secrets_never_stand_in_the_log(
    scope: Scope, member, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks
) -> None:
    token, secret = Token.made(scope.membership, "for tests")
    client = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.DEBUG):
        sign_in(Client(), scope, "a wrong passphrase")
        sign_in(Client(), scope)
        sign_in(Client(), member(Role.ADMINISTRATOR))
        client.post(reverse("invitation", args=["secret-of-a-link"]), {"password": PASSWORD})
        Client().get(reverse("invitation", args=["secret-of-a-link"]))
        Client().get(reverse("account_reset_password_from_key", args=["1", "secret-of-a-link"]))
        token.withdrawn = token.created
        token.save()
        Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/collaborations")
    lines = "\n".join(Discreet().format(record) for record in caplog.records)
    assert "/people/invitations/…/" in lines
    for hidden in ("passphrase", "secret-of-a-link", secret):
        assert hidden not in lines


def test_the_log_is_written_so_that_secrets_are_left_out(settings) -> None:
    (handler,) = settings.LOGGING["handlers"].values()
    assert settings.LOGGING["formatters"][handler["formatter"]]["()"] == f"{Discreet.__module__}.Discreet"
    assert settings.LOGGING["root"]["handlers"] == list(settings.LOGGING["handlers"])


@pytest.mark.slow
def test_no_body_is_kept_that_is_larger_than_any_upload_and_no_file_is_open_to_others(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    with serving(tmp_path) as server:
        asked = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=20)
        asked.putrequest("POST", "/batches/")
        asked.putheader("Content-Length", "1000000000")
        asked.endheaders()
        assert asked.getresponse().status == 413, "before any of it is sent"
        kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if path.exists() and path.stat().st_mode & 0o077] == []
