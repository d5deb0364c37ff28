"""The people page and the settings of an organisation."""

from collections.abc import Callable

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from advisor.web.accounts.models import Invitation, Membership, Organisation
from advisor.web.accounts.people import LastAdministrator, change_role, remove
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.api.models import Token
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from advisor.web.collaborations.models import Collaboration


@pytest.fixture
def who(member: Callable[..., Scope]) -> Scope:
    """The only administrator."""
    return member(Role.ADMINISTRATOR)


@pytest.fixture
def administrator(who: Scope, signed_in: Callable[[Scope], Client]) -> Client:
    """The administrator’s browser."""
    return signed_in(who)


def test_members_and_open_invitations_are_listed(administrator: Client, scope: Scope) -> None:
    administrator.post(reverse("invite"), {"email": "sam@example.org", "role": "consultant"})
    page = administrator.get(reverse("people")).content.decode()
    assert scope.user.email in page
    assert "sam@example.org" in page


def test_a_role_is_changed(administrator: Client, scope: Scope, client: Client) -> None:
    assert client.get(reverse("people")).status_code == 403
    administrator.post(reverse("role", args=[scope.membership.pk]), {"role": "respondent"})
    scope.membership.refresh_from_db()
    assert scope.membership.role == Role.RESPONDENT
    assert client.get(reverse("collaboration-new")).status_code == 403, "at once, not at the next sign-in"


def test_a_role_that_is_none_is_refused(administrator: Client, scope: Scope) -> None:
    page = administrator.post(reverse("role", args=[scope.membership.pk]), {"role": "king"})
    assert "Choose one of these roles" in page.content.decode()


def test_whoever_is_removed_cannot_let_themselves_in_again(
    administrator: Client, member: Callable[..., Scope], signed_in: Callable[[Scope], Client]
) -> None:
    leaver = member(Role.ADMINISTRATOR)
    for browser, email in ((signed_in(leaver), "spare@example.org"), (administrator, "sam@example.org")):
        browser.post(reverse("invite"), {"email": email, "role": "administrator"})
    administrator.post(reverse("member-remove", args=[leaver.membership.pk]))
    spare = Invitation.objects.get(email="spare@example.org")
    assert not spare.is_open
    assert Event.objects.filter(action=Action.INVITATION_WITHDRAWN, detail__email=spare.email).exists()
    assert Invitation.objects.get(email="sam@example.org").is_open


def test_whoever_gets_a_lesser_role_cannot_get_the_old_one_back(
    administrator: Client,
    member: Callable[..., Scope],
    signed_in: Callable[[Scope], Client],
    collaboration: Collaboration,
) -> None:
    lesser = member(Role.ADMINISTRATOR)
    browser, to_one = signed_in(lesser), f"{reverse('invite')}?collaboration={collaboration.pk}"
    browser.post(reverse("invite"), {"email": "spare@example.org", "role": "administrator"})
    browser.post(to_one, {"email": "pat@example.org"})
    spare, pat = (Invitation.objects.get(email=f"{name}@example.org") for name in ("spare", "pat"))
    for role, stay_open in (("administrator", {spare, pat}), ("facilitator", {pat}), ("respondent", set())):
        administrator.post(reverse("role", args=[lesser.membership.pk]), {"role": role})
        assert {one for one in Invitation.objects.all() if one.is_open} == stay_open, role


def test_who_was_made_the_only_administrator_meanwhile_stays(
    who: Scope, scope: Scope, member: Callable[..., Scope]
) -> None:
    seen = Membership.objects.get(pk=scope.membership.pk)
    change_role(who, scope.membership, Role.ADMINISTRATOR)
    change_role(scope, who.membership, Role.FACILITATOR)
    with pytest.raises(LastAdministrator):
        remove(who, seen)
    gone = Membership.objects.get(pk=member().membership.pk)
    Membership.objects.filter(pk=gone.pk).delete()
    with pytest.raises(Http404):
        change_role(scope, gone, Role.CONSULTANT)


def test_a_member_is_removed_with_their_tokens(administrator: Client, scope: Scope, client: Client) -> None:
    Token.made(scope.membership, "for tests")
    administrator.post(reverse("member-remove", args=[scope.membership.pk]))
    assert client.get(reverse("collaborations")).status_code == 403
    assert not Token.objects.exists()


def test_the_last_administrator_stays(
    administrator: Client, who: Scope, member: Callable[..., Scope]
) -> None:
    role, removal = (
        reverse("role", args=[who.membership.pk]),
        reverse("member-remove", args=[who.membership.pk]),
    )
    for page in (administrator.post(role, {"role": "facilitator"}), administrator.post(removal)):
        assert "Nobody else is an administrator" in page.content.decode()
        assert "<title>Error:" in page.content.decode()
    assert Membership.objects.get(pk=who.membership.pk).role == Role.ADMINISTRATOR
    member(Role.ADMINISTRATOR)
    assert administrator.post(removal).headers["Location"] == "/"
    assert not Membership.objects.filter(pk=who.membership.pk).exists()


def test_an_administrator_of_elsewhere_does_not_count(
    administrator: Client, who: Scope, member: Callable[..., Scope], other_organisation: Organisation
) -> None:
    member(Role.ADMINISTRATOR, of=other_organisation)
    administrator.post(reverse("member-remove", args=[who.membership.pk]))
    assert Membership.objects.filter(pk=who.membership.pk).exists()


def test_members_of_another_organisation_are_out_of_reach(
    administrator: Client, member: Callable[..., Scope], other_organisation: Organisation
) -> None:
    theirs = member(Role.FACILITATOR, of=other_organisation)
    assert (
        administrator.post(reverse("role", args=[theirs.membership.pk]), {"role": "respondent"}).status_code
        == 404
    )
    assert administrator.post(reverse("member-remove", args=[theirs.membership.pk])).status_code == 404
    assert theirs.user.email not in administrator.get(reverse("people")).content.decode()


def test_the_settings_of_an_organisation_are_changed(
    administrator: Client, organisation: Organisation
) -> None:
    sent = {"name": "Harrowmoor Care", "colour": "#005a30", "retention_days": "730"}
    administrator.post(reverse("organisation"), sent)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.colour, organisation.retention_days) == (
        "Harrowmoor Care",
        "#005a30",
        730,
    )
    assert "--brand: #005a30" in administrator.get(reverse("people")).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", "", "Enter the name of the organisation"),
        ("name", "Eastmere NHS Trust", "Another organisation is registered under this name"),
        ("name", "two\nlines", "Take out characters"),
        ("colour", "#ffff00", "White letters cannot be read"),
        ("colour", "red", "Enter six digits after a hash"),
        ("colour", "#1}a{b:", "Enter six digits after a hash"),
        ("retention_days", "-1", "Enter 0 or more days"),
        ("retention_days", "soon", "Enter a whole number of days"),
        ("retention_days", "99999", "Enter at most 36,500 days"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    administrator: Client,
    organisation: Organisation,
    other_organisation: Organisation,
    field: str,
    value: str,
    problem: str,
) -> None:
    sent = {"name": organisation.name, "colour": "", "retention_days": "0", field: value}
    page = administrator.post(reverse("organisation"), sent).content.decode()
    assert page.count(problem) == 2, "in the summary and beside the field"
    organisation.refresh_from_db()
    assert organisation.name == "Harrowmoor NHS Trust"
    assert "Harrowmoor NHS Trust</a>" in page, "the header shows what is kept"
