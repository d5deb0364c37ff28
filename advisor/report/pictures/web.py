"""The whole causal web of one case: fixed places, coloured by what is at work."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from advisor.report.at_work import TONE_OF_EFFECT, AtWork, Tone, lower_first
from advisor.report.pictures.lettering import wrapped
from advisor.report.pictures.web_layout import Box, WebLayout, web_layout

MECHANISM_LETTERING = 24.0
Point = tuple[int, int]


@dataclass(frozen=True)
class Core:
    """A mechanism in the middle."""

    box: Box
    lines: tuple[str, ...]
    tone: Tone
    level: str
    result: bool


@dataclass(frozen=True)
class Chip:
    """A circumstance at the side."""

    box: Box
    name: str
    tone: Tone
    at_work: bool


@dataclass(frozen=True)
class Band:
    """The circumstances that act on one mechanism."""

    box: Box
    heading: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class Line:
    """A curved line, as path data of SVG, and the same for its arrow head."""

    path: str
    head: str
    tone: Tone
    between_mechanisms: bool
    from_: str = ""
    to: str = ""
    on_chain: bool = False


@dataclass(frozen=True)
class Bundle:
    """All lines that look the same, as one shape each for the lines and their heads."""

    paths: str
    heads: str
    tone: Tone
    between_mechanisms: bool


@dataclass(frozen=True)
class WebPicture:
    """Everything that the template draws, the faint before the strong.

    Attributes:
        lines: Every path at work.
        named: What the papers name after an area, beyond the paths at work; it decides nothing.
    """

    width: int
    height: int
    bands: tuple[Band, ...]
    mechanisms: tuple[Core, ...]
    faint: tuple[str, ...]
    lines: tuple[Line, ...]
    named: tuple[Line, ...]

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        """The paths at work, those that look the same as one."""
        return tuple(_bundles(self.lines))


def web_picture(case: AtWork) -> WebPicture:
    """Return the picture of the whole web for a case."""
    layout = web_layout()
    effects = case.context_effects
    chips = []
    for box in layout.contexts:
        effect = effects.get(box.id)
        tone = TONE_OF_EFFECT[effect] if effect else "unknown"
        chips.append(Chip(box, case.label(box.id), tone, at_work=effect is not None))
    leading = {link.from_ for link in case.knowledge.web.mechanism_links}
    mechanisms = [
        Core(
            box,
            wrapped(case.name(box.id), MECHANISM_LETTERING, box.width - 60, 3),
            case.tone(box.id),
            case.result.mechanisms[box.id].level,
            result=box.id not in leading,
        )
        for box in layout.mechanisms
    ]
    bands = [
        Band(
            box,
            case.texts.say("web.acts_on", name=case.name(box.id)),
            _told_apart(tuple(chip for chip in chips if box.holds(chip.box)), case),
        )
        for box in layout.bands
    ]
    return WebPicture(
        layout.width,
        layout.height,
        tuple(bands),
        tuple(mechanisms),
        tuple(line.path for line in _all_lines(case, layout)),
        tuple(_strong_lines(case, layout)),
        tuple(_named_lines(case, layout)),
    )


def _told_apart(chips: tuple[Chip, ...], case: AtWork) -> tuple[Chip, ...]:
    """Return the circumstances of a group, so that no two stand there in the same words.

    The absence of one may be worded as the presence of its opposite. Beside that opposite it is named itself.
    """
    counted = Counter(chip.name for chip in chips)
    absent = {name for name, each in case.result.circumstances.items() if each.state == "absent"}
    return tuple(
        replace(
            chip,
            name=case.texts.say("web.not", name=lower_first(case.knowledge.context[chip.box.id].name)),
        )
        if counted[chip.name] > 1 and chip.box.id in absent
        else chip
        for chip in chips
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
        yield _between(cores[between.from_], cores[between.to], "unknown", cores.values())


def _strong_lines(case: AtWork, layout: WebLayout) -> Iterator[Line]:
    chips = {box.id: box for box in layout.contexts}
    cores = {box.id: box for box in layout.mechanisms}
    for path in case.paths:
        tone = TONE_OF_EFFECT[path.effect]
        if path.from_context:
            # What a pack adds, or earlier rules had, has no place in the picture; the words below it tell it.
            if path.from_ not in chips:
                continue
            line = _from_side(chips[path.from_], cores[path.to], layout, tone)
        else:
            line = _between(cores[path.from_], cores[path.to], tone, cores.values())
        on_chain = path.effect == "harms" and (path.from_, path.to) in case.on_chain
        yield replace(line, from_=path.from_, to=path.to, on_chain=on_chain)


def _named_lines(case: AtWork, layout: WebLayout) -> Iterator[Line]:
    cores = {box.id: box for box in layout.mechanisms}
    for each in case.named:
        tone = TONE_OF_EFFECT[each.effect]
        line = _between(cores[each.from_], cores[each.to], tone, cores.values())
        yield replace(line, from_=each.from_, to=each.to)


def _bundles(lines: tuple[Line, ...]) -> Iterator[Bundle]:
    looks = sorted({(line.between_mechanisms, line.tone) for line in lines})
    for between, tone in looks:
        alike = [line for line in lines if (line.between_mechanisms, line.tone) == (between, tone)]
        heads = "".join(line.head for line in alike)
        yield Bundle("".join(line.path for line in alike), heads, tone, between)


def _from_side(chip: Box, core: Box, layout: WebLayout, tone: Tone) -> Line:
    """Draw from the inner edge of the side where a circumstance stands, past its own group."""
    bands = layout.bands
    if chip.centre < layout.width // 2:
        start = max(band.x + band.width for band in bands if band.centre < layout.width // 2)
        return _sideways((start, chip.middle), (core.x, core.middle), tone, between=False)
    start = min(band.x for band in bands if band.centre > layout.width // 2)
    return _sideways((start, chip.middle), (core.x + core.width, core.middle), tone, between=False)


def _between(one: Box, other: Box, tone: Tone, cores: Iterable[Box]) -> Line:
    if any(_in_the_way(each, one, other) for each in cores):
        return _into_edge(one, other, tone)
    if other.x >= one.x + one.width:
        return _sideways((one.x + one.width, one.middle), (other.x, other.middle), tone, between=True)
    if one.x >= other.x + other.width:
        return _sideways((one.x, one.middle), (other.x + other.width, other.middle), tone, between=True)
    if other.y > one.y:
        return _upright((one.centre, one.y + one.height), (other.centre, other.y), tone)
    return _upright((one.centre, one.y), (other.centre, other.y + other.height), tone)


def _in_the_way(box: Box, one: Box, other: Box) -> bool:
    """Return whether a box stands between two others, beside the second: a line would end behind it."""
    left, right = sorted((one, other), key=lambda each: each.x)
    between = left.x + left.width <= box.x and box.x + box.width <= right.x
    return between and box.y <= other.middle <= box.y + box.height


def _into_edge(one: Box, other: Box, tone: Tone) -> Line:
    """Draw from the side of a box to the upper or lower edge of another."""
    right, below = one.x > other.x, one.middle > other.middle
    x1, y1 = one.x if right else one.x + one.width, one.middle
    x2 = other.centre + (1 if right else -1) * other.width // 4
    y2 = other.y + other.height if below else other.y
    way = 1 if below else -1
    bend = max(30, abs(x2 - x1) // 2) * (-1 if right else 1)
    rise = max(40, abs(y2 - y1) // 2) * way
    path = f"M{x1} {y1}C{x1 + bend} {y1} {x2} {y2 + rise} {x2} {y2 + 10 * way}"
    return Line(path, f"M{x2} {y2}l-7 {16 * way}h14z", tone, between_mechanisms=True)


def _sideways(start: Point, end: Point, tone: Tone, *, between: bool) -> Line:
    (x1, y1), (x2, y2) = start, end
    way = 1 if x2 >= x1 else -1
    bend = max(30, abs(x2 - x1) // 2) * way
    path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 10 * way} {y2}"
    return Line(path, f"M{x2} {y2}l{-16 * way} -7v14z", tone, between)


def _upright(start: Point, end: Point, tone: Tone) -> Line:
    (x1, y1), (x2, y2) = start, end
    way = 1 if y2 >= y1 else -1
    bend = max(20, abs(y2 - y1) // 2) * way
    path = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2 - 10 * way}"
    return Line(path, f"M{x2} {y2}l-7 {-16 * way}h14z", tone, between_mechanisms=True)
