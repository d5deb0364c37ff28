"""The texts for readers in content files: which they are, and where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.content.yaml_reader import Document, Path_
from advisor.errors import Problem

READ = {
    "facts": {"name", "label", "says", "meaning"},
    "derived": {"says", "meaning", "ours"},
    "types": {"name", "papers_say"},
    "mechanisms": {"name", "plain", "definition", "reads", "reads_when"},
    "contexts": {"name", "says", "words"},
    "links": {"says"},
    "mechanism_links": {"says"},
    "loops": {"says"},
    "statements": {"title", "if", "then", "because", "kept", "protect", "ours", "says"},
    "recommendations": {
        *("title", "if", "then", "because", "measure", "barrier", "remedy", "discuss", "caution", "lean"),
        *("text", "find_out", "who", "do", "keep"),
    },
    "together": {"says"},
    "conditions": {"title", "says"},
    "contradictions": {"says"},
    "phrases": {"says"},
    "sections": {"title", "intro"},
    "questions": {"wording", "help", "why", "label"},
    "title": {"title"},
    "about": {"about"},
}
"""Which keys of each list hold texts for readers; what stands below such a key counts too."""
HIDDEN = {"when", "set_by", "value", "verdict", "translations"}
"""Keys below which nothing is for readers, or not in English."""

_FILLED = re.compile(r"\{\w*\}")


@dataclass(frozen=True)
class Text:
    """One text for readers.

    Attributes:
        document: File.
        path: Where in it.
        text: The text; empty where it is missing.
        rule: Id of what it belongs to.
    """

    document: Document
    path: Path_
    text: str
    rule: str

    @property
    def key(self) -> str:
        """The last name on the way to it."""
        return str(next(one for one in reversed(self.path) if isinstance(one, str)))

    def place(self) -> Problem:
        """Return where it stands."""
        return self.document.problem(self.path, "", rule=self.rule)


def texts_in(documents: list[Document]) -> Iterator[Text]:
    """Yield every text for readers."""
    for document in documents:
        for path, text in document.texts():
            keys = [one for one in path if isinstance(one, str)]
            if not keys or keys[0] not in READ or HIDDEN & set(keys):
                continue
            if READ[keys[0]] & (set(keys[1:]) or {keys[0]}) and (text is None or isinstance(text, str)):
                # What the program fills in is no text.
                yield Text(document, path, _FILLED.sub("x", text or "").strip(), _rule(document, path))


def _rule(document: Document, path: Path_) -> str:
    item = document.data
    for step in path[:2]:
        item = item[step]  # type: ignore[index]
    names = (item.get(key) for key in ("id", "fact", "type")) if isinstance(item, dict) else ()
    return next((name for name in names if isinstance(name, str)), "")
