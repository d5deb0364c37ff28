"""Takes respondents off collaborations; they come to one by accepting an invitation."""

from django.db import transaction

from advisor.web.accounts.models import Membership
from advisor.web.accounts.scope import Scope
from advisor.web.audit.record import Action, record
from advisor.web.collaborations.models import Collaboration


@transaction.atomic
def take_off(scope: Scope, collaboration: Collaboration, respondent: Membership) -> None:
    """Take a respondent off a collaboration at once; what they answered stays."""
    collaboration.respondents.remove(respondent)
    record(scope, Action.TAKEN_OFF, collaboration, who=str(respondent.user))
