"""One run of inference: what was concluded of a case, and for what reasons."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from advisor.engine.compile import compile_program
from advisor.engine.network import Reasoner, reasoner_class
from advisor.engine.program import ANSWERED, Counted, Decision, Program
from advisor.engine.turning import Turning, ground_of
from advisor.engine.undecided import Outlook
from advisor.model.condition import (
    Condition,
    Kind,
    Subject,
    Truth,
    Value,
    supporting_atoms,
    truth,
)
from advisor.model.knowledge import KnowledgeBase


@dataclass
class Reasons:
    """What a conclusion rests on.

    Attributes:
        answers: Known answers, by fact.
        absences: Facts whose absence of an answer was used.
        conclusions: Earlier conclusions, by subject as conditions write it.
    """

    answers: dict[str, Value] = field(default_factory=dict)
    absences: dict[str, None] = field(default_factory=dict)
    conclusions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Inference:
    """What follows for one case.

    Attributes:
        program: The program that was run.
        values: Value of every fact and every conclusion; none where unknown.
        fired: Names of the rules that fired with what each concluded, in order.
    """

    program: Program
    values: dict[Subject, Value | None]
    fired: tuple[tuple[str, Subject, str], ...]

    def value(self, kind: str, name: str) -> Value | None:
        """Return the value of a subject; none where it is unknown."""
        return self.values.get(Subject(kind, name))

    def verdict(self, statement: str) -> str:
        """Return the verdict on a statement."""
        return str(self.value(Kind.VERDICT.value, statement))

    def level(self, mechanism: str) -> str:
        """Return the level of a mechanism: low, mixed, high or unknown."""
        return str(self.value(Kind.LEVEL.value, mechanism) or "unknown")

    def derived(self, fact: str) -> str:
        """Return the value of a derived fact, or “unknown”."""
        return str(self.value(Kind.DERIVED.value, fact) or "unknown")

    def holds(self, condition: Condition) -> bool:
        """Return whether a condition is known to hold."""
        return truth(condition, self.values.get) is Truth.TRUE

    def reasons(self, subject: Subject) -> Reasons:
        """Return what the value of a decided subject rests on: only branches that hold are followed."""
        found = self._explained.get(subject)
        if found is None:
            found = self._explained[subject] = self._explain(subject)
        return found

    def needs(self, statement: str) -> tuple[str, ...]:
        """Return the unknown facts that could still turn the verdict on a statement."""
        followed = self.program.knowledge.advice.by_id[statement].follows or statement
        found = self._needed.get(followed)
        if found is None:
            found = self._needed[followed] = self._could_turn(followed)
        return found

    def _could_turn(self, statement: str) -> tuple[str, ...]:
        steps = self.program.by_subject
        decision = cast("Decision", steps[Subject(Kind.VERDICT.value, statement)])
        prospect = Outlook(steps, self.values.get).of_any(condition for _, condition in decision.cases)
        ground = ground_of(decision, self.program)

        def turning(waiting: Iterable[str]) -> tuple[str, ...]:
            return Turning(ground, self.program, self.values.get, waiting).facts()

        # What the type stands in for counts as known, and yet an answer of its own may overturn it.
        stood_in = (
            fact
            for fact in ground.options
            if fact not in prospect.facts and self.value(ANSWERED, fact) is None
        )
        return (*turning(prospect.facts), *(fact for one in stood_in for fact in turning([one])))

    @cached_property
    def _needed(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _explained(self) -> dict[Subject, Reasons]:
        return {}

    def _explain(self, subject: Subject) -> Reasons:
        found = Reasons()
        step = self.program.by_subject.get(subject)
        if isinstance(step, Counted):
            self._explain_count(step, found)
        elif isinstance(step, Decision):
            self._explain_decision(step, found)
        return found

    def _explain_decision(self, decision: Decision, found: Reasons) -> None:
        for value, condition in decision.cases:
            if value == self.values.get(decision.subject) and self.holds(condition):
                for atom in supporting_atoms(condition, self.values.get):
                    self._explain_subject(atom.subject, found)
                return

    def _explain_count(self, counted: Counted, found: Reasons) -> None:
        for fact in counted.of:
            value = self.value(ANSWERED, fact)
            if value is not None and (not counted.values or value in counted.values):
                found.answers[fact] = value

    def _explain_subject(self, subject: Subject, found: Reasons) -> None:
        value = self.values.get(subject)
        if subject.kind == ANSWERED:
            if value is None:
                found.absences[subject.id] = None
            else:
                found.answers[subject.id] = value
            return
        if value is not None:
            found.conclusions[str(subject)] = str(value)
        else:
            found.absences[str(subject)] = None
        earlier = self.reasons(subject)
        found.answers |= earlier.answers
        found.absences |= earlier.absences
        found.conclusions |= earlier.conclusions


class Inferrer:
    """Runs cases over one knowledge base. Each thread gets an engine of its own, built once."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Compile the knowledge base; raises ContentRefused where its rules go in a circle."""
        self.program = compile_program(knowledge)
        self._class = reasoner_class(self.program)
        self._local = threading.local()

    def infer(self, answers: dict[str, Value]) -> Inference:
        """Return what follows from answers.

        Args:
            answers: Value of each answered fact; “not_applicable” where it does not apply. What is absent
                is unknown.
        """
        reasoner: Reasoner | None = getattr(self._local, "reasoner", None)
        if reasoner is None:
            reasoner = self._local.reasoner = self._class()
        reasoner.reason(answers)
        return Inference(self.program, reasoner.values, tuple(reasoner.fired))
