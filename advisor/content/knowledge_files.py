"""Loads the knowledge base from its folder of YAML files.

Any file below the folder may hold any of the known lists (facts, contexts, statements and so on); they are
joined in the order of file names. So experts may split and move content without touching Python.
Packs lie in folders of their own and join the same lists, by the same checks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from advisor.content.nearest import nearest
from advisor.content.pack_reading import ReadPack, questions_of, read_pack
from advisor.content.packs import CORE_ALONE, PackFolder, faults_of_heads
from advisor.content.partial import partial_item
from advisor.content.references import Wrong, check_references
from advisor.content.rule_folder import HEAD, content_hash, read_documents, rule_files
from advisor.content.validate import validate_item
from advisor.content.yaml_reader import Document, Path_
from advisor.errors import ContentRefused, Problem
from advisor.model.advice import (
    Advice,
    Contradiction,
    RecommendationText,
    StartCondition,
    Statement,
    Together,
)
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
from advisor.model.pack import Pack, PackHead, PackQuestions
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
    "together": Together,
    "conditions": StartCondition,
    "contradictions": Contradiction,
    "phrases": Phrase,
}
INCLUDES = {"include", "includes", "import", "imports", "extends", "from"}


@dataclass
class Loaded:
    """A knowledge base with the place of each of its items, for messages."""

    knowledge: KnowledgeBase
    places: dict[tuple[str, str], tuple[Document, Path_]] = field(default_factory=dict)
    question_files: dict[str, Document] = field(default_factory=dict)


def is_head(document: Document) -> bool:
    """Return whether a file is the head of the knowledge base."""
    return PurePosixPath(document.name).name == HEAD


def load_knowledge(folder: Path, packs: Sequence[PackFolder] = ()) -> Loaded:
    """Load and check a knowledge base, with the packs that were asked for.

    Raises:
        ContentRefused: Something in it is at fault; holds every problem of every file.
    """
    files = rule_files(folder)
    if not any(path.name == HEAD for path in files):
        # Other files that lie there say nothing to somebody who named the wrong folder.
        text = f"holds no {HEAD}, so it is not a knowledge base"
        raise ContentRefused([Problem(str(folder), 0, 0, text, "unreadable")])
    documents, problems = read_documents(files, folder)
    read = [read_pack(pack) for pack in packs]
    problems += [problem for each in read for problem in each.problems]
    problems += faults_of_heads([(each.document, each.head) for each in read if each.document and each.head])
    if problems:
        raise ContentRefused(problems)
    heads = {one.name: each.head for each in read for one in each.documents if each.head}
    collector = Collector([*documents, *(one for each in read for one in each.documents)], heads=heads)
    parts = [questions_of(each, collector.derived) for each in read]
    collector.problems += [problem for *_, found in parts for problem in found]
    if collector.problems or collector.head is None:
        raise ContentRefused(collector.problems)
    used = tuple(
        Pack(head=each.head, hash=each.hash, questions=asked, brings=collector.brought_by(each, asked))
        for each, (_, asked, _) in zip(read, parts, strict=True)
        if each.head
    )
    knowledge = assemble(collector.head, collector.lists, content_hash(folder, files), used)
    problems = [
        problem
        for key, wrong in check_references(knowledge)
        for problem in problems_at(*collector.places.get(key, (documents[0], ())), key, wrong)
    ]
    if problems:
        raise ContentRefused(problems)
    forms = {pack.head.id: form for pack, (form, *_) in zip(used, parts, strict=True) if form}
    return Loaded(knowledge, collector.places, forms)


def problems_at(document: Document, path: Path_, key: tuple[str, str], wrong: Wrong) -> list[Problem]:
    """Return a fault of an item as problems: one for each place in the item where its word stands."""
    places = document.places_of(wrong.word, path) if wrong.word else []
    return [
        document.problem(place, wrong.text, code=wrong.code, rule=key[1])
        for place in places or [(*path, *wrong.at)]
    ]


Collected = dict[str, list[Any]]


class Collector:
    """Sorts the items of all documents into their lists, collecting problems on the way."""

    def __init__(
        self,
        documents: list[Document],
        derived: frozenset[str] = frozenset(),
        heads: Mapping[str, PackHead] | None = None,
    ) -> None:
        """Sort what the documents hold.

        Args:
            documents: Files that could be read.
            derived: Names of derived facts that stand elsewhere.
            heads: The pack that each file belongs to, by name of the file; none: the core pack.
        """
        self.heads = heads or {}
        self.derived = derived | _derived_names(documents)
        self.lists: Collected = {name: [] for name in LISTS}
        self.head: Settings | None = None
        self.places: dict[tuple[str, str], tuple[Document, Path_]] = {}
        self.problems: list[Problem] = []
        self.partial: dict[tuple[str, str], tuple[BaseModel, Document, Path_]] = {}
        """Items that are at fault, as far as they can be read: by list and id, with their places."""
        for document in documents:
            self.collect(document)

    def collect(self, document: Document) -> None:
        """Take over what one file holds."""
        if not isinstance(document.data, dict):
            text = "is not a mapping of names to lists"
            self.problems.append(document.problem((), text, code="wrong-kind"))
        elif is_head(document):
            if self.head is not None:
                self.problems.append(
                    document.problem((), f"is a second {HEAD}; keep one", code="duplicate-id")
                )
            self.head, found = validate_item(Settings, document.data, document, (), self.derived)
            self.problems += found
        else:
            for name, items in document.data.items():
                self.collect_list(name, items, document)

    def collect_list(self, name: str, items: object, document: Document) -> None:
        """Take over one list of a file."""
        if name in INCLUDES:
            text = f"“{name}” brings in no other file; take it out: every file below the folder is read"
            self.problems.append(document.problem((name,), text, at_key=True, code="include"))
        elif name not in LISTS:
            meant = nearest(name, LISTS)
            hint = f"did you mean “{meant}”?" if meant else f"known lists: {', '.join(LISTS)}"
            text = f"“{name}” is not a list of the knowledge base; {hint}"
            self.problems.append(document.problem((name,), text, at_key=True, code="unknown-key"))
        elif name in CORE_ALONE and document.name in self.heads:
            text = f"“{name}” belongs to the core pack alone; take it out of this pack"
            self.problems.append(document.problem((name,), text, at_key=True, code="unknown-key"))
        elif not isinstance(items, list):
            self.problems.append(document.problem((name,), f"“{name}” needs a list", code="wrong-kind"))
        else:
            for number, data in enumerate(items):
                self.collect_item(name, data, document, (name, number))

    def collect_item(self, name: str, data: object, document: Document, path: Path_) -> None:
        """Take over one item of a list."""
        model = LISTS[name]
        item: BaseModel | tuple[str, ...] | None
        if model is not None:
            item, found = validate_item(model, data, document, path, self.derived)
            self.problems += found
            if item is None:
                self.keep_partial(name, partial_item(model, data, self.derived), document, path)
                return
        elif isinstance(data, list) and len(data) > 1 and all(isinstance(one, str) for one in data):
            item = tuple(data)
        else:
            text = "a chain needs a list of two or more names, such as [quick_wins, progress]"
            self.problems.append(document.problem(path, text, code="wrong-kind"))
            return
        key = (name, identity(item))
        self.problems += self.faults_of_id(key, document, path)
        self.places[key] = (document, path)
        self.lists[name].append(item)

    def keep_partial(self, name: str, item: BaseModel | None, document: Document, path: Path_) -> None:
        """Keep an item that is at fault, so that the names in it can be looked up."""
        key = (name, identity(item) if item is not None else "")
        if item is not None and key[1] and key not in self.places:
            self.partial.setdefault(key, (item, document, path))

    def faults_of_id(self, key: tuple[str, str], document: Document, path: Path_) -> Iterator[Problem]:
        """Yield what is wrong with the id of an item: taken already, or not one that its pack may give."""
        head = self.heads.get(document.name)
        if key in self.places:
            earlier, before = self.places[key]
            place = f"{earlier.name} line {earlier.places[before][0]}"
            text = f"{key[1]} stands twice, first in {place}; keep one"
            if head is not self.heads.get(earlier.name):
                text = (
                    f"{key[1]} stands in {place} already; a pack adds and never changes: give it another id"
                )
            yield document.problem(path, text, code="duplicate-id", rule=key[1])
        if head is not None and key[0] == "statements" and not re.fullmatch(rf"{head.prefix}\d+", key[1]):
            text = f"{key[1]} does not begin with the pack’s prefix; write {head.prefix} and a number"
            yield document.problem((*path, "id"), text, code="misnumbered-id", rule=key[1])

    def brought_by(self, read: ReadPack, asked: PackQuestions | None) -> dict[str, tuple[str, ...]]:
        """Return the ids of what a pack brings, by list."""
        names = {document.name for document in read.documents}
        brought: dict[str, list[str]] = {}
        for (kind, name), (document, _) in self.places.items():
            if document.name in names:
                brought.setdefault(kind, []).append(name)
        if asked is not None:
            brought["questions"] = [question.id for question in asked.questions]
        return {kind: tuple(found) for kind, found in brought.items()}


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


def assemble(
    head: Settings, collected: Collected, content: str, packs: tuple[Pack, ...] = ()
) -> KnowledgeBase:
    """Return the knowledge base made of its items.

    Statements of the table come first, in its order, then further ones, then those of packs.
    """
    order = {one: place for place, one in enumerate(TABLE_IDS)}
    last = {one for pack in packs for one in pack.brings.get("statements", ())}
    statements = sorted(
        collected["statements"],
        key=lambda each: (each.id in last, order.get(each.id, len(order)), _natural(each.id)),
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
            together=tuple(collected["together"]),
            start_conditions=tuple(collected["conditions"]),
            contradictions=tuple(collected["contradictions"]),
        ),
        phrases=tuple(collected["phrases"]),
        packs=packs,
    )


def _natural(name: str) -> tuple[str, int]:
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :] or 0)
