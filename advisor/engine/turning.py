"""Which unknown facts could turn a decision, tried out exactly.

What could still come true (see ``undecided``) names a fact too many where an earlier line of a statement
decides whenever a later one could. Here answers are tried, many at once: a fact that waits stands for all its
answers, and only where the outcome still hangs on others are those tried one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, product
from typing import TYPE_CHECKING

from advisor.engine.program import ANSWERED, Counted, Decision, Program
from advisor.model.condition import (
    NOT_APPLICABLE,
    All,
    Atom,
    Condition,
    Not,
    Operator,
    Subject,
    Truth,
    Value,
    atoms,
)

if TYPE_CHECKING:
    from advisor.model.vocabulary import FactDefinition

Outcomes = tuple[Value | None, ...]
Facts = frozenset[str]
Test = Callable[[Value], object]

ALONE = "none"
"""The tick that stands alone."""

NONE: Facts = frozenset()
# Truths that something may come to have are a set, held as bits so that joining two sets is one look-up.
SET = {each: 1 << each.value for each in Truth}
SETTLED = frozenset(SET.values())
TRUE, FALSE = SET[Truth.TRUE], SET[Truth.FALSE]
SETS = range(1 << len(Truth))


def _joined(pick: Callable[..., int], one: int, other: int) -> int:
    """Return the set of what joining a truth of one set with one of the other gives."""
    pairs = product(*([place for place in range(len(Truth)) if bits >> place & 1] for bits in (one, other)))
    return sum({1 << pick(pair) for pair in pairs})


TURNED = tuple(sum(SET[~each] for each in Truth if bits & SET[each]) for bits in SETS)
ALL_JOINED = tuple(tuple(_joined(min, one, other) for other in SETS) for one in SETS), TRUE, FALSE
ANY_JOINED = tuple(tuple(_joined(max, one, other) for other in SETS) for one in SETS), FALSE, TRUE


@dataclass(frozen=True)
class Ground:
    """What a decision rests on in the end: facts, through all that is decided between.

    Attributes:
        decision: The decision.
        facts: Facts below each subject that answers to come could change. Levels of mechanisms are left out:
            half the questionnaire bears on them, so they stay as they are.
        options: For each fact one answer of each kind that the rules below this decision tell apart.
    """

    decision: Decision
    facts: dict[Subject, Facts]
    options: dict[str, Outcomes]


def ground_of(decision: Decision, program: Program) -> Ground:
    """Return what a decision rests on."""
    survey = _Survey(program)
    survey.facts[decision.subject] = survey.below_cases(decision)
    definitions = program.knowledge.vocabulary.by_name
    options = {}
    for fact, tests in survey.tests.items():
        kinds: dict[object, Value] = {}
        for value in _answers(definitions[fact], survey.numbers, tests):
            kinds.setdefault(tuple(test(value) for test in tests), value)
        options[fact] = (None, *kinds.values())
    return Ground(decision, survey.facts, options)


class _Survey:
    """Goes down from a decision to the facts, noting what tells their answers apart."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.facts: dict[Subject, Facts] = {}
        self.tests: dict[str, list[Test]] = {}
        self.numbers: set[int] = set()

    def below(self, subject: Subject) -> Facts:
        if subject not in self.facts:
            self.facts[subject] = self._found_below(subject)
        return self.facts[subject]

    def _found_below(self, subject: Subject) -> Facts:
        if subject.kind == ANSWERED:
            return frozenset((subject.id,))
        step = self.program.by_subject.get(subject)
        if isinstance(step, Counted):
            for one in step.of:
                self.tests.setdefault(one, []).append(partial(_count_of, step))
            return NONE.union(*(self.below(Subject(ANSWERED, one)) for one in step.of))
        return self.below_cases(step) if isinstance(step, Decision) else NONE

    def below_cases(self, decision: Decision) -> Facts:
        """Return the facts below the cases of a decision."""
        every = [atom for _, condition in decision.cases for atom in atoms(condition)]
        for atom in every:
            if atom.operator in (Operator.AT_LEAST, Operator.AT_MOST):
                self.numbers.add(atom.number)
            if atom.subject.kind == ANSWERED:
                self.tests.setdefault(atom.subject.id, []).append(atom.holds)
        return NONE.union(*(self.below(atom.subject) for atom in every))


def _answers(definition: FactDefinition, numbers: set[int], tests: list[Test]) -> Iterable[Value]:
    """Yield answers that can be given to a fact, at least one of each kind that some tests tell apart."""
    if definition.kind == "whole number":
        least = definition.minimum or 0
        near = {number + step for number in numbers for step in (-1, 0, 1)}
        return sorted({least, *(number for number in near if number >= least)})
    values = [each.value for each in definition.values]
    if definition.kind == "one of":
        return values
    alike: dict[object, list[str]] = {}
    for value in values:
        alike.setdefault((value == ALONE, *(test((value,)) for test in tests)), []).append(value)
    # Of ticks that no test tells apart only the number matters.
    some = product(*([kind[:size] for size in range(len(kind) + 1)] for kind in alike.values()))
    every = (tuple(chain.from_iterable(one)) for one in some)
    return (one for one in every if one and (ALONE not in one or len(one) == 1))


def _count_of(step: Counted, value: Value | None) -> int | None:
    """Return what one answer adds to a count; none where it is not known."""
    if value is None or value == NOT_APPLICABLE:
        return None
    if step.values:
        return int(value in step.values)
    return len(value) if isinstance(value, tuple) else 0


@dataclass
class Trial:
    """Some answers tried, the other waiting facts standing for every answer they may get.

    Attributes:
        ground: What the decision rests on.
        program: The program.
        value_of: The value of what is known so far.
        waiting: Facts that wait for an answer.
        tried: Answers tried for some of them.
    """

    ground: Ground
    program: Program
    value_of: Callable[[Subject], Value | None]
    waiting: Facts
    tried: dict[str, Value | None]
    met: dict[Subject, tuple[Outcomes, Facts]] = field(default_factory=dict)

    def outcome(self) -> tuple[Outcomes, Facts]:
        """Return the verdicts that may come out, and the waiting facts on which it hangs which."""
        return self._decided(self.ground.decision)

    def _of(self, subject: Subject) -> tuple[Outcomes, Facts]:
        if subject not in self.met:
            self.met[subject] = self._worked_out(subject)
        return self.met[subject]

    def _worked_out(self, subject: Subject) -> tuple[Outcomes, Facts]:
        if self.ground.facts[subject].isdisjoint(self.waiting):
            return (self.value_of(subject),), NONE
        if subject.kind == ANSWERED:
            if subject.id in self.tried:
                return (self.tried[subject.id],), NONE
            return self.ground.options[subject.id], frozenset((subject.id,))
        step = self.program.by_subject[subject]
        return self._counts(step) if isinstance(step, Counted) else self._decided(step)  # type: ignore[arg-type]

    def _decided(self, decision: Decision) -> tuple[Outcomes, Facts]:
        found: dict[Value | None, None] = {}
        hangs_on = NONE
        for value, condition in decision.cases:
            truths, facts = self._truths(condition)
            if truths & TRUE:
                found[value] = None
                hangs_on |= facts
                if truths == TRUE:
                    break
        else:
            found[decision.default] = None
        return tuple(found), hangs_on if len(found) > 1 else NONE

    def _counts(self, step: Counted) -> tuple[Outcomes, Facts]:
        hangs_on = NONE
        sums: set[int | None] = {None}
        for fact in step.of:
            values, facts = self._of(Subject(ANSWERED, fact))
            hangs_on |= facts
            each = {_count_of(step, value) for value in values}
            sums = {
                one if other is None else other if one is None else one + other
                for one in sums
                for other in each
            }
        return tuple(sums), hangs_on if len(sums) > 1 else NONE

    def _truths(self, condition: Condition) -> tuple[int, Facts]:
        """Return the truths that a condition may come to have, and the waiting facts on which it hangs."""
        if isinstance(condition, Atom):
            values, facts = self._of(condition.subject)
            truths = 0
            for value in values:
                truths |= SET[condition.holds(value)]
            return truths, NONE if truths in SETTLED else facts
        if isinstance(condition, Not):
            truths, facts = self._truths(condition.part)
            return TURNED[truths], facts
        joins, joined, settles = ALL_JOINED if isinstance(condition, All) else ANY_JOINED
        hangs_on = NONE
        for part in condition.parts:
            truths, facts = self._truths(part)
            if truths == settles:
                return settles, NONE
            joined = joins[joined][truths]
            if facts:
                hangs_on |= facts
        return joined, NONE if joined in SETTLED else hangs_on


class Turning:
    """Finds which of the facts that wait for an answer could turn a decision."""

    def __init__(
        self,
        ground: Ground,
        program: Program,
        value_of: Callable[[Subject], Value | None],
        waiting: Iterable[str],
    ) -> None:
        self.ground = ground
        self.program = program
        self.value_of = value_of
        self.waiting = tuple(waiting)
        self._every = frozenset(self.waiting)
        # What turned the decision for one fact often does for the next. At first nothing else is known.
        self._backgrounds: list[dict[str, Value | None]] = [dict.fromkeys(self.waiting)]

    def facts(self) -> tuple[str, ...]:
        """Return the facts whose answer could turn the decision, for some answers to the others."""
        return tuple(fact for fact in self.waiting if self._turns(fact))

    def _turns(self, fact: str) -> bool:
        if any(self._turns_before(fact, background) for background in self._backgrounds):
            return True
        return self._found(fact, {})

    def _turns_before(self, fact: str, background: dict[str, Value | None]) -> bool:
        options = self.ground.options[fact]
        first, _ = self._outcome({**background, fact: options[0]})
        return any(self._outcome({**background, fact: one})[0] != first for one in options[1:])

    def _found(self, fact: str, tried: dict[str, Value | None]) -> bool:
        """Return whether the fact turns the decision for some answers beyond those tried, one by one."""
        _, hangs_on = self._outcome(tried)
        if fact not in hangs_on:
            return False
        other = next((one for one in self.waiting if one in hangs_on and one != fact), None)
        if other is not None:
            return any(self._found(fact, {**tried, other: one}) for one in self.ground.options[other])
        background = {**dict.fromkeys(self.waiting), **tried}
        found = self._turns_before(fact, background)
        if found:
            self._backgrounds.append(background)
        return found

    def _outcome(self, tried: dict[str, Value | None]) -> tuple[Outcomes, Facts]:
        return Trial(self.ground, self.program, self.value_of, self._every, tried).outcome()
