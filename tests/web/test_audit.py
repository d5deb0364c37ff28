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
from django.utils import timezone, translation

from advisor.web.accounts.models import Membership, Organisation, User
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.audit import wording
from advisor.web.audit.actions import Detail
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action, How, record, record_for
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
        path.read_text(encoding="utf-8") for path in WEB.rglob("*.py") if path.name != "actions.py"
    )
    used = set(re.findall(r"\bAction\.([A-Z_]+)", code))
    assert set(Action.__members__) == used


# ── Signing in and out ───────────────────────────────────────────────────────────────────────────


def test_signing_in_and_out_is_recorded(scope: Scope) -> None:
    client = Client()
    sign_in(client, scope, "wrong")
    sign_in(client, scope)
    client.post(reverse("account_logout"))
    assert actions() == [Action.SIGN_IN_FAILED, Action.SIGNED_IN, Action.SIGNED_OUT]
    assert {event.organisation_id for event in Event.objects.all()} == {scope.organisation.pk}


def test_a_wrong_code_is_recorded_and_the_sign_in_counts_once_it_is_whole(
    member: Callable[..., Scope],
) -> None:
    administrator, client = member(Role.ADMINISTRATOR), Client()
    sign_in(client, administrator)
    assert actions() == []
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert actions() == [Action.SIGN_IN_FAILED, Action.SIGNED_IN]


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
        Action.SECOND_FACTOR_ADDED,
        Action.RECOVERY_CODES_MADE,
        Action.SECOND_FACTOR_REMOVED,
        Action.PASSWORD_CHANGED,
        Action.SIGNED_OUT_EVERYWHERE,
        Action.SIGNED_OUT,
    }
    kept = str(Event.objects.values())
    assert "passphrase" not in kept
    assert secret not in kept


def test_each_organisation_of_a_person_learns_of_it(scope: Scope, other_organisation: Organisation) -> None:
    Membership.objects.create(user=scope.user, organisation=other_organisation, role=Role.RESPONDENT)
    sign_in(Client(), scope)
    assert Event.objects.filter(action=Action.SIGNED_IN).count() == 2


def test_an_address_that_nobody_has_leaves_no_trace() -> None:
    Client().post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})
    assert not Event.objects.exists()


# ── The page ─────────────────────────────────────────────────────────────────────────────────────


def test_only_ones_own_trail_is_shown(
    administrator: Client, scope: Scope, other_organisation: Organisation
) -> None:
    record(scope, Action.BEGUN, file="ours")
    record_for(other_organisation, Action.BEGUN, file="theirs")
    record_for(None, Action.BEGUN, file="nobody’s")
    for name in ("audit", "audit-table"):
        answer = administrator.get(reverse(name))
        text = (b"".join(answer) if answer.streaming else answer.content).decode()
        assert "ours" in text
        assert "theirs" not in text
        assert "nobody’s" not in text


def test_it_is_searched_by_person_action_and_date(administrator: Client, scope: Scope) -> None:
    record(scope, Action.BEGUN, file="alpha")
    record_for(scope.organisation, Action.EXPIRED, file="omega")
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
    record(scope, Action.BEGUN, file="alpha")
    page = administrator.get(reverse("audit"), {"since": "yesterday", "action": "none", "page": "x"})
    assert page.status_code == 200
    assert "Enter a date such as 2026-03-31" in page.content.decode()
    assert "alpha" in page.content.decode()
    for name in ("audit", "audit-table"):
        for day in ("0001-01-01", "9999-12-31"):
            assert administrator.get(reverse(name), {"since": day, "until": day}).status_code == 200, day


def test_it_comes_in_pages(administrator: Client, scope: Scope) -> None:
    for number in range(51):
        record(scope, Action.BEGUN, file=f"event {number:02}")
    first = administrator.get(reverse("audit"), {"action": Action.BEGUN}).content.decode()
    assert "event 50" in first
    assert "event 00" not in first
    link = re.search(r'href="(\?[^"]*page=2)"', first)[1].replace("&amp;", "&")
    assert "event 00" in administrator.get(reverse("audit") + link).content.decode()


def test_whoever_takes_the_table_away_stands_in_the_trail(administrator: Client, scope: Scope) -> None:
    record(scope, Action.BEGUN, file="alpha")
    administrator.head(reverse("audit-table"))
    assert actions() == [Action.BEGUN], "nothing was sent"
    sent = b"".join(administrator.get(reverse("audit-table"))).decode()
    assert "alpha" in sent
    assert "downloaded the audit trail" not in sent, "it holds what the page showed"
    event = Event.objects.first()
    assert event is not None
    assert (event.action, event.user) == (
        Action.TRAIL_DOWNLOADED,
        User.objects.get(email__startswith="admin"),
    )
    assert "downloaded the audit trail" in administrator.get(reverse("audit")).content.decode()


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"email": "sam@example.org", "role": Role.CONSULTANT}, "sam@example.org, Consultant"),
        ({"role_before": "respondent", "role": "facilitator"}, "Respondent before, Facilitator"),
        ({"partner": "Reed NHS Trust", "may_answer": True}, "Reed NHS Trust, reads and answers"),
        ({"partner": "Reed NHS Trust", "may_answer": False}, "Reed NHS Trust, reads"),
        (
            {"number": 2, "questionnaire": "rapid", "how": How.FROM_FILE},
            "round 2, rapid, from an answers file",
        ),
        ({"facts": 1, "how": How.FOR_PROGRAMS}, "1 fact, through other software"),
        ({"days": 30}, "untouched for 30 days"),
        ({"forms": "pdf html"}, "PDF, HTML"),
        ({"settings": "name retention_days"}, "name, days to keep collaborations"),
        ({"name_before": "Harrowmoor"}, "before: Harrowmoor"),
        ({"file": "x" * 400}, "x" * 300),
        ({}, ""),
    ],
)
def test_details_are_kept_as_data_and_told_in_words(scope: Scope, detail: dict, words: str) -> None:
    record(scope, Action.BEGUN, **detail)
    assert wording.detail(Event.objects.get()) == words


def test_each_part_of_a_detail_has_its_words() -> None:
    assert set(wording._WORDS) == set(Detail.__annotations__)


def test_the_trail_is_told_in_the_language_of_its_reader(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No catalogue is complete: what is asked for is what counts."""
    asked: list[str] = []
    record_for(scope.organisation, Action.EXPIRED, days=30)
    event = Event.objects.get()
    for name in ("_", "ngettext"):
        monkeypatch.setattr(wording, name, lambda *texts: asked.append(texts[0]) or texts[0])
    with translation.override("cy"):
        assert str(Action(event.action).label)
        wording.who(event)
        wording.detail(event)
    assert asked == ["the app", "untouched for %(num)s day"]


def test_a_mark_that_is_no_longer_known_is_shown_as_it_is(scope: Scope) -> None:
    record(scope, Action.BEGUN)
    event = Event.objects.get()
    event.action = "gone-by-now"
    event.detail = {"how": "gone too", "more": "from later"}
    assert (wording.action(event), wording.detail(event)) == ("gone-by-now", "gone too")


def test_the_table_holds_all_and_runs_nothing(administrator: Client, scope: Scope) -> None:
    scope.user.name = '=HYPERLINK("http://x")'
    record(scope, Action.BEGUN, Collaboration(name='+1,"a"\nb'), file="@cmd")
    content = b"".join(administrator.get(reverse("audit-table")))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0]["who"] == '\'=HYPERLINK("http://x")'
    assert rows[0]["subject"] == '\'+1,"a"\nb'
    assert rows[0]["detail"] == "'@cmd"
    assert rows[0]["action"] == "began a collaboration"
