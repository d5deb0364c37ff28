"""The unanswered question whose answers change the most advice.

Every answer of every sort is tried, one at a time; of a grid each row, and all rows alike. The order is
ordinal and holds no probabilities: whether some answer changes the priorities, and how many recommendations
then come among them or leave; then how many recommendations come, go or change their verdict or wording; then
how many levels change; then the order of asking. “Does not apply” is tried where the questionnaire offers it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.engine.columns.codes import Mask
from advisor.explanation.completions.completions import Asking
from advisor.explanation.priorities import Firsts, Places, Wordings
from advisor.explanation.variants import Around, Change
from advisor.model.condition import NOT_APPLICABLE, Kind
from advisor.model.questionnaire import Question

Variant = tuple[Change, ...]


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

    def rows(self, rows: slice) -> "Effects":
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


def questions_by_worth(around: Around, asking: Asking, settled: Collection[str] = ()) -> list[Worth]:
    """Return the questions asked that lack an answer, the one on which most hangs first.

    Args:
        around: The case.
        asking: The questionnaire.
        settled: Facts that need no question, though they are unknown.
    """
    left = [
        (question, tuple(fact for fact in facts if fact not in around.answers and fact not in settled))
        for question, facts in asking.now(around.answers)
    ]
    return worth_of([(question, facts) for question, facts in left if facts], around)


def worth_of(left: Sequence[tuple[Question, tuple[str, ...]]], around: Around) -> list[Worth]:
    """Return what hangs on some questions, the one on which most hangs first."""
    tries: list[list[Variant]] = [_tries(question, facts, around) for question, facts in left]
    effects = effects_of([one for each in tries for one in each], around)
    found, start = [], 0
    for (question, facts), each in zip(left, tries, strict=True):
        rows = slice(start, start + len(each))
        start += len(each)
        mine = effects.rows(rows)
        counts = (
            int(mine.moves.any()),
            _some(mine.priorities),
            _some(mine.recommendations),
            _some(mine.levels),
        )
        found.append(Worth(question, facts, tuple(each), mine, counts))
    return sorted(found, key=lambda one: tuple(-count for count in one.counts))


def alone(worth: Sequence[Worth], around: Around) -> tuple[list[Change], Firsts] | None:
    """Return every single answer that was tried, with the priorities then; none where none was tried."""
    changes: list[Change] = []
    places, wordings = [], []
    for one in worth:
        rows = [row for row, variant in enumerate(one.variants) if len(variant) == 1]
        changes += [one.variants[row][0] for row in rows]
        places.append(one.effects.order[rows])
        wordings.append(one.effects.wordings[rows])
    if not changes:
        return None
    return changes, around.priorities.firsts_of(np.concatenate(places), np.concatenate(wordings))


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
