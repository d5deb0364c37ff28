"""What to answer next, put together for readers: each effect that is told is confirmed in experta."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from advisor.advice.levels import mechanism_levels
from advisor.advice.recommendations import recommendations
from advisor.engine.inference import Inferrer
from advisor.explanation.completions.completions import Asking
from advisor.explanation.completions.stopping import Found, Stopping
from advisor.explanation.completions.what_next import Variant, Worth, effects_of, questions_by_worth, worth_of
from advisor.explanation.priorities import NOBODY, Places
from advisor.explanation.variants import Around
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, Value
from advisor.model.explanations.next import Advice, AnswerTried, Hanging, NextQuestion, Stop, WhatNext
from advisor.model.result import Recommendation, Result

MOST_QUESTIONS = 3
MOST_TOLD = 5
"""Effects told of one question."""

Key = tuple[tuple[tuple[Advice, ...], ...], bool]


class NextSteps:
    """Finds what to answer next in one case, and whether to go on.

    Attributes:
        case: The case.
        result: What follows for it.
        around: Its variants.
        asking: The questionnaire.
    """

    def __init__(
        self, case: Case, result: Result, around: Around, asking: Asking, inferrer: Inferrer
    ) -> None:
        self.case = case
        self.result = result
        self.around = around
        self.asking = asking
        self._inferrer = inferrer
        self._facts = around.columns.program.knowledge.vocabulary.by_name

    def found(self) -> WhatNext:
        """Return what to answer next."""
        asked = self.asking.now(self.around.answers)
        every = [fact for _, facts in asked for fact in facts]
        unknown = [one for one in every if one in self.case.asked_unknown and one not in self.around.answers]
        worth = questions_by_worth(self.around, self.asking, unknown)
        left = Stopping(self.asking, self.around, unknown)
        stop = self._stop(left)
        matter = 0
        if stop.order != "proved":
            bearing = set(left.facts())
            matter = sum(not bearing.isdisjoint(each.facts) for each in worth)
        found_out = None
        if unknown:
            # Where what is left changes the priorities anyway, only what is found out by itself says more.
            closed = [] if stop.order == "proved" else [fact for each in worth for fact in each.facts]
            found_out = self._stop(Stopping(self.asking, self.around, closed))
        return WhatNext(
            case=self.case.name,
            versions=self.result.versions,
            questionnaire=self.asking.questionnaire.questionnaire,
            priorities=_advice(_first(self.result.recommendations)),
            answered=sum(all(one in self.around.answers for one in facts) for _, facts in asked),
            left=len(worth),
            matter=matter,
            unknown=sum(any(one in unknown for one in facts) for _, facts in asked),
            stop=stop,
            found_out=found_out,
            next=tuple(self._questions(worth, unknown)),
        )

    # ── Stop or go on ────────────────────────────────────────────────────────────────────────────

    def _stop(self, stopping: Stopping) -> Stop:
        order = stopping.same_order()
        members = order if order.finding == "proved" else stopping.same_set()
        told = members if members.finding == "refuted" else order
        witness: tuple[AnswerTried, ...] = ()
        then: tuple[Advice, ...] = ()
        if told.finding == "refuted" and told.completion is not None:
            witness = tuple(self._tried(fact, value) for fact, value in told.completion.items())
            row = effects_of([tuple(told.completion.items())], self.around).order[0]
            then = _advice(_first(self._confirmed(told.completion, row)))
            self._refute(told, then, in_order=told is order)
        return Stop(order=order.finding, members=members.finding, witness=witness, witness_priorities=then)

    def _refute(self, found: Found, then: tuple[Advice, ...], *, in_order: bool) -> None:
        now, other = ([one.id for one in each] for each in (_first(self.result.recommendations), then))
        if (now == other) if in_order else (set(now) == set(other)):
            raise AssertionError(f"{found.completion} was to change the priorities of {self.case.name}")

    def _confirmed(self, more: Mapping[str, Value], order: Places) -> tuple[Recommendation, ...]:
        """Return what is recommended with other answers, by experta; raises where columns say otherwise."""
        knowledge = self._inferrer.program.knowledge
        inference = self._inferrer.infer({**self.case.answers, **more})
        levels = mechanism_levels(inference, knowledge)
        found = recommendations(inference, knowledge, levels, self.asking.questionnaire)
        if _ids(order, self.around) != [one.id for one in found]:
            raise AssertionError(f"the two evaluators differ on {self.case.name} with {dict(more)}")
        return found

    def _tried(self, fact: str, value: Value) -> AnswerTried:
        definition = self._facts[fact]
        says = "" if value == NOT_APPLICABLE else definition.clause(value)
        example = isinstance(value, int) or (isinstance(value, tuple) and len(value) > 1)
        return AnswerTried(fact=fact, name=definition.name, value=value, says=says, example=example)

    # ── Questions ────────────────────────────────────────────────────────────────────────────────

    def _questions(self, worth: Sequence[Worth], unknown: Collection[str]) -> list[NextQuestion]:
        found = [self._question(one, dont_know=False) for one in _telling(worth)[:MOST_QUESTIONS]]
        if len(found) < MOST_QUESTIONS and unknown:
            again = [
                (question, tuple(fact for fact in facts if fact in unknown))
                for question, facts in self.asking.now(self.around.answers)
            ]
            others = _telling(worth_of([pair for pair in again if pair[1]], self.around))
            found += [self._question(one, dont_know=True) for one in others[: MOST_QUESTIONS - len(found)]]
        return found

    def _question(self, worth: Worth, *, dont_know: bool) -> NextQuestion:
        question = worth.question
        titles = {one.id: one.title for one in self.asking.questionnaire.sections}
        labels = {row.fact: row.label for row in question.rows}
        hangs, more = self._hangs(worth)
        moves, priorities, recommendations, levels = worth.counts
        return NextQuestion(
            id=question.id,
            section=titles[question.section],
            wording=question.wording,
            rows=tuple(labels[fact] for fact in worth.facts if fact in labels),
            facts=worth.facts,
            dont_know=dont_know,
            moves=bool(moves),
            priorities=priorities,
            recommendations=recommendations,
            levels=levels,
            hangs=hangs,
            more=more,
        )

    def _hangs(self, worth: Worth) -> tuple[tuple[Hanging, ...], int]:
        """Return what follows from which answer, the most telling first, and how many are left out."""
        effects = worth.effects
        telling = [
            (row, variant)
            for row, variant in enumerate(worth.variants)
            if effects.any()[row] and len(variant) == 1
        ]
        telling.sort(
            key=lambda each: (
                -int(effects.moves[each[0]]),
                -int(effects.priorities[each[0]].sum()),
                -int(effects.recommendations[each[0]].sum()),
                len(each[1][0][1]) if isinstance(each[1][0][1], tuple) else 1,
            )
        )
        groups: dict[Key, list[AnswerTried]] = {}
        left_out = 0
        for row, variant in telling:
            fact, value = variant[0]
            told = value is not None and len(groups) < MOST_TOLD
            key = self._key(variant, effects.order[row]) if told else None
            group = groups.get(key, []) if key is not None else []
            several = isinstance(value, tuple) and len(value) > 1
            if key is None or value is None or (several and group):
                # Of several ticks together one example is enough.
                left_out += not several
            else:
                groups.setdefault(key, []).append(self._tried(fact, value))
        return tuple(
            Hanging(
                answers=tuple(answers),
                in_first=parts[0],
                out_of_first=parts[1],
                comes_in=parts[2],
                goes_out=parts[3],
                changes=parts[4],
                reordered=reordered,
            )
            for (parts, reordered), answers in groups.items()
        ), left_out

    def _key(self, variant: Variant, order: Places) -> Key:
        """Return what an answer changes, confirmed."""
        found = self._confirmed({fact: value for fact, value in variant if value is not None}, order)
        before = {one.id: one for one in self.result.recommendations}
        after = {one.id: one for one in found}
        first, then = _first(self.result.recommendations), _first(found)
        parts = (
            _advice(one for one in then if one.id not in {each.id for each in first}),
            _advice(one for one in first if one.id not in {each.id for each in then}),
            _advice(one for one in after.values() if one.id not in before),
            _advice(one for one in before.values() if one.id not in after),
            _advice(
                one for one in after.values() if one.id in before and one.verdict != before[one.id].verdict
            ),
        )
        same = {one.id for one in first} == {one.id for one in then}
        reordered = same and [one.id for one in first] != [one.id for one in then]
        return parts, reordered


def _telling(worth: Sequence[Worth]) -> list[Worth]:
    """Return the questions some answer to which changes some advice."""
    return [one for one in worth if any(one.counts[:3])]


def _first(some: Iterable[Recommendation]) -> list[Recommendation]:
    return [one for one in some if one.priority is not None]


def _advice(some: Iterable[Recommendation]) -> tuple[Advice, ...]:
    return tuple(Advice(id=one.id, title=one.title) for one in some)


def _ids(order: Places, around: Around) -> list[str]:
    texts = around.priorities.texts
    return [texts[int(place)].id for place in np.asarray(order) if place != NOBODY]
