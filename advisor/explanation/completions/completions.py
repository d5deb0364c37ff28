"""Every way in which the answers of a case may be completed, and whether any changes its priorities.

Three outcomes are honest: proved, for every completion; refuted, by a completion; or open, because neither
was found within bounds. What is said to be proved is so for answers of every kind, “does not apply”
among them where the questionnaire offers it, and for any of them left open.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from advisor.engine.beneath import beneath
from advisor.engine.columns.codes import UNKNOWN_CODE, Column
from advisor.engine.columns.room import room_of
from advisor.engine.columns.table import Table
from advisor.engine.program import ANSWERED
from advisor.explanation.completions.outcomes import ALWAYS, Outcomes
from advisor.explanation.completions.outcomes_reading import Reading
from advisor.explanation.priorities import Firsts
from advisor.explanation.variants import Around, Change, Variants
from advisor.model.asking import asked
from advisor.model.condition import NOT_APPLICABLE, Condition, Subject, Truth, Value, atoms
from advisor.model.questionnaire import Question, Questionnaire

Options = dict[str, tuple[Value | None, ...]]
"""For each open fact the answers it may get, one of each sort; the first is none, for left open."""
FULLNESS = (0.1, 0.3, 0.6, 0.9, 1.0)


class Asking:
    """What a questionnaire may still ask, with the answers worth trying. Built once for each."""

    def __init__(self, variants: Variants, questionnaire: Questionnaire) -> None:
        self.variants = variants
        self.questionnaire = questionnaire
        self.question_of = questionnaire.question_of()
        rows = {row.fact: row.show_if for each in questionnaire.questions for row in each.rows}
        self._shown_if: dict[str, tuple[Condition, ...]] = {
            fact: tuple(one for one in (question.show_if, rows.get(fact)) if one is not None)
            for fact, question in self.question_of.items()
        }

    @cached_property
    def reading(self) -> Reading:
        """The program, for outcomes of any case."""
        return Reading(self.variants.columns.program)

    @cached_property
    def sorts(self) -> dict[str, tuple[Value | None, ...]]:
        """For each fact that bears on priorities one answer of each sort, left open first."""
        needed, columns = self.variants.priorities, self.variants.columns
        shown = [one for every in self._shown_if.values() for one in every]
        room = room_of(needed.subjects, columns, (*needed.conditions, *shown), (), written=True)
        found = {}
        for axis in room.axes:
            for subject in axis.subjects:
                question = self.question_of.get(subject.id)
                values = [columns.codebook[subject].decode(code) for code in axis.codes]
                if question is not None:
                    found[subject.id] = tuple(
                        one for one in values if one != NOT_APPLICABLE or question.may_not_apply
                    )
        return found

    def now(self, answers: Mapping[str, Value]) -> list[tuple[Question, tuple[str, ...]]]:
        """Return the questions asked of a case as it stands, each with the facts it asks about."""
        vocabulary = self.variants.columns.program.knowledge.vocabulary
        return asked(self.questionnaire, vocabulary, answers)

    def unanswered(
        self, answers: Mapping[str, Value], settled: Collection[str] = ()
    ) -> list[tuple[Question, tuple[str, ...]]]:
        """Return the questions asked that lack an answer, each with the facts that lack it.

        Args:
            answers: The answers of the case.
            settled: Facts that need no question, though they are unknown.
        """
        found = [
            (question, tuple(fact for fact in facts if fact not in answers and fact not in settled))
            for question, facts in self.now(answers)
        ]
        return [(question, facts) for question, facts in found if facts]

    def left(self, answers: Mapping[str, Value], closed: Collection[str] = ()) -> Options:
        """Return the answers that may still come of what is asked now; closed facts get none."""
        now = {fact for _, facts in self.now(answers) for fact in facts}
        return {
            fact: values
            for fact, values in self.sorts.items()
            if fact in now and fact not in answers and fact not in closed
        }

    def ever(self, answers: Mapping[str, Value], closed: Collection[str] = ()) -> Options:
        """Return the answers that may still come of all that could be asked yet; closed facts get none."""
        now = frozenset(self.left(answers, closed))
        found = set(now)
        hidden = {one for one in self.sorts if one not in found and one not in answers and one not in closed}
        while True:
            more = {fact for fact in hidden if not found.isdisjoint(self._decides[fact])}
            if not more:
                break
            found |= more
            hidden -= more
        every = {fact: values for fact, values in self.sorts.items() if fact in found}
        outcomes = Outcomes(self.reading, answers, every)
        return {
            fact: values
            for fact, values in every.items()
            # What is asked now is asked of the completion that adds nothing.
            if fact in now
            or not any(outcomes.tried(one, Truth.FALSE, can=False) == ALWAYS for one in self._shown_if[fact])
        }

    @cached_property
    def _decides(self) -> dict[str, frozenset[str]]:
        """For each fact the facts that decide whether it is asked."""
        program = self.variants.columns.program
        found = {}
        for fact, shown in self._shown_if.items():
            subjects = [atom.subject for one in shown for atom in atoms(one)]
            found[fact] = frozenset(one.id for one in beneath(subjects, program)[0])
        return found

    def path(self, answers: Mapping[str, Value], completion: Mapping[str, Value]) -> bool:
        """Return whether the answers of a completion can be given in some order, each asked for in turn."""
        given, waiting = dict(answers), dict(completion)
        while waiting:
            now = {fact for _, facts in self.now(given) for fact in facts}
            ready = [fact for fact in waiting if fact in now]
            if not ready:
                return False
            # First what hides nothing that still waits.
            fact = min(ready, key=lambda one: self._hides(one, waiting, given))
            given[fact] = waiting.pop(fact)
        return True

    def _hides(self, fact: str, waiting: Mapping[str, Value], given: Mapping[str, Value]) -> int:
        now = {one for _, facts in self.now({**given, fact: waiting[fact]}) for one in facts}
        return sum(one not in now for one in waiting)


@dataclass(frozen=True)
class Completions:
    """The completions of one case.

    Attributes:
        asking: What the questionnaire may still ask.
        around: The case.
        options: The answers that may still come.
    """

    asking: Asking
    around: Around
    options: Options

    def drawn(self, facts: Sequence[str], many: int, chance: np.random.Generator) -> Table:
        """Return the case as it stands, and random completions over some facts; the others stay open."""
        fullness = chance.choice(np.array(FULLNESS, np.float32), many)
        varied = {}
        for fact in facts:
            codes = self._codes(fact)
            column = codes[chance.integers(1, max(2, len(codes)), many) % len(codes)]
            column[chance.random(many, np.float32) >= fullness] = UNKNOWN_CODE
            varied[fact] = np.insert(column, 0, UNKNOWN_CODE)
        return self.table(varied, many + 1)

    def every(self, left: Mapping[str, Sequence[int]]) -> Table:
        """Return every completion over some facts, given the numbers of the options each is left."""
        length = int(np.prod([len(places) for places in left.values()], dtype=np.int64)) if left else 1
        varied, inner = {}, length
        for fact, places in left.items():
            inner //= len(places)
            codes = self._codes(fact)[list(places)]
            varied[fact] = np.tile(np.repeat(codes, inner), length // (inner * len(places)))
        return self.table(varied, length)

    def singles(self) -> list[Change]:
        """Return every completion by one answer."""
        return [(fact, one) for fact, every in self.options.items() for one in every if one is not None]

    def table(self, varied: Mapping[str, Column], length: int) -> Table:
        """Return the case with other columns for some facts."""
        return self.around.varied(varied, length)

    def subject(self, fact: str) -> Subject:
        """Return a fact as a subject."""
        return Subject(ANSWERED, fact)

    def _codes(self, fact: str) -> Column:
        codes = self.around.columns.codebook[self.subject(fact)]
        return np.array([codes.encode(value) for value in self.options[fact]], codes.dtype)

    def firsts(self, table: Table) -> Firsts:
        """Return the priorities of each completion, with their wordings."""
        needed = self.around.priorities
        return needed.firsts(self.around.columns.evaluate(table, needed.subjects, needed.conditions))

    def given(self, table: Table) -> Column:
        """Return how many answers each completion adds to the case."""
        found = np.zeros(table.length, np.int64)
        for fact in self.options:
            # What a table says nothing of stays open.
            column = table.columns.get(self.subject(fact))
            if column is not None:
                found += column != UNKNOWN_CODE
        return found

    def answers(self, table: Table, row: int) -> dict[str, Value]:
        """Return what one completion adds to the case."""
        found: dict[str, Value] = {}
        for fact in self.options:
            column = table.columns.get(Subject(ANSWERED, fact))
            codes = self.around.columns.codebook[Subject(ANSWERED, fact)]
            value = None if column is None else codes.decode(int(column[row]))
            if value is not None:
                found[fact] = value
        return found
