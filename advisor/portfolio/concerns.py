"""Where to look first: concerns in a stated order, each a plain rule. Collaborations are never put in order.

First what the papers call critical, then what the answers themselves call serious, then answers to check.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from advisor.engine.columns.codes import UNKNOWN_CODE, Mask
from advisor.engine.columns.evaluator import Columns
from advisor.engine.compile import CONTRADICTION, CRITICAL, PRESSING
from advisor.engine.program import Levelled
from advisor.explanation.priorities import NOBODY, Priorities
from advisor.model.condition import Condition, Subject
from advisor.model.grammar import parse_condition
from advisor.portfolio.block import Block, Counts, many

WHERE: dict[str, object] = {
    "serious_conflict": "conflict is serious",
    "dominated": "power is dominated",
    "taken_over": "takeover_felt is widely",
    "stalled": "momentum is stalled",
    "all_low": {"all": ["level of trust is low", "level of faith is low", "level of confidence is low"]},
}
ORDER = (
    "critical_harm",
    "serious_conflict",
    "dominated",
    "taken_over",
    "stalled",
    "all_low",
    "mostly_pressing",
    "contradictory",
    "mostly_unknown",
)
LEAST_FIRST = 3
"""Priorities that a collaboration must have before most of them can be pressing."""


class Concerns:
    """Counts concerns."""

    def __init__(self, columns: Columns, priorities: Priorities) -> None:
        """Prepare for a program."""
        program = columns.program
        self._priorities = priorities
        self._critical = [
            source.vote
            for step in program.steps
            if isinstance(step, Levelled)
            for source in step.sources
            if source.critical
        ]
        self._contradictions = [one for one in program.by_subject if one.kind == CONTRADICTION]
        self._facts = [each.fact for each in program.knowledge.vocabulary.facts]

    @cached_property
    def _where(self) -> Mapping[str, Condition]:
        return {name: parse_condition(written) for name, written in WHERE.items()}

    @property
    def subjects(self) -> Sequence[Subject]:
        """Critical votes and contradictions, and what the order of priorities needs."""
        return [*self._critical, *self._contradictions, *self._priorities.subjects]

    @property
    def conditions(self) -> Sequence[Condition]:
        """The rules of the concerns that are a condition."""
        return [*self._where.values(), *self._priorities.conditions]

    def count(self, block: Block) -> Counts:
        """Return in how many cases each concern holds."""
        return Counter({("concern", name): many(mask) for name, mask in self.masks(block).items()})

    def masks(self, block: Block) -> dict[str, Mask]:
        """Return the cases in which each concern holds, in the stated order."""
        found = block.found
        nobody = np.zeros(block.length, np.bool_)
        masks = {name: found.holds(condition) for name, condition in self._where.items()}
        masks["critical_harm"] = nobody.copy()
        for vote in self._critical:
            masks["critical_harm"] |= found.where(vote, "-")
        masks["contradictory"] = nobody.copy()
        for one in self._contradictions:
            masks["contradictory"] |= found[one] != UNKNOWN_CODE
        masks["mostly_pressing"] = self._mostly_pressing(block)
        masks["mostly_unknown"] = self._mostly_unknown(block)
        return {name: masks[name] for name in ORDER}

    def _mostly_pressing(self, block: Block) -> Mask:
        top = self._priorities.top(block.found)
        urgent = np.zeros(block.length, np.int64)
        for place, text in enumerate(self._priorities.texts):
            is_urgent = np.zeros(block.length, np.bool_)
            for kind in (CRITICAL, PRESSING):
                subject = Subject(kind, text.id)
                if subject in block.found.columns:
                    is_urgent |= block.found.where(subject, "yes")
            urgent += (top == place).any(axis=1) & is_urgent
        among = (top != NOBODY).sum(axis=1)
        found: Mask = (among >= LEAST_FIRST) & (2 * urgent > among)
        return found

    def _mostly_unknown(self, block: Block) -> Mask:
        """Return the cases of which fewer answers are known than not, as each report says it."""
        known = np.zeros(block.length, np.int64)
        unknown = np.zeros(block.length, np.int64)
        for fact in self._facts:
            known += block.known(fact)
            if fact in block.asked:
                unknown += block.asked[fact] & (block.answer(fact) == UNKNOWN_CODE)
        found: Mask = known < unknown
        return found
