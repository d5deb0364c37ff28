"""The lock: each rule’s version and the hash of what it means, kept beside the rules.

A rule whose meaning changed without a new version is a problem, and so is a lock that is gone.
Settings, texts, sources, studies and questions have versions too: they change reports as rules do.
Recording raises the versions of what changed; where the lock is gone, from those that git remembers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field

from advisor.content.folders import content_folder
from advisor.content.packs import FOLDER
from advisor.content.rule_folder import LOCK
from advisor.content.rule_items import (
    EVERYTHING,
    QUESTIONS,
    Item,
    Key,
    items_of,
    questionnaires_beside,
    read_items,
)
from advisor.content.validate import validate_item
from advisor.content.whole_files import write_whole
from advisor.content.yaml_reader import Document, read_yaml, read_yaml_text
from advisor.errors import ContentRefused, InputRefused, Problem
from advisor.model.base import Model
from advisor.proof.versions.revisions import last_committed

CODE, NEVER = "changed-without-version", "never-recorded"
MOST_TOLD = 3
"""Of a list that the lock knows nothing of, at most so many are told one by one."""
RECORD = "advisor check --record"
TOP = f"""\
# Version and hash of each rule. Written by “{RECORD}”; please do not edit it by hand.
# A retired rule keeps its line, so that its id is never given to another.
"""


class Locked(Model):
    """One rule in the lock."""

    version: int = Field(ge=1, description="Version, from 1.")
    hash: str = Field(pattern="^[0-9a-f]{12}$", description="Hash of what it meant when it was recorded.")
    retired: bool = Field(default=False, description="Whether it is no longer there.")


class _Written(Model):
    """One list of the lock, for reading."""

    rules: dict[str, Locked]


Lock = dict[Key, Locked]


@dataclass(frozen=True)
class Standing:
    """How the rules stand to their lock, each a list of keys in the order of the lists.

    Attributes:
        changed: Rules that mean something else than was recorded.
        added: Rules that were never recorded, or were recorded as retired.
        retired: Rules that were recorded and are gone.
    """

    changed: tuple[Key, ...]
    added: tuple[Key, ...]
    retired: tuple[Key, ...]

    @property
    def settled(self) -> bool:
        """Whether the lock says all that is there."""
        return not (self.changed or self.added or self.retired)


def read_lock(folder: Path) -> Lock:
    """Return the lock of a folder of rules or a pack; empty where there is none.

    Raises:
        ContentRefused: The lock is at fault.
    """
    path = folder / LOCK
    if not path.exists():
        return {}
    try:
        document = read_yaml(path, f"{folder.name}/{LOCK}")
    except InputRefused as error:
        raise ContentRefused(error.problems) from error
    return _lock_in(document)


def remembered_lock(folder: Path) -> Lock | None:
    """Return the lock of a folder as git last held it; none where git knows of none."""
    text = last_committed(folder / LOCK)
    if text is None:
        return None
    try:
        return _lock_in(read_yaml_text(text, f"{folder.name}/{LOCK}"))
    except InputRefused:
        return None


def _lock_in(document: Document) -> Lock:
    lock: Lock = {}
    data = document.data if isinstance(document.data, dict) else {}
    problems: list[Problem] = []
    for kind, rules in data.items():
        if kind not in EVERYTHING:
            text = f"“{kind}” is not a list of the lock; delete this file and run “{RECORD}”"
            problems.append(document.problem((kind,), text, at_key=True, code="unknown-key"))
            continue
        part, found = validate_item(_Written, {"rules": rules}, document, (), ())
        problems += found
        lock |= {(kind, name): one for name, one in (part.rules if part else {}).items()}
    if problems:
        raise ContentRefused(problems)
    return lock


def standing(items: dict[Key, Item], lock: Lock) -> Standing:
    """Return how rules stand to their lock; questions count only where questionnaires lie beside."""
    asked = any(kind == QUESTIONS for kind, _ in items)
    live = {key: one for key, one in lock.items() if not one.retired and (asked or key[0] != QUESTIONS)}
    return Standing(
        changed=_ordered(key for key, item in items.items() if key in live and live[key].hash != item.hash),
        added=_ordered(key for key in items if key not in live),
        retired=_ordered(key for key in live if key not in items),
    )


def faults(folder: Path, documents: Iterable[Document] | None = None) -> Iterator[Problem]:
    """Yield what the lock of a folder of rules or a pack does not say, one problem a rule.

    A lock that is gone is a fault of rules that had versions: those of the product and its packs, and where
    git remembers one. A new folder is told that it has none yet.

    Args:
        folder: The folder.
        documents: Its files, and those of the questionnaires beside it, where they were read already.
    """
    if not (folder / LOCK).exists():
        yield _missing(folder)
        return
    try:
        if documents is None:
            items = everything_in(folder)
        else:
            items = {item.key: item for one in documents for item in items_of(one, EVERYTHING)}
        lock = read_lock(folder)
    except ContentRefused as error:
        yield from error.problems
        return
    found = standing(items, lock)
    known = {kind for kind, _ in lock}
    for kind, name in EVERYTHING.items():
        new = [key for key in found.added if key[0] == kind]
        if kind not in known and len(new) > MOST_TOLD:
            found = replace(found, added=tuple(key for key in found.added if key[0] != kind))
            text = f"{len(new)} of the kind “{name}” have no version, such as {new[0][1]}; run “{RECORD}”"
            yield items[new[0]].problem(text, CODE)
    for key in found.changed:
        what = f"{EVERYTHING[key[0]]} {key[1]} has changed, and its version is still {lock[key].version}"
        yield items[key].problem(f"{what}; run “{RECORD}”", CODE)
    for key in found.added:
        yield items[key].problem(
            f"{EVERYTHING[key[0]]} {key[1]} is new and has no version; run “{RECORD}”", CODE
        )
    for key in found.retired:
        text = f"{EVERYTHING[key[0]]} {key[1]} is gone, and the lock still counts it; run “{RECORD}”"
        yield Problem(f"{folder.name}/{LOCK}", 0, 0, text, CODE, key[1])


def everything_in(folder: Path) -> dict[Key, Item]:
    """Return all that has a version in a folder of rules or a pack, with the questionnaires beside it."""
    return read_items(folder, questionnaires_beside(folder))


def _missing(folder: Path) -> Problem:
    """Return what is wrong where there is no lock: it is gone, or there never was one."""
    rules = content_folder("rules").resolve()
    own = folder.resolve()
    ours = own == rules or own.is_relative_to(rules / FOLDER)
    if ours or last_committed(folder / LOCK) is not None:
        text = (
            f"{LOCK} is gone, and with it every version; put it back, or run “{RECORD}”,"
            " which goes on from the one in git"
        )
        return Problem(f"{folder.name}/{LOCK}", 0, 0, text, CODE)
    text = f"nothing here has a version yet; run “{RECORD}” once the rules are in use"
    return Problem(f"{folder.name}/{LOCK}", 0, 0, text, NEVER)


def record(folder: Path) -> Standing:
    """Write the lock anew: what changed gets its next version, what is gone is marked as retired.

    Where the lock is gone, versions go on from those that git remembers.

    Returns:
        What was recorded; where nothing changed, nothing is written.
    """
    items, lock = everything_in(folder), read_lock(folder)
    if not (folder / LOCK).exists():
        lock = remembered_lock(folder) or {}
    found = standing(items, lock)
    if not found.settled or not (folder / LOCK).exists():
        write_whole(folder / LOCK, _written(_next(items, lock)).encode())
    return found


def _next(items: dict[Key, Item], lock: Lock) -> Lock:
    following: Lock = {}
    for key, item in items.items():
        before = lock.get(key)
        if before is None:
            following[key] = Locked(version=1, hash=item.hash)
        elif before.hash == item.hash and not before.retired:
            following[key] = before
        else:
            following[key] = Locked(version=before.version + 1, hash=item.hash)
    asked = any(kind == QUESTIONS for kind, _ in items)
    gone = {
        key: one.model_copy(update={"retired": one.retired or asked or key[0] != QUESTIONS})
        for key, one in lock.items()
        if key not in items
    }
    return following | gone


def _written(lock: Lock) -> str:
    lines = [TOP]
    for kind in EVERYTHING:
        named = sorted((name, one) for (of, name), one in lock.items() if of == kind)
        if named:
            lines.append(f"{kind}:\n")
        for name, one in named:
            more = ", retired: true" if one.retired else ""
            lines.append(f'  "{name}": {{version: {one.version}, hash: "{one.hash}"{more}}}\n')
    return "".join(lines)


def _ordered(keys: Iterable[Key]) -> tuple[Key, ...]:
    lists = list(EVERYTHING)
    return tuple(sorted(keys, key=lambda key: (lists.index(key[0]), key[1])))
