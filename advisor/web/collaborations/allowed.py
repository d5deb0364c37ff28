"""What somebody may do with one collaboration: for what a page offers. What it does asks the scope itself."""

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.collaborations.answers import Answering
from advisor.web.collaborations.models import Assessment, Collaboration


def allowed(scope: Scope, collaboration: Collaboration) -> frozenset[Permission]:
    """Return what somebody may do with a collaboration that they may see."""
    if scope.owns(collaboration):
        return frozenset(one for one in Permission if scope.may(one))
    answers = scope.collaborations(Permission.ANSWER).filter(pk=collaboration.pk).exists()
    return frozenset({Permission.READ, Permission.ANSWER} if answers else {Permission.READ})


def may_go_deeper(scope: Scope, assessment: Assessment, found: Answering) -> bool:
    """Return whether the full questionnaire may follow: a rapid one is done, and it is the latest round."""
    settled, asked = found.counts()
    return (
        assessment.questionnaire == "rapid"
        and settled == asked
        and Permission.CREATE in allowed(scope, assessment.collaboration)
        and assessment.collaboration.assessments.first() == assessment
    )
