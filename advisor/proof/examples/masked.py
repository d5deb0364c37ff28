"""Proves of a condition that it cannot decide its verdict line, by trying every value there is.

Such a condition is no fault: it says aloud what another line has settled before, as “mandated is yes” does
after a gate that lets required collaborations through only.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import product
from math import prod

from advisor.engine.columns.room import every_known
from advisor.model.condition import NOT_APPLICABLE, Atom, Kind, Operator, Subject, Truth, Value, atoms, truth
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.examples.covering import Part, Verdicts

FEW = 30
MOST = 1_000_000
"""Cases that may be tried for one condition. Beyond that it counts as one that an example could show."""

Values = list[Value | None]


def idle(parts: Iterable[Part], knowledge: KnowledgeBase) -> frozenset[Part]:
    """Return those conditions that no case lets decide their line both ways.

    Every derived fact is first tried with every value, whether or not answers can bring these values
    together; where that is too rough, derived facts are worked out from the answers they share. Either way
    more is tried than can occur, so what is proven here holds for every case.
    Where that would take too long, nothing is proven.
    """
    by_statement: dict[str, set[Part]] = {}
    for part in parts:
        by_statement.setdefault(part.line.statement, set()).add(part)
    found: set[Part] = set()
    for name, left in by_statement.items():
        verdicts = Verdicts.of(knowledge.advice.by_id[name])
        for joined in (False, True):
            space = _Space(verdicts, knowledge, joined=joined)
            if left - found and space.size <= MOST:
                found |= _never_decide(left - found, verdicts, space)
    return frozenset(found)


def _never_decide(parts: Collection[Part], verdicts: Verdicts, space: "_Space") -> set[Part]:
    """Return the conditions that decide in no case of a space, or in one way only."""
    waiting = [(part, stands) for part in parts for stands in (True, False)]
    for values in space.cases():
        reached = dict(verdicts.reached(values.get))
        waiting = [
            (part, stands)
            for part, stands in waiting
            if reached.get(part.line) is not stands or not verdicts.turns(part, values.get)
        ]
        if not waiting:
            break
    return {part for part, _ in waiting}


class _Space:
    """All values of what a statement speaks of."""

    def __init__(self, verdicts: Verdicts, knowledge: KnowledgeBase, *, joined: bool) -> None:
        self.knowledge = knowledge
        self.joined = joined
        self.atoms = [part.atom for parts in verdicts.parts.values() for part in parts]
        self.subjects = verdicts.subjects()
        self.leaves = list(dict.fromkeys(leaf for each in self.subjects for leaf in self.leaves_of(each)))
        self.atoms += (atom for each in self.subjects for atom in self.atoms_behind(each))

    @property
    def size(self) -> int:
        """How many cases there are."""
        return prod(len(self.told_apart(leaf)) for leaf in self.leaves)

    def cases(self) -> Iterator[dict[Subject, Value | None]]:
        """Yield every combination of values of what the lines speak of, once, with the answers behind it."""
        seen: set[tuple[Value | None, ...]] = set()
        for values in product(*map(self.told_apart, self.leaves)):
            case: dict[Subject, Value | None] = dict(zip(self.leaves, values, strict=True))
            for subject in self.subjects:
                self.work_out(subject, case)
            spoken = tuple(map(case.get, self.subjects))
            if spoken not in seen:
                seen.add(spoken)
                yield case

    def told_apart(self, subject: Subject) -> Values:
        """Return one value of each sort that the conditions tell apart."""
        about = [atom for atom in self.atoms if atom.subject == subject]
        sorts: dict[tuple[Truth, ...], Value | None] = {}
        for value in self.values_of(subject):
            sorts.setdefault(tuple(atom.holds(value) for atom in about), value)
        return list(sorts.values())

    def atoms_behind(self, subject: Subject) -> Iterator[Atom]:
        """Yield the conditions that a subject is worked out by."""
        if subject not in self.leaves:
            for case in self.knowledge.vocabulary.derived_by_name[subject.id].cases:
                yield from atoms(case.when)
            for each in self.inputs(subject):
                yield from self.atoms_behind(each)

    def leaves_of(self, subject: Subject) -> Iterator[Subject]:
        """Yield what a subject is worked out from; itself where it is tried with every value."""
        inputs = self.inputs(subject) if self.joined else ()
        if inputs and all(each.kind == Kind.DERIVED.value for each in inputs):
            for each in inputs:
                yield from self.leaves_of(each)
        elif inputs and prod(len(self.values_of(each)) for each in inputs) <= FEW:
            yield from inputs
        else:
            yield subject

    def inputs(self, subject: Subject) -> tuple[Subject, ...]:
        """Return what the cases of a derived fact speak of; nothing for anything else."""
        if subject.kind != Kind.DERIVED.value:
            return ()
        cases = self.knowledge.vocabulary.derived_by_name[subject.id].cases
        return tuple(dict.fromkeys(atom.subject for case in cases for atom in atoms(case.when)))

    def work_out(self, subject: Subject, case: dict[Subject, Value | None]) -> None:
        """Add the value of a subject to a case, and of all that it is worked out from."""
        if subject in case:
            return
        for each in self.inputs(subject):
            self.work_out(each, case)
        cases = self.knowledge.vocabulary.derived_by_name[subject.id].cases
        holding = (each.value for each in cases if truth(each.when, case.get) is Truth.TRUE)
        case[subject] = next(holding, None)

    def values_of(self, subject: Subject) -> Values:
        """Return every value that a subject can take, as far as conditions can tell them apart."""
        if subject.kind == Kind.DERIVED.value:
            return self.derived_values(subject)
        if subject.kind != Kind.FACT.value:
            named = {value for atom in self.atoms if atom.subject == subject for value in atom.values}
            return [None, *sorted(named), "another value"]
        fact = self.knowledge.vocabulary.by_name[subject.id]
        numbers = {subject: tuple(self.numbers(subject))}
        return [None, NOT_APPLICABLE, *every_known(fact, numbers, written=False)]

    def derived_values(self, subject: Subject) -> Values:
        """Return the values of a derived fact."""
        fact = self.knowledge.vocabulary.derived_by_name[subject.id]
        values = self.numbers(subject) if fact.count else dict.fromkeys(case.value for case in fact.cases)
        return [None, *values]

    def numbers(self, subject: Subject) -> list[int]:
        """Return the numbers on either side of every threshold; one where nothing is compared with one."""
        about: list[Atom] = [atom for atom in self.atoms if atom.subject == subject]
        limits = [each.number for each in about if each.operator in (Operator.AT_LEAST, Operator.AT_MOST)]
        around = {limit + step for limit in limits for step in (-1, 0, 1)}
        fact = self.knowledge.vocabulary.by_name.get(subject.id)
        least = (fact.minimum or 0) if fact is not None else 0
        return sorted(number for number in around if number >= least) or [least]
