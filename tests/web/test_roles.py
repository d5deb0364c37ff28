"""Who may what: every address of the app for everybody, by the one table of permissions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from advisor.web.accounts.invitations import invite
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import PERMISSIONS, Permission, Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import questionnaire
from advisor.web.api.models import Token
from advisor.web.batches.models import Batch
from advisor.web.collaborations.models import Assessment, Collaboration, Share
from advisor.web.collaborations.sharing import share
from advisor.web.reports.models import Report
from tests.web.addresses import Address, addresses

WEB = Path(__file__).parents[2] / "advisor" / "web"
GUARDED = [one for one in addresses() if one.permission is not None]
OPEN = {
    "start": 200,
    "about": 200,
    "accessibility": 200,
    "privacy": 200,
    "set_language": 302,
    "healthy": 200,
    "openapi-json": 200,
    "calls": 200,
    "invitation": 404,  # of a secret that is made up
    "account_login": 200,
    "account_logout": 302,
    "account_inactive": 200,
    "account_email_verification_sent": 200,
    "account_confirm_email": 200,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key": 200,
    "account_reset_password_from_key_done": 200,
    "socialaccount_login_cancelled": 200,
    "socialaccount_login_error": 401,
    "openid_connect_login": 404,  # no provider is set up
    "openid_connect_callback": 404,
}
"""Open on purpose, with what strangers get."""
OWN = {
    "account",
    "act-for",
    "sign-out-everywhere",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
"""About one’s own account alone: for whoever is signed in, whatever their role."""

ROLES = {
    "respondent": Role.RESPONDENT,
    "respondent of another collaboration": Role.RESPONDENT,
    "facilitator": Role.FACILITATOR,
    "consultant": Role.CONSULTANT,
    "administrator": Role.ADMINISTRATOR,
    "administrator of another organisation": Role.ADMINISTRATOR,
    "partner who reads": Role.ADMINISTRATOR,
    "partner who answers": Role.ADMINISTRATOR,
    "respondent at a partner": Role.RESPONDENT,
}
PARTNERS = {
    "partner who reads": {Permission.READ},
    "partner who answers": {Permission.READ, Permission.ANSWER},
}
INSIDE = ("respondent", "facilitator", "consultant", "administrator")
IN = "in"
SIGN_IN = "sign in"


def expected(who: str, address: Address) -> str | int:
    """Return what somebody gets, from the table of permissions."""
    assert address.permission is not None
    if who == "stranger":
        return SIGN_IN
    if who == "removed" or address.permission not in PERMISSIONS[ROLES[who]]:
        return 403
    return _inside(who, address)


def _inside(who: str, address: Address) -> str | int:
    if address.name == "token-withdraw":  # tokens are one’s own, whoever else one is
        return IN if who == "facilitator" else 404
    if address.name == "invite" and ROLES[who] != Role.ADMINISTRATOR:
        return 403  # without a collaboration only administrators invite
    if not address.parts or who in INSIDE:
        return IN
    if address.parts & {"collaboration", "assessment"} and who in PARTNERS:
        return IN if address.permission in PARTNERS[who] else 403
    return 404


@pytest.fixture
def cast(
    member: Callable[..., Scope],
    signed_in: Callable[[Scope], Client],
    scope: Scope,
    organisation: Organisation,
    other_organisation: Organisation,
    collaboration: Collaboration,
) -> dict[str, Client]:
    """Everybody, each with a browser."""
    reading, answering = (
        Organisation.objects.create(name=f"{name} NHS Trust") for name in ("Reed", "Ansell")
    )
    homes = {
        "administrator of another organisation": other_organisation,
        "partner who reads": reading,
        "partner who answers": answering,
        "respondent at a partner": answering,
    }
    share(scope, collaboration, reading, may_answer=False)
    share(scope, collaboration, answering, may_answer=True)
    people = {who: member(role, of=homes.get(who)) for who, role in ROLES.items() if who != "facilitator"}
    collaboration.respondents.add(people["respondent"].membership)
    elsewhere = Collaboration.objects.create(organisation=organisation, name="Another one")
    elsewhere.respondents.add(people["respondent of another collaboration"].membership)
    removed = member(Role.ADMINISTRATOR)
    browsers = {
        who: signed_in(person)
        for who, person in (people | {"facilitator": scope, "removed": removed}).items()
    }
    removed.membership.delete()
    return browsers | {"stranger": Client()}


@pytest.fixture
def parts(scope: Scope, member: Callable[..., Scope], assessment: Assessment) -> dict[str, Any]:
    """What stands in addresses: everything belongs to one collaboration, or to its organisation."""
    administrator, respondent = member(Role.ADMINISTRATOR), member(Role.RESPONDENT)
    assessment.collaboration.respondents.add(respondent.membership)
    report = Report.objects.create(
        assessment=assessment, form="json", key="k" * 64, case=assessment.case, asked_by=scope.user
    )
    return {
        "assessment": assessment.pk,
        "batch": Batch.objects.create(organisation=scope.organisation, name="Many", state="checked").pk,
        "collaboration": assessment.collaboration.pk,
        "form": "json",
        "invitation": invite(
            scope, "new@example.org", Role.RESPONDENT, "http://testserver", assessment.collaboration
        ).invitation.pk,
        "key": "made-up",
        "membership": administrator.membership.pk,
        # Where the member must be one to whom the other parts belong.
        "membership of": {
            "respondent-take-off": respondent.membership.pk,
            "member-token-withdraw": scope.membership.pk,
        },
        "name": "results.csv",
        "number": 1,
        "provider_id": "organisation",
        "question": questionnaire("rapid").questions[0].id,
        "report": report.pk,
        "secret": "made-up",
        "share": -1,  # filled in once there is one
        "token": Token.made(scope.membership, "for tests")[0].pk,
        "topic": "trust",
        "uidb36": "1",
    }


def place_of(address: Address, parts: dict[str, Any]) -> str:
    given = dict(parts)
    given["membership"] = parts["membership of"].get(address.name, parts["membership"])
    if "share" in address.parts:
        given["share"] = Share.objects.filter(collaboration=parts["collaboration"]).first().pk
    missing = address.parts - given.keys()
    assert not missing, f"Say what stands for {missing} in {address.route}"
    space = "api:" if address.is_api else ""
    return reverse(space + address.name, kwargs={part: given[part] for part in address.parts})


def asked(client: Client, method: str, place: str) -> Any:
    """Ask for a page, and undo what came of it."""
    saved = transaction.savepoint()
    try:
        return client.generic(method, place, "form=json", content_type="application/x-www-form-urlencoded")
    finally:
        transaction.savepoint_rollback(saved)


def got(response: Any, place: str) -> str | int:
    if response.status_code == 302 and response.headers["Location"].startswith("/account/login/"):
        assert f"next={place}" in response.headers["Location"]
        return SIGN_IN
    return response.status_code


@pytest.mark.parametrize("permission", Permission)
def test_everybody_gets_what_their_role_allows(
    permission: Permission, cast: dict[str, Client], parts: dict[str, Any]
) -> None:
    guarded = [one for one in GUARDED if one.permission is permission]
    assert guarded
    wrong = []
    for address in guarded:
        place = place_of(address, parts)
        for who, client in cast.items():
            wanted = expected(who, address)
            tried = {method: got(asked(client, method, place), place) for method in ("GET", "POST")}
            assert set(tried.values()) != {405}, f"{address.name} answers neither GET nor POST"
            wrong += [
                f"{method} {address.name} as {who}: {answer}, not {wanted}"
                for method, answer in tried.items()
                if answer != 405 and not is_as_wanted(address, answer, wanted)
            ]
    assert wrong == []


def is_as_wanted(address: Address, answer: str | int, wanted: str | int) -> bool:
    if wanted != IN:
        return answer == wanted
    is_let_in = isinstance(answer, int) and answer < 500 and answer not in (401, 403)
    # What is made for these tests is there; files of a batch that never ran are not.
    may_be_absent = "batch" in address.parts or address.name == "portfolio-file"
    return is_let_in and (answer != 404 or may_be_absent)


def test_every_address_is_guarded_or_open_on_purpose() -> None:
    for one in addresses():
        is_named = one.permission is not None or one.name in OPEN or one.name in OWN or one.is_api
        assert is_named, f"{one.route} has no @needs: guard it, or list it here as open on purpose"


def test_what_is_open_is_open_to_strangers(parts: dict[str, Any]) -> None:
    statuses = {
        one.name: Client().get(place_of(one, parts)).status_code for one in addresses() if one.name in OPEN
    }
    assert statuses == OPEN


def test_ones_own_account_is_for_whoever_is_signed_in(cast: dict[str, Client], parts: dict[str, Any]) -> None:
    for address in (one for one in addresses() if one.name in OWN):
        place = place_of(address, parts)
        method = "POST" if asked(cast["facilitator"], "GET", place).status_code == 405 else "GET"
        where = asked(cast["stranger"], method, place)
        if address.name == "mfa_index":  # goes on to the account, which asks who it is
            where = asked(cast["stranger"], "GET", where.headers["Location"])
        assert where.headers["Location"].startswith("/account/login/"), address.name
        for who, client in cast.items():
            if who != "stranger":
                answer = asked(client, method, place)
                assert answer.status_code in (200, 302, 404), f"{address.name} as {who}: {answer.status_code}"


def test_programs_need_a_token_for_every_call(client: Client, parts: dict[str, Any]) -> None:
    calls = [one for one in addresses() if one.is_api and one.name not in ("openapi-json", "api-root")]
    assert len(calls) > 10
    for address in calls:
        place = place_of(address, parts | {"id": parts["assessment"]})
        for browser in (Client(), client):
            answers = {browser.generic(method, place).status_code for method in ("GET", "POST", "PATCH")}
            assert answers - {405} == {401}, address.route


def test_an_invitation_to_a_collaboration_follows_the_table_too(
    cast: dict[str, Client], collaboration: Collaboration
) -> None:
    place = f"{reverse('invite')}?collaboration={collaboration.pk}"
    for who, client in cast.items():
        status = client.get(place).status_code
        if who in ("facilitator", "consultant", "administrator"):
            assert status == 200, who
        else:
            assert status == {"stranger": 302, "administrator of another organisation": 404}.get(who, 403), (
                who
            )


def test_withdrawing_a_share_ends_it_at_once(cast: dict[str, Client], collaboration: Collaboration) -> None:
    place = reverse("collaboration", args=[collaboration.pk])
    assert cast["partner who reads"].get(place).status_code == 200
    given = Share.objects.get(partner__name="Reed NHS Trust")
    cast["facilitator"].post(reverse("share-withdraw", args=[collaboration.pk, given.pk]))
    assert cast["partner who reads"].get(place).status_code == 404


def test_views_look_everything_up_through_the_scope() -> None:
    views = [path for path in WEB.rglob("*views*.py") if "migrations" not in path.parts]
    assert len(views) > 8
    for path in views:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert ".objects" not in line, f"{path}:{number}: look it up through request.scope"
