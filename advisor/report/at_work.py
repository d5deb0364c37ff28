"""Which circumstances are at work in a case: what the pictures colour and the lists name."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import LevelName, Result
from advisor.report.texts import Texts

Effect = Literal["helps", "harms", "mixed"]
Tone = Literal["good", "mixed", "bad", "unknown"]
TONE_OF_EFFECT: dict[Effect, Tone] = {"helps": "good", "harms": "bad", "mixed": "mixed"}
COUNTED = frozenset({"each", "every", "few", "many", "one", "people", "the"})
"""First words of a name whose absence is worded with “not”, because “no” would not go with them."""
OPPOSITE = {"+": "-", "-": "+"}


def tone(level: LevelName, high_is: Literal["good", "bad"]) -> Tone:
    """Return whether a level is in the partners’ favour."""
    if level in ("mixed", "unknown"):
        return level
    return "good" if (level == "high") == (high_is == "good") else "bad"


@dataclass(frozen=True)
class Influenced:
    """One path from a circumstance or a mechanism to a mechanism, at work in the case."""

    from_: str
    to: str
    effect: Effect
    from_context: bool


@dataclass(frozen=True)
class AtWork:
    """What is at work in one case.

    Attributes:
        paths: Every path at work, once.
        missing: Contexts that work by being known to be absent.
    """

    result: Result
    knowledge: KnowledgeBase
    texts: Texts
    paths: tuple[Influenced, ...]
    missing: frozenset[str]

    def name(self, node: str) -> str:
        """Return a circumstance or mechanism in words, marked where it works by its absence."""
        if node in self.knowledge.mechanism:
            return self.knowledge.mechanism[node].name
        name = self.knowledge.context[node].name
        return capital_first(self._absence(lower_first(name))) if node in self.missing else name

    def _absence(self, name: str) -> str:
        """Return the absence of a circumstance in words: “a real say” becomes “no real say”."""
        first, _, rest = name.partition(" ")
        if first == "no":
            return rest
        if first in COUNTED:
            return self.texts.say("web.not", name=name)
        return self.texts.say("web.no", name=rest if first in ("a", "an") else name)

    def tone(self, mechanism: str) -> Tone:
        """Return whether the level of a mechanism is in the partners’ favour."""
        return tone(self.result.mechanisms[mechanism].level, self.knowledge.mechanism[mechanism].high_is)

    @cached_property
    def context_effects(self) -> dict[str, Effect]:
        """The effect of each circumstance at work: mixed where it helps one thing and harms another."""
        effects: dict[str, Effect] = {}
        for path in self.paths:
            if path.from_context:
                same = effects.get(path.from_, path.effect) == path.effect
                effects[path.from_] = path.effect if same else "mixed"
        return effects

    def contexts_on(self, mechanism: str, effect: Effect) -> list[str]:
        """Return the circumstances with this effect on a mechanism."""
        return [p.from_ for p in self.paths if p.from_context and p.to == mechanism and p.effect == effect]

    def mechanisms_on(self, mechanism: str, effect: Effect) -> list[str]:
        """Return the mechanisms with this effect on a mechanism."""
        return [
            p.from_ for p in self.paths if not p.from_context and p.to == mechanism and p.effect == effect
        ]


def at_work(result: Result, knowledge: KnowledgeBase, texts: Texts) -> AtWork:
    """Return what is at work in a case."""
    paths = {
        Influenced(one, link.to, link.effect, link.kind == "context"): None
        for link in result.web
        for one in link.from_.split("+")
        if one in knowledge.context or one in knowledge.mechanism
    }
    return AtWork(result, knowledge, texts, tuple(paths), frozenset(_missing(result, knowledge)))


def _missing(result: Result, knowledge: KnowledgeBase) -> set[str]:
    # A vote against the sign of its own link is the vote of an absence.
    links = knowledge.web.by_id
    return {
        one
        for level in result.mechanisms.values()
        for vote in level.because
        if vote.kind == "context" and vote.link in links and OPPOSITE.get(links[vote.link].sign) == vote.sign
        for one in vote.from_.split("+")
    }


def lower_first(text: str) -> str:
    """Return a phrase as it reads inside a sentence; names in capitals keep theirs.

    >>> lower_first("Quick wins"), lower_first("NHS rules")
    ('quick wins', 'NHS rules')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def capital_first(text: str) -> str:
    """Return a phrase with a capital letter at its start.

    >>> capital_first("quick wins")
    'Quick wins'
    """
    return text[:1].upper() + text[1:]
