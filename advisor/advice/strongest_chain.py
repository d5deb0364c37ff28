"""The strongest chain of a case: from what was answered, area by area, towards the results.

A chain runs along lit paths of one effect. Which is strongest is decided by an order and never by a sum:

1. one that begins with a harm that the papers call critical;
2. one on which every area stands the same way, none mixed;
3. the one whose last area is nearest to the results at the end of the web;
4. the one with most answers beneath its areas;
5. the one through most areas.

What is still equal is a tie, and is said to be one; the order of the knowledge base decides what is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Literal

from advisor.model.causal_web import ChainStep, StrongestChain
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import ActiveLink, Answer, Influence, MechanismLevel

Effect = Literal["harms", "helps"]
Areas = tuple[str, ...]
Rank = tuple[bool, bool, int, int, int]


def strongest_chain(
    web: Sequence[ActiveLink],
    levels: Mapping[str, MechanismLevel],
    knowledge: KnowledgeBase,
    effect: Effect = "harms",
) -> StrongestChain | None:
    """Return the strongest chain of a case; none where nothing has this effect.

    Args:
        web: The lit paths.
        levels: Level of each mechanism, with the votes that made it.
        knowledge: The knowledge base.
        effect: Whether the chain works against the partners, or in their favour.
    """
    chains = Chains(tuple(link for link in web if link.effect == effect), levels, knowledge, effect)
    ranked = [(chains.rank(areas), areas) for areas in chains.every()]
    if not ranked:
        return None
    best = max(rank for rank, _ in ranked)
    first, *ties = [areas for rank, areas in ranked if rank == best]
    return StrongestChain(
        areas=first,
        begins=tuple(_step(link) for link in chains.starting.get(first[0], ())),
        steps=tuple(_step(link) for link in chains.along(first)),
        answers=chains.answers[first[0]],
        beneath=chains.beneath(first),
        critical=best[0],
        throughout=best[1],
        ties=tuple(ties),
    )


def _step(link: ActiveLink) -> ChainStep:
    return ChainStep(from_=link.from_, to=link.to, links=link.links)


@dataclass(frozen=True)
class Chains:
    """The chains of one effect in a case.

    Attributes:
        web: The lit paths of that effect.
    """

    web: tuple[ActiveLink, ...]
    levels: Mapping[str, MechanismLevel]
    knowledge: KnowledgeBase
    effect: Effect

    @cached_property
    def starting(self) -> dict[str, list[ActiveLink]]:
        """Lit paths from circumstances, by the area they act on."""
        return self._gathered("context", "to")

    @cached_property
    def onward(self) -> dict[str, list[ActiveLink]]:
        """Lit paths from area to area, by the area they come from."""
        return self._gathered("mechanism", "from_")

    def _gathered(self, kind: str, by: str) -> dict[str, list[ActiveLink]]:
        found: dict[str, list[ActiveLink]] = {}
        for link in self.web:
            if link.kind == kind:
                found.setdefault(getattr(link, by), []).append(link)
        return found

    def every(self) -> Iterator[Areas]:
        """Yield every chain: it begins where circumstances or an answer act, and meets no area twice."""
        for mechanism in self.knowledge.mechanisms:
            if self.pushing[mechanism.id]:
                yield from self._from((mechanism.id,))

    def _from(self, areas: Areas) -> Iterator[Areas]:
        yield areas
        for link in self.onward.get(areas[-1], ()):
            if link.to not in areas:
                yield from self._from((*areas, link.to))

    def along(self, areas: Areas) -> Iterator[ActiveLink]:
        """Yield the lit path between each area of a chain and the next."""
        for one, other in pairwise(areas):
            yield next(link for link in self.onward[one] if link.to == other)

    def rank(self, areas: Areas) -> Rank:
        """Return what decides between chains, the first difference alone; the greater is the stronger."""
        return (
            self.effect == "harms" and any(each.critical for each in self.pushing[areas[0]]),
            all(self._stands(one) for one in areas),
            -self.steps_left[areas[-1]],
            len(self.beneath(areas)),
            len(areas),
        )

    def _stands(self, area: str) -> bool:
        return self.levels[area].level == ("high" if self._sign(area) == "+" else "low")

    def _sign(self, area: str) -> str:
        good = self.knowledge.mechanism[area].high_is == "good"
        return "+" if good == (self.effect == "helps") else "-"

    @cached_property
    def pushing(self) -> dict[str, tuple[Influence, ...]]:
        """The votes of circumstances and answers that push each area this way."""
        return {
            area: tuple(
                each for each in level.because if each.kind != "mechanism" and each.sign == self._sign(area)
            )
            for area, level in self.levels.items()
        }

    @cached_property
    def answers(self) -> dict[str, dict[str, Answer]]:
        """The answers behind what pushes each area this way."""
        return {
            area: {fact: value for each in votes for fact, value in each.facts.items()}
            for area, votes in self.pushing.items()
        }

    def beneath(self, areas: Areas) -> tuple[str, ...]:
        """Return the facts whose answers push any area of a chain this way, each once."""
        return tuple(dict.fromkeys(fact for area in areas for fact in self.answers[area]))

    @cached_property
    def steps_left(self) -> dict[str, int]:
        """How many steps remain at most from each area to an end of the web.

        Where a loop is cut, nothing leads on: an area that only feeds back stands farthest from the results.
        """
        onward: dict[str, list[str]] = {}
        for link in self.knowledge.web.mechanism_links:
            if not link.cut:
                onward.setdefault(link.from_, []).append(link.to)
        back = {link.from_ for link in self.knowledge.web.mechanism_links if link.cut}
        farthest = len(self.knowledge.mechanisms)

        @cache
        def left(area: str) -> int:
            if area not in onward:
                return farthest if area in back else 0
            found = (left(one) for one in onward[area])
            return 1 + max((steps for steps in found if steps < farthest), default=farthest)

        return {each.id: left(each.id) for each in self.knowledge.mechanisms}
