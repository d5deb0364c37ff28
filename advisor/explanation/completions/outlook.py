"""What may still become of each recommendation, however the open answers are completed.

Certain and ruled out are proved: over sets of answers, or by trying every completion of the answers beneath.
What hangs has two completions to show for it: the case as it stands, and one with as few more answers as were
found. What none of these settles is said to be open.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal

import numpy as np

from advisor.engine.beneath import beneath
from advisor.engine.columns.codes import UNKNOWN_CODE, Column, Mask
from advisor.engine.columns.plan import Array
from advisor.engine.columns.table import Table
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.program import ANSWERED
from advisor.explanation.completions.completions import Completions
from advisor.explanation.completions.dividing import Bounds, Box, Dividing
from advisor.explanation.completions.outcomes import ALWAYS, NEVER, Outcomes
from advisor.model.condition import Subject, Value, atoms

Finding = Literal["certain", "hangs", "ruled_out", "open"]
DRAWN = 3_000
MOST_PAIRS = 20_000
MOST_ROWS = 8
"""Completions that turn one recommendation of which it is tried whether they can be answered."""
SEED = 11
BOUNDS = Bounds(boxes=4_000, every=5_000)


@dataclass(frozen=True)
class Prospect:
    """What may still become of a recommendation.

    Attributes:
        finding: Certain, hangs, ruled out, or open: not settled by this search.
        called: Whether the case calls for it as it stands.
        turning: Where it hangs, the answers that turn it; the case as it stands is the other completion.
        facts: The open facts on which it could hang.
    """

    finding: Finding
    called: bool
    turning: Mapping[str, Value] | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turned:
    """That some completion turns a recommendation, with the answers; none where nobody would be asked so."""

    turning: Mapping[str, Value] | None


class Outlook:
    """Settles what may become of the recommendations of one case."""

    def __init__(self, completions: Completions) -> None:
        self.completions = completions
        self._columns = completions.around.columns
        program = self._columns.program
        self._subjects = {
            text.id: Subject(RECOMMENDATION, text.id) for text in program.knowledge.advice.recommendations
        }
        # Codes of “unknown” and “does not apply” are negative: they find the two last places.
        self._calling = {
            one: np.array([":" in value for value in (*self._columns.codebook[subject].values, "", "")])
            for one, subject in self._subjects.items()
        }
        self._open = {
            one: tuple(leaf.id for leaf in beneath([subject], program)[0] if leaf.id in completions.options)
            for one, subject in self._subjects.items()
        }
        now = completions.table({}, 1)
        self._now = {one: bool(mask[0]) for one, mask in self._called(now, [*self._subjects])}
        self._asked_now = set(completions.asking.left(completions.around.answers))

    def prospects(self) -> dict[str, Prospect]:
        """Return what may become of each recommendation, in the order of the knowledge base."""
        completions = self.completions
        outcomes = Outcomes(completions.asking.reading, completions.around.answers, completions.options)
        found = dict(self._proved(outcomes))
        for tables in (self._singles, self._pairs, self._draws):
            waiting = [one for one in self._subjects if one not in found]
            if waiting:
                found |= self._turned(tables(waiting), waiting)
        for one in self._subjects:
            if one not in found:
                found[one] = self._divided(one, outcomes)
        return {one: found[one] for one in self._subjects}

    def _proved(self, outcomes: Outcomes) -> Iterator[tuple[str, Prospect]]:
        """Yield what sets of answers prove: they may be too wide, and never too narrow."""
        for one, subject in self._subjects.items():
            can = outcomes.can(subject)
            calling = [value for value in can if isinstance(value, str) and ":" in value]
            if not calling or outcomes.can_be(subject, calling) == NEVER:
                yield one, Prospect("ruled_out", called=False)
            elif len(calling) == len(can) or outcomes.sure_to_be(subject, calling) == ALWAYS:
                yield one, Prospect("certain", called=True)

    # ── Completions to try ───────────────────────────────────────────────────────────────────────

    def _singles(self, waiting: Sequence[str]) -> Iterator[Table]:
        changes = self._changes(waiting)
        yield self._table([(one,) for one in changes])

    def _pairs(self, waiting: Sequence[str]) -> Iterator[Table]:
        changes = self._changes(waiting)
        pairs = [(one, two) for one, two in combinations(changes, 2) if one[0] != two[0]]
        if len(pairs) <= MOST_PAIRS:
            yield self._table(pairs)

    def _draws(self, waiting: Sequence[str]) -> Iterator[Table]:
        chance = np.random.default_rng(SEED)
        for one in waiting:
            yield self.completions.drawn([*self._wider([one])], DRAWN, chance)

    def _changes(self, waiting: Sequence[str]) -> list[tuple[str, Value]]:
        options, asked_now = self.completions.options, self._asked_now
        # What is asked now comes first: no other answer need come before it.
        facts = sorted(self._wider(waiting), key=lambda fact: fact not in asked_now)
        return [(fact, value) for fact in facts for value in options[fact] if value is not None]

    def _wider(self, waiting: Sequence[str]) -> dict[str, None]:
        """Return the open facts beneath some recommendations, with those that decide which are asked."""
        found: dict[str, None] = {}
        facts = [fact for one in waiting for fact in self._open[one]]
        while facts:
            found |= dict.fromkeys(facts)
            facts = [other for fact in facts for other in self._deciding[fact] if other not in found]
        return found

    @cached_property
    def _deciding(self) -> dict[str, tuple[str, ...]]:
        """For each open fact the open facts that decide whether it is asked."""
        found = {}
        for fact in self.completions.options:
            question = self.completions.asking.question_of[fact]
            shown = [question.show_if, *(row.show_if for row in question.rows if row.fact == fact)]
            subjects = [atom.subject for one in shown if one is not None for atom in atoms(one)]
            leaves = beneath(subjects, self._columns.program)[0]
            found[fact] = tuple(one.id for one in leaves if one.id in self.completions.options)
        return found

    def _table(self, rows: Sequence[Sequence[tuple[str, Value]]]) -> Table:
        return self.completions.around.table(rows)

    # ── What they show ───────────────────────────────────────────────────────────────────────────

    def _called(self, table: Table, names: Sequence[str]) -> Iterator[tuple[str, Mask]]:
        found = self._columns.evaluate(table, [self._subjects[one] for one in names])
        for one in names:
            yield one, self._calling[one][found[self._subjects[one]]]

    def _turned(self, tables: Iterator[Table], waiting: Sequence[str]) -> dict[str, Prospect]:
        """Return the recommendations that some completions turn, with answers that do it."""
        found: dict[str, Prospect] = {}
        for table in tables:
            rest = [one for one in waiting if one not in found]
            if not rest or not table.length:
                continue
            for one, called in self._called(table, rest):
                rows = np.flatnonzero(called != self._now[one])
                turning = self._turning(one, table, rows)
                if turning is not None:
                    found[one] = Prospect("hangs", self._now[one], turning, self._open[one])
        return found

    def _turning(self, one: str, table: Table, rows: Column) -> dict[str, Value] | None:
        """Return what a completion adds that turns a recommendation, where it can be answered so."""
        subjects = [each for each in map(_answer, self._open[one]) if each in table.columns]
        answered = np.zeros(len(rows), np.int64)
        for subject in subjects:
            answered += table.columns[subject][rows] != UNKNOWN_CODE
        asking, answers = self.completions.asking, self.completions.around.answers
        # The fewest answers are the easiest to tell.
        for row in rows[np.argsort(answered, kind="stable")][:MOST_ROWS]:
            every = self.completions.answers(table, int(row))
            turning = self._fewest(one, every)
            if asking.path(answers, turning):
                return turning
            if asking.path(answers, every):
                return self._fewest(one, every, lambda some: asking.path(answers, some))
        return None

    def _fewest(
        self,
        one: str,
        answers: dict[str, Value],
        allowed: Callable[[dict[str, Value]], bool] = lambda _: True,
    ) -> dict[str, Value]:
        """Return answers that turn a recommendation without those that are not needed for it."""
        while len(answers) > 1:
            rows = [[item for item in answers.items() if item[0] != fact] for fact in answers]
            ((_, called),) = self._called(self._table(rows), [one])
            good = (dict(rows[row]) for row in np.flatnonzero(called != self._now[one]).tolist())
            fewer = next((some for some in good if allowed(some)), None)
            if fewer is None:
                break
            answers = fewer
        return answers

    def _divided(self, one: str, outcomes: Outcomes) -> Prospect:
        """Return what the completions show where they are divided until each part is settled."""
        finding, shown = Dividing(outcomes, _Stays(self, one, outcomes), BOUNDS).found()
        if finding == "proved":
            return Prospect("certain" if self._now[one] else "ruled_out", self._now[one])
        turning = shown.turning if shown is not None else None
        # Where there is none, only answers turn it that nobody would be asked for, as far as was tried.
        return Prospect("hangs" if turning else "open", self._now[one], turning, self._open[one])

    def stays(self, one: str, outcomes: Outcomes) -> int:
        """Return where a recommendation is called for as it is now, whatever the answers."""
        calling = [value for value in outcomes.can(self._subjects[one]) if ":" in str(value)]
        if self._now[one]:
            return outcomes.sure_to_be(self._subjects[one], calling)
        return outcomes.lacking(outcomes.can_be(self._subjects[one], calling))

    def turned_in(self, one: str, box: Box) -> Turned | None:
        """Return what turns a recommendation in a box, all completions of it being tried."""
        table = self.completions.every(box)
        ((_, called),) = self._called(table, [one])
        rows = np.flatnonzero(called != self._now[one])
        return Turned(self._turning(one, table, rows)) if len(rows) else None


class _Stays:
    """The claim that a recommendation stays called for, or not called for, as it is now."""

    def __init__(self, outlook: Outlook, one: str, outcomes: Outcomes) -> None:
        self._outlook = outlook
        self._one = one
        self._sure = outlook.stays(one, outcomes)
        self.schedule = outcomes.schedule([self._sure])
        self.facts = outcomes.facts(self.schedule)

    def unsettled(self, masks: dict[int, Array], length: int) -> Array:
        """Return the boxes in which it may turn."""
        return np.broadcast_to(~masks[self._sure], length).astype(np.int8)

    def tried(self, box: Box) -> Turned | None:
        """Return what turns it in a box."""
        return self._outlook.turned_in(self._one, box)


def _answer(fact: str) -> Subject:
    return Subject(ANSWERED, fact)


def outlook(completions: Completions) -> dict[str, Prospect]:
    """Return what may still become of each recommendation of a case."""
    return Outlook(completions).prospects()
