"""What lights up in the web, and what is said, when a reader points at one of its nodes.

A page shows this with styles alone: every node has a rule that names what it lights, so the page needs no
script and the picture stands whole without it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.advice.wording import in_words
from advisor.report.at_work import AtWork, Effect, lower_first
from advisor.report.pictures.web import Line, WebPicture
from advisor.report.pictures.web_layout import Box

MOST_TOLD, MOST_LISTED = 3, 6
WORDED: dict[str, dict[Effect, str]] = {
    "good": {"helps": "web.helped", "harms": "web.harmed", "mixed": "web.mixed"},
    "bad": {"helps": "web.eased", "harms": "web.fed", "mixed": "web.mixed"},
}
"""How what acts on an area is worded: where high is bad, what harms the partners feeds it."""


@dataclass(frozen=True)
class Focus:
    """One node that can be pointed at.

    Attributes:
        id: Id of its element in the page.
        words: Id of the element that holds its words.
        box: Where it stands.
        lights: Ids of all elements that it lights, with its own.
        title: Its name, and for an area its level.
        says: Why it is at work, and what it acts on.
        leads: Area whose line in the list says the same.
        area: Whether it is an area; if not, it is a circumstance.
    """

    id: str
    words: str
    box: Box
    lights: tuple[str, ...]
    title: str
    says: tuple[str, ...]
    leads: str
    area: bool


def web_focus(case: AtWork, picture: WebPicture) -> tuple[Focus, ...]:
    """Return every node at work in the order of reading: circumstances group by group, then areas."""
    return tuple(Finder(case, picture).every())


class Finder:
    """Finds what each node lights."""

    def __init__(self, case: AtWork, picture: WebPicture) -> None:
        self.case, self.picture = case, picture
        self.chips = [chip for band in picture.bands for chip in band.chips]
        self.element = {core.box.id: f"wm{place}" for place, core in enumerate(picture.mechanisms)}
        self.element |= {f"context:{chip.box.id}": f"wc{place}" for place, chip in enumerate(self.chips)}
        self.lit = [(f"wl{place}", line) for place, line in enumerate(picture.lines)]
        self.named = [(f"wn{place}", line) for place, line in enumerate(picture.named)]

    def every(self) -> Iterator[Focus]:
        """Yield every node that something leads from or to."""
        for place, chip in enumerate(self.chips):
            if chip.at_work:
                yield self._circumstance(place, chip.box)
        for place, core in enumerate(self.picture.mechanisms):
            ends = {end for _, line in (*self.lit, *self.named) for end in (line.from_, line.to)}
            if core.box.id in ends:
                yield self._area(place, core.box)

    def _circumstance(self, place: int, box: Box) -> Focus:
        case, words = self.case, self.case.texts
        own = [(one, line) for one, line in self.lit if not line.between_mechanisms and line.from_ == box.id]
        lights = [f"wc{place}"]
        for element, line in own:
            onward = self._onward(line.to, line.tone)
            lights += [element, self.element[line.to], *onward]
        stands = case.result.circumstances.get(box.id)
        facts = stands.facts if stands is not None else {}
        clauses = [one.says for one in in_words(facts, case.knowledge)]
        told = [words.say("web.node_told", list=words.join(clauses[:MOST_TOLD]))] if clauses else []
        more = words.count("web.node_more", max(0, len(clauses) - MOST_TOLD))
        return Focus(
            id=f"wa{box.id}",
            words=f"wy{box.id}",
            box=box,
            lights=tuple(dict.fromkeys(lights)),
            title=f"{case.name(box.id)}.",
            says=tuple(one for one in (*told, more, *self._acts(own), self._ends(lights, own)) if one),
            leads=own[0][1].to,
            area=False,
        )

    def _area(self, place: int, box: Box) -> Focus:
        case, words = self.case, self.case.texts
        level = case.result.mechanisms[box.id].level
        lights = [f"wm{place}"]
        for element, line in self.lit:
            if line.to == box.id:
                start = line.from_ if line.between_mechanisms else f"context:{line.from_}"
                lights += [element, self.element[start]]
        tone = case.tone(box.id)
        lights += self._onward(box.id, "mixed" if tone == "unknown" else tone)
        own = [(one, line) for one, line in self.lit if line.between_mechanisms and line.from_ == box.id]
        told = [one.says for one in case.result.mechanisms[box.id].because if one.kind == "answer"]
        sentences = [words.say("web.node_told", list=told[0])] if told else []
        sentences += self._acted_on(box.id)
        return Focus(
            id=f"wa-{box.id}",
            words=f"wy-{box.id}",
            box=box,
            lights=tuple(dict.fromkeys(lights)),
            title=words.say(
                "web.node_area", name=case.name(box.id), level=lower_first(words.say(f"levels.{level}"))
            ),
            says=(case.reading(box.id), *sentences, *self._acts(own)),
            leads=box.id,
            area=True,
        )

    def _onward(self, area: str, tone: str) -> list[str]:
        """Return what is lit beyond an area: paths that carry the same effect on, to where they end."""
        found: dict[str, None] = {}
        ahead, met = [area], {area}
        while ahead:
            one = ahead.pop(0)
            for element, line in (*self.lit, *self.named):
                if line.from_ != one or not line.between_mechanisms or not carries(line, tone):
                    continue
                found |= {element: None, self.element[line.to]: None}
                if line.to not in met and element.startswith("wl"):
                    met.add(line.to)
                    ahead.append(line.to)
        return list(found)

    def _acts(self, own: Sequence[tuple[str, Line]]) -> Iterator[str]:
        tones = {"harms": "bad", "mixed": "mixed", "helps": "good"}
        for effect, tone in tones.items():
            areas = [line.to for _, line in own if line.tone == tone]
            if areas:
                yield self.case.texts.say(f"web.node_{effect}", list=self._listed(areas))

    def _ends(self, lights: Sequence[str], own: Sequence[tuple[str, Line]]) -> str:
        """Return the areas that lie beyond those it acts on."""
        direct = {line.to for _, line in own}
        areas = (core.box.id for core in self.picture.mechanisms)
        beyond = [one for one in areas if one not in direct and self.element[one] in lights]
        return self.case.texts.say("web.node_onward", list=self._listed(beyond)) if beyond else ""

    def _acted_on(self, mechanism: str) -> Iterator[str]:
        """Yield what acts on an area, in the words of the list, the first few of each kind."""
        for effect, key in WORDED[self.case.knowledge.mechanism[mechanism].high_is].items():
            acting = self.case.contexts_on(mechanism, effect) + self.case.mechanisms_on(mechanism, effect)
            if acting:
                yield self.case.texts.say(key, list=self._listed(acting, (mechanism, effect)))

    def _listed(self, nodes: Sequence[str], on: tuple[str, Effect] | None = None) -> str:
        """Return the names of nodes as a list, the first few of many."""
        once = list(dict.fromkeys(nodes))
        if len(once) <= MOST_LISTED:
            return self.case.listed(once, on=on)
        shown = self.case.listed(once[: MOST_LISTED - 1], on=on)
        return self.case.texts.say("web.node_of", list=shown, count=len(once) - MOST_LISTED + 1)


def carries(line: Line, tone: str) -> bool:
    """Return whether a path from an area carries on what reached it: an effect never turns on its way."""
    return line.tone in (tone, "mixed") or tone == "mixed"
