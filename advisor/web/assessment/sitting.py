"""One sitting of somebody at an assessment: the order they chose, what they skipped, and the way back.

It lives in the session. The answers never do.
"""

from django.contrib.sessions.backends.base import SessionBase

from advisor.interview.interview import Asked
from advisor.model.questionnaire import Question
from advisor.web.assessment.guidance import most_telling
from advisor.web.collaborations.answers import Answering
from advisor.web.collaborations.models import Assessment

KEY = "sitting"
LONGEST_WAY = 100


class Sitting:
    """The sitting of a session at an assessment; one at another assessment begins anew."""

    def __init__(self, session: SessionBase, assessment: Assessment) -> None:
        self._session = session
        self._assessment = assessment
        kept = session.get(KEY, {})
        mine = kept if kept.get("assessment") == str(assessment.pk) else {}
        self.by_value: bool = mine.get("by_value", False)
        self._skipped: list[str] = mine.get("skipped", [])
        self._passed: list[str] = mine.get("passed", [])

    def order(self, *, by_value: bool) -> None:
        """Choose the order: what can change most first, or section by section."""
        self.by_value = by_value
        self._skipped, self._passed = [], []
        self._keep()

    def skip(self, question: Question) -> None:
        """Leave a question out for now."""
        if self.by_value:
            self._skipped = [*dict.fromkeys((*self._skipped, question.id))]
            self.passed(question)

    def passed(self, question: Question) -> None:
        """Remember that a question lies behind."""
        if self.by_value:
            self._passed = [*(one for one in self._passed if one != question.id), question.id][-LONGEST_WAY:]
            self._keep()

    def next(self, found: Answering, after: Question | None = None) -> Asked | None:
        """Return the next question without an answer; none where the end is reached."""
        if not self.by_value:
            return found.interview.next(after)
        left = {pair[0].id: pair for pair in found.interview.open_without(self._skipped)}
        return most_telling(self._assessment, found, left)

    def back(self, found: Answering, question: Question) -> Asked | None:
        """Return the question to go back to; none at the first."""
        if not self.by_value:
            return found.interview.previous(question)
        behind = self._passed
        if question.id in behind:
            behind = behind[: behind.index(question.id)]
        asked = {pair[0].id: pair for pair in found.interview.path()}
        return next((asked[one] for one in reversed(behind) if one in asked), None)

    def _keep(self) -> None:
        self._session[KEY] = {
            "assessment": str(self._assessment.pk),
            "by_value": self.by_value,
            "skipped": self._skipped,
            "passed": self._passed,
        }
