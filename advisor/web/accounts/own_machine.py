"""One person on their own machine: nobody signs in, and everything belongs to them."""

from django.conf import settings
from django.db import transaction

from advisor.web.accounts.models import Membership, Organisation, User
from advisor.web.accounts.roles import Role

ADDRESS = "you@localhost"


def its_membership() -> Membership:
    """Return the one membership of an installation without accounts; it is made when first asked for."""
    found = Membership.objects.select_related("user", "organisation").filter(user__email=ADDRESS).first()
    return found or _made()


@transaction.atomic
def _made() -> Membership:
    user, _ = User.objects.get_or_create(email=ADDRESS, defaults={"name": "You"})
    name = settings.DEPLOYMENT.organisation or "My collaborations"
    organisation, _ = Organisation.objects.get_or_create(name=name)
    membership, _ = Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"role": Role.ADMINISTRATOR}
    )
    return membership
