"""An organisation’s own sign-on, with a provider that is made up: no test reaches a network."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client
from django.urls import reverse

from advisor.web.accounts import ownership
from advisor.web.accounts.invitations import invite
from advisor.web.accounts.models import Membership, Organisation, User
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.api.models import Token
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action, How
from advisor.web.collaborations.models import Collaboration
from tests.web.people import is_signed_in

SIGN_ON = "/account/oidc/organisation/login/"
PROVIDER = "https://id.example.org"


@pytest.fixture(autouse=True)
def provider(settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A provider; what is put into it is what it says of whoever signs on."""
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(
        update={"oidc_url": PROVIDER, "oidc_client": "advisor", "oidc_name": "Harrowmoor"}
    )
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "organisation",
                    "name": "Harrowmoor",
                    "client_id": "advisor",
                    "secret": "s",
                    "settings": {"server_url": PROVIDER},
                }
            ],
        }
    }
    says: dict[str, Any] = {
        "sub": "1",
        "name": "Sam Reyes",
        "email": "sam@example.org",
        "email_verified": True,
    }
    places = {
        "authorization_endpoint": f"{PROVIDER}/authorize",
        "token_endpoint": f"{PROVIDER}/token",
        "userinfo_endpoint": f"{PROVIDER}/userinfo",
    }
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", places)
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda *_: says)
    monkeypatch.setattr(OAuth2Client, "get_access_token", lambda *_, **__: {"access_token": "t"})
    return says


def place(answer: Any) -> str:
    """Return where the page leads that follows a press of the button."""
    page = answer.content.decode()
    return unescape(re.search(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', page)[1])


def sign_on(client: Client, then: str = "") -> Any:
    """Go to the provider and come back."""
    there = client.post(SIGN_ON, {"next": then} if then else {})
    asked = parse_qs(urlsplit(place(there)).query)
    assert place(there).startswith(f"{PROVIDER}/authorize?")
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://testserver{SIGN_ON}callback/"]
    return client.get(f"{SIGN_ON}callback/", {"code": "c", "state": asked["state"][0]})


def test_the_button_stands_on_the_sign_in_page() -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert "Sign in with Harrowmoor" in page
    assert f'action="{SIGN_ON}"' in page


def test_a_member_is_known_by_the_verified_address(scope: Scope, provider: dict[str, Any]) -> None:
    provider["email"] = scope.user.email
    client = Client()
    assert sign_on(client, "/about/").headers["Location"] == "/about/"
    assert is_signed_in(client)
    assert User.objects.count() == 1
    assert SocialAccount.objects.get().user == scope.user
    assert Event.objects.filter(action=Action.SIGNED_IN, detail__how=How.SIGN_ON).exists()


def test_an_account_that_somebody_else_opened_is_the_owners_alone_from_the_first_sign_on(
    scope: Scope, client: Client, collaboration: Collaboration, provider: dict[str, Any]
) -> None:
    page = client.post(f"{reverse('invite')}?collaboration={collaboration.pk}", {"email": provider["email"]})
    link = re.search(r"/people/invitations/[\w-]+/", page.content.decode())
    assert link is not None, "without a mail server whoever invites has the link"
    password = "known to whoever invited"  # noqa: S105
    thief = Client()
    thief.post(link[0], {"name": "Sam Reyes", "password": password})
    assert is_signed_in(thief)
    owner = Client()
    sign_on(owner)
    assert is_signed_in(owner)
    assert not is_signed_in(thief)
    thief.post(reverse("account_login"), {"login": provider["email"], "password": password})
    assert not is_signed_in(thief)
    owner.post(reverse("account_logout"))
    sign_on(owner)
    assert is_signed_in(owner)


@pytest.mark.parametrize("verified", [False, None, "false", "true", 1])
def test_an_address_that_is_not_verified_opens_nothing(
    scope: Scope, provider: dict[str, Any], verified: object
) -> None:
    provider |= {"email": scope.user.email, "email_verified": verified}
    client = Client()
    answer = sign_on(client)
    assert not is_signed_in(client)
    assert answer.status_code in (200, 302, 403)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


def test_who_is_not_invited_is_told_so(provider: dict[str, Any]) -> None:
    client = Client()
    assert "You need an invitation" in sign_on(client).content.decode()
    assert not is_signed_in(client)
    assert not User.objects.exists()


def test_who_is_invited_joins_without_a_password(
    member: Callable[..., Scope], organisation: Organisation
) -> None:
    invite(member(Role.ADMINISTRATOR), "sam@example.org", Role.FACILITATOR, "http://testserver")
    client = Client()
    sign_on(client)
    assert is_signed_in(client)
    joined = Membership.objects.get(user__email="sam@example.org")
    assert (joined.organisation, joined.role, joined.user.name) == (
        organisation,
        Role.FACILITATOR,
        "Sam Reyes",
    )
    assert not joined.user.has_usable_password()
    again = Client()
    sign_on(again)
    assert is_signed_in(again)
    assert "Choose a password" in again.get(reverse("account")).content.decode()


def test_who_was_removed_does_not_come_back_in(scope: Scope, provider: dict[str, Any]) -> None:
    provider["email"] = scope.user.email
    scope.membership.delete()
    client = Client()
    assert sign_on(client).status_code == 403
    assert not is_signed_in(client)


def test_an_administrator_still_needs_the_second_factor(
    member: Callable[..., Scope], provider: dict[str, Any]
) -> None:
    provider["email"] = member(Role.ADMINISTRATOR).user.email
    client = Client()
    assert sign_on(client).headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_nobody_ties_another_identity_to_their_account(client: Client, scope: Scope) -> None:
    there = client.post(f"{SIGN_ON}?process=connect")
    state = parse_qs(urlsplit(place(there)).query)["state"][0]
    answer = client.get(f"{SIGN_ON}callback/", {"code": "c", "state": state})
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_link_from_elsewhere_starts_nothing() -> None:
    page = Client().get(SIGN_ON)
    assert page.status_code == 200
    assert "<form" in page.content.decode()


def test_an_answer_that_nobody_asked_for_is_refused(provider: dict[str, Any], scope: Scope) -> None:
    provider["email"] = scope.user.email
    client = Client()
    answer = client.get(f"{SIGN_ON}callback/", {"code": "c", "state": "made-up"})
    assert answer.status_code == 401
    assert "That did not work" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_provider_that_gives_no_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def times_out(_: object) -> None:
        raise requests.ConnectTimeout

    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", property(times_out))
    answer = Client().post(SIGN_ON)
    assert answer.status_code == 502
    assert "gave no answer that we can use" in answer.content.decode()


def test_a_provider_that_is_not_set_up_is_not_found() -> None:
    assert Client().get("/account/oidc/another/login/").status_code == 404


def test_the_page_that_leads_to_the_provider_works_without_a_script(scope: Scope) -> None:
    there = Client().post(SIGN_ON)
    page = there.content.decode()
    assert page.count(escape(place(there))) == 2, "the browser goes by itself, and a link leads there too"
    assert "form-action 'self';" in there.headers["Content-Security-Policy"] + ";"


# ── Addresses that others claim ──────────────────────────────────────────────────────────────────


def test_what_somebody_else_left_in_an_unproven_account_ends_at_the_first_sign_on(
    scope: Scope, provider: dict[str, Any]
) -> None:
    thief = Client()
    thief.post(
        invite(scope, provider["email"], Role.FACILITATOR, "http://testserver").link,
        {"name": "Sam Reyes", "password": "known to whoever invited"},
    )
    taken = User.objects.get(email=provider["email"])
    secret = Token.made(taken.memberships.get(), "left behind")[1]
    EmailAddress.objects.create(user=taken, email="thief@example.org")
    assert not ownership.is_proven(taken)
    owner = Client()
    sign_on(owner)
    assert is_signed_in(owner)
    assert Token.of(secret) is None
    assert not ownership.changes_under_way(taken).exists()
    assert ownership.is_proven(taken), "the provider has shown whose it is"


def test_tokens_of_somebody_whose_address_was_proven_before_go_on(
    scope: Scope, provider: dict[str, Any]
) -> None:
    provider["email"] = scope.user.email
    secret = Token.made(scope.membership, "Weekly figures")[1]
    sign_on(Client())
    assert Token.of(secret) is not None


def test_who_only_wants_to_change_to_an_address_is_not_taken_for_its_owner(
    scope: Scope, member: Callable[..., Scope], provider: dict[str, Any]
) -> None:
    EmailAddress.objects.create(user=scope.user, email=provider["email"])
    assert "You need an invitation" in sign_on(Client()).content.decode()
    assert not SocialAccount.objects.exists()
    EmailAddress.objects.create(user=scope.user, email=provider["email"])
    invite(member(Role.ADMINISTRATOR), provider["email"], Role.CONSULTANT, "http://testserver")
    owner = Client()
    sign_on(owner)
    joined = User.objects.get(email=provider["email"])
    assert joined != scope.user
    assert joined.memberships.get().role == Role.CONSULTANT
    assert not EmailAddress.objects.filter(user=scope.user, email=provider["email"]).exists()


def test_capitals_of_the_provider_make_nobody_somebody_else(scope: Scope, provider: dict[str, Any]) -> None:
    provider["email"] = scope.user.email.title()
    client = Client()
    sign_on(client)
    assert is_signed_in(client)
    assert User.objects.count() == 1
    invite(scope, "kim@example.org", Role.FACILITATOR, "http://testserver")
    provider |= {"sub": "2", "email": "Kim@Example.org"}
    sign_on(Client())
    assert Membership.objects.filter(user__email="kim@example.org").exists()
