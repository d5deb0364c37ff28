"""How high a row is for its texts: not every program works that out when it opens a workbook."""

import math
from collections.abc import Iterable

LINE = 15.0
"""Height of a line in points, at the size of letters used here."""
HIGHEST = 405.0
"""What spreadsheet programs allow, in whole lines."""
_LETTERS = 1.05
"""Letters of running text for each digit that fits a column, with room for a last word that moves on."""
BOLD = 0.85
"""How much less fits where letters are bold."""


def height_of(cells: Iterable[tuple[str, float]], highest: float = HIGHEST) -> float:
    """Return the height of a row, given each text in it and the width of its column.

    >>> height_of([("one line", 20), ("a text that needs another line", 20)])
    30.0
    """
    lines = max((_lines(text, width * _LETTERS) for text, width in cells), default=1)
    return min(lines * LINE, highest)


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))
