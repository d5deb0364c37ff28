"""One call for tests and for the command line: run the examples and say what they prove."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.content.packs import PackFolder
from advisor.content.rule_folder import HEAD
from advisor.engine.inference import Inferrer
from advisor.errors import ContentRefused, Problem
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.examples.covering import Coverage, Part, coverage
from advisor.proof.examples.example import Example
from advisor.proof.examples.masked import idle
from advisor.proof.examples.reading import ENDING, read_examples
from advisor.proof.examples.running import Failure, Ran, failures, run_examples
from advisor.proof.examples.telling import Beside, Places
from advisor.proof.problems.packs import pack_at, packs_of, rules_around

LOOSE = " – examples need the rules around them – put the file in a folder of rules, or of a pack"


@dataclass(frozen=True)
class Proven:
    """What examples prove.

    Attributes:
        ran: Every example with what followed.
        failures: Expectations that were not met.
        coverage: What the examples cover.
        masked: Conditions that no case can show to decide: every value was tried.
        pack: Title of the pack whose examples these are; none: of the rules themselves.
        beside: Where the rules stand, and so where an example belongs.
    """

    ran: tuple[Ran, ...]
    failures: tuple[Failure, ...]
    coverage: Coverage
    masked: frozenset[Part]
    pack: str | None = None
    beside: Beside = field(default_factory=Beside)

    @property
    def sound(self) -> bool:
        """Whether every example holds, every near miss is one, and every verdict line has one of each."""
        covered = self.coverage
        shown = covered.fired & covered.missed
        return not self.failures and not covered.astray and all(line in shown for line in covered.lines)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What no example shows, though one could."""
        covered = self.coverage
        return (
            *(self.beside.unfired(line) for line in covered.lines if line not in covered.fired),
            *(self.beside.unmissed(line) for line in covered.lines if line not in covered.missed),
            *(
                self.beside.undecided(part, "misses" if part in covered.fires_by else "fires")
                for part in covered.undecided
                if part not in self.masked
            ),
        )

    def lines(self) -> Iterator[str]:
        """Yield the failures, what is not shown yet, and the figures, as people read them."""
        yield from map(str, self.failures)
        if self.failures:
            yield "Mend the rule where the example is right, and the example where the rule is right."
        yield from self.coverage.astray
        yield from self.gaps
        covered = self.coverage
        wrong = len({failure.example.place for failure in self.failures})
        beside = f" of the pack “{self.pack}”, beside the rules" if self.pack else ""
        examples = f"{len(self.ran):,} example{'s' if len(self.ran) != 1 else ''}"
        yield f"{examples}{beside}, {wrong or 'none'} of them wrong."
        fired, missed = len(covered.fired), len(covered.missed)
        yield f"{len(covered.lines)} verdict lines: {fired} fired, {missed} nearly missed."
        many, decided, masked = len(covered.parts), len(covered.decided), len(self.masked)
        cannot = f"; {masked} cannot decide, as trying every value proved" if masked else ""
        left = many - decided - masked
        missing = f"; {left} not shown yet" if left else ""
        yield (
            f"Conditions in verdict lines (MC/DC): {decided} of {many} shown to decide, "
            f"each both ways in some example{cannot}{missing}."
        )

    def as_data(self) -> dict[str, object]:
        """Return the same as names and values, for programs."""
        covered = self.coverage
        return {
            "pack": self.pack,
            "examples": len(self.ran),
            "failures": [failure.as_data() for failure in self.failures],
            "near_misses_astray": list(covered.astray),
            "gaps": list(self.gaps),
            "verdict_lines": len(covered.lines),
            "fired": len(covered.fired),
            "nearly_missed": len(covered.missed),
            "conditions": len(covered.parts),
            "decide": len(covered.decided),
            "cannot_decide": len(self.masked),
        }


def prove_examples(
    folder: Path,
    knowledge: KnowledgeBase,
    inferrer: Inferrer | None = None,
    files: Collection[Path] | None = None,
    places: Places | None = None,
) -> Proven:
    """Run the examples below a folder of rules.

    Args:
        folder: The folder of rules.
        knowledge: The knowledge base that was loaded from it.
        inferrer: One that is there already; made anew where there is none.
        files: The files of examples that are wanted; all where none are named. What they cover is then
            told of the statements they come near to, and of those beside which they lie.
        places: File and path of each rule, to say where an example is missing.

    Raises:
        ContentRefused: A file of examples is at fault.
    """
    examples = read_examples(folder, knowledge, files)
    beside = Beside(places or {})
    wanted = None if files is None else _near(examples) | beside.statements_in(_names(folder, files))
    return replace(_proven(examples, knowledge, inferrer, wanted), beside=beside)


def prove_pack(pack: PackFolder, rules: Path, files: Collection[Path] | None = None) -> Proven:
    """Run the examples of a pack over the rules that it joins; coverage is that of its own statements.

    Args:
        pack: The pack.
        rules: The folder of rules that it joins.
        files: The files of examples that are wanted; all where none are named.

    Raises:
        ContentRefused: The pack, its examples or the rules are at fault.
    """
    loaded = load_knowledge(rules, (pack,))
    knowledge, beside = loaded.knowledge, Beside(loaded.places)
    examples = read_examples(pack.folder, knowledge, files, pack.shown)
    (used,) = knowledge.packs
    # The statements of the rules have examples of their own; the pack’s say next to nothing of them.
    own = set(used.brings.get("statements", ()))
    if files is not None:
        own &= _near(examples) | beside.statements_in(_names(pack.folder, files, pack.shown))
    return replace(_proven(examples, knowledge, None, own), pack=used.head.title, beside=beside)


def _names(folder: Path, files: Collection[Path], shown: str | None = None) -> list[str]:
    """Return files of examples as messages name them."""
    whole = folder.resolve()
    return [
        f"{shown or folder.name}/{path.resolve().relative_to(whole).as_posix()}"
        for path in files
        if path.resolve().is_relative_to(whole)
    ]


def _near(examples: Sequence[Example]) -> set[str]:
    return {line.statement for example in examples for line in example.near_misses}


def _proven(
    examples: Sequence[Example],
    knowledge: KnowledgeBase,
    inferrer: Inferrer | None,
    statements: Collection[str] | None,
) -> Proven:
    ran = run_examples(examples, inferrer or Inferrer(knowledge))
    covered = coverage(ran, knowledge, statements)
    return Proven(tuple(ran), tuple(failures(ran)), covered, idle(covered.undecided, knowledge))


def prove_paths(paths: Sequence[Path] = ()) -> list[Proven]:
    """Run the examples of the product and its packs, of folders of rules or packs, or beside single files.

    Raises:
        ContentRefused: Rules or examples are at fault, or a path leads to no rules.
    """
    product = content_folder("rules")
    folders: dict[Path, set[Path] | None] = {}
    packs: dict[Path, PackFolder] = {}
    for path in paths or [product, *(pack.folder for pack in packs_of(product))]:
        pack = _pack(path)
        folder = pack.folder if pack else _folder(path)
        if pack:
            packs[folder] = pack
        if path.is_dir():
            folders[folder] = None
        else:
            wanted = folders.setdefault(folder, set())
            if wanted is not None:
                wanted.add(_beside(path))
    return [
        prove_pack(packs[folder], rules_around(folder) or product, files)
        if folder in packs
        else _prove_rules(folder, files)
        for folder, files in folders.items()
    ]


def with_examples(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return paths, and behind each file in a folder of rules the file of examples beside it."""
    found: dict[Path, None] = {}
    for path in paths:
        found[path] = None
        beside = path.with_name(_beside(path).name)
        if beside.is_file() and any((folder / HEAD).is_file() for folder in path.resolve().parents):
            found[beside] = None
    return tuple(found)


def _prove_rules(folder: Path, files: set[Path] | None) -> Proven:
    loaded = load_knowledge(folder)
    return prove_examples(folder, loaded.knowledge, files=files, places=loaded.places)


def _pack(path: Path) -> PackFolder | None:
    """Return the pack that a path is, or lies in; none where it lies in no pack."""
    around = path.resolve().parents
    return next(filter(None, map(pack_at, (path, *around))), None)


def _folder(path: Path) -> Path:
    for folder in (path, path / "rules", *path.resolve().parents):
        if (folder / HEAD).is_file():
            return folder
    raise ContentRefused(
        [Problem(str(path), 0, 0, f"lies in no folder of rules: none above it holds {HEAD}{LOOSE}")]
    )


def _beside(path: Path) -> Path:
    """Return the file of examples beside a file of rules; itself where it holds examples."""
    name = path.name if path.name.endswith(ENDING) else f"{path.stem}{ENDING}"
    return path.resolve().with_name(name)
