"""The causal web on its own: the report’s picture, for one case, or for none at all."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result
from advisor.report.at_work import AtWork, Effect, Influenced, alone_in, at_work, lower_first, pack_of_node
from advisor.report.chain_words import chain_view
from advisor.report.graph.words import graph_words
from advisor.report.html import environment
from advisor.report.pictures.lettering import wrapped
from advisor.report.pictures.web import WebPicture, web_picture
from advisor.report.texts import texts
from advisor.report.web_words import chain_named, web_view

CHIP_LETTERING, BAND_LETTERING = 19.0, 19.0
CHIP_LINES = 2
CHAIN_LETTERING = 29.0
BESIDES_LINES = 4
WIDTH, STEP = 80, "   "


@dataclass(frozen=True)
class WithoutCase(AtWork):
    """The web as the papers have it: every link lit, every circumstance under its plain name."""

    def name(self, node: str) -> str:
        """Return a mechanism or a circumstance in words."""
        if node in self.knowledge.mechanism:
            return self.knowledge.mechanism[node].name
        return self.knowledge.context[node].name

    def _as_it_stands(self, node: str, pack: str | None = None) -> str:
        """Return a name inside a list: without a case nothing has a level."""
        return self.titled(lower_first(self.name(node)), node, pack)


@dataclass(frozen=True)
class WebWords:
    """What stands around the web."""

    title: str
    description: str
    helps: str
    harms: str
    mixed: str
    off: str
    chain: str
    named: str
    besides: str


def web_svg(result: Result, knowledge: KnowledgeBase, *, case: bool) -> str:
    """Return the causal web as SVG.

    Args:
        result: What follows for the case; for none, what follows from no answers.
        knowledge: The knowledge base.
        case: Whether there is a case: if so, what is at work in it is lit; if not, everything is.
    """
    found = _found(result, knowledge, case=case)
    picture = web_picture(found)
    template = environment().get_template("graph/web.svg.j2")
    words = _words(found, picture, case=case, chain=chain_named(found) if case else "")
    return template.render(
        picture=picture,
        words=words,
        chain_lines=wrapped(words.chain, CHAIN_LETTERING, picture.width, 2) if words.chain else (),
        besides_lines=wrapped(words.besides, CHAIN_LETTERING, picture.width, BESIDES_LINES)
        if words.besides
        else (),
        chip_lines=_chip_lines(picture),
        levels=case,
    )


def web_text(result: Result, knowledge: KnowledgeBase, *, case: bool) -> str:
    """Return the causal web in words: the same paths as the picture.

    Args:
        result: What follows for the case; for none, what follows from no answers.
        knowledge: The knowledge base.
        case: Whether there is a case: if so, what is at work in it is told; if not, everything is.
    """
    found = _found(result, knowledge, case=case)
    view = web_view(found)
    words = _words(found, view.picture, case=case)
    parts = [words.title]
    if case:
        parts.append(" ".join(part for part in (view.caption, view.chain) if part))
        chain = chain_view(found)
        if chain is not None:
            about = (chain.caption, chain.begins, chain.stops, chain.ties, chain.rule)
            parts.append(" ".join(part for part in about if part))
    for line in view.lines:
        level = f" ({lower_first(line.level)})" if case else ""
        sentences = [fill(one, WIDTH, initial_indent=STEP, subsequent_indent=STEP) for one in line.sentences]
        parts.append("\n".join([f"{line.name}{level}", *sentences]))
    return "\n\n".join(fill(part, WIDTH) if "\n" not in part else part for part in parts) + "\n"


def web_data(result: Result, knowledge: KnowledgeBase, *, case: bool) -> dict[str, Any]:
    """Return the causal web as plain data: the paths at work and the strongest chain; without a case, all."""
    if not case:
        paths = [
            {
                "from": one.from_,
                "to": one.to,
                "effect": one.effect,
                "context": one.from_context,
                "pack": pack_of_node(knowledge, one.from_) or one.pack,
            }
            for one in _every_path(knowledge)
        ]
        return {"case": None, "web": paths}
    whole = result.model_dump(mode="json", by_alias=True, include={"web", "strongest_chain"})
    levels = {one: each.level for one, each in result.mechanisms.items()}
    return {"case": result.case.name, "levels": levels, **whole}


def _found(result: Result, knowledge: KnowledgeBase, *, case: bool) -> AtWork:
    if case:
        return at_work(result, knowledge, texts())
    return WithoutCase(result, knowledge, texts(), tuple(_every_path(knowledge)))


def _every_path(knowledge: KnowledgeBase) -> Iterator[Influenced]:
    """Yield every path of the web, with the effect it has where it is at work."""
    paths: dict[tuple[str, str, bool], Effect] = {}
    packs: dict[tuple[str, str, bool], set[str | None]] = {}
    for link in knowledge.web.links:
        for context in link.contexts:
            path = (context, link.mechanism, True)
            _add(paths, path, _effect(link.sign, link.mechanism, knowledge))
            packs.setdefault(path, set()).add(knowledge.pack_of("links", link.id))
    for between in knowledge.web.mechanism_links:
        effect = _effect(between.sign, between.to, knowledge)
        _add(paths, (between.from_, between.to, False), effect)
    for (from_, to, from_context), effect in paths.items():
        pack = alone_in(packs.get((from_, to, from_context), (None,)))
        yield Influenced(from_, to, effect, from_context, pack)


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


def _words(found: AtWork, picture: WebPicture, *, case: bool, chain: str = "") -> WebWords:
    words = graph_words()
    end = "_case" if case else ""
    drawn = {chip.box.id for band in picture.bands for chip in band.chips}
    counts = {"contexts": len(drawn), "mechanisms": len(picture.mechanisms)}
    return WebWords(
        title=words.say("title.web_case", name=found.result.case.name) if case else words.say("title.web"),
        description=words.say("describes_web", **counts),
        helps=words.say(f"web.helps{end}"),
        harms=words.say(f"web.harms{end}"),
        mixed=words.say(f"web.mixed{end}"),
        off=words.say("web.off") if case else "",
        chain=words.say("web.chain", chain=chain) if chain else "",
        named=words.say("web.named") if case else "",
        besides=_besides(found, drawn),
    )


def _besides(found: AtWork, drawn: Collection[str]) -> str:
    """Return the circumstances at work that have no place in the picture: packs bring them."""
    words = graph_words()
    listed = [
        words.say("web.besides_one", name=found.titled(lower_first(found.name(one)), one), areas=areas)
        for one in found.context_effects
        if one not in drawn
        for areas in [found.texts.join(lower_first(found.name(p.to)) for p in found.paths if p.from_ == one)]
    ]
    return words.say("web.besides", list="; ".join(listed)) if listed else ""
