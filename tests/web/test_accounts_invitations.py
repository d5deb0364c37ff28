"""Invitations: by whom, to what, once, for one address, for two weeks."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.errors import CommandError
from advisor.web.accounts import invitation_views
from advisor.web.accounts.invitations import invite_first
from advisor.web.accounts.models import Invitation, Membership, Organisation, User
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.audit.models import Event
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.security import rates
from tests.web.people import PASSWORD, is_signed_in

NEW = {"name": "Sam Reyes", "password": PASSWORD}


@pytest.fixture
def administrator(member: Callable[..., Scope], signed_in: Callable[[Scope], Client]) -> Client:
    """The administrator’s browser."""
    return signed_in(member(Role.ADMINISTRATOR))


def link_in(page) -> str:
    """Return the path of the link that a page shows."""
    return re.search(r'<code class="app-address">http://testserver([^<]+)</code>', page.content.decode())[1]


def invited(client: Client, email: str = "sam@example.org", role: str = "consultant") -> str:
    return link_in(client.post(reverse("invite"), {"email": email, "role": role}))


def to(collaboration: Collaboration) -> str:
    return f"{reverse('invite')}?collaboration={collaboration.pk}"


# ── Inviting ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.CONSULTANT, Role.ADMINISTRATOR])
def test_an_administrator_invites_and_a_new_person_joins(
    administrator: Client, organisation: Organisation, role: Role
) -> None:
    link = invited(administrator, "Sam@Example.org", role)
    client = Client()
    assert "Make your account" in client.get(link).content.decode()
    client.post(link, NEW)
    assert is_signed_in(client)
    joined = Membership.objects.get(user__email="sam@example.org")
    assert (joined.organisation, joined.role, joined.user.name) == (organisation, role, "Sam Reyes")


def test_a_facilitator_invites_a_respondent_who_sees_one_collaboration_alone(
    client: Client, collaboration: Collaboration, organisation: Organisation, assessment: Assessment
) -> None:
    other = Collaboration.objects.create(organisation=organisation, name="Secret plans")
    link = link_in(client.post(to(collaboration), {"email": "sam@example.org"}))
    respondent = Client()
    answer = respondent.post(link, NEW)
    assert answer.headers["Location"] == reverse("collaboration", args=[collaboration.pk])
    assert respondent.get(reverse("tasks", args=[assessment.pk])).status_code == 200
    assert "Secret plans" not in respondent.get(reverse("collaborations")).content.decode()
    assert respondent.get(reverse("collaboration", args=[other.pk])).status_code == 404


def test_a_facilitator_invites_to_nothing_but_a_collaboration(client: Client) -> None:
    assert client.get(reverse("invite")).status_code == 403
    assert (
        client.post(reverse("invite"), {"email": "sam@example.org", "role": "administrator"}).status_code
        == 403
    )
    assert not Invitation.objects.exists()


def test_the_role_of_a_respondent_cannot_be_forged(client: Client, collaboration: Collaboration) -> None:
    client.post(to(collaboration), {"email": "sam@example.org", "role": "administrator"})
    assert Invitation.objects.get().role == Role.RESPONDENT


def test_nobody_invites_to_what_another_organisation_owns(
    client: Client, other_organisation: Organisation
) -> None:
    theirs = Collaboration.objects.create(organisation=other_organisation, name="Theirs")
    assert client.post(to(theirs), {"email": "sam@example.org"}).status_code == 404
    assert client.get(f"{reverse('invite')}?collaboration=nonsense").status_code == 404


def test_what_is_wrong_is_told(administrator: Client, scope: Scope) -> None:
    for sent, problem in (
        ({"email": "", "role": ""}, "Choose a role"),
        ({"email": "sam", "role": "consultant"}, "such as pat@example.org"),
        ({"email": "sam@example.org", "role": "respondent"}, "Choose one of these roles"),
        ({"email": scope.user.email, "role": "consultant"}, "They belong to your organisation already"),
    ):
        assert problem in administrator.post(reverse("invite"), sent).content.decode()
    assert not Invitation.objects.exists()


def test_who_can_answer_already_is_not_invited_to(
    client: Client, member: Callable[..., Scope], collaboration: Collaboration, scope: Scope
) -> None:
    respondent = member(Role.RESPONDENT)
    collaboration.respondents.add(respondent.membership)
    for email, problem in (
        (scope.user.email, "They can answer already"),
        (respondent.user.email, "They are a respondent of this collaboration already"),
    ):
        assert problem in client.post(to(collaboration), {"email": email}).content.decode()


def test_with_a_mail_server_the_link_is_sent_and_not_shown(administrator: Client, settings) -> None:
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"email_host": "mail.example.org"})
    page = administrator.post(reverse("invite"), {"email": "sam@example.org", "role": "facilitator"})
    (sent,) = mail.outbox
    assert sent.to == ["sam@example.org"]
    assert "Harrowmoor NHS Trust" in sent.subject
    link = re.search(r"http://testserver(\S+)", sent.body)[1]
    assert link not in page.content.decode()
    assert Client().get(link).status_code == 200


def test_where_sending_fails_the_link_is_shown_instead(
    administrator: Client, settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"email_host": "mail.example.org"})
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    link = invited(administrator)
    assert Client().get(link).status_code == 200
    assert "could not be sent" in caplog.text
    assert "sam@example.org" not in caplog.text
    assert link.rsplit("/", 2)[1] not in caplog.text


def test_names_in_the_email_are_plain_text(
    administrator: Client, organisation: Organisation, settings
) -> None:
    organisation.name = "Leeds & <b>York</b>"
    organisation.save()
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"email_host": "mail.example.org"})
    administrator.post(reverse("invite"), {"email": "sam@example.org", "role": "facilitator"})
    assert "Leeds & <b>York</b>" in mail.outbox[0].body
    assert not mail.outbox[0].alternatives


def test_too_many_invitations_are_put_off(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.web.accounts import invitation_views

    monkeypatch.setattr(invitation_views, "MOST_AN_HOUR", 2)
    statuses = [
        administrator.post(
            reverse("invite"), {"email": f"p{n}@example.org", "role": "facilitator"}
        ).status_code
        for n in range(3)
    ]
    assert statuses == [200, 200, 429]
    assert rates.TooOften.__name__ not in mail.outbox.__repr__()
    assert Invitation.objects.count() == 2


# ── The link ─────────────────────────────────────────────────────────────────────────────────────


def test_only_a_hash_of_the_secret_is_kept(administrator: Client) -> None:
    secret = invited(administrator).rsplit("/", 2)[1]
    assert secret not in str(Invitation.objects.values())
    assert secret not in str(Event.objects.values())


def test_a_link_works_once(administrator: Client) -> None:
    link = invited(administrator)
    Client().post(link, NEW)
    again = Client().post(link, NEW | {"name": "Somebody else"})
    assert again.status_code == 410
    assert User.objects.filter(email="sam@example.org").count() == 1
    assert not User.objects.filter(name="Somebody else").exists()


def test_who_got_an_account_by_another_invitation_meanwhile_is_asked_to_sign_in(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, looks = invited(administrator), iter([False, True])
    User.objects.create_user("sam@example.org", PASSWORD)
    monkeypatch.setattr(invitation_views, "known", lambda _email: next(looks))
    page = Client().post(link, NEW, follow=True).content.decode()
    assert "You have an account already" in page
    assert Invitation.objects.get().is_open, "nothing is used up"


@pytest.mark.parametrize("how", ["expired", "withdrawn"])
def test_a_link_that_is_over_lets_nobody_in(administrator: Client, how: str) -> None:
    link = invited(administrator)
    if how == "expired":
        Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    else:
        administrator.post(reverse("invitation-withdraw", args=[Invitation.objects.get().pk]))
    assert Client().get(link).status_code == 410
    assert Client().post(link, NEW).status_code == 410
    assert not User.objects.filter(email="sam@example.org").exists()


def test_it_is_open_for_two_weeks(administrator: Client) -> None:
    invited(administrator)
    left = Invitation.objects.get().expires - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)


def test_inviting_again_ends_the_earlier_link(administrator: Client) -> None:
    first, second = invited(administrator), invited(administrator)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_a_made_up_link_is_not_found() -> None:
    assert Client().get(reverse("invitation", args=["made-up"])).status_code == 404


def test_an_easy_password_is_refused(administrator: Client) -> None:
    link = invited(administrator)
    for password, problem in (
        ("short", "at least 12 characters"),
        ("password12345", "many people use this one"),
        ("sam@example.org", "less like your name or email address"),
    ):
        page = Client().post(link, {"name": "Sam", "password": password}).content.decode()
        assert problem in page
        assert f'value="{password}"' not in page
    assert not User.objects.filter(email="sam@example.org").exists()


def test_who_has_an_account_signs_in_to_accept(
    administrator: Client,
    member: Callable[..., Scope],
    other_organisation: Organisation,
    signed_in: Callable[[Scope], Client],
    organisation: Organisation,
) -> None:
    known = member(Role.FACILITATOR, of=other_organisation)
    link = invited(administrator, known.user.email)
    page = Client().get(link).content.decode()
    assert "Sign in to accept" in page
    assert "password" not in page.split("<main")[1].split("</main")[0]
    Client().post(link, NEW)
    assert known.user.memberships.count() == 1, "the link alone is not enough"
    theirs = signed_in(known)
    assert "Accept" in theirs.get(link).content.decode()
    theirs.post(link)
    assert known.user.memberships.get(organisation=organisation).role == Role.CONSULTANT
    assert "Harrowmoor NHS Trust</a>" in theirs.get(reverse("account")).content.decode()


def test_somebody_else_cannot_accept(administrator: Client, client: Client, scope: Scope) -> None:
    link = invited(administrator)
    assert "Sign out first" in client.get(link).content.decode()
    client.post(link, NEW)
    assert Invitation.objects.get().is_open
    assert scope.user.memberships.count() == 1


def test_accepting_never_lowers_a_role(
    client: Client,
    collaboration: Collaboration,
    member: Callable[..., Scope],
    signed_in: Callable[[Scope], Client],
) -> None:
    link = link_in(client.post(to(collaboration), {"email": "respondent9@example.org"}))
    person = member(Role.RESPONDENT)
    person.user.email = "respondent9@example.org"
    person.user.save()
    person.membership.role = Role.CONSULTANT
    person.membership.save()
    signed_in(person).post(link)
    person.membership.refresh_from_db()
    assert person.membership.role == Role.CONSULTANT


# ── Withdrawing ──────────────────────────────────────────────────────────────────────────────────


def test_a_facilitator_withdraws_what_concerns_collaborations_alone(
    administrator: Client, client: Client, collaboration: Collaboration
) -> None:
    invited(administrator)
    whole = Invitation.objects.get()
    client.post(to(collaboration), {"email": "kim@example.org"})
    one = Invitation.objects.get(collaboration=collaboration)
    assert client.post(reverse("invitation-withdraw", args=[whole.pk])).status_code == 404
    assert client.post(reverse("invitation-withdraw", args=[one.pk])).status_code == 302
    assert Invitation.objects.get(pk=whole.pk).is_open
    assert not Invitation.objects.get(pk=one.pk).is_open
    assert client.post(reverse("invitation-withdraw", args=[one.pk])).status_code == 404


def test_another_organisation_withdraws_nothing(
    administrator: Client,
    member: Callable[..., Scope],
    other_organisation: Organisation,
    signed_in: Callable[[Scope], Client],
) -> None:
    invited(administrator)
    stranger = signed_in(member(Role.ADMINISTRATOR, of=other_organisation))
    assert (
        stranger.post(reverse("invitation-withdraw", args=[Invitation.objects.get().pk])).status_code == 404
    )


# ── From the command line ────────────────────────────────────────────────────────────────────────


def test_the_first_administrator_is_invited_from_the_command_line(settings) -> None:
    settings.ALLOWED_HOSTS = ["advice.example.org", "testserver"]
    text = invite_first("Pat@example.org", "New NHS Trust", "administrator")
    link = re.search(r"http://advice\.example\.org(\S+)", text)[1]
    Client().post(link, NEW)
    joined = Membership.objects.get(user__email="pat@example.org")
    assert (joined.organisation.name, joined.role) == ("New NHS Trust", Role.ADMINISTRATOR)


def test_over_https_the_link_says_so(settings) -> None:
    settings.OVER_HTTPS = True
    assert "https://testserver/people/invitations/" in invite_first("pat@example.org", "Trust", "facilitator")


@pytest.mark.parametrize(
    ("email", "role", "problem"),
    [
        ("pat", "administrator", "no email address"),
        ("p@example.org", "king", "no role"),
        ("p@example.org", "respondent", "page of their collaboration"),
    ],
)
def test_from_the_command_line_mistakes_are_told(email: str, role: str, problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        invite_first(email, "Trust", role)
    assert not Organisation.objects.filter(name="Trust").exists()


def test_nobody_is_invited_where_nobody_signs_in(settings) -> None:
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"accounts": False})
    with pytest.raises(CommandError, match="ADVISOR_ACCOUNTS=yes"):
        invite_first("pat@example.org", "Trust", "administrator")
