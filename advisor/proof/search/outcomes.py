"""Proves that every case gets something: advice, a strength to keep, or an honest “find out”.

Every recommendation has a word for every verdict of its statements. And “find out” is honest: some answer
still to come can turn it, or the rules say that the papers are silent on the answers given.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.engine.columns.codes import UNKNOWN_CODE, Mask
from advisor.engine.columns.room import Room, room_of
from advisor.engine.columns.table import Table
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.program import Decision
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject
from advisor.proof.problems.search import Goal
from advisor.proof.search.probe import Probe
from advisor.proof.search.reach import Witness, answers_in

FIND_OUT = "find_out"


@dataclass(frozen=True)
class Empty:
    """A case in which a rule says nothing that helps.

    Attributes:
        name: The rule.
        what: What it says instead.
        case: Such a case: answers, and verdicts where these were free.
        cases: In how many cases.
    """

    name: str
    what: str
    case: Witness
    cases: int

    def __str__(self) -> str:
        """Return it in a sentence."""
        shown = ", ".join(f"{name} is {value}" for name, value in self.case.items()) or "nothing answered"
        return f"{self.name}: {self.what} ({self.cases:,} cases), as where {shown}"


def wordless(step: Decision, probe: Probe) -> tuple[int, Iterator[Empty]]:
    """Return how many cases were tried, and those in which a recommendation has no word.

    Wordings that ask for a situation are left out, as if it never came; verdicts are free. So what is found
    to have a word has one in every case.
    """
    variants = next(
        one for one in probe.program.knowledge.advice.recommendations if one.id == step.subject.id
    ).variants
    always = []
    for value, condition in step.cases:
        _, colon, place = value.partition(":")
        if not colon or variants[int(place)].when is None:
            always.append((value, condition))
    plain = Decision(step.subject, tuple(always))
    conditions = [condition for _, condition in always]
    room = room_of([], probe, conditions, free=(Kind.VERDICT.value,))
    number = probe.number_of_step(plain)

    def found() -> Iterator[Empty]:
        for _, table in room.parts():
            for rows, (column,) in probe.blocks(table, [number]):
                missing = column == UNKNOWN_CODE
                if missing.any():
                    row = rows.start + int(missing.argmax())
                    verdicts = {
                        str(subject): str(probe.codebook[subject].decode(int(codes[row])))
                        for subject, codes in table.columns.items()
                    }
                    yield Empty(str(step.subject), "has no word", dict(verdicts), int(missing.sum()))

    return room.size, found()


def vain(step: Decision, room: Room, probe: Probe) -> Iterator[Empty]:
    """Yield cases in which “find out” is the verdict, no answer can turn it, and nothing says why."""
    advice = probe.program.knowledge.advice
    statement = advice.by_id[advice.by_id[step.subject.id].follows or step.subject.id]
    lines = [condition for value, condition in step.cases if value != NOT_APPLICABLE]
    hope = probe.number_of_hope(lines)
    silent = probe.number_of_ways([[Goal(each.when)] for each in statement.silent])
    asked = probe.codebook[step.subject].by_value.get(FIND_OUT)
    own = probe.column_of(step.subject)
    total, case = 0, None
    for _, table in room.parts():
        for rows, (column, hoped, said) in probe.blocks(table, [own, hope, silent]):
            empty = (column == asked) & ~hoped & ~said
            if empty.any():
                case = case or answers_in(table, rows.start + int(empty.argmax()), probe)
                total += int(empty.sum())
    if case is not None:
        yield Empty(step.subject.id, "asks to find out, and no answer can turn it", case, total)


@dataclass(frozen=True)
class Shares:
    """How whole cases come out.

    Attributes:
        cases: How many.
        advised: With advice.
        asked: With no advice, but something to find out.
        kept: With neither, but a strength to keep.
        closed: Nothing applies.
        empty: With nothing at all.
    """

    cases: int = 0
    advised: int = 0
    asked: int = 0
    kept: int = 0
    closed: int = 0
    empty: int = 0

    def __add__(self, other: "Shares") -> "Shares":
        """Return the sums."""
        return Shares(*(getattr(self, one) + getattr(other, one) for one in self.__dataclass_fields__))


def shares(table: Table, probe: Probe) -> Shares:
    """Return how whole cases come out; the table holds every conclusion."""
    steps = [step for step in probe.program.steps if step.subject.kind == RECOMMENDATION]
    subjects = [step.subject for step in steps]
    advised = _some(table, subjects, probe, lambda value: ":" in value)
    asked = _some(table, subjects, probe, lambda value: value == FIND_OUT)
    kept = _some(table, subjects, probe, lambda value: value == "keep")
    some = np.array([table.columns[one] != UNKNOWN_CODE for one in subjects]).any(axis=0)
    rest = ~advised & ~asked & ~kept
    return Shares(
        cases=table.length,
        advised=int(advised.sum()),
        asked=int((~advised & asked).sum()),
        kept=int((~advised & ~asked & kept).sum()),
        closed=int((rest & some).sum()),
        empty=int((rest & ~some).sum()),
    )


def _some(table: Table, subjects: Sequence[Subject], probe: Probe, wanted: Callable[[str], bool]) -> Mask:
    found = np.zeros(table.length, np.bool_)
    for subject in subjects:
        by_value = probe.codebook[subject].by_value
        codes = [code for value, code in by_value.items() if wanted(value)]
        found |= np.isin(table.columns[subject], codes)
    return found
