"""Tiers of advice: what comes first, what comes next, what can wait. The numbers stay those of the order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from advisor.model.result import Recommendation
from advisor.report.texts import Texts

if TYPE_CHECKING:
    from advisor.report.cards import Card

Tier = Literal["first", "next", "later"]


@dataclass(frozen=True)
class TierView:
    """One tier with its heading; its cards stand in their order."""

    id: Tier
    heading: str
    cards: tuple[Card, ...]


def tier_of(one: Recommendation) -> Tier:
    """Return the tier of a recommendation. The rule is ours and is printed beside the tiers."""
    if one.priority is not None:
        return "first"
    return "next" if one.due != "later" and (one.weight == "direct" or one.pressing) else "later"


def tiers(
    recommendations: Sequence[Recommendation], cards: Sequence[Card], texts: Texts
) -> tuple[TierView, ...]:
    """Return the tiers that hold advice, in their order."""
    names = {each.id: tier_of(each) for each in recommendations}
    found = []
    for tier in get_args(Tier):
        members = tuple(card for card in cards if names[card.id] == tier)
        if members:
            found.append(TierView(tier, texts.say(f"tiers.{tier}", count=len(members)), members))
    return tuple(found)


def counted(recommendations: Sequence[Recommendation], texts: Texts) -> str:
    """Return in one sentence how many pieces of advice come first, next and later."""
    counts = Counter(tier_of(each) for each in recommendations)
    if not counts:
        return texts.count("summary.lead_advice", 0)
    parts = [
        texts.say(f"tiers.counts.{tier}", count=counts[tier]) for tier in ("next", "later") if counts[tier]
    ]
    first = texts.count("summary.lead_advice", counts["first"])
    return texts.say("tiers.sentence", parts=texts.join([first, *parts]))
