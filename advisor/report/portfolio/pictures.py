"""Rows of shapes: each stands for the same round number of collaborations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.model.result import Verdict
from advisor.portfolio.disclosure import FEWEST, size
from advisor.portfolio.model import Shown

ORDER: tuple[Verdict, ...] = ("act", "balance", "compensate", "find_out", "keep", "not_applicable")
"""Verdicts from what asks for action to what does not."""
MOST_SHAPES = 24


@dataclass(frozen=True)
class Shape:
    """One shape in a row: which verdict, and its place from the left."""

    verdict: Verdict
    place: int


@dataclass(frozen=True)
class Strip:
    """A row of shapes.

    Attributes:
        title: The same in words.
        shapes: The shapes, from the left.
        places: How many places a full row has.
    """

    title: str
    shapes: tuple[Shape, ...]
    places: int


def worth(total: int) -> int:
    """Return how many collaborations a shape stands for, so that a row has at most two dozen.

    >>> worth(60), worth(240), worth(1000)
    (5, 10, 50)
    """
    unit = FEWEST
    while True:
        for step in (1, 2, 5):
            if total <= unit * step * MOST_SHAPES:
                return unit * step
        unit *= 10


def strip(verdicts: Mapping[Verdict, Shown], title: str, unit: int, places: int) -> Strip:
    """Return the row of shapes of one statement."""
    shapes: list[Shape] = []
    for verdict in ORDER:
        many = round(size(verdicts.get(verdict, 0)) / unit)
        shapes += [Shape(verdict, len(shapes) + one) for one in range(many)]
    return Strip(title, tuple(shapes), places)


def places_of(rows: Sequence[Mapping[Verdict, Shown]], unit: int) -> int:
    """Return the length of the longest row: parts are rounded, so one may be longer than the whole."""
    return max(
        (sum(round(size(one) / unit) for one in row.values()) for row in rows),
        default=0,
    )
