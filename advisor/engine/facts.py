"""The facts that lie in working memory during a run.

The name of a slot is the address of its value: the bare name of an answered fact, and kind and id of what is
concluded, with a space between. No name of an answer has a space, so no two addresses are the same.
"""

from collections.abc import Mapping
from typing import Self

from advisor.engine.library import Fact, InitialFact, P
from advisor.model.condition import UNKNOWN, Kind, Subject, Value

Address = str
ANSWERED = Kind.FACT.value
EVERY_ANSWER: Address = "every answer"
PRESENT = P(lambda _: True)
"""Matches whatever stands in a slot."""


class Held(Fact):  # type: ignore[misc]
    """A fact of this working memory, handled quickly: hundreds are declared in every run of all rules."""

    # The names that experta keeps for itself, asked of every slot of every fact.
    is_special = staticmethod(frozenset(("__factid__", "__bind__")).__contains__)
    # experta keeps the number of a fact among its slots, where it must be told from them again and again.
    __factid__: int | None = None

    def __missing__(self, name: str) -> object:
        """Return the number of the fact to whoever looks for it among the slots."""
        if name == "__factid__" and self.__factid__ is not None:
            return self.__factid__
        return super().__missing__(name)

    def __str__(self) -> str:
        """Return the number of the fact, as experta’s log shows it."""
        return f"<f-{self.__factid__}>" if self.__factid__ is not None else str(super().__str__())

    def validate(self) -> None:
        """Check nothing: no slot is defined beforehand."""

    @classmethod
    def of(cls, slots: Mapping[str, object]) -> Self:
        """Return a fact that holds plain values: words, numbers and tuples, which need no freezing."""
        fact: Self = cls.__new__(cls)
        dict.update(fact, slots)
        return fact


class Answers(Held):
    """All answers of the case in one fact, a slot each; “unknown” where there is none."""

    def __hash__(self) -> int:
        """Return a number that equal facts share; experta’s looks at every value, and there is but one."""
        return 1

    def has_field_constraints(self) -> bool:
        """Return no at once: answers were checked when they were read, and all their names with the rules."""
        return False

    def has_nested_accessor(self) -> bool:
        """Return no at once, for the same reason."""
        return False


class Conclusion(Held):
    """What was concluded of one subject: one slot, its address, with the value."""

    def __hash__(self) -> int:
        """Return a number that equal facts share; experta’s looks at every value."""
        return hash(next(iter(self)))


def address_of(subject: Subject) -> Address:
    """Return where the value of a subject stands."""
    return subject.id if subject.kind == ANSWERED else f"{subject.kind} {subject.id}"


def require_known(fact: Fact) -> None:
    """Raise TypeError for a fact that does not belong in this working memory."""
    if not isinstance(fact, Held | InitialFact):
        raise TypeError(f"{fact!r} does not belong in this working memory")


def stored(value: Value | None) -> object:
    """Return a value as working memory holds it."""
    return UNKNOWN if value is None else value


def read(value: object) -> Value | None:
    """Return the value that working memory holds; none for unknown."""
    if value == UNKNOWN:
        return None
    if isinstance(value, str | int):
        return value
    return tuple(str(one) for one in value)  # type: ignore[attr-defined]
