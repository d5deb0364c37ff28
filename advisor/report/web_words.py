"""The whole causal web as a picture with its message, and the same in words."""

from collections import Counter
from dataclasses import dataclass

from advisor.report.at_work import AtWork, Effect, Tone
from advisor.report.pictures.web import WebPicture, web_picture

WORDED: dict[str, dict[Effect, str]] = {
    "good": {"helps": "web.helped", "harms": "web.harmed", "mixed": "web.mixed"},
    "bad": {"helps": "web.eased", "harms": "web.fed", "mixed": "web.mixed"},
}
"""How what acts on an area is worded: where high is bad, what harms the partners feeds it."""


@dataclass(frozen=True)
class WebLine:
    """All that acts on one area, in words."""

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
    lines: tuple[WebLine, ...]


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
    return WebView(web_picture(case), caption, alt, tuple(line for line in lines if line.sentences))


def _line(case: AtWork, mechanism: str) -> WebLine:
    words = case.texts
    keys = WORDED[case.knowledge.mechanism[mechanism].high_is]
    sentences = []
    for effect, key in keys.items():
        acting = case.contexts_on(mechanism, effect)
        if acting:
            sentences.append(words.say(key, list=case.listed(acting)))
    level = words.say(f"levels.{case.result.mechanisms[mechanism].level}")
    return WebLine(case.name(mechanism), level, case.tone(mechanism), tuple(sentences))
