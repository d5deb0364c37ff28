"""Evaluates a program over many cases at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from advisor.engine.columns.codes import UNKNOWN_CODE, Codes, Column, Mask, codes_of
from advisor.engine.columns.conditions import Conditions
from advisor.engine.columns.plan import Array, Plan, carry_out
from advisor.engine.columns.steps import plan_step
from advisor.engine.columns.table import Answers, Table, table_of, variants_of
from advisor.engine.program import ANSWERED, Program
from advisor.model.condition import Condition, Subject, Truth, Value

MOST_ASKED = 10_000
"""Operations for conditions that were asked for which are kept; beyond, they are forgotten after use."""
BLOCK = 65_536
"""Cases worked on at once: enough to make each operation cheap, few enough to need little memory."""


@dataclass(frozen=True)
class Conclusions:
    """What follows for every case of a table.

    Attributes:
        length: Number of cases.
        columns: Codes of each concluded subject, shape (length,).
        codebook: Codes of every subject.
        masks: The cases in which each condition that was asked for holds, shape (length,).
    """

    length: int
    columns: Mapping[Subject, Column]
    codebook: Mapping[Subject, Codes]
    masks: Mapping[Condition, Mask] = field(default_factory=dict)

    def __getitem__(self, subject: Subject) -> Column:
        """Return the codes of a subject; raises KeyError where it was not concluded."""
        return self.columns[subject]

    def where(self, subject: Subject, value: Value | None) -> Mask:
        """Return the mask of cases in which a subject has a value; none is unknown."""
        found: Mask = self.columns[subject] == self.codebook[subject].encode(value)
        return found

    def holds(self, condition: Condition) -> Mask:
        """Return the mask of cases in which a condition is known to hold; raises KeyError where not asked."""
        return self.masks[condition]

    def value(self, subject: Subject, case: int) -> Value | None:
        """Return the value of a subject in one case; none where it is unknown."""
        return self.codebook[subject].decode(int(self.columns[subject][case]))

    def values(self, subject: Subject) -> list[Value | None]:
        """Return the values of a subject, case by case; none where it is unknown."""
        return self.codebook[subject].decode_all(self.columns[subject])

    def case(self, number: int) -> dict[Subject, Value | None]:
        """Return all that was concluded of one case."""
        return {subject: self.value(subject, number) for subject in self.columns}

    def counts(self, subject: Subject) -> dict[Value | None, int]:
        """Return how many cases have each value of a subject, the values that occur alone."""
        found, times = np.unique(self.columns[subject], return_counts=True)
        decode = self.codebook[subject].decode
        return {decode(int(code)): int(many) for code, many in zip(found, times, strict=True)}


class Columns:
    """A program compiled for tables of cases; one serves every table, and keeps nothing of them.

    Attributes:
        program: The program, the same that experta fires.
        codebook: Codes of every subject.
    """

    def __init__(self, program: Program) -> None:
        """Compile the program."""
        self.program = program
        self.codebook = codes_of(program)
        self._plan = Plan()
        self._conditions = Conditions(program, self.codebook, self._plan)
        for step in program.steps:
            number = plan_step(step, self._conditions)
            # Under a number of its own, so that a column supposed for it stands in for nothing else.
            self._conditions.columns[step.subject] = self._plan.add(
                ("conclusion", step.subject), _as_it_is, number
            )
        self._most = len(self._plan.operations) + MOST_ASKED
        self._facts = {
            subject: self._conditions.columns[subject]
            for subject in self.codebook
            if subject.kind == ANSWERED
        }

    def table(self, cases: Iterable[Answers]) -> Table:
        """Return cases as a table; raises ValueError where one holds what the vocabulary does not."""
        return table_of(cases, self.codebook)

    def variants(self, answers: Answers, choices: Mapping[str, Sequence[Value | None]]) -> Table:
        """Return one case with every combination of some other answers; the last fact changes quickest."""
        return variants_of(answers, choices, self.codebook)

    def evaluate(
        self,
        table: Table,
        subjects: Iterable[Subject] | None = None,
        conditions: Iterable[Condition] = (),
    ) -> Conclusions:
        """Return what follows for every case of a table.

        Args:
            table: The cases.
            subjects: What to conclude; everything where none are named. Nothing is worked out that they do
                not need, and only they take memory for more than a block of cases.
            conditions: Conditions of which to say besides in which cases they hold.
        """
        wanted = (
            [step.subject for step in self.program.steps]
            if subjects is None
            else list(dict.fromkeys(subjects))
        )
        tried = list(dict.fromkeys(conditions))
        before = len(self._plan.operations)
        columns = self._conditions.columns
        numbers = [columns[subject] for subject in wanted]
        numbers += [self._conditions.where(condition, Truth.TRUE) for condition in tried]
        found = {subject: np.empty(table.length, self.codebook[subject].dtype) for subject in wanted}
        masks = {condition: np.empty(table.length, np.bool_) for condition in tried}
        results = [*found.values(), *masks.values()]
        for rows, arrays in self._blocks(table, numbers):
            for result, array in zip(results, arrays, strict=True):
                result[rows] = array
        self._forget(before)
        return Conclusions(table.length, found, self.codebook, masks)

    def where(self, table: Table, condition: Condition, wanted: Truth = Truth.TRUE) -> Mask:
        """Return the mask of cases in which a condition is true, or as wanted false or unknown."""
        before = len(self._plan.operations)
        sides = [self._conditions.where(condition, side) for side in (Truth.TRUE, Truth.FALSE)]
        settled = self._plan.some(sides)
        number = {
            Truth.TRUE: sides[0],
            Truth.FALSE: sides[1],
            Truth.UNKNOWN: self._plan.without(settled),
        }[wanted]
        found = np.empty(table.length, np.bool_)
        for rows, (array,) in self._blocks(table, [number]):
            found[rows] = array
        self._forget(before)
        return found

    def _forget(self, before: int) -> None:
        """Forget what was planned for conditions since then, once the plan has grown long."""
        if len(self._plan.operations) > self._most:
            self._plan.cut(before)

    def _blocks(self, table: Table, wanted: Sequence[int]) -> Iterator[tuple[slice, list[Array]]]:
        """Yield the rows of each block of cases with the wanted results over them."""
        numbers = self._conditions.columns
        given = {*self._facts.values(), *(numbers[subject] for subject in table.columns)}
        tasks = self._plan.schedule(wanted, given)
        for start in range(0, table.length, BLOCK):
            block = table.rows(start, start + BLOCK)
            arrays = self._unknown(block) | {numbers[one]: column for one, column in block.columns.items()}
            yield slice(start, start + block.length), carry_out(tasks, arrays, wanted, block.length)

    def _unknown(self, block: Table) -> dict[int, Array]:
        """Return columns of “unknown” by number, for the facts of which a block says nothing."""
        return {
            number: np.broadcast_to(np.array(UNKNOWN_CODE, self.codebook[subject].dtype), block.length)
            for subject, number in self._facts.items()
            if subject not in block.columns
        }


def _as_it_is(column: Column) -> Column:
    return column
