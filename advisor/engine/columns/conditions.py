"""Conditions as masks: where one is true, where it is false, and where it could still come to be so."""

from functools import partial

from advisor.engine.columns.codes import SKIPPED_CODE, UNKNOWN_CODE, Codes, Column, Mask
from advisor.engine.columns.plan import ALWAYS, NEVER, Plan
from advisor.engine.columns.table import Codebook
from advisor.engine.program import ANSWERED, Counted, Decision, Program
from advisor.model.condition import (
    NOT_APPLICABLE,
    All,
    Atom,
    Condition,
    Not,
    Operator,
    Subject,
    Truth,
)


class Conditions:
    """Writes conditions into a plan.

    Negation is pushed down to the atoms, so that unknown is neither true nor false, as in the rules that
    experta fires.

    Attributes:
        columns: Number of each subject’s column in the plan: base facts, and conclusions once planned.
    """

    def __init__(self, program: Program, codebook: Codebook, plan: Plan) -> None:
        self.program = program
        self.codebook = codebook
        self.plan = plan
        self.columns = {subject: plan.given(subject) for subject in codebook if subject.kind == ANSWERED}
        self._outlooks: dict[tuple[Atom, Truth], int] = {}

    def where(self, condition: Condition, wanted: Truth) -> int:
        """Return the number of the mask of cases in which a condition is what is wanted: true or false."""
        match condition:
            case Atom():
                return self._atom(condition, wanted)
            case Not(part):
                return self.where(part, ~wanted)
            case _:
                masks = [self.where(part, wanted) for part in condition.parts]
                joins_all = isinstance(condition, All) == (wanted is Truth.TRUE)
                return self.plan.every(masks) if joins_all else self.plan.some(masks)

    def could(self, condition: Condition, wanted: Truth) -> int:
        """Return the number of the mask of cases in which a condition is what is wanted or could come to be.

        It follows :mod:`advisor.engine.undecided`: a fact that does not apply has no answer to come.
        """
        match condition:
            case Atom():
                found = self._outlooks.get((condition, wanted))
                if found is None:
                    hope = self.plan.every([self.unknown(condition.subject), self._hope(condition, wanted)])
                    found = self.plan.some([self._atom(condition, wanted), hope])
                    self._outlooks[condition, wanted] = found
                return found
            case Not(part):
                return self.could(part, ~wanted)
            case _:
                masks = [self.could(part, wanted) for part in condition.parts]
                joins_all = isinstance(condition, All) == (wanted is Truth.TRUE)
                return self.plan.every(masks) if joins_all else self.plan.some(masks)

    def is_code(self, subject: Subject, code: int) -> int:
        """Return the number of the mask of cases in which a subject has a code."""
        return self.plan.add(("equals", code), partial(_equals, code=code), self.columns[subject])

    def unknown(self, subject: Subject) -> int:
        """Return the number of the mask of cases in which a subject is unknown."""
        return self.is_code(subject, UNKNOWN_CODE)

    def known(self, subject: Subject) -> int:
        """Return the number of the mask of cases in which a subject has a value and applies."""
        return self.plan.add(("at least", 0), partial(_at_least, number=0), self.columns[subject])

    def includes(self, subject: Subject, bits: int) -> int:
        """Return the number of the mask of cases in which one of some ticks is set."""
        ticked = self.plan.add(("ticked", bits), partial(_ticked, bits=bits), self.columns[subject])
        return self.plan.every([ticked, self.known(subject)])

    def _atom(self, atom: Atom, wanted: Truth) -> int:
        if atom.operator is Operator.IS_KNOWN:
            true = self.known(atom.subject)
            return true if wanted is Truth.TRUE else self.plan.without(true)
        if atom.operator is Operator.IS_UNKNOWN:
            true = self.unknown(atom.subject)
            return true if wanted is Truth.TRUE else self.plan.without(true)
        compares = self._compares(atom)
        if wanted is Truth.FALSE:
            return self.plan.every([self.known(atom.subject), self.plan.without(compares)])
        skipped = NOT_APPLICABLE in atom.values
        return self.plan.some([compares, self.is_code(atom.subject, SKIPPED_CODE) if skipped else NEVER])

    def _compares(self, atom: Atom) -> int:
        """Return the number of the mask of cases with a known value for which the comparison is true."""
        codes, column = self.codebook[atom.subject], self.columns[atom.subject]
        match atom.operator, codes.form:
            case Operator.AT_LEAST, "whole number":
                number = max(0, atom.number)
                return self.plan.add(("at least", number), partial(_at_least, number=number), column)
            case Operator.AT_MOST, "whole number":
                work = partial(_at_most, number=atom.number)
                most = self.plan.add(("at most", atom.number), work, column)
                return self.plan.every([most, self.known(atom.subject)])
            case Operator.INCLUDES, "any of":
                return self.includes(atom.subject, sum(_found(atom, codes)))
            case ((Operator.IS | Operator.IS_ONE_OF), "one of"):
                return self.plan.some(self.is_code(atom.subject, code) for code in _found(atom, codes))
        # A comparison that does not go with the kind of value is false wherever there is a value.
        return NEVER

    def _hope(self, atom: Atom, wanted: Truth) -> int:
        """Return the number of the mask of cases in which an unknown subject may come to suit an atom."""
        step = self.program.by_subject.get(atom.subject)
        match step:
            case None:
                return NEVER if atom.values == (NOT_APPLICABLE,) and wanted is Truth.TRUE else ALWAYS
            case Decision():
                cases = [condition for value, condition in step.cases if atom.holds(value) is wanted]
                return self.plan.some(self.could(condition, Truth.TRUE) for condition in cases)
            case Counted():
                return self.plan.some(self.unknown(Subject(ANSWERED, fact)) for fact in step.of)
            case _:
                return ALWAYS


def _found(atom: Atom, codes: Codes) -> list[int]:
    return [codes.by_value[value] for value in atom.values if value in codes.by_value]


def _equals(column: Column, code: int) -> Mask:
    found: Mask = column == code
    return found


def _at_least(column: Column, number: int) -> Mask:
    found: Mask = column >= number
    return found


def _at_most(column: Column, number: int) -> Mask:
    found: Mask = column <= number
    return found


def _ticked(column: Column, bits: int) -> Mask:
    found: Mask = (column & bits) != 0
    return found
