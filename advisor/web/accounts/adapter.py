"""How signing in works here: by invitation alone, with the organisation’s own sign-on where it has one."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return that nobody signs themselves up."""
        return False


class OrganisationSignOn(DefaultSocialAccountAdapter):
    """Sign-on through the organisation’s own provider."""
