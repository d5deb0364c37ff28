"""The interview without its screen: which question comes next, and what has been answered.

Every answer is saved at once, so nothing is lost however the interview ends.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from advisor.content.answers_file import SavedAnswers
from advisor.content.answers_writing import today
from advisor.model.asking import answered_unasked, asked
from advisor.model.case import Case
from advisor.model.condition import Value
from advisor.model.questionnaire import Question, Questionnaire
from advisor.model.vocabulary import Vocabulary

Asked = tuple[Question, tuple[str, ...]]


@dataclass
class Interview:
    """One interview, from wherever the answers stand.

    Attributes:
        questionnaire: The questions.
        vocabulary: The facts they set.
        saved: The answers so far.
        save: Called with the answers after every change.
    """

    questionnaire: Questionnaire
    vocabulary: Vocabulary
    saved: SavedAnswers
    save: Callable[[SavedAnswers], None]
    _place: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._place = {question.id: place for place, question in enumerate(self.questionnaire.questions)}

    def path(self) -> list[Asked]:
        """Return the questions asked given the answers so far, with their facts."""
        return asked(self.questionnaire, self.vocabulary, self.saved.case.answers)

    def settled(self, fact: str) -> bool:
        """Return whether a fact has been answered, be it with “don’t know”."""
        return fact in self.saved.case.answers or fact in self.saved.case.asked_unknown

    def open(self) -> list[Asked]:
        """Return the questions asked that still lack an answer."""
        return [(question, facts) for question, facts in self.path() if not all(map(self.settled, facts))]

    def next(self, after: Question | None = None) -> Asked | None:
        """Return the next question that lacks an answer, or none where all later ones have one."""
        start = -1 if after is None else self._place[after.id]
        return next((pair for pair in self.open() if self._place[pair[0].id] > start), None)

    def open_without(self, numbers: Collection[str]) -> list[Asked]:
        """Return the questions that lack an answer, those with some numbers left out."""
        return [pair for pair in self.open() if pair[0].id not in numbers]

    def previous(self, before: Question) -> Asked | None:
        """Return the question asked before another one, or none at the first."""
        earlier = [pair for pair in self.path() if self._place[pair[0].id] < self._place[before.id]]
        return earlier[-1] if earlier else None

    def progress(self, question: Question) -> tuple[int, int, int]:
        """Return a question’s number, how many there are by the answers so far, and the percentage done."""
        path = self.path()
        number = 1 + sum(self._place[each.id] < self._place[question.id] for each, _ in path)
        total = max(len(path), number)
        done = sum(all(map(self.settled, facts)) for _, facts in path)
        return number, total, round(100 * done / total)

    def count(self) -> tuple[int, int, int]:
        """Return the number of the next question out of turn, how many there are, and the percentage done."""
        path = self.path()
        done = sum(all(map(self.settled, facts)) for _, facts in path)
        return min(done + 1, len(path)), len(path), round(100 * done / len(path))

    def record(self, fact: str, value: Value | None) -> None:
        """Record one answer, none meaning “don’t know”, and save."""
        case = self.saved.case
        answers = {name: given for name, given in case.answers.items() if name != fact}
        unknown = tuple(name for name in case.asked_unknown if name != fact)
        if value is None:
            unknown = (*unknown, fact)
        else:
            answers[fact] = value
        version = f"{self.questionnaire.questionnaire} {self.questionnaire.version}"
        changed = {
            "answers": answers,
            "asked_unknown": unknown,
            "date": today(),
            "questionnaire": version,
        }
        self.keep(case.model_copy(update=changed))

    def keep(self, case: Case) -> None:
        """Take over a changed case, and save."""
        self.saved = replace(self.saved, case=case)
        self.save(self.saved)

    def kept_but_not_asked(self) -> list[str]:
        """Return the names of answered facts whose questions are no longer asked."""
        facts = answered_unasked(self.questionnaire, self.vocabulary, self.saved.case.answers)
        return [self.vocabulary.by_name[fact].name for fact in facts]
