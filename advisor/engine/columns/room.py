"""All cases that some conclusions can tell apart: the answers beneath them, one value of each sort.

Values of an answer that no sentence and no count beneath tells apart are taken as one; “unknown” and “does
not apply” are kept apart always. Answers that are only counted, in the same counts, may change places, so one
order of them is enough. Both are without loss: a case left out concludes what one that is in concludes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations, combinations_with_replacement
from math import comb, prod

import numpy as np

from advisor.engine.beneath import Numbers, atoms_of, beneath, numbers_worth_trying
from advisor.engine.columns.codes import SKIPPED_CODE, UNKNOWN_CODE
from advisor.engine.columns.evaluator import Columns
from advisor.engine.columns.table import Codebook, Table
from advisor.engine.program import ANSWERED, Counted, Levelled, Step
from advisor.model.condition import Atom, Condition, Kind, Subject, Value, atoms
from advisor.model.vocabulary import ALONE, FactDefinition

PART = 1 << 20
"""Cases at once."""


@dataclass(frozen=True)
class Axis:
    """Answers that may change places, often one alone, with the codes that matter."""

    subjects: tuple[Subject, ...]
    codes: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many ways there are to fill it."""
        return comb(len(self.codes) + len(self.subjects) - 1, len(self.subjects))

    def rows(self) -> list[tuple[int, ...]]:
        """Return every way to fill it, a code for each subject."""
        return list(combinations_with_replacement(self.codes, len(self.subjects)))


@dataclass(frozen=True)
class Room:
    """The cases that some conclusions tell apart."""

    axes: tuple[Axis, ...]
    codebook: Codebook

    @property
    def size(self) -> int:
        """How many cases there are."""
        return prod(axis.size for axis in self.axes)

    def every(self) -> Table:
        """Return every case at once."""
        return self.part(0, self.size)

    def part(self, start: int, stop: int) -> Table:
        """Return the cases from one number to another; the last answer changes quickest."""
        stop = min(stop, self.size)
        numbers, inner = np.arange(start, stop), self.size
        columns = {}
        for axis in self.axes:
            rows = np.array(axis.rows(), np.int64)
            inner //= len(rows)
            places = (numbers // inner) % len(rows)
            for place, subject in enumerate(axis.subjects):
                columns[subject] = rows[:, place].astype(self.codebook[subject].dtype)[places]
        return Table(stop - start, columns)

    def parts(self) -> Iterator[tuple[slice, Table]]:
        """Yield every case, some at a time."""
        for start in range(0, self.size, PART):
            table = self.part(start, start + PART)
            yield slice(start, start + table.length), table


def room_of(
    subjects: Iterable[Subject],
    evaluator: Columns,
    further: Iterable[Condition] = (),
    free: Collection[str] = (Kind.LEVEL.value,),
    *,
    written: bool = False,
) -> Room:
    """Return the room beneath some conclusions.

    Args:
        subjects: The conclusions.
        evaluator: The evaluator.
        further: Conditions that must be told apart besides.
        free: Kinds of conclusions that may be anything, whether or not answers can bring it about.
        written: Whether only answers count that a file may hold: “none” stands alone there. Programs may hand
            others over.
    """
    program, codebook = evaluator.program, evaluator.codebook
    named = [atom for condition in further for atom in atoms(condition)]
    wanted = list(dict.fromkeys([*subjects, *(atom.subject for atom in named)]))
    leaves, conclusions = beneath(wanted, program, free)
    about: dict[Subject, list[Atom]] = {subject: [] for subject in leaves}
    for atom in {*atoms_of(conclusions, program), *named}:
        if atom.subject in about:
            about[atom.subject].append(atom)
    steps = [program.by_subject[one] for one in conclusions]
    sorting = _Sorting(steps, evaluator, written=written)
    groups: dict[object, list[Subject]] = {}
    codes: dict[Subject, tuple[int, ...]] = {}
    for subject in leaves:
        if subject.kind != ANSWERED:
            codes[subject] = _free(subject, codebook)
            groups[subject] = [subject]
            continue
        codes[subject] = sorting.told_apart(subject, about[subject])
        role = sorting.role(subject, codes[subject], alone=bool(about[subject]))
        groups.setdefault(role, []).append(subject)
    axes = (Axis(tuple(members), codes[members[0]]) for members in groups.values())
    return Room(tuple(axes), codebook)


def sorts_beneath(
    subjects: Iterable[Subject], evaluator: Columns
) -> dict[str, Callable[[Value | None], object]]:
    """Return, for each answer beneath some conclusions, what they can tell of a value of it.

    Known values of which they tell the same do the same, whatever else is answered. “Unknown” and “does not
    apply” of which they tell the same differ at most in whether a verdict is to find out or does not apply.
    """
    program = evaluator.program
    leaves, conclusions = beneath(subjects, program)
    about: dict[Subject, list[Atom]] = {subject: [] for subject in leaves}
    for atom in atoms_of(conclusions, program):
        if atom.subject in about:
            about[atom.subject].append(atom)
    sorting = _Sorting([program.by_subject[one] for one in conclusions], evaluator, written=True)
    return {subject.id: partial(sorting.sort, subject, about[subject]) for subject in leaves}


def _free(subject: Subject, codebook: Codebook) -> tuple[int, ...]:
    """Return every code of a conclusion; a verdict is never unknown, and may not apply."""
    codes = codebook[subject]
    found = range(codes.largest + 1 if codes.form == "whole number" else len(codes.values))
    return (SKIPPED_CODE if subject.kind == Kind.VERDICT.value else UNKNOWN_CODE, *found)


class _Sorting:
    """Tells the answers to a question apart, as far as some conclusions do."""

    def __init__(self, steps: Sequence[Step], evaluator: Columns, *, written: bool) -> None:
        self.counts = [step for step in steps if isinstance(step, Counted)]
        ways = (step.mechanism.set_by for step in steps if isinstance(step, Levelled))
        # Of an answer that sets a level outright every value matters.
        self.setting = {Subject(ANSWERED, one.fact) for one in ways if one is not None}
        self.evaluator = evaluator
        self.written = written

    @cached_property
    def _numbers(self) -> Numbers:
        """The numbers worth trying: to find them means to walk through every condition."""
        return numbers_worth_trying(self.evaluator.program)

    def counting(self, subject: Subject) -> tuple[Counted, ...]:
        """Return the counts that an answer goes into."""
        return tuple(step for step in self.counts if subject.id in step.of)

    def role(self, subject: Subject, codes: tuple[int, ...], *, alone: bool) -> object:
        """Return what answers that may change places have in common; one that may not stands for itself."""
        counting = self.counting(subject)
        if alone or not counting or subject in self.setting:
            return subject
        return (tuple(str(step.subject) for step in counting), codes)

    def sort(self, subject: Subject, about: Sequence[Atom], value: Value | None) -> object:
        """Return all that can be told of a value of an answer: alike values have it in common."""
        return (
            tuple(atom.holds(value) for atom in about),
            tuple(_worth(step, value) for step in self.counting(subject)),
            value if subject in self.setting else None,
        )

    def told_apart(self, subject: Subject, about: Sequence[Atom]) -> tuple[int, ...]:
        """Return the codes that matter of an answer, “unknown” and “does not apply” first."""
        sorts: dict[object, int] = {}
        definition = self.evaluator.program.knowledge.vocabulary.by_name[subject.id]
        for value in every_known(definition, self._numbers, written=self.written):
            sort = self.sort(subject, about, value)
            sorts.setdefault(sort, self.evaluator.codebook[subject].encode(value))
        return (UNKNOWN_CODE, SKIPPED_CODE, *sorts.values())


def _worth(step: Counted, value: Value | None) -> int:
    if step.values:
        return int(value in step.values)
    return len(value) if isinstance(value, tuple) else 0


def every_known(definition: FactDefinition, numbers: Numbers, *, written: bool = True) -> Iterable[Value]:
    """Return every known value of a fact, and of a number those worth trying.

    Args:
        definition: The fact; of ticks it has few enough that all sets of them can be tried.
        numbers: Numbers worth trying.
        written: Whether only answers count that a file may hold: “none” stands alone there.
    """
    if definition.kind == "whole number":
        return numbers[Subject(ANSWERED, definition.fact)]
    values = tuple(definition.by_value)
    if definition.kind == "one of":
        return values
    ticks = [value for value in values if value != ALONE] if written else list(values)
    several = [some for many in range(1, len(ticks) + 1) for some in combinations(ticks, many)]
    return [*several, *([(ALONE,)] if written and ALONE in values else [])]
