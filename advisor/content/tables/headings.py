"""Tells what each column of a table of answers holds, however its heading names it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from advisor.content.answer_values import short
from advisor.content.nearest import nearest
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN
from advisor.model.limits import LONGEST
from advisor.model.questionnaire import Questionnaire
from advisor.model.vocabulary import FactDefinition, Vocabulary

Kind = Literal["fact", "tick", "text", "carried", "version", "mark", "not read"]
TEXTS = (*LONGEST, "questionnaire")
CARRIED = {"ods_code": ("ODS", "ODS code", "Organisation code"), "region": ("Region", "NHS region")}
"""Columns that go through to the results as they are, with their other names."""
TEXT_NAMES = {
    "name": ("Name of the collaboration", "Collaboration"),
    "organisation": ("Organisation it is assessed for", "Organization"),
    "respondent": ("Who answered",),
    "date": ("Date of the answers",),
    "questionnaire": ("Questionnaire used",),
}
LEFT_OUT = "-"
"""What a mapping file writes for a column that is left out on purpose."""
VERSION = "template"
_VERSION = re.compile(rf"{VERSION} \d{{1,4}}: ")
_MARK = re.compile(r"Row of batch ([0-9a-f]{12}) \(please keep\)")
_NEAR = 0.8
_LONGEST_HEADING = 1_000
_NUMBERED = re.compile(r"^(?:question\s+)?[a-z]?\d{1,3}\s*[.):]?\s+", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^(.+?)\s*[\[(]([^\[(]+)[\])]$", re.DOTALL)
_PARTED = re.compile(r"^(.+?)\s*(?:[/:|]|\s[–-])\s*([^/:|]+)$", re.DOTALL)
_GROUPS = re.compile(r"[/\-.:]")


@dataclass(frozen=True)
class Heading:
    """One column.

    Attributes:
        column: Its number, from 1.
        text: Its heading as it stands in the file.
        kind: What it holds.
        name: The fact, or the name of the text; empty where it is not read.
        value: For one tick of a fact: the value that it stands for.
        doubt: Why a column that is not read may hold answers all the same.
    """

    column: int
    text: str
    kind: Kind
    name: str = ""
    value: str = ""
    doubt: str = ""


Meaning = tuple[Kind, str, str]


def plain_heading(text: str) -> str:
    """Return a heading without differences of case, spacing and marks at its end.

    >>> plain_heading(" Where is  the Collaboration? *")
    'where is the collaboration'
    """
    text = unicodedata.normalize("NFKC", text[:_LONGEST_HEADING]).casefold()
    text = text.replace("’", "'").replace("_", " ")
    return " ".join(text.split()).strip(" ?:.*")


def _with_part(base: str, part: str) -> str:
    return f"{plain_heading(base)} ({plain_heading(part)})"


@dataclass
class Headings:
    """All that a heading may say.

    Attributes:
        vocabulary: All facts.
        questionnaire: The questionnaire whose questions may be headings; none: names of facts alone.
        mapped: What a mapping file says, by heading.
    """

    vocabulary: Vocabulary
    questionnaire: Questionnaire | None = None
    mapped: Mapping[str, Meaning | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Collect what headings mean, the surest first."""
        self.meanings: dict[str, Meaning | None] = {}
        for tier in self._tiers():
            found: dict[str, Meaning | None] = {}
            for words, meaning in tier:
                # What two facts are called says neither.
                found[words] = meaning if found.get(words, meaning) == meaning else None
            for words, one in found.items():
                self.meanings.setdefault(words, one)
        self.known = [words for words, one in self.meanings.items() if one is not None]

    def _tiers(self) -> Iterator[list[tuple[str, Meaning]]]:
        facts = self.vocabulary.facts
        yield [
            *((plain_heading(each.fact), ("fact", each.fact, "")) for each in facts),
            *((key, ("text", key, "")) for key in TEXTS),
            *((plain_heading(key), ("carried", key, "")) for key in CARRIED),
        ]
        called = [(each.fact, name) for each in facts for name in (each.fact, each.name)]
        if self.questionnaire is None:
            yield from self._ticks([(fact, fact) for fact in self.vocabulary.by_name])
            return
        yield [(plain_heading(each.name), ("fact", each.fact, "")) for each in facts]
        yield [
            *((plain_heading(one), ("text", key, "")) for key, names in TEXT_NAMES.items() for one in names),
            *((plain_heading(one), ("carried", key, "")) for key, names in CARRIED.items() for one in names),
        ]
        asked = [*self._asked(self.questionnaire)]
        yield [(words, ("fact", fact, "")) for fact, words in asked]
        yield from self._ticks([*called, *asked])
        rows = [row for question in self.questionnaire.questions for row in question.rows]
        yield [(plain_heading(row.label), ("fact", row.fact, "")) for row in rows]

    def _asked(self, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
        for question in questionnaire.questions:
            for fact in question.facts:
                yield fact, plain_heading(question.wording)
            for row in question.rows:
                yield row.fact, _with_part(question.wording, row.label)

    def _ticks(self, called: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, Meaning]]]:
        """Yield the headings of columns for single values of a fact that takes several."""
        found: list[tuple[str, Meaning]] = []
        for fact, name in called:
            definition = self.vocabulary.by_name[fact]
            for value, words in _parts(definition) if definition.kind == "any of" else ():
                found.append((_with_part(name, words), ("tick", fact, value)))
        yield found

    def read(self, texts: Sequence[str]) -> tuple[Heading, ...]:
        """Return what the columns hold that have these headings; those without are left out."""
        found = [self.one(column, text) for column, text in enumerate(texts, start=1) if text]
        facts = {one.name for one in found if one.kind == "fact"}
        return tuple(one if one.kind != "not read" else self._doubted(one, facts) for one in found)

    def one(self, column: int, text: str) -> Heading:
        """Return what a column holds."""
        plain = plain_heading(text)
        if plain in self.mapped:
            meaning = self.mapped[plain]
            return Heading(column, text, *meaning) if meaning else Heading(column, text, "not read", LEFT_OUT)
        if is_version(text):
            return Heading(column, text, "version")
        if mark_in(text):
            return Heading(column, text, "mark", mark_in(text))
        for way in _ways(text):
            meaning = self.meanings.get(way)
            if meaning:
                return Heading(column, text, *meaning)
        meaning = self._grouped(text)
        return Heading(column, text, *meaning) if meaning else Heading(column, text, "not read")

    def are_names(self, texts: Sequence[str]) -> bool:
        """Return whether a row is what a template has below its headings, for reading to go by."""
        filled = [text for text in texts if text]
        return any(is_version(text) for text in filled) or (
            bool(filled) and all(self._is_name(text) for text in filled)
        )

    def _is_name(self, text: str) -> bool:
        fact, _, value = text.partition("/")
        definition = self.vocabulary.by_name.get(fact)
        if definition is None:
            return text in TEXTS or text in CARRIED
        return not value or _is_value(definition, value)

    def _grouped(self, text: str) -> Meaning | None:
        """Return what a heading means where groups stand before it, as “A/stage”, “A-stage” or “A.stage”."""
        *groups, name = _GROUPS.split(text)
        definition = self.vocabulary.by_name.get(groups[-1]) if groups else None
        # A value may have the name of a fact, as “cultures” has: what stands before it decides.
        if definition is not None and definition.kind == "any of" and _is_value(definition, name):
            return "tick", definition.fact, name
        return ("fact", name, "") if name in self.vocabulary.by_name else None

    def _doubted(self, heading: Heading, facts: set[str]) -> Heading:
        if heading.name == LEFT_OUT:
            return heading
        return Heading(heading.column, heading.text, "not read", doubt=self._doubt(heading.text, facts))

    def _doubt(self, text: str, facts: set[str]) -> str:
        *groups, name = _GROUPS.split(text)
        definition = self.vocabulary.by_name.get(groups[-1]) if groups else None
        if definition is not None and definition.kind == "any of":
            meant = nearest(name, definition.by_value)
            hint = f"did you mean “{meant}”?" if meant else f"allowed: {', '.join(definition.by_value)}"
            return f"“{short(name)}” is not a value of {definition.fact} – its ticks were not read – {hint}"
        plain = plain_heading(text)
        if plain in self.meanings:
            what = f"“{short(text)}” may mean more than one fact"
            return f"{what} – its answers were not read – write the name of the fact"
        meant = nearest(name, self.vocabulary.by_name) if "_" in name.strip("_") else None
        if meant is None:
            near = get_close_matches(plain, self.known, n=1, cutoff=_NEAR)
            meaning = self.meanings[near[0]] if near else None
            meant = meaning[1] if meaning else None
        if meant is None or meant in facts:
            return ""
        return f"“{short(name)}” is not a fact – its answers were not read – did you mean “{meant}”?"


def is_version(text: str) -> bool:
    """Return whether a text is the version that a template carries, whatever it says."""
    return _VERSION.match(text) is not None


def mark_of(batch: str) -> str:
    """Return the heading of the hidden column that says which rows of a batch these are.

    >>> mark_in(mark_of("0123456789ab"))
    '0123456789ab'
    """
    return f"Row of batch {batch} (please keep)"


def mark_in(text: str) -> str:
    """Return the batch that a heading names; empty where it is no such heading."""
    found = _MARK.fullmatch(text.strip())
    return found[1] if found else ""


def _parts(definition: FactDefinition) -> Iterator[tuple[str, str]]:
    for each in definition.values:
        yield each.value, each.value
        yield each.value, each.label
    yield UNKNOWN, UNKNOWN
    yield UNKNOWN, "Don’t know"
    yield NOT_APPLICABLE, NOT_APPLICABLE
    yield NOT_APPLICABLE, "Does not apply"


def _is_value(definition: FactDefinition, name: str) -> bool:
    return definition.kind == "any of" and (name in definition.by_value or name in {UNKNOWN, NOT_APPLICABLE})


def _ways(text: str) -> Iterator[str]:
    """Yield the ways in which a heading may be meant."""
    for one in dict.fromkeys((text, _NUMBERED.sub("", text))):
        yield plain_heading(one)
        for parted in (_IN_BRACKETS, _PARTED):
            found = parted.match(one[:_LONGEST_HEADING])
            if found:
                yield _with_part(found[1], found[2])


def twice(headings: Iterable[Heading]) -> Iterator[tuple[Heading, Heading]]:
    """Yield the columns that hold what another one before them holds, each after that one."""
    seen: dict[Meaning, Heading] = {}
    for heading in headings:
        if heading.kind == "not read":
            continue
        meaning = (heading.kind, heading.name, heading.value)
        if meaning in seen:
            yield seen[meaning], heading
        seen.setdefault(meaning, heading)
