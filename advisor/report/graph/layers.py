"""A layered layout: boxes in columns from left to right, ordered so that few lines cross.

A line that passes a column on its way gets a place of its own in it, so that it runs between the boxes and
not behind them. Lines of one look from one box share their way, and part where they must.
"""

from bisect import bisect, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SWEEPS = 24
STRAIGHT = 8.0
"""How much more a line that passes counts than one that ends, where places are chosen."""
GAP = 12.0
LANE = 7.0
"""Height of the place of a line that passes a column."""


@dataclass(frozen=True)
class Size:
    """How large a box is."""

    width: float
    height: float


@dataclass(frozen=True)
class Join:
    """A link to lay out. Links of one source and one look share their way."""

    from_: str
    to: str
    look: str


@dataclass(frozen=True)
class Place:
    """Where a box, or a line that passes a column, stands."""

    x: float
    y: float
    width: float
    height: float
    lane: bool = False

    @property
    def middle(self) -> float:
        """Height of the middle."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Piece:
    """A line from one column to the next, with the link it belongs to; the last piece ends at a box."""

    from_: str
    to: str
    join: Join
    last: bool


@dataclass
class Layout:
    """Where everything stands."""

    places: dict[str, Place]
    pieces: list[Piece]
    columns: list[tuple[float, float]]
    height: float


def columns_of(
    keys: Sequence[str], kind: Mapping[str, int], links: Iterable[tuple[str, str]]
) -> dict[str, int]:
    """Return the column of each box: by kind, and within a kind after what it rests on; none stays empty."""
    within = dict.fromkeys(keys, 0)
    inner = [(one, other) for one, other in links if kind[one] == kind[other]]
    for _ in keys:
        later = [(other, within[one] + 1) for one, other in inner if within[other] <= within[one]]
        if not later:
            break
        for other, depth in later:
            within[other] = max(within[other], depth)
    used = {each: place for place, each in enumerate(sorted({(kind[key], within[key]) for key in keys}))}
    return {key: used[kind[key], within[key]] for key in keys}


@dataclass
class _Layered:
    """The columns, while they are put in order."""

    order: list[list[str]]
    heights: dict[str, float]
    pieces: list[Piece] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    right: dict[str, list[str]] = field(default_factory=dict)
    lanes: set[str] = field(default_factory=set)


def lay_out(
    sizes: Mapping[str, Size],
    column: Mapping[str, int],
    joins: Iterable[Join],
    gutter: Callable[[int], float],
) -> Layout:
    """Return where everything stands.

    Args:
        sizes: Size of each box, in the order in which boxes of a column stand at first.
        column: Column of each box.
        joins: The links; those that do not lead to the right are left out.
        gutter: Room between columns, given how many lines cross it.
    """
    layered = _layered(sizes, column, joins)
    _order(layered)
    middles = _middles(layered)
    lefts = _lefts(layered, sizes, gutter)
    places: dict[str, Place] = {}
    for number, keys in enumerate(layered.order):
        x, width = lefts[number]
        for key in keys:
            height = layered.heights[key]
            own = sizes[key].width if key in sizes else width
            places[key] = Place(x, middles[key] - height / 2, own, height, key in layered.lanes)
    bottom = max((place.y + place.height for place in places.values()), default=0)
    return Layout(places, layered.pieces, lefts, bottom)


def _layered(sizes: Mapping[str, Size], column: Mapping[str, int], joins: Iterable[Join]) -> _Layered:
    many = max(column.values(), default=-1) + 1
    made = _Layered([[] for _ in range(many)], {key: size.height for key, size in sizes.items()})
    for key in sizes:
        made.order[column[key]].append(key)
    seen: set[tuple[str, str, str]] = set()
    for join in joins:
        before = join.from_
        for number in range(column[join.from_] + 1, column[join.to] + 1):
            last = number == column[join.to]
            here = join.to if last else f"{join.from_}|{join.look}|{number}"
            if not last and here not in made.heights:
                made.heights[here] = LANE
                made.lanes.add(here)
                made.order[number].append(here)
            if (before, here, join.look) not in seen:
                seen.add((before, here, join.look))
                made.pieces.append(Piece(before, here, join, last))
                made.right.setdefault(before, []).append(here)
                made.left.setdefault(here, []).append(before)
            before = here
    return made


def _order(layered: _Layered) -> None:
    """Put each column in the order of the middles of its neighbours, to and fro; keep the best order."""
    best, fewest = [list(keys) for keys in layered.order], _crossings(layered)
    for sweep in range(SWEEPS):
        back = sweep % 2 == 1
        numbers = range(len(layered.order))
        for number in reversed(numbers) if back else numbers:
            beside = number + 1 if back else number - 1
            if 0 <= beside < len(layered.order):
                _sort(layered, number, beside, layered.right if back else layered.left)
        crossings = _crossings(layered)
        if crossings < fewest:
            best, fewest = [list(keys) for keys in layered.order], crossings
    layered.order = best


def _sort(layered: _Layered, number: int, beside: int, neighbours: Mapping[str, list[str]]) -> None:
    keys = layered.order[number]
    place = {key: at / max(1, len(layered.order[beside])) for at, key in enumerate(layered.order[beside])}
    centre = {}
    for at, key in enumerate(keys):
        found = [place[one] for one in neighbours.get(key, ()) if one in place]
        centre[key] = sum(found) / len(found) if found else at / len(keys)
    keys.sort(key=centre.__getitem__)


def _crossings(layered: _Layered) -> int:
    crossings = 0
    for keys, following in zip(layered.order, layered.order[1:], strict=False):
        place = {key: at for at, key in enumerate(following)}
        ends: list[int] = []
        for key in keys:
            here = sorted(place[one] for one in layered.right.get(key, ()) if one in place)
            crossings += sum(len(ends) - bisect(ends, end) for end in here)
            for end in here:
                insort(ends, end)
    return crossings


def _middles(layered: _Layered) -> dict[str, float]:
    """Return the height of the middle of everything: as near to its neighbours as the order allows."""
    middles: dict[str, float] = {}
    for keys in layered.order:
        top = 0.0
        for key in keys:
            middles[key] = top + layered.heights[key] / 2
            top += layered.heights[key] + _gap(layered, key)
    tallest = max((middles[keys[-1]] for keys in layered.order if keys), default=0.0)
    for keys in layered.order:
        shift = (tallest - middles[keys[-1]]) / 2 if keys else 0.0
        for key in keys:
            middles[key] += shift
    for sweep in range(SWEEPS):
        for keys in reversed(layered.order) if sweep % 2 else layered.order:
            _settle(layered, keys, middles)
    highest = min((middles[key] - layered.heights[key] / 2 for key in middles), default=0.0)
    return {key: middle - highest for key, middle in middles.items()}


def _settle(layered: _Layered, keys: Sequence[str], middles: dict[str, float]) -> None:
    """Move a column towards its neighbours, and keep its order and gaps: a least-squares fit."""
    offsets: list[float] = []
    blocks: list[tuple[float, float, int]] = []
    for at, key in enumerate(keys):
        if at:
            before = keys[at - 1]
            apart = (layered.heights[before] + layered.heights[key]) / 2 + _gap(layered, before)
            offsets.append(offsets[-1] + apart)
        else:
            offsets.append(0.0)
        wanted, weight = _wanted(layered, key, middles)
        blocks.append((wanted - offsets[-1], weight, 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (one, much, many), (other, more, others) = blocks[-2:]
            together = (one * much + other * more) / (much + more)
            blocks[-2:] = [(together, much + more, many + others)]
    fitted = [value for value, _, many in blocks for _ in range(many)]
    for key, value, offset in zip(keys, fitted, offsets, strict=True):
        middles[key] = value + offset


def _wanted(layered: _Layered, key: str, middles: Mapping[str, float]) -> tuple[float, float]:
    """Return where something would best stand, and how much that counts: lines on their way run straight."""
    beside = (*layered.left.get(key, ()), *layered.right.get(key, ()))
    if not beside:
        return middles[key], 0.1
    lane = key in layered.lanes
    weights = [STRAIGHT if lane and one in layered.lanes else 1.0 for one in beside]
    total = sum(weights)
    return sum(middles[one] * weight for one, weight in zip(beside, weights, strict=True)) / total, total


def _gap(layered: _Layered, key: str) -> float:
    return LANE / 2 if key in layered.lanes else GAP


def _lefts(
    layered: _Layered, sizes: Mapping[str, Size], gutter: Callable[[int], float]
) -> list[tuple[float, float]]:
    """Return left edge and width of each column."""
    number_of = {key: number for number, keys in enumerate(layered.order) for key in keys}
    crossing = [0] * (len(layered.order) + 1)
    for piece in layered.pieces:
        crossing[number_of[piece.from_]] += 1
    found: list[tuple[float, float]] = []
    x = 0.0
    for number, keys in enumerate(layered.order):
        width = max((sizes[key].width for key in keys if key in sizes), default=0.0)
        found.append((x, width))
        x += width + gutter(crossing[number])
    return found
