"""Finds texts that are hard to read, by the measures and word lists of rules/style.yaml."""

import re
from collections.abc import Iterator
from functools import cached_property
from statistics import mean

from pydantic import Field

from advisor.content.validate import validate_item
from advisor.content.yaml_reader import Document
from advisor.errors import Problem
from advisor.model.base import Model
from advisor.proof.problems.finding import Finding, found
from advisor.proof.problems.readability import reading_ease, sentences_in, words_in
from advisor.proof.problems.words import Text

FEWEST_IN_SENTENCE = 5
SHOWN = 60


class Band(Model):
    """A band that a measure should lie in."""

    least: float = Field(description="Lowest.")
    most: float = Field(description="Highest.")


class Measures(Model):
    """What is measured."""

    longest_sentence: int = Field(description="Words in one sentence, at most.")
    mean_sentence: float = Field(description="Words in a sentence on average, at most, in each file.")
    reading_ease: Band = Field(description="Flesch reading ease of each file.")
    fewest_words: int = Field(description="Below this number of words a file is too short for an average.")


class Openings(Model):
    """How a title begins where the papers carry the advice only so far."""

    limited: tuple[str, ...] = Field(description="Where support is limited.")
    hypothesis: tuple[str, ...] = Field(description="Where it is the authors’ hypothesis.")


class Avoided(Model):
    """Words to avoid."""

    words: tuple[str, ...] = Field(description="The words, in every form.")
    why: str = Field(description="Why.")
    instead: str = Field(description="What to write instead.")


class Style(Model):
    """How texts for readers are written."""

    style: Measures = Field(description="Measures.")
    openings: Openings = Field(description="How titles begin.")
    vague: tuple[Avoided, ...] = Field(default=(), description="Vague words.")
    trade: tuple[Avoided, ...] = Field(default=(), description="Words of the trade.")

    @cached_property
    def patterns(self) -> dict[str, tuple[re.Pattern[str], dict[str, Avoided]]]:
        """One pattern for all words of a kind, and what is said of each word."""
        made = {}
        for code, listed in (("vague-word", self.vague), ("trade-word", self.trade)):
            by_word = {word.lower(): each for each in listed for word in each.words}
            if by_word:
                any_word = "|".join(map(re.escape, sorted(by_word, key=len, reverse=True)))
                made[code] = re.compile(rf"\b(?:{any_word})\b", re.IGNORECASE), by_word
        return made


def read_style(document: Document | None) -> tuple[Style | None, list[Problem]]:
    """Return the style, or none with the problems in its file."""
    if document is None:
        return None, []
    return validate_item(Style, document.data, document, (), ())


def check_style(texts: list[Text], style: Style) -> Iterator[Finding]:
    """Yield long sentences, words to avoid, and files that are hard to read as a whole."""
    by_file: dict[str, list[str]] = {}
    for text in texts:
        sentences = sentences_in(text.text)
        by_file.setdefault(text.document.name, []).extend(sentences)
        yield from _sentences(text, sentences, style)
        for code, (pattern, by_word) in style.patterns.items():
            for word in dict.fromkeys(one.group() for one in pattern.finditer(text.text)):
                said = by_word[word.lower()]
                yield _avoided(code, text, word, said)
    for name, sentences in by_file.items():
        yield from _file(name, sentences, style.style)


def _sentences(text: Text, sentences: list[str], style: Style) -> Iterator[Finding]:
    most = style.style.longest_sentence
    for sentence in sentences:
        words = len(sentence.split())
        if words > most:
            begins = f"{sentence[:SHOWN].rstrip()}…"
            remedy = f"keep it to {most} words; make two of it"
            yield found("long-sentence", text.place(), remedy, words=words, sentence=begins)


def _avoided(code: str, text: Text, word: str, said: Avoided) -> Finding:
    made = found(code, text.place(), said.instead, word=word)
    return Finding(made.file, made.line, made.column, made.rule, code, made.what, said.why, said.instead)


def _file(name: str, sentences: list[str], measures: Measures) -> Iterator[Finding]:
    """Yield what is wrong with a file as a whole; names and labels are no sentences."""
    whole = [one for one in sentences if len(words_in(one)) >= FEWEST_IN_SENTENCE]
    if sum(len(words_in(one)) for one in whole) < measures.fewest_words:
        return
    length = mean(len(one.split()) for one in whole)
    if length > measures.mean_sentence:
        remedy = f"shorten them to {measures.mean_sentence:g} words on average"
        yield found("long-sentences", Problem(name, 0, 0, ""), remedy, mean=f"{length:.1f}")
    ease = reading_ease(whole)
    band = measures.reading_ease
    if not band.least <= ease <= band.most:
        remedy = "use shorter words and sentences" if ease < band.least else "join what is chopped up"
        parts = {"ease": f"{ease:.0f}", "least": f"{band.least:g}", "most": f"{band.most:g}"}
        yield found("reading-ease", Problem(name, 0, 0, ""), remedy, **parts)
