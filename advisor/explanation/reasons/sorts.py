"""Other answers to a question, those that are alike for one conclusion taken together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from advisor.engine.beneath import atoms_of, beneath, numbers_worth_trying
from advisor.engine.program import ANSWERED, Counted, Levelled, Program
from advisor.explanation.reasons.clauses import Clauses
from advisor.model.condition import NOT_APPLICABLE, Atom, Subject, Value
from advisor.model.vocabulary import FactDefinition

ALONE = "none"
"""The tick that stands alone."""
MOST_TICKS = 12


@dataclass(frozen=True)
class Sort:
    """Answers to one question that make no difference to one another here.

    Attributes:
        values: The answers; of ticks those nearest to what was answered.
        says: All of them in one clause.
    """

    values: tuple[Value, ...]
    says: str


class Sorts:
    """Tells the answers to each question beneath a conclusion apart, as far as its rules do."""

    def __init__(self, subject: Subject, program: Program) -> None:
        """Go down from a conclusion to the answers beneath it."""
        self.program = program
        self.clauses = Clauses(program.knowledge)
        leaves, conclusions = beneath([subject], program)
        self.facts = tuple(one.id for one in leaves if one.kind == ANSWERED)
        self._about: dict[str, list[Atom]] = {fact: [] for fact in self.facts}
        for atom in atoms_of(conclusions, program):
            if atom.subject.kind == ANSWERED:
                self._about[atom.subject.id].append(atom)
        steps = [program.by_subject[one] for one in conclusions]
        self._counts = [step for step in steps if isinstance(step, Counted)]
        ways = [step.mechanism.set_by for step in steps if isinstance(step, Levelled)]
        self._levels = {one.fact: one.levels for one in ways if one is not None}
        self._numbers = numbers_worth_trying(program)

    def other(self, answers: Mapping[str, Value]) -> dict[str, list[Sort]]:
        """Return, for each question, the sorts of answers other than the one given; never “unknown”."""
        return {fact: self._other(fact, answers.get(fact)) for fact in self.facts}

    def _other(self, fact: str, present: Value | None) -> list[Sort]:
        definition = self.program.knowledge.vocabulary.by_name[fact]
        groups: dict[object, list[Value]] = {}
        for value in self._values(definition):
            groups.setdefault(self._kind(fact, value), []).append(value)
        if present is not None and present != NOT_APPLICABLE:
            groups.pop(self._kind(fact, present), None)
        return [self._sort(definition, group, present) for group in groups.values()]

    def _kind(self, fact: str, value: Value) -> object:
        counted = tuple(_worth(step, value) for step in self._counts if fact in step.of)
        level = self._levels.get(fact, {}).get(str(value))
        return tuple(atom.holds(value) for atom in self._about[fact]), counted, level

    def _values(self, definition: FactDefinition) -> Iterable[Value]:
        if definition.kind == "whole number":
            return self._numbers[Subject(ANSWERED, definition.fact)]
        every = tuple(definition.by_value)
        if definition.kind == "one of":
            return every
        ticks = [one for one in every if one != ALONE][:MOST_TICKS]
        several = [some for many in range(1, len(ticks) + 1) for some in combinations(ticks, many)]
        return [*([(ALONE,)] if ALONE in every else []), *several]

    def _sort(self, definition: FactDefinition, group: Sequence[Value], present: Value | None) -> Sort:
        subject = Subject(ANSWERED, definition.fact)
        if definition.kind == "whole number":
            numbers = [one for one in group if isinstance(one, int)]
            top = max(numbers) == max(self._numbers[subject])
            says = self.clauses.between(min(numbers), None if top else max(numbers), subject)
            return Sort(tuple(numbers), says)
        chosen = _nearest(group, present) if definition.kind == "any of" else group
        return Sort(tuple(chosen), self.clauses.either(self.clauses.value(subject, one) for one in chosen))


def _nearest(group: Sequence[Value], present: Value | None) -> Sequence[Value]:
    """Return the ticks that differ least from those given."""
    given = set(present) if isinstance(present, tuple) else set()

    def far(value: Value) -> int:
        return len(given ^ set(value)) if isinstance(value, tuple) else 0

    least = min(map(far, group))
    return [one for one in group if far(one) == least]


def _worth(step: Counted, value: Value) -> int:
    if value == NOT_APPLICABLE:
        return -1
    if step.values:
        return int(value in step.values)
    return len(value) if isinstance(value, tuple) else 0
