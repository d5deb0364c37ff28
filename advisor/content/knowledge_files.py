"""Loads the knowledge base from its folder of YAML files.

Any file below the folder may hold any of the known lists (facts, contexts, statements and so on); they are
joined in the order of file names. So experts may split and move content without touching Python.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from advisor.content.nearest import nearest
from advisor.content.references import check_references
from advisor.content.validate import validate_item
from advisor.content.yaml_reader import Document, Path_, read_yaml
from advisor.errors import ContentRefused, InputRefused, Problem
from advisor.model.advice import Advice, Contradiction, RecommendationText, StartCondition, Statement
from advisor.model.evidence import (
    CollaborationType,
    Context,
    Link,
    Loop,
    Mechanism,
    MechanismLink,
    Source,
    Study,
    Web,
)
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase, Phrase, Settings
from advisor.model.vocabulary import DerivedFact, FactDefinition, Vocabulary

LISTS: dict[str, type[BaseModel] | None] = {
    "facts": FactDefinition,
    "derived": DerivedFact,
    "sources": Source,
    "studies": Study,
    "types": CollaborationType,
    "mechanisms": Mechanism,
    "contexts": Context,
    "links": Link,
    "mechanism_links": MechanismLink,
    "loops": Loop,
    "chains": None,
    "statements": Statement,
    "recommendations": RecommendationText,
    "conditions": StartCondition,
    "contradictions": Contradiction,
    "phrases": Phrase,
}
HEAD = "knowledge_base.yaml"
LAYOUT = "web_layout.yaml"


@dataclass
class Loaded:
    """A knowledge base with the place of each of its items, for messages."""

    knowledge: KnowledgeBase
    places: dict[tuple[str, str], tuple[Document, Path_]] = field(default_factory=dict)


def rule_files(folder: Path) -> list[Path]:
    """Return the content files of a knowledge base, in order."""
    found = (path for path in folder.rglob("*.yaml") if not path.name.endswith(".examples.yaml"))
    content = (path for path in found if path.name != LAYOUT)
    return sorted(content, key=lambda path: path.relative_to(folder).as_posix())


def is_head(document: Document) -> bool:
    """Return whether a file is the head of the knowledge base."""
    return PurePosixPath(document.name).name == HEAD


def content_hash(folder: Path, files: Iterable[Path]) -> str:
    """Return the hash of the content: twelve characters, the same on every machine."""
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def load_knowledge(folder: Path) -> Loaded:
    """Load and check a knowledge base.

    Raises:
        ContentRefused: Something in it is at fault; holds every problem of every file.
    """
    files = rule_files(folder)
    documents, problems = _read(files, folder)
    if not any(map(is_head, documents)):
        problems.append(Problem(str(folder), 0, 0, f"holds no {HEAD}, so it is not a knowledge base"))
    if problems:
        raise ContentRefused(problems)
    collector = _Collector(documents)
    if collector.problems or collector.head is None:
        raise ContentRefused(collector.problems)
    knowledge = assemble(collector.head, collector.lists, content_hash(folder, files))
    problems = [
        document.problem(path, text)
        for key, text in check_references(knowledge)
        for document, path in [collector.places.get(key, (documents[0], ()))]
    ]
    if problems:
        raise ContentRefused(problems)
    return Loaded(knowledge, collector.places)


def _read(files: list[Path], folder: Path) -> tuple[list[Document], list[Problem]]:
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in files:
        try:
            documents.append(read_yaml(path, path.relative_to(folder.parent).as_posix()))
        except InputRefused as error:
            problems += error.problems
    return documents, problems


Collected = dict[str, list[Any]]


class _Collector:
    """Sorts the items of all documents into their lists, collecting problems on the way."""

    def __init__(self, documents: list[Document]) -> None:
        self.derived = _derived_names(documents)
        self.lists: Collected = {name: [] for name in LISTS}
        self.head: Settings | None = None
        self.places: dict[tuple[str, str], tuple[Document, Path_]] = {}
        self.problems: list[Problem] = []
        for document in documents:
            self.collect(document)

    def collect(self, document: Document) -> None:
        if not isinstance(document.data, dict):
            self.problems.append(document.problem((), "is not a mapping of names to lists"))
        elif is_head(document):
            if self.head is not None:
                self.problems.append(document.problem((), f"is a second {HEAD}; keep one"))
            self.head, found = validate_item(Settings, document.data, document, (), self.derived)
            self.problems += found
        else:
            for name, items in document.data.items():
                self.collect_list(name, items, document)

    def collect_list(self, name: str, items: object, document: Document) -> None:
        if name not in LISTS:
            meant = nearest(name, LISTS)
            hint = f"did you mean “{meant}”?" if meant else f"known lists: {', '.join(LISTS)}"
            text = f"“{name}” is not a list of the knowledge base; {hint}"
            self.problems.append(document.problem((name,), text, at_key=True))
        elif not isinstance(items, list):
            self.problems.append(document.problem((name,), f"“{name}” needs a list"))
        else:
            for number, data in enumerate(items):
                self.collect_item(name, data, document, (name, number))

    def collect_item(self, name: str, data: object, document: Document, path: Path_) -> None:
        model = LISTS[name]
        item: BaseModel | tuple[str, ...] | None
        if model is not None:
            item, found = validate_item(model, data, document, path, self.derived)
            self.problems += found
            if item is None:
                return
        elif isinstance(data, list) and len(data) > 1 and all(isinstance(one, str) for one in data):
            item = tuple(data)
        else:
            text = "a chain needs a list of two or more names, such as [quick_wins, progress]"
            self.problems.append(document.problem(path, text))
            return
        key = (name, identity(item))
        if key in self.places:
            earlier, before = self.places[key]
            place = f"{earlier.name} line {earlier.places[before][0]}"
            self.problems.append(document.problem(path, f"{key[1]} stands twice, first in {place}; keep one"))
        self.places[key] = (document, path)
        self.lists[name].append(item)


def identity(item: BaseModel | tuple[str, ...]) -> str:
    """Return the id by which an item is known; of loops and chains that is the way they take."""
    if isinstance(item, Loop | tuple):
        return "→".join(item.path if isinstance(item, Loop) else item)
    return next(str(getattr(item, key)) for key in ("id", "fact", "type") if hasattr(item, key))


def _derived_names(documents: list[Document]) -> frozenset[str]:
    names = set()
    for document in documents:
        items = document.data.get("derived", []) if isinstance(document.data, dict) else []
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and isinstance(item.get("fact"), str):
                names.add(item["fact"])
    return frozenset(names)


def assemble(head: Settings, collected: Collected, content: str) -> KnowledgeBase:
    """Return the knowledge base made of its items; table statements come first, in the table’s order."""
    order = {one: place for place, one in enumerate(TABLE_IDS)}
    statements = sorted(
        collected["statements"], key=lambda each: (order.get(each.id, len(order)), _natural(each.id))
    )
    return KnowledgeBase(
        hash=content,
        date=head.date,
        title=head.title,
        settings=head.settings,
        vocabulary=Vocabulary(facts=tuple(collected["facts"]), derived=tuple(collected["derived"])),
        sources=tuple(collected["sources"]),
        studies=tuple(collected["studies"]),
        types=tuple(collected["types"]),
        mechanisms=tuple(collected["mechanisms"]),
        contexts=tuple(collected["contexts"]),
        web=Web(
            links=tuple(collected["links"]),
            mechanism_links=tuple(collected["mechanism_links"]),
            loops=tuple(collected["loops"]),
            chains=tuple(collected["chains"]),
        ),
        advice=Advice(
            statements=tuple(statements),
            recommendations=tuple(collected["recommendations"]),
            start_conditions=tuple(collected["conditions"]),
            contradictions=tuple(collected["contradictions"]),
        ),
        phrases=tuple(collected["phrases"]),
    )


def _natural(name: str) -> tuple[str, int]:
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :] or 0)
