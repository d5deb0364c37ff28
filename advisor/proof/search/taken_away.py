"""Proves that an answer taken away never turns advice into “act”.

What is proved, for every statement and every case: if the verdict is “act” while some answer is unknown, it
is “act”, or a verdict that comes before it (“balance”, “not applicable”), whatever that answer turns out to
be. The same holds where the answer is “does not apply”.
Read backwards: to leave an answer out, or to say that it does not apply, never brings about “act”.

Every case is tried; levels of mechanisms may be anything. Where a rule reads aloud what is unknown, or
something stands in for an answer, this does not hold: such statements are named, with the answer and a case,
and fail the proof unless the rules declare the exception with its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from advisor.engine.columns.codes import SKIPPED_CODE, UNKNOWN_CODE, Column
from advisor.engine.columns.room import Axis, Room
from advisor.engine.program import Decision
from advisor.model.condition import NOT_APPLICABLE
from advisor.proof.search.probe import Probe
from advisor.proof.search.reach import Witness, answers_in

ACT = "act"
MAY_FOLLOW = (ACT, "balance", NOT_APPLICABLE)
"""“Act”, and the verdicts that come before it."""
OPEN = {UNKNOWN_CODE: "unknown", SKIPPED_CODE: NOT_APPLICABLE}


@dataclass(frozen=True)
class Turned:
    """An “act” that rests on an answer being away.

    Attributes:
        statement: The statement.
        fact: The answer, or the level, that is away.
        away: How it is away: unknown, or does not apply.
        becomes: The verdict once it is there.
        value: The answer that makes it so.
        case: The case without it.
        cases: In how many cases this happens.
    """

    statement: str
    fact: str
    away: str
    becomes: str
    value: str
    case: Witness
    cases: int

    @property
    def fact_of(self) -> tuple[str, str]:
        """The statement and the answer, as exceptions name them."""
        return self.statement, self.fact

    def __str__(self) -> str:
        """Return it in a sentence."""
        return (
            f"{self.statement}: act while {self.fact} is {self.away}, "
            f"{self.becomes} once it is {self.value} ({self.cases:,} cases)"
        )


def turned_by_answers(step: Decision, column: Column, room: Room, probe: Probe) -> Iterator[Turned]:
    """Yield the ways in which an answer that comes in turns “act” into a verdict that comes after it.

    Args:
        step: The verdict.
        column: Its codes over every case of the room, shape (cases,).
        room: All cases beneath it.
        probe: The evaluator.
    """
    codes = probe.codebook[step.subject]
    act = codes.by_value.get(ACT)
    if act is None:
        return
    fine = [SKIPPED_CODE, *(codes.by_value[one] for one in MAY_FOLLOW if one in codes.by_value)]
    inner = room.size
    for axis in room.axes:
        inner //= axis.size
        cases = column.reshape(-1, axis.size, inner)
        for before, after, away, value in _answered(axis):
            wrong = (cases[:, before] == act) & ~np.isin(cases[:, after], fine)
            if wrong.any():
                outer, rest = np.argwhere(wrong)[0]
                row = (int(outer) * axis.size + before) * inner + int(rest)
                subject = axis.subjects[0]
                yield Turned(
                    statement=step.subject.id,
                    fact=str(subject),
                    away=OPEN[away],
                    becomes=str(codes.decode(int(cases[outer, after, rest]))),
                    value=str(probe.codebook[subject].decode(value)),
                    case=answers_in(room.part(row, row + 1), 0, probe),
                    cases=int(wrong.sum()),
                )


def _answered(axis: Axis) -> Iterator[tuple[int, int, int, int]]:
    """Yield every way to give an answer that is away: place before, place after, code before, code after."""
    rows = axis.rows()
    places = {tuple(sorted(row)): place for place, row in enumerate(rows)}
    for before, row in enumerate(rows):
        for away in OPEN.keys() & set(row):
            for value in axis.codes:
                if value not in (away, UNKNOWN_CODE):
                    rest = list(row)
                    rest[rest.index(away)] = value
                    yield before, places[tuple(sorted(rest))], away, value
