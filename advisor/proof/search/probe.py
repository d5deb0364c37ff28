"""The evaluator over columns, opened for proofs: any condition, and any step, over any cases."""

from collections.abc import Iterable, Iterator, Sequence

from advisor.engine.columns.evaluator import Columns
from advisor.engine.columns.plan import Array
from advisor.engine.columns.steps import plan_step
from advisor.engine.columns.table import Table
from advisor.engine.program import Step
from advisor.model.condition import Condition, Subject, Truth
from advisor.proof.problems.search import FALSE, TRUE, UNKNOWN, Goal


class Probe(Columns):
    """Works out masks of conditions and columns of steps, many in one pass."""

    def number_of(self, condition: Condition, allowed: int = TRUE) -> int:
        """Return the number of the mask of cases in which a condition is one of some truths."""
        plan, true = self._plan, self._conditions.where(condition, Truth.TRUE)
        if allowed == TRUE:
            return true
        false = self._conditions.where(condition, Truth.FALSE)
        parts = {TRUE: true, FALSE: false, UNKNOWN: plan.without(plan.some([true, false]))}
        if allowed == FALSE | UNKNOWN:
            return plan.without(true)
        return plan.some(number for truth, number in parts.items() if truth & allowed)

    def number_of_all(self, goals: Iterable[Goal]) -> int:
        """Return the number of the mask of cases that meet all goals."""
        return self._plan.every(self.number_of(goal.condition, goal.allowed) for goal in goals)

    def number_of_ways(self, ways: Iterable[Iterable[Goal]]) -> int:
        """Return the number of the mask of cases that meet all goals of one of several ways."""
        return self._plan.some(self.number_of_all(goals) for goals in ways)

    def number_of_hope(self, conditions: Iterable[Condition]) -> int:
        """Return the number of the mask of cases in which one of some conditions may come to be true."""
        return self._plan.some(self._conditions.could(condition, Truth.TRUE) for condition in conditions)

    def column_of(self, subject: Subject) -> int:
        """Return the number of the column of a fact or a conclusion."""
        return self._conditions.columns[subject]

    def number_of_step(self, step: Step) -> int:
        """Return the number of the column of a step, which need not be one of the program."""
        return plan_step(step, self._conditions)

    def blocks(self, table: Table, numbers: Sequence[int]) -> Iterator[tuple[slice, list[Array]]]:
        """Yield the rows of each block of cases, with masks or columns over them, by number."""
        return self._blocks(table, numbers)

    def whole(self, table: Table) -> Table:
        """Return a table with every conclusion beside its answers, so that nothing is worked out twice."""
        return Table(table.length, {**table.columns, **self.evaluate(table).columns})
