"""Finds out which mutants some example notices, which none could, and which are left.

An example notices a mutant where something that it expects no longer follows, or something that it rules out
does. The spoiled rule is worked out over all examples at once, and what rests on it only where it came out
otherwise. What no example notices is tried over random cases, and then over every case: a mutant that
concludes the same everywhere is no fault at all.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from advisor.engine.beneath import beneath, conditions_of, named
from advisor.engine.columns.chance import random_cases
from advisor.engine.columns.codes import SKIPPED_CODE, UNKNOWN_CODE, Column
from advisor.engine.columns.room import Room, room_of
from advisor.engine.columns.table import Table
from advisor.engine.program import ANSWERED, Decision, Step
from advisor.model.condition import Kind, Subject, Value
from advisor.proof.examples.example import Example
from advisor.proof.mutants.mutant import Mutant
from advisor.proof.search.probe import Probe
from advisor.proof.search.reach import BATCH, Witness, answers_in

Rows = npt.NDArray[np.intp]
Shows = Callable[[Sequence[Witness]], Sequence[bool]]
MOST = 200_000_000
"""Cases that may be tried to prove that mutants of one rule make no difference."""
CONCLUDED = tuple(kind.value for kind in Kind if kind is not Kind.FACT)
JUDGED = (Kind.LEVEL.value, Kind.VERDICT.value, Kind.CONTEXT.value)


@dataclass(frozen=True)
class Claim:
    """What an example says of one subject.

    Attributes:
        row: Number of the case.
        subject: What it speaks of.
        codes: The codes that it allows.
    """

    row: int
    subject: Subject
    codes: frozenset[int]


@dataclass
class Claims:
    """Cases with what must follow from them.

    Attributes:
        cases: The answers of each case.
        claims: What must follow.
    """

    cases: list[Mapping[str, Value]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def add(self, given: Mapping[str, Value], told: Iterable[tuple[Subject, Iterable[int]]]) -> None:
        """Add a case with what it says."""
        if given not in self.cases:
            self.cases.append(given)
        row = self.cases.index(given)
        self.claims += (Claim(row, subject, frozenset(codes)) for subject, codes in told)


def claims_of(examples: Iterable[Example], probe: Probe) -> Claims:
    """Return what examples say."""
    found = Claims()
    for example in examples:
        told = []
        for expected, wanted in [(one, True) for one in example.expect] + [
            (one, False) for one in example.expect_not
        ]:
            codes = probe.codebook[expected.subject]
            many = codes.largest + 1 if codes.form == "whole number" else len(codes.values)
            every = [SKIPPED_CODE, UNKNOWN_CODE, *range(many)]
            told.append(
                (expected.subject, [one for one in every if expected.met(codes.decode(one)) == wanted])
            )
        found.add(example.given, told)
    return found


@dataclass(frozen=True)
class Survivor:
    """A mutant that nothing notices, with a case in which it makes a difference: the answers that matter."""

    mutant: Mutant
    case: Witness
    was: str
    becomes: str


@dataclass
class Tally:
    """What became of all mutants.

    Attributes:
        killed: Some example notices these.
        by_people: How many of these an example notices that people wrote; the rest only pinned cases do.
        equivalent: These conclude the same in every case.
        survived: These conclude otherwise in some case, and no example notices.
        undecided: Too many cases to tell.
        unwritten: These conclude otherwise only for answers that no file may hold, and so no example.
        astray: How many things that examples say do not follow in the first place.
        led_astray: These, in words.
        cases: How many cases were tried beside the examples.
    """

    killed: list[Mutant] = field(default_factory=list)
    by_people: int = 0
    equivalent: list[Mutant] = field(default_factory=list)
    survived: list[Survivor] = field(default_factory=list)
    undecided: list[Mutant] = field(default_factory=list)
    unwritten: list[Mutant] = field(default_factory=list)
    astray: int = 0
    led_astray: list[str] = field(default_factory=list)
    cases: int = 0


def tally(
    mutants: Sequence[Mutant], claims: Claims, probe: Probe, most: int = MOST, pinned: Claims | None = None
) -> Tally:
    """Return what becomes of mutants.

    Args:
        mutants: The mutants.
        claims: What must follow from which answers, as people wrote it.
        probe: The evaluator.
        most: Cases that may be tried to prove that mutants of one rule make no difference.
        pinned: What must follow besides, as a search found it.
    """
    found = Tally()
    noticed = set(_noticed(mutants, claims, probe, found))
    found.by_people = len(noticed)
    if pinned is not None and pinned.cases:
        rest = [number for number in range(len(mutants)) if number not in noticed]
        others = [mutants[number] for number in rest]
        noticed |= {rest[number] for number in _noticed(others, pinned, probe, found)}
    found.killed = [mutant for number, mutant in enumerate(mutants) if number in noticed]
    left = [mutant for number, mutant in enumerate(mutants) if number not in noticed]
    _tell_apart(left, probe, found, most)
    return found


def _noticed(mutants: Sequence[Mutant], claims: Claims, probe: Probe, found: Tally) -> Iterator[int]:
    whole = probe.whole(probe.table(claims.cases))
    by_subject: dict[Subject, list[Claim]] = {}
    for claim in claims.claims:
        if int(whole.columns[claim.subject][claim.row]) in claim.codes:
            by_subject.setdefault(claim.subject, []).append(claim)
        else:
            found.astray += 1
            given = ", ".join(f"{fact} is {value}" for fact, value in claims.cases[claim.row].items())
            found.led_astray.append(f"{claim.subject}, where {given or 'nothing is answered'}")
    examples = _Examples(whole, by_subject, _above(probe), probe)
    steps = [(number, step) for number, mutant in enumerate(mutants) for step in mutant.steps]
    columns = _columns([step for _, step in steps], whole, probe)
    killed: set[int] = set()
    for (number, step), column in zip(steps, columns, strict=True):
        if number not in killed and examples.notice(step.subject, column):
            killed.add(number)
            yield number


def _columns(steps: Sequence[Decision], table: Table, probe: Probe) -> list[Column]:
    numbers = [probe.number_of_step(step) for step in steps]
    found: list[list[Column]] = [[] for _ in steps]
    for _, arrays in probe.blocks(table, numbers):
        for place, array in enumerate(arrays):
            found[place].append(array)
    return [np.concatenate(one) if len(one) != 1 else one[0] for one in found]


def _above(probe: Probe) -> dict[Subject, set[Subject]]:
    """Return, for each subject, all that rests on it."""
    found: dict[Subject, set[Subject]] = {}
    for step in reversed(probe.program.steps):
        for below in named(step):
            found.setdefault(below, set()).update({step.subject}, found.get(step.subject, set()))
    return found


@dataclass(frozen=True)
class _Examples:
    """All examples worked out, with what they say, and what rests on what."""

    whole: Table
    claims: Mapping[Subject, Sequence[Claim]]
    above: Mapping[Subject, set[Subject]]
    probe: Probe

    def notice(self, subject: Subject, column: Column) -> bool:
        """Return whether something that examples say fails with another column of a subject."""
        changed = column != self.whole.columns[subject]
        if not changed.any():
            return False
        own = self.claims.get(subject, ())
        return any(int(column[claim.row]) not in claim.codes for claim in own) or self._above(
            subject, column, np.flatnonzero(changed)
        )

    def _above(self, subject: Subject, column: Column, rows: Rows) -> bool:
        """Return whether a claim fails about something that rests on what changed."""
        place = {int(row): number for number, row in enumerate(rows)}
        resting = self.above.get(subject, set())
        claims = [one for each in resting for one in self.claims.get(each, ()) if one.row in place]
        if not claims:
            return False
        columns = {one: each[rows] for one, each in self.whole.columns.items() if one not in resting}
        table = Table(len(rows), {**columns, subject: column[rows]})
        then = self.probe.evaluate(table, list(dict.fromkeys(claim.subject for claim in claims)))
        return any(int(then[claim.subject][place[claim.row]]) not in claim.codes for claim in claims)


# ── Mutants that nothing notices ─────────────────────────────────────────────────────────────────


def _tell_apart(left: Sequence[Mutant], probe: Probe, found: Tally, most: int) -> None:
    """Sort what nothing notices: into mutants that differ in some case, and those that differ in none."""
    survivors: dict[int, Survivor] = {}
    table = random_cases(BATCH, 0, probe)
    whole = probe.whole(table)
    found.cases += table.length
    for number, mutant in enumerate(left):
        for step, column in zip(mutant.steps, _columns(mutant.steps, whole, probe), strict=True):
            differs = column != whole.columns[step.subject]
            if differs.any():
                row = int(differs.argmax())
                codes = (int(whole.columns[step.subject][row]), int(column[row]))
                survivors[number] = _survivor(mutant, step, answers_in(table, row, probe), codes, probe)
                break
    found.survived += survivors.values()
    same: dict[Subject, list[Mutant]] = {}
    for number, mutant in enumerate(left):
        if number not in survivors:
            same.setdefault(mutant.steps[0].subject, []).append(mutant)
    for mutants in same.values():
        _prove_equal(mutants, probe, found, most)


def _survivor(
    mutant: Mutant, step: Decision, case: Witness, codes: tuple[int, int], probe: Probe
) -> Survivor:
    own = probe.program.by_subject[step.subject]
    numbers = (probe.number_of_step(own), probe.number_of_step(step))

    def differ(cases: Sequence[Witness]) -> list[bool]:
        """Return in which cases the rule and the spoiled rule conclude just this."""
        ((_, (was, becomes)),) = probe.blocks(probe.table(cases), numbers)
        return [(int(one), int(other)) == codes for one, other in zip(was, becomes, strict=True)]

    short = shortened(case, step.subject, probe, differ)
    was, becomes = (str(probe.codebook[step.subject].decode(code)) for code in codes)
    return Survivor(mutant, short, was, becomes)


def shortened(case: Witness, subject: Subject, probe: Probe, shows: Shows) -> Witness:
    """Return the answers of a case that matter: without any one of them, it would show no more.

    Answers that lie beneath no condition of the rule go first, and then those with which unknown it still
    shows. A case that does not show it by its answers alone stays whole.

    Args:
        case: The answers.
        subject: What the rule decides.
        probe: The evaluator.
        shows: Which of some cases show what is to be shown.
    """
    leaves, _ = beneath([subject], probe.program)
    left = {fact: value for fact, value in case.items() if Subject(ANSWERED, fact) in leaves}
    if not shows([left])[0]:
        return case
    alone = shows([_without(left, [fact]) for fact in left]) if left else []
    idle = [fact for fact, needless in zip(left, alone, strict=True) if needless]
    # Mostly all of these can go at once; where one stands in for another, only some can.
    if shows([_without(left, idle)])[0]:
        return _without(left, idle)
    for fact in idle:
        fewer = _without(left, [fact])
        left = fewer if shows([fewer])[0] else left
    return left


def _without(case: Witness, facts: Collection[str]) -> Witness:
    return {fact: value for fact, value in case.items() if fact not in facts}


def _prove_equal(mutants: Sequence[Mutant], probe: Probe, found: Tally, most: int) -> None:
    """Try every case for mutants of one rule: first with what follows from answers free, then with answers.

    What makes no difference even then, when more is tried than can occur, makes none at all.
    """
    own = probe.program.by_subject[mutants[0].steps[0].subject]
    # A verdict that waits in vain hangs on what its facts may still come to be: these must be answers.
    verdict = isinstance(own, Decision) and own.statement is not None
    last = (Kind.LEVEL.value,)
    left = list(mutants)
    for kinds in (last,) if verdict else (CONCLUDED, JUDGED, last):
        conditions = [one for step in (own, *(each.steps[0] for each in left)) for one in conditions_of(step)]
        room = room_of([], probe, conditions, kinds)
        if room.size > most:
            continue
        found.cases += room.size
        different = _differences(left, own, room, probe)
        found.equivalent += (each for number, each in enumerate(left) if number not in different)
        left = [one for number, one in enumerate(left) if number in different]
        if kinds == last:
            room = room_of([], probe, conditions, kinds, written=True)
            seen = _differences(left, own, room, probe)
            found.survived += seen.values()
            found.unwritten += (one for number, one in enumerate(left) if number not in seen)
            return
        if not left:
            return
    found.undecided += left


def _differences(mutants: Sequence[Mutant], own: Step, room: Room, probe: Probe) -> dict[int, Survivor]:
    """Return, for each mutant that differs in some case, such a case, by its number."""
    numbers = [probe.number_of_step(one) for one in (own, *(each.steps[0] for each in mutants))]
    found: dict[int, Survivor] = {}
    for _, table in room.parts():
        for rows, (was, *columns) in probe.blocks(table, numbers):
            for number, column in enumerate(columns):
                differs = was != column
                if number not in found and differs.any():
                    row = int(differs.argmax())
                    case = answers_in(table, rows.start + row, probe)
                    codes = (int(was[row]), int(column[row]))
                    mutant = mutants[number]
                    found[number] = _survivor(mutant, mutant.steps[0], case, codes, probe)
        if len(found) == len(mutants):
            break
    return found
