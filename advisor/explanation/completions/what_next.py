"""The unanswered question whose answers change the most advice.

Every answer of every sort is tried, one at a time; of a grid each row, and all rows alike. The order is
ordinal and holds no probabilities: whether some answer changes the priorities, and how many recommendations
then come among them or leave; then how many recommendations come, go or change their verdict or wording; then
how many levels change; then the order of asking. “Does not apply” is tried where the questionnaire offers it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.engine.columns.codes import Mask
from advisor.explanation.completions.completions import Asking
from advisor.explanation.completions.stopping import Alone
from advisor.explanation.priorities import Places, Wordings
from advisor.explanation.variants import Around, Change
from advisor.model.condition import NOT_APPLICABLE, Kind
from advisor.model.questionnaire import Question

Variant = tuple[Change, ...]
Asked = tuple[Question, tuple[str, ...]]
"""A question with the facts of it that lack an answer."""


@dataclass(frozen=True)
class Effects:
    """What each of some variants changes.

    Attributes:
        moves: Whether it changes the priorities or their order; shape (variants,).
        priorities: Which come among the priorities or leave them; shape (variants, recommendations).
        recommendations: Which appear, vanish or change verdict or wording; shape (variants, recommendations).
        levels: Which levels change; shape (variants, mechanisms).
        order: The recommendations in order; shape (variants, places).
        wordings: The wording of each recommendation; shape (variants, recommendations).
        now: The case itself: its order and its wordings.
    """

    moves: Mask
    priorities: Mask
    recommendations: Mask
    levels: Mask
    order: Places
    wordings: Wordings
    now: tuple[Places, Wordings]

    def any(self) -> Mask:
        """Return the variants that change some recommendation or its place among the priorities."""
        return np.asarray(self.moves | self.recommendations.any(axis=1))

    def rows(self, rows: Sequence[int]) -> "Effects":
        """Return the effects of some of the variants."""
        return Effects(
            self.moves[rows],
            self.priorities[rows],
            self.recommendations[rows],
            self.levels[rows],
            self.order[rows],
            self.wordings[rows],
            self.now,
        )


@dataclass(frozen=True)
class Worth:
    """What hangs on one question.

    Attributes:
        question: The question.
        facts: What it asks about and lacks an answer.
        variants: The answers tried one at a time, with a row of effects each.
        effects: What they change.
        counts: Whether some answer changes the priorities, 1 for yes, and how many recommendations come among
            them or leave; how many recommendations change; how many levels.
    """

    question: Question
    facts: tuple[str, ...]
    variants: tuple[Variant, ...]
    effects: Effects
    counts: tuple[int, int, int, int]


class Trials:
    """Variants of a case with what each changes, worked out in one pass.

    Attributes:
        now: The priorities of the case itself.
    """

    def __init__(self, variants: Iterable[Variant], around: Around) -> None:
        self._rows = {one: row for row, one in enumerate(dict.fromkeys(variants))}
        self._effects = effects_of([*self._rows], around)
        self._priorities = around.priorities
        order, wordings = self._effects.now
        self.now = self._priorities.firsts_of(order[None], wordings[None])

    def of(self, variants: Iterable[Variant]) -> Effects | None:
        """Return what some variants change, a row each; none where one of them was not tried."""
        rows = [self._rows.get(one) for one in variants]
        known = [row for row in rows if row is not None]
        return self._effects.rows(known) if len(known) == len(rows) else None

    def alone(self, changes: Sequence[Change]) -> Alone:
        """Return some changes of one answer, all of them tried, with the priorities then."""
        effects = self._effects.rows([self._rows[one,] for one in changes])
        return Alone(self.now, changes, self._priorities.firsts_of(effects.order, effects.wordings))


def questions_by_worth(around: Around, asking: Asking, settled: Collection[str] = ()) -> list[Worth]:
    """Return the questions asked that lack an answer, the one on which most hangs first.

    Args:
        around: The case.
        asking: The questionnaire.
        settled: Facts that need no question, though they are unknown.
    """
    left = asking.unanswered(around.answers, settled)
    return worth_of(left, around, Trials(tries_of(left, around), around))


def worth_of(left: Iterable[Asked], around: Around, trials: Trials) -> list[Worth]:
    """Return what hangs on some questions all answers to which were tried, the most telling first."""
    found = []
    for question, facts in left:
        variants = _tries(question, facts, around)
        effects = trials.of(variants)
        if effects is None:
            raise LookupError(f"not every answer to question {question.id} was tried")
        counts = (
            int(effects.moves.any()),
            _some(effects.priorities),
            _some(effects.recommendations),
            _some(effects.levels),
        )
        found.append(Worth(question, facts, tuple(variants), effects, counts))
    return sorted(found, key=lambda one: tuple(-count for count in one.counts))


def tries_of(left: Iterable[Asked], around: Around) -> list[Variant]:
    """Return every answer that is tried to some questions."""
    return [one for question, facts in left for one in _tries(question, facts, around)]


def _some(changed: Mask) -> int:
    return int(changed.any(axis=0).sum())


def _tries(question: Question, facts: Sequence[str], around: Around) -> list[Variant]:
    """Return every answer to each fact alone, and where there are several every answer to all alike."""
    skipped = (NOT_APPLICABLE,) if question.may_not_apply else ()
    values = {fact: (*around.values(fact), *skipped) for fact in facts if around.values(fact)}
    alone: list[Variant] = [((fact, value),) for fact in values for value in values[fact]]
    if len(facts) == 1 or len(values) < len(facts):
        return alone
    shared = [value for value in values[facts[0]] if all(value in values[fact] for fact in facts)]
    return [*alone, *(tuple((fact, value) for fact in facts) for value in shared)]


def effects_of(variants: Sequence[Variant], around: Around) -> Effects:
    """Return what each variant of a case changes."""
    needed = around.priorities
    found = around.conclude([(), *variants], needed.subjects, needed.conditions)
    texts = needed.texts
    wordings = needed.wordings(found)
    names = [one for one in needed.subjects if one.kind == Kind.LEVEL.value]
    levels = np.stack([found[one] for one in names], axis=1)
    order = needed.order(found)
    top = order[:, : around.columns.program.knowledge.settings.priorities]
    among = _among(top, len(texts))
    return Effects(
        (top[1:] != top[0]).any(axis=1),
        among[1:] != among[0],
        wordings[1:] != wordings[0],
        levels[1:] != levels[0],
        order[1:],
        wordings[1:],
        (order[0], wordings[0]),
    )


def _among(top: npt.NDArray[np.int16], many: int) -> Mask:
    """Return which recommendations are among the priorities of each case; shape (cases, recommendations)."""
    return np.stack([(top == place).any(axis=1) for place in range(many)], axis=1)
