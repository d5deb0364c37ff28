"""Lays out the causal web anew and writes ``rules/web_layout.yaml``: run it after contexts or links change.

    python -m advisor.report.pictures.lay_out_web

Mechanisms stand in the core where the table below puts them: what feeds trust at the left, what feeds faith
at the right, what both lead to down the middle. Each context stands at the side in the group of the
mechanism that it acts on, so that most links are short; the groups follow the height of their mechanisms.
"""

import sys
from collections import Counter
from collections.abc import Iterator

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.model.knowledge import KnowledgeBase
from advisor.report.pictures.web_layout import FILE, Box, WebLayout

WIDTH, HEIGHT = 2730, 1740
CHIP_WIDTH = 352
GUTTER = 10
PADDING = 6
HEADING = 30
BAND_WIDTH = 2 * CHIP_WIDTH + GUTTER + 2 * PADDING
BETWEEN = 7
LARGEST_CHIP = 60
MECHANISM_WIDTH, MECHANISM_HEIGHT = 262, 108

# Where each mechanism stands: side of its contexts, then centre and middle as parts of the core.
PLACES: dict[str, tuple[str, float, float]] = {
    "initial_trust": ("left", 0.0, 0.03),
    "internal_conflict": ("left", 0.0, 0.155),
    "communication": ("left", 0.0, 0.28),
    "cultural_integration": ("left", 0.0, 0.45),
    "vision_sharedness": ("left", 0.0, 0.62),
    "confidence": ("left", 0.0, 0.79),
    "conflict_resolution": ("left", 0.0, 0.94),
    "trust": ("left", 0.335, 0.30),
    "risk_tolerance": ("right", 0.335, 0.64),
    "conflict": ("right", 0.5, 0.47),
    "collaborative_behaviour": ("right", 0.5, 0.80),
    "synergy": ("right", 0.335, 0.97),
    "ultimate_outcomes": ("right", 0.665, 0.97),
    "faith": ("right", 0.665, 0.30),
    "collaborative_inertia": ("right", 0.665, 0.64),
    "initial_faith": ("right", 1.0, 0.03),
    "legitimacy": ("right", 1.0, 0.17),
    "task_complexity": ("right", 1.0, 0.32),
    "perceived_capacity": ("right", 1.0, 0.48),
    "vision_clarity": ("right", 1.0, 0.66),
    "progress": ("right", 1.0, 0.83),
}


def home(knowledge: KnowledgeBase) -> dict[str, str]:
    """Return the mechanism in whose group each context stands: the one that most of its links act on."""
    acts: dict[str, Counter[str]] = {each.id: Counter() for each in knowledge.contexts}
    for link in knowledge.web.links:
        for context in link.contexts:
            acts[context][link.mechanism] += 1
    return {context: counted.most_common(1)[0][0] for context, counted in acts.items() if counted}


def lay_out(knowledge: KnowledgeBase) -> WebLayout:
    """Return the layout of a knowledge base's web."""
    groups: dict[str, list[str]] = {}
    for context, mechanism in home(knowledge).items():
        groups.setdefault(mechanism, []).append(context)
    bands: list[Box] = []
    chips: list[Box] = []
    for side, left in (("left", 0), ("right", WIDTH - BAND_WIDTH)):
        ordered = sorted((PLACES[one][2], one) for one in groups if PLACES[one][0] == side)
        for box in _side([(one, groups[one]) for _, one in ordered], left):
            (bands if box.id in groups else chips).append(box)
    return WebLayout(
        width=WIDTH,
        height=HEIGHT,
        mechanisms=tuple(_mechanism(each.id) for each in knowledge.mechanisms),
        bands=tuple(bands),
        contexts=tuple(chips),
    )


def _side(groups: list[tuple[str, list[str]]], left: int) -> Iterator[Box]:
    rows = sum((len(contexts) + 1) // 2 for _, contexts in groups)
    fixed = len(groups) * (HEADING + PADDING + BETWEEN) - BETWEEN
    chip = min(LARGEST_CHIP, (HEIGHT - fixed) // rows)
    spare = (HEIGHT - fixed - chip * rows) // max(1, len(groups) - 1)
    top = 0
    for mechanism, contexts in groups:
        height = HEADING + PADDING + chip * ((len(contexts) + 1) // 2)
        yield Box(id=mechanism, x=left, y=top, width=BAND_WIDTH, height=height)
        for place, context in enumerate(contexts):
            row, column = divmod(place, 2)
            x = left + PADDING + column * (CHIP_WIDTH + GUTTER)
            yield Box(id=context, x=x, y=top + HEADING + row * chip, width=CHIP_WIDTH, height=chip - 5)
        top += height + BETWEEN + spare


def _mechanism(mechanism: str) -> Box:
    _, across, down = PLACES[mechanism]
    room = WIDTH - 2 * BAND_WIDTH - MECHANISM_WIDTH - 170
    x = BAND_WIDTH + 85 + round(across * room)
    y = round(down * (HEIGHT - MECHANISM_HEIGHT))
    return Box(id=mechanism, x=x, y=y, width=MECHANISM_WIDTH, height=MECHANISM_HEIGHT)


def written(layout: WebLayout) -> str:
    """Return the layout as YAML, one box a line."""
    lines = [
        "# yaml-language-server: $schema=../docs/schemas/web-layout.schema.json",
        "# Where everything stands in the picture of the causal web, in tenths of a millimetre.",
        "# Made by: python -m advisor.report.pictures.lay_out_web; not for editing by hand.",
        f"width: {layout.width}",
        f"height: {layout.height}",
    ]
    for name in ("mechanisms", "bands", "contexts"):
        lines.append(f"{name}:")
        lines += [
            f"- {{id: {box.id}, x: {box.x}, y: {box.y}, width: {box.width}, height: {box.height}}}"
            for box in getattr(layout, name)
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    folder = content_folder("rules")
    (folder / FILE).write_text(
        written(lay_out(load_knowledge(folder).knowledge)), encoding="utf-8", newline="\n"
    )
    sys.stdout.write(f"{folder / FILE} is written.\n")
