"""What experta recommends in a case with other answers: what searches found is held against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from advisor.advice.recommendations import recommendations
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.inference import Inferrer
from advisor.model.condition import Value
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import LevelName, MechanismLevel


@dataclass(frozen=True)
class Advised:
    """A recommendation as experta gives it.

    Attributes:
        id: Id of the recommendation.
        title: Its title.
        priority: Its place among the priorities; none where it is not one.
        decided: Its verdict and wording, such as “act:1”.
        pack: Title of the pack it comes from; none: the papers.
    """

    id: str
    title: str
    priority: int | None
    decided: Value | None
    pack: str | None


class Fired:
    """Fires the rules for one case with other answers; for the same answers once."""

    def __init__(
        self, inferrer: Inferrer, answers: Mapping[str, Value], questionnaire: Questionnaire
    ) -> None:
        self._inferrer = inferrer
        self._answers = answers
        self._questionnaire = questionnaire
        self._found: dict[frozenset[tuple[str, Value]], tuple[Advised, ...]] = {}

    def advice(self, more: Mapping[str, Value]) -> tuple[Advised, ...]:
        """Return what is recommended with some more or other answers, in order."""
        key = frozenset(more.items())
        if key not in self._found:
            self._found[key] = self._fire(more)
        return self._found[key]

    def _fire(self, more: Mapping[str, Value]) -> tuple[Advised, ...]:
        knowledge = self._inferrer.program.knowledge
        inference = self._inferrer.infer({**self._answers, **more})
        # The order asks how mechanisms stand, and not why.
        levels = {
            each.id: MechanismLevel(level=cast("LevelName", inference.level(each.id)))
            for each in knowledge.mechanisms
        }
        return tuple(
            Advised(one.id, one.title, one.priority, inference.value(RECOMMENDATION, one.id), one.pack)
            for one in recommendations(inference, knowledge, levels, self._questionnaire)
        )
