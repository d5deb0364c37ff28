"""A sample of what the columns conclude, worked out by experta too: a difference is a fault of ours."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.batch.rules_columns import Cells, RuleColumns
from advisor.content.tables.results_columns import NOTHING
from advisor.engine.columns.codes import Column
from advisor.engine.columns.table import Table
from advisor.errors import AdvisorError
from advisor.model.condition import Subject

LEAST_SAMPLE, MOST_SAMPLE, SHARE = 100, 200, 100
"""Rows that are worked out by experta too: one in a hundred, at least and at most so many."""


class ColumnsDiffer(AdvisorError):
    """The two evaluators disagree: a fault of ours."""

    exit_code = 1


@dataclass(order=True)
class _Drawn:
    """A row of the sample; the largest hash is the first to go."""

    rank: int
    row: int
    answers: dict[Subject, int]
    codes: list[int]


class Sample:
    """Rows chosen by a hash of their answers and number, so that the same input gives the same sample."""

    def __init__(self, rules: RuleColumns) -> None:
        self._rules = rules
        self._drawn: list[_Drawn] = []
        self._seen = 0

    def take(
        self,
        rows: Sequence[int] | npt.NDArray[np.integer[Any]],
        table: Table,
        cells: Cells,
        among: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """Draw from some rows.

        Args:
            rows: Their numbers.
            table: Their answers.
            cells: What the columns of the results hold for them.
            among: Which of them may be drawn; all where none are named.
        """
        may = np.ones(table.length, np.bool_) if among is None else among
        self._seen += int(may.sum())
        numbers = np.asarray(rows, np.uint64)
        hashes = _hashes(numbers, [table.columns[one] for one in self._rules.facts if one in table.columns])
        places = np.flatnonzero(may)
        for place in places[np.argsort(hashes[places], kind="stable")[:MOST_SAMPLE]].tolist():
            rank = -int(hashes[place])
            if len(self._drawn) >= MOST_SAMPLE and rank <= self._drawn[0].rank:
                break
            answers = {one: int(column[place]) for one, column in table.columns.items()}
            codes = [
                int(cells[each.name][place]) if each.name in cells else NOTHING
                for each in self._rules.layout.columns
            ]
            drawn = _Drawn(rank, int(numbers[place]), answers, codes)
            (heapq.heappush if len(self._drawn) < MOST_SAMPLE else heapq.heapreplace)(self._drawn, drawn)

    def rows(self) -> list[int]:
        """Return the numbers of the rows drawn, in order."""
        return sorted(each.row for each in self._chosen())

    def _chosen(self) -> list[_Drawn]:
        many = min(MOST_SAMPLE, max(LEAST_SAMPLE, self._seen // SHARE))
        return sorted(self._drawn, reverse=True)[:many]

    def check(self) -> int:
        """Work the sample out by experta too, and return how many rows that were.

        Raises:
            ColumnsDiffer: A row comes out otherwise.
        """
        chosen = sorted(self._chosen(), key=lambda each: each.row)
        for each in chosen:
            expected = self._rules.by_experta(self._rules.case(each.answers))
            if expected != each.codes:
                raise ColumnsDiffer(self._told(each, expected))
        return len(chosen)

    def _told(self, each: _Drawn, expected: Sequence[int]) -> str:
        columns = self._rules.layout.columns
        names = [
            column.name for column, one, two in zip(columns, each.codes, expected, strict=True) if one != two
        ]
        return (
            f"Row {each.row}: the fast evaluation and experta disagree on {', '.join(names)}. This is a fault"
            " of ours, not of your file. No results were written. Please report it with the file, and use"
            " --reports json meanwhile, which takes experta alone."
        )


def _hashes(numbers: npt.NDArray[np.uint64], columns: Sequence[Column]) -> npt.NDArray[np.uint64]:
    """Return a number for each row that looks like chance and is always the same."""
    found = numbers.copy()
    for column in columns:
        found = _mixed(found ^ column.astype(np.int64).view(np.uint64))
    return _mixed(found)


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: npt.NDArray[np.uint64] = numbers ^ (numbers >> np.uint64(31))
    return mixed
