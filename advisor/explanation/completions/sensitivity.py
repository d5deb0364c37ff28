"""Which answers decide the priorities, and which advice is certain, hangs on the unknown, or is ruled out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from advisor.engine.columns.codes import Column
from advisor.engine.columns.evaluator import Conclusions
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.inference import Inferrer
from advisor.explanation.completions.completions import Completions
from advisor.explanation.completions.outlook import Prospect, outlook
from advisor.explanation.completions.tried import TriedAnswers
from advisor.explanation.fired import Fired
from advisor.explanation.priorities import NOBODY
from advisor.explanation.variants import Around, Change
from advisor.model.advice import RecommendationText
from advisor.model.condition import NOT_APPLICABLE, Subject, Value
from advisor.model.explanations.sensitivity import (
    Completed,
    Named,
    Other,
    RecommendationOutlook,
    Sensitivity,
    Shift,
    Weight,
)
from advisor.model.result import Result

MOST_TOLD = 10
"""Answers of which readers are told what other values do; experta confirms each."""
FINDINGS = ("certain", "hangs", "open", "ruled_out")


def sensitivity(completions: Completions, result: Result, inferrer: Inferrer) -> Sensitivity:
    """Return what the priorities and the recommendations of a case hang on.

    Args:
        completions: The case, and what may still be answered.
        result: What follows for the case.
        inferrer: The rules that confirm what is shown.
    """
    return _Writer(completions, result, inferrer).sensitivity()


@dataclass(frozen=True)
class _Shift:
    """What one other value does to the priorities."""

    value: Value
    come: tuple[Named, ...]
    go: tuple[Named, ...]
    moved: bool


class _Writer:
    def __init__(self, completions: Completions, result: Result, inferrer: Inferrer) -> None:
        self.completions = completions
        self.around: Around = completions.around
        self.result = result
        self._tried = TriedAnswers(self.around)
        self.inferrer = inferrer
        self.fired = Fired(inferrer, self.around.answers, completions.asking.questionnaire)
        self.knowledge = inferrer.program.knowledge
        self.texts = self.around.priorities.texts
        self.titles = {one.id: one.title for one in result.recommendations}

    def sensitivity(self) -> Sensitivity:
        return Sensitivity(
            case=self.result.case.name,
            versions=self.result.versions,
            priorities=tuple(
                Named(id=one.id, title=one.title)
                for one in self.result.recommendations
                if one.priority is not None
            ),
            answers=tuple(self._answers()),
            not_known=self._not_known(),
            bearing=tuple(one.fact for one in self.result.find_out),
            open=tuple(self.completions.options),
            recommendations=tuple(self._recommendations()),
        )

    # ── Answers ──────────────────────────────────────────────────────────────────────────────────

    def _answers(self) -> list[Weight]:
        known = [
            fact
            for fact in self.knowledge.vocabulary.by_name
            if self.around.answers.get(fact, NOT_APPLICABLE) != NOT_APPLICABLE
        ]
        singles = [(fact, value) for fact in known for value in self._others(fact)]
        needed = self.around.priorities
        found = self.around.conclude([(), *((one,) for one in singles)], needed.subjects, needed.conditions)
        top = needed.top(found)
        shifts: dict[str, list[_Shift]] = {}
        for row, (fact, value) in enumerate(singles, start=1):
            shift = self._shift((fact, value), found, row, top)
            if shift is not None:
                shifts.setdefault(fact, []).append(shift)
        weights = sorted((self._weight(fact, shifts.get(fact, ())) for fact in known), key=_lightness)
        return [
            self._confirmed(one) if place < MOST_TOLD and one.shifts else one
            for place, one in enumerate(weights)
        ]

    def _others(self, fact: str) -> list[Value]:
        """Return every other value of an answer that is tried, “does not apply” where it is on offer."""
        question = self.completions.asking.question_of.get(fact)
        skipped = [NOT_APPLICABLE] if question is not None and question.may_not_apply else []
        values = self.around.values(fact)
        if not values:
            return []
        return [*dict.fromkeys((*self._tried.ticks_nearby(fact), *values)), *skipped]

    def _not_known(self) -> tuple[str, ...]:
        asked = self.completions.asking.now(self.around.answers)
        return tuple(fact for _, facts in asked for fact in facts if fact not in self.around.answers)

    def _shift(self, change: Change, found: Conclusions, row: int, top: Column) -> _Shift | None:
        before, after = _called(top[0]), _called(top[row])
        _, value = change
        if before == after or value is None:
            return None
        stay = [place for place in before if place in after]
        return _Shift(
            value=value,
            come=tuple(self._named(place, found, row) for place in after if place not in before),
            go=tuple(self._named(place, found, 0) for place in before if place not in after),
            moved=stay != [place for place in after if place in before],
        )

    def _weight(self, fact: str, shifts: Sequence[_Shift]) -> Weight:
        definition = self.knowledge.vocabulary.by_name[fact]
        value = self.around.answers[fact]
        alike: dict[object, list[_Shift]] = {}
        for one in shifts:
            alike.setdefault((one.come, one.go, one.moved), []).append(one)
        which = any(one.come or one.go for one in shifts)
        return Weight(
            fact=fact,
            name=definition.name,
            value=value,
            says=definition.clause(value),
            changeable=definition.changeable,
            effect="which" if which else "order" if shifts else "none",
            shifts=tuple(
                Shift(
                    to=self._to(fact, [each.value for each in some]),
                    come=some[0].come,
                    go=some[0].go,
                    moved=some[0].moved,
                )
                for some in alike.values()
            ),
        )

    def _to(self, fact: str, values: Sequence[Value]) -> tuple[Other, ...]:
        return tuple(
            Other(value=one.value, says=one.says or self._skipped(fact), sense=one.sense, up_to=one.up_to)
            for one in self._tried.told(fact, values)
        )

    def _skipped(self, fact: str) -> str:
        return self.knowledge.phrase("skipped", name=self.knowledge.vocabulary.by_name[fact].name)

    def _named(self, place: int, found: Conclusions, row: int) -> Named:
        """Return a recommendation in the wording that a variant gets of it."""
        text = self.texts[place]
        return Named(id=text.id, title=self._title(text, found.value(Subject(RECOMMENDATION, text.id), row)))

    def _title(self, text: RecommendationText, decided: Value | None) -> str:
        variant = str(decided).partition(":")[2]
        return text.variants[int(variant)].title if variant else text.keep.title

    def _confirmed(self, weight: Weight) -> Weight:
        """Hold what other values do against experta; a difference is a fault of ours."""
        present = [one.id for one in self.result.recommendations if one.priority is not None]
        for shift in weight.shifts:
            fired = self.fired.advice({weight.fact: shift.to[0].value})
            after = [one.id for one in fired if one.priority is not None]
            stay = [one for one in present if one in after]
            said = (
                [one.id for one in shift.come] == [one for one in after if one not in present],
                [one.id for one in shift.go] == [one for one in present if one not in after],
                shift.moved == (stay != [one for one in after if one in present]),
            )
            if not all(said):
                raise RuntimeError(f"the two evaluators differ over priorities: {weight.fact}, {shift}")
        return weight.model_copy(update={"told": True})

    # ── Recommendations ──────────────────────────────────────────────────────────────────────────

    def _recommendations(self) -> list[RecommendationOutlook]:
        prospects = outlook(self.completions)
        places = {one.id: one.order for one in self.result.recommendations}
        found = [self._outlook(name, prospects[name], places.get(name)) for name in prospects]
        last = len(found) + 1
        return sorted(found, key=lambda each: (each.order or last, FINDINGS.index(each.finding)))

    def _outlook(self, name: str, prospect: Prospect, order: int | None) -> RecommendationOutlook:
        if prospect.called != (order is not None):
            raise RuntimeError(f"the two evaluators differ over {name}: {prospect}")
        text = next(one for one in self.texts if one.id == name)
        title = self.titles.get(name, text.variants[0].title)
        turning = prospect.turning or {}
        if prospect.finding == "hangs":
            decided = self.inferrer.infer({**self.around.answers, **turning}).value(RECOMMENDATION, name)
            if (":" in str(decided)) == prospect.called:
                raise RuntimeError(f"the two evaluators differ over {name}: {turning}")
            if not prospect.called:
                title = self._title(text, decided)
        facts = self.knowledge.vocabulary.by_name
        return RecommendationOutlook(
            id=name,
            title=title,
            order=order,
            finding=prospect.finding,
            turning=tuple(
                Completed(
                    fact=fact,
                    name=facts[fact].name,
                    value=value,
                    says=told.says or self._skipped(fact),
                    sense=told.sense,
                    up_to=told.up_to,
                )
                for fact, value in turning.items()
                for told in self._tried.told(fact, [value])
            ),
            facts=prospect.facts,
        )


def _called(places: Column) -> list[int]:
    return [int(place) for place in np.asarray(places) if place != NOBODY]


def _lightness(weight: Weight) -> tuple[int, int, int]:
    """Return the place of an answer among others: those first that can move most of the priorities."""
    most = max((max(len(one.go), len(one.come)) for one in weight.shifts), default=0)
    return -most, weight.effect == "none", -len(weight.shifts)
