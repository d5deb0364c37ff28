"""The lock: each rule’s version and the hash of what it means, kept beside the rules.

A rule whose meaning changed without a new version is a problem.
Recording raises the versions of what changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from advisor.content.rule_folder import LOCK
from advisor.content.rule_items import LISTS, Item, Key, items_of, read_items
from advisor.content.validate import validate_item
from advisor.content.whole_files import write_whole
from advisor.content.yaml_reader import Document, read_yaml
from advisor.errors import ContentRefused, InputRefused, Problem
from advisor.model.base import Model

CODE = "changed-without-version"
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
    lock: Lock = {}
    data = document.data if isinstance(document.data, dict) else {}
    problems: list[Problem] = []
    for kind, rules in data.items():
        if kind not in LISTS:
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
    """Return how rules stand to their lock."""
    live = {key: one for key, one in lock.items() if not one.retired}
    return Standing(
        changed=_ordered(key for key, item in items.items() if key in live and live[key].hash != item.hash),
        added=_ordered(key for key in items if key not in live),
        retired=_ordered(key for key in live if key not in items),
    )


def faults(folder: Path, documents: Iterable[Document] | None = None) -> Iterator[Problem]:
    """Yield what the lock of a folder of rules or a pack does not say, one problem a rule.

    A folder without a lock has no versions yet, and no faults of this kind.

    Args:
        folder: The folder.
        documents: Its files, where they were read already.
    """
    if not (folder / LOCK).exists():
        return
    try:
        read = None if documents is None else {item.key: item for one in documents for item in items_of(one)}
        items, lock = read if read is not None else read_items(folder), read_lock(folder)
    except ContentRefused as error:
        yield from error.problems
        return
    found = standing(items, lock)
    for key in found.changed:
        what = f"{LISTS[key[0]]} {key[1]} has changed, and its version is still {lock[key].version}"
        yield items[key].problem(f"{what}; run “{RECORD}”", CODE)
    for key in found.added:
        yield items[key].problem(f"{LISTS[key[0]]} {key[1]} is new and has no version; run “{RECORD}”", CODE)
    for key in found.retired:
        text = f"{LISTS[key[0]]} {key[1]} is gone, and the lock still counts it; run “{RECORD}”"
        yield Problem(f"{folder.name}/{LOCK}", 0, 0, text, CODE, key[1])


def record(folder: Path) -> Standing:
    """Write the lock anew: what changed gets its next version, what is gone is marked as retired.

    Returns:
        What was recorded; where nothing changed, nothing is written.
    """
    items, lock = read_items(folder), read_lock(folder)
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
    gone = {key: one.model_copy(update={"retired": True}) for key, one in lock.items() if key not in items}
    return following | gone


def _written(lock: Lock) -> str:
    lines = [TOP]
    for kind in LISTS:
        named = sorted((name, one) for (of, name), one in lock.items() if of == kind)
        if named:
            lines.append(f"{kind}:\n")
        for name, one in named:
            more = ", retired: true" if one.retired else ""
            lines.append(f'  "{name}": {{version: {one.version}, hash: "{one.hash}"{more}}}\n')
    return "".join(lines)


def _ordered(keys: Iterable[Key]) -> tuple[Key, ...]:
    lists = list(LISTS)
    return tuple(sorted(keys, key=lambda key: (lists.index(key[0]), key[1])))
