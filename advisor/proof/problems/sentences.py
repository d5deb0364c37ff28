"""What to write in place of a sentence that is no condition, as docs/grammar.md says it."""

import re
from difflib import get_close_matches

from advisor.model.grammar import NAME, VALUE, ConditionError, parse_atom

_NOT = re.compile(rf"(?P<subject>.+?) (?P<verb>is|includes) not (?P<rest>(?:one of )?{VALUE}(?:, ?{VALUE})*)")
_JOINED = re.compile(r" (and|or) ")
_VALUES = re.compile(
    rf"(?P<start>(?:.+ )?{NAME}) (?P<verb>is|includes) (?P<values>{VALUE}(?:,? or {VALUE}|, ?{VALUE})+)"
)
_MORE = re.compile(rf"(?P<name>{NAME}) (?:is )?(?P<way>more|fewer|less) than (?P<number>\d+)")
_ONE = re.compile(rf"(?P<subject>.+?) (?P<verb>is|includes) one of (?P<value>{VALUE})")
WORDS = (
    "is",
    "includes",
    "one",
    "of",
    "at",
    "least",
    "most",
    "known",
    "unknown",
    "level",
    "verdict",
    "context",
)
"""Words of the grammar."""
_SIGNS = re.compile(rf"(?P<name>{NAME}) ?(?:==?|:) ?(?P<value>{VALUE})")


def instead_of(sentence: str) -> str:
    """Return what to write in place of a sentence; nothing where that cannot be told.

    >>> instead_of("contact is not often")
    'write a mapping: “not: contact is often”'
    >>> instead_of("contact is rarely and travel_time is over_60_min")
    'write a mapping: “all: [contact is rarely, travel_time is over_60_min]”'
    >>> instead_of("power is yes or no")
    'write “power is one of yes, no”'
    >>> instead_of("partner_count more than 5")
    'write “partner_count at least 6”'
    >>> instead_of("stage iz considering")
    'write “stage is considering”: is, not iz'
    >>> instead_of("quick_wins is one of no")
    'write “quick_wins is no”: one value stands alone'
    """
    plain = " ".join(sentence.split())
    stopped = plain.rstrip(".;,")
    if stopped != plain and _sound(stopped):
        return f"write “{stopped}”, with nothing after it"
    ways = (_several_values, _several_sentences, _turned, _compared, _one_value, _misspelt)
    return next(filter(None, (way(plain) for way in ways)), "")


def _one_value(sentence: str) -> str:
    """Return what to write where “one of” is followed by one value alone."""
    found = _ONE.fullmatch(sentence)
    written = f"{found['subject']} {found['verb']} {found['value']}" if found else ""
    return f"write “{written}”: one value stands alone" if found and _sound(written) else ""


def _misspelt(sentence: str) -> str:
    """Return what may be meant by a word that is none of the grammar."""
    words = sentence.split()
    for place, word in enumerate(words[1:], 1):
        for meant in get_close_matches(word, WORDS, n=2, cutoff=0.5):
            mended = " ".join((*words[:place], meant, *words[place + 1 :]))
            if word != meant and _sound(mended):
                return f"write “{mended}”: {meant}, not {word}"
    return ""


def _several_values(sentence: str) -> str:
    found = _VALUES.fullmatch(sentence)
    if not found:
        return ""
    values = ", ".join(re.split(r",? or |, ?", found["values"]))
    return _written(f"{found['start']} {found['verb']} one of {values}")


def _several_sentences(sentence: str) -> str:
    parts = _JOINED.split(sentence)
    words = set(parts[1::2])
    if len(words) != 1:
        return ""
    key = "all" if words == {"and"} else "any"
    whole = [_mended(part) for part in parts[::2]]
    if not all(whole):
        return f"write a mapping: “{key}:”, and below it each condition on a line of its own"
    return f"write a mapping: “{key}: [{', '.join(whole)}]”"


def _mended(sentence: str) -> str:
    """Return one part of a sentence as it may stand in a list; nothing where it is no condition."""
    turned = _NOT.fullmatch(sentence)
    plain = f"{turned['subject']} {turned['verb']} {turned['rest']}" if turned else sentence
    if not _sound(plain):
        return ""
    quoted = f'"{plain}"' if "," in plain else plain
    return f"{{not: {quoted}}}" if turned else quoted


def _turned(sentence: str) -> str:
    found = _NOT.fullmatch(sentence)
    inner = f"{found['subject']} {found['verb']} {found['rest']}" if found else ""
    return f"write a mapping: “not: {inner}”" if inner and _sound(inner) else ""


def _compared(sentence: str) -> str:
    more = _MORE.fullmatch(sentence)
    if more:
        number = int(more["number"])
        bound = f"at least {number + 1}" if more["way"] == "more" else f"at most {max(0, number - 1)}"
        return _written(f"{more['name']} {bound}")
    sign = _SIGNS.fullmatch(sentence)
    return _written(f"{sign['name']} is {sign['value']}") if sign else ""


def _written(sentence: str) -> str:
    return f"write “{sentence}”" if _sound(sentence) else ""


def _sound(sentence: str) -> bool:
    try:
        parse_atom(sentence)
    except ConditionError:
        return False
    return True
