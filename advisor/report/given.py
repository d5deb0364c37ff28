"""What people typed, made fit to print: names and notes, never trusted and never cut without a sign."""

import unicodedata

NAME = 120
"""Longest name that a report prints, in characters."""
STORY = 600
"""Longest note that a report prints."""

# Controls, invisible marks that reorder text, halves of characters, private and unassigned characters.
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def given(text: str | None, limit: int = NAME) -> str:
    r"""Return typed text on one line, without characters that print nothing or reorder others.

    >>> given("  A\u202e\n  trust ")
    'A trust'
    >>> given("abcdef", 4)
    'abc…'
    """
    if not text:
        return ""
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if one.isspace() else one
        for one in normal
        if one.isspace() or unicodedata.category(one) not in _UNPRINTED
    )
    line = " ".join(kept.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"
