"""Proves that no rule is dead: for each line a case that reaches it, or the proof that there is none.

Random cases reach most lines. For the rest a case is constructed: a complete search for answers that meet the
line, with levels of mechanisms left free, and then random cases around these answers until levels fit too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from advisor.engine.columns.chance import random_cases
from advisor.engine.columns.codes import UNKNOWN_CODE
from advisor.engine.columns.table import Table
from advisor.engine.program import ANSWERED
from advisor.model.condition import Subject, Value
from advisor.proof.problems.search import GaveUp
from advisor.proof.search.finder import Finder
from advisor.proof.search.lines import Line
from advisor.proof.search.probe import Probe

BATCH = 65_536
AROUND = 20_000
TRIES = 5
FEW = 20
Witness = dict[str, Value]
Answered = Mapping[Subject, Value | None]


@dataclass
class Reached:
    """What was reached.

    Attributes:
        lines: Every line there is.
        witnesses: For each line that is reached a case that does, by the number of the line.
        constructed: How many of these had to be constructed.
        dead: Lines that no case reaches, proved by complete search.
        open: Lines for which neither a case nor a proof was found.
        cases: How many cases were tried.
    """

    lines: Sequence[Line]
    witnesses: dict[int, Witness] = field(default_factory=dict)
    constructed: int = 0
    dead: list[Line] = field(default_factory=list)
    open: list[Line] = field(default_factory=list)
    cases: int = 0


def reach(probe: Probe, lines: Sequence[Line], batches: int, search: Finder | None = None) -> Reached:
    """Return which lines some case reaches.

    Args:
        probe: The evaluator.
        lines: The lines.
        batches: How many batches of random cases to try before cases are constructed.
        search: The complete search; made anew where there is none.
    """
    found = Reached(lines)
    numbers = [probe.number_of_ways(line.ways) for line in lines]
    waiting = set(range(len(lines)))
    for seed in range(batches):
        if not waiting:
            break
        table = random_cases(BATCH, seed, probe)
        _note(found, probe, table, numbers, waiting)
    search = search or Finder(probe.program.knowledge)
    for place in sorted(waiting):
        _construct(found, probe, search, numbers, place)
    return found


def _note(found: Reached, probe: Probe, table: Table, numbers: Sequence[int], waiting: set[int]) -> None:
    """Keep a case for each line that is reached for the first time."""
    found.cases += table.length
    asked = sorted(waiting)
    # Worked out once where most is wanted; a few lines alone need little of it.
    whole = probe.whole(table) if len(asked) > FEW else table
    for rows, masks in probe.blocks(whole, [numbers[place] for place in asked]):
        for place, mask in zip(asked, masks, strict=True):
            if place in waiting and mask.any():
                found.witnesses[place] = answers_in(table, rows.start + int(mask.argmax()), probe)
                waiting.discard(place)


def _construct(found: Reached, probe: Probe, search: Finder, numbers: Sequence[int], place: int) -> None:
    """Look for a case that reaches one line, from answers that meet it as far as levels leave that open."""
    line, proved = found.lines[place], True
    for goals in line.ways:
        try:
            answers = search.find(goals)
        except GaveUp:
            answers = {}
        if answers is None:
            continue
        proved = False
        if _around(found, probe, answers, numbers, place):
            found.constructed += 1
            return
    (found.dead if proved else found.open).append(line)


def _around(found: Reached, probe: Probe, answers: Answered, numbers: Sequence[int], place: int) -> bool:
    """Try cases around some answers, and return whether one reaches a line."""
    fixed = {
        subject: probe.codebook[subject].encode(value)
        for subject, value in answers.items()
        if subject.kind == ANSWERED
    }
    for seed in range(TRIES):
        table = random_cases(AROUND, seed, probe, fixed)
        left = {place}
        _note(found, probe, with_case(table, fixed), numbers, left)
        if not left:
            return True
    return False


def with_case(table: Table, fixed: Mapping[Subject, int]) -> Table:
    """Return a table whose first case has some answers and no others."""
    columns = {}
    for subject, column in table.columns.items():
        columns[subject] = column.copy()
        columns[subject][0] = fixed.get(subject, UNKNOWN_CODE)
    return Table(table.length, columns)


def answers_in(table: Table, row: int, probe: Probe) -> Witness:
    """Return the answers of one case of a table."""
    found = {
        subject.id: probe.codebook[subject].decode(int(column[row]))
        for subject, column in table.columns.items()
        if subject.kind == ANSWERED
    }
    return {fact: value for fact, value in found.items() if value is not None}


def figures(found: Iterable[Line]) -> Iterator[tuple[str, int]]:
    """Yield how many lines there are of each sort."""
    counted: dict[str, int] = {}
    for line in found:
        counted[line.sort] = counted.get(line.sort, 0) + 1
    yield from counted.items()
