"""The condition language: a closed, three-valued grammar.

A condition is an atom (one sentence such as ``quick_wins is no``) or ``all``, ``any`` or ``not`` over
conditions. An unanswered fact makes an atom unknown, and unknown passes through as in Kleene's logic:
neither yes nor no. A fact answered ``not_applicable`` makes atoms unknown too, unless the atom lists
``not_applicable`` among its values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOT_APPLICABLE = "not_applicable"
UNKNOWN = "unknown"

Value = str | int | tuple[str, ...]


class Truth(Enum):
    """Three truth values, ordered false < unknown < true."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __invert__(self) -> Truth:
        """Return the negation; unknown stays unknown."""
        return Truth(2 - self.value)


class Kind(Enum):
    """The name spaces a condition may speak of. Facts and mechanisms share some names."""

    FACT = "fact"
    DERIVED = "derived"
    LEVEL = "level of"
    VERDICT = "verdict of"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What an atom speaks of: an id within one name space."""

    kind: str
    id: str

    def __str__(self) -> str:
        """Return the subject as conditions write it."""
        plain = self.kind in (Kind.FACT.value, Kind.DERIVED.value)
        return self.id if plain else f"{self.kind} {self.id}"


class Operator(Enum):
    """The seven comparisons of the grammar."""

    IS = "is"
    IS_ONE_OF = "is one of"
    INCLUDES = "includes"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    IS_KNOWN = "is known"
    IS_UNKNOWN = "is unknown"


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison of one subject. ``values`` holds strings, or one number for at least / at most."""

    subject: Subject
    operator: Operator
    values: tuple[str, ...] = ()
    number: int = 0

    def holds(self, value: Value | None) -> Truth:
        """Return the truth of the atom for the subject's value; none where it is unknown."""
        if self.operator is Operator.IS_KNOWN:
            return Truth.TRUE if value is not None and value != NOT_APPLICABLE else Truth.FALSE
        if self.operator is Operator.IS_UNKNOWN:
            return Truth.TRUE if value is None else Truth.FALSE
        if value is None:
            return Truth.UNKNOWN
        if value == NOT_APPLICABLE:
            return Truth.TRUE if NOT_APPLICABLE in self.values else Truth.UNKNOWN
        return Truth.TRUE if self._compares(value) else Truth.FALSE

    def _compares(self, value: Value) -> bool:
        match self.operator:
            case Operator.AT_LEAST:
                return isinstance(value, int) and value >= self.number
            case Operator.AT_MOST:
                return isinstance(value, int) and value <= self.number
            case Operator.INCLUDES:
                return isinstance(value, tuple) and any(one in value for one in self.values)
            case _:
                return value in self.values

    def __str__(self) -> str:
        """Return the atom as a sentence of the grammar."""
        match self.operator:
            case Operator.AT_LEAST | Operator.AT_MOST:
                return f"{self.subject} {self.operator.value} {self.number}"
            case Operator.IS_KNOWN | Operator.IS_UNKNOWN:
                return f"{self.subject} {self.operator.value}"
            case Operator.INCLUDES if len(self.values) > 1:
                return f"{self.subject} includes one of {', '.join(self.values)}"
            case _:
                return f"{self.subject} {self.operator.value} {', '.join(self.values)}"


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is true; false when one is false."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        """Return the parts joined by “and”."""
        return "(" + " and ".join(map(str, self.parts)) + ")"


@dataclass(frozen=True, slots=True)
class Any:
    """True when one part is true; false when every part is false."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        """Return the parts joined by “or”."""
        return "(" + " or ".join(map(str, self.parts)) + ")"


@dataclass(frozen=True, slots=True)
class Not:
    """The negation; unknown stays unknown."""

    part: Condition

    def __str__(self) -> str:
        """Return the part after “not”."""
        return f"not {self.part}"


Condition = Atom | All | Any | Not


def truth(condition: Condition, value_of: Callable[[Subject], Value | None]) -> Truth:
    """Return the truth of a condition.

    Args:
        condition: The condition.
        value_of: Gives the value of a subject: none where it is unknown, ``not_applicable`` where it does
            not apply.
    """
    match condition:
        case Atom():
            return condition.holds(value_of(condition.subject))
        case Not(part):
            return ~truth(part, value_of)
        case All(parts):
            return min((truth(part, value_of) for part in parts), key=lambda each: each.value)
        case Any(parts):
            return max((truth(part, value_of) for part in parts), key=lambda each: each.value)
        case _:
            assert_never(condition)


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield every atom of a condition, left to right."""
    match condition:
        case Atom():
            yield condition
        case Not(part):
            yield from atoms(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from atoms(part)
        case _:
            assert_never(condition)


def supporting_atoms(
    condition: Condition, value_of: Callable[[Subject], Value | None], wanted: Truth = Truth.TRUE
) -> Iterator[Atom]:
    """Yield the atoms that make a condition true (or false, or unknown), and no others.

    Of an ``any`` only the branches that hold are followed, of an ``all`` that fails only those that fail,
    so what comes back is the reason and not the whole rule.
    """
    if truth(condition, value_of) is not wanted:
        return
    match condition:
        case Atom():
            yield condition
        case Not(part):
            yield from supporting_atoms(part, value_of, ~wanted)
        case All(parts) | Any(parts):
            for part in parts:
                yield from supporting_atoms(part, value_of, wanted)
        case _:
            assert_never(condition)
