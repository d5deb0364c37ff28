"""Text that came from anybody, written so that no spreadsheet program runs it."""

import re
import unicodedata

LONGEST_CELL = 32_000
"""Characters that a cell of a workbook may hold, with room to spare."""
CUT = "… (cut)"
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
"""What a formula may begin with; the wide and small ones too, which some programs take for the plain ones."""
_LINES = ("\t", "\r", "\n")
_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf"}
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
    # Some programs take off spaces, and what nobody sees, first.
    seen = next((one for one in text if unicodedata.category(one) not in _UNSEEN), "")
    return f"'{text}" if text.startswith(_LINES) or (seen and seen in SIGNS) else text


def csv_field(text: str) -> str:
    """Return text as a field of a CSV file, inert, and quoted where it must be.

    >>> csv_field('Bay, "new" trust'), csv_field("-2")
    ('"Bay, ""new"" trust"', "'-2")
    """
    text = inert(text)
    return '"{}"'.format(text.replace('"', '""')) if _QUOTED.search(text) else text
