"""What may still come out: the program over sets of answers, many sets at once.

A box leaves each open answer a set of values. Of every conclusion it is worked out which values it can have
somewhere in a box. The sets may be too wide, because what two conditions have in common is not seen; they are
never too narrow. So what no set allows is impossible: that is what proofs need.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_

import numpy as np

from advisor.engine.columns.plan import Array
from advisor.engine.program import ANSWERED, Counted, Decision, Levelled, Step
from advisor.explanation.completions.outcomes_reading import Reading
from advisor.model.condition import (
    NOT_APPLICABLE,
    All,
    Atom,
    Condition,
    Not,
    Subject,
    Truth,
    Value,
    atoms,
)

Boxes = Mapping[str, Array]
"""For each open fact which of its values a box leaves it: shape (values, boxes)."""
Can = dict[Value | None, int]
"""Numbers of the masks of boxes in which a subject can have each value."""
Work = Callable[..., Array]

NEVER, ALWAYS = 0, 1


class Outcomes:
    """The program over boxes around one case.

    Whatever is settled throughout the widest box is settled in every box within, so it is worked out once,
    and boxes cost only what still hangs.

    Attributes:
        options: The values of each open fact that the widest box leaves it.
    """

    def __init__(
        self, reading: Reading, answers: Mapping[str, Value], options: Mapping[str, Sequence[Value | None]]
    ) -> None:
        self.program = reading.program
        self._reading = reading
        self.options = options
        self._answers = answers
        self._works: list[tuple[Work | None, tuple[int, ...]]] = [(None, ()), (None, ())]
        self._widest: list[Array] = [np.zeros(1, np.bool_), np.ones(1, np.bool_)]
        self._somewhere = [False, True]
        self._numbers: dict[Hashable, int] = {}
        self._given: dict[int, tuple[str, int]] = {}
        self._can: dict[Subject, Can] = {}
        self._tried: dict[int, int] = {}

    # ── What can be ──────────────────────────────────────────────────────────────────────────────

    def can(self, subject: Subject) -> Can:
        """Return where a subject can have which value; values that it can never have are left out."""
        found = self._can.get(subject)
        if found is None:
            every = self._worked_out(subject)
            found = self._can[subject] = {value: mask for value, mask in every.items() if mask != NEVER}
        return found

    def can_be(self, subject: Subject, values: Iterable[Value | None]) -> int:
        """Return where a subject can have one of some values."""
        found = self.can(subject)
        return self.some((found[value] for value in values if value in found), can=True)

    def sure_to_be(self, subject: Subject, values: Iterable[Value | None]) -> int:
        """Return where a subject has one of some values, whatever the answers."""
        wanted = set(values)
        found = self.can(subject)
        return self.lacking(self.some((found[one] for one in found if one not in wanted), can=True))

    def tried(self, condition: Condition, wanted: Truth, *, can: bool) -> int:
        """Return where a condition can be what is wanted, true or false, or where it is so for sure."""
        key = self._reading.number(condition) << 2 | (wanted is Truth.TRUE) << 1 | can
        found = self._tried.get(key)
        if found is None:
            found = self._tried[key] = self._try(condition, wanted, can=can)
        return found

    def _try(self, condition: Condition, wanted: Truth, *, can: bool) -> int:
        if isinstance(condition, Atom):
            subject = self.can(condition.subject)
            values = [one for one in subject if condition.holds(one) is wanted]
            # It has one of its values everywhere.
            if len(values) in (0, len(subject)):
                return ALWAYS if values else NEVER
            return (self.can_be if can else self.sure_to_be)(condition.subject, values)
        if isinstance(condition, Not):
            return self.tried(condition.part, ~wanted, can=can)
        joins_all = isinstance(condition, All) == (wanted is Truth.TRUE)
        parts = (self.tried(part, wanted, can=can) for part in condition.parts)
        return self.every(parts, can=can) if joins_all else self.some(parts, can=can)

    def _worked_out(self, subject: Subject) -> Can:
        if subject.kind == ANSWERED:
            return self._answer(subject.id)
        step = self.program.by_subject[subject]
        match step:
            case Decision():
                return self._decided(step)
            case Counted():
                return self._counted(step)
            case Levelled():
                return self._levelled(step)

    def _answer(self, fact: str) -> Can:
        if fact not in self.options:
            return {self._answers.get(fact): ALWAYS}
        found: Can = {}
        for place, value in enumerate(self.options[fact]):
            number = self._add(("answer", fact, place), None, (), np.ones(1, np.bool_))
            self._given[number] = (fact, place)
            found[value] = number
        return found

    def _decided(self, decision: Decision) -> Can:
        found: dict[Value | None, list[int]] = {}
        still = ALWAYS
        for value, condition in decision.cases:
            here = self.every((still, self.tried(condition, Truth.TRUE, can=True)), can=True)
            found.setdefault(value, []).append(here)
            settled = self.tried(condition, Truth.TRUE, can=False)
            still = self.every((still, self.lacking(settled, can=True)), can=True)
            if still == NEVER:
                break
        found.setdefault(decision.default, []).append(still)
        if decision.statement is not None:
            # Whether such a verdict waits in vain is not worked out: it may.
            found.setdefault(NOT_APPLICABLE, []).append(still)
        return {value: self.some(masks, can=True) for value, masks in found.items()}

    def _counted(self, step: Counted) -> Can:
        """Return what a count can be: anything between what is sure to count and what can."""
        facts = [self.can(Subject(ANSWERED, fact)) for fact in step.of]
        silent = (None, NOT_APPLICABLE)
        found: Can = {
            None: self.every(
                (self.some((can[one] for one in silent if one in can), can=True) for can in facts), can=True
            )
        }
        if not step.values:
            ticks: dict[int, list[int]] = {}
            for value, mask in facts[0].items():
                if value not in silent:
                    ticks.setdefault(len(value) if isinstance(value, tuple) else 0, []).append(mask)
            return found | {many: self.some(masks, can=True) for many, masks in ticks.items()}
        can_count = [
            self.some((can[one] for one in step.values if one in can), can=True)
            for can in facts
            if not can.keys().isdisjoint(step.values)
        ]
        sure = [
            self.lacking(self.some((can[one] for one in can if one not in step.values), can=True))
            for can in facts
        ]
        spoken = self.some((can[one] for can in facts for one in can if one not in silent), can=True)
        for many in range(len(can_count) + 1):
            reads = (*can_count, *sure)
            work = _between(len(can_count), many)
            here = self._add(("count", step.subject, many), work, reads)
            found[many] = self.every((spoken, self._folded(here, can=True)), can=True)
        return found

    def _levelled(self, step: Levelled) -> Can:
        reads: list[int] = []
        for source in step.sources:
            votes = self.can(source.vote)
            applies = source.applies
            can_apply = (
                ALWAYS
                if applies is None
                else self.lacking(self.tried(applies, Truth.FALSE, can=False), can=True)
            )
            out = NEVER if applies is None else self.tried(applies, Truth.FALSE, can=True)
            reads += [
                *(self.every((can_apply, votes.get(vote, NEVER)), can=True) for vote in ("+", "-", "+/-")),
                self.every((can_apply, votes.get(None, NEVER)), can=True),
                out,
            ]
        set_by = step.mechanism.set_by
        setting: dict[str, list[int]] = {"low": [], "mixed": [], "high": []}
        open_to_votes = ALWAYS
        if set_by is not None:
            answers = self.can(Subject(ANSWERED, set_by.fact))
            for value, mask in answers.items():
                if isinstance(value, str) and value in set_by.levels:
                    setting[set_by.levels[value]].append(mask)
            others = (mask for value, mask in answers.items() if value not in set_by.levels)
            open_to_votes = self.some(others, can=True)
        critical = [place for place, source in enumerate(step.sources) if source.critical]
        harmed = self.some((reads[5 * place + 1] for place in critical), can=True)
        spared = [
            self.lacking(
                self.every((self.lacking(reads[5 * place + other]) for other in (0, 2, 3, 4)), can=False),
                can=True,
            )
            for place in critical
        ]
        unharmed = self.every(spared, can=True)
        packed = self._add(("level", step.subject), self._reading.level(step), tuple(reads))
        found: Can = {}
        for place, level in enumerate((None, "low", "mixed", "high")):
            number = self._folded(self._add(("bit", packed, place), _bit(place), (packed,)), can=True)
            ways = [self.every((number, open_to_votes, unharmed), can=True)]
            ways += [self.every((mask, unharmed), can=True) for mask in setting.get(level or "", ())]
            found[level] = self.some([*ways, harmed] if level == "low" else ways, can=True)
        return found

    # ── What it hangs on ─────────────────────────────────────────────────────────────────────────

    def beneath(self, subjects: Iterable[Subject], conditions: Iterable[Condition] = ()) -> tuple[str, ...]:
        """Return the open facts on which some conclusions can hang; no other can change them.

        Whether a verdict that calls for nothing does not apply or is still to be found out counts only where
        something asks for it.
        """
        waiting = list(subjects)
        for condition in conditions:
            waiting += self._hanging(condition, Truth.TRUE)
        met: set[Subject] = set()
        while waiting:
            subject = waiting.pop()
            if subject not in met and len(self.can(subject)) > 1:
                met.add(subject)
                if subject.kind != ANSWERED:
                    waiting += self._named(self.program.by_subject[subject])
        return tuple(fact for fact in self.options if Subject(ANSWERED, fact) in met)

    def _named(self, step: Step) -> Iterator[Subject]:
        match step:
            case Counted() | Levelled():
                yield from self._reading.named(step)
            case Decision():
                for _, condition in step.cases:
                    if step.statement is not None and step.subject in self._reading.asked_for:
                        yield from (atom.subject for atom in atoms(condition))
                    else:
                        yield from self._hanging(condition, Truth.TRUE)
                    if self.tried(condition, Truth.TRUE, can=False) == ALWAYS:
                        break

    def _hanging(self, condition: Condition, wanted: Truth) -> Iterator[Subject]:
        """Yield the subjects on which it can hang whether a condition is what is wanted."""
        if self.tried(condition, wanted, can=True) == NEVER:
            return
        if self.tried(condition, wanted, can=False) == ALWAYS:
            return
        match condition:
            case Atom():
                yield condition.subject
            case Not(part):
                yield from self._hanging(part, ~wanted)
            case _:
                for part in condition.parts:
                    yield from self._hanging(part, wanted)

    # ── Masks of boxes ───────────────────────────────────────────────────────────────────────────

    def every(self, masks: Iterable[int], *, can: bool) -> int:
        """Return where all of some masks hold."""
        return self._join("every", and_, masks, ALWAYS, NEVER, can=can)

    def some(self, masks: Iterable[int], *, can: bool) -> int:
        """Return where one of some masks holds."""
        return self._join("some", or_, masks, NEVER, ALWAYS, can=can)

    def lacking(self, mask: int, *, can: bool = False) -> int:
        """Return where a mask does not hold: of what can be, what is sure not to; and the other way round."""
        if mask in (NEVER, ALWAYS):
            return ALWAYS if mask == NEVER else NEVER
        return self._folded(self._add(("lacking", mask), np.logical_not, (mask,)), can=can)

    def _join(  # noqa: PLR0913 - two ways to join, and what each makes of nothing
        self,
        name: str,
        join: Callable[[Array, Array], Array],
        masks: Iterable[int],
        nothing: int,
        decisive: int,
        *,
        can: bool,
    ) -> int:
        parts: set[int] = set()
        for mask in masks:
            if mask == decisive:
                return decisive
            if mask != nothing:
                parts.add(mask)
        if len(parts) < 2:  # noqa: PLR2004 - nothing to join
            return parts.pop() if parts else nothing
        reads = tuple(sorted(parts))
        return self._folded(self._add((name, reads), lambda *arrays: reduce(join, arrays), reads), can=can)

    def _folded(self, number: int, *, can: bool) -> int:
        """Return NEVER for what can nowhere be, and ALWAYS for what is sure everywhere: so it is within."""
        widest = self._somewhere[number]
        return NEVER if can and not widest else ALWAYS if widest and not can else number

    def _add(
        self, name: Hashable, work: Work | None, reads: tuple[int, ...], widest: Array | None = None
    ) -> int:
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = len(self._works)
            self._works.append((work, reads))
            if widest is None and work is not None:
                widest = work(*[self._widest[one] for one in reads])
            self._widest.append(np.zeros(1) if widest is None else widest)
            self._somewhere.append(bool(self._widest[number][0]))
        return number

    # ── Over boxes ───────────────────────────────────────────────────────────────────────────────

    def schedule(self, wanted: Iterable[int]) -> tuple[int, ...]:
        """Return the numbers of all that must be worked out for some masks, in order."""
        needed, waiting = set[int](), list(wanted)
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed.add(number)
                waiting += self._works[number][1]
        return tuple(sorted(needed - {NEVER, ALWAYS}))

    def facts(self, schedule: Iterable[int]) -> tuple[str, ...]:
        """Return the open facts that a schedule reads, in their order."""
        read = {self._given[number][0] for number in schedule if number in self._given}
        return tuple(fact for fact in self.options if fact in read)

    def widest(self, schedule: Sequence[int]) -> dict[int, Array]:
        """Return the masks of a schedule over the widest box alone, each of shape (1,)."""
        return {number: self._widest[number] for number in (NEVER, ALWAYS, *schedule)}

    def carry_out(self, schedule: Sequence[int], boxes: Boxes, length: int) -> dict[int, Array]:
        """Return the masks of a schedule over some boxes, each of shape (boxes,)."""
        found: dict[int, Array] = {NEVER: np.zeros(length, np.bool_), ALWAYS: np.ones(length, np.bool_)}
        for number in schedule:
            work, reads = self._works[number]
            if work is None:
                fact, place = self._given[number]
                found[number] = boxes[fact][place]
            else:
                found[number] = work(*[found[one] for one in reads])
        return found


def _between(many_can: int, number: int) -> Work:
    """Return the work that says where a count can be a number."""

    def work(*masks: Array) -> Array:
        if not masks:
            return np.ones(1, np.bool_)
        can = np.sum([mask.astype(np.int8) for mask in masks[:many_can]], axis=0)
        sure = np.sum([mask.astype(np.int8) for mask in masks[many_can:]], axis=0)
        return np.asarray((sure <= number) & (number <= can))

    return work


def _bit(place: int) -> Work:
    return lambda column: (column & (1 << place)) != 0
