"""Reads YAML into plain data and remembers where everything stood.

Scalars follow YAML 1.2's core schema, so ``yes``, ``no``, ``on`` and ``off`` stay the words they are;
so do numbers in other writings than 14 and 0.5, such as 1e3, 0x1F and .inf.
Anchors, aliases, tags and several documents are refused: no content needs them, and they can be made
to expand without bound. Files are read event by event, so that deep nesting is refused before it can
use up the stack.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from advisor.errors import InputRefused, Problem

LARGEST_FILE = 2_000_000
DEEPEST = 40
QUOTED = ("'", '"', "|", ">")
NOT_UTF_8 = "is not UTF-8 text; save it again as UTF-8 (in Excel or Word: “Unicode (UTF-8)”)"
OTHER_KINDS = {
    b"PK": "is a spreadsheet or an archive; “advisor questionnaire answers FILE -o FOLDER” reads exports",
    b"%PDF": "is a PDF; a report cannot be read back, so name the answers file it was made from",
}
"""What a file is that begins so, and what to do with it instead."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}$")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

PLAIN_WORDS = {
    "mapping values are not allowed in this context": (
        "a colon or the indentation is out of place; write “name: value”, and quote text that holds a colon"
    ),
    "found character that cannot start any token": (
        "a tab or a stray sign stands here; indent with spaces, and quote text that begins with a sign"
    ),
    "found unexpected end of stream": "a quote is opened here and never closed; close it",
    "did not find expected key": "the indentation or a quote is out of place; line the names up",
    "did not find expected ',' or ']'": (
        "a list is opened and never closed; add “]”, or a comma between items"
    ),
}
Place = tuple[int, int]
Path_ = tuple[str | int, ...]


@dataclass
class Document:
    """The data of one file, with the place of every part.

    Attributes:
        name: Name of the file as the reader gave it.
        data: Mappings, lists, strings, whole numbers, numbers, true, false and none.
        places: Line and column, from 1, of each value, by its path of keys and positions.
        key_places: The same for each key of a mapping, by the path of its value.
    """

    name: str
    data: object
    places: dict[Path_, Place] = field(default_factory=dict)
    key_places: dict[Path_, Place] = field(default_factory=dict)

    def problem(
        self, path: Path_, text: str, *, at_key: bool = False, code: str = "", rule: str = ""
    ) -> Problem:
        """Return a problem at a path, or at the nearest part above it that stands in the file."""
        places = self.key_places if at_key else self.places
        while path and path not in places:
            path = path[:-1]
        line, column = places.get(path, (0, 0))
        return Problem(self.name, line, column, text, code, rule)

    def places_of(self, word: str, below: Path_) -> list[Path_]:
        """Return the paths of the texts below a path that are a word, or else hold it as a whole word."""
        plain = _plain(word)
        texts = [(path, _plain(text)) for path, text in self.texts(below) if isinstance(text, str)]
        same = [path for path, text in texts if text == plain]
        whole = re.compile(rf"(?<![\w-]){re.escape(plain)}(?![\w-])")
        return same or [path for path, text in texts if whole.search(text)]

    def texts(self, below: Path_ = ()) -> Iterator[tuple[Path_, object]]:
        """Yield every value below a path that is no mapping and no list, with its path."""
        data = self.data
        for step in below:
            data = data[step]  # type: ignore[index]
        yield from _values(data, below)


def _values(data: object, path: Path_) -> Iterator[tuple[Path_, object]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _values(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _values(value, (*path, number))
    else:
        yield path, data


def _plain(text: str) -> str:
    """Return text without differences of spacing, so that conditions compare as they are meant."""
    return re.sub(r"\s*,\s*", ", ", " ".join(text.split()))


def read_yaml(path: Path, name: str | None = None) -> Document:
    """Read one YAML or JSON file.

    Args:
        path: The file.
        name: Name to use in messages; the path where none is given.

    Raises:
        InputRefused: The file cannot be read, is too large, is not UTF-8, or is not sound YAML.
    """
    shown = name or str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise InputRefused([Problem(shown, 0, 0, message, "unreadable")]) from error
    if len(raw) > LARGEST_FILE:
        size = f"is larger than {LARGEST_FILE // 1_000_000} MB"
        message = f"{size}, so it is not an answers or content file; nothing was read"
        raise InputRefused([Problem(shown, 0, 0, message, "unreadable")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = next((what for start, what in OTHER_KINDS.items() if raw.startswith(start)), None)
        place = (0, what) if what else (line, NOT_UTF_8)
        raise InputRefused([Problem(shown, place[0], 0, place[1], "unreadable")]) from error
    return read_yaml_text(text, shown)


def read_yaml_text(text: str, name: str) -> Document:
    """Read YAML from text; raises InputRefused as :func:`read_yaml` does."""
    document = Document(name, None)
    try:
        builder = _Builder(document, yaml.parse(text, Loader=_Loader))
        document.data = builder.build_only_document()
    except UnicodeEncodeError as error:
        line = text[: error.start].count("\n") + 1
        raise InputRefused([Problem(name, line, 0, NOT_UTF_8, "unreadable")]) from error
    except yaml.MarkedYAMLError as error:
        raise InputRefused([_unsound(error, name)]) from error
    except yaml.YAMLError as error:
        what = str(error).splitlines()[0]
        raise InputRefused([Problem(name, 0, 0, f"is not sound YAML: {what}", "syntax")]) from error
    if builder.problems:
        raise InputRefused(builder.problems)
    return document


def _unsound(error: yaml.MarkedYAMLError, name: str) -> Problem:
    """Return the problem of a file that is not YAML, in plain words where the parser’s are not."""
    what = (error.problem or str(error)).strip()
    mark = error.problem_mark or error.context_mark
    if what == "found unexpected end of stream":
        mark = error.context_mark or mark  # where the quote opens tells more than the end of the file
    place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    hint = PLAIN_WORDS.get(what, f"{what}; check the indentation, colons and quotes near this place")
    return Problem(name, *place, f"is not sound YAML: {hint}", "syntax")


class _Builder:
    """Turns the events of a file into data, collecting problems on the way."""

    def __init__(self, document: Document, events: Iterator[yaml.Event]) -> None:
        self.document = document
        self.events = events
        self.problems: list[Problem] = []

    def build_only_document(self) -> object:
        """Return the data of the one document there may be; none where there is none."""
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        data = self.build(next(self.events), ())
        next(self.events)  # the document ends
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            self.complain(event, "a second document begins here; keep one document in a file")
        return data

    def complain(self, event: yaml.Event, text: str, code: str = "syntax") -> None:
        self.problems.append(Problem(self.document.name, *_place(event), text, code))

    def build(self, event: yaml.Event, path: Path_) -> object:
        self.document.places[path] = _place(event)
        self.refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        self.refuse_depth(event, len(path))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        return None  # an alias, refused above

    def refuse_depth(self, event: yaml.Event, depth: int) -> None:
        """Stop reading where it gets too deep: to go on could take hours."""
        if depth >= DEEPEST and isinstance(event, yaml.CollectionStartEvent):
            self.complain(event, f"is nested more than {DEEPEST} deep; the rest was not read")
            raise InputRefused(self.problems)

    def refuse_marks(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None):
            self.complain(event, "uses an anchor or alias (& or *), which is refused; write the value out")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.complain(event, f"uses the tag {tag}, which is refused; write a plain value, or use quotes")

    def scalar(self, event: yaml.ScalarEvent) -> object:
        text: str = event.value
        if event.style in QUOTED:
            return text
        if text in _NULLS:
            return None
        if text in _TRUTHS:
            return _TRUTHS[text]
        if _INTEGER.match(text):
            return int(text)
        if _NUMBER.match(text) and math.isfinite(float(text)):
            return float(text)
        return text

    def sequence(self, path: Path_) -> list[object]:
        found: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.build(event, (*path, len(found))))
        return found

    def mapping(self, path: Path_) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.refuse_marks(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.complain(event, "has a key that is not a word; write “name: value”")
                self.skip(event)
                self.skip(next(self.events))
                continue
            inner = (*path, event.value)
            if event.value in found:
                line, _ = self.document.key_places[inner]
                text = f"“{event.value}” stands twice, first on line {line}; keep one of the two"
                self.complain(event, text, "duplicate-key")
                self.skip(next(self.events))
                continue
            self.document.key_places[inner] = _place(event)
            found[event.value] = self.build(next(self.events), inner)
        return found

    def skip(self, event: yaml.Event) -> None:
        """Pass over a value with everything in it."""
        depth = 0
        while True:
            self.refuse_depth(event, depth)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return
            event = next(self.events)


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    assert mark is not None  # noqa: S101 - only events made by hand lack a mark
    return mark.line + 1, mark.column + 1
