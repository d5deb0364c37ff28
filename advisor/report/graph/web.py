"""The causal web on its own: the report’s picture, for one case, or for none at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result
from advisor.report.at_work import AtWork, Effect, Influenced, at_work
from advisor.report.graph.words import graph_words
from advisor.report.html import environment
from advisor.report.pictures.lettering import wrapped
from advisor.report.pictures.web import WebPicture, web_picture
from advisor.report.texts import texts

CHIP_LETTERING, BAND_LETTERING = 19.0, 19.0
CHIP_LINES = 2


@dataclass(frozen=True)
class WithoutCase(AtWork):
    """The web as the papers have it: every link lit, every circumstance under its plain name."""

    def name(self, node: str) -> str:
        """Return a mechanism or a circumstance in words."""
        if node in self.knowledge.mechanism:
            return self.knowledge.mechanism[node].name
        return self.knowledge.context[node].name


@dataclass(frozen=True)
class WebWords:
    """What stands around the web."""

    title: str
    description: str
    helps: str
    harms: str
    mixed: str
    off: str


def web_svg(result: Result, knowledge: KnowledgeBase, *, case: bool) -> str:
    """Return the causal web as SVG.

    Args:
        result: What follows for the case; for none, what follows from no answers.
        knowledge: The knowledge base.
        case: Whether there is a case: if so, what is at work in it is lit; if not, everything is.
    """
    found = at_work(result, knowledge, texts())
    if not case:
        found = WithoutCase(result, knowledge, texts(), tuple(_every_path(knowledge)))
    picture = web_picture(found)
    template = environment().get_template("graph/web.svg.j2")
    return template.render(
        picture=picture,
        words=_words(result, knowledge, case=case),
        chip_lines=_chip_lines(picture),
        levels=case,
    )


def _every_path(knowledge: KnowledgeBase) -> Iterator[Influenced]:
    """Yield every path of the web, with the effect it has where it is at work."""
    paths: dict[tuple[str, str, bool], Effect] = {}
    for link in knowledge.web.links:
        for context in link.contexts:
            _add(paths, (context, link.mechanism, True), _effect(link.sign, link.mechanism, knowledge))
    for between in knowledge.web.mechanism_links:
        effect = _effect(between.sign, between.to, knowledge)
        _add(paths, (between.from_, between.to, False), effect)
    for (from_, to, from_context), effect in paths.items():
        yield Influenced(from_, to, effect, from_context)


def _add(paths: dict[tuple[str, str, bool], Effect], key: tuple[str, str, bool], effect: Effect) -> None:
    paths[key] = effect if paths.get(key, effect) == effect else "mixed"


def _effect(sign: str, mechanism: str, knowledge: KnowledgeBase) -> Effect:
    """Return whether raising or lowering a mechanism is good: of some, such as conflict, less is better."""
    if sign not in ("+", "-"):
        return "mixed"
    good = (sign == "+") == (knowledge.mechanism[mechanism].high_is == "good")
    return "helps" if good else "harms"


def _chip_lines(picture: WebPicture) -> dict[str, tuple[str, ...]]:
    """Return the words of each circumstance, in lines that fit its place."""
    return {
        chip.box.id: wrapped(chip.name, CHIP_LETTERING, chip.box.width - 34, CHIP_LINES)
        for band in picture.bands
        for chip in band.chips
    }


def _words(result: Result, knowledge: KnowledgeBase, *, case: bool) -> WebWords:
    words = graph_words()
    end = "_case" if case else ""
    counts = {"contexts": len(knowledge.contexts), "mechanisms": len(knowledge.mechanisms)}
    return WebWords(
        title=words.say("title.web_case", name=result.case.name) if case else words.say("title.web"),
        description=words.say("describes_web", **counts),
        helps=words.say(f"web.helps{end}"),
        harms=words.say(f"web.harms{end}"),
        mixed=words.say(f"web.mixed{end}"),
        off=words.say("web.off") if case else "",
    )
