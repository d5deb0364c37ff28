"""Tells what changed since earlier rules, and what it does to the example reports."""

from dataclasses import dataclass
from pathlib import Path

from advisor.content.packs import HEAD as PACK_HEAD
from advisor.content.packs import PackFolder
from advisor.content.rule_changes import Change, differences
from advisor.content.rule_folder import HEAD
from advisor.content.rule_items import LISTS, read_items
from advisor.errors import ContentRefused
from advisor.proof.versions.effects import Effect, effects, load_body
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


def changes_since(old: str, rules: Path, questionnaires: Path, pack: Path | None = None) -> Told:
    """Return what changed since the rules in a folder, or at a revision of the repository.

    Args:
        old: The folder, or the revision.
        rules: Folder of the present rules.
        questionnaires: Folder of the present questionnaires.
        pack: The pack whose changes are asked for, both times over the present rules; none: of the rules.

    Raises:
        CommandError: There are no such earlier rules.
        ContentRefused: A file of either cannot be read.
    """
    examples = questionnaires / EXAMPLES
    asked, head = (rules, HEAD) if pack is None else (pack, PACK_HEAD)
    with named(old, asked, questionnaires, head) as earlier:
        forms = (None, None) if pack else (earlier.questionnaires, questionnaires)
        changes = differences(*map(read_items, (earlier.rules, asked), forms))
        which = "the earlier rules do not load with this version of the software"
        try:
            if pack is None:
                before = load_body(earlier.rules, earlier.questionnaires)
            else:
                then = PackFolder(earlier.rules, f"{earlier.rules.name} (earlier)")
                before = load_body(rules, questionnaires, (then,))
            which = "the present rules do not load"
            now = () if pack is None else (PackFolder(pack, str(pack)),)
            after = load_body(rules, questionnaires, now)
        except ContentRefused as error:
            return Told(earlier.found, changes, (), 0, f"{which}: {error.problems[0]}")
        found = effects(before, after, examples)
    return Told(earlier.found, changes, tuple(found), len(list(examples.glob("*.yaml"))))


def _counted(changes: tuple[Change, ...]) -> str:
    """Return how much changed: rules first, and then settings, texts, sources, studies and questions."""
    if not changes:
        return "no rule, setting, text, source, study or question was added, changed or retired"
    counts = [
        (sum(one.what == what and (one.key[0] in LISTS) is rule for one in changes), what, name)
        for rule, name in ((True, "rule"), (False, "other entry"))
        for what in ("added", "changed", "retired")
    ]
    return ", ".join(f"{many} {_many(name, many)} {what}" for many, what, name in counts if many)


def _many(name: str, many: int) -> str:
    return name if many == 1 else f"{name.removesuffix('y')}ies" if name.endswith("y") else f"{name}s"
