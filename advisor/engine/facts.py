"""The facts that lie in working memory during a run."""

from advisor.engine.library import Fact, InitialFact, L
from advisor.model.condition import UNKNOWN, Value

Address = tuple[str, str]


class Answers(Fact):  # type: ignore[misc]
    """All answers of the case in one fact, a slot each; “unknown” where there is none."""


class Conclusion(Fact):  # type: ignore[misc]
    """What was concluded of one subject: slots ``kind``, ``id`` and ``value``."""


def address_of(fact: Fact) -> Address:
    """Return the address of a fact, or of what a pattern asks for."""
    if isinstance(fact, Answers):
        return ("answers", "")
    if isinstance(fact, InitialFact):
        return ("initial", "")
    return (_plain(fact["kind"]), _plain(fact["id"]))


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
