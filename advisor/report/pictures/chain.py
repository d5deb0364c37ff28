"""The extract of the causal web in the text: the strongest chain of one case, ten to twelve nodes.

The chain runs from left to right; the circumstances that feed it hang above and below. Which chain is
strongest is our reading: the one whose steps have most circumstances pushing the same way.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.report.at_work import AtWork, Effect, Tone
from advisor.report.pictures.lettering import wrapped

LONGEST = 5
MOST_NODES = 12
ROOM = 1800
BOX_HEIGHT = 150
CHIP_HEIGHT = 118
ROW = 158
LETTERING = 27
ENDS = ("collaborative_behaviour", "risk_tolerance", "faith", "trust")
"""Where a chain should end, the furthest first."""


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
    """A straight arrow."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class ChainPicture:
    """The chain as a picture, and the same in words."""

    effect: Effect
    steps: tuple[str, ...]
    feeding: dict[str, tuple[str, ...]]
    width: int
    height: int
    boxes: tuple[Node, ...]
    chips: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


def chain_picture(case: AtWork) -> ChainPicture | None:
    """Return the strongest chain against the partners; where there is none, the strongest in their favour."""
    effects: tuple[Effect, ...] = ("harms", "helps")
    for effect in effects:
        steps = strongest(case, effect)
        if len(steps) > 1:
            return _drawn(case, effect, steps)
    return None


def strongest(case: AtWork, effect: Effect) -> tuple[str, ...]:
    """Return the mechanisms of the strongest chain with this effect, in order."""
    wanted: Tone = "bad" if effect == "harms" else "good"
    weight = {
        each.id: len(case.contexts_on(each.id, effect))
        for each in case.knowledge.mechanisms
        if case.tone(each.id) in (wanted, "mixed")
    }
    best: tuple[int, int, int, tuple[str, ...]] = (0, 0, 0, ())
    for end in (each for each in ENDS if each in weight):
        for path in _paths(case, effect, (end,), weight):
            firm = sum(case.tone(one) == wanted for one in path)
            rank = (sum(weight[one] for one in path) + 2 * firm, len(path), -ENDS.index(end), path)
            if weight[path[0]] and rank[:3] > best[:3]:
                best = rank
    return best[3]


def _paths(
    case: AtWork, effect: Effect, path: tuple[str, ...], allowed: dict[str, int]
) -> Iterator[tuple[str, ...]]:
    yield path
    if len(path) == LONGEST:
        return
    for before in case.mechanisms_on(path[0], effect) + case.mechanisms_on(path[0], "mixed"):
        if before in allowed and before not in path:
            yield from _paths(case, effect, (before, *path), allowed)


def _feeding(case: AtWork, effect: Effect, steps: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the circumstances shown at each step: each once, most of them at the first step."""
    shown: dict[str, list[str]] = {step: [] for step in steps}
    used: set[str] = set()
    for depth in range(4):
        for place, step in enumerate(steps):
            room = 4 if place == 0 else 2
            free = [one for one in case.contexts_on(step, effect) if one not in used]
            if free and depth < room and len(used) + len(steps) < MOST_NODES:
                shown[step].append(free[0])
                used.add(free[0])
    return {step: tuple(contexts) for step, contexts in shown.items()}


def _drawn(case: AtWork, effect: Effect, steps: tuple[str, ...]) -> ChainPicture:
    feeding = _feeding(case, effect, steps)
    above = max((len(each) + 1) // 2 for each in feeding.values())
    below = max(len(each) // 2 for each in feeding.values())
    pitch = ROOM / len(steps)
    box_width = min(330.0, pitch - 62)
    middle = above * ROW + BOX_HEIGHT / 2
    tone: Tone = "bad" if effect == "harms" else "good"
    boxes: list[Node] = []
    chips: list[Node] = []
    arrows: list[Arrow] = []
    for place, step in enumerate(steps):
        x = place * pitch + (pitch - box_width) / 2
        level = case.result.mechanisms[step].level
        lines = wrapped(case.name(step), LETTERING, box_width - 24, 3)
        box = Node(step, x, middle - BOX_HEIGHT / 2, box_width, BOX_HEIGHT, lines, case.tone(step), level)
        boxes.append(box)
        if place:
            arrows.append(Arrow(boxes[-2].x + box_width, middle, x, middle))
        for number, context in enumerate(feeding[step]):
            tier, down = divmod(number, 2)
            if down:
                y = box.y + BOX_HEIGHT + (ROW - CHIP_HEIGHT) + tier * ROW
                arrows.append(Arrow(box.centre, y, box.centre, box.y + BOX_HEIGHT))
            else:
                y = box.y - (tier + 1) * ROW
                arrows.append(Arrow(box.centre, y + CHIP_HEIGHT, box.centre, box.y))
            width = min(pitch - 14, 345.0)
            words = wrapped(case.label(context), LETTERING - 1, width - 24, 3)
            chips.append(Node(context, box.centre - width / 2, y, width, CHIP_HEIGHT, words, tone))
    height = round(above * ROW + BOX_HEIGHT + below * ROW)
    return ChainPicture(effect, steps, feeding, ROOM, height, tuple(boxes), tuple(chips), tuple(arrows))
