"""The whole causal web of one case: fixed places, coloured by what is at work."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.report.at_work import TONE_OF_EFFECT, AtWork, Tone
from advisor.report.pictures.lettering import wrapped
from advisor.report.pictures.web_layout import Box, WebLayout, web_layout

CHIP_LETTERING = 19.4
MECHANISM_LETTERING = 24.0
MARK = 22
"""Room for the mark at the left of a circumstance."""


@dataclass(frozen=True)
class Lettered:
    """A rectangle with words in it."""

    box: Box
    lines: tuple[str, ...]
    tone: Tone
    at_work: bool = True
    level: str = ""


@dataclass(frozen=True)
class Line:
    """A curved line, as the path data of SVG, with the corner points of its arrow head."""

    path: str
    head: str
    tone: Tone
    between_mechanisms: bool


@dataclass(frozen=True)
class WebPicture:
    """Everything that the template draws, the faint before the strong."""

    width: int
    height: int
    bands: tuple[Lettered, ...]
    chips: tuple[Lettered, ...]
    mechanisms: tuple[Lettered, ...]
    faint: tuple[str, ...]
    strong: tuple[Line, ...]


def web_picture(case: AtWork) -> WebPicture:
    """Return the picture of the whole web for a case."""
    layout = web_layout()
    effects = case.context_effects
    chips = []
    for box in layout.contexts:
        effect = effects.get(box.id)
        lines = wrapped(case.name(box.id), CHIP_LETTERING, box.width - MARK - 8, 2)
        chips.append(Lettered(box, lines, TONE_OF_EFFECT[effect] if effect else "unknown", effect is not None))
    mechanisms = [
        Lettered(
            box,
            wrapped(case.name(box.id), MECHANISM_LETTERING, box.width - 60, 3),
            case.tone(box.id),
            level=case.result.mechanisms[box.id].level,
        )
        for box in layout.mechanisms
    ]
    bands = [
        Lettered(box, (case.texts.say("web.acts_on", name=case.name(box.id)),), "unknown") for box in layout.bands
    ]
    return WebPicture(
        layout.width,
        layout.height,
        tuple(bands),
        tuple(chips),
        tuple(mechanisms),
        tuple(line.path for line in _all_lines(case, layout)),
        tuple(_strong_lines(case, layout)),
    )


def _all_lines(case: AtWork, layout: WebLayout) -> Iterator[Line]:
    chips = {box.id: box for box in layout.contexts}
    cores = {box.id: box for box in layout.mechanisms}
    seen: set[tuple[str, str]] = set()
    for link in case.knowledge.web.links:
        for context in link.contexts:
            pair = (context, link.mechanism)
            if pair not in seen and context in chips:
                seen.add(pair)
                yield _from_side(chips[context], cores[link.mechanism], layout, "unknown")
    for between in case.knowledge.web.mechanism_links:
        yield _between(cores[between.from_], cores[between.to], "unknown")


def _strong_lines(case: AtWork, layout: WebLayout) -> Iterator[Line]:
    chips = {box.id: box for box in layout.contexts}
    cores = {box.id: box for box in layout.mechanisms}
    for path in case.paths:
        tone = TONE_OF_EFFECT[path.effect]
        if path.from_context:
            yield _from_side(chips[path.from_], cores[path.to], layout, tone)
        else:
            yield _between(cores[path.from_], cores[path.to], tone)


def _from_side(chip: Box, core: Box, layout: WebLayout, tone: Tone) -> Line:
    """Draw from the inner edge of the side where a circumstance stands: what it passes there is its own group."""
    bands = layout.bands
    if chip.centre < layout.width // 2:
        start = max(band.x + band.width for band in bands if band.centre < layout.width // 2)
        return _sideways(start, chip.middle, core.x, core.middle, tone, between=False)
    start = min(band.x for band in bands if band.centre > layout.width // 2)
    return _sideways(start, chip.middle, core.x + core.width, core.middle, tone, between=False)


def _between(one: Box, other: Box, tone: Tone) -> Line:
    if other.x >= one.x + one.width:
        return _sideways(one.x + one.width, one.middle, other.x, other.middle, tone, between=True)
    if one.x >= other.x + other.width:
        return _sideways(one.x, one.middle, other.x + other.width, other.middle, tone, between=True)
    if other.y > one.y:
        return _upright(one.centre, one.y + one.height, other.centre, other.y, tone)
    return _upright(one.centre, one.y, other.centre, other.y + other.height, tone)


def _sideways(x1: int, y1: int, x2: int, y2: int, tone: Tone, *, between: bool) -> Line:
    way = 1 if x2 >= x1 else -1
    bend = max(30, abs(x2 - x1) // 2) * way
    path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 10 * way} {y2}"
    return Line(path, f"{x2},{y2} {x2 - 16 * way},{y2 - 7} {x2 - 16 * way},{y2 + 7}", tone, between)


def _upright(x1: int, y1: int, x2: int, y2: int, tone: Tone) -> Line:
    way = 1 if y2 >= y1 else -1
    bend = max(20, abs(y2 - y1) // 2) * way
    path = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2 - 10 * way}"
    return Line(path, f"{x2},{y2} {x2 - 7},{y2 - 16 * way} {x2 + 7},{y2 - 16 * way}", tone, True)
