"""What the answers still to come can change: an order of questions by value, and when it is time to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from advisor.interview.interview import Asked
    from advisor.model.case import Case
    from advisor.service import Advisor


class Guide:
    """Advises an interview on what to ask next; it keeps nothing but what it has proved."""

    def __init__(self, advisor: Advisor, questionnaire: str) -> None:
        """Take a questionnaire: rapid or full."""
        self._advisor = advisor
        self._questionnaire = questionnaire
        self._proved: Case | None = None

    def prepare(self) -> None:
        """Compile what the first question would else wait for."""
        asking = self._advisor.asking(self._questionnaire)
        asking.sorts  # noqa: B018 - worked out once

    def most_telling(self, case: Case, among: Collection[str]) -> str | None:
        """Return the question on which most hangs, by its number; none where none is left.

        What the collaboration is comes first, in the usual order: the first section decides which other
        questions fit, so that fewer are asked in the end.

        Args:
            case: The answers so far.
            among: Numbers of the questions to choose from.
        """
        from advisor.explanation.completions.what_next import questions_by_worth  # noqa: PLC0415 - numpy is slow

        asking = self._advisor.asking(self._questionnaire)
        first = asking.questionnaire.sections[0].id
        for question in asking.questionnaire.questions:
            if question.section == first and question.id in among:
                return question.id
        found = questions_by_worth(self._advisor.around(case), asking, case.asked_unknown)
        return next((each.question.id for each in found if each.question.id in among), None)

    def nothing_left(self, case: Case, left: Collection[Asked]) -> bool:
        """Return whether it is proved that no question left can change the priorities.

        Args:
            case: The answers so far; each “don’t know” stays as it is.
            left: The questions that lack an answer.
        """
        from advisor.explanation.completions.stopping import QUICK, Stopping  # noqa: PLC0415

        if not left or not case.answers:
            return False
        if self._proved is not None and _goes_on(self._proved, case):
            # What holds for every completion holds for all that are left of them.
            return True
        around = self._advisor.around(case)
        asking = self._advisor.asking(self._questionnaire)
        stopping = Stopping(asking, around, case.asked_unknown, QUICK)
        self._proved = case if stopping.same_order().finding == "proved" else None
        return self._proved is not None


def _goes_on(before: Case, now: Case) -> bool:
    """Return whether one case only answers what another leaves open."""
    kept = all(now.answers.get(fact) == value for fact, value in before.answers.items())
    return kept and set(before.asked_unknown) <= set(now.asked_unknown)
