"""What examples cover: each verdict line fired and nearly missed, and each condition in it decisive.

A condition (an atom of a verdict line) is shown to decide where one example has the verdict and would lose it
with that condition alone turned, and another lacks the verdict for want of that condition alone. In the trade
this is called masking MC/DC.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from advisor.model.advice import Statement
from advisor.model.condition import (
    NOT_APPLICABLE,
    All,
    Atom,
    Condition,
    Not,
    Subject,
    Truth,
    Value,
    truth,
)
from advisor.model.knowledge import KnowledgeBase
from advisor.model.vocabulary import Vocabulary
from advisor.proof.examples.example import Line
from advisor.proof.examples.running import Ran
from advisor.proof.examples.telling import far_from, misses_astray

Place = tuple[int, ...]
ValueOf = Callable[[Subject], Value | None]


@dataclass(frozen=True)
class Part:
    """One condition of a verdict line, by its place in it: the same words may stand in two places."""

    line: Line
    number: int
    place: Place
    atom: Atom

    def __str__(self) -> str:
        """Return the part as reports name it."""
        return f"{self.line} ({self.number}) “{self.atom}”"


def parts_of(line: Line, condition: Condition) -> Iterator[Part]:
    """Yield the conditions of a verdict line, left to right."""
    for number, (place, atom) in enumerate(_atoms(condition, ()), start=1):
        yield Part(line, number, place, atom)


def _atoms(condition: Condition, place: Place) -> Iterator[tuple[Place, Atom]]:
    if isinstance(condition, Atom):
        yield place, condition
    elif isinstance(condition, Not):
        yield from _atoms(condition.part, (*place, 0))
    else:
        for number, part in enumerate(condition.parts):
            yield from _atoms(part, (*place, number))


def _truth(condition: Condition, value_of: ValueOf, place: Place | None, turned: Truth) -> Truth:
    """Return the truth of a condition with the atom at one place turned; no place: as it is."""
    if place == ():
        return turned
    if isinstance(condition, Atom) or place is None:
        return truth(condition, value_of)
    if isinstance(condition, Not):
        return ~_truth(condition.part, value_of, place[1:], turned)
    found = (
        _truth(part, value_of, place[1:] if number == place[0] else None, turned)
        for number, part in enumerate(condition.parts)
    )
    choose = min if isinstance(condition, All) else max
    return choose(found, key=lambda each: each.value)


def _turns(part: Part, condition: Condition, value_of: ValueOf) -> bool:
    """Return whether the line stands or falls with one part alone.

    The part is turned to true and to false; unknown lies between the two and can turn nothing that false
    and true cannot.
    """
    now = part.atom.holds(value_of(part.atom.subject))
    stands = truth(condition, value_of) is Truth.TRUE
    return any(
        (_truth(condition, value_of, part.place, other) is Truth.TRUE) is not stands
        for other in (Truth.TRUE, Truth.FALSE)
        if other is not now
    )


@dataclass(frozen=True)
class Verdicts:
    """The verdict lines of one statement, in order of precedence, with their parts."""

    lines: dict[Line, Condition]
    parts: dict[Line, tuple[Part, ...]]

    @classmethod
    def of(cls, statement: Statement) -> "Verdicts":
        """Return the verdict lines that a statement has of its own."""
        written = statement.verdicts.in_order() if statement.verdicts else []
        lines = {Line(statement.id, verdict): condition for verdict, condition in written}
        return cls(lines, {line: tuple(parts_of(line, condition)) for line, condition in lines.items()})

    def subjects(self) -> list[Subject]:
        """Return what the lines speak of, each once."""
        return list(dict.fromkeys(part.atom.subject for parts in self.parts.values() for part in parts))

    def reached(self, value_of: ValueOf) -> Iterator[tuple[Line, bool]]:
        """Yield each line that no line before it forestalls, and whether it stands.

        An open question at the gate (``not_applicable``) forestalls everything after it.
        """
        for line, condition in self.lines.items():
            found = truth(condition, value_of)
            yield line, found is Truth.TRUE
            if found is Truth.TRUE or (line.verdict == NOT_APPLICABLE and found is Truth.UNKNOWN):
                return

    def deciding(self, line: Line, value_of: ValueOf) -> Iterator[Part]:
        """Yield the parts with any one of which alone the line stands or falls."""
        return (part for part in self.parts[line] if self.turns(part, value_of))

    def turns(self, part: Part, value_of: ValueOf) -> bool:
        """Return whether a line stands or falls with one part alone."""
        return _turns(part, self.lines[part.line], value_of)


@dataclass(frozen=True)
class Coverage:
    """What the examples cover.

    Attributes:
        lines: All verdict lines.
        fired: Lines that decide the verdict in some example.
        missed: Lines with a near miss: one answer away from an example that fires them.
        astray: Examples that call themselves a near miss and are none, with the line.
        parts: All conditions of all verdict lines.
        fires_by: Conditions without which some example would lose its verdict.
        fails_by: Conditions for want of which alone some example lacks the verdict.
    """

    lines: tuple[Line, ...]
    fired: frozenset[Line]
    missed: frozenset[Line]
    astray: tuple[str, ...]
    parts: tuple[Part, ...]
    fires_by: frozenset[Part]
    fails_by: frozenset[Part]

    @property
    def decided(self) -> tuple[Part, ...]:
        """Conditions shown to decide, both ways."""
        return tuple(each for each in self.parts if each in self.fires_by and each in self.fails_by)

    @property
    def undecided(self) -> tuple[Part, ...]:
        """Conditions not shown to decide both ways."""
        return tuple(each for each in self.parts if each not in self.fires_by or each not in self.fails_by)


def coverage(ran: Iterable[Ran], knowledge: KnowledgeBase, wanted: Collection[str] | None = None) -> Coverage:
    """Return what examples that were run cover.

    Args:
        ran: The examples.
        knowledge: The knowledge base they were run over.
        wanted: Ids of the statements that matter; all where none are named.
    """
    cases = list(ran)
    statements = [
        Verdicts.of(each) for each in knowledge.advice.statements if wanted is None or each.id in wanted
    ]
    fired: dict[Line, list[Ran]] = {line: [] for each in statements for line in each.lines}
    shown: dict[bool, set[Part]] = {True: set(), False: set()}
    for each in statements:
        subjects = each.subjects()
        # Most examples say nothing of most statements: what is seen once need not be worked out again.
        alike: dict[tuple[Value | None, ...], Line | None] = {}
        for case in cases:
            values = tuple(map(case.value_of, subjects))
            if values not in alike:
                alike[values] = None
                for line, stands in each.reached(case.value_of):
                    shown[stands].update(each.deciding(line, case.value_of))
                    if stands:
                        alike[values] = line
            line_that_stands = alike[values]
            if line_that_stands is not None:
                fired[line_that_stands].append(case)
    written = {line: each for each in statements for line in each.lines}
    missed, astray = _near_misses(cases, fired, written, knowledge.vocabulary)
    return Coverage(
        lines=tuple(fired),
        fired=frozenset(line for line, found in fired.items() if found),
        missed=missed,
        astray=astray,
        parts=tuple(part for each in statements for parts in each.parts.values() for part in parts),
        fires_by=frozenset(shown[True]),
        fails_by=frozenset(shown[False]),
    )


def _near_misses(
    cases: list[Ran], fired: dict[Line, list[Ran]], written: dict[Line, Verdicts], vocabulary: Vocabulary
) -> tuple[frozenset[Line], tuple[str, ...]]:
    """Return the lines nearly missed, and the examples that are no near miss though they say so."""
    missed: set[Line] = set()
    astray: list[str] = []
    for case in cases:
        for line in case.example.near_misses:
            if case in fired[line]:
                astray.append(misses_astray(case, line, written[line], vocabulary))
            elif not any(_one_apart(case.example.given, other.example.given) for other in fired[line]):
                astray.append(far_from(case, line, fired[line]))
            else:
                missed.add(line)
    return frozenset(missed), tuple(astray)


def _one_apart(one: dict[str, Value], other: dict[str, Value]) -> bool:
    return sum(one.get(fact) != other.get(fact) for fact in one.keys() | other.keys()) == 1
