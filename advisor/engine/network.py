"""Builds experta rules from a program: one rule a case of each decision, and one for its default.

Salience falls from step to step, so what a rule asks of earlier conclusions, their absence too, is settled
before it can fire. Rules only assert.
"""

from collections.abc import Callable
from functools import cache
from inspect import Parameter, Signature
from typing import Any as Anything
from typing import cast

from advisor.engine.facts import Answers, Conclusion, read, stored
from advisor.engine.library import AND, NOT, OR, Fact, InitialFact, KnowledgeEngine, L, Matcher, P, Rule
from advisor.engine.matcher import DirectMatcher
from advisor.engine.program import ANSWERED, Counted, Decision, Levelled, Program, Step
from advisor.engine.strategy import SoundStrategy
from advisor.engine.undecided import Outlook
from advisor.engine.votes import Cast, Vote, level_from_votes
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
    truth,
)

Firing = tuple[str, Subject, str]


class Given:
    """Gives experta the facts that a run begins with."""

    # experta asks for it in every run, and to work it out takes long.
    __signature__ = Signature()

    def __init__(self, answers: dict[str, object]) -> None:
        """Start with some answers."""
        self.answers = answers

    def __call__(self) -> list[Fact]:
        """Return experta’s initial fact, and the answers of the case."""
        return [InitialFact(), Answers.of(self.answers)]


class Reasoner(KnowledgeEngine):  # type: ignore[misc]
    """An experta engine over one program. Use one a thread, again and again; it does not grow.

    Attributes:
        program: The program whose rules it holds.
        fired: Names of the rules that fired in the last run with what each concluded, in order.
    """

    program: Program
    __strategy__ = SoundStrategy
    __matcher__ = DirectMatcher

    def __init__(self) -> None:
        """Build the network."""
        super().__init__()
        self.fired: list[Firing] = []
        self.values: dict[Subject, Value | None] = {}
        self._subjects = {name: Subject(ANSWERED, name) for name in self.program.knowledge.vocabulary.by_name}
        self._unknown: dict[Subject, Value | None] = dict.fromkeys(self._subjects.values())
        self._unanswered: dict[str, object] = dict.fromkeys(self._subjects, stored(None))
        self._given = Given(self._unanswered)

    def get_deffacts(self) -> list[Anything]:
        """Return what a run begins with: experta’s initial fact and the answers of the case."""
        return [self._given]

    def value_of(self, subject: Subject) -> Value | None:
        """Return what is known of a subject: none where unknown or not yet decided."""
        return self.values.get(subject)

    def conclude(self, firing: Firing, value: Value | None, slots: dict[str, object]) -> None:
        """Assert a conclusion and record the firing."""
        self.values[firing[1]] = value
        self.fired.append(firing)
        # Straight to experta’s list of facts: what ``declare`` would check besides is plain from the slots.
        self.facts.declare(Conclusion.of(slots))

    def reason(self, answers: dict[str, Value]) -> None:
        """Run all rules over one case.

        Args:
            answers: Value of each answered fact; ``not_applicable`` where it does not apply.
        """
        self.fired = []
        self.values = self._unknown.copy()
        given = self._given.answers = self._unanswered.copy()
        for name, value in answers.items():
            if name in self._subjects:
                given[name] = stored(value)
                self.values[self._subjects[name]] = value
        self.reset()
        self.run()


def reasoner_class(program: Program, matcher: type[Matcher] = DirectMatcher) -> type[Reasoner]:
    """Return the engine class of a program; building it once serves every case."""
    rules: dict[str, Anything] = {"program": program, "__matcher__": matcher}
    salience = 0
    for step in program.steps:
        rules |= dict(_rules_of(step, salience, program))
        salience -= 1 + (len(step.cases) if isinstance(step, Decision) else 0)
    return type("ProgramReasoner", (Reasoner,), rules)


def _rules_of(step: Step, salience: int, program: Program) -> list[tuple[str, Rule]]:
    undecided = NOT(_conclusion(step.subject))
    if not isinstance(step, Decision):
        name = f"{step.subject.kind} {step.subject.id}"
        compute = _count(step) if isinstance(step, Counted) else _level(step, program)
        return [(name, _rule(name, salience, AND(Answers(), undecided), step.subject, compute))]
    rules = []
    for number, (value, condition) in enumerate(step.cases):
        name = f"{step.subject.kind} {step.subject.id} is {value} ({number + 1})"
        element = AND(_element(condition, Truth.TRUE), undecided)
        rules.append((name, _rule(name, salience - number, element, step.subject, _constant(value))))
    name = f"{step.subject.kind} {step.subject.id} otherwise"
    settle = _otherwise(step, program)
    rules.append(
        (name, _rule(name, salience - len(step.cases), AND(Answers(), undecided), step.subject, settle))
    )
    return rules


Compute = Callable[[Reasoner], Value | None]
TAKES = Signature([Parameter("reasoner", Parameter.POSITIONAL_OR_KEYWORD)])
"""What every rule takes."""


def _rule(name: str, salience: int, element: AND, subject: Subject, compute: Compute) -> Rule:
    @cache
    def concluded(value: Value | None) -> tuple[Firing, dict[str, object]]:
        held = stored(value)
        return (name, subject, str(held)), {"kind": subject.kind, "id": subject.id, "value": held}

    def fire(reasoner: Reasoner) -> None:
        value = compute(reasoner)
        firing, slots = concluded(value)
        reasoner.conclude(firing, value, slots)

    fire.__name__ = name
    # experta asks each rule twice what it takes; said beforehand, that costs nothing.
    fire.__signature__ = TAKES  # type: ignore[attr-defined]
    return Rule(*element, salience=salience)(fire)


def _constant(value: str) -> Compute:
    return lambda _: value


def _count(step: Counted) -> Compute:
    facts = [Subject(ANSWERED, name) for name in step.of]

    def count(reasoner: Reasoner) -> int | None:
        values = [reasoner.value_of(fact) for fact in facts]
        known = [value for value in values if value is not None and value != NOT_APPLICABLE]
        if not known:
            return None
        if step.value is None:
            return sum(len(value) for value in known if isinstance(value, tuple))
        return sum(value == step.value for value in known)

    return count


def _level(step: Levelled, program: Program) -> Compute:
    set_by = step.mechanism.set_by
    thresholds = program.knowledge.settings

    def level(reasoner: Reasoner) -> str | None:
        answered = None
        if set_by is not None:
            answered = set_by.levels.get(str(reasoner.value_of(Subject(ANSWERED, set_by.fact))))
        votes = [
            Cast(cast("Vote | None", reasoner.value_of(source.vote)), source.critical, source.carried)
            for source in step.sources
            if source.applies is None or truth(source.applies, reasoner.value_of) is not Truth.FALSE
        ]
        found = level_from_votes(votes, answered, thresholds)
        return None if found == "unknown" else found

    return level


def _otherwise(step: Decision, program: Program) -> Compute:
    """Return what is concluded where no case holds.

    A verdict that waits only for facts that do not apply is ``not_applicable``: those are never asked for.
    """
    if step.statement is None:
        return lambda _: step.default
    steps = program.by_subject
    lines = [condition for verdict, condition in step.cases if verdict != NOT_APPLICABLE]

    def settle(reasoner: Reasoner) -> str | None:
        if Outlook(steps, reasoner.value_of).of_any(lines).state is Truth.UNKNOWN:
            return step.default
        waits = any(truth(line, reasoner.value_of) is Truth.UNKNOWN for line in lines)
        return NOT_APPLICABLE if waits else step.default

    return settle


def _conclusion(subject: Subject, value: object = None) -> Fact:
    slots = {"kind": L(subject.kind), "id": L(subject.id)}
    return Conclusion(**slots) if value is None else Conclusion(**slots, value=value)


def _element(condition: Condition, wanted: Truth) -> object:
    """Return the conditional element that matches where a condition is true, or where it is false.

    Negation is pushed down to the atoms, so unknown matches neither way.
    """
    if isinstance(condition, Atom):
        return _atom_element(condition, wanted)
    if isinstance(condition, Not):
        return _element(condition.part, ~wanted)
    elements = [_element(part, wanted) for part in condition.parts]
    joins_all = isinstance(condition, All) == (wanted is Truth.TRUE)
    return AND(*elements) if joins_all else OR(*elements)


def _atom_element(atom: Atom, wanted: Truth) -> Fact:
    @cache
    def matches(value: object) -> bool:
        return atom.holds(read(value)) is wanted

    simple = wanted is Truth.TRUE and atom.operator is Operator.IS
    constraint = L(atom.values[0]) if simple else P(matches)
    if atom.subject.kind == ANSWERED:
        return Answers(**{atom.subject.id: constraint})
    return _conclusion(atom.subject, constraint)
