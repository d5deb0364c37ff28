"""Reads the cells of one fact: what is written is worked out once, however often it stands there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from advisor.content.answer_values import AnswerError, read_answer, short
from advisor.content.tables.cell_words import is_answer, label_of, why_not
from advisor.content.tables.headings import plain_heading
from advisor.content.tables.table import date_fault, plain, shown_date, unread_fault
from advisor.model.condition import Value
from advisor.model.vocabulary import FactDefinition

TICKED, NOT_TICKED = {"1", "true", "yes", "x", "✓", "✔"}, {"0", "false", "no"}
NOT_KNOWN = {"don’t know", "don't know", "dont know", "unknown", "not known"}
_TRUTHS = {"true": True, "false": False}
_POINT_ZERO = re.compile(r"\.0+$")
_LONGEST_TICKS = 2_000
_MOST_KEPT = 20_000
_SPLITS = (re.compile(r"\s*[;|\n]\s*"), re.compile(r"\s*,\s*"), re.compile(r"\s+"))


@dataclass(frozen=True)
class Fault:
    """Why a cell is no answer.

    Attributes:
        text: What, why, and what to do.
        shown: What stands in the cell.
        meant: The answer that was probably meant, as people read it; empty where none is near.
        words: The words that are no answer, whole; empty where no mapping could say what they mean.
    """

    text: str
    shown: str
    meant: str = ""
    words: str = ""


@dataclass(frozen=True)
class Found:
    """What a cell says.

    Attributes:
        given: Whether anything stands in it.
        value: The answer; none where it is not known.
        faults: Why it cannot be read.
    """

    given: bool
    value: Value | None = None
    faults: tuple[Fault, ...] = ()


NOTHING = Found(given=False)


@dataclass
class FactCells:
    """The cells of one fact."""

    definition: FactDefinition
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start without anything read."""
        self.kept: dict[object, Found] = {}
        self.labels = {plain_heading(each.label): each.value for each in self.definition.values}
        self.labels |= {plain_heading(each.value): each.value for each in self.definition.values}

    @property
    def allowed(self) -> tuple[str, ...]:
        """The answers that a cell may hold, as people read them."""
        return tuple(each.label for each in self.definition.values)

    def read(self, value: object) -> Found:
        """Return what a cell says."""
        if isinstance(value, list):
            value = tuple(value)
        # True and 1 are the same to a dictionary, but not to a reader.
        key = value if value.__class__ is str else (value.__class__, value)
        try:
            found = self.kept.get(key)
        except TypeError:  # something within a list that is no single thing
            return self._work_out(value)
        if found is None:
            if len(self.kept) > _MOST_KEPT:
                self.kept.clear()
            found = self.kept[key] = self._work_out(value)
        return found

    def _work_out(self, value: object) -> Found:
        dated = date_fault(value, number=self.definition.kind == "whole number")
        if dated:
            return self._fault(dated, shown_date(value))
        if isinstance(value, tuple):
            written: object = [self._mapped(plain(one)) for one in value if plain(one)]
            if not written:
                return NOTHING
        else:
            text = plain(value)
            if not text:
                return NOTHING
            unread = unread_fault(text)
            if unread:
                return self._fault(unread, short(text))
            written = self._mapped(text)
            if written is text:
                written = self._one(text)
        try:
            return Found(given=True, value=read_answer(self.definition, written))
        except AnswerError:
            several = written if isinstance(written, list) else []
            shown = short(", ".join(label_of(self.definition, one) for one in several) or str(value))
            found = why_not(self.definition, written, self.labels)
            faults = tuple(Fault(text, shown, meant, words) for text, meant, words in found)
            return Found(given=True, faults=faults)

    def _mapped(self, text: str) -> object:
        return self.values.get(plain_heading(text), text) if self.values else text

    def _one(self, text: str) -> object:
        """Return text as an answer: several ticks as a list, true and false as such."""
        if self.definition.kind == "any of":
            return self._ticks(text)
        if self.definition.kind == "whole number":
            # Programs that know no empty whole number write 7 as 7.0.
            return _POINT_ZERO.sub("", text)
        if text.lower() in _TRUTHS and text.lower() not in self.definition.by_value:
            return _TRUTHS[text.lower()]
        return text

    def _ticks(self, text: str) -> object:
        """Return the ticks in a cell, whatever stands between them: ; | a comma, a new line or a space."""
        if plain_heading(text) in self.labels or self._is_answer(text) or len(text) > _LONGEST_TICKS:
            return text
        ways = [self._parts(text, split) for split in _SPLITS]
        for parts in ways:
            if parts and all(self._is_answer(one) for one in parts):
                return parts
        # Nothing fits whole: the faults are named of the parts that are most likely meant.
        split = next((parts for parts in ways[:2] if len(parts) > 1), None)
        words = ways[2]
        return split or (words if any(self._is_answer(one) for one in words) else [text])

    def _parts(self, text: str, split: re.Pattern[str]) -> list[object]:
        parts = [one for one in split.split(text.strip()) if one]
        return [*self._joined(parts)] if "," in split.pattern else [self._mapped(one) for one in parts]

    def _joined(self, parts: list[str]) -> Iterator[object]:
        """Yield parts between commas; those that make up one label with commas are put together again."""
        place = 0
        while place < len(parts):
            for end in range(len(parts), place, -1):
                whole = ", ".join(parts[place:end])
                if end == place + 1 or plain_heading(whole) in self.labels:
                    yield self._mapped(whole)
                    place = end
                    break

    def _is_answer(self, written: object) -> bool:
        return is_answer(self.definition, written)

    def _fault(self, text: str, shown: str) -> Found:
        return Found(given=True, faults=(Fault(text, shown),))
