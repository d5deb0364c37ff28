"""Reads YAML into plain data and remembers where everything stood.

Scalars follow YAML 1.2's core schema, so ``yes``, ``no``, ``on`` and ``off`` stay the words they are.
Anchors, aliases, tags and several documents are refused: no content needs them, and they can be made
to expand without bound.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from advisor.errors import InputRefused, Problem

LARGEST_FILE = 2_000_000
DEEPEST = 40
QUOTED = ("'", '"', "|", ">")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}$")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

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

    def problem(self, path: Path_, text: str, *, at_key: bool = False) -> Problem:
        """Return a problem at a path, or at the nearest part above it that stands in the file."""
        places = self.key_places if at_key else self.places
        while path and path not in places:
            path = path[:-1]
        line, column = places.get(path, (0, 0))
        return Problem(self.name, line, column, text)


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
        raise InputRefused([Problem(shown, 0, 0, f"cannot be read: {error.strerror}")]) from error
    if len(raw) > LARGEST_FILE:
        text = f"is larger than {LARGEST_FILE // 1_000_000} MB, so it is not an answers or content file; nothing was read"
        raise InputRefused([Problem(shown, 0, 0, text)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = "is not UTF-8 text; save it again as UTF-8 (in Excel or Word: “Unicode (UTF-8)”)"
        raise InputRefused([Problem(shown, line, 0, message)]) from error
    return read_yaml_text(text, shown)


def read_yaml_text(text: str, name: str) -> Document:
    """Read YAML from text; raises InputRefused as :func:`read_yaml` does."""
    try:
        loader = _Loader(text)
        try:
            _refuse_aliases(text, name)
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = (error.problem or str(error)).strip()
        hint = "check the indentation, colons and quotes near this place"
        raise InputRefused([Problem(name, *place, f"is not sound YAML: {what}; {hint}")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        what = str(error).splitlines()[0]
        raise InputRefused([Problem(name, 0, 0, f"is not sound YAML: {what}")]) from error
    builder = _Builder(name)
    document = Document(name, None)
    if node is not None:
        document.data = builder.build(node, (), document)
    if builder.problems:
        raise InputRefused(builder.problems)
    return document


def _refuse_aliases(text: str, name: str) -> None:
    if "&" not in text and "*" not in text:
        return
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = event.start_mark
            if mark is None:  # pragma: no cover - only events of other loaders lack a mark
                continue
            message = "uses an anchor or alias (& or *), which is refused; write the value out"
            raise InputRefused([Problem(name, mark.line + 1, mark.column + 1, message)])


class _Builder:
    """Turns composed nodes into data, collecting problems on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def complain(self, node: yaml.Node, text: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(self.name, mark.line + 1, mark.column + 1, text))

    def build(self, node: yaml.Node, path: Path_, document: Document) -> object:
        document.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if len(path) > DEEPEST:
            self.complain(node, f"is nested more than {DEEPEST} deep")
            return None
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(each, (*path, place), document) for place, each in enumerate(node.value)]
        return self.mapping(node, path, document)  # type: ignore[arg-type]

    def scalar(self, node: yaml.ScalarNode) -> object:
        text = node.value
        if node.tag.startswith("!"):
            self.complain(node, f"uses the tag {node.tag}, which is refused; write a plain value")
            return None
        if node.style in QUOTED:
            return text
        if text in _NULLS:
            return None
        if text in _TRUTHS:
            return _TRUTHS[text]
        if _INTEGER.match(text):
            return int(text)
        return float(text) if _NUMBER.match(text) else text

    def mapping(self, node: yaml.MappingNode, path: Path_, document: Document) -> dict[str, object]:
        found: dict[str, object] = {}
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                self.complain(key_node, "has a key that is not a word; write “name: value”")
                continue
            if key in found:
                self.complain(
                    key_node, f"“{key}” stands twice, first on line {first[key]}; keep one of the two"
                )
                continue
            first[key] = key_node.start_mark.line + 1
            inner = (*path, key)
            document.key_places[inner] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            found[key] = self.build(value_node, inner, document)
        return found
