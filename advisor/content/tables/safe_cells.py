"""Text that came from anybody, written so that no spreadsheet program runs it."""

import re

LONGEST_CELL = 32_000
"""Characters that a cell of a workbook may hold, with room to spare."""
CUT = "… (cut)"
_STARTS = ("=", "+", "-", "@", "\t", "\r")
_QUOTED = re.compile('[",\\r\\n\\t]|^ | $')
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain_text(text: str) -> str:
    """Return text without what no file of ours may hold: signs that are no letters, or too many."""
    text = _NOT_TEXT.sub("�", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def inert(text: str) -> str:
    """Return text that a spreadsheet program shows and never works out.

    >>> inert("=1+1"), inert("Riverside"), inert(" @me")
    ("'=1+1", 'Riverside', "' @me")
    """
    text = plain_text(text)
    # Some programs take off spaces first.
    return f"'{text}" if text.startswith(_STARTS) or text.lstrip().startswith(_STARTS) else text


def csv_field(text: str) -> str:
    """Return text as a field of a CSV file, inert, and quoted where it must be.

    >>> csv_field('Bay, "new" trust'), csv_field("-2")
    ('"Bay, ""new"" trust"', "'-2")
    """
    text = inert(text)
    return '"{}"'.format(text.replace('"', '""')) if _QUOTED.search(text) else text
