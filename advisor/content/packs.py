"""Packs of evidence beside the core pack: finding their folders, and reading what every pack has.

A pack is a folder with ``pack.yaml``, the same lists as the rules, and ``questions.yaml`` where it asks more.
A pack may come from anybody, so nothing outside its folder is read, and nothing in it may take the place of
what the core pack holds.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from advisor.content.folders import content_folder
from advisor.content.nearest import nearest
from advisor.content.validate import validate_item
from advisor.content.yaml_reader import Document, read_yaml
from advisor.errors import CommandError, InputRefused, Problem
from advisor.model.pack import CORE, PackHead

M = TypeVar("M", bound=BaseModel)
FOLDER = "packs"
"""Where the packs lie that come with a knowledge base, below its folder."""

HEAD = "pack.yaml"
QUESTIONS = "questions.yaml"
LARGEST = 10_000_000
MOST_FILES = 500
CORE_ALONE = ("studies", "types", "mechanisms", "mechanism_links", "loops", "chains")
"""Lists that no pack may add to: the counts of studies and the picture of the web rest on them."""


@dataclass(frozen=True)
class PackFolder:
    """A pack that was asked for.

    Attributes:
        folder: Where it lies.
        shown: How messages name the folder.
    """

    folder: Path
    shown: str

    def name_of(self, path: Path) -> str:
        """Return a file of the pack as messages name it."""
        return f"{self.shown}/{path.relative_to(self.folder).as_posix()}"


def shipped_packs(rules: Path | None = None) -> dict[str, PackFolder]:
    """Return the packs that come with a knowledge base, and those that come with the product, by id."""
    found: dict[str, PackFolder] = {}
    for folder in dict.fromkeys((rules or content_folder("rules"), content_folder("rules"))):
        for head in sorted((folder / FOLDER).glob(f"*/{HEAD}")):
            shown = f"{folder.name}/{FOLDER}/{head.parent.name}"
            found.setdefault(head.parent.name, PackFolder(head.parent, shown))
    return found


def find_packs(names: Sequence[str], rules: Path | None = None) -> tuple[PackFolder, ...]:
    """Return the packs that were asked for, each an id or a folder; the same one asked for twice counts once.

    Raises:
        CommandError: There is no such pack.
    """
    shipped = shipped_packs(rules)
    found: dict[Path, PackFolder] = {}
    for name in names:
        pack = shipped[name] if name in shipped else _folder(name, tuple(shipped))
        found.setdefault(pack.folder.resolve(), pack)
    return tuple(found.values())


def _folder(name: str, ids: tuple[str, ...]) -> PackFolder:
    path = Path(name)
    try:
        if path.is_dir():
            return PackFolder(path, name.rstrip("/") or name)
        there = path.exists()
    except (OSError, ValueError):
        there = False
    if there:
        raise CommandError(f"“{name}” is not a folder; a pack is a folder with a file {HEAD} in it.")
    meant = nearest(name, ids)
    hint = f"Did you mean “{meant}”?" if meant else f"Known packs: {', '.join(ids) or 'none'}."
    raise CommandError(f"There is no pack and no folder “{name}”. {hint}")


def faults_of_folder(pack: PackFolder) -> list[Problem]:
    """Return what speaks against reading a folder at all: links that lead out of it, size, strange files."""
    inside = pack.folder.resolve()
    if not (pack.folder / HEAD).is_file():
        text = (
            f"holds no {HEAD}, so it is not a pack; write one with id, title, what, date, behind and prefix"
        )
        return [Problem(pack.shown, 0, 0, text, "unreadable")]
    problems: list[Problem] = []
    size = files = 0
    for path in _everything(pack.folder):
        name = pack.name_of(path)
        if path.is_symlink() and not path.resolve().is_relative_to(inside):
            text = "is a link to a place outside the pack, so it is not read; put the file itself here"
            problems.append(Problem(name, 0, 0, text, "unreadable"))
        elif path.is_dir():
            continue
        elif path.suffix == ".yaml" and not path.is_file():
            text = "is no ordinary file, so it is not read; take it out"
            problems.append(Problem(name, 0, 0, text, "unreadable"))
        else:
            files += 1
            size += path.lstat().st_size
        if size > LARGEST or files > MOST_FILES:
            most = f"{LARGEST // 1_000_000} MB or {MOST_FILES} files"
            text = f"is larger than {most}, so it is not a pack of rules; nothing was read"
            return [Problem(pack.shown, 0, 0, text, "unreadable")]
    return problems


def _everything(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder, followlinks=False):
        yield from (Path(here) / name for name in sorted((*folders, *files)))


def read_part(
    pack: PackFolder, name: str, model: type[M], derived: frozenset[str] = frozenset()
) -> tuple[Document | None, M | None, list[Problem]]:
    """Return one of the two files that only packs have, with the problems in it."""
    try:
        document = read_yaml(pack.folder / name, f"{pack.shown}/{name}")
    except InputRefused as error:
        return None, None, error.problems
    if not isinstance(document.data, dict):
        text = "needs names with values, such as “title: …”"
        return document, None, [document.problem((), text, code="wrong-kind")]
    part, problems = validate_item(model, document.data, document, (), derived)
    return document, part, problems


def faults_of_heads(heads: Sequence[tuple[Document, PackHead]]) -> Iterator[Problem]:
    """Yield where two packs in use cannot be told apart, or one cannot be told from the core pack."""
    ids: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for document, head in heads:
        if head.id == CORE:
            text = f"“{CORE}” is the id of the two papers’ own pack; choose another"
            yield document.problem(("id",), text, code="duplicate-id")
        if head.id in ids:
            text = f"“{head.id}” is also the id of {ids[head.id]}; use one of the two, or change an id"
            yield document.problem(("id",), text, code="duplicate-id")
        elif head.prefix in prefixes:
            text = f"“{head.prefix}” is also the prefix of {prefixes[head.prefix]}; choose another"
            yield document.problem(("prefix",), text, code="duplicate-id")
        ids.setdefault(head.id, document.name)
        prefixes.setdefault(head.prefix, document.name)
