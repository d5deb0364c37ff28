"""The facts that lie in working memory during a run."""

from collections.abc import Iterator

from advisor.engine.library import Fact, InitialFact, L
from advisor.model.condition import UNKNOWN, Kind, Value

Address = tuple[str, str]
ANSWERED = Kind.FACT.value
EVERY_ANSWER: Address = ("answers", "")


class Answers(Fact):  # type: ignore[misc]
    """All answers of the case in one fact, a slot each; “unknown” where there is none."""


class Conclusion(Fact):  # type: ignore[misc]
    """What was concluded of one subject: slots ``kind``, ``id`` and ``value``."""


def contents(fact: Fact) -> Iterator[tuple[Address, object]]:
    """Yield the address of every value in a fact with the value, or in a pattern with its constraint."""
    if isinstance(fact, Conclusion):
        yield (_plain(fact["kind"]), _plain(fact["id"])), fact.get("value")
    elif isinstance(fact, Answers):
        yield EVERY_ANSWER, None
        for name, value in fact.items():
            if not Fact.is_special(name):
                yield (ANSWERED, name), value
    elif not isinstance(fact, InitialFact):
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
