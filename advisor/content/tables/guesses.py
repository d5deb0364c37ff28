"""Guesses what columns hold whose headings nobody knows: by their words, and by what stands in them.

A guess is shown to somebody who decides. Nothing is read by it before that.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from advisor.content.tables.columns import Column
from advisor.content.tables.headings import CARRIED, LEFT_OUT, TEXT_NAMES, Headings
from advisor.content.tables.rows_cells import NOT_KNOWN, FactCells
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN

_WORD = re.compile(r"[^\W_]+")
_IDLE = frozenset(
    _WORD.findall(
        "a about and any are as at be been by can did do does for from has have how if in into is it its now"
        " of on or our that the their them there they this to was we were what when where which who will with"
        " you"
        " your"
    )
)
"""Words that say nothing of what is asked."""
_ENDINGS = re.compile(r"(?:ings?|ed|es|s|ly)$")
_SHORTEST_STEM = 4
_LIKE, _LIKE_WITH_ANSWERS, _VERY_LIKE = 0.6, 0.35, 0.75
"""How alike words must be: as a rule, where all that stands below them are answers, and where none is."""
_MOSTLY = 0.5


@dataclass(frozen=True)
class _Target:
    """What a column may hold: as a mapping writes it, and all that it is called."""

    written: str
    phrases: tuple[frozenset[str], ...]
    cells: FactCells | None = None

    def takes(self, text: str) -> bool:
        """Return whether a text is an answer to it."""
        return self.cells is not None and not self.cells.read(text).faults


def guesses(columns: Sequence[Column], headings: Headings) -> dict[str, str]:
    """Return what columns that are not read may hold, by heading, as a mapping writes it.

    Each thing is guessed for one column at most, and for none that another column holds already.
    """
    targets = [*_targets(headings)]
    weigh = _Weights(phrase for one in targets for phrase in one.phrases)
    taken = {written_for(one) for one in columns}
    open_ones = [one for one in columns if one.heading.kind == "not read" and one.heading.name != LEFT_OUT]
    found = sorted(
        (-score, column.heading.column, written)
        for column in open_ones
        for written, score in _scores(column, targets, weigh)
        if written not in taken
    )
    by_column = {one.heading.column: one.heading.text for one in open_ones}
    guessed: dict[str, str] = {}
    for _, number, written in found:
        text = by_column[number]
        if text not in guessed and written not in taken:
            guessed[text] = written
            taken.add(written)
    return guessed


def written_for(column: Column) -> str:
    """Return what a column holds as a mapping writes it; empty where it is not read."""
    one = column.heading
    if one.kind == "tick":
        return f"{one.name}/{one.value}"
    return one.name if one.kind in {"fact", "text", "carried"} else ""


def _targets(headings: Headings) -> Iterator[_Target]:
    """Yield what columns may hold, in the order of the facts."""
    called: dict[str, set[str]] = {}
    for phrase, meaning in headings.meanings.items():
        if meaning is not None:
            kind, name, value = meaning
            if value in {UNKNOWN, NOT_APPLICABLE}:
                continue
            called.setdefault(f"{name}/{value}" if kind == "tick" else name, set()).add(phrase)
    texts = {**TEXT_NAMES, **CARRIED}
    for written, phrases in called.items():
        definition = headings.vocabulary.by_name.get(written)
        words = tuple(dict.fromkeys(map(_words, sorted(phrases | set(texts.get(written, ()))))))
        yield _Target(written, words, FactCells(definition) if definition else None)


def _scores(column: Column, targets: Sequence[_Target], weigh: "_Weights") -> Iterator[tuple[str, float]]:
    """Yield what a column may hold, and how well it fits."""
    words = _words(column.shown)
    texts = [one for one in column.samples if one.casefold() not in NOT_KNOWN]
    fitting = {one: [each.written for each in targets if each.takes(one)] for one in texts}
    for target in targets:
        like = max((weigh.alike(words, one) for one in target.phrases), default=0.0)
        answers = [one for one in texts if target.written in fitting[one]]
        part = len(answers) / len(texts) if texts and target.cells else None
        # An answer of several words that no other question has says more than a heading.
        told = any(len(one.split()) > 1 and fitting[one] == [target.written] for one in answers)
        score = _score(like, part, told=told, is_tick="/" in target.written)
        if score:
            yield target.written, score


def _score(like: float, part: float | None, *, told: bool, is_tick: bool) -> float:
    """Return how well a column fits; 0 where it is no guess.

    Args:
        like: How alike its heading and a name of what is asked are.
        part: Which part of what stands in it are answers; none where that says nothing.
        told: Whether one of them can be an answer to nothing else.
        is_tick: Whether it is about one answer of several.
    """
    if told and part is not None and part >= _MOSTLY:
        return 1 + like
    if is_tick:
        return like if like >= _VERY_LIKE else 0.0
    if not part:
        # Answers in the words of another survey can be explained afterwards.
        return like if like >= (_LIKE if part is None else _VERY_LIKE) else 0.0
    return like + part if like >= (_LIKE_WITH_ANSWERS if part == 1 else _LIKE) else 0.0


def _words(text: str) -> frozenset[str]:
    found = (one for one in _WORD.findall(text.casefold()) if one not in _IDLE and one.isalpha())
    return frozenset(map(_stem, found))


def _stem(word: str) -> str:
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= _SHORTEST_STEM else word


class _Weights:
    """How much a word says: one that stands in many phrases says little."""

    def __init__(self, phrases: Iterable[frozenset[str]]) -> None:
        counts: Counter[str] = Counter()
        many = 1
        for phrase in phrases:
            counts.update(phrase)
            many += 1
        self._rare = log(many)
        self._weights: Mapping[str, float] = {word: log(many / count) for word, count in counts.items()}

    def alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return how alike two texts are, from 0 to 1."""
        whole = self._of(one) + self._of(other)
        return 2 * self._of(one & other) / whole if whole else 0.0

    def _of(self, words: frozenset[str]) -> float:
        return sum(self._weights.get(word, self._rare) for word in words)
