"""Signing in, the second factor, and one’s own account."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from advisor.errors import CommandError
from advisor.web.accounts.models import Membership, Organisation, User
from advisor.web.accounts.recovery import recover
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.api.models import Token
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from tests.web.people import PASSWORD, SECRET, code_of, is_signed_in, sign_in

NEW_PASSWORD = "quite another passphrase"  # noqa: S105 - of people who are made up


@pytest.fixture
def _sends_mail(settings) -> None:
    """The installation has a mail server."""
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"email_host": "mail.example.org"})


# ── Signing in and out ───────────────────────────────────────────────────────────────────────────


def test_email_and_password_let_in_and_the_button_out(scope: Scope) -> None:
    client = Client()
    assert sign_in(client, scope).headers["Location"] == "/collaborations/"
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_the_address_is_the_same_in_capitals(scope: Scope) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": scope.user.email.upper(), "password": PASSWORD})
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_look_alike(scope: Scope) -> None:
    pages = []
    for email in (scope.user.email, "nobody@example.org"):
        response = Client().post(reverse("account_login"), {"login": email, "password": "wrong"})
        pages.append(response.content.decode().replace(email, ""))
    tokens = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"')
    assert tokens.sub("", pages[0]) == tokens.sub("", pages[1])
    assert "The email address or the password is not right" in pages[0]
    assert "<title>Error:" in pages[0]


def test_what_is_missing_is_told_beside_its_field() -> None:
    page = Client().post(reverse("account_login"), {}).content.decode()
    assert page.count("Enter your email address") == 2
    assert page.count("Enter your password") == 2
    assert 'href="#login"' in page


def test_nobody_signs_themselves_up() -> None:
    client = Client()
    for address in ("/account/signup/", "/account/3rdparty/signup/", "/account/3rdparty/"):
        assert client.get(address).status_code == 404


def test_a_closed_account_lets_nobody_in(scope: Scope) -> None:
    scope.user.is_active = False
    scope.user.save()
    client = Client()
    sign_in(client, scope)
    assert not is_signed_in(client)


# ── Passwords ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("_sends_mail")
def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(scope: Scope) -> None:
    client = Client()
    elsewhere = Client()
    sign_in(elsewhere, scope)
    client.post(reverse("account_reset_password"), {"email": scope.user.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link).headers["Location"]
    weak = client.post(form, {"password1": "password", "password2": "password"})
    assert "Choose a password of at least 12 characters" in weak.content.decode()
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert not is_signed_in(elsewhere), "other sessions end"
    sign_in(client, scope, NEW_PASSWORD)
    assert is_signed_in(client)
    assert "Link no longer valid" in Client().get(link, follow=True).content.decode()


@pytest.mark.usefixtures("_sends_mail")
def test_a_stranger_learns_nothing_from_the_form_for_forgotten_passwords(scope: Scope) -> None:
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in (scope.user.email, "nobody@example.org")
    ]
    assert {answer.headers["Location"] for answer in answers} == {reverse("account_reset_password_done")}
    assert [one.to for one in mail.outbox] == [[scope.user.email]]


@pytest.mark.usefixtures("_sends_mail")
def test_a_mail_server_that_is_away_neither_stops_nor_tells_anybody(
    scope: Scope, settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for email in (scope.user.email, "nobody@example.org"):
        answer = Client().post(reverse("account_reset_password"), {"email": email})
        assert answer.headers["Location"] == reverse("account_reset_password_done")
    assert "An e-mail could not be sent: ConnectionRefusedError" in caplog.text
    assert scope.user.email not in caplog.text


def test_safety_changes_are_told_by_email(client: Client, scope: Scope, settings) -> None:
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    sent = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(reverse("account_change_password"), sent)
    (told,) = mail.outbox
    assert told.to == [scope.user.email]
    assert "You have changed your password." in told.body
    assert NEW_PASSWORD not in told.body


def test_without_a_mail_server_the_page_says_so() -> None:
    page = Client().get(reverse("account_reset_password")).content.decode()
    assert "This installation sends no email" in page


def test_changing_the_password_signs_out_elsewhere_and_not_here(scope: Scope) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here, scope)
    sign_in(elsewhere, scope)
    sent = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    refused = here.post(reverse("account_change_password"), sent)
    assert "not your present password" in refused.content.decode()
    here.post(reverse("account_change_password"), sent | {"oldpassword": PASSWORD})
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_who_has_no_password_chooses_one_on_the_same_page(client: Client, scope: Scope) -> None:
    page = client.get(reverse("account_change_password")).content.decode()
    assert "Present password" in page
    assert "<h1>Change your password</h1>" in page
    scope.user.set_unusable_password()
    scope.user.save()
    client.force_login(scope.user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("account_set_password")).content.decode()
    assert "Present password" not in page
    assert "<h1>Choose a password</h1>" in page
    client.post(reverse("account_set_password"), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    other = Client()
    sign_in(other, scope, NEW_PASSWORD)
    assert is_signed_in(other)


# ── The second factor ────────────────────────────────────────────────────────────────────────────


def test_a_password_alone_does_not_let_an_administrator_in(member: Callable[..., Scope]) -> None:
    administrator, client = member(Role.ADMINISTRATOR), Client()
    assert sign_in(client, administrator).headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "That is not the right code" in wrong.content.decode()
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert is_signed_in(client)


def test_a_code_works_once(member: Callable[..., Scope]) -> None:
    administrator, code = member(Role.ADMINISTRATOR), code_of(SECRET)
    for client, lets_in in ((Client(), True), (Client(), False)):
        sign_in(client, administrator)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(client) is lets_in


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.ADMINISTRATOR])
def test_who_must_have_a_second_factor_sets_it_up_before_anything_else(
    member: Callable[..., Scope], role: Role
) -> None:
    who, client = member(role), Client()
    Authenticator.objects.all().delete()
    sign_in(client, who)
    for name in ("collaborations", "collaboration-new", "tokens"):
        assert client.get(reverse(name)).headers["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "That is not the right code" in wrong.content.decode()
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("collaborations")).status_code == 200
    codes = re.findall(
        r"<code>(\d{8})</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode()
    )
    assert len(codes) == 10
    assert codes[0] in client.get(reverse("mfa_download_recovery_codes")).content.decode()
    for lets_in in (True, False):
        other = Client()
        sign_in(other, who)
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_signed_in(other) is lets_in, "a recovery code works once"


@pytest.mark.parametrize("role", [Role.RESPONDENT, Role.FACILITATOR])
def test_for_others_it_is_a_choice(member: Callable[..., Scope], role: Role) -> None:
    who, client = member(role), Client()
    sign_in(client, who)
    assert client.get(reverse("collaborations")).status_code == 200
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": code_of(client.session["mfa.totp.secret"])})
    assert Authenticator.objects.filter(user=who.user, type="totp").exists()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=who.user).exists()


def test_who_must_have_it_cannot_turn_it_off(
    member: Callable[..., Scope], signed_in: Callable[[Scope], Client]
) -> None:
    administrator = member(Role.ADMINISTRATOR)
    client = signed_in(administrator)
    assert "Your role needs a second factor" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=administrator.user).exists()


def test_the_secret_of_a_second_factor_is_kept_encrypted(member: Callable[..., Scope]) -> None:
    member(Role.ADMINISTRATOR)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_under_another_key_of_the_installation_it_opens_nothing(
    member: Callable[..., Scope], settings, caplog: pytest.LogCaptureFixture
) -> None:
    administrator, client = member(Role.ADMINISTRATOR), Client()
    settings.SECRET_KEY = "another key " * 5
    sign_in(client, administrator)
    wrong = client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert "That is not the right code" in wrong.content.decode()
    assert "another secret key" in caplog.text


def test_whoever_runs_the_app_lets_somebody_in_again(member: Callable[..., Scope]) -> None:
    administrator, elsewhere = member(Role.ADMINISTRATOR), Client()
    _, secret = Token.made(administrator.membership, "Weekly figures")
    elsewhere.force_login(administrator.user)
    link = re.search(r"http://testserver(\S+)", recover(administrator.user.email.upper()))[1]
    assert not is_signed_in(elsewhere)
    sign_in(elsewhere, administrator)
    assert not is_signed_in(elsewhere), "the old password alone would do, now that there is no second factor"
    assert Token.of(secret) is None
    client = Client()
    form = client.get(link).headers["Location"]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    sign_in(client, administrator, NEW_PASSWORD)
    assert client.get(reverse("collaborations")).headers["Location"] == reverse("mfa_activate_totp")
    with pytest.raises(CommandError, match="advisor web invite"):
        recover("nobody@example.org")


def test_after_five_minutes_the_password_is_asked_again_before_safety_is_changed(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    sign_in(client, scope)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    again = client.get(reverse("mfa_activate_totp")).headers["Location"]
    assert again.startswith(reverse("account_reauthenticate"))
    assert "That is not your password" in client.post(again, {"password": "wrong"}).content.decode()
    assert client.post(again, {"password": PASSWORD}).headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


# ── One’s own account ────────────────────────────────────────────────────────────────────────────


def test_a_person_changes_their_name(client: Client, scope: Scope) -> None:
    before = scope.user.name
    refused = client.post(reverse("account"), {"name": " "}).content.decode()
    assert "Enter your name" in refused
    client.post(reverse("account"), {"name": "Pat Okafor"})
    scope.user.refresh_from_db()
    assert scope.user.name == "Pat Okafor"
    event = Event.objects.get(action=Action.NAME_CHANGED)
    assert event.detail == {"name_before": before}, "else the trail would not tell who was whom"


def test_somebody_of_two_organisations_acts_for_one_at_a_time(
    client: Client, scope: Scope, other_organisation: Organisation
) -> None:
    Membership.objects.create(user=scope.user, organisation=other_organisation, role=Role.RESPONDENT)
    assert "Harrowmoor NHS Trust</a>" in client.get(reverse("account")).content.decode()
    client.post(reverse("act-for"), {"organisation": other_organisation.pk})
    assert "Eastmere NHS Trust</a>" in client.get(reverse("account")).content.decode()
    assert client.get(reverse("collaboration-new")).status_code == 403


def test_nobody_acts_for_an_organisation_they_do_not_belong_to(
    client: Client, other_organisation: Organisation
) -> None:
    assert client.post(reverse("act-for"), {"organisation": other_organisation.pk}).status_code == 404
    assert client.post(reverse("act-for"), {"organisation": "nonsense"}).status_code == 302
    assert client.get(reverse("act-for")).status_code == 405
    assert "Eastmere" not in client.get(reverse("account")).content.decode()


def test_signing_out_everywhere_ends_every_session(scope: Scope) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in(client, scope)
    here.post(reverse("sign-out-everywhere"))
    assert not is_signed_in(here)
    assert not is_signed_in(elsewhere)
    sign_in(here, scope)
    assert is_signed_in(here)


@pytest.mark.usefixtures("_sends_mail")
def test_an_address_changes_once_its_owner_opens_the_link(scope: Scope) -> None:
    client, before = Client(), scope.user.email
    sign_in(client, scope)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": "yes"})
    assert User.objects.get(pk=scope.user.pk).email == before
    assert mail.outbox[0].to == ["new@example.org"]
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    assert "new@example.org" in client.get(link).content.decode()
    client.post(link)
    assert User.objects.get(pk=scope.user.pk).email == "new@example.org"


def test_somebody_without_an_organisation_is_told_what_to_do(scope: Scope) -> None:
    client = Client()
    sign_in(client, scope)
    scope.membership.delete()
    assert client.get(reverse("collaborations")).status_code == 403
    assert (
        "Ask an administrator of your organisation for an invitation"
        in client.get(reverse("account")).content.decode()
    )
