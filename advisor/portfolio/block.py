"""A block of cases with what follows for them: what every count is taken from."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from advisor.engine.columns.codes import SKIPPED_CODE, UNKNOWN_CODE, Column, Mask
from advisor.engine.columns.evaluator import Columns, Conclusions
from advisor.engine.columns.table import Table
from advisor.engine.program import ANSWERED
from advisor.model.condition import Condition, Subject, Truth

Key = tuple[Hashable, ...]
"""What is counted: its kind first, such as (“verdict”, “T3”, “act”)."""
Counts = Counter[Key]


@dataclass(frozen=True)
class Block:
    """Some cases, what follows for them, and which questions they would be asked."""

    table: Table
    found: Conclusions
    columns: Columns
    asked: dict[str, Mask]

    @property
    def length(self) -> int:
        """Number of cases."""
        return self.table.length

    def answer(self, fact: str) -> Column:
        """Return the codes of an answer, shape (cases,)."""
        subject = Subject(ANSWERED, fact)
        column = self.table.columns.get(subject)
        return np.full(self.length, UNKNOWN_CODE, np.int8) if column is None else column

    def known(self, fact: str) -> Mask:
        """Return the mask of cases in which an answer has a value."""
        column = self.answer(fact)
        found: Mask = (column != UNKNOWN_CODE) & (column != SKIPPED_CODE)
        return found

    def holds(self, condition: Condition | None) -> Mask:
        """Return the mask of cases in which a condition holds; none always does."""
        return np.ones(self.length, np.bool_) if condition is None else self.found.holds(condition)


class Part(Protocol):
    """One thing that is counted."""

    @property
    def subjects(self) -> Sequence[Subject]:
        """What must be concluded for it."""
        ...

    @property
    def conditions(self) -> Sequence[Condition]:
        """What must be tried for it besides."""
        ...

    def count(self, block: Block) -> Counts:
        """Return what there is of it in some cases."""
        ...


def many(mask: Mask) -> int:
    """Return how many cases are in a mask."""
    return int(np.count_nonzero(mask))


def not_false(columns: Columns, table: Table, condition: Condition | None) -> Mask:
    """Return the mask of cases in which a condition is not known to fail."""
    if condition is None:
        return np.ones(table.length, np.bool_)
    return ~columns.where(table, condition, Truth.FALSE)
