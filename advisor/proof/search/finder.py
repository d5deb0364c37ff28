"""The complete search, asked for the case it finds."""

from collections.abc import Sequence

from advisor.model.condition import Subject, Value
from advisor.proof.problems.search import Goal, Question, Search


class Finder(Search):
    """Finds a case that meets conditions, or proves that there is none."""

    def find(self, goals: Sequence[Goal]) -> dict[Subject, Value | None] | None:
        """Return the answers and levels that matter in some case that meets all goals; none: there is none.

        Levels of mechanisms are free, so a case with levels is a proposal; that there is none is a proof.

        Raises:
            GaveUp: It was not decided within the steps allowed.
        """
        self.asked += 1
        question = Question(self.space, list(goals), None)
        try:
            return dict(question.given) if question.answer() else None
        finally:
            self.steps += question.steps
