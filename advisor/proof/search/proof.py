"""The whole proof by search, and its figures."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import Loaded, load_knowledge
from advisor.content.references import Key
from advisor.content.yaml_reader import Document, Path_
from advisor.engine.beneath import conditions_of
from advisor.engine.columns.chance import random_cases
from advisor.engine.columns.codes import Column
from advisor.engine.columns.room import Room, room_of
from advisor.engine.columns.table import Table
from advisor.engine.compile import RECOMMENDATION, compile_program
from advisor.engine.program import ANSWERED, Decision
from advisor.errors import ContentRefused
from advisor.model.condition import NOT_APPLICABLE, Subject, atoms
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.problems.away import Exceptions, Resting, read_exceptions, resting, undeclared
from advisor.proof.problems.packs import pack_at, rules_around
from advisor.proof.search.arrays import combinations_in_all, covering_array
from advisor.proof.search.finder import Finder
from advisor.proof.search.lines import Line, lines_of
from advisor.proof.search.opposites import Held, hold, read_opposites, read_together
from advisor.proof.search.outcomes import Empty, Shares, shares, vain, wordless
from advisor.proof.search.probe import Probe
from advisor.proof.search.reach import BATCH, Reached, figures, reach
from advisor.proof.search.taken_away import Turned, turned_by_answers

WHOLE_CASES = 1_000_000
REACH_BATCHES = 4
PAIR = 2
_DEAD = " – nobody can ever read what it leads to – take out a condition that excludes another, or the line"
_OPEN = " – nothing is promised of it – write an example that fires it, or make it simpler"
_BOTH = " – one report would say both – let one of the two ask for what the other rules out"
_EMPTY = " – the reader is told to ask, in vain – say it under “silent”, or add the line that is missing"
_AWAY = (
    " – somebody is told to act because an answer is missing – let the line ask for the answer,"
    " or declare the exception in exceptions.yaml with its reason"
)
_AWAY_WORDS = {"unknown": "is unknown", NOT_APPLICABLE: "does not apply"}
_NEVER = " – no reader would ever be told how they fit – take the pair out, or name it in opposites.yaml"
_STALE = " – an exception that nobody needs would hide a fault to come – take it out"


@dataclass
class Proof:
    """What was proved, and what was not.

    Attributes:
        rules: How many steps the program has.
        conditions: How many sentences stand in them.
        reached: Which lines some case reaches.
        held: What was found of each pair of opposites.
        together: Opposites that stood together in some whole case, by name.
        empty: Rules that say nothing that helps.
        turned: Verdicts of “act” that rest on an answer being away.
        aloud: Lines of “act” that name an answer as unknown, or as one that does not apply, undeclared.
        exceptions: What the rules declare of that: statement and fact, each with the reason.
        stale: Exceptions that are declared and not needed, each with its place.
        shares: How whole cases come out.
        tried: Cases tried in each part.
        pairs: Pairs of answers that met in some whole case.
        seconds: How long each part took.
        places: File and path of each rule.
    """

    rules: int
    conditions: int
    reached: Reached = field(default_factory=lambda: Reached(()))
    held: list[Held] = field(default_factory=list)
    together: dict[str, int] = field(default_factory=dict)
    empty: list[Empty] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    aloud: list[Resting] = field(default_factory=list)
    exceptions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    stale: list[str] = field(default_factory=list)
    shares: Shares = field(default_factory=Shares)
    tried: dict[str, int] = field(default_factory=dict)
    pairs: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    places: Mapping[Key, tuple[Document, Path_]] = field(default_factory=dict)

    @property
    def to_be_apart(self) -> list[Held]:
        """What was found of the pairs that must never stand together."""
        return [one for one in self.held if not one.pair.may_meet]

    @property
    def to_fit(self) -> list[Held]:
        """What was found of the pairs of which the rules say how they fit together."""
        return [one for one in self.held if one.pair.may_meet]

    @property
    def sound(self) -> bool:
        """Whether all of it holds: nothing dead, opposite or empty, and no “act” on what nobody said."""
        apart = all(one.decided and one.case is None for one in self.to_be_apart) and not self.together
        fitting = all(one.case is not None for one in self.to_fit)
        reached = not self.reached.dead and not self.reached.open
        honest = not self.empty and not self.undeclared and not self.aloud and not self.stale
        return reached and apart and fitting and honest and not self.shares.empty

    @property
    def undeclared(self) -> list[Turned]:
        """Verdicts of “act” that rest on an answer being away, where no exception says why."""
        return [one for one in self.turned if one.fact_of not in self.exceptions]

    def lines(self) -> Iterator[str]:
        """Yield what was found and the figures, as people read them."""
        yield from self._faults()
        known = [*self._declared(), *self._meeting()]
        if known:
            yield "For your judgement, and no failure, as the rules declare it:"
            yield from known
        yield from self._figures()

    def _faults(self) -> Iterator[str]:
        """Yield what fails the proof: each with its place, what it means and what to do."""
        for line in self.reached.dead:
            place = self._place(line.key, line.at)
            yield f"{place}dead: {_named(line)}: no case reaches it; every case was searched{_DEAD}"
        for line in self.reached.open:
            place = self._place(line.key, line.at)
            yield f"{place}undecided: {_named(line)}: neither a case nor a proof was found{_OPEN}"
        for held in self.to_be_apart:
            place = self._place(held.pair.other.key, held.pair.other.at)
            if not held.decided:
                yield f"{place}undecided: {held.pair}{_OPEN}"
            elif held.case is not None:
                yield f"{place}do and don’t: {held.pair}, as where {_case(held.case)}{_BOTH}"
        for name, many in self.together.items():
            yield f"do and don’t: {name}, in {many:,} cases{_BOTH}"
        yield from self._never_meeting()
        yield from (f"{self._place(_key(one.name))}{one}{_EMPTY}" for one in self.empty)
        for one in _grouped(self.undeclared):
            yield f"{self._resting(one)}, as where {_case(one.case)}{_AWAY}"
        for named in self.aloud:
            place = self._place(("statements", named.statement), named.at)
            yield (
                f"{place}names an answer that is away: {named.statement}: act where {named.fact} "
                f"{_AWAY_WORDS[named.how]}{_AWAY}"
            )
        yield from (f"{one}{_STALE}" for one in self.stale)

    def _declared(self) -> Iterator[str]:
        """Yield each “act” on an answer that is away which the rules declare, with the reason."""
        for one in _grouped(self.turned):
            if one.fact_of in self.exceptions:
                yield f"{self._resting(one)} – {self.exceptions[one.fact_of]}"

    def _resting(self, one: Turned) -> str:
        return (
            f"{self._place(('statements', one.statement), ('verdicts', 'act'))}"
            f"rests on an answer that is away: {one.statement}: act while {one.fact} "
            f"{_AWAY_WORDS[one.away]}, {one.becomes} once it is there ({one.cases:,} cases)"
        )

    def _never_meeting(self) -> Iterator[str]:
        """Yield the pairs of which the rules say in vain how they fit together."""
        for held in self.to_fit:
            place = self._place(("together", held.pair.opposite))
            if not held.decided:
                yield f"{place}undecided: {held.pair}{_OPEN}"
            elif held.case is None:
                yield f"{place}never together: {held.pair}{_NEVER}"

    def _meeting(self) -> Iterator[str]:
        """Yield the pairs that seem opposite and may stand together, one line for each group of them."""
        grouped: dict[str, list[Held]] = {}
        for held in self.to_fit:
            grouped.setdefault(held.pair.opposite, []).append(held)
        for name, found in grouped.items():
            first = next((one for one in found if one.case is not None), None)
            many = sum(one.case is not None for one in found)
            shown = f", as {first.pair.one_beside_other}, where {_case(first.case or {})}" if first else ""
            yield f"may stand together: {name}: {many} of {len(found)} pairs do{shown}"

    def _place(self, key: Key, at: Path_ = ()) -> str:
        """Return file and line of a rule, before what is said of it; nothing where it is not known."""
        if key not in self.places:
            return ""
        document, path = self.places[key]
        problem = document.problem((*path, *at), "")
        return f"{problem.file}:{problem.line}: "

    def _figures(self) -> Iterator[str]:
        cases = sum(self.tried.values())
        yield (
            f"{self.rules:,} rules, {self.conditions:,} conditions; {cases:,} cases tried, "
            f"{self.pairs:,} pairs of answers met; {sum(self.seconds.values()):.1f} seconds."
        )
        sorts = ", ".join(f"{many} × {sort}" for sort, many in figures(self.reached.lines))
        yield (
            f"Reached: {len(self.reached.witnesses):,} of {len(self.reached.lines):,} lines ({sorts}); "
            f"{self.reached.constructed} by construction, {len(self.reached.dead)} dead."
        )
        apart = sum(one.decided and one.case is None for one in self.to_be_apart)
        yield (
            f"Opposites: {apart} of {len(self.to_be_apart)} pairs never stand together; "
            f"{len(self.to_fit)} more seem opposite and may, and the rules say how they fit."
        )
        found = self.shares
        yield (
            f"Whole cases: {found.cases:,}: {found.advised:,} with advice, {found.asked:,} with questions "
            f"alone, {found.kept:,} with strengths alone, {found.closed:,} to which nothing applies, "
            f"{found.empty} empty."
        )
        yield (
            f"Answers taken away: {self.tried.get('taken away', 0):,} cases, every one beneath each verdict; "
            f"{len({one.statement for one in self.undeclared})} statements act on what nobody said, "
            f"{len({one.statement for one in self.turned} - {one.statement for one in self.undeclared})} "
            "more as declared."
        )


def _grouped(turned: Iterable[Turned]) -> Iterator[Turned]:
    """Yield one for each statement, answer and way to be away; the values that turn it are many and alike."""
    grouped: dict[tuple[str, str, str, str], list[Turned]] = {}
    for one in turned:
        grouped.setdefault((one.statement, one.fact, one.away, one.becomes), []).append(one)
    for found in grouped.values():
        yield replace(found[0], cases=sum(one.cases for one in found))


def _key(name: str) -> Key:
    """Return the list and id of a rule by the name that an empty outcome gives it."""
    kind, _, own = name.rpartition(" ")
    return ("recommendations" if kind else "statements"), own


def _named(line: Line) -> str:
    return f"{line.sort} “{line.name}”"


def _case(case: Mapping[str, object]) -> str:
    return ", ".join(f"{name} is {value}" for name, value in case.items())


def prove(folder: Path | None = None, whole_cases: int = WHOLE_CASES) -> Proof:
    """Prove a knowledge base by search.

    Args:
        folder: Folder of rules, or of a pack, which is then proved with the rules that it joins; the rules
            that come with the product where none is given.
        whole_cases: How many random whole cases to try.

    Raises:
        ContentRefused: The rules are at fault.
    """
    asked = folder or content_folder("rules")
    folder, loaded = _loaded(asked)
    folders = {folder: folder.name} if folder == asked else {folder: folder.name, asked: str(asked)}
    knowledge = loaded.knowledge
    program = compile_program(knowledge)
    probe, finder = Probe(program), Finder(knowledge)
    conditions = sum(len(list(atoms(one))) for step in program.steps for one in conditions_of(step))
    exceptions = read_exceptions(knowledge, folders)
    if exceptions.problems:
        raise ContentRefused(list(exceptions.problems))
    proof = Proof(len(program.steps), conditions, exceptions=exceptions.pairs, places=loaded.places)
    proof.aloud = undeclared(knowledge, exceptions)
    lines = list(lines_of(program))
    with _timed(proof, "reached"):
        proof.reached = reach(probe, lines, REACH_BATCHES, finder)
        proof.tried["reached"] = proof.reached.cases
    with _timed(proof, "opposites"):
        pairs = (*read_opposites(folder, knowledge, lines), *read_together(knowledge, lines))
        proof.held = list(hold(pairs, probe, finder))
        proof.tried["opposites"] = sum(one.cases for one in proof.held)
    with _timed(proof, "taken away"):
        _prove_verdicts(proof, probe)
        proof.stale = list(_stale(exceptions, proof, knowledge))
    with _timed(proof, "whole cases"):
        _prove_whole_cases(proof, probe, whole_cases)
    return proof


def _loaded(folder: Path) -> tuple[Path, Loaded]:
    """Return what is proved, and the folder of its core rules."""
    pack = pack_at(folder)
    if pack is None:
        return folder, load_knowledge(folder)
    rules = rules_around(folder) or content_folder("rules")
    return rules, load_knowledge(rules, (pack,))


@contextmanager
def _timed(proof: Proof, name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    proof.seconds[name] = time.perf_counter() - began


def _prove_verdicts(proof: Proof, probe: Probe) -> None:
    """Prove of each verdict, over every case beneath it, what an answer taken away does, and “find out”."""
    tried = 0
    for step in probe.program.steps:
        if isinstance(step, Decision) and step.statement is not None:
            room = room_of([step.subject], probe)
            tried += room.size
            proof.turned += turned_by_answers(step, _concluded(step.subject, room, probe), room, probe)
            proof.empty += vain(step, room, probe)
    proof.tried["taken away"] = tried
    proof.tried["words"] = 0
    for step in probe.program.steps:
        if isinstance(step, Decision) and step.subject.kind == RECOMMENDATION:
            many, found = wordless(step, probe)
            proof.tried["words"] += many
            proof.empty += found


def _stale(exceptions: Exceptions, proof: Proof, knowledge: KnowledgeBase) -> Iterator[str]:
    """Yield exceptions that neither a line says aloud nor any case needs, each with its place."""
    needed = {one.fact_of for one in proof.turned}
    needed |= {(one.statement, one.fact) for one in resting(knowledge)}
    for pair, (document, path) in exceptions.places.items():
        if pair not in needed:
            place = document.problem(path, "")
            yield f"{place.file}:{place.line}: not needed: {pair[0]} never acts because {pair[1]} is away"


def _concluded(subject: Subject, room: Room, probe: Probe) -> Column:
    column = np.empty(room.size, probe.codebook[subject].dtype)
    for rows, table in room.parts():
        column[rows] = probe.evaluate(table, [subject])[subject]
    return column


def _prove_whole_cases(proof: Proof, probe: Probe, many: int) -> None:
    """Prove over whole cases, random ones and some in which any two answers meet."""
    meeting, proof.pairs = _meeting(probe)
    pairs = [one.pair for one in proof.to_be_apart]
    both = [
        probe.number_of_ways([(*one, *other) for one in pair.one.ways for other in pair.other.ways])
        for pair in pairs
    ]
    seeds = range(-(-many // BATCH))
    sizes = [min(BATCH, many - seed * BATCH) for seed in seeds]
    batches = (random_cases(size, 1_000 + seed, probe) for seed, size in zip(seeds, sizes, strict=True))
    for table in (meeting, *batches):
        whole = probe.whole(table)
        proof.shares += shares(whole, probe)
        for _, masks in probe.blocks(whole, both):
            for pair, mask in zip(pairs, masks, strict=True):
                if mask.any():
                    proof.together[str(pair)] = proof.together.get(str(pair), 0) + int(mask.sum())
    proof.tried["whole cases"] = proof.shares.cases


def _meeting(probe: Probe) -> tuple[Table, int]:
    """Return whole cases in which any two answers meet, and how many pairs these are."""
    # Every condition matters here, so that one value of each sort is there.
    room = room_of([step.subject for step in probe.program.steps], probe, free=())
    codes = {
        subject: axis.codes for axis in room.axes for subject in axis.subjects if subject.kind == ANSWERED
    }
    sizes = [len(one) for one in codes.values()]
    rows = covering_array(sizes, PAIR)
    columns = {
        subject: np.array(one, probe.codebook[subject].dtype)[rows[:, place]]
        for place, (subject, one) in enumerate(codes.items())
    }
    return Table(len(rows), columns), combinations_in_all(sizes, PAIR)
