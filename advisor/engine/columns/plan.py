"""A plan of work on columns: operations in order, each written down once, however often it is asked for."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
"""A column or a mask, shape (cases,)."""
Work = Callable[..., Array]

NEVER, ALWAYS = 0, 1
"""Numbers of the two results that every plan starts with: a mask without a case, and one with all."""
MOST_SCHEDULES = 16
"""Schedules that are kept, because searches ask for the same again and again."""


@dataclass(frozen=True)
class Operation:
    """One piece of work on whole arrays; none of its arguments is changed.

    Attributes:
        work: Makes the result from the arguments; none for what is given from outside.
        reads: Numbers of the results that are its arguments.
    """

    work: Work | None
    reads: tuple[int, ...]


@dataclass(frozen=True)
class Task:
    """An operation within a schedule.

    Attributes:
        number: Number of its result.
        work: What to do.
        reads: Numbers of its arguments.
        spent: Numbers of results that nothing needs afterwards, so that their memory is free.
    """

    number: int
    work: Work
    reads: tuple[int, ...]
    spent: tuple[int, ...]


class Plan:
    """Operations, numbered in an order in which each reads only earlier results."""

    def __init__(self) -> None:
        self.operations = [Operation(None, ()), Operation(None, ())]
        self._numbers: dict[Hashable, int] = {}
        self._schedules: dict[tuple[frozenset[int], frozenset[int]], tuple[Task, ...]] = {}

    def given(self, name: Hashable) -> int:
        """Return the number of an array that comes from outside."""
        return self._number(("given", name), Operation(None, ()))

    def add(self, name: Hashable, work: Work, *reads: int) -> int:
        """Return the number of a result; the same work on the same arguments is written down once.

        Args:
            name: What the work is, with everything that it depends on besides its arguments.
            work: Makes the result from the arguments.
            reads: Numbers of the arguments, at least one.
        """
        return self._number((name, reads), Operation(work, reads))

    def every(self, masks: Iterable[int]) -> int:
        """Return the number of the mask of cases that are in all of some masks."""
        return self._join("every", and_, masks, nothing=ALWAYS, decisive=NEVER)

    def some(self, masks: Iterable[int]) -> int:
        """Return the number of the mask of cases that are in one of some masks."""
        return self._join("some", or_, masks, nothing=NEVER, decisive=ALWAYS)

    def without(self, mask: int) -> int:
        """Return the number of the mask of all other cases."""
        if mask in (NEVER, ALWAYS):
            return ALWAYS if mask == NEVER else NEVER
        return self.add("without", np.logical_not, mask)

    def cut(self, length: int) -> None:
        """Forget every operation after some number of them; nobody may hold a number of one of these."""
        del self.operations[length:]
        self._numbers = {key: number for key, number in self._numbers.items() if number < length}
        self._schedules.clear()

    def schedule(self, wanted: Iterable[int], given: Iterable[int]) -> tuple[Task, ...]:
        """Return what must be done for some results, and nothing else.

        Args:
            wanted: Numbers of the results.
            given: Numbers of arrays that are at hand and must not be worked out.
        """
        key = (frozenset(wanted), frozenset((NEVER, ALWAYS, *given)))
        found = self._schedules.get(key)
        if found is None:
            if len(self._schedules) >= MOST_SCHEDULES:
                self._schedules.clear()
            found = self._schedules[key] = self._scheduled(*key)
        return found

    def _scheduled(self, kept: frozenset[int], at_hand: frozenset[int]) -> tuple[Task, ...]:
        needed, waiting = set[int](), list(kept)
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed.add(number)
                waiting += () if number in at_hand else self.operations[number].reads
        tasks: list[Task] = []
        seen = set(kept | at_hand)
        for number in sorted(needed - at_hand, reverse=True):
            operation = self.operations[number]
            if operation.work is None:
                raise LookupError(f"array {number} is needed and was not given")
            spent = tuple(set(operation.reads) - seen)
            seen.update(operation.reads)
            tasks.append(Task(number, operation.work, operation.reads, spent))
        return tuple(reversed(tasks))

    def _number(self, key: Hashable, operation: Operation) -> int:
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.operations)
            self.operations.append(operation)
        return found

    def _join(
        self,
        name: str,
        join: Callable[[Array, Array], Array],
        masks: Iterable[int],
        nothing: int,
        decisive: int,
    ) -> int:
        parts = sorted(set(masks) - {nothing})
        if decisive in parts:
            return decisive
        if len(parts) < 2:  # noqa: PLR2004 - nothing to join
            return parts[0] if parts else nothing
        return self.add(name, lambda *arrays: reduce(join, arrays), *parts)


def carry_out(
    tasks: Sequence[Task], given: Mapping[int, Array], wanted: Sequence[int], length: int
) -> list[Array]:
    """Return the wanted results over some cases.

    Args:
        tasks: The schedule for what is wanted.
        given: Arrays from outside by number, each of shape (length,).
        wanted: Numbers of the results.
        length: Number of cases.
    """
    results: dict[int, Array] = {
        NEVER: np.zeros(length, np.bool_),
        ALWAYS: np.ones(length, np.bool_),
        **given,
    }
    for task in tasks:
        results[task.number] = task.work(*[results[number] for number in task.reads])
        for number in task.spent:
            del results[number]
    return [results[number] for number in wanted]
