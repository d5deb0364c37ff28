"""Puts conditions into clauses of the vocabulary."""

from collections.abc import Callable, Iterable
from itertools import product

from advisor.model.condition import (
    NOT_APPLICABLE,
    All,
    Any,
    Atom,
    Condition,
    Kind,
    Not,
    Operator,
    Subject,
    Truth,
    Value,
    truth,
)
from advisor.model.knowledge import KnowledgeBase
from advisor.model.vocabulary import FactDefinition

Literal = tuple[Atom, bool]
"""A sentence, and whether it is to be true; else it is to be false."""
COUNT = "count"
MOST_LISTED = 3


def ways_of(condition: Condition, *, wanted: bool = True) -> list[tuple[Literal, ...]]:
    """Return the ways in which a condition comes true (or false), each a list of what it asks for."""
    match condition:
        case Atom():
            return [((condition, wanted),)]
        case Not(part):
            return ways_of(part, wanted=not wanted)
        case All(parts) | Any(parts):
            below = [ways_of(part, wanted=wanted) for part in parts]
            if isinstance(condition, Any) == wanted:
                return [way for ways in below for way in ways]
            return [tuple(dict.fromkeys(one for way in some for one in way)) for some in product(*below)]


def literal_truth(literal: Literal, value_of: Callable[[Subject], Value | None]) -> Truth:
    """Return whether a sentence is as it is to be."""
    atom, wanted = literal
    return truth(atom if wanted else Not(atom), value_of)


class Clauses:
    """Says in a clause what a condition asks for, and what is so."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Use the words of a knowledge base."""
        self.knowledge = knowledge

    def of(self, literal: Literal) -> str:
        """Return a clause for a sentence that is to be true, or false."""
        atom, wanted = literal
        answered = atom.subject.kind == Kind.FACT.value
        fact = self.knowledge.vocabulary.by_name[atom.subject.id] if answered else None
        if atom.operator in (Operator.IS_KNOWN, Operator.IS_UNKNOWN):
            known = (atom.operator is Operator.IS_KNOWN) == wanted
            name = self.name(atom.subject)
            if fact is None:
                phrase = "clause_settled" if known else "clause_open"
                return self.knowledge.phrase(phrase, name=name[:1].lower() + name[1:])
            return self.knowledge.phrase("clause_known" if known else "absence", name=name)
        if atom.operator in (Operator.AT_LEAST, Operator.AT_MOST):
            return self._bounded(atom, wanted=wanted)
        if fact is not None:
            values = self._accepted(atom, fact, wanted=wanted)
            if values:
                return self.either(self.value(atom.subject, one) for one in values)
        elif atom.subject.kind == Kind.DERIVED.value and not wanted:
            others = [one for one in self._values(atom.subject) if one not in atom.values]
            if others:
                return self.either(self.value(atom.subject, one) for one in others)
        said = self.either(self.value(atom.subject, one) for one in atom.values)
        return said if wanted else self.knowledge.phrase("clause_not", clause=said)

    def value(self, subject: Subject, value: Value) -> str:  # noqa: PLR0911 - one for each kind
        """Return a clause that says what a subject is."""
        knowledge = self.knowledge
        if value == NOT_APPLICABLE:
            return knowledge.phrase("skipped", name=self.name(subject))
        if subject.kind == Kind.FACT.value:
            fact = knowledge.vocabulary.by_name[subject.id]
            return fact.clause((value,) if fact.kind == "any of" and isinstance(value, str) else value)
        if subject.kind == Kind.DERIVED.value:
            derived = knowledge.vocabulary.derived_by_name[subject.id]
            if derived.count is not None:
                return derived.says.get(COUNT, f"{derived.meaning.rstrip('.')}: {{value}}").format(
                    value=value
                )
            # What has no clause of its own is named by what it says, with the value behind it.
            return derived.says.get(str(value)) or f"{derived.meaning.rstrip('.')}: {value}"
        if subject.kind == Kind.LEVEL.value:
            name = knowledge.mechanism[subject.id].name
            return knowledge.phrase("clause_level", name=name[:1].lower() + name[1:], level=value)
        if subject.kind == Kind.VERDICT.value:
            title = knowledge.advice.by_id[subject.id].title
            return knowledge.phrase("clause_verdict", title=title, verdict=str(value).replace("_", " "))
        name = knowledge.context[subject.id].name
        return name if value == "present" else knowledge.phrase("clause_not", clause=name)

    def name(self, subject: Subject) -> str:
        """Return a short name of a subject."""
        knowledge = self.knowledge
        if subject.kind == Kind.FACT.value:
            return knowledge.vocabulary.by_name[subject.id].name
        if subject.kind == Kind.DERIVED.value:
            return knowledge.vocabulary.derived_by_name[subject.id].meaning.rstrip(".")
        if subject.kind == Kind.LEVEL.value:
            return knowledge.mechanism[subject.id].name
        if subject.kind == Kind.VERDICT.value:
            return knowledge.advice.by_id[subject.id].title
        return knowledge.context[subject.id].name

    def either(self, clauses: Iterable[str]) -> str:
        """Return clauses of which one is enough, as one."""
        *first, last = dict.fromkeys(clauses)
        return self.knowledge.phrase("clause_or", first=", ".join(first), last=last) if first else last

    def between(self, least: int, most: int | None, subject: Subject) -> str:
        """Return a clause for a range of numbers; no most: without limit."""
        say, fact = self.knowledge.phrase, self.knowledge.vocabulary.by_name.get(subject.id)
        if most is None:
            number = say("clause_least", number=least)
        elif fact is not None and least <= (fact.minimum or 0) and most > least:
            number = say("clause_most", number=most)
        else:
            number = str(least) if least == most else say("clause_between", first=least, last=most)
        return self._counted(subject, number)

    def _bounded(self, atom: Atom, *, wanted: bool) -> str:
        least = (atom.operator is Operator.AT_LEAST) == wanted
        step = 0 if wanted else -1 if atom.operator is Operator.AT_LEAST else 1
        phrase = "clause_least" if least else "clause_most"
        return self._counted(atom.subject, self.knowledge.phrase(phrase, number=atom.number + step))

    def _counted(self, subject: Subject, number: str) -> str:
        if subject.kind == Kind.FACT.value:
            return (self.knowledge.vocabulary.by_name[subject.id].says or "{value}").format(value=number)
        derived = self.knowledge.vocabulary.derived_by_name[subject.id]
        return derived.says.get(COUNT, f"{derived.meaning.rstrip('.')}: {{value}}").format(value=number)

    def _values(self, subject: Subject) -> tuple[str, ...]:
        derived = self.knowledge.vocabulary.derived_by_name[subject.id]
        return tuple(dict.fromkeys(case.value for case in derived.cases))

    def _accepted(self, atom: Atom, fact: FactDefinition, *, wanted: bool) -> list[str]:
        """Return the values that make a sentence true, or false; none where that cannot be said so."""
        if wanted:
            return [one for one in atom.values if one != NOT_APPLICABLE] or list(atom.values)
        if atom.operator is Operator.INCLUDES:
            return []
        others = [one for one in fact.by_value if one not in atom.values]
        # A long list of what would do says less than what would not.
        return others if len(others) <= max(MOST_LISTED, len(atom.values)) else []
