"""Pairs of wordings that tell the reader to do a thing and not to do it: they must never stand in one report.

The pairs are content: rules/opposites.yaml. Pairs that only seem to contradict one another stand in the list
“together” of the rules; of each a case is sought in which both stand.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from pydantic import Field

from advisor.content.nearest import nearest
from advisor.content.validate import validate_item
from advisor.content.yaml_reader import read_yaml
from advisor.engine.columns.room import room_of
from advisor.engine.compile import RECOMMENDATION
from advisor.errors import ContentRefused, Problem
from advisor.model.base import Model
from advisor.model.condition import Kind, Subject
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.problems.search import GaveUp, Goal
from advisor.proof.search.finder import Finder
from advisor.proof.search.lines import Line
from advisor.proof.search.probe import Probe
from advisor.proof.search.reach import Witness, answers_in

FILE = "opposites.yaml"
LIST = "opposites"
MOST = 20_000_000
CONCLUDED = tuple(kind.value for kind in Kind if kind is not Kind.FACT)


class Opposite(Model):
    """Two groups of wordings that contradict: none of the one may stand beside any of the other."""

    id: str = Field(description="Id.")
    says: str = Field(description="What would contradict what, in a sentence.")
    one: tuple[str, ...] = Field(description="Titles of wordings that say: do.")
    other: tuple[str, ...] = Field(description="Titles of wordings that say: do not.")


@dataclass(frozen=True)
class Pair:
    """Two wordings that contradict one another, or seem to and may stand together all the same."""

    opposite: str
    one: Line
    other: Line
    may_meet: bool = False

    @property
    def one_beside_other(self) -> str:
        """The two wordings, as messages write them."""
        return f"“{self.one.name}” beside “{self.other.name}”"

    def __str__(self) -> str:
        """Return the pair as messages write it."""
        return f"{self.opposite}: {self.one_beside_other}"


@dataclass(frozen=True)
class Held:
    """What was found of a pair.

    Attributes:
        pair: The pair.
        way: How it was decided: every case tried, complete search, or given up.
        cases: How many cases were tried, or parts of cases.
        case: A case in which both stand; none: there is none.
        decided: Whether it was decided.
    """

    pair: Pair
    way: str
    cases: int
    case: Witness | None = None
    decided: bool = True


def read_opposites(folder: Path, knowledge: KnowledgeBase, lines: Sequence[Line]) -> tuple[Pair, ...]:
    """Return the pairs that a folder of rules holds apart; none where it has no such file.

    Raises:
        ContentRefused: The file is at fault, or names a title that no wording has.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    document = read_yaml(path, f"{folder.name}/{FILE}")
    problems: list[Problem] = []
    wordings = wordings_of(knowledge, lines)
    pairs: list[Pair] = []
    listed = document.data.get(LIST) if isinstance(document.data, dict) else None
    for number, data in enumerate(listed if isinstance(listed, list) else []):
        opposite, found = validate_item(Opposite, data, document, (LIST, number), ())
        problems += found
        if opposite is None:
            continue
        for side in ("one", "other"):
            for place, title in enumerate(getattr(opposite, side)):
                if title not in wordings:
                    meant = nearest(title, wordings)
                    hint = f" – did you mean “{meant}”?" if meant else ""
                    text = f"“{title}” is the title of no wording – nothing is held apart{hint}"
                    problems.append(document.problem((LIST, number, side, place), text))
        pairs += (
            Pair(opposite.id, wordings[one], wordings[other])
            for one in opposite.one
            for other in opposite.other
            if one in wordings and other in wordings
        )
    if not isinstance(listed, list):
        problems.append(document.problem((), f"needs a list named “{LIST}”"))
    if problems:
        raise ContentRefused(problems)
    return tuple(pairs)


def read_together(knowledge: KnowledgeBase, lines: Sequence[Line]) -> tuple[Pair, ...]:
    """Return the pairs of which the rules say how they fit together."""
    wordings = wordings_of(knowledge, lines)
    return tuple(
        Pair(each.id, wordings[one], wordings[other], may_meet=True)
        for each in knowledge.advice.together
        for one, other in product(each.one, each.other)
    )


def wordings_of(knowledge: KnowledgeBase, lines: Sequence[Line]) -> dict[str, Line]:
    """Return the lines of wordings by title, named by it."""
    by_value = {line.name: line for line in lines if line.sort == "recommendation"}
    found = {}
    for text in knowledge.advice.recommendations:
        for place, variant in enumerate(text.variants):
            name = f"{Subject(RECOMMENDATION, text.id)} is {variant.verdict}:{place}"
            line = by_value[name]
            found[variant.title] = Line(line.sort, variant.title, line.ways, line.key, line.at)
    return found


def hold(pairs: Sequence[Pair], probe: Probe, finder: Finder) -> Iterator[Held]:
    """Yield what is found of each pair, over every case of the answers beneath both."""
    for pair in pairs:
        if pair.one.key == pair.other.key:
            # A recommendation has one wording: the first that fits.
            yield Held(pair, "one wording at a time", 0)
            continue
        ways = [(one, other) for one in pair.one.ways for other in pair.other.ways]
        met = _met(pair, [(*one, *other) for one, other in ways], probe, finder) if pair.may_meet else None
        if met is not None:
            yield met
            continue
        # Mostly what the two wordings ask for themselves rules the other out; then what comes before is idle.
        own = [(one[0], other[0]) for one, other in ways]
        # Mostly even then when all that follows from answers may be anything.
        held = _tried(pair, own, probe, CONCLUDED)
        if held is None or held.case is not None:
            whole = [(*one, *other) for one, other in ways]
            held = _tried(pair, whole, probe, (Kind.LEVEL.value,)) or _searched(pair, whole, finder)
        yield held


def _tried(pair: Pair, ways: Sequence[Sequence[Goal]], probe: Probe, free: Collection[str]) -> Held | None:
    """Decide a pair by trying every case; none where they are too many."""
    conditions = [goal.condition for goals in ways for goal in goals]
    room = room_of([], probe, conditions, free)
    if room.size > MOST:
        return None
    both, case = probe.number_of_ways(ways), None
    for _, table in room.parts():
        for rows, (mask,) in probe.blocks(table, [both]):
            if mask.any() and case is None:
                case = answers_in(table, rows.start + int(mask.argmax()), probe)
    return Held(pair, "every case tried", room.size, case)


def _met(pair: Pair, ways: Sequence[Sequence[Goal]], probe: Probe, finder: Finder) -> Held | None:
    """Return a case in which both stand by their answers alone, where the search comes upon one."""
    held = _searched(pair, ways, finder)
    facts = probe.program.knowledge.vocabulary.by_name
    case = {name: value for name, value in (held.case or {}).items() if name in facts}
    both = probe.number_of_ways(ways)
    ((_, (mask,)),) = probe.blocks(probe.table([case]), [both])
    return replace(held, case=case) if mask.all() else None


def _searched(pair: Pair, ways: Sequence[Sequence[Goal]], finder: Finder) -> Held:
    before = finder.steps
    for goals in ways:
        try:
            found = finder.find(goals)
        except GaveUp:
            return Held(pair, "given up", finder.steps - before, decided=False)
        if found is not None:
            case = {str(subject): value for subject, value in found.items() if value is not None}
            return Held(pair, "complete search", finder.steps - before, case)
    return Held(pair, "complete search", finder.steps - before)
