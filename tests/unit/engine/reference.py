"""A second, plain evaluator of the same program, for tests to hold experta against and to search with.

It has no agenda, no matching and no firing: it works out a value when somebody asks for it.
"""

from dataclasses import dataclass, field

from advisor.engine.program import Counted, Decision, Levelled, Program
from advisor.engine.undecided import Outlook
from advisor.engine.votes import Cast, level_from_votes
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject, Truth, Value, truth

ANSWERED = Kind.FACT.value


@dataclass
class Reference:
    """What follows for one case, worked out backwards from the question.

    Attributes:
        program: The program.
        answers: Value of each answered fact.
        case_of: For each decided subject the number of the case that was true, from 1; 0 for none.
    """

    program: Program
    answers: dict[str, Value]
    case_of: dict[Subject, int] = field(default_factory=dict)
    values: dict[Subject, Value | None] = field(default_factory=dict)

    def value_of(self, subject: Subject) -> Value | None:
        """Return the value of a subject; none where it is unknown."""
        if subject.kind == ANSWERED:
            return self.answers.get(subject.id)
        if subject not in self.values:
            self.values[subject] = self._worked_out(self.program.by_subject[subject])
        return self.values[subject]

    def everything(self) -> dict[Subject, Value | None]:
        """Return the value of every subject that the program decides."""
        return {step.subject: self.value_of(step.subject) for step in self.program.steps}

    def _worked_out(self, step: Decision | Counted | Levelled) -> Value | None:
        if isinstance(step, Counted):
            return self._count(step)
        if isinstance(step, Levelled):
            return self._level(step)
        for number, (value, condition) in enumerate(step.cases, start=1):
            if truth(condition, self.value_of) is Truth.TRUE:
                self.case_of[step.subject] = number
                return value
        self.case_of[step.subject] = 0
        if step.statement is not None:
            lines = [condition for verdict, condition in step.cases if verdict != NOT_APPLICABLE]
            open_ = Outlook(self.program.by_subject, self.value_of).of_any(lines).state is Truth.UNKNOWN
            if not open_ and any(truth(line, self.value_of) is Truth.UNKNOWN for line in lines):
                return NOT_APPLICABLE
        return step.default

    def _count(self, step: Counted) -> int | None:
        known = [
            self.answers[one] for one in step.of if self.answers.get(one, NOT_APPLICABLE) != NOT_APPLICABLE
        ]
        if not known:
            return None
        if step.values:
            return sum(value in step.values for value in known)
        return sum(len(value) for value in known if isinstance(value, tuple))

    def _level(self, step: Levelled) -> str | None:
        set_by = step.mechanism.set_by
        answered = set_by and set_by.levels.get(str(self.answers.get(set_by.fact)))
        votes = [
            Cast(self.value_of(source.vote), source.critical, source.carried)
            for source in step.sources
            if source.applies is None or truth(source.applies, self.value_of) is not Truth.FALSE
        ]
        level = level_from_votes(votes, answered, self.program.knowledge.settings)
        return None if level == "unknown" else level
