"""People, organisations and collaborations that the tests of the web app speak of."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from advisor.web.accounts import second_factor
from advisor.web.accounts.models import Membership, Organisation, User
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.audit.models import Event
from advisor.web.collaborations.answers import begin
from advisor.web.collaborations.models import Assessment, Collaboration
from tests.web.people import PASSWORD, SECRET


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Leave the trail alone when tables are emptied between tests: the database refuses to empty it."""
    Event._meta.managed = False


@pytest.fixture(autouse=True)
def _with_database(db: None) -> None:
    """Every test of the web app may use the database, and begins with nothing counted."""
    cache.clear()


@pytest.fixture
def organisation() -> Organisation:
    """The organisation that most tests are about."""
    return Organisation.objects.create(name="Harrowmoor NHS Trust")


@pytest.fixture
def other_organisation() -> Organisation:
    """One that has nothing to do with it."""
    return Organisation.objects.create(name="Eastmere NHS Trust")


@pytest.fixture
def member(organisation: Organisation) -> Callable[..., Scope]:
    """Make a person with a role, in the organisation or in another one."""

    def make(role: Role = Role.FACILITATOR, of: Organisation | None = None) -> Scope:
        number = User.objects.count()
        user = User.objects.create_user(
            f"{role}{number}@example.org", PASSWORD, name=f"{role} {number}".title()
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if role in second_factor.NEEDING_IT:
            TOTP.activate(user, SECRET)
        return Scope(Membership.objects.create(user=user, organisation=of or organisation, role=role))

    return make


@pytest.fixture
def scope(member: Callable[..., Scope]) -> Scope:
    """A facilitator of the organisation."""
    return member()


@pytest.fixture
def collaboration(organisation: Organisation) -> Collaboration:
    """A collaboration of the organisation."""
    return Collaboration.objects.create(organisation=organisation, name="Harrowmoor stroke network")


@pytest.fixture
def assessment(scope: Scope, collaboration: Collaboration) -> Assessment:
    """Its first assessment, with the rapid questionnaire, nothing answered yet."""
    return begin(scope, collaboration, "rapid")


@pytest.fixture
def signed_in() -> Callable[[Scope], Client]:
    """Return a browser in which somebody is signed in; forms need their token, as in real ones."""

    def browser(who: Scope, *, checks_csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=checks_csrf)
        client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def client(scope: Scope, signed_in: Callable[[Scope], Client]) -> Client:
    """The facilitator’s browser."""
    return signed_in(scope)
