"""Whether something is allowed with one collaboration: for what a page offers, not for what it does."""

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.collaborations.models import Collaboration


def may(scope: Scope, permission: Permission, collaboration: Collaboration) -> bool:
    """Return whether somebody may do something with a collaboration that they may see."""
    return scope.may(permission) and scope.collaborations(permission).filter(pk=collaboration.pk).exists()
