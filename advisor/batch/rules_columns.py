"""The columns of the results for very many collaborations at once, by the evaluator over columns."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from advisor.advice.open_questions import asked_facts, completeness, contradictions
from advisor.advice.order import RANK, Standing, in_order, standing_of
from advisor.advice.recommendations import Called
from advisor.advice.strengths import KINDS, strengths
from advisor.content.tables.results_columns import NOTHING
from advisor.content.tables.results_layout import level_name, unfilled, verdict_name
from advisor.content.tables.results_lines import layout_of
from advisor.engine.columns.codes import UNKNOWN_CODE
from advisor.engine.columns.evaluator import Conclusions
from advisor.engine.columns.table import Table
from advisor.engine.compile import CONTRADICTION, CRITICAL, RECOMMENDATION
from advisor.engine.inference import Inference
from advisor.engine.program import ANSWERED
from advisor.explanation.variants import Variants
from advisor.model.case import Case
from advisor.model.condition import Condition, Kind, Not, Subject
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import LevelName, MechanismLevel
from advisor.service import Advisor

Codes = npt.NDArray[np.signedinteger[Any]]
"""What one column holds, a number for each case."""
Cells = Mapping[str, Codes]
"""Such columns by their names."""


class RuleColumns:
    """Fills the columns of the results for many collaborations at once."""

    def __init__(self, advisor: Advisor) -> None:
        """Prepare for the rules of an advisor."""
        self._advisor = advisor
        knowledge = advisor.knowledge
        self._variants: Variants = advisor.around(Case(name="", answers={})).variants
        self.columns = self._variants.columns
        self.layout = layout_of(knowledge)
        self.facts = [one for one in self.columns.codebook if one.kind == ANSWERED]
        self._statements = knowledge.advice.statements
        self._pairs = knowledge.advice.contradictions
        self._questions = advisor.questionnaires["full"].questions
        self._subjects = [
            *self._variants.priorities.subjects,
            *(_derived(name) for name in ("phase", "driver", "formality_fit")),
            *(Subject(CONTRADICTION, each.id) for each in self._pairs),
        ]
        self._conditions = [*self._variants.priorities.conditions, *self._hidden(), *self._worth()]

    def _hidden(self) -> Iterator[Condition]:
        """Yield the conditions under which a question or a row of it is not asked."""
        for question in self._questions:
            for shown in (question.show_if, *(row.show_if for row in question.rows)):
                if shown is not None:
                    yield Not(shown)

    def _worth(self) -> Iterator[Condition]:
        for each in self._statements:
            if each.strength_when is not None:
                yield each.strength_when

    def cells(self, table: Table) -> Cells:
        """Return the number that each column of the results holds for each case."""
        found = self.columns.evaluate(table, self._subjects, self._conditions)
        return self._cells(table, found)

    def _cells(self, table: Table, found: Conclusions) -> dict[str, Codes]:
        cells = {
            "phase": self._translated("phase", _derived("phase"), found),
            "driver": self._translated("driver", _derived("driver"), found),
            "formality": self._translated("formality", _derived("formality_fit"), found),
        }
        for name, subject in (
            *(
                (level_name(one.id), Subject(Kind.LEVEL.value, one.id))
                for one in self._advisor.knowledge.mechanisms
            ),
            *((verdict_name(one.id), Subject(Kind.VERDICT.value, one.id)) for one in self._statements),
        ):
            cells[name] = self._translated(name, subject, found)
        cells |= self._priorities(found)
        cells |= self._counts(table, found)
        return cells

    def _translated(self, name: str, subject: Subject, found: Conclusions) -> Codes:
        """Return what was concluded of a subject in the codes of its column."""
        column = self.layout.by_name[name]
        # The codes of “unknown” and “does not apply” are negative: they find the two last places.
        values = [*found.codebook[subject].values, "not_applicable", "unknown"]
        return np.array([column.codes.get(one, NOTHING) for one in values], np.int16)[found[subject]]

    def _priorities(self, found: Conclusions) -> dict[str, Codes]:
        places = self._variants.priorities.top(found)
        texts = self._variants.priorities.texts
        column = self.layout.by_name["priority_1_title"]
        titles = np.full((len(texts), found.length), NOTHING, np.int16)
        for place, text in enumerate(texts):
            subject = Subject(RECOMMENDATION, text.id)
            wordings = []
            for value in (*found.codebook[subject].values, "", ""):
                _, colon, variant = value.partition(":")
                wordings.append(
                    column.code(unfilled(text.variants[int(variant)].title)) if colon else NOTHING
                )
            titles[place] = np.array(wordings, np.int16)[found[subject]]
        rows = np.arange(found.length)
        cells: dict[str, Codes] = {}
        for place in range(self.layout.priorities):
            first = places[:, place]
            # A place past the last recommendation is the code of an empty cell too.
            cells[f"priority_{place + 1}"] = first
            cells[f"priority_{place + 1}_title"] = np.where(first < 0, NOTHING, titles[first, rows])
        return cells

    def _counts(self, table: Table, found: Conclusions) -> dict[str, Codes]:
        length = table.length
        answered = np.zeros(length, np.int16)
        for subject in self.facts:
            if subject in table.columns:
                answered += table.columns[subject] >= 0
        pairs = [found.where(Subject(CONTRADICTION, each.id), "found") for each in self._pairs]
        bits = np.zeros(length, np.int64)
        for place, mask in enumerate(pairs):
            bits |= mask.astype(np.int64) << place
        return {
            "answered": answered,
            "unknown": self._unknown(table, found),
            "strengths": self._strengths(found),
            "contradictions": np.bitwise_count(bits).astype(np.int16),
            "contradicting": bits,
        }

    def _unknown(self, table: Table, found: Conclusions) -> Codes:
        """Return how many facts would be asked and are not answered."""
        many = np.zeros(table.length, np.int16)
        for question in self._questions:
            shown_by: dict[str, list[Condition | None]] = {
                fact: [question.show_if] for fact in question.facts
            }
            shown_by |= {row.fact: [question.show_if, row.show_if] for row in question.rows}
            for fact, conditions in shown_by.items():
                column = table.columns.get(Subject(ANSWERED, fact))
                waiting = np.ones(table.length, np.bool_) if column is None else column == UNKNOWN_CODE
                for shown in conditions:
                    if shown is not None:
                        waiting = waiting & ~found.holds(Not(shown))
                many += waiting
        return many

    def _strengths(self, found: Conclusions) -> Codes:
        """Return how many recommendations have a statement that is kept and worth naming."""
        named: dict[str, npt.NDArray[np.bool_]] = {}
        for each in self._statements:
            subject = Subject(Kind.VERDICT.value, each.id)
            if each.strength not in KINDS or "keep" not in found.codebook[subject].by_value:
                continue
            kept = found.where(subject, "keep")
            named[each.id] = kept if each.strength_when is None else kept & found.holds(each.strength_when)
        many = np.zeros(found.length, np.int16)
        for text in self._variants.priorities.texts:
            masks = [named[one] for one in text.statements if one in named]
            if masks:
                many += np.logical_or.reduce(masks)
        return many

    def case(self, columns: Mapping[Subject, int], name: str = "") -> Case:
        """Return a case by the codes of its answers."""
        answers = {one.id: self.columns.codebook[one].decode(code) for one, code in columns.items()}
        return Case(name=name, answers={fact: value for fact, value in answers.items() if value is not None})

    def by_experta(self, case: Case) -> list[int]:
        """Return the number that each column holds for a case, by the rules that experta fires."""
        knowledge = self._advisor.knowledge
        inference = self._advisor.body.inferrer.infer(case.answers)
        asked = asked_facts(inference, self._advisor.questionnaires["full"])
        complete = completeness(case, asked, knowledge)
        pairs = [pair.says for pair in contradictions(inference, knowledge)]
        ordered = in_order(_standings(inference, knowledge), knowledge.settings.priorities)
        return self.layout.codes_of(
            {
                "phase": inference.derived("phase"),
                "driver": inference.derived("driver"),
                "formality": inference.derived("formality_fit"),
                "answered": complete.answered,
                "unknown": complete.unknown,
                "strengths": len(strengths(inference, knowledge)),
                **{level_name(one.id): inference.level(one.id) for one in knowledge.mechanisms},
                **{verdict_name(one.id): inference.verdict(one.id) for one in self._statements},
            },
            [(one.called.text.id, one.called.variant.title) for one in ordered],
            pairs,
        )


def _derived(name: str) -> Subject:
    return Subject(Kind.DERIVED.value, name)


def _standings(inference: Inference, knowledge: KnowledgeBase) -> list[Standing]:
    """Return where the recommendations of a case stand, without the words on them."""
    levels = {
        one.id: MechanismLevel(level=cast("LevelName", inference.level(one.id)))
        for one in knowledge.mechanisms
    }
    called = []
    for text in knowledge.advice.recommendations:
        _, colon, place = str(inference.value(RECOMMENDATION, text.id)).partition(":")
        if not colon:
            continue
        active = tuple(one for one in text.statements if inference.verdict(one) in RANK)
        known = Subject(CRITICAL, text.id) in inference.values
        critical = known and inference.value(CRITICAL, text.id) == "yes"
        called.append(Called(text, text.variants[int(place)], active, {}, {}, critical, {}))
    return [standing_of(each, called, inference, knowledge, levels) for each in called]
