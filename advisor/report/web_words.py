"""The whole causal web as a picture with its message, and the same in words."""

from collections import Counter
from dataclasses import dataclass

from advisor.report.at_work import AtWork, Tone, lower_first
from advisor.report.chain_words import beyond_named, named
from advisor.report.pictures.web import WebPicture, web_picture
from advisor.report.pictures.web_focus import WORDED, Focus, web_focus


@dataclass(frozen=True)
class WebLine:
    """All that acts on one area, in words."""

    id: str
    name: str
    level: str
    tone: Tone
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class WebView:
    """The picture, its message, and the list that says the same."""

    picture: WebPicture
    caption: str
    alt: str
    chain: str
    lines: tuple[WebLine, ...]
    focus: tuple[Focus, ...]

    @property
    def nodes(self) -> dict[str, Focus]:
        """What can be pointed at, by the id of its element."""
        return {each.id: each for each in self.focus}


def web_view(case: AtWork) -> WebView:
    """Return the whole web of a case."""
    words = case.texts
    effects = Counter(case.context_effects.values())
    everything = len(case.knowledge.contexts)
    caption = (
        words.say(
            "web.caption",
            lit=len(case.context_effects),
            all=everything,
            counts=words.counts("web.counts", effects),
        )
        if case.context_effects
        else words.say("web.caption_none")
    )
    alt = words.say(
        "web.alt", contexts=everything, mechanisms=len(case.knowledge.mechanisms), caption=caption
    )
    lines = tuple(_line(case, each.id) for each in case.knowledge.mechanisms)
    picture = web_picture(case)
    return WebView(
        picture,
        caption,
        alt,
        chain_named(case),
        tuple(line for line in lines if line.sentences),
        web_focus(case, picture),
    )


def chain_named(case: AtWork) -> str:
    """Return the strongest chain against the partners by name; empty where nothing is against them."""
    chain = case.result.strongest_chain
    if chain is None:
        return ""
    if len(chain.areas) == 1:
        area, beyond = lower_first(case.name(chain.areas[0])), beyond_named(case)
        if beyond:
            return case.texts.say("web.chain_one_on", area=area, list=beyond)
        return case.texts.say("web.chain_one", area=area)
    return case.texts.say("web.chain", chain=named(case, chain.areas))


def _line(case: AtWork, mechanism: str) -> WebLine:
    words = case.texts
    keys = WORDED[case.knowledge.mechanism[mechanism].high_is]
    sentences = []
    told = [one.says for one in case.result.mechanisms[mechanism].because if one.kind == "answer"]
    if told:
        sentences.append(words.say("picture.answered", says=told[0]))
    for effect, key in keys.items():
        acting = case.contexts_on(mechanism, effect) + case.mechanisms_on(mechanism, effect)
        if acting:
            sentences.append(words.say(key, list=case.listed(acting, on=(mechanism, effect))))
    after = case.named_after(mechanism)
    if after:
        sentences.append(
            words.say("web.named", list=words.join(lower_first(case.name(one)) for one in after))
        )
    level = words.say(f"levels.{case.result.mechanisms[mechanism].level}")
    return WebLine(mechanism, case.name(mechanism), level, case.tone(mechanism), tuple(sentences))
