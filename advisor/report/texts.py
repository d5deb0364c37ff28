"""The words of the report that experts edit: short prose in Markdown, labels in YAML."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from markupsafe import Markup

from advisor.content.folders import content_folder
from advisor.content.yaml_reader import read_yaml
from advisor.errors import AdvisorError
from advisor.report.markdown import blocks, columns, to_html, to_text

Name = TypeVar("Name", bound=str)


class Texts:
    """Prose and labels by name. A name that is not there is an error, never a gap in the report."""

    def __init__(self, folder: Path, labels_file: str = "labels.yaml") -> None:
        """Read the labels of a folder; prose is read when it is asked for.

        Args:
            folder: Where the words lie.
            labels_file: Name of the file that holds the labels.
        """
        self._folder = folder
        self._labels_file = labels_file
        self.labels: Mapping[str, Any] = self._read_labels()
        self._prose: dict[str, str] = {}

    def _read_labels(self) -> Mapping[str, Any]:
        path = self._folder / self._labels_file
        data = read_yaml(path).data
        if not isinstance(data, dict):
            raise AdvisorError(f"{path} is not a mapping of labels")
        return data

    def source(self, name: str) -> str:
        """Return the Markdown of a prose file."""
        if name not in self._prose:
            path = self._folder / f"{name}.md"
            try:
                self._prose[name] = path.read_text(encoding="utf-8")
            except OSError as error:
                raise AdvisorError(f"The text {path} cannot be read: {error.strerror}") from error
        return self._prose[name]

    def html(self, name: str, **parts: str) -> Markup:
        """Return prose as HTML, its {parts} filled in."""
        return to_html(_filled(self.source(name), parts))

    def columns(self, names: Sequence[str], count: int) -> tuple[Markup, ...]:
        """Return prose as HTML in columns of about the same length, in reading order."""
        return columns("\n\n".join(self.source(name) for name in names), count)

    def lines(self, name: str) -> tuple[str, ...]:
        """Return prose as plain lines."""
        return to_text(self.source(name))

    def first_sentence(self, name: str, **parts: str) -> str:
        """Return the first sentence, its {parts} filled in: prose files hold one sentence a line."""
        return to_text(_filled(self.source(name).strip().splitlines()[0], parts))[0]

    def paragraph(self, name: str) -> str:
        """Return the first paragraph as plain words."""
        return blocks(self.source(name))[0].texts[0]

    def say(self, key: str, **parts: object) -> str:
        """Return the label with this dotted key, its {parts} filled in."""
        text = str(self.labels_at(key)).strip()
        return text.format(**parts) if parts else text

    def titled(self, text: str, pack: str | None) -> str:
        """Return a title with the pack it comes from, where that is not the core pack."""
        return self.say("packs.titled", text=text, pack=self.from_pack(pack)) if pack else text

    def from_pack(self, pack: str | None) -> str:
        """Return the label of what a pack brings; empty for the core pack."""
        return self.say("packs.from", title=pack) if pack else ""

    def labels_at(self, key: str) -> Any:
        """Return the label, or the group of labels, with this dotted key."""
        found: Any = self.labels
        for name in key.split("."):
            if not isinstance(found, dict) or name not in found:
                raise AdvisorError(f"{self._labels_file} holds no label “{key}”")
            found = found[name]
        return found

    def count(self, key: str, number: int) -> str:
        """Return the label for none, one or many of something."""
        which = {0: "none", 1: "one"}.get(number, "many")
        return self.say(f"{key}.{which}", count=number)

    def counts(self, key: str, counted: Mapping[Name, int]) -> str:
        """Return counts in the order of their labels, those of none left out."""
        found = {str(name): count for name, count in counted.items()}
        names = [name for name in self.labels_at(key) if found.get(name)]
        return ", ".join(self.say(f"{key}.{name}", count=found[name]) for name in names)

    def join(self, parts: Iterable[str]) -> str:
        """Return parts as one list in a sentence.

        >>> Texts.join(None, ["a", "b", "c"])
        'a, b and c'
        """
        *first, last = list(parts) or [""]
        return f"{', '.join(first)} and {last}" if first else last


def _filled(text: str, parts: Mapping[str, str]) -> str:
    return text.format(**parts) if parts else text


@cache
def texts() -> Texts:
    """Return the words of the report."""
    return Texts(content_folder("report_templates") / "texts")
