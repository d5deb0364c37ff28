"""Which circumstances are at work in a case: what the pictures colour and the lists name."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import LevelName, Result
from advisor.report.texts import Texts

Effect = Literal["helps", "harms", "mixed"]
Tone = Literal["good", "mixed", "bad", "unknown"]
TONE_OF_EFFECT: dict[Effect, Tone] = {"helps": "good", "harms": "bad", "mixed": "mixed"}


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
    pack: str | None = None
    """Title of the pack that alone states it; none where the papers do."""


@dataclass(frozen=True)
class AtWork:
    """What is at work in one case.

    Attributes:
        paths: Every path at work, once.
        named: What the papers name after an area, where no path at work says it: it decides nothing.
    """

    result: Result
    knowledge: KnowledgeBase
    texts: Texts
    paths: tuple[Influenced, ...]
    named: tuple[Influenced, ...] = ()

    def name(self, node: str) -> str:
        """Return a mechanism, or a circumstance as it stands here, in words."""
        if node in self.knowledge.mechanism:
            return self.knowledge.mechanism[node].name
        if not self._stands(node):
            return self.knowledge.context[node].name
        says = self.result.circumstances[node].says
        return self.texts.join((says[0], *(lower_first(one) for one in says[1:])))

    def _stands(self, node: str) -> bool:
        """Return whether a circumstance is at work here; where there is no case, none stands in any way."""
        return node in self.context_effects and node in self.result.circumstances

    def label(self, node: str) -> str:
        """Return a name short enough for a picture: of several phrases the first, and how many more."""
        if not self._stands(node):
            return self.titled(self.name(node), node)
        first, *more = self.result.circumstances[node].says
        name = self.texts.say("web.first_of", first=first, count=len(more)) if more else first
        return self.titled(name, node)

    def listed(
        self, nodes: Iterable[str], most: int | None = None, on: tuple[str, Effect] | None = None
    ) -> str:
        """Return the names of nodes as a list, each name once.

        Args:
            nodes: The nodes.
            most: How many to name at most.
            on: The area that they act on and with what effect, where that is told of them.
        """
        packs = {path.from_: path.pack for path in self.paths if (path.to, path.effect) == on}
        names = tuple(dict.fromkeys(self._as_it_stands(one, packs.get(one)) for one in nodes))
        return f"{self.texts.say('web.between')} ".join(names[:most])

    def _as_it_stands(self, node: str, pack: str | None = None) -> str:
        """Return a name inside a list; a mechanism with its level, because “conflict” alone cannot help."""
        name = self.titled(lower_first(self.name(node)), node, pack)
        if node not in self.knowledge.mechanism:
            return name
        level = lower_first(self.texts.say(f"levels.{self.result.mechanisms[node].level}"))
        return self.texts.say("picture.at_level", name=name, level=level)

    def titled(self, name: str, node: str, pack: str | None = None) -> str:
        """Return the name of a node with the pack that it, or what is told of it, comes from."""
        return self.texts.titled(name, pack_of_node(self.knowledge, node) or pack)

    def reading(self, mechanism: str) -> str:
        """Return what the level of a mechanism says here."""
        found = self.result.mechanisms[mechanism]
        return found.rests_on or self.knowledge.mechanism[mechanism].reads[found.level]

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

    def named_after(self, mechanism: str) -> list[str]:
        """Return what the papers name after an area, beyond the paths at work."""
        return [each.to for each in self.named if each.from_ == mechanism]

    @property
    def beyond_chain(self) -> tuple[str, ...]:
        """The areas that the last one of the strongest chain against the partners weighs on in turn."""
        chain = self.result.strongest_chain
        if chain is None:
            return ()
        return tuple(
            each.to
            for each in self.paths
            if each.from_ == chain.areas[-1] and each.effect == "harms" and each.to not in chain.areas
        )

    @cached_property
    def on_chain(self) -> frozenset[tuple[str, str]]:
        """Both ends of every path on the strongest chain against the partners."""
        chain = self.result.strongest_chain
        return (
            frozenset((one.from_, one.to) for one in (*chain.begins, *chain.steps)) if chain else frozenset()
        )


def pack_of_node(knowledge: KnowledgeBase, node: str) -> str | None:
    """Return the title of the pack that a circumstance or an area comes from; none for the core pack."""
    return knowledge.pack_of("mechanisms" if node in knowledge.mechanism else "contexts", node)


def at_work(result: Result, knowledge: KnowledgeBase, texts: Texts) -> AtWork:
    """Return what is at work in a case."""
    packs: dict[tuple[str, str, Effect, bool], set[str | None]] = {}
    for link in result.web:
        stating = {knowledge.pack_of("links", one) for one in link.links} or {None}
        for one in link.from_.split("+"):
            if one in knowledge.context or one in knowledge.mechanism:
                packs.setdefault((one, link.to, link.effect, link.kind == "context"), set()).update(stating)
    paths = tuple(Influenced(*path, pack=alone_in(stating)) for path, stating in packs.items())
    return AtWork(result, knowledge, texts, paths, tuple(_named(result)))


def alone_in(packs: Collection[str | None]) -> str | None:
    """Return the title of a pack that alone states something; none where the papers state it too."""
    return None if None in packs else next(iter(sorted(map(str, packs))), None)


def _named(result: Result) -> Iterator[Influenced]:
    """Yield what the papers name after each area that something acts on, where no lit path says it."""
    lit = {(link.from_, link.to) for link in result.web if link.kind == "mechanism"}
    effects: dict[tuple[str, str], set[Effect]] = {}
    for link in result.web:
        for outcome in link.outcomes:
            if (link.to, outcome.id) not in lit:
                effects.setdefault((link.to, outcome.id), set()).add(outcome.effect)
    for (from_, to), found in effects.items():
        yield Influenced(from_, to, found.pop() if len(found) == 1 else "mixed", from_context=False)


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
