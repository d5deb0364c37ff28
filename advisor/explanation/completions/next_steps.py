"""What to answer next, put together for readers: each effect that is told is confirmed in experta."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from advisor.engine.inference import Inferrer
from advisor.explanation.completions.completions import Asking, Completions
from advisor.explanation.completions.stopping import Found, Stopping
from advisor.explanation.completions.tried import TriedAnswers
from advisor.explanation.completions.what_next import (
    Asked,
    Effects,
    Trials,
    Worth,
    effects_of,
    tries_of,
    worth_of,
)
from advisor.explanation.fired import Advised, Fired
from advisor.explanation.priorities import NOBODY
from advisor.explanation.variants import Around
from advisor.model.case import Case
from advisor.model.condition import Value
from advisor.model.explanations.next import Advice, AnswerTried, Hanging, NextQuestion, Stop, WhatNext
from advisor.model.result import Recommendation, Result

Titled = Recommendation | Advised
Among = TypeVar("Among", Recommendation, Advised)
MOST_QUESTIONS = 3
MOST_TOLD = 3
"""Effects told of one question; one answer that leads to each is run through experta."""


@dataclass(frozen=True)
class Outcome:
    """What an answer changes, by places of recommendations: answers that do the same are told together."""

    in_first: tuple[int, ...]
    out_of_first: tuple[int, ...]
    comes_in: tuple[int, ...]
    goes_out: tuple[int, ...]
    changes: tuple[int, ...]
    reworded: tuple[tuple[int, int], ...]
    reordered: bool


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
        self._fired = Fired(inferrer, around.answers, asking.questionnaire)
        self._told = TriedAnswers(around)
        self._knowledge = around.columns.program.knowledge
        self._facts = self._knowledge.vocabulary.by_name

    def found(self) -> WhatNext:
        """Return what to answer next."""
        answers = self.around.answers
        asked = self.asking.now(answers)
        every = [fact for _, facts in asked for fact in facts]
        unknown = [one for one in every if one in self.case.asked_unknown and one not in answers]
        askable = self.asking.unanswered(answers, unknown)
        again = self.asking.unanswered(answers, [one for one in every if one not in unknown])
        # What else may be found out is tried in the same pass, so that the case is worked out once.
        besides = (
            Completions(self.asking, self.around, self.asking.left(answers)).singles() if unknown else []
        )
        tries = tries_of([*askable, *again], self.around)
        self._trials = trials = Trials([*tries, *((one,) for one in besides)], self.around)
        worth = worth_of(askable, self.around, trials)
        alone = trials.alone([one[0] for each in worth for one in each.variants if len(one) == 1])
        left = Stopping(self.asking, self.around, unknown, alone=alone)
        stop = self._stop(left)
        matter = 0
        if stop.order != "proved":
            bearing = set(left.facts())
            matter = sum(not bearing.isdisjoint(each.facts) for each in worth)
        # Where what is left changes the priorities anyway, only what is found out by itself says more.
        found_out_alone = bool(unknown) and stop.order != "proved"
        found_out = None
        if unknown:
            closed = [fact for each in worth for fact in each.facts] if found_out_alone else []
            alone = trials.alone([one for one in besides if one[0] not in closed])
            found_out = self._stop(Stopping(self.asking, self.around, closed, alone=alone))
        return WhatNext(
            case=self.case.name,
            versions=self.result.versions,
            questionnaire=self.asking.questionnaire.questionnaire,
            priorities=_advice(_first(self.result.recommendations)),
            answered=sum(all(one in self.around.answers for one in facts) for _, facts in asked),
            left=len(worth),
            left_answers=sum(len(each.facts) for each in worth),
            matter=matter,
            unknown=sum(any(one in unknown for one in facts) for _, facts in asked),
            unknown_answers=len(unknown),
            find_out=len(self.result.find_out),
            stop=stop,
            found_out=found_out,
            found_out_alone=found_out_alone,
            next=tuple(self._questions(worth, again)),
        )

    # ── Stop or go on ────────────────────────────────────────────────────────────────────────────

    def _stop(self, stopping: Stopping) -> Stop:
        order = stopping.same_order()
        members = order if order.finding == "proved" else stopping.same_set()
        # What changes which come first changes their order too, and says more.
        told = members if members.finding == "refuted" else order
        words = stopping.same_words() if order.finding == "proved" else told
        witness: tuple[AnswerTried, ...] = ()
        then: tuple[Advice, ...] = ()
        if told.finding == "refuted" and told.completion is not None:
            witness = tuple(
                one for fact, value in told.completion.items() for one in self._tried(fact, [value])
            )
            variant = tuple(told.completion.items())
            effects = self._trials.of([variant]) or effects_of([variant], self.around)
            then = _advice(_first(self._confirmed(told.completion, effects, 0)))
            self._refute(told, then, in_order=told is not members)
        return Stop(
            order=told.finding if members.finding == "refuted" else order.finding,
            members=members.finding,
            words=words.finding,
            witness=witness,
            witness_priorities=then,
        )

    def _refute(self, found: Found, then: tuple[Advice, ...], *, in_order: bool) -> None:
        now, other = ([one.id for one in each] for each in (_first(self.result.recommendations), then))
        if (now == other) if in_order else (set(now) == set(other)):
            raise AssertionError(f"{found.completion} was to change the priorities of {self.case.name}")

    def _confirmed(self, more: Mapping[str, Value], effects: Effects, row: int) -> tuple[Advised, ...]:
        """Return what is recommended with other answers, by experta; raises where columns say otherwise."""
        found = self._fired.advice(more)
        priorities = self.around.priorities
        worded = {
            priorities.texts[place].id: priorities.worded(place, int(number))
            for place, number in enumerate(effects.wordings[row])
            if number != NOBODY
        }
        order = [priorities.texts[int(place)].id for place in effects.order[row] if place != NOBODY]
        said = {one.id: one.decided for one in found}
        if order != [one.id for one in found] or worded != said:
            raise AssertionError(f"the two evaluators differ on {self.case.name} with {dict(more)}")
        return found

    def _tried(self, fact: str, values: Iterable[Value]) -> list[AnswerTried]:
        """Return answers to one question that do the same, in words."""
        name = self._facts[fact].name
        return [
            AnswerTried(
                fact=fact,
                name=name,
                value=one.value,
                says=one.says,
                sense=one.sense,
                up_to=one.up_to,
                example=one.sense == "together",
            )
            for one in self._told.told(fact, values)
        ]

    # ── Questions ────────────────────────────────────────────────────────────────────────────────

    def _questions(self, worth: Sequence[Worth], again: Sequence[Asked]) -> list[NextQuestion]:
        found = [self._question(one, dont_know=False) for one in _telling(worth)[:MOST_QUESTIONS]]
        if len(found) < MOST_QUESTIONS and again:
            others = _telling(worth_of(again, self.around, self._trials))
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
            pack=self._knowledge.pack_of("facts", worth.facts[0]),
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
        groups: dict[Outcome, list[tuple[int, str, Value]]] = {}
        left_out = 0
        for row, variant in telling:
            fact, value = variant[0]
            outcome = self._outcome(effects, row)
            group = groups.get(outcome)
            several = isinstance(value, tuple) and len(value) > 1
            if value is None or (group is None and len(groups) >= MOST_TOLD) or (several and group):
                # Of several ticks together one example is enough.
                left_out += not several
            else:
                groups.setdefault(outcome, []).append((row, fact, value))
        return tuple(self._hanging(outcome, group, effects) for outcome, group in groups.items()), left_out

    def _outcome(self, effects: Effects, row: int) -> Outcome:
        """Return what a variant changes: places of recommendations, in the order they are told."""
        priorities = self.around.priorities
        many = priorities.many
        order, wordings = effects.now
        first, then = (
            [int(one) for one in each[:many] if one != NOBODY] for each in (order, effects.order[row])
        )
        now = [int(one) for one in order if one != NOBODY]
        after = [int(one) for one in effects.order[row] if one != NOBODY]
        changed = [one for one in after if one in set(now) and wordings[one] != effects.wordings[row, one]]
        verdict = {one: priorities.worded(one, int(wordings[one])).partition(":")[0] for one in changed}
        other = [
            one
            for one in changed
            if priorities.worded(one, int(effects.wordings[row, one])).partition(":")[0] != verdict[one]
        ]
        return Outcome(
            in_first=tuple(one for one in then if one not in first),
            out_of_first=tuple(one for one in first if one not in then),
            comes_in=tuple(one for one in after if one not in now),
            goes_out=tuple(one for one in now if one not in after),
            changes=tuple(other),
            reworded=tuple((one, int(effects.wordings[row, one])) for one in changed if one not in other),
            reordered=set(first) == set(then) and first != then,
        )

    def _hanging(
        self, outcome: Outcome, group: Sequence[tuple[int, str, Value]], effects: Effects
    ) -> Hanging:
        """Return an outcome in words, confirmed by one of the answers that lead to it."""
        row, fact, value = group[0]
        after: dict[str, Titled] = {one.id: one for one in self._confirmed({fact: value}, effects, row)}
        before: dict[str, Titled] = {one.id: one for one in self.result.recommendations}
        texts = self.around.priorities.texts

        def named(places: Iterable[int], some: Mapping[str, Titled]) -> tuple[Advice, ...]:
            return _advice(some[texts[place].id] for place in places)

        by_fact: dict[str, list[Value]] = {}
        for _, each, one in group:
            by_fact.setdefault(each, []).append(one)
        return Hanging(
            answers=tuple(told for each, values in by_fact.items() for told in self._tried(each, values)),
            in_first=named(outcome.in_first, after),
            out_of_first=named(outcome.out_of_first, before),
            comes_in=named(outcome.comes_in, after),
            goes_out=named(outcome.goes_out, before),
            changes=named(outcome.changes, after),
            reworded=named((place for place, _ in outcome.reworded), after),
            reordered=outcome.reordered,
        )


def _telling(worth: Sequence[Worth]) -> list[Worth]:
    """Return the questions some answer to which changes some advice."""
    return [one for one in worth if any(one.counts[:3])]


def _first(some: Iterable[Among]) -> list[Among]:
    return [one for one in some if one.priority is not None]


def _advice(some: Iterable[Titled]) -> tuple[Advice, ...]:
    return tuple(Advice(id=one.id, title=one.title, pack=one.pack) for one in some)
