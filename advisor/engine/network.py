"""Builds experta rules from a program: one rule a case of each decision, and one for its default.

Salience falls from step to step, so what a rule asks of earlier conclusions, their absence too, is settled
before it can fire. Rules only assert.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from inspect import Signature
from typing import Any as Anything
from typing import cast

from advisor.engine.facts import PRESENT, Address, Answers, Conclusion, address_of, read, stored
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
        self._known: dict[Address, Value | None] = {}
        decided = [step.subject for step in self.program.steps]
        answered = [Subject(ANSWERED, name) for name in self.program.knowledge.vocabulary.by_name]
        self._subjects = {address_of(one): one for one in (*answered, *decided)}
        self._unknown: dict[Subject, Value | None] = dict.fromkeys(answered)
        self._unanswered: dict[str, object] = {one.id: stored(None) for one in answered}
        self._given = Given(self._unanswered)
        # The same fact serves every run: it never changes, and a run forgets the facts of the last.
        self._conclusions: dict[Outcome, Conclusion] = {}

    @property
    def values(self) -> dict[Subject, Value | None]:
        """What is known of each subject in the last run: none where unknown."""
        known = {self._subjects[address]: value for address, value in self._known.items()}
        return self._unknown | known

    def get_deffacts(self) -> list[Anything]:
        """Return what a run begins with: experta’s initial fact and the answers of the case."""
        return [self._given]

    def value_of(self, subject: Subject) -> Value | None:
        """Return what is known of a subject: none where unknown or not yet decided."""
        return self._known.get(address_of(subject))

    def value_at(self, address: Address) -> Value | None:
        """Return what is known at an address: none where unknown or not yet decided."""
        return self._known.get(address)

    def conclude(self, outcome: "Outcome") -> None:
        """Assert a conclusion and record the firing."""
        self._known[outcome.address] = outcome.value
        self.fired.append(outcome.firing)
        fact = self._conclusions.get(outcome)
        if fact is None:
            slots = {outcome.address: stored(outcome.value)}
            fact = self._conclusions[outcome] = Conclusion.of(slots)
        # Straight to experta’s list of facts: what ``declare`` would check besides is plain from the slots.
        self.facts.declare(fact)

    def reason(self, answers: dict[str, Value]) -> None:
        """Run all rules over one case.

        Args:
            answers: Value of each answered fact; ``not_applicable`` where it does not apply.
        """
        self.fired = []
        self._known = {}
        given = self._given.answers = self._unanswered.copy()
        for name, value in answers.items():
            if name in given and value is not None:
                given[name] = self._known[name] = value
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
        rules.append((name, _rule(name, salience - number, element, step.subject, value)))
    name = f"{step.subject.kind} {step.subject.id} otherwise"
    settle = _otherwise(step, program)
    rules.append(
        (name, _rule(name, salience - len(step.cases), AND(Answers(), undecided), step.subject, settle))
    )
    return rules


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a rule may conclude; each is made once, and is equal to itself alone."""

    firing: Firing
    address: Address
    value: Value | None


Compute = Callable[[Reasoner], Value | None]
TAKES_NOTHING = Signature()
"""What experta is told of every rule, which binds no variable; the engine itself it always hands over."""


def _rule(name: str, salience: int, element: AND, subject: Subject, compute: Compute | Value | None) -> Rule:
    """Return a rule that concludes a value, or what is computed when it fires."""
    address = address_of(subject)

    @cache
    def outcome(value: Value | None) -> Outcome:
        return Outcome((name, subject, str(stored(value))), address, value)

    if callable(compute):

        def fire(reasoner: Reasoner) -> None:
            reasoner.conclude(outcome(compute(reasoner)))
    else:
        only = outcome(compute)

        def fire(reasoner: Reasoner) -> None:
            reasoner.conclude(only)

    fire.__name__ = name
    # experta asks each rule twice what it takes; said beforehand, that costs nothing.
    fire.__signature__ = TAKES_NOTHING  # type: ignore[attr-defined]
    return Rule(*element, salience=salience)(fire)


def _count(step: Counted) -> Compute:
    def count(reasoner: Reasoner) -> int | None:
        values = [reasoner.value_at(fact) for fact in step.of]
        known = [value for value in values if value is not None and value != NOT_APPLICABLE]
        if not known:
            return None
        if not step.values:
            return sum(len(value) for value in known if isinstance(value, tuple))
        return sum(value in step.values for value in known)

    return count


def _level(step: Levelled, program: Program) -> Compute:
    set_by = step.mechanism.set_by
    thresholds = program.knowledge.settings
    sources = [(address_of(one.vote), one) for one in step.sources]

    def level(reasoner: Reasoner) -> str | None:
        answered = None
        if set_by is not None:
            answered = set_by.levels.get(str(reasoner.value_at(set_by.fact)))
        votes = [
            Cast(cast("Vote | None", reasoner.value_at(vote)), source.critical, source.carried)
            for vote, source in sources
            if source.applies is None or truth(source.applies, reasoner.value_of) is not Truth.FALSE
        ]
        found = level_from_votes(votes, answered, thresholds)
        return None if found == "unknown" else found

    return level


def _otherwise(step: Decision, program: Program) -> Compute | str | None:
    """Return what is concluded where no case holds.

    A verdict that waits only for facts that do not apply is ``not_applicable``: those are never asked for.
    """
    if step.statement is None:
        return step.default
    steps = program.by_subject
    lines = [condition for verdict, condition in step.cases if verdict != NOT_APPLICABLE]

    def settle(reasoner: Reasoner) -> str | None:
        if Outlook(steps, reasoner.value_of).of_any(lines).state is Truth.UNKNOWN:
            return step.default
        waits = any(truth(line, reasoner.value_of) is Truth.UNKNOWN for line in lines)
        return NOT_APPLICABLE if waits else step.default

    return settle


def _conclusion(subject: Subject, constraint: object = PRESENT) -> Fact:
    return Conclusion.of({address_of(subject): constraint})


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
