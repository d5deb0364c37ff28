"""Other answers to a question, those that are alike for one conclusion taken together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor.engine.beneath import beneath, numbers_worth_trying
from advisor.engine.columns.evaluator import Columns
from advisor.engine.columns.room import every_known, sorts_beneath
from advisor.engine.program import ANSWERED
from advisor.explanation.reasons.clauses import Clauses
from advisor.explanation.reasons.ticks import apart
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject, Value
from advisor.model.vocabulary import FactDefinition

UNASKED, OPEN = "unknown", "open"
IN_HAND = {"yes": "yours", "partly": "partly", "no": "fixed"}
HANDS = (UNASKED, "yours", "partly", "fixed", OPEN)
"""How far another answer is in the hands of the partners, the nearest first."""


@dataclass(frozen=True)
class Sort:
    """Answers to one question that make no difference to one another here.

    Attributes:
        values: The answers, none for “unknown”; of ticks those nearest to what was answered.
        says: All of them in one clause.
        hand: How far it is in the partners’ hands to make it so: one of ``HANDS``. “Unknown” is an answer to
            a question nobody has answered; “open” takes an answer back.
    """

    values: tuple[Value | None, ...]
    says: str
    hand: str


class Sorts:
    """Tells the answers to each question beneath a conclusion apart, as far as its rules do."""

    def __init__(self, subject: Subject, columns: Columns, may_not_apply: Collection[str]) -> None:
        """Go down from a conclusion to the answers beneath it.

        Args:
            subject: The conclusion.
            columns: The evaluator of many cases.
            may_not_apply: Facts whose question offers “does not apply”.
        """
        self.program = columns.program
        self.clauses = Clauses(self.program.knowledge)
        self._tells = sorts_beneath([subject], columns)
        # Where a verdict lies beneath, it can tell what is not known from what does not apply.
        _, conclusions = beneath([subject], self.program)
        self._verdicts = any(one.kind == Kind.VERDICT.value for one in conclusions if one != subject)
        self.facts = tuple(self._tells)
        self._may_not_apply = frozenset(may_not_apply)
        self._numbers = numbers_worth_trying(self.program)

    def other(self, answers: Mapping[str, Value]) -> dict[str, list[Sort]]:
        """Return, for each question, the sorts of answers other than the one given.

        “Does not apply” stands among them where the question offers it, and “unknown” where it is answered.
        """
        return {fact: list(self._other(fact, answers.get(fact))) for fact in self.facts}

    def _other(self, fact: str, present: Value | None) -> Iterable[Sort]:
        definition = self.program.knowledge.vocabulary.by_name[fact]
        tells = self._tells[fact]
        groups: dict[object, list[Value]] = {}
        for value in every_known(definition, self._numbers):
            groups.setdefault(tells(value), []).append(value)
        if present is not None and present != NOT_APPLICABLE:
            groups.pop(tells(present), None)
        hand = UNASKED if present is None else IN_HAND[definition.changeable]
        for group in groups.values():
            yield self._sort(definition, group, present, hand)
        yield from self._besides(definition, tells, present)

    def _besides(
        self, definition: FactDefinition, tells: Callable[[Value | None], object], present: Value | None
    ) -> Iterable[Sort]:
        """Yield “does not apply” and “unknown”, where they differ from the answer and from each other."""
        subject = Subject(ANSWERED, definition.fact)
        says, skipped = self.program.knowledge.phrase, NOT_APPLICABLE
        same = not self._verdicts and tells(skipped) == tells(None)
        if (
            definition.fact in self._may_not_apply
            and present != skipped
            and (present is not None or not same)
        ):
            # Whether a question applies is a matter of fact: nobody makes it so.
            hand = UNASKED if present is None else "fixed"
            yield Sort((skipped,), self.clauses.value(subject, skipped), hand)
        if present is not None and not (
            same and (present == skipped or definition.fact in self._may_not_apply)
        ):
            yield Sort((None,), says("absence", name=definition.name), OPEN)

    def _sort(
        self, definition: FactDefinition, group: Sequence[Value], present: Value | None, hand: str
    ) -> Sort:
        subject = Subject(ANSWERED, definition.fact)
        if definition.kind == "whole number":
            numbers = [one for one in group if isinstance(one, int)]
            top = max(numbers) == max(self._numbers[subject])
            says = self.clauses.between(min(numbers), None if top else max(numbers), subject)
            return Sort(tuple(numbers), says, hand)
        least = min(apart(one, present) for one in group)
        chosen = [one for one in group if apart(one, present) == least]
        says = self.clauses.either(self.clauses.value(subject, one) for one in chosen)
        return Sort(tuple(chosen), says, hand)
