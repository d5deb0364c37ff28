"""Answers that are tried, as readers are told of them: numbers as ranges, ticks as what they change."""

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.explanation.reasons.clauses import Clauses
from advisor.explanation.variants import Around
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject, Value
from advisor.model.explanations.next import Sense

NONE = "none"


@dataclass(frozen=True)
class Told:
    """An answer as it is told.

    Attributes:
        value: The answer; of a range of numbers the least.
        says: It as a clause; empty where it is “does not apply”.
        sense: How the clause is meant.
        up_to: Of numbers the largest that does the same; none: without limit, or no number.
    """

    value: Value
    says: str
    sense: Sense = "plain"
    up_to: int | None = None


class TriedAnswers:
    """Puts the answers that are tried around one case into words."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._knowledge = around.columns.program.knowledge
        self._clauses = Clauses(self._knowledge)

    def ticks_nearby(self, fact: str) -> list[Value]:
        """Return the present ticks of a fact with one more, and with one less."""
        present = self._around.answers.get(fact)
        definition = self._knowledge.vocabulary.by_name[fact]
        if definition.kind != "any of" or not isinstance(present, tuple) or NONE in present:
            return []
        every = [one for one in definition.by_value if one != NONE]
        more = [
            tuple(each for each in every if each in {*present, one}) for one in every if one not in present
        ]
        less = [tuple(each for each in every if each in present and each != one) for one in present]
        return [one for one in (*more, *less) if one]

    def told(self, fact: str, values: Iterable[Value]) -> list[Told]:
        """Return answers to one question that do the same, in words; neighbouring numbers as one."""
        listed = list(values)
        numbers = sorted(one for one in listed if isinstance(one, int))
        others = [self._other(fact, one) for one in listed if not isinstance(one, int)]
        near = ("more", "less", "plain", "only", "together", "skipped")
        # What differs least from the present answer is the easiest to picture.
        return [*self._ranges(fact, numbers), *sorted(others, key=lambda one: near.index(one.sense))]

    def _other(self, fact: str, value: Value) -> Told:
        definition = self._knowledge.vocabulary.by_name[fact]
        if value == NOT_APPLICABLE:
            return Told(value, "", "skipped")
        if not isinstance(value, tuple):
            return Told(value, definition.clause(value))
        given = self._around.answers.get(fact)
        present = set(given) if isinstance(given, tuple) else set()
        more, less = set(value) - present, present - set(value)
        if present and not less and len(more) == 1:
            return Told(value, definition.clause(tuple(more)), "more")
        if present and not more and len(less) == 1:
            return Told(value, definition.clause(tuple(less)), "less")
        alone = len(value) == 1
        sense: Sense = "plain" if value == (NONE,) else "only" if alone else "together"
        return Told(value, definition.clause(value), sense)

    def _ranges(self, fact: str, numbers: list[int]) -> list[Told]:
        """Return numbers with those that the rules do not tell from them, joined where they follow on."""
        # Each stands for the numbers from it to the next that is told apart.
        starts = sorted(one for one in self._around.variants.worth_trying[fact] if isinstance(one, int))
        after: dict[int, int | None] = dict(zip(starts, [*starts[1:], None], strict=False))
        joined: list[tuple[int, int | None]] = []
        for one in numbers:
            following = after.get(one, one + 1)
            if joined and joined[-1][1] == one:
                joined[-1] = (joined[-1][0], following)
            else:
                joined.append((one, following))
        subject = Subject(Kind.FACT.value, fact)
        found = []
        for least, following in joined:
            most = None if following is None else following - 1
            found.append(Told(least, self._clauses.between(least, most, subject), up_to=most))
        return found
