"""Reads a mapping file: which column of an export holds which fact, and which words in it mean which answer.

Below ``headings``, each heading has the fact that it stands for, such as ``Where are you now?: stage``.
One tick of several is written ``sectors/acute``, and ``-`` leaves a column out on purpose.
Below ``values``, each fact has words of the export, each with an answer: ``Just starting: considering``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent

import yaml

from advisor.content.answer_values import AnswerError, read_answer, short
from advisor.content.nearest import nearest
from advisor.content.tables.headings import CARRIED, LEFT_OUT, TEXTS, Meaning, plain_heading
from advisor.content.yaml_reader import Document, read_yaml
from advisor.errors import InputRefused, Problem
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN
from advisor.model.vocabulary import Vocabulary

KEYS = ("headings", "values")


@dataclass(frozen=True)
class Mapped:
    """What a mapping file says.

    Attributes:
        headings: What a column holds, by its heading; none where it is left out on purpose.
        values: What the words in a fact’s column stand for, by fact, then by the words.
        unused: A problem for each heading, to be told where no table has it.
    """

    headings: Mapping[str, Meaning | None] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    unused: Mapping[str, Problem] = field(default_factory=dict)

    def missing(self, headings: Iterable[str]) -> list[Problem]:
        """Return what to tell of headings that a table does not have."""
        there = {plain_heading(one) for one in headings}
        return [problem for heading, problem in self.unused.items() if heading not in there]


def read_mapping(path: Path, vocabulary: Vocabulary) -> Mapped:
    """Read a mapping file; raises InputRefused with every problem in it, each with its line."""
    document = read_yaml(path)
    reader = _Reader(document, vocabulary)
    mapped = reader.read()
    if reader.problems:
        raise InputRefused(reader.problems)
    return mapped


def mapping_text(headings: Mapping[str, str], values: Mapping[str, Mapping[str, str]]) -> str:
    """Return a mapping file as text.

    Args:
        headings: What each heading stands for, as such a file writes it.
        values: What words stand for, by fact.
    """
    said = {"headings": headings, "values": {fact: words for fact, words in values.items() if words}}
    return "".join(f"{key}:\n{indent(_dumped(parts), '  ')}" for key, parts in said.items() if parts)


def _dumped(parts: Mapping[str, object]) -> str:
    # In quotes, whatever it is: words such as 012 and yes stay words.
    dumped: str = yaml.safe_dump(
        parts, allow_unicode=True, default_style='"', sort_keys=False, width=float("inf")
    )
    return dumped


class _Reader:
    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document, self.vocabulary = document, vocabulary
        self.problems: list[Problem] = []

    def complain(self, path: tuple[str | int, ...], text: str, *, at_key: bool = False) -> None:
        self.problems.append(self.document.problem(path, text, at_key=at_key))

    def read(self) -> Mapped:
        data = self.document.data
        if not isinstance(data, dict) or not any(key in data for key in KEYS):
            text = "holds no “headings:” and no “values:” – it says nothing – write one of the two"
            self.complain((), text)
            return Mapped()
        for key in data:
            if key not in KEYS:
                meant = nearest(key, KEYS)
                hint = f"did you mean “{meant}”?" if meant else "remove it"
                text = f"“{short(key)}” is not part of a mapping – it has headings and values – {hint}"
                self.complain((key,), text, at_key=True)
        named = self.names_in("headings", data.get("headings"))
        headings = self.headings(named)
        unused = {
            plain_heading(heading): self.document.problem(
                ("headings", heading),
                f"no column has the heading “{short(heading)}” – nothing was read for it –"
                " check its spelling",
                at_key=True,
            )
            for heading in named
        }
        return Mapped(headings, self.values(self.names_in("values", data.get("values"))), unused)

    def names_in(self, key: str, data: object) -> dict[str, object]:
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.complain((key,), f"{key} needs a line for each one, such as “words: name”")
            return {}
        return data

    def headings(self, data: Mapping[str, object]) -> dict[str, Meaning | None]:
        found: dict[str, Meaning | None] = {}
        targets: dict[Meaning, str] = {}
        for heading, target in data.items():
            path = ("headings", heading)
            plain = plain_heading(heading)
            if plain in found:
                text = f"“{short(heading)}” stands here twice – only one can count – delete one of them"
                self.complain(path, text, at_key=True)
            found[plain] = None
            if target is None or str(target).strip() == LEFT_OUT:
                continue
            meaning = self.meaning(path, str(target).strip())
            if meaning in targets:
                other = short(targets[meaning])
                text = f"“{target}” is named for “{other}” too – only one can count – delete one of them"
                self.complain(path, text)
            elif meaning is not None:
                targets[meaning] = heading
            found[plain] = meaning
        return found

    def meaning(self, path: tuple[str, str], target: str) -> Meaning | None:
        name, _, value = target.partition("/")
        definition = self.vocabulary.by_name.get(name)
        if definition is None:
            if target in TEXTS:
                return "text", target, ""
            if target in CARRIED:
                return "carried", target, ""
            meant = nearest(target, (*self.vocabulary.by_name, *TEXTS, *CARRIED))
            hint = f"did you mean “{meant}”?" if meant else f"write a fact, or “{LEFT_OUT}” to leave it out"
            self.complain(path, f"“{short(target)}” is not a fact – no rule would read it – {hint}")
            return None
        if not value:
            return "fact", name, ""
        allowed = (*definition.by_value, UNKNOWN, NOT_APPLICABLE)
        if definition.kind == "any of" and value in allowed:
            return "tick", name, value
        if definition.kind == "any of":
            meant = nearest(value, allowed)
            hint = f"did you mean “{name}/{meant}”?" if meant else f"allowed: {', '.join(allowed)}"
            self.complain(path, f"“{short(value)}” is not a value of {name} – {hint}")
        else:
            text = f"{name} takes one answer – it has no columns for single values – write {name}"
            self.complain(path, text)
        return None

    def values(self, data: Mapping[str, object]) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        for fact, words in data.items():
            definition = self.vocabulary.by_name.get(fact)
            if definition is None:
                meant = nearest(fact, self.vocabulary.by_name)
                hint = f"did you mean “{meant}”?" if meant else "write the name of a fact"
                text = f"“{short(fact)}” is not a fact – no rule would read it – {hint}"
                self.complain(("values", fact), text, at_key=True)
                continue
            if not isinstance(words, dict):
                text = f"{fact} needs a line for each answer, such as “Just starting: considering”"
                self.complain(("values", fact), text)
                continue
            for written, value in words.items():
                try:
                    read_answer(definition, value)
                except AnswerError as refused:
                    for _, text in refused.faults:
                        self.complain(("values", fact, written), text)
                found.setdefault(fact, {})[plain_heading(written)] = value
        return found
