"""Turns a condition on asking into the XPath of a form.

A form shows a question unless its condition is known to be false, as ``advisor ask`` does. XPath has two
truth values where a condition has three, so each condition becomes two expressions: one for “known to be
true” and one for “known to be false”.
"""

from collections.abc import Collection, Iterable
from typing import assert_never

from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, All, Any, Atom, Condition, Kind, Not, Operator
from advisor.model.vocabulary import Count, DerivedFact, FactDefinition, Vocabulary

TRUE, FALSE = "true()", "false()"
LONGEST = 30_000
"""Longest expression, in characters; a cell of a spreadsheet holds 32,767."""


class NotExpressible(ValueError):
    """A form cannot say this condition."""


class Expressions:
    """Turns conditions into XPath for a form that asks about certain facts.

    What the form does not ask about is unknown in it, and so is what follows from the advice alone.
    """

    def __init__(self, vocabulary: Vocabulary, asked: Collection[str]) -> None:
        """Use these facts; ``asked`` are those that the form asks about."""
        self.vocabulary = vocabulary
        self.asked = asked

    def relevant(self, condition: Condition) -> str:
        """Return when to show something: empty where it is always shown.

        Raises:
            NotExpressible: The expression would not fit into a cell.
        """
        found = _not(self.false(condition))
        if len(found) > LONGEST:
            raise NotExpressible(f"it would take {len(found):,} characters")
        return "" if found == TRUE else found

    def true(self, condition: Condition) -> str:
        """Return the expression for “the condition is known to be true”."""
        match condition:
            case Atom():
                return self._atom(condition)[0]
            case Not(part):
                return self.false(part)
            case All(parts):
                return _all(self.true(part) for part in parts)
            case Any(parts):
                return _any(self.true(part) for part in parts)
            case _:
                assert_never(condition)

    def false(self, condition: Condition) -> str:
        """Return the expression for “the condition is known to be false”."""
        match condition:
            case Atom():
                return self._atom(condition)[1]
            case Not(part):
                return self.true(part)
            case All(parts):
                return _any(self.false(part) for part in parts)
            case Any(parts):
                return _all(self.false(part) for part in parts)
            case _:
                assert_never(condition)

    def _atom(self, atom: Atom) -> tuple[str, str]:
        """Return when an atom is known to be true, and when it is known to be false."""
        name = atom.subject.id
        if atom.subject.kind == Kind.FACT.value and name in self.asked:
            return _fact(self.vocabulary.by_name[name], atom)
        if atom.subject.kind == Kind.DERIVED.value:
            derived = self.vocabulary.derived_by_name[name]
            return self._count(derived.count, atom) if derived.count else self._derived(derived, atom)
        if atom.operator is Operator.IS_KNOWN:
            return FALSE, TRUE
        return (TRUE, FALSE) if atom.operator is Operator.IS_UNKNOWN else (FALSE, FALSE)

    def _derived(self, derived: DerivedFact, atom: Atom) -> tuple[str, str]:
        """Say an atom on a derived fact: its first true case decides."""
        cases = [(case.value in atom.values, self.true(case.when)) for case in derived.cases]
        known = _any(when for _, when in cases)
        if atom.operator is Operator.IS_KNOWN:
            return known, _not(known)
        if atom.operator is Operator.IS_UNKNOWN:
            return _not(known), known
        if atom.operator not in (Operator.IS, Operator.IS_ONE_OF):
            return FALSE, known
        return _first(cases, wanted=True), _first(cases, wanted=False)

    def _count(self, count: Count, atom: Atom) -> tuple[str, str]:
        """Say an atom on a number that is counted."""
        facts = [self.vocabulary.by_name[fact] for fact in count.of if fact in self.asked]
        known = _any(_known(fact) for fact in facts)
        if atom.operator is Operator.IS_KNOWN:
            return known, _not(known)
        if atom.operator is Operator.IS_UNKNOWN:
            return _not(known), known
        if known == FALSE:
            return FALSE, FALSE
        if atom.operator not in (Operator.AT_LEAST, Operator.AT_MOST):
            return FALSE, known
        if not count.values:
            total = f"count-selected(${{{facts[0].fact}}})"  # of one fact only, and known below
        else:
            counts = (" or ".join(f"${{{fact.fact}}} = '{one}'" for one in count.values) for fact in facts)
            total = " + ".join(f"number({one})" for one in counts)
        true, false = _compared(f"({total})", atom)
        return _all([known, true]), _all([known, false])


def _fact(fact: FactDefinition, atom: Atom) -> tuple[str, str]:
    node = f"${{{fact.fact}}}"
    known = _known(fact)
    if atom.operator is Operator.IS_KNOWN:
        return known, _not(known)
    if atom.operator is Operator.IS_UNKNOWN:
        unknown = _any([f"{node} = ''", _holds(fact, UNKNOWN)])
        return unknown, _not(unknown)
    if fact.kind == "whole number" and atom.operator in (Operator.AT_LEAST, Operator.AT_MOST):
        # An empty number is no number, so that both comparisons fail.
        return _compared(node, atom)
    fits = Operator.INCLUDES if fact.kind == "any of" else Operator.IS
    family = Operator.IS if atom.operator is Operator.IS_ONE_OF else atom.operator
    does_not_apply = _holds(fact, NOT_APPLICABLE) if NOT_APPLICABLE in atom.values else FALSE
    if family is not fits or fact.kind == "whole number":
        return does_not_apply, known
    named = [value for value in fact.by_value if value in atom.values]
    true = _any([*(_holds(fact, value) for value in named), does_not_apply])
    if fact.kind == "any of":
        return true, _all([known, *(_not(_holds(fact, value)) for value in named)])
    return true, _any(_holds(fact, value) for value in fact.by_value if value not in named)


def _holds(fact: FactDefinition, value: str) -> str:
    if fact.kind == "whole number":
        return FALSE
    node = f"${{{fact.fact}}}"
    return f"selected({node}, '{value}')" if fact.kind == "any of" else f"{node} = '{value}'"


def _known(fact: FactDefinition) -> str:
    silent = [_not(_holds(fact, value)) for value in (UNKNOWN, NOT_APPLICABLE)]
    return _all([f"${{{fact.fact}}} != ''", *silent])


def _compared(number: str, atom: Atom) -> tuple[str, str]:
    if atom.operator is Operator.AT_LEAST:
        return f"{number} >= {atom.number}", f"{number} < {atom.number}"
    return f"{number} <= {atom.number}", f"{number} > {atom.number}"


def _first(cases: list[tuple[bool, str]], *, wanted: bool) -> str:
    """Return when the first true case is one of those that are wanted."""
    ways = []
    for place, (fits, when) in enumerate(cases):
        if fits is wanted:
            before = [_not(other) for fitted, other in cases[:place] if fitted is not wanted]
            ways.append(_all([when, *before]))
    return _any(ways)


def _not(expression: str) -> str:
    if expression in (TRUE, FALSE):
        return FALSE if expression == TRUE else TRUE
    return f"not({expression})"


def _all(parts: Iterable[str]) -> str:
    return _joined(parts, "and", idle=TRUE, decides=FALSE)


def _any(parts: Iterable[str]) -> str:
    return _joined(parts, "or", idle=FALSE, decides=TRUE)


def _joined(parts: Iterable[str], word: str, *, idle: str, decides: str) -> str:
    found = [part for part in dict.fromkeys(parts) if part != idle]
    if decides in found:
        return decides
    if len(found) > 1:
        return f" {word} ".join(f"({part})" if " and " in part or " or " in part else part for part in found)
    return found[0] if found else idle
