"""All the cases there can be, as far as some conditions tell them apart.

Each answered fact has finitely many values that matter: those that make a difference to some sentence about
it, “unknown” and “does not apply” among them. Values that no sentence tells apart are taken as one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from advisor.model.condition import NOT_APPLICABLE, Atom, Condition, Kind, Operator, Subject, Value, atoms
from advisor.model.knowledge import KnowledgeBase
from advisor.model.vocabulary import MOST_TICKS, Count, FactDefinition

LEVELS = ("low", "mixed", "high")
Values = tuple[Value | None, ...]


@dataclass(frozen=True)
class Decided:
    """How a subject follows from others: the value of its first true case, else one of the defaults."""

    cases: tuple[tuple[str, Condition], ...]
    otherwise: Values = (None,)


class Space:
    """What can be answered, and what follows from it."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Take over how everything follows from answers."""
        self.facts = knowledge.vocabulary.by_name
        self.counts: dict[Subject, Count] = {}
        self.decided: dict[Subject, Decided] = {}
        for derived in knowledge.vocabulary.derived:
            subject = Subject(Kind.DERIVED.value, derived.fact)
            if derived.count is not None:
                self.counts[subject] = derived.count
            else:
                self.decided[subject] = Decided(tuple((each.value, each.when) for each in derived.cases))
        for context in knowledge.contexts:
            states = (("present", context.holds), ("absent", context.absent), ("partly", context.partly))
            cases = tuple((state, condition) for state, condition in states if condition is not None)
            self.decided[Subject(Kind.CONTEXT.value, context.id)] = Decided(cases)
        for statement in knowledge.advice.statements:
            followed = knowledge.advice.by_id.get(statement.follows or "", statement)
            if followed.verdicts is not None:
                # Where no line is true the verdict is open, or nothing in it applies.
                verdicts = Decided(tuple(followed.verdicts.in_order()), ("find_out", NOT_APPLICABLE))
                self.decided[Subject(Kind.VERDICT.value, statement.id)] = verdicts

    def sentences(self, conditions: Iterable[Condition]) -> set[Atom]:
        """Return every sentence that conditions hang on, those about what follows from answers included."""
        found: set[Atom] = set()
        waiting = list(conditions)
        entered: set[Subject] = set()
        while waiting:
            for atom in atoms(waiting.pop()):
                found.add(atom)
                if atom.subject in self.decided and atom.subject not in entered:
                    entered.add(atom.subject)
                    waiting += [condition for _, condition in self.decided[atom.subject].cases]
        return found

    def values_that_matter(self, subject: Subject, sentences: Iterable[Atom]) -> Values | None:
        """Return values of an answer, or of a level, one for each way in which sentences turn out.

        Counts count as sentences too. None where nothing is known of the subject, or where there are too many
        ways: then it is taken to be anything, so that nothing is called impossible by mistake.
        """
        if subject.kind == Kind.LEVEL.value:
            return (*LEVELS, None)
        definition = self.facts.get(subject.id) if subject.kind == Kind.FACT.value else None
        if definition is None:
            return None
        about = [atom for atom in sentences if atom.subject.id == subject.id and atom.subject == subject]
        counted = [count for count in self.counts.values() if subject.id in count.of]
        if definition.kind == "any of" and len({one for atom in about for one in atom.values}) > MOST_TICKS:
            return None
        told_apart: dict[object, Value | None] = {}
        for value in (*_all_values(definition, about), NOT_APPLICABLE, None):
            signature = (
                tuple(atom.holds(value) for atom in about),
                tuple(_counts_as(count, value) for count in counted),
            )
            told_apart.setdefault(signature, value)
        return tuple(told_apart.values())


def _counts_as(count: Count, value: Value | None) -> object:
    if value is None or value == NOT_APPLICABLE:
        return None
    if not count.values:
        return len(value) if isinstance(value, tuple) else 0
    return value in count.values


def _all_values(definition: FactDefinition, about: list[Atom]) -> Iterator[Value]:
    match definition.kind:
        case "one of":
            yield from definition.by_value
        case "any of":
            yield from _ticks(list(definition.by_value), about)
        case "whole number":
            bounds = [
                one
                for atom in about
                if _bounded(atom)
                for one in (atom.number - 1, atom.number, atom.number + 1)
            ]
            least = definition.minimum or 0
            yield from sorted({least, *(one for one in bounds if one >= least)})


def _bounded(atom: Atom) -> bool:
    return atom.operator in (Operator.AT_LEAST, Operator.AT_MOST)


def _ticks(values: list[str], about: list[Atom]) -> Iterator[tuple[str, ...]]:
    """Yield sets of ticks; of very many values, those named in sentences and how many others."""
    alone = [value for value in values if value == "none"]
    others = [value for value in values if value not in alone]
    if len(others) > MOST_TICKS:
        wanted = {value for atom in about for value in atom.values}
        named = [value for value in others if value in wanted]
        unnamed = [value for value in others if value not in wanted]
    else:
        named, unnamed = others, []
    for many in range(len(named) + 1):
        for ticked, size in product(combinations(named, many), range(len(unnamed) + 1)):
            if ticked or size:
                yield (*ticked, *unnamed[:size])
    for value in alone:
        # Files that tick “none” beside others are refused, but programs may hand such answers over.
        yield (value,)
        yield from ((value, other) for other in others)
        yield (value, *others)
