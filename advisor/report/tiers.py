"""Tiers of advice: what comes first, what comes next, what can wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from advisor.model.result import Recommendation, Tier
from advisor.report.texts import Texts

if TYPE_CHECKING:
    from advisor.report.cards import Card


@dataclass(frozen=True)
class TierView:
    """One tier with its heading; its cards stand in their order."""

    id: Tier
    heading: str
    cards: tuple[Card, ...]


def tiers(
    recommendations: Sequence[Recommendation], cards: Sequence[Card], texts: Texts
) -> tuple[TierView, ...]:
    """Return the tiers that hold advice, in their order."""
    names = {each.id: each.tier for each in recommendations}
    found = []
    for tier in get_args(Tier):
        members = tuple(card for card in cards if names[card.id] == tier)
        if members:
            found.append(TierView(tier, texts.say(f"tiers.{tier}", count=len(members)), members))
    return tuple(found)


def counted(recommendations: Sequence[Recommendation], texts: Texts) -> str:
    """Return in one sentence how many pieces of advice come first, next and later."""
    counts = Counter(each.tier for each in recommendations)
    if not counts:
        return texts.count("summary.lead_advice", 0)
    parts = [
        texts.say(f"tiers.counts.{tier}", count=counts[tier]) for tier in ("next", "later") if counts[tier]
    ]
    first = texts.count("summary.lead_advice", counts["first"])
    return texts.say("tiers.sentence", parts=texts.join([first, *parts]))
