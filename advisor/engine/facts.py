"""The facts that lie in working memory during a run."""

from collections.abc import Mapping, Sequence
from typing import Self

from advisor.engine.library import Fact, InitialFact, L
from advisor.model.condition import UNKNOWN, Kind, Value

Address = tuple[str, str]
ANSWERED = Kind.FACT.value
EVERY_ANSWER: Address = ("answers", "")


class Held(Fact):  # type: ignore[misc]
    """A fact of this working memory, made quickly: some thousands are made in every run of all rules."""

    # The names that experta keeps for itself, asked of every slot of every fact.
    is_special = staticmethod(frozenset(("__factid__", "__bind__")).__contains__)

    def __str__(self) -> str:
        """Return the number of the fact, as experta’s log shows it."""
        try:
            return f"<f-{self['__factid__']}>"
        except KeyError:
            return str(super().__str__())

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
        """Return a number that equal facts share; experta’s looks at every value."""
        return hash(frozenset(self))


class Conclusion(Held):
    """What was concluded of one subject: slots ``kind``, ``id`` and ``value``."""

    def __hash__(self) -> int:
        """Return a number that equal facts share; experta’s looks at every value."""
        return hash(self["id"])


def contents(fact: Fact) -> Sequence[tuple[Address, object]]:
    """Return the address of every value in a fact with the value, or in a pattern with its constraint."""
    if isinstance(fact, Conclusion):
        kind, name = fact["kind"], fact["id"]
        if type(kind) is not str or type(name) is not str:
            kind, name = _plain(kind), _plain(name)
        return (((kind, name), fact.get("value")),)
    if isinstance(fact, Answers):
        slots = [((ANSWERED, name), value) for name, value in fact.items() if not fact.is_special(name)]
        return [(EVERY_ANSWER, None), *slots]
    if isinstance(fact, InitialFact):
        return ()
    raise TypeError(f"{fact!r} does not belong in this working memory")


def _plain(constraint: object) -> str:
    return str(constraint.value if isinstance(constraint, L) else constraint)


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
