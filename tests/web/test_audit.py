"""The trail: everything that changes what is kept, never changed itself, read by administrators alone."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.web.accounts.models import Membership, Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action, record, record_for
from advisor.web.collaborations.models import Collaboration
from tests.web.people import SECRET, code_of, sign_in

WEB = Path(__file__).parents[2] / "advisor" / "web"


@pytest.fixture
def administrator(member: Callable[..., Scope], signed_in: Callable[[Scope], Client]) -> Client:
    """The administrator’s browser."""
    return signed_in(member(Role.ADMINISTRATOR))


def actions() -> list[str]:
    return list(Event.objects.order_by("at").values_list("action", flat=True))


# ── Never changed ────────────────────────────────────────────────────────────────────────────────


def test_the_app_changes_and_deletes_nothing(scope: Scope) -> None:
    record(scope, Action.BEGUN)
    event = Event.objects.get()
    for change in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(TypeError, match="never"):
            change()
    with pytest.raises(TypeError, match="never"):
        Event.objects.update(who="somebody else")


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET who = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_too(scope: Scope, statement: str) -> None:
    record(scope, Action.BEGUN)
    refused = pytest.raises(DatabaseError, match="never changed or deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get().who == str(scope.user)


def test_it_outlives_what_it_tells_of(scope: Scope, collaboration: Collaboration) -> None:
    record(scope, Action.BEGUN, collaboration)
    collaboration.delete()
    scope.user.delete()
    event = Event.objects.get()
    assert (event.subject, event.who) == ("Harrowmoor stroke network", str(scope.user))


def test_every_action_is_recorded_somewhere() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in WEB.rglob("*.py") if path.name != "record.py"
    )
    used = set(re.findall(r"\bAction\.([A-Z_]+)", code))
    assert set(Action.__members__) == used


# ── Signing in and out ───────────────────────────────────────────────────────────────────────────


def test_signing_in_and_out_is_recorded(scope: Scope) -> None:
    client = Client()
    sign_in(client, scope, "wrong")
    sign_in(client, scope)
    client.post(reverse("account_logout"))
    assert actions() == ["failed to sign in", "signed in", "signed out"]
    assert {event.organisation_id for event in Event.objects.all()} == {scope.organisation.pk}


def test_a_wrong_code_is_recorded_and_the_sign_in_counts_once_it_is_whole(
    member: Callable[..., Scope],
) -> None:
    administrator, client = member(Role.ADMINISTRATOR), Client()
    sign_in(client, administrator)
    assert actions() == []
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert actions() == ["failed to sign in", "signed in"]


def test_passwords_and_second_factors_are_recorded_without_them(
    client: Client, scope: Scope, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.get(reverse("mfa_activate_totp"))
        secret = client.session["mfa.totp.secret"]
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        client.post(reverse("mfa_generate_recovery_codes"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_deactivate_totp"))
        sent = {"oldpassword": "a long enough passphrase", "password1": "new long passphrase"}
        client.post(reverse("account_change_password"), sent | {"password2": "new long passphrase"})
        client.post(reverse("sign-out-everywhere"))
    assert set(actions()) == {
        "set up a second factor",
        "made new recovery codes",
        "removed their second factor",
        "changed their password",
        "signed out everywhere",
        "signed out",
    }
    kept = str(Event.objects.values())
    assert "passphrase" not in kept
    assert secret not in kept


def test_each_organisation_of_a_person_learns_of_it(scope: Scope, other_organisation: Organisation) -> None:
    Membership.objects.create(user=scope.user, organisation=other_organisation, role=Role.RESPONDENT)
    sign_in(Client(), scope)
    assert Event.objects.filter(action="signed in").count() == 2


def test_an_address_that_nobody_has_leaves_no_trace() -> None:
    Client().post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})
    assert not Event.objects.exists()


# ── The page ─────────────────────────────────────────────────────────────────────────────────────


def test_only_ones_own_trail_is_shown(
    administrator: Client, scope: Scope, other_organisation: Organisation
) -> None:
    record(scope, Action.BEGUN, None, "ours")
    record_for(other_organisation, Action.BEGUN, None, "theirs")
    record_for(None, Action.BEGUN, None, "nobody’s")
    for name in ("audit", "audit-table"):
        answer = administrator.get(reverse(name))
        text = (b"".join(answer) if answer.streaming else answer.content).decode()
        assert "ours" in text
        assert "theirs" not in text
        assert "nobody’s" not in text


def test_it_is_searched_by_person_action_and_date(administrator: Client, scope: Scope) -> None:
    record(scope, Action.BEGUN, None, "alpha")
    record_for(scope.organisation, Action.EXPIRED, None, "omega")
    today = timezone.localdate()
    for query, found in (
        ({"who": scope.user.name[:6].lower()}, ["alpha"]),
        ({"who": "the app"}, ["omega"]),
        ({"action": Action.EXPIRED}, ["omega"]),
        ({"since": today, "until": today}, ["alpha", "omega"]),
        ({"until": today - timedelta(days=1)}, []),
        ({"since": today + timedelta(days=1)}, []),
    ):
        page = administrator.get(reverse("audit"), query).content.decode()
        body = page.split("<table")[1].split("</table")[0] if "<table" in page else ""
        assert [one for one in ("alpha", "omega") if one in body] == found, query


def test_a_search_that_makes_no_sense_is_told_and_shows_all(administrator: Client, scope: Scope) -> None:
    record(scope, Action.BEGUN, None, "alpha")
    page = administrator.get(reverse("audit"), {"since": "yesterday", "action": "none", "page": "x"})
    assert page.status_code == 200
    assert "Enter a date such as 2026-03-31" in page.content.decode()
    assert "alpha" in page.content.decode()
    for name in ("audit", "audit-table"):
        for day in ("0001-01-01", "9999-12-31"):
            assert administrator.get(reverse(name), {"since": day, "until": day}).status_code == 200, day


def test_it_comes_in_pages(administrator: Client, scope: Scope) -> None:
    for number in range(51):
        record(scope, Action.BEGUN, None, f"event {number:02}")
    first = administrator.get(reverse("audit"), {"action": Action.BEGUN}).content.decode()
    assert "event 50" in first
    assert "event 00" not in first
    link = re.search(r'href="(\?[^"]*page=2)"', first)[1].replace("&amp;", "&")
    assert "event 00" in administrator.get(reverse("audit") + link).content.decode()


def test_the_table_holds_all_and_runs_nothing(administrator: Client, scope: Scope) -> None:
    scope.user.name = '=HYPERLINK("http://x")'
    record(scope, Action.BEGUN, Collaboration(name='+1,"a"\nb'), "@cmd")
    content = b"".join(administrator.get(reverse("audit-table")))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0]["who"] == '\'=HYPERLINK("http://x")'
    assert rows[0]["subject"] == '\'+1,"a"\nb'
    assert rows[0]["detail"] == "'@cmd"
    assert rows[0]["action"] == "began a collaboration"
