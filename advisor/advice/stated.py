"""The temperature check: what people state beside what follows. The stated level never changes the other."""

from typing import Literal, cast

from advisor.model.case import Case
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import MechanismLevel, StatedAndInferred

STATED_PREFIX = "stated_"
HEIGHT = {"disagree": 0, "low": 0, "unsure": 1, "mixed": 1, "agree": 2, "high": 2}


def stated_and_inferred(
    case: Case, levels: dict[str, MechanismLevel], knowledge: KnowledgeBase
) -> dict[str, StatedAndInferred]:
    """Return the stated level of each mechanism asked beside its inferred level."""
    found = {}
    for mechanism in knowledge.mechanisms:
        stated = case.known().get(STATED_PREFIX + mechanism.id)
        if stated is None:
            continue
        inferred = levels[mechanism.id].level
        name = mechanism.name[0].lower() + mechanism.name[1:]
        known = inferred != "unknown"
        difference = HEIGHT[str(stated)] - HEIGHT[inferred] if known else 0
        if not known:
            phrase = "stated_unknown"
        elif difference == 0:
            phrase = "stated_same"
        elif stated == "unsure":
            phrase = "stated_unsure"
        else:
            phrase = "stated_higher" if difference > 0 else "stated_lower"
        found[mechanism.id] = StatedAndInferred(
            stated=cast("Literal['agree', 'unsure', 'disagree']", stated),
            inferred=inferred,
            agrees=difference == 0 if known else None,
            says=knowledge.phrase(phrase, name=name, level=inferred),
        )
    return found
