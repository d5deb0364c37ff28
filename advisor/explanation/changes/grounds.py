"""What each thing that can differ rests on: the conclusions it is read from, and all beneath them."""

from collections.abc import Iterable
from functools import cached_property

from advisor.engine.beneath import named
from advisor.engine.compile import CRITICAL, PRESSING, RECOMMENDATION
from advisor.engine.program import ANSWERED, Program
from advisor.explanation.changes.differences import Key
from advisor.model.advice import RecommendationText
from advisor.model.condition import Condition, Kind, Subject, atoms
from advisor.model.questionnaire import Questionnaire

DERIVED = {"phase": "phase", "driver": "driver", "formality": "formality_fit"}
"""The derived fact behind each single thing that a result says."""


class Grounds:
    """What things rest on in one program.

    Attributes:
        program: The program.
    """

    def __init__(self, program: Program, questionnaire: Questionnaire) -> None:
        """Prepare for a program and the questionnaire that goes with it."""
        self.program = program
        self._asks = questionnaire.question_of()
        self._hanging: dict[str, tuple[str, ...]] = {}
        self._texts = {each.id: each for each in program.knowledge.advice.recommendations}

    def facts(self, key: Key) -> set[str]:
        """Return the facts whose answers could make something different."""
        own = {key[1]} if key[0] == "question" else set()
        return own | {one.id for one in self.beneath(key) if one.kind == ANSWERED}

    def beneath(self, key: Key) -> frozenset[Subject]:
        """Return all that something rests on: answers, conclusions on the way, and what it is read from."""
        return frozenset().union(*(self._beneath.get(one, frozenset((one,))) for one in self.read_from(key)))

    def read_from(self, key: Key) -> tuple[Subject, ...]:
        """Return the conclusions that something is read from."""
        kind, name = key
        if kind in DERIVED:
            return (Subject(Kind.DERIVED.value, DERIVED[kind]),)
        if kind in ("level", "verdict"):
            return (Subject((Kind.LEVEL if kind == "level" else Kind.VERDICT).value, name),)
        if kind == "recommendation":
            return (Subject(RECOMMENDATION, name),)
        if kind == "place":
            return self._order
        if kind == "strength":
            return self._strength(self._texts[name]) if name in self._texts else ()
        verdicts = (Subject(Kind.VERDICT.value, one) for one in self.hanging_on(name))
        return (*verdicts, *_subjects(self._asked_when(name)))

    def hanging_on(self, fact: str) -> tuple[str, ...]:
        """Return the statements that an answer could ever turn."""
        if fact not in self._hanging:
            answer, verdict = Subject(ANSWERED, fact), Kind.VERDICT.value
            self._hanging[fact] = tuple(
                one.id for one, below in self._beneath.items() if one.kind == verdict and answer in below
            )
        return self._hanging[fact]

    def _asked_when(self, fact: str) -> list[Condition]:
        question = self._asks.get(fact)
        if question is None:
            return []
        rows = [row.show_if for row in question.rows if row.fact == fact]
        return [one for one in (question.show_if, *rows) if one is not None]

    def _strength(self, text: RecommendationText) -> tuple[Subject, ...]:
        statements = [self.program.knowledge.advice.by_id[one] for one in text.statements]
        conditions = [one.strength_when for one in statements if one.strength_when is not None]
        conditions += [kept.when for one in statements for kept in one.kept_as]
        conditions += [variant.when for variant in text.keep.variants]
        verdicts = [Subject(Kind.VERDICT.value, one) for one in text.statements]
        return (*verdicts, *_subjects(conditions))

    @cached_property
    def _order(self) -> tuple[Subject, ...]:
        """What the order of recommendations is read from: everything that any of them is, and all levels."""
        kinds = {RECOMMENDATION, CRITICAL, PRESSING, Kind.VERDICT.value, Kind.LEVEL.value}
        links = [link.applies_if for link in self.program.knowledge.web.mechanism_links]
        concluded = [step.subject for step in self.program.steps if step.subject.kind in kinds]
        phase = Subject(Kind.DERIVED.value, DERIVED["phase"])
        return (phase, *concluded, *_subjects(one for one in links if one is not None))

    @cached_property
    def _beneath(self) -> dict[Subject, frozenset[Subject]]:
        """Everything beneath each conclusion, itself included; steps stand in an order that serves."""
        found: dict[Subject, frozenset[Subject]] = {}
        for step in self.program.steps:
            below = (found.get(one, frozenset((one,))) for one in named(step))
            found[step.subject] = frozenset((step.subject,)).union(*below)
        return found


def _subjects(conditions: Iterable[Condition]) -> tuple[Subject, ...]:
    return tuple(dict.fromkeys(atom.subject for one in conditions for atom in atoms(one)))
