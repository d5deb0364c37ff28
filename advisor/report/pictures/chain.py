"""The extract of the causal web in the text: the strongest chain of one case, at most twelve nodes.

The chain runs from left to right, a long one in two rows; the circumstances that feed it hang above and
below. Which chain is strongest is decided with the advice, in ``advisor.advice.strongest_chain``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from advisor.advice.strongest_chain import Effect as Way
from advisor.advice.strongest_chain import strongest_chain
from advisor.model.causal_web import StrongestChain
from advisor.report.at_work import AtWork, Tone
from advisor.report.pictures.lettering import wrapped

IN_A_ROW = 5
MOST_NODES = 12
ROOM = 1800
BOX_HEIGHT = 150
CHIP_HEIGHT = 118
ROW = 158
LETTERING = 27
SMALLER_BOX, BETWEEN_ROWS = 118, 66
"""Where a chain takes several rows."""


@dataclass(frozen=True)
class Node:
    """A rectangle with words."""

    id: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    tone: Tone
    level: str = ""

    @property
    def centre(self) -> float:
        """Distance of the centre from the left."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Arrow:
    """An arrow: straight, or to the next row, by way of a line across at some height."""

    x1: float
    y1: float
    x2: float
    y2: float
    across: float | None = None


@dataclass(frozen=True)
class ChainPicture:
    """The chain as a picture, and the same in words."""

    effect: Way
    chain: StrongestChain
    steps: tuple[str, ...]
    feeding: dict[str, tuple[str, ...]]
    width: int
    height: int
    boxes: tuple[Node, ...]
    chips: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


def chain_picture(case: AtWork) -> ChainPicture | None:
    """Return the strongest chain against the partners; where there is none, the strongest in their favour.

    What harms one area and goes no further is no chain.
    """
    helping = strongest_chain(case.result.web, case.result.mechanisms, case.knowledge, "helps")
    found: tuple[tuple[Way, StrongestChain | None], ...] = (
        ("harms", case.result.strongest_chain),
        ("helps", helping),
    )
    for effect, chain in found:
        if chain is not None and len(chain.areas) > 1:
            return _drawn(case, effect, chain)
    return None


def _feeding(
    case: AtWork, effect: Way, steps: Sequence[str], room: tuple[int, int]
) -> dict[str, tuple[str, ...]]:
    """Return the circumstances shown at each step: each once, most of them at the first step."""
    shown: dict[str, list[str]] = {step: [] for step in steps}
    used: set[str] = set()
    for depth in range(max(room)):
        for place, step in enumerate(steps):
            free = [one for one in case.contexts_on(step, effect) if one not in used]
            if free and depth < room[place > 0] and len(used) + len(steps) < MOST_NODES:
                shown[step].append(free[0])
                used.add(free[0])
    return {step: tuple(contexts) for step, contexts in shown.items()}


def _drawn(case: AtWork, effect: Way, chain: StrongestChain) -> ChainPicture:
    steps = chain.areas
    rows = -(-len(steps) // IN_A_ROW)
    in_a_row = -(-len(steps) // rows)
    feeding = _feeding(case, effect, steps, (4, 2) if rows == 1 else (1, 1))
    # In one row they hang above and below by turns; in several, above the first and below the last.
    sides = {step: _sides(feeding[step], place // in_a_row, rows) for place, step in enumerate(steps)}
    above = max(len(up) for up, _ in sides.values())
    below = max(len(down) for _, down in sides.values())
    pitch = ROOM / in_a_row
    box_width = min(330.0, pitch - 62)
    tall = BOX_HEIGHT if rows == 1 else SMALLER_BOX
    boxes = []
    for place, step in enumerate(steps):
        row, column = divmod(place, in_a_row)
        lines = wrapped(case.name(step), LETTERING, box_width - 24, 3)
        x = column * pitch + (pitch - box_width) / 2
        y = above * ROW + row * (tall + BETWEEN_ROWS)
        level = case.result.mechanisms[step].level
        boxes.append(Node(step, x, y, box_width, tall, lines, case.tone(step), level))
    arrows = [_onward(one, other) for one, other in pairwise(boxes)]
    tone: Tone = "bad" if effect == "harms" else "good"
    chips = []
    for box in boxes:
        for side, contexts in enumerate(sides[box.id]):
            for tier, context in enumerate(contexts):
                wide = min(pitch - 14, 345.0)
                words = wrapped(case.label(context), LETTERING - 1, wide - 24, 3)
                top = _hung(box, below=bool(side), tier=tier)
                chips.append(Node(context, box.centre - wide / 2, top, wide, CHIP_HEIGHT, words, tone))
                ends = (top, box.y + tall) if side else (top + CHIP_HEIGHT, box.y)
                arrows.append(Arrow(box.centre, ends[0], box.centre, ends[1]))
    height = round((above + below) * ROW + rows * tall + (rows - 1) * BETWEEN_ROWS)
    return ChainPicture(
        effect, chain, steps, feeding, ROOM, height, tuple(boxes), tuple(chips), tuple(arrows)
    )


def _sides(contexts: tuple[str, ...], row: int, rows: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if rows == 1:
        return contexts[::2], contexts[1::2]
    return (contexts, ()) if row == 0 else ((), contexts) if row == rows - 1 else ((), ())


def _onward(one: Node, other: Node) -> Arrow:
    if one.y == other.y:
        middle = one.y + one.height / 2
        return Arrow(one.x + one.width, middle, other.x, middle)
    return Arrow(one.centre, one.y + one.height, other.centre, other.y, other.y - BETWEEN_ROWS / 2)


def _hung(box: Node, *, below: bool, tier: int) -> float:
    """Return the top edge of a circumstance that hangs at a step."""
    if below:
        return box.y + box.height + (ROW - CHIP_HEIGHT) + tier * ROW
    return box.y - (tier + 1) * ROW
