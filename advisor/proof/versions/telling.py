"""Tells what changed since earlier rules, and what it does to the example reports."""

from dataclasses import dataclass
from pathlib import Path

from advisor.errors import ContentRefused
from advisor.proof.versions.differences import Change, differences
from advisor.proof.versions.effects import Body, Effect, effects
from advisor.proof.versions.items import read_items
from advisor.proof.versions.revisions import named

EXAMPLES = "examples"


@dataclass(frozen=True)
class Told:
    """What became different.

    Attributes:
        since: Which earlier rules, in words.
        changes: Rules that were added, changed or retired.
        effects: Example reports that differ.
        cases: Number of examples that were compared.
        refused: Why reports could not be compared; empty where they could.
    """

    since: str
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    cases: int
    refused: str = ""

    def __str__(self) -> str:
        """Return all of it as people read it."""
        lines = [f"Since {self.since}: {_counted(self.changes)}.", *map(str, self.changes), ""]
        if self.refused:
            lines.append(f"The example reports were not compared: {self.refused}")
        else:
            lines.append(f"Of {self.cases} example reports, {len(self.effects) or 'none'} would change.")
            lines += map(str, self.effects)
        return "\n".join(lines)

    def as_data(self) -> dict[str, object]:
        """Return all of it for programs."""
        return {
            "since": self.since,
            "changes": [
                {
                    "what": one.what,
                    "list": one.key[0],
                    "id": one.key[1],
                    "title": one.title,
                    "parts": list(one.parts),
                    "details": list(one.details),
                }
                for one in self.changes
            ],
            "examples": [
                {"file": one.file, "name": one.name, "differences": list(one.lines), "refused": one.refused}
                for one in self.effects
            ],
            "compared": self.cases,
            "refused": self.refused,
        }


def changes_since(old: str, rules: Path, questionnaires: Path) -> Told:
    """Return what changed since the rules in a folder, or at a revision of the repository.

    Raises:
        CommandError: There are no such earlier rules.
        ContentRefused: A file of either cannot be read.
    """
    examples = questionnaires / EXAMPLES
    with named(old, rules, questionnaires) as earlier:
        changes = differences(read_items(earlier.rules), read_items(rules))
        which = "the earlier rules do not load with this version of the software"
        try:
            before = Body.load(earlier.rules, earlier.questionnaires)
            which = "the present rules do not load"
            after = Body.load(rules, questionnaires)
        except ContentRefused as error:
            return Told(earlier.found, changes, (), 0, f"{which}: {error.problems[0]}")
        found = effects(before, after, examples)
    return Told(earlier.found, changes, tuple(found), len(list(examples.glob("*.yaml"))))


def _counted(changes: tuple[Change, ...]) -> str:
    if not changes:
        return "no rule was added, changed or retired"
    counts = [(sum(one.what == what for one in changes), what) for what in ("added", "changed", "retired")]
    return ", ".join(f"{many} {'rule' if many == 1 else 'rules'} {what}" for many, what in counts if many)
