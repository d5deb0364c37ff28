"""Rules as plain data, read without judging them: so that rules of any day can be compared."""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.content.packs import HEAD as PACK_HEAD
from advisor.content.rule_folder import HEAD, NO_RULES, rule_files
from advisor.content.yaml_reader import Document, Path_, read_yaml
from advisor.errors import ContentRefused, InputRefused, Problem

LISTS = {
    "facts": "fact",
    "derived": "derived fact",
    "mechanisms": "mechanism",
    "contexts": "circumstance",
    "links": "link",
    "mechanism_links": "link between mechanisms",
    "statements": "statement",
    "recommendations": "recommendation",
    "conditions": "condition for going ahead",
    "contradictions": "contradiction",
}
"""What counts as a rule: the lists that hold it, each with what one of it is called."""

FURTHER = {
    "settings": "setting",
    "together": "pair of wordings",
    "types": "type of collaboration",
    "phrases": "phrase",
    "sources": "source",
    "studies": "study",
    "loops": "loop",
    "chains": "chain",
    "questions": "question",
}
"""What is no rule, and changes what readers see all the same."""

EVERYTHING = LISTS | FURTHER
TITLES = ("title", "name", "wording", "short", "study", "says")
SETTINGS, QUESTIONS = "settings", "questions"
QUESTIONNAIRES = "questionnaires"

Key = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """One rule as it is written.

    Attributes:
        key: Its list and its id.
        data: Its data, spacing evened out.
        document: The file it stands in.
        path: Where in the file.
    """

    key: Key
    data: object
    document: Document
    path: Path_

    @property
    def hash(self) -> str:
        """Hash of what it means: comments, order of keys and spacing make no difference."""
        written = json.dumps(self.data, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()[:12]

    @property
    def title(self) -> str:
        """What a reader knows it by; empty where it has no such words."""
        data = self.data if isinstance(self.data, dict) else {}
        found = next((data[key] for key in TITLES if isinstance(data.get(key), str)), "")
        if not found and isinstance(data.get("variants"), list):
            found = next((one.get("title", "") for one in data["variants"] if isinstance(one, dict)), "")
        return str(found)

    def problem(self, text: str, code: str) -> Problem:
        """Return a problem at the place of this rule."""
        return self.document.problem(self.path, text, code=code, rule=self.key[1])


def read_items(folder: Path, questionnaires: Path | None = None) -> dict[Key, Item]:
    """Return everything below a folder of rules or a pack, by list and id; of two alike the last.

    Args:
        folder: The folder.
        questionnaires: Folder of the questionnaires that go with it; none: without questions, save a pack’s.

    Raises:
        ContentRefused: A file cannot be read.
    """
    found: dict[Key, Item] = {}
    problems: list[Problem] = []
    files = [(path, folder) for path in rule_files(folder, (*NO_RULES, PACK_HEAD))]
    if questionnaires is not None:
        files += [(path, questionnaires) for path in sorted(questionnaires.glob("*.yaml"))]
    for path, top in files:
        try:
            document = read_yaml(path, path.relative_to(top.parent).as_posix())
        except InputRefused as error:
            problems += error.problems
            continue
        found |= {item.key: item for item in items_of(document, EVERYTHING)}
    if problems:
        raise ContentRefused(problems)
    return found


def questionnaires_beside(rules: Path) -> Path | None:
    """Return the folder of questionnaires that lies beside a folder of rules; none for a pack, or without."""
    beside = rules.resolve().parent / QUESTIONNAIRES
    return beside if beside.is_dir() and (rules / HEAD).is_file() else None


def items_of(document: Document, kinds: Collection[str] = LISTS) -> Iterator[Item]:
    """Yield the rules that a file holds, or what else is asked for; what has no id is passed over."""
    data = document.data if isinstance(document.data, dict) else {}
    for kind in kinds:
        listed = data.get(kind)
        if kind == SETTINGS and isinstance(listed, dict):
            for name, value in listed.items():
                yield Item((kind, name), {"value": value}, document, (kind, name))
        for number, one in enumerate(listed if isinstance(listed, list) else ()):
            name = _name(one)
            if kind == QUESTIONS and isinstance(one, dict) and "question" in one:
                name = f"{data.get('questionnaire')} {one['question']}"
            if name:
                written = {"path": one} if isinstance(one, list) else one
                yield Item((kind, name), _evened(written), document, (kind, number))


def _name(one: object) -> str:
    path = one.get("path") if isinstance(one, dict) else one
    if isinstance(path, list):
        return "→".join(map(str, path))
    if not isinstance(one, dict):
        return ""
    if "from" in one and "to" in one:
        return f"{one['from']}→{one['to']}"
    return str(one.get("id") or one.get("fact") or one.get("type") or "")


def _evened(data: object) -> object:
    """Return data with the spacing of its texts evened out, so that only words count."""
    if isinstance(data, dict):
        return {str(key): _evened(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_evened(value) for value in data]
    return " ".join(data.split()).replace(" ,", ",") if isinstance(data, str) else data
