"""What is tidied away about people, and what stays: the trail, and all that others still use."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.web.accounts.invitations import invite
from advisor.web.accounts.models import Invitation, Membership, User
from advisor.web.accounts.people import remove
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.accounts.tidying import delete_ended_invitations, delete_people_left_alone
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from advisor.web.collaborations.models import Assessment
from advisor.web.serving import housekeeping


def days(number: float) -> timedelta:
    return timedelta(days=number)


@pytest.mark.parametrize("how", ["accepted", "withdrawn", "expires"])
def test_invitations_that_ended_long_ago_go(scope: Scope, how: str) -> None:
    kept, gone, still_open = (
        invite(scope, f"{name}@example.org", Role.FACILITATOR, "http://testserver").invitation
        for name in ("kept", "gone", "open")
    )
    for one, ago in ((kept, 89.9), (gone, 90.1)):
        Invitation.objects.filter(pk=one.pk).update(**{how: timezone.now() - days(ago)})
    assert delete_ended_invitations() == 1
    assert set(Invitation.objects.all()) == {kept, still_open}


def test_who_belongs_to_no_organisation_goes_after_ninety_days(
    scope: Scope, member: Callable[..., Scope], assessment: Assessment, client: Client
) -> None:
    administrator = member(Role.ADMINISTRATOR)
    client.post(reverse("account"), {"name": "Kim Okafor"})
    name, told = "Kim Okafor", Event.objects.filter(user=scope.user).count()
    assert told > 1
    remove(administrator, scope.membership)
    assert delete_people_left_alone() == 0
    alone = User.objects.get(pk=scope.user.pk)
    assert alone.alone_since is not None
    User.objects.filter(pk=alone.pk).update(alone_since=timezone.now() - days(89.9))
    assert delete_people_left_alone() == 0
    User.objects.filter(pk=alone.pk).update(alone_since=timezone.now() - days(90.1))
    assert delete_people_left_alone() == 1
    assert set(User.objects.all()) == {administrator.user}
    assert not EmailAddress.objects.filter(user_id=alone.pk).exists()
    assert Event.objects.filter(user_id=alone.pk).count() == told, "the trail keeps all of it"
    assert Event.objects.filter(action=Action.NAME_CHANGED, who=name).exists()
    assert Assessment.objects.filter(pk=assessment.pk).exists(), "what they began stays"
    assert client.get(reverse("account")).status_code == 302, "their session opens nothing"


def test_who_comes_back_in_time_stays(scope: Scope) -> None:
    organisation = scope.organisation
    scope.membership.delete()
    delete_people_left_alone()
    User.objects.update(alone_since=timezone.now() - days(89))
    Membership.objects.create(user=scope.user, organisation=organisation, role=Role.FACILITATOR)
    delete_people_left_alone()
    assert User.objects.get(pk=scope.user.pk).alone_since is None
    Membership.objects.all().delete()
    assert delete_people_left_alone() == 0, "it counts from anew"


def test_both_happen_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []
    for name in ("delete_ended_invitations", "delete_people_left_alone"):
        monkeypatch.setattr(housekeeping.tidying, name, lambda name=name: done.append(name))
    housekeeping.tidy()
    assert done == ["delete_ended_invitations", "delete_people_left_alone"]


def test_what_fails_keeps_nothing_else_from_being_tidied(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    def fail() -> None:
        raise OSError

    monkeypatch.setattr(housekeeping, "delete_expired", fail)
    monkeypatch.setattr(housekeeping.rates, "forget_old", lambda: done.append("rates"))
    with pytest.raises(ExceptionGroup) as raised:
        housekeeping.tidy()
    assert raised.group_contains(OSError)
    assert done == ["rates"]


def test_the_privacy_notice_says_so() -> None:
    page = Client().get(reverse("privacy")).content.decode()
    assert "Invitations are deleted 90 days after" in page
    assert "belonged to no organisation for 90 days" in page
