"""A spoiled rule, and the ways to spoil a condition."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from advisor.content.references import Key
from advisor.content.yaml_reader import Path_
from advisor.engine.program import Decision
from advisor.model.condition import All, Any, Atom, Condition, Not, Operator


@dataclass(frozen=True)
class Mutant:
    """A rule with one small fault.

    Attributes:
        sort: What was done: dropped, negated, moved, narrowed, swapped or deleted.
        rule: What was spoiled, such as “verdict of T3 is act”.
        words: The fault in words.
        key: List and id of the item.
        at: Path in the item.
        steps: The rule as it then is, and those that follow its lines.
    """

    sort: str
    rule: str
    words: str
    key: Key
    at: Path_
    steps: tuple[Decision, ...]


@dataclass(frozen=True)
class Spoiled:
    """A condition with one small fault."""

    sort: str
    words: str
    at: Path_
    condition: Condition

    def below(self, at: Path_, condition: Condition) -> "Spoiled":
        """Return the fault within a larger condition."""
        return replace(self, at=(*at, *self.at), condition=condition)


def spoiled(condition: Condition) -> Iterator[Spoiled]:
    """Yield a condition with one part or value dropped, one sentence negated, or one number moved by one."""
    match condition:
        case Atom():
            yield Spoiled("negated", f"“{condition}” negated", (), Not(condition))
            if condition.operator in (Operator.AT_LEAST, Operator.AT_MOST):
                for number in (condition.number - 1, condition.number + 1):
                    words = f"“{condition}” moved to {number}"
                    yield Spoiled("moved", words, (), replace(condition, number=number))
            yield from _narrowed(condition)
        case Not(part):
            for one in spoiled(part):
                yield one.below(("not",), Not(one.condition))
        case All(parts) | Any(parts):
            join, name = type(condition), "all" if isinstance(condition, All) else "any"
            for place, part in enumerate(parts):
                rest = (*parts[:place], *parts[place + 1 :])
                if rest:
                    left = rest[0] if len(rest) == 1 else join(rest)
                    yield Spoiled("dropped", f"“{_short(part)}” dropped", (name, place), left)
                for one in spoiled(part):
                    whole = join((*parts[:place], one.condition, *parts[place + 1 :]))
                    yield one.below((name, place), whole)


def _narrowed(atom: Atom) -> Iterator[Spoiled]:
    """Yield a sentence that names several values with one of them dropped."""
    if len(atom.values) < 2:  # noqa: PLR2004 - of one value none can go
        return
    for gone in atom.values:
        left = tuple(value for value in atom.values if value != gone)
        alone = atom.operator is Operator.IS_ONE_OF and len(left) == 1
        operator = Operator.IS if alone else atom.operator
        words = f"“{gone}” dropped from “{atom}”"
        yield Spoiled("narrowed", words, (), replace(atom, operator=operator, values=left))


def _short(condition: Condition, most: int = 80) -> str:
    text = str(condition)
    return text if len(text) <= most else f"{text[: most - 1]}…"
