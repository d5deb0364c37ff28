"""What there is: kinds of collaborations, verdicts, levels, priorities, strengths, and what is not known."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from advisor.advice.strengths import KINDS
from advisor.engine.columns.codes import SKIPPED_CODE, UNKNOWN_CODE
from advisor.engine.columns.evaluator import Columns
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.program import ANSWERED, Decision
from advisor.explanation.priorities import NOBODY, Priorities
from advisor.model.condition import NOT_APPLICABLE, Condition, Kind, Subject
from advisor.model.knowledge import KnowledgeBase
from advisor.portfolio.block import Block, Counts, Key, many

TYPE, STAGE, ORIGIN = "ioc_type", "stage", "origin"
KIND_FACTS = (TYPE, STAGE, ORIGIN)
LEVELS = ("low", "mixed", "high", "unknown")


def verdict_of(statement: str) -> Subject:
    """Return the subject of a verdict."""
    return Subject(Kind.VERDICT.value, statement)


def level_of(mechanism: str) -> Subject:
    """Return the subject of a level."""
    return Subject(Kind.LEVEL.value, mechanism)


class Standing:
    """Counts what was answered and what follows, each once."""

    def __init__(self, columns: Columns, priorities: Priorities) -> None:
        """Prepare for a program."""
        self._columns = columns
        self._knowledge: KnowledgeBase = columns.program.knowledge
        self._priorities = priorities

    @property
    def subjects(self) -> Sequence[Subject]:
        """Every verdict and level, and what the order of priorities needs."""
        verdicts = [verdict_of(each.id) for each in self._knowledge.advice.statements]
        levels = [level_of(each.id) for each in self._knowledge.mechanisms]
        return [*verdicts, *levels, *self._priorities.subjects]

    @property
    def conditions(self) -> Sequence[Condition]:
        """What makes a strength worth naming, and what the order needs."""
        found = [each.strength_when for each in self._knowledge.advice.statements]
        return [*(one for one in found if one is not None), *self._priorities.conditions]

    def count(self, block: Block) -> Counts:
        """Return all counts of some cases."""
        found: Counts = Counter()
        for key, number in self._counts(block):
            found[key] += number
        return found

    def _counts(self, block: Block) -> Iterator[tuple[Key, int]]:
        yield from self._kinds(block)
        yield from self._levels(block)
        for each in self._knowledge.advice.statements:
            found = block.found.counts(verdict_of(each.id))
            yield from ((("verdict", each.id, str(one)), number) for one, number in found.items())
            yield ("strength", each.id), many(strength(each.id, block))
        for text, mask in firsts(block, self._priorities).items():
            yield ("first", text), many(mask)
            # Its value names the verdict and the place of the wording that each of them reads.
            subject = Subject(RECOMMENDATION, text)
            codes = self._columns.codebook[subject]
            for code, number in zip(*np.unique(block.found[subject][mask], return_counts=True), strict=True):
                _, place = str(codes.decode(int(code))).split(":")
                yield ("worded", text, int(place)), int(number)
        for fact, asked in block.asked.items():
            yield ("asked", fact), many(asked)
            yield ("open", fact), many(asked & (block.answer(fact) == UNKNOWN_CODE))

    def _kinds(self, block: Block) -> Iterator[tuple[Key, int]]:
        for fact in KIND_FACTS:
            codes = self._columns.codebook[Subject(ANSWERED, fact)]
            for code, number in zip(*np.unique(block.answer(fact), return_counts=True), strict=True):
                value = None if code in (UNKNOWN_CODE, SKIPPED_CODE) else codes.decode(int(code))
                yield ("kind", fact, value), int(number)

    def _levels(self, block: Block) -> Iterator[tuple[Key, int]]:
        kinds = block.answer(TYPE)
        names = self._columns.codebook[Subject(ANSWERED, TYPE)].values
        for each in self._knowledge.mechanisms:
            column = block.found[level_of(each.id)]
            for level, value in [(one, one) for one in LEVELS[:3]] + [("unknown", None)]:
                mask = column == block.found.codebook[level_of(each.id)].encode(value)
                yield ("level", each.id, level), many(mask)
                found = np.bincount(kinds[mask & (kinds >= 0)], minlength=len(names))
                for name, number in zip(names, found.tolist(), strict=True):
                    yield ("level of", name, each.id, level), number


def strength(statement: str, block: Block) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return the mask of cases in which a statement is kept and worth naming."""
    each = block.columns.program.knowledge.advice.by_id[statement]
    if each.strength not in KINDS or "keep" not in block.found.codebook[verdict_of(statement)].by_value:
        return np.zeros(block.length, np.bool_)
    mask = block.found.where(verdict_of(statement), "keep") & block.holds(each.strength_when)
    return np.asarray(mask)


def firsts(block: Block, priorities: Priorities) -> dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Return, for each recommendation, the mask of cases in which it is among the priorities."""
    top = priorities.top(block.found)
    found = {}
    for place, text in enumerate(priorities.texts):
        mask = (top == place).any(axis=1)
        if place != NOBODY and mask.any():
            found[text.id] = np.asarray(mask)
    return found


def possible_verdicts(statement: str, columns: Columns) -> tuple[str, ...]:
    """Return the verdicts that the rules of a statement can give."""
    step = columns.program.by_subject[verdict_of(statement)]
    values = [value for value, _ in step.cases] if isinstance(step, Decision) else []
    return tuple(dict.fromkeys([*values, "find_out", NOT_APPLICABLE]))
