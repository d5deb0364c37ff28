"""One case with other answers: many variants of it, through the column evaluator in one pass."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from advisor.engine.columns.codes import Codes, Column
from advisor.engine.columns.evaluator import Columns, Conclusions
from advisor.engine.columns.room import room_of
from advisor.engine.columns.table import Codebook, Table, table_of
from advisor.engine.program import ANSWERED, Program
from advisor.explanation.priorities import Firsts, Places, Priorities
from advisor.model.condition import NOT_APPLICABLE, Condition, Subject, Value

Change = tuple[str, Value | None]
"""A fact and its new value; none: it becomes unknown."""


class Variants:
    """What would follow with other answers. Built once for a knowledge base; :meth:`of` serves each case.

    Attributes:
        columns: The evaluator.
        priorities: The order of recommendations over columns.
    """

    def __init__(self, program: Program) -> None:
        """Compile a program for columns."""
        self.columns = Columns(program)
        self.priorities = Priorities(self.columns)

    def of(self, answers: Mapping[str, Value]) -> "Around":
        """Return the surroundings of a case."""
        return Around(self, dict(answers))

    @cached_property
    def worth_trying(self) -> dict[str, tuple[Value, ...]]:
        """Values of each fact: every one, or of numbers and ticks one of each sort that the rules tell apart.

        A fact that no rule reads has none.
        """
        every = [step.subject for step in self.columns.program.steps]
        room = room_of(every, self.columns, free=(), written=True)
        facts = self.columns.program.knowledge.vocabulary.by_name
        sorts = {subject.id: axis.codes for axis in room.axes for subject in axis.subjects}
        found: dict[str, tuple[Value, ...]] = {}
        for name, fact in facts.items():
            if name not in sorts:
                found[name] = ()
            elif fact.kind == "one of":
                found[name] = tuple(fact.by_value)
            else:
                codes = self.columns.codebook[Subject(ANSWERED, name)]
                values = (codes.decode(code) for code in sorts[name])
                found[name] = tuple(one for one in values if one is not None and one != NOT_APPLICABLE)
        return found


def beside(own: Mapping[Subject, Column], varied: Mapping[str, Column], length: int, book: Codebook) -> Table:
    """Return many variants of a case side by side; what never varies takes no memory for each.

    Args:
        own: The answers of the case, a column of one code each.
        varied: Codes of each fact that varies, shape (length,).
        length: How many variants.
        book: Codes of every subject.
    """
    table = {subject: np.broadcast_to(column, length) for subject, column in own.items()}
    for fact, column in varied.items():
        subject = Subject(ANSWERED, fact)
        table[subject] = column.astype(book[subject].dtype, copy=False)
    return Table(length, table)


@dataclass(frozen=True)
class Around:
    """One case, and its variants.

    Attributes:
        variants: What they are worked out with.
        answers: The answers of the case.
    """

    variants: Variants
    answers: Mapping[str, Value]

    @property
    def columns(self) -> Columns:
        """The evaluator."""
        return self.variants.columns

    @property
    def priorities(self) -> Priorities:
        """The order of recommendations over columns."""
        return self.variants.priorities

    def values(self, fact: str) -> tuple[Value, ...]:
        """Return the other values of a fact that are worth trying: never the present one, never unknown."""
        present = self.answers.get(fact)
        return tuple(one for one in self.variants.worth_trying[fact] if one != present)

    def singles(self, facts: Iterable[str]) -> list[Change]:
        """Return every change of one of some facts."""
        return [(fact, value) for fact in facts for value in self.values(fact)]

    def pairs(self, facts: Iterable[str]) -> list[tuple[Change, Change]]:
        """Return every two changes of two of some facts."""
        return [(one, two) for one, two in combinations(self.singles(facts), 2) if one[0] != two[0]]

    def table(self, variants: Sequence[Sequence[Change]]) -> Table:
        """Return variants of the case as a table: one row each, its changes applied in their order."""
        rows: dict[str, tuple[list[int], list[int]]] = {}
        for row, changes in enumerate(variants):
            for fact, value in changes:
                at, codes = rows.setdefault(fact, ([], []))
                at.append(row)
                codes.append(self._codes(fact).encoded[value])
        varied = {}
        for fact, (at, codes) in rows.items():
            present = self._codes(fact).encoded[self.answers.get(fact)]
            varied[fact] = np.full(len(variants), present, self._codes(fact).dtype)
            varied[fact][at] = codes
        return self.varied(varied, len(variants))

    def varied(self, columns: Mapping[str, Column], length: int) -> Table:
        """Return many variants of the case at once: other columns for some facts, the rest as answered.

        Args:
            columns: Codes of each fact that varies, shape (length,).
            length: How many variants.
        """
        return beside(self._own, columns, length, self.columns.codebook)

    @cached_property
    def _own(self) -> Mapping[Subject, Column]:
        """The answers of the case, a column of one code each."""
        return {
            subject: column
            for subject, column in table_of([self.answers], self.columns.codebook).columns.items()
            if subject.id in self.answers
        }

    def _codes(self, fact: str) -> Codes:
        return self.columns.codebook[Subject(ANSWERED, fact)]

    def conclude(
        self,
        variants: Sequence[Sequence[Change]],
        subjects: Iterable[Subject] | None = None,
        conditions: Iterable[Condition] = (),
    ) -> Conclusions:
        """Return what follows for variants of the case, one row each.

        Args:
            variants: The changes of each; none at all is the case itself.
            subjects: What to conclude; everything where none are named.
            conditions: What to try besides.
        """
        return self.columns.evaluate(self.table(variants), subjects, conditions)

    def top(self, variants: Sequence[Sequence[Change]], many: int | None = None) -> Places:
        """Return the first recommendations of each variant, as :meth:`Priorities.top`."""
        needed = self.priorities
        return needed.top(self.conclude(variants, needed.subjects, needed.conditions), many)

    def firsts(self, variants: Sequence[Sequence[Change]]) -> Firsts:
        """Return the priorities of each variant with their wordings."""
        needed = self.priorities
        return needed.firsts(self.conclude(variants, needed.subjects, needed.conditions))
