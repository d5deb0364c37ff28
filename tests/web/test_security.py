"""What every request meets: forms from elsewhere, forged addresses, sessions, headers, sizes, methods."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action, How
from advisor.web.collaborations.models import Assessment, Collaboration
from tests.web.addresses import addresses
from tests.web.people import PASSWORD, is_signed_in, sign_in

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


# ── Forms from elsewhere ─────────────────────────────────────────────────────────────────────────


def test_no_address_takes_a_form_without_its_token(scope: Scope, signed_in: Callable[..., Client]) -> None:
    mine, strangers = signed_in(scope, checks_csrf=True), Client(enforce_csrf_checks=True)
    ids = ("assessment", "batch", "collaboration", "invitation", "report", "token")
    made_up = dict.fromkeys(ids, "00000000-0000-4000-8000-000000000000")
    made_up |= {"membership": 1, "share": 1, "number": 1, "key": "k", "uidb36": "1"}
    for address in addresses():
        if address.is_api:
            continue  # tokens in a header are no cookies: no other site can send them
        place = reverse(address.name, kwargs={part: made_up.get(part, "x") for part in address.parts})
        for client in (mine, strangers):
            answer = client.post(place)
            assert answer.status_code == 403, address.route
            assert "This page is out of date" in answer.content.decode()


def test_with_its_token_a_form_is_taken(scope: Scope, signed_in: Callable[..., Client]) -> None:
    client = signed_in(scope, checks_csrf=True)
    page = client.get(reverse("account")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert client.post(reverse("account"), {"name": "Pat", "csrfmiddlewaretoken": token}).status_code == 302


# ── Forged addresses ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
@pytest.mark.parametrize("name", ["account_login", "account_logout", "account_reauthenticate"])
def test_nobody_is_sent_elsewhere(scope: Scope, name: str, elsewhere: str) -> None:
    client = Client()
    if name != "account_login":
        sign_in(client, scope)
    sent = {"login": scope.user.email, "password": PASSWORD, "next": elsewhere}
    for place, data in ((f"{reverse(name)}?next={elsewhere}", sent), (reverse(name), sent)):
        answer = client.post(place, data)
        assert answer.status_code == 302
        assert re.fullmatch(r"/([a-z][a-z/]*)?", answer.headers["Location"])


def test_after_signing_in_one_goes_on_where_one_wanted_to(scope: Scope) -> None:
    answer = Client().post(
        f"{reverse('account_login')}?next=/about/", {"login": scope.user.email, "password": PASSWORD}
    )
    assert answer.headers["Location"] == "/about/"


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "[::1"]
)
def test_a_forged_host_is_refused(host: str) -> None:
    for name in ("start", "account_login", "account_reset_password"):
        assert Client().get(reverse(name), headers={"Host": host}).status_code == 400


def test_no_link_is_made_from_a_forwarded_host(
    member: Callable[..., Scope], signed_in: Callable[[Scope], Client]
) -> None:
    administrator = signed_in(member(Role.ADMINISTRATOR))
    page = administrator.post(
        reverse("invite"),
        {"email": "sam@example.org", "role": "facilitator"},
        headers={"X-Forwarded-Host": "evil.example"},
    )
    assert "http://testserver/people/invitations/" in page.content.decode()
    assert "evil.example" not in page.content.decode()


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────────


def test_a_session_from_before_signing_in_is_worth_nothing(scope: Scope) -> None:
    client = Client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["advisor_session"] = planted
    sign_in(client, scope)
    assert client.cookies["advisor_session"].value != planted
    thief = Client()
    thief.cookies["advisor_session"] = planted
    assert not is_signed_in(thief)
    assert is_signed_in(client)


def test_a_session_ends_on_the_server_too(scope: Scope) -> None:
    client = Client()
    sign_in(client, scope)
    kept = client.cookies["advisor_session"].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["advisor_session"] = kept
    assert not is_signed_in(thief)
    assert not Session.objects.filter(session_key=kept).exists()


def test_the_cookie_cannot_be_read_by_scripts_and_ends_with_the_browser(scope: Scope) -> None:
    client = Client()
    sign_in(client, scope)
    cookie = client.cookies["advisor_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    assert client.cookies["advisor_csrf"]["httponly"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let minutes pass."""
    real, passed = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + passed[0])

    def go_on(minutes: float) -> None:
        passed[0] += minutes * 60

    return go_on


def test_who_does_nothing_for_half_an_hour_is_signed_out(
    scope: Scope, clock: Callable[[float], None]
) -> None:
    client = Client()
    sign_in(client, scope)
    assert is_signed_in(client)
    clock(29)
    assert is_signed_in(client)
    clock(31)
    assert not is_signed_in(client)
    assert Event.objects.filter(action=Action.SIGNED_OUT, detail__how=How.TIME_OVER).count() == 1


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(
    scope: Scope, clock: Callable[[float], None]
) -> None:
    client = Client()
    sign_in(client, scope)
    assert is_signed_in(client)
    for _ in range(4):
        clock(9)
        client.get(reverse("collaborations"), headers={"Accept": "application/json"})
    assert not is_signed_in(client)


def test_after_twelve_hours_everybody_is_signed_out(scope: Scope, clock: Callable[[float], None]) -> None:
    client = Client()
    sign_in(client, scope)
    assert is_signed_in(client)
    for _ in range(35):
        clock(20)
        assert is_signed_in(client)
    clock(21)
    assert not is_signed_in(client)


def test_a_new_session_has_its_whole_time(scope: Scope, clock: Callable[[float], None]) -> None:
    client = Client()
    sign_in(client, scope)
    assert is_signed_in(client)
    clock(13 * 60)
    assert not is_signed_in(client)
    sign_in(client, scope)
    clock(20)
    assert is_signed_in(client)


def test_a_page_can_warn_before_somebody_who_does_nothing_is_signed_out(client: Client) -> None:
    page = client.get(reverse("collaborations")).content.decode()
    place = re.search(r'<div[^>]*id="session"[^>]*>', page)[0]
    assert 'data-idle="1800"' in place
    stay = re.search(r'data-stay="([^"]+)"', place)[1]
    assert client.get(stay).status_code == 200
    assert 'role="alert"></div>' in page, "nothing is said yet"
    assert "Stay signed in" in page.split('data-for="alert"')[1].split("</template>")[0]


def test_the_last_quarter_of_an_hour_is_told_without_scripts_too(
    scope: Scope, clock: Callable[[float], None]
) -> None:
    client = Client()
    sign_in(client, scope)

    def told() -> str:
        page = client.get(reverse("collaborations")).content.decode()
        return re.search(r'role="status">(.*?)</div>', page, re.DOTALL)[1]

    assert told() == ""
    for _ in range(28):
        clock(25)
        assert told() == ""
    clock(10)
    ends = {
        timezone.localtime(timezone.now() + timedelta(minutes=10, seconds=seconds)).strftime("%H:%M")
        for seconds in (-30, 0)
    }
    told_time = re.search(r"At (\d\d:\d\d) you are signed out: a session lasts 12 hours at most", told())[1]
    assert told_time in ends
    clock(11)
    assert not is_signed_in(client)


# ── Headers ──────────────────────────────────────────────────────────────────────────────────────


def responses(client: Client, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, Any]]:
    """Return one response of each kind, errors too."""
    client.raise_request_exception = False
    large = {"CONTENT_LENGTH": str(30 * 1024 * 1024)}
    made = [
        (200, client.get("/")),
        (302, Client().get(reverse("collaborations"))),
        (400, client.get("/", headers={"Host": "evil.example"})),
        (401, client.get("/api/v1/collaborations")),
        (403, client.get(reverse("people"))),
        (403, Client(enforce_csrf_checks=True).post("/")),
        (404, client.get("/nowhere/")),
        (405, client.delete(reverse("collaborations"))),
        (413, client.post("/collaborations/upload/", **large)),
        (413, client.post("/api/v1/assess", **large)),
    ]
    from advisor.web.pages import views

    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(views, "questionnaire", fails)
    return [*made, (500, client.get("/"))]


def test_every_response_has_its_headers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for status, response in responses(client, monkeypatch):
        assert response.status_code == status
        for name, value in EVERYWHERE.items():
            assert response.headers.get(name) == value, f"{name} of {status}"
        assert response.headers["Cache-Control"].startswith(("no-store", "max-age=0")), status
        assert "no-store" in response.headers["Cache-Control"], status
        policy = response.headers["Content-Security-Policy"]
        for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
            assert part in policy, f"{part} of {status}"
        assert "unsafe" not in policy
        assert "Server" not in response.headers


def test_scripts_and_styles_need_the_nonce_of_their_page(client: Client) -> None:
    first, second = (client.get("/") for _ in range(2))
    nonces = [
        re.search(r"script-src 'self' 'nonce-([^']+)'", one.headers["Content-Security-Policy"])[1]
        for one in (first, second)
    ]
    assert nonces[0] != nonces[1]
    page = first.content.decode()
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", page):
        assert f'nonce="{nonces[0]}"' in tag
    assert not re.search(r"\s(style|on[a-z]+)=", page)


def test_error_pages_say_what_to_do_and_nothing_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for status, response in responses(client, monkeypatch):
        if status >= 400 and status != 405 and "html" in response.headers["Content-Type"]:
            text = response.content.decode()
            assert text.count("<h1") == 1, status
            assert "Traceback" not in text
            assert "RuntimeError" not in text


# ── Sizes and methods ────────────────────────────────────────────────────────────────────────────


def test_bodies_are_as_small_as_their_pages_need(client: Client) -> None:
    text = "x" * (300 * 1024)
    assert client.post(reverse("account"), {"name": text}).status_code == 413
    assert client.post("/api/v1/assess", text, content_type="application/json").status_code == 413
    sheet = SimpleUploadedFile("a.xlsx", b"x" * (22 * 1024 * 1024))
    assert client.post(reverse("batches"), {"file": sheet}).status_code == 413


def test_a_form_of_a_thousand_fields_is_refused(client: Client) -> None:
    assert client.post(reverse("account"), {f"f{n}": "x" for n in range(501)}).status_code == 400


def test_a_length_that_is_no_number_is_no_fault_of_ours(client: Client) -> None:
    assert client.post(reverse("account"), CONTENT_LENGTH="much").status_code < 500


def test_addresses_answer_no_method_but_theirs(client: Client, assessment: Assessment) -> None:
    known = {"collaboration": assessment.collaboration.pk, "assessment": assessment.pk}
    plain = [one for one in addresses() if one.permission is not None and one.parts <= known.keys()]
    assert len(plain) > 20
    for address in plain:
        place = reverse(address.name, kwargs={part: known[part] for part in address.parts})
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            assert client.generic(method, place).status_code == 405, f"{method} {address.route}"


# ── What files bring along ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [
        "name: !!python/object/apply:os.system ['touch {marker}']\nanswers: {{}}\n",
        "!!python/object/new:subprocess.Popen [['touch', '{marker}']]\n",
        "name: x\nanswers: !!python/name:os.system\n",
    ],
)
def test_yaml_makes_nothing_but_data(client: Client, tmp_path, content: str) -> None:
    marker = tmp_path / "run"
    file = SimpleUploadedFile("a.yaml", content.format(marker=marker).encode())
    answer = client.post(reverse("collaboration-upload"), {"file": file})
    assert answer.status_code < 500
    assert "<title>Error:" in answer.content.decode()
    assert not marker.exists()
    assert not Collaboration.objects.exists()


def test_what_people_type_is_never_a_template(client: Client, collaboration: Collaboration) -> None:
    for name in ("{{ 7*7 }}", "{% raw %}", "${7*7}", "%(name)s", "{0.__class__}"):
        client.post(reverse("collaboration-details", args=[collaboration.pk]), {"name": name})
        page = client.get(reverse("collaboration", args=[collaboration.pk])).content.decode()
        assert f"<title>{name} –" in page
