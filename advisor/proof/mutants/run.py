"""One run over all mutants, and its figures."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import Loaded, load_knowledge
from advisor.engine.compile import compile_program
from advisor.proof.examples.reading import example_files, read_examples
from advisor.proof.mutants.killing import Claims, Survivor, Tally, claims_of, tally
from advisor.proof.mutants.mutant import Mutant
from advisor.proof.mutants.spoiling import mutants_of
from advisor.proof.mutants.wordings import PINNED, read_wordings
from advisor.proof.search.probe import Probe


@dataclass(frozen=True)
class Mutated:
    """What became of the mutants of a knowledge base.

    Attributes:
        tally: What became of each.
        loaded: The knowledge base, with the place of each item.
        cases: How many cases the examples have that people wrote.
        pinned: How many cases there were besides that a search found.
        seconds: How long it took.
    """

    tally: Tally
    loaded: Loaded
    cases: int
    pinned: int
    seconds: float

    @property
    def sound(self) -> bool:
        """Whether every mutant that makes a difference is noticed."""
        return not self.tally.survived and not self.tally.undecided and not self.tally.astray

    def lines(self) -> Iterator[str]:
        """Yield the survivors, each with a case that would notice it, and the figures."""
        found = self.tally
        for one in found.led_astray:
            yield f"an example does not hold, so it notices nothing: {one} – mend the rule or the example"
        for survivor in found.survived:
            yield self.told(survivor)
        for mutant in found.undecided:
            yield f"{self.place(mutant)}: {mutant.rule}: {mutant.words}: too many cases to prove it equal"
        for mutant in found.unwritten:
            yield (
                f"{self.place(mutant)}: {mutant.rule}: {mutant.words}: no example can notice – only “none” "
                "beside other ticks would, which no answers file may hold"
            )
        kinds: tuple[Sequence[object], ...] = (
            found.killed,
            found.survived,
            found.equivalent,
            found.undecided,
            found.unwritten,
        )
        many = sum(len(kind) for kind in kinds)
        yield (
            f"{many:,} mutants: {len(found.killed):,} killed, {len(found.survived):,} survived, "
            f"{len(found.equivalent):,} equivalent, {len(found.undecided)} undecided, "
            f"{len(found.unwritten)} beyond what files may hold; "
            f"{self.cases:,} cases written by people, {self.pinned:,} pinned ones, {found.cases:,} tried; "
            f"{self.seconds:.1f} seconds."
        )
        sorts = Counter(mutant.sort for mutant in found.killed)
        yield "Killed: " + ", ".join(f"{number:,} {sort}" for sort, number in sorts.most_common()) + "."
        yield (
            f"Of these {found.by_people:,} by examples that people wrote, and "
            f"{len(found.killed) - found.by_people:,} only by cases in {PINNED}/, which a search found "
            "and nobody has judged."
        )

    def told(self, survivor: Survivor) -> str:
        """Return a survivor in a sentence: where, what was spoiled, and what would notice it."""
        mutant = survivor.mutant
        case = ", ".join(f"{fact} is {_words(value)}" for fact, value in survivor.case.items())
        return (
            f"{self.place(mutant)}: {mutant.rule}: {mutant.words}: no example notices – "
            f"{survivor.was} becomes {survivor.becomes} – as where {case or 'nothing is answered'}"
        )

    def place(self, mutant: Mutant) -> str:
        """Return file and line of what was spoiled."""
        if mutant.key not in self.loaded.places:
            return "rules"
        document, path = self.loaded.places[mutant.key]
        problem = document.problem((*path, *mutant.at), "")
        return f"{problem.file}:{problem.line}"


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def mutate(folder: Path | None = None, further: Claims | None = None) -> Mutated:
    """Spoil every rule of a knowledge base, and say which faults no example notices.

    Args:
        folder: Folder of rules; the one that comes with the product where none is given.
        further: Further cases with what must follow.

    Raises:
        ContentRefused: The rules or their examples are at fault.
    """
    began = time.perf_counter()
    folder = folder or content_folder("rules")
    loaded = load_knowledge(folder)
    probe = Probe(compile_program(loaded.knowledge))
    pins = folder / PINNED
    examples = example_files(folder)
    by_people, found_by_search = (
        [path for path in examples if path.is_relative_to(pins) is pinned] for pinned in (False, True)
    )
    claims = claims_of(read_examples(folder, loaded.knowledge, _whole(by_people)), probe)
    pinned = claims_of(read_examples(folder, loaded.knowledge, _whole(found_by_search)), probe)
    for given, told in read_wordings(folder, loaded.knowledge):
        pinned.add(given, [(subject, [probe.codebook[subject].encode(value)]) for subject, value in told])
    if further is not None:
        for row, case in enumerate(further.cases):
            claims.add(case, [(one.subject, one.codes) for one in further.claims if one.row == row])
    found = tally(list(mutants_of(probe.program)), claims, probe, pinned=pinned)
    return Mutated(found, loaded, len(claims.cases), len(pinned.cases), time.perf_counter() - began)


def _whole(files: Sequence[Path]) -> set[Path]:
    return {path.resolve() for path in files}
