"""How hard a text is to read: Flesch reading ease, from words, sentences and syllables."""

import re
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*")
_SENTENCE_END = re.compile(r"(?<=[.?!])[”’)]?\s+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeiouyldt]ed|[^l]e)$")
_APART = re.compile(r"[iu]a|io(?!n)|eo|[^gq]ua|ei(?=ng)|yi")


def words_in(text: str) -> list[str]:
    """Return the words of a text.

    >>> words_in("Partners’ people, well-known, act.")
    ['Partners', 'people', 'well-known', 'act']
    """
    return _WORD.findall(text)


def sentences_in(text: str) -> list[str]:
    """Return the sentences of a text.

    >>> sentences_in("Ask first. Then act!")
    ['Ask first.', 'Then act!']
    """
    return [one for one in _SENTENCE_END.split(" ".join(text.split())) if one]


@lru_cache(maxsize=20_000)
def syllables_in(word: str) -> int:
    """Return about how many syllables a word has.

    >>> [syllables_in(one) for one in ("act", "partner", "collaboration", "makes", "agreed", "radio")]
    [1, 2, 5, 1, 2, 3]
    """
    plain = re.sub(r"[^a-z]", "", word.lower())
    stem = _SILENT.sub("", plain) if len(plain) > 3 else plain  # noqa: PLR2004 - “the” and “she” keep theirs
    return max(1, len(_VOWELS.findall(stem or plain)) + len(_APART.findall(plain)))


def reading_ease(sentences: Sequence[str]) -> float:
    """Return the Flesch reading ease: 100 very easy, below 30 hard.

    >>> round(reading_ease(["The cat sat on the mat."]))
    116
    """
    words = [word for sentence in sentences for word in words_in(sentence)]
    syllables = sum(map(syllables_in, words))
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * syllables / len(words)
