"""How much an organisation may pile up: far more than anybody needs, and less than would slow its pages."""

from django.utils.translation import gettext as _

from advisor.web.accounts.models import Organisation
from advisor.web.collaborations.models import Collaboration
from advisor.web.security.bounds import NoRoom

MOST_COLLABORATIONS = 20_000
MOST_ROUNDS = 200


def require_room_for_collaboration(organisation: Organisation) -> None:
    """Raise NoRoom where an organisation has as many collaborations as it may."""
    # Two at one moment may be one too many: the bound is for what piles up, and exact to the thousand.
    if organisation.collaborations.count() >= MOST_COLLABORATIONS:
        raise NoRoom(
            _(
                "%(organisation)s has %(most)s collaborations. No more can be kept, as lists would become "
                "slow. Delete collaborations that nobody needs any more; administrators can. Then try again."
            )
            % {"organisation": organisation.name, "most": MOST_COLLABORATIONS}
        )


def require_room_for_round(collaboration: Collaboration, number: int) -> None:
    """Raise NoRoom where the next round of a collaboration, of this number, would be one too many."""
    if number > MOST_ROUNDS:
        raise NoRoom(
            _(
                "“%(name)s” has %(most)s rounds. No more can be kept, as its page would become too long. "
                "Download the answers of the last round, and begin a new collaboration with that file."
            )
            % {"name": collaboration.name, "most": MOST_ROUNDS}
        )
