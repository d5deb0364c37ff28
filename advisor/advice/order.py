"""The order of recommendations. The rule is ours and is printed in every report.

What the papers call critical; then act, balance, compensate; then what is pressing, because the answers tell
of a serious degree of it, with what it depends on, unless its time is later; then what others depend on; then
what is due now or overdue; then what sets trust or confidence, on which the collaboration rests; then what
the action table of S1 itself words as an action; then how many parts of working together that are low or
mixed it reaches; then the order of the table. The statement on people who block comes last.

The first ones carry a priority. Of the rest, what can wait stands after what is next: advice for a later
stage, or on which the papers say little and the answers tell of nothing serious.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.engine.compile import PRESSING
from advisor.model.knowledge import TABLE_IDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.advice.recommendations import Called
    from advisor.engine.inference import Inference
    from advisor.model.knowledge import KnowledgeBase
    from advisor.model.result import Due, MechanismLevel, Tier

RANK = {"act": 0, "balance": 1, "compensate": 2}
PHASES = {"before": 0, "starting": 1, "delivering": 2}


@dataclass(frozen=True)
class Standing:
    """Where a recommendation stands, and why."""

    called: Called
    key: tuple[int, ...]
    due: Due
    pressing: bool
    can_wait: bool
    reaches: tuple[str, ...]
    reasons: tuple[str, ...]


def in_order(standings: Iterable[Standing], priorities: int) -> list[Standing]:
    """Return recommendations in the stated order.

    Args:
        standings: Where each stands.
        priorities: How many carry a priority; what can wait stands last among the others.
    """
    ordered = sorted(standings, key=lambda each: each.key)
    return ordered[:priorities] + sorted(ordered[priorities:], key=lambda each: each.can_wait)


def tier_of(standing: Standing, place: int, priorities: int) -> Tier:
    """Return whether what stands at a place comes first, comes next or can wait."""
    if place <= priorities:
        return "first"
    return "later" if standing.can_wait else "next"


def standing_of(
    called: Called,
    every: list[Called],
    inference: Inference,
    knowledge: KnowledgeBase,
    levels: dict[str, MechanismLevel],
) -> Standing:
    """Return where a recommendation stands among all that the case calls for."""
    text = called.text
    depending = [other.text.id for other in every if text.id in other.text.requires]
    due = _due(called.variant.phase or text.phase, inference.derived("phase"))
    pressing = inference.value(PRESSING, text.id) == "yes"
    urgent = pressing or any(inference.value(PRESSING, one) == "yes" for one in depending)
    reaches = tuple(_reaches(called, inference, knowledge, levels))
    table = [each.id for each in knowledge.advice.statements]
    key = (
        int(text.last),
        int(not called.critical),
        RANK[called.variant.verdict],
        int(not urgent or due == "later"),
        int(not depending),
        int(due == "later"),
        int(not text.carries),
        int(not any(one in TABLE_IDS for one in called.active)),
        -len(reaches),
        min(table.index(one) for one in called.active),
    )
    reasons = [
        *(["order_critical"] if called.critical else []),
        f"order_{called.variant.verdict}",
        *(["order_prerequisite"] if depending else []),
        *(["order_pressing"] if pressing else []),
        *(["order_carries"] if text.carries else []),
    ]
    if inference.derived("phase") != "unknown":
        reasons.append(f"order_{due}")
    words = [knowledge.phrase(name) for name in reasons]
    if reaches:
        name = "order_reach_one" if len(reaches) == 1 else "order_reach"
        words.append(knowledge.phrase(name, count=len(reaches)))
    if text.last:
        words = [knowledge.phrase("order_last")]
    slight = (called.variant.weight or text.weight) != "direct" and not pressing
    can_wait = due == "later" or slight or text.last
    return Standing(called, key, due, pressing, can_wait, reaches, tuple(words))


def _due(best: str, present: str) -> Due:
    """Return when advice is due: now too if any phase serves, or the phase is unknown or a reset."""
    if best == "any" or present not in PHASES or PHASES[best] == PHASES[present]:
        return "now"
    return "overdue" if PHASES[best] < PHASES[present] else "later"


def _reaches(
    called: Called, inference: Inference, knowledge: KnowledgeBase, levels: dict[str, MechanismLevel]
) -> Iterable[str]:
    """Return the mechanisms that are low or mixed and lie on the web from this recommendation.

    As in inference, a link that acts only in some collaborations is followed where it is known to act.
    """
    onward: dict[str, list[str]] = {}
    for link in knowledge.web.mechanism_links:
        acts = link.applies_if is None or inference.holds(link.applies_if)
        if acts and not link.cut:
            onward.setdefault(link.from_, []).append(link.to)
    statements = [knowledge.advice.by_id[one] for one in called.active]
    waiting = [effect.id for each in statements for effect in each.mechanisms]
    met: dict[str, None] = {}
    while waiting:
        mechanism = waiting.pop(0)
        if mechanism not in met:
            met[mechanism] = None
            waiting += onward.get(mechanism, [])
    for mechanism in met:
        worst = "low" if knowledge.mechanism[mechanism].high_is == "good" else "high"
        if levels[mechanism].level in (worst, "mixed"):
            yield mechanism
