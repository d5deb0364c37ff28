"""Reads as much of a knowledge base as can be read, so that one fault does not hide the others."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from advisor.content.knowledge_files import (
    LISTS,
    Collected,
    Collector,
    assemble,
    identity,
    is_head,
    problems_at,
)
from advisor.content.questionnaire_files import load_questionnaires
from advisor.content.references import Key, check_references
from advisor.content.rule_folder import HEAD, NO_RULES, read_documents, rule_files
from advisor.content.yaml_reader import LARGEST_FILE, Document, Path_, read_yaml
from advisor.errors import ContentRefused, InputRefused, Problem
from advisor.model.knowledge import KnowledgeBase, Settings, Thresholds
from advisor.model.questionnaire import Questionnaire
from advisor.proof.problems.rules import QUESTIONS
from advisor.proof.problems.twice import FOLLOWS, doubtful

STYLE = "style.yaml"
NAMES = {"unknown-fact", "unknown-value", "wrong-comparison", "unknown-id", "unresolvable-source"}
"""Kinds of problem that can be told of an item which is at fault in itself."""
_ITEM = re.compile(r"""^(?: {0,2}- |- \{)(?:id|fact|type):\s*["']?([^\s,:"'}]+)""")
_IDS = re.compile(r"""\b(?:id|fact|type)["']?:\s*["']?([^\s,:"'}]+)""")
_TITLES = re.compile(r"""^[\s-]*title:\s*["']?(.+?)["']?\s*$""", re.MULTILINE)
_NO_HEAD = Settings(
    date="", title="", settings=Thresholds(clear_majority=3, least_known=5, least_carried=2, priorities=5)
)


@dataclass
class Read:
    """What could be read.

    Attributes:
        knowledge: Everything in it that is sound in itself.
        questionnaires: Questionnaires by name; none where one of them is at fault.
        documents: Files of the knowledge base.
        forms: Files of the questionnaires.
        problems: What was found on the way.
        places: File and path of each item.
        at_fault: Items that name something that is not there, or that stands twice.
        whole: Whether everything could be read.
        style: The file on style; none where there is none.
    """

    knowledge: KnowledgeBase
    questionnaires: dict[str, Questionnaire] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    forms: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[Key, tuple[Document, Path_]] = field(default_factory=dict)
    at_fault: set[Key] = field(default_factory=set)
    whole: bool = True
    style: Document | None = None

    def place(self, key: Key, at: Path_ = ()) -> Problem:
        """Return the place of a part of an item."""
        if key not in self.places:
            return Problem(self.documents[0].name if self.documents else "rules", 0, 0, "", rule=key[1])
        document, path = self.places[key]
        return document.problem((*path, *at), "", rule=key[1])


def read_base(rules: Path, questionnaires: Path, drafts: Iterable[Path] = ()) -> Read:
    """Read a knowledge base with its questionnaires.

    Args:
        rules: Folder of the knowledge base.
        questionnaires: Folder of the questionnaires.
        drafts: Further files; what they hold takes the place of items of the same id.
    """
    files = [path for path in rule_files(rules) if path.resolve() not in {one.resolve() for one in drafts}]
    documents, problems = read_documents(files, rules)
    if not any(map(is_head, documents)) and not any(Path(one.file).name == HEAD for one in problems):
        text = f"holds no {HEAD}, so it is not a knowledge base"
        problems.append(Problem(str(rules), 0, 0, text, "unreadable"))
    broken = set(_ids_in(rules.parent / one.file for one in problems))
    added: list[Document] = []
    for path in drafts:
        try:
            added.append(read_yaml(path, _name_of(path, rules)))
        except InputRefused as error:
            problems += error.problems
            broken |= set(_ids_in([path]))
    base = Collector(documents)
    draft = Collector(added, base.derived)
    problems += base.problems + draft.problems
    places = base.places | draft.places
    knowledge = assemble(base.head or _NO_HEAD, _joined(base.lists, draft.lists), "")
    broken |= set(_left_out([*documents, *added], places))
    read = Read(knowledge, documents=[*documents, *added], problems=problems, places=places)
    read.whole = not problems
    read.at_fault |= doubtful(knowledge, problems)
    _references(read, broken)
    _references_of_partial(read, base, draft, broken)
    _read_questionnaires(read, questionnaires)
    _read_style(read, rules)
    homes = {document.name: rules.parent / document.name for document in documents}
    homes |= {one.file: rules.parent / one.file for one in problems} | {
        _name_of(path, rules): path for path in drafts
    }
    homes |= {f"{questionnaires.name}/{path.name}": path for path in questionnaires.glob("*.yaml")}
    read.problems = [_with_rule(problem, homes) for problem in read.problems]
    return read


def _name_of(path: Path, rules: Path) -> str:
    """Return a draft as messages name it: one in the folder of rules, as in a pack, as rules are named."""
    inside = path.resolve().is_relative_to(rules.resolve())
    return path.resolve().relative_to(rules.resolve().parent).as_posix() if inside else str(path)


def _with_rule(problem: Problem, homes: dict[str, Path]) -> Problem:
    """Return a problem with the id of the item it stands in, where it has none: the last id above it."""
    if problem.rule or not problem.line or problem.file not in homes:
        return problem
    try:
        with homes[problem.file].open(encoding="utf-8", errors="replace") as file:
            lines = file.read(LARGEST_FILE).splitlines()
    except OSError:
        return problem
    for line in reversed(lines[: problem.line]):
        item = _ITEM.match(line)
        if item:
            return replace(problem, rule=item[1])
        if re.match(r"\w", line):
            break
    return problem


def _ids_in(files: Iterable[Path]) -> Iterator[str]:
    """Yield what look like ids and titles in files that could not be read, so that nobody misses them."""
    for path in files:
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                text = file.read(LARGEST_FILE)
        except OSError:
            continue
        yield from (*_IDS.findall(text), *_TITLES.findall(text))


def _joined(base: Collected, draft: Collected) -> Collected:
    joined: Collected = {}
    for name in LISTS:
        items = {identity(item): item for item in (*base[name], *draft[name])}
        joined[name] = list(items.values())
    return joined


def _left_out(documents: list[Document], places: dict[Key, tuple[Document, Path_]]) -> Iterator[str]:
    """Yield the ids of items that were at fault in themselves, and the titles of their wordings."""
    for document in documents:
        for name, items in document.data.items() if isinstance(document.data, dict) else ():
            for item in items if isinstance(items, list) else ():
                for key in ("id", "fact", "type"):
                    found = item.get(key) if isinstance(item, dict) else None
                    if isinstance(found, str) and (name, found) not in places:
                        yield found
                        yield from _titles_in(item.get("variants"))


def _titles_in(variants: object) -> Iterator[str]:
    for variant in variants if isinstance(variants, list) else ():
        title = variant.get("title") if isinstance(variant, dict) else None
        if isinstance(title, str):
            yield title


def _references(read: Read, broken: set[str]) -> None:
    twice = frozenset(read.at_fault)
    for key, wrong in check_references(read.knowledge):
        # An id that stands twice is told as such, and nothing that may follow from it alone.
        if wrong.name in broken or (key in twice and wrong.code in FOLLOWS):
            continue
        if not read.whole and wrong.code == "missing-part" and not wrong.text.startswith("needs "):
            continue
        if key in read.places:
            read.problems += problems_at(*read.places[key], key, wrong)
            read.at_fault.add(key)
        else:
            place = read.place(key)
            read.problems.append(Problem(place.file, 0, 0, wrong.text, wrong.code, key[1]))


def _references_of_partial(read: Read, base: Collector, draft: Collector, broken: set[str]) -> None:
    """Add what items at fault name that is not there, so that one mistake does not hide the others."""
    partial = {key: one for key, one in (base.partial | draft.partial).items() if key not in read.places}
    if not partial:
        return
    lists = _joined(base.lists, draft.lists)
    for (name, _), (item, _, _) in partial.items():
        lists[name].append(item)
    knowledge = assemble(base.head or _NO_HEAD, lists, "")
    for key, wrong in check_references(knowledge):
        if key in partial and wrong.code in NAMES and wrong.name not in broken:
            _, document, path = partial[key]
            told = {(one.file, one.line, one.text) for one in read.problems}
            found = problems_at(document, path, key, wrong)
            read.problems += [one for one in found if (one.file, one.line, one.text) not in told]


def _read_questionnaires(read: Read, folder: Path) -> None:
    try:
        read.questionnaires = load_questionnaires(folder, read.knowledge.vocabulary)
    except ContentRefused as error:
        # While facts are missing for a fault of their own, questions about them are not to blame.
        read.problems += (
            error.problems if read.whole else [one for one in error.problems if one.code not in NAMES]
        )
    for path in sorted(folder.glob("*.yaml")):
        try:
            document = read_yaml(path, f"{folder.name}/{path.name}")
        except InputRefused:
            continue
        read.forms.append(document)
        questions = document.data.get(QUESTIONS) if isinstance(document.data, dict) else None
        for number, question in enumerate(questions if isinstance(questions, list) else ()):
            if isinstance(question, dict) and "wording" in question:
                read.places[QUESTIONS, str(question.get("id"))] = (document, (QUESTIONS, number))


def _read_style(read: Read, rules: Path) -> None:
    assert STYLE in NO_RULES  # noqa: S101 - it is no part of the knowledge base
    path = rules / STYLE
    if path.is_file():
        try:
            read.style = read_yaml(path, f"{rules.name}/{STYLE}")
        except InputRefused as error:
            read.problems += error.problems
