"""Searches for the smallest sets of other answers that bring a conclusion about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from advisor.engine.columns.choices import Type
from advisor.engine.columns.codes import Column, Mask
from advisor.engine.columns.evaluator import Columns
from advisor.engine.columns.table import table_of
from advisor.engine.program import ANSWERED
from advisor.explanation.reasons.sorts import Sort, Sorts
from advisor.explanation.variants import beside
from advisor.model.condition import Subject, Value

MOST_CHANGES = 3
MOST_VARIANTS = 400_000
"""Variants tried of one number of changes; where there are more, fewer changes must do."""
MOST_TRIED = 3_000_000
"""Combinations tried where it is asked whether anything at all brings a conclusion about."""
PART = 1 << 18

Found = tuple[tuple[str, Sort], ...]
"""Other answers, question by question."""


@dataclass(frozen=True)
class Searched:
    """What a search found.

    Attributes:
        found: The sets, all of one size; none where no set was found.
        size: Changes at once that were tried, all of that many or fewer.
    """

    found: tuple[Found, ...]
    size: int


class Flips:
    """Other answers to the questions beneath one conclusion, in one case."""

    def __init__(
        self,
        subject: Subject,
        goals: Collection[str],
        answers: Mapping[str, Value],
        columns: Columns,
        may_not_apply: Collection[str],
    ) -> None:
        """Look for some values of a conclusion.

        Args:
            subject: The conclusion.
            goals: Values of it, any of which would do.
            answers: The case.
            columns: The evaluator of many cases.
            may_not_apply: Facts whose question offers “does not apply”.
        """
        self.subject = subject
        self.columns = columns
        self.answers = answers
        self.other = Sorts(subject, columns, may_not_apply).other(answers)
        self._goals = [columns.codebook[subject].encode(one) for one in goals]
        self._base = table_of([answers], columns.codebook)

    def smallest(
        self, hands: Collection[str], done: Collection[str] = (), most: int = MOST_CHANGES
    ) -> Searched:
        """Return the smallest sets of other answers that bring a goal about.

        Args:
            hands: How far in hand answers may be.
            done: Of these, among which all was searched before: a set must hold an answer beyond them.
            most: Changes at once at most.
        """
        options = [(fact, sort) for fact, sorts in self.other.items() for sort in sorts if sort.hand in hands]
        for size in range(1, most + 1):
            if len(options) ** size / prod(range(1, size + 1)) > MOST_VARIANTS:
                return Searched((), size - 1)
            found = self._of_size(options, size, done)
            if found:
                return Searched(tuple(found), size)
        return Searched((), most)

    def within_reach(self, hands: Collection[str]) -> tuple[bool, int] | None:
        """Return whether any answers at all that are so far in hand reach a goal, and how many were tried.

        None where there are too many to try.
        """
        within = {fact: [sort for sort in sorts if sort.hand in hands] for fact, sorts in self.other.items()}
        open_ = [fact for fact, sorts in within.items() if sorts]
        sizes = [1 + len(within[fact]) for fact in open_]
        every = prod(sizes)
        if every > MOST_TRIED:
            return None
        for start in range(0, every, PART):
            numbers, inner = np.arange(start, min(start + PART, every)), every
            columns: dict[str, Column] = {}
            for fact, size in zip(open_, sizes, strict=True):
                inner //= size
                codes = np.array([self._present(fact), *(self._code(fact, one) for one in within[fact])])
                columns[fact] = codes[(numbers // inner) % size]
            if self._reached(columns, len(numbers)).any():
                return True, every
        return False, every

    def _of_size(self, options: Sequence[tuple[str, Sort]], size: int, done: Collection[str]) -> list[Found]:
        facts = list(dict.fromkeys(fact for fact, _ in options))
        fact_of = np.array([facts.index(fact) for fact, _ in options], np.int32)
        code_of = np.array([self._code(*option) for option in options], np.int64)
        is_new = np.array([sort.hand not in done for _, sort in options], np.bool_)
        chosen = _chosen(fact_of, size)
        chosen = chosen[is_new[chosen].any(axis=1)]
        columns: dict[str, Column] = {}
        for place, fact in enumerate(facts):
            column = np.full(len(chosen), self._present(fact), self._dtype(fact))
            for change in chosen.T:
                rows = np.flatnonzero(fact_of[change] == place)
                column[rows] = code_of[change[rows]]
            columns[fact] = column
        reached = np.flatnonzero(self._reached(columns, len(chosen)))
        return [tuple(options[place] for place in chosen[row]) for row in reached]

    def _reached(self, columns: Mapping[str, Column], length: int) -> Mask:
        table = beside(self._base.columns, columns, length, self.columns.codebook)
        found = self.columns.evaluate(table, [self.subject])[self.subject]
        reached: Mask = np.isin(found, self._goals)
        return reached

    def _dtype(self, fact: str) -> Type:
        return self.columns.codebook[Subject(ANSWERED, fact)].dtype

    def _code(self, fact: str, sort: Sort) -> int:
        return self.columns.codebook[Subject(ANSWERED, fact)].encode(sort.values[0])

    def _present(self, fact: str) -> int:
        return self.columns.codebook[Subject(ANSWERED, fact)].encode(self.answers.get(fact))


def _chosen(fact_of: Column, size: int) -> Column:
    """Return every choice of some options that changes each question once; shape (choices, size)."""
    every = np.arange(len(fact_of), dtype=np.int32)
    chosen = every[:, None]
    for _ in range(size - 1):
        rows, more = np.nonzero(every[None, :] > chosen[:, -1:])
        apart = (fact_of[chosen[rows]] != fact_of[more][:, None]).all(axis=1)
        chosen = np.column_stack((chosen[rows][apart], every[more][apart]))
    return chosen
