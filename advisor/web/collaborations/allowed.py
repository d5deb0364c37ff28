"""What somebody may do with one collaboration: for what a page offers. What it does asks the scope itself."""

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.collaborations.models import Collaboration


def allowed(scope: Scope, collaboration: Collaboration) -> frozenset[Permission]:
    """Return what somebody may do with a collaboration that they may see."""
    if scope.owns(collaboration):
        return frozenset(one for one in Permission if scope.may(one))
    answers = scope.collaborations(Permission.ANSWER).filter(pk=collaboration.pk).exists()
    return frozenset({Permission.READ, Permission.ANSWER} if answers else {Permission.READ})
