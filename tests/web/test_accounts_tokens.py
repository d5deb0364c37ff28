"""Access tokens of members: administrators see and withdraw them, and nobody has more than they can mind."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.web.accounts.models import Membership, Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.api.models import Token
from advisor.web.api.tokens import MOST_OPEN
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action


@pytest.fixture
def administrator(member: Callable[..., Scope], signed_in: Callable[[Scope], Client]) -> Client:
    """The administrator’s browser."""
    return signed_in(member(Role.ADMINISTRATOR))


def listing(of: Scope) -> str:
    return reverse("member-tokens", args=[of.membership.pk])


def withdrawal(of: Scope, token: Token) -> str:
    return reverse("member-token-withdraw", args=[of.membership.pk, token.pk])


def test_an_administrator_withdraws_the_token_of_somebody_else(administrator: Client, scope: Scope) -> None:
    token, secret = Token.made(scope.membership, "Weekly figures")
    people = administrator.get(reverse("people")).content.decode()
    assert people.count(listing(scope)) == 1
    assert "1 access token" in people
    assert "Weekly figures" in administrator.get(listing(scope)).content.decode()
    told = administrator.post(withdrawal(scope, token), follow=True).content.decode()
    assert "The token “Weekly figures” is withdrawn." in told
    assert "There are none." in told
    assert Token.of(secret) is None
    event = Event.objects.first()
    assert event is not None
    assert (event.action, event.subject) == (Action.TOKEN_WITHDRAWN, "Weekly figures")
    assert event.detail == {"who": str(scope.user)}
    assert event.user != scope.user
    assert administrator.post(withdrawal(scope, token)).status_code == 404, "it is done once"
    assert listing(scope) not in administrator.get(reverse("people")).content.decode()


def test_tokens_of_other_organisations_and_of_other_members_are_out_of_reach(
    administrator: Client, scope: Scope, member: Callable[..., Scope], other_organisation: Organisation
) -> None:
    theirs = member(Role.FACILITATOR, of=other_organisation)
    token, secret = Token.made(theirs.membership, "theirs")
    assert administrator.get(listing(theirs)).status_code == 404
    assert administrator.post(withdrawal(theirs, token)).status_code == 404
    assert administrator.post(withdrawal(scope, token)).status_code == 404
    assert Token.of(secret) is not None


def test_of_somebody_with_two_organisations_only_ones_own_tokens_are_shown(
    administrator: Client, scope: Scope, other_organisation: Organisation
) -> None:
    there = Membership.objects.create(user=scope.user, organisation=other_organisation, role=Role.FACILITATOR)
    Token.made(scope.membership, "ours")
    Token.made(there, "not ours")
    page = administrator.get(listing(scope)).content.decode()
    assert "not ours" not in page
    assert "ours" in page


def test_a_person_has_so_many_open_tokens_and_no_more(
    client: Client, scope: Scope, other_organisation: Organisation
) -> None:
    there = Membership.objects.create(user=scope.user, organisation=other_organisation, role=Role.FACILITATOR)
    for number in range(MOST_OPEN):
        Token.made(there if number % 2 else scope.membership, f"token {number}")
    sent = {"name": "one more"}
    refused = client.post(reverse("token-new"), sent).content.decode()
    assert refused.count(f"You have {MOST_OPEN} open tokens, in all your organisations together") == 2
    assert "Withdraw one that you no longer need" in refused
    assert "<title>Error:" in refused
    assert not Token.objects.filter(name="one more").exists()
    Token.objects.filter(name="token 0").update(expires=timezone.now() - timedelta(seconds=1))
    client.post(reverse("token-new"), sent)
    assert Token.objects.filter(name="one more").exists()
