"""Decides whether conditions can be true together: a complete search over the finite space of cases.

Facts are given values one after another. As soon as what is known rules a condition out, whatever the rest,
the search turns back. So “never” is proved over every case, without trying each. Levels of mechanisms are
taken as free: what is impossible even then is impossible.
"""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from advisor.model.condition import All, Any, Atom, Condition, Kind, Not, Subject, Truth, Value
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.problems.space import Space, Values

FALSE, UNKNOWN, TRUE = 1, 2, 4
ANYTHING = FALSE | UNKNOWN | TRUE
SETTLED = (FALSE, UNKNOWN, TRUE)
BUDGETS = (*(40,) * 8, *(150,) * 4, 20_000)
"""Steps for each attempt. A case that is there is mostly found soon, or not for long: so begin afresh."""
_MASK = {Truth.FALSE: FALSE, Truth.UNKNOWN: UNKNOWN, Truth.TRUE: TRUE}
_NEGATED = tuple(
    (mask & UNKNOWN) | (FALSE if mask & TRUE else 0) | (TRUE if mask & FALSE else 0) for mask in range(8)
)


@dataclass(frozen=True)
class Goal:
    """A condition, and the truths of it that are asked for."""

    condition: Condition
    allowed: int = TRUE


class GaveUp(Exception):
    """The search took more steps than it may."""


@dataclass
class Search:
    """Looks for a case; keeps count of what it took.

    Attributes:
        steps: Cases and parts of cases tried, over all questions so far.
        asked: Questions asked so far.
    """

    knowledge: KnowledgeBase
    steps: int = 0
    asked: int = 0
    space: Space = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the space."""
        self.space = Space(self.knowledge)

    def possible(self, goals: list[Goal], only: frozenset[str] | None = None) -> bool:
        """Return whether some case meets all goals.

        Args:
            goals: What is asked for.
            only: Facts that may be answered; none: all. Everything else is then unknown.

        Raises:
            GaveUp: It was not decided within the steps allowed.
        """
        self.asked += 1
        question = Question(self.space, goals, only)
        try:
            return question.answer()
        finally:
            self.steps += question.steps


class Question:
    """One search for a case that meets some goals.

    Attributes:
        given: Values tried so far; once the answer is yes, those of the case that was found.
        steps: Cases and parts of cases tried.
    """

    def __init__(self, space: Space, goals: list[Goal], only: frozenset[str] | None) -> None:
        self.space = space
        self.goals = goals
        self.steps = 0
        self.steps_left = 0
        self.truths: dict[tuple[int, Value | None], int] = {}
        self.chance = Random(0)  # noqa: S311 - see answer
        self.known: dict[Subject, Values] = {}
        sentences = space.sentences(goal.condition for goal in goals)
        self.values: dict[Subject, Values] = {}
        direct = dict.fromkeys(sorted((atom.subject for atom in sentences), key=str))
        counted = {
            Subject(Kind.FACT.value, fact): None
            for subject in direct
            if subject in space.counts
            for fact in space.counts[subject].of
        }
        for subject in (*direct, *counted):
            found = space.values_that_matter(subject, sentences)
            if found is not None:
                hidden = only is not None and (subject.kind != Kind.FACT.value or subject.id not in only)
                self.values[subject] = (None,) if hidden else found
        # Facts that are only counted, and in the same counts, may change places: one order of them is enough.
        self.role = {one: self._role(one) for one in self.values if one not in direct}
        self.fixed = {subject: values[0] for subject, values in self.values.items() if len(values) == 1}
        self.given = dict(self.fixed)

    def _role(self, subject: Subject) -> tuple[object, ...]:
        counts = sorted(str(one) for one, count in self.space.counts.items() if subject.id in count.of)
        return (*counts, self.values[subject])

    def answer(self) -> bool:
        """Return whether some case meets all goals."""
        for tries, budget in enumerate(BUDGETS):
            self.chance = Random(tries)  # noqa: S311 - it breaks ties, and the same way on every run
            self.steps_left = budget
            with contextlib.suppress(GaveUp):
                return self._meets()
            self.given = dict(self.fixed)
        raise GaveUp

    def _meets(self) -> bool:
        self.steps += 1
        self.steps_left -= 1
        if self.steps_left < 0:
            raise GaveUp
        self.known.clear()
        masks = [(goal, self.mask(goal.condition)) for goal in self.goals]
        if any(not mask & goal.allowed for goal, mask in masks):
            return False
        goals = [goal for goal, mask in masks if mask & ~goal.allowed]
        self.chance.shuffle(goals)
        unsettled = (self.turns_on(goal.condition) for goal in goals)
        subject = next(filter(None, unsettled), None)
        if subject is None:
            return True
        for value in self._values_left(subject):
            self.given[subject] = value
            if self._meets():
                return True
        del self.given[subject]
        return False

    def _values_left(self, subject: Subject) -> Sequence[Value | None]:
        values = self.values[subject]
        if subject in self.role:
            same = [
                one for one, role in self.role.items() if role == self.role[subject] and one in self.given
            ]
            return values[max((values.index(self.given[one]) for one in same), default=0) :]
        return self.chance.sample(values, len(values))

    def turns_on(self, condition: Condition) -> Subject | None:
        """Return an answer still open on which a condition turns; none where there is none."""
        match condition:
            case Atom():
                return self._open(condition.subject)
            case Not(part):
                return self.turns_on(part)
            case All(parts) | Any(parts):
                undecided = (part for part in parts if self.mask(part) not in SETTLED)
                return next(filter(None, map(self.turns_on, undecided)), None)

    def _open(self, subject: Subject) -> Subject | None:
        if subject in self.given:
            return None
        if subject in self.values:
            return subject
        if subject in self.space.counts:
            facts = (Subject(Kind.FACT.value, fact) for fact in self.space.counts[subject].of)
            return next((fact for fact in facts if fact in self.values and fact not in self.given), None)
        for _, condition in self.space.decided[subject].cases if subject in self.space.decided else ():
            mask = self.mask(condition)
            found = self.turns_on(condition) if mask not in SETTLED else None
            if found is not None:
                return found
            if mask == TRUE:
                return None
        return None

    def mask(self, condition: Condition) -> int:
        """Return the truths that a condition may still take."""
        match condition:
            case Atom():
                values = self.possible_values(condition.subject)
                if values is None:
                    return ANYTHING
                found, sentence = 0, id(condition)
                for value in values:
                    truth = self.truths.get((sentence, value))
                    if truth is None:
                        truth = self.truths[sentence, value] = _MASK[condition.holds(value)]
                    found |= truth
                    if found == ANYTHING:
                        break
                return found
            case Not(part):
                return _NEGATED[self.mask(part)]
            case All(parts):
                return _all(map(self.mask, parts))
            case Any(parts):
                return _NEGATED[_all(_NEGATED[self.mask(part)] for part in parts)]

    def possible_values(self, subject: Subject) -> Values | None:
        """Return the values that a subject may still take; none where nothing is known of it."""
        if subject in self.values:
            return (self.given[subject],) if subject in self.given else self.values[subject]
        found = self.known.get(subject)
        if found is not None:
            return found
        if subject not in self.known:
            if subject in self.space.counts:
                self.known[subject] = self._count(subject)
            elif subject in self.space.decided:
                self.known[subject] = self._decide(subject)
            else:
                return None
        return self.known[subject]

    def _decide(self, subject: Subject) -> Values:
        decided = self.space.decided[subject]
        # A subject that hung on itself would be any of its values; circles are reported on their own.
        self.known[subject] = (*(value for value, _ in decided.cases), *decided.otherwise)
        found: dict[Value | None, None] = {}
        for value, condition in decided.cases:
            mask = self.mask(condition)
            if mask & TRUE:
                found[value] = None
            if mask == TRUE:
                return tuple(found)
        return (*found, *decided.otherwise)

    def _count(self, subject: Subject) -> Values:
        """Return every number that a count may still come to, and none where nothing may be answered."""
        count = self.space.counts[subject]
        least = most = 0
        silent = True
        for fact in count.of:
            options = self.possible_values(Subject(Kind.FACT.value, fact))
            if options is None:
                most += len(self.space.facts[fact].values) if fact in self.space.facts else 0
                continue
            numbers = [_worth(value, count.values) for value in options]
            least += min(number or 0 for number in numbers)
            most += max(number or 0 for number in numbers)
            silent = silent and None in numbers
        return (*((None,) if silent else ()), *range(least, most + 1))


def _worth(value: Value | None, wanted: tuple[str, ...]) -> int | None:
    if value is None or value == "not_applicable":
        return None
    if not wanted:
        return len(value) if isinstance(value, tuple) else 0
    return int(value in wanted)


def _all(masks: Iterable[int]) -> int:
    every, some, each_may_hold = ANYTHING, 0, True
    for mask in masks:
        if mask == FALSE:
            # One part that can only be false settles it; the rest need no look.
            return FALSE
        every &= mask
        some |= mask
        each_may_hold = each_may_hold and mask & (UNKNOWN | TRUE) != 0
    found = (every & TRUE) | (some & FALSE)
    return found | UNKNOWN if some & UNKNOWN and each_may_hold else found
