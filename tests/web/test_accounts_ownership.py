"""Whose an account is: a link that somebody else may have held proves nothing, and a later proof counts."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from advisor.web.accounts import invitations, ownership
from advisor.web.accounts.invitations import accept_all, invite
from advisor.web.accounts.models import Invitation, Membership, Organisation, User
from advisor.web.accounts.recovery import recover
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.api.models import Token
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from tests.web.people import PASSWORD, is_signed_in

NEW = {"name": "Sam Reyes", "password": PASSWORD}
OTHER = "quite another passphrase"
SAM = "sam@example.org"
HERE = "http://testserver"


@pytest.fixture
def _sends_mail(settings) -> None:
    """The installation has a mail server."""
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"email_host": "mail.example.org"})


@pytest.fixture
def sam(scope: Scope, settings) -> Client:
    """The browser of somebody who came by a link that no e-mail carried."""
    later = settings.DEPLOYMENT
    settings.DEPLOYMENT = later.model_copy(update={"email_host": ""})
    browser = Client()
    browser.post(invite(scope, SAM, Role.FACILITATOR, HERE).link, NEW)
    assert is_signed_in(browser)
    settings.DEPLOYMENT = later
    return browser


def user() -> User:
    return User.objects.get(email=SAM)


def link_in(message) -> str:
    return re.search(r"http://testserver(\S+)", message.body)[1]


def signed_in_by_password(email: str = SAM, password: str = PASSWORD) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": email, "password": password})
    return browser


def reset(link: str, password: str = OTHER) -> None:
    browser = Client()
    form = browser.get(link).headers["Location"]
    browser.post(form, {"password1": password, "password2": password})


# ── What proves an address ───────────────────────────────────────────────────────────────────────


def test_a_link_that_whoever_invited_saw_proves_nothing(sam: Client) -> None:
    assert not Invitation.objects.get().sent_by_email
    assert not ownership.is_proven(user())


@pytest.mark.usefixtures("_sends_mail")
def test_a_link_that_went_by_email_proves_the_address(scope: Scope) -> None:
    link = invite(scope, SAM, Role.FACILITATOR, HERE).link
    assert Invitation.objects.get().sent_by_email
    Client().post(link, NEW)
    assert ownership.is_proven(user())


@pytest.mark.usefixtures("_sends_mail")
def test_a_link_that_could_not_be_sent_proves_nothing(scope: Scope, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    Client().post(invite(scope, SAM, Role.FACILITATOR, HERE).link, NEW)
    assert not ownership.is_proven(user())


@pytest.mark.usefixtures("_sends_mail")
def test_accepting_a_link_from_an_email_while_signed_in_proves_it_later(
    sam: Client, member: Callable[..., Scope], other_organisation: Organisation
) -> None:
    theirs = invite(member(Role.ADMINISTRATOR, of=other_organisation), SAM, Role.CONSULTANT, HERE)
    sam.post(theirs.link)
    assert ownership.is_proven(user())
    assert user().memberships.count() == 2


# ── Without a proof ──────────────────────────────────────────────────────────────────────────────


def test_without_a_mail_server_who_has_proven_nothing_signs_in_and_works(sam: Client) -> None:
    sam.post(reverse("account_logout"))
    again = signed_in_by_password()
    assert again.get(reverse("collaboration-new")).status_code == 200
    page = again.get(reverse("account")).content.decode()
    assert "not confirmed" not in page, "there is nothing that they could do"


def test_an_administrator_who_has_proven_nothing_sets_up_a_second_factor(scope: Scope) -> None:
    browser = Client()
    browser.post(invite(scope, SAM, Role.ADMINISTRATOR, HERE).link, NEW)
    page = browser.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    assert b"data:image/svg+xml" in page.content


def test_nothing_of_other_organisations_is_accepted_for_them(
    sam: Client, member: Callable[..., Scope], other_organisation: Organisation
) -> None:
    invite(member(Role.ADMINISTRATOR, of=other_organisation), SAM, Role.ADMINISTRATOR, HERE)
    accept_all(user())
    assert not user().memberships.filter(organisation=other_organisation).exists()
    ownership.prove(user())
    accept_all(user())
    assert user().memberships.filter(organisation=other_organisation).exists()


def test_an_invitation_that_ended_a_moment_ago_keeps_nobody_from_the_others(
    sam: Client,
    member: Callable[..., Scope],
    other_organisation: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ownership.prove(user())
    made = invite(member(Role.ADMINISTRATOR, of=other_organisation), SAM, Role.FACILITATOR, HERE).invitation
    ended = Invitation.objects.get(accepted__isnull=False)
    monkeypatch.setattr(invitations, "open_for", lambda _email: [ended, made])
    accept_all(user())
    assert user().memberships.filter(organisation=other_organisation).exists()


@pytest.mark.usefixtures("_sends_mail")
def test_whoever_reads_the_mailbox_gets_the_account_and_what_others_left_in_it_ends(sam: Client) -> None:
    secret = Token.made(user().memberships.get(), "left by somebody else")[1]
    sam.post(reverse("account_email"), {"email": "thief@example.org", "action_add": "yes"})
    Client().post(reverse("account_reset_password"), {"email": SAM})
    change, link = (link_in(one) for one in mail.outbox)
    reset(link)
    assert not is_signed_in(sam)
    assert not is_signed_in(signed_in_by_password())
    assert is_signed_in(signed_in_by_password(password=OTHER))
    assert Token.of(secret) is None
    assert Event.objects.filter(action=Action.TOKEN_WITHDRAWN, detail__who="Sam Reyes").count() == 1
    sam.post(change)
    assert user().email == SAM, "a link to change the address that was out confirms nothing any more"
    assert not EmailAddress.objects.filter(email="thief@example.org").exists()


@pytest.mark.usefixtures("_sends_mail")
def test_who_has_proven_their_address_keeps_their_tokens_with_a_new_password(scope: Scope) -> None:
    secret = Token.made(scope.membership, "Weekly figures")[1]
    Client().post(reverse("account_reset_password"), {"email": scope.user.email})
    reset(link_in(mail.outbox[0]))
    assert Token.of(secret) is not None


# ── Claims: addresses to which somebody only wants to change ─────────────────────────────────────


@pytest.mark.usefixtures("_sends_mail")
def test_a_new_password_goes_to_no_address_that_somebody_only_wants_to_have(scope: Scope) -> None:
    browser = signed_in_by_password(scope.user.email)
    browser.post(reverse("account_email"), {"email": "mistyped@example.org", "action_add": "yes"})
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": "mistyped@example.org"})
    assert mail.outbox == []


@pytest.mark.usefixtures("_sends_mail")
@pytest.mark.parametrize("theirs", ["proven", "not proven"])
def test_nobody_changes_to_an_address_with_which_somebody_else_signs_in(
    sam: Client, scope: Scope, theirs: str
) -> None:
    if theirs == "proven":
        ownership.prove(user())
    browser = signed_in_by_password(scope.user.email)
    browser.post(reverse("account_email"), {"email": SAM, "action_add": "yes"})
    told = browser.post(link_in(mail.outbox[-1]), follow=True).content.decode()
    assert "Somebody else signs in with this address" in told
    assert User.objects.get(pk=scope.user.pk).email == scope.user.email


@pytest.mark.usefixtures("_sends_mail")
def test_who_has_proven_nothing_keeps_their_address_until_they_confirm_another(sam: Client) -> None:
    for wanted in ("first@example.org", "second@example.org"):
        sam.post(reverse("account_email"), {"email": wanted, "action_add": "yes"})
        assert user().email == SAM
    page = sam.get(reverse("account_email")).content.decode()
    assert "It changes to second@example.org once you open the link" in page
    sam.post(reverse("account_email"), {"email": "second@example.org", "action_primary": "yes"})
    assert user().email == SAM, "nobody takes an address without a proof"
    sam.post(reverse("account_email"), {"email": SAM, "action_remove": "yes"})
    assert user().email == SAM, "the present address stays"
    sam.post(reverse("account_email"), {"email": "second@example.org", "action_remove": "yes"})
    assert not ownership.changes_under_way(user()).exists()
    sam.post(reverse("account_email"), {"email": "third@example.org", "action_add": "yes"})
    first, _second, third = (link_in(one) for one in mail.outbox)
    sam.post(first)
    assert user().email == SAM
    sam.post(third)
    changed = User.objects.get(email="third@example.org")
    assert ownership.is_proven(changed)
    assert Event.objects.filter(action=Action.EMAIL_CHANGED).count() == 1
    assert is_signed_in(signed_in_by_password("third@example.org"))


def test_without_a_mail_server_no_change_is_begun(sam: Client) -> None:
    sam.post(reverse("account_email"), {"email": "new@example.org", "action_add": "yes"})
    assert not ownership.changes_under_way(user()).exists()


# ── Proving it later ─────────────────────────────────────────────────────────────────────────────


def test_an_address_is_confirmed_later_by_email(sam: Client, settings) -> None:
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"email_host": "mail.example.org"})
    page = sam.get(reverse("account")).content.decode()
    assert "The address is not confirmed yet" in page
    assert "The address is not confirmed yet" in sam.get(reverse("account_email")).content.decode()
    sent = {"email": SAM, "action_send": "yes"}
    assert (
        f"A link is on its way to {SAM}"
        in sam.post(reverse("account_email"), sent, follow=True).content.decode()
    )
    again = sam.post(reverse("account_email"), sent, follow=True).content.decode()
    assert "A link went out a moment ago" in again, "nobody’s mailbox is flooded"
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == [SAM]
    assert "Sam Reyes gives this address as theirs" in mail.outbox[0].body
    link = link_in(mail.outbox[0])
    assert not ownership.is_proven(user()), "only whoever opens it has proven it"
    page = Client().get(link).content.decode()
    assert "Sam Reyes gives this address as theirs" in page, "nobody confirms for a stranger unawares"
    sam.post(link)
    assert ownership.is_proven(user())
    assert Event.objects.filter(action=Action.EMAIL_CONFIRMED).count() == 1
    assert not Event.objects.filter(action=Action.EMAIL_CHANGED).exists()
    assert "not confirmed" not in sam.get(reverse("account")).content.decode()


def test_a_link_from_the_command_line_ends_changes_and_proves_nothing(sam: Client, settings) -> None:
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"email_host": "mail.example.org"})
    sam.post(reverse("account_email"), {"email": "thief@example.org", "action_add": "yes"})
    reset(re.search(r"http://testserver(\S+)", recover(SAM))[1])
    assert not ownership.changes_under_way(user()).exists()
    assert not ownership.is_proven(user()), "it went by hand"
    assert Membership.objects.filter(user=user()).exists()
