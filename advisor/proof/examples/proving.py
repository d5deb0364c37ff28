"""One call for tests and for the command line: run all examples and say what they prove."""

from dataclasses import dataclass
from pathlib import Path

from advisor.engine.inference import Inferrer
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.examples.covering import Coverage, coverage
from advisor.proof.examples.reading import read_examples
from advisor.proof.examples.running import Failure, Ran, failures, run_examples


@dataclass(frozen=True)
class Proven:
    """What the examples of a knowledge base prove.

    Attributes:
        ran: Every example with what followed.
        failures: Expectations that were not met.
        coverage: What the examples cover.
    """

    ran: tuple[Ran, ...]
    failures: tuple[Failure, ...]
    coverage: Coverage

    @property
    def sound(self) -> bool:
        """Whether every example holds and every near miss is one."""
        return not self.failures and not self.coverage.astray

    def __str__(self) -> str:
        """Return the failures and the figures, as people read them."""
        covered = self.coverage
        lines = [*map(str, self.failures), *covered.astray]
        wrong = len({failure.example.place for failure in self.failures})
        lines.append(f"{len(self.ran)} examples, {wrong} of them wrong")
        fired, missed = len(covered.fired), len(covered.missed)
        lines.append(f"{len(covered.lines)} verdict lines: {fired} fired, {missed} nearly missed")
        lines.append(f"{len(covered.parts)} conditions: {len(covered.decided)} shown to decide both ways")
        lines += [f"  never fires: {line}" for line in covered.lines if line not in covered.fired]
        lines += [f"  no near miss: {line}" for line in covered.lines if line not in covered.missed]
        for part in covered.undecided:
            sides = [
                words
                for words, shown in (
                    ("nothing fires by it alone", covered.fires_by),
                    ("nothing fails by it alone", covered.fails_by),
                )
                if part not in shown
            ]
            lines.append(f"  not shown to decide: {part} – {', '.join(sides)}")
        return "\n".join(lines)


def prove_examples(folder: Path, knowledge: KnowledgeBase, inferrer: Inferrer | None = None) -> Proven:
    """Run every example below a folder of rules.

    Args:
        folder: The folder of rules.
        knowledge: The knowledge base that was loaded from it.
        inferrer: One that is there already; made anew where there is none.

    Raises:
        ContentRefused: A file of examples is at fault.
    """
    ran = run_examples(read_examples(folder, knowledge), inferrer or Inferrer(knowledge))
    return Proven(tuple(ran), tuple(failures(ran)), coverage(ran, knowledge))
