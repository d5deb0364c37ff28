"""One call for tests and for the command line: run the examples and say what they prove."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import HEAD, load_knowledge
from advisor.engine.inference import Inferrer
from advisor.errors import ContentRefused, Problem
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.examples.covering import Coverage, Part, coverage
from advisor.proof.examples.masked import cannot_decide
from advisor.proof.examples.reading import ENDING, read_examples
from advisor.proof.examples.running import Failure, Ran, failures, run_examples


@dataclass(frozen=True)
class Proven:
    """What examples prove.

    Attributes:
        ran: Every example with what followed.
        failures: Expectations that were not met.
        coverage: What the examples cover.
        masked: Conditions that no case can show to decide: every value was tried.
    """

    ran: tuple[Ran, ...]
    failures: tuple[Failure, ...]
    coverage: Coverage
    masked: frozenset[Part]

    @property
    def sound(self) -> bool:
        """Whether every example holds and every near miss is one."""
        return not self.failures and not self.coverage.astray

    @property
    def gaps(self) -> tuple[str, ...]:
        """What no example shows, though one could."""
        covered = self.coverage
        return (
            *(f"no example fires {line}" for line in covered.lines if line not in covered.fired),
            *(f"no example nearly misses {line}" for line in covered.lines if line not in covered.missed),
            *(
                f"no example {'fails' if part in covered.fires_by else 'fires'} by this alone: {part}"
                for part in covered.undecided
                if part not in self.masked
            ),
        )

    def lines(self) -> Iterator[str]:
        """Yield the failures, what is not shown yet, and the figures, as people read them."""
        yield from map(str, self.failures)
        yield from self.coverage.astray
        yield from self.gaps
        covered = self.coverage
        wrong = len({failure.example.place for failure in self.failures})
        yield f"{len(self.ran)} examples, {wrong or 'none'} of them wrong."
        fired, missed = len(covered.fired), len(covered.missed)
        yield f"{len(covered.lines)} verdict lines: {fired} fired, {missed} nearly missed."
        cannot = f"{len(self.masked)} cannot, as every value was tried" if self.masked else "none that cannot"
        yield f"{len(covered.parts)} conditions: {len(covered.decided)} shown to decide both ways, {cannot}."

    def as_data(self) -> dict[str, object]:
        """Return the same as names and values, for programs."""
        covered = self.coverage
        return {
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
) -> Proven:
    """Run the examples below a folder of rules.

    Args:
        folder: The folder of rules.
        knowledge: The knowledge base that was loaded from it.
        inferrer: One that is there already; made anew where there is none.
        files: The files of examples that are wanted; all where none are named. What they cover is then
            told of the statements they come near to alone.

    Raises:
        ContentRefused: A file of examples is at fault.
    """
    examples = read_examples(folder, knowledge, files)
    statements = None
    if files is not None:
        statements = {line.statement for example in examples for line in example.near_misses}
    ran = run_examples(examples, inferrer or Inferrer(knowledge))
    covered = coverage(ran, knowledge, statements)
    masked = frozenset(part for part in covered.undecided if cannot_decide(part, knowledge))
    return Proven(tuple(ran), tuple(failures(ran)), covered, masked)


def prove_paths(paths: Sequence[Path] = ()) -> list[Proven]:
    """Run the examples of the product, of folders of rules, or beside single files of rules.

    Raises:
        ContentRefused: Rules or examples are at fault, or a path leads to no rules.
    """
    folders: dict[Path, set[Path] | None] = {}
    for path in paths or [content_folder("rules")]:
        folder = _folder(path)
        if path.is_dir():
            folders[folder] = None
        else:
            wanted = folders.setdefault(folder, set())
            if wanted is not None:
                wanted.add(_beside(path))
    return [
        prove_examples(folder, load_knowledge(folder).knowledge, files=files)
        for folder, files in folders.items()
    ]


def _folder(path: Path) -> Path:
    for folder in (path, path / "rules", *path.resolve().parents):
        if (folder / HEAD).is_file():
            return folder
    raise ContentRefused(
        [Problem(str(path), 0, 0, f"lies in no folder of rules: none above it holds {HEAD}")]
    )


def _beside(path: Path) -> Path:
    """Return the file of examples beside a file of rules; itself where it holds examples."""
    name = path.name if path.name.endswith(ENDING) else f"{path.stem}{ENDING}"
    return path.resolve().with_name(name)
