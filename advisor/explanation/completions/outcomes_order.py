"""Whether one recommendation stands before another for sure: the rule of the order over sets of answers.

The order is that by importance. It sets the priorities; what can wait is read after the others only then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from advisor.advice.order import PHASES, RANK
from advisor.engine.columns.codes import Mask
from advisor.engine.columns.plan import Array
from advisor.engine.compile import CRITICAL, PRESSING, RECOMMENDATION
from advisor.explanation.completions.outcomes import ALWAYS, NEVER, Boxes, Outcomes
from advisor.explanation.priorities import PHASE, Reach
from advisor.model.advice import RecommendationText
from advisor.model.condition import Kind, Subject, Truth
from advisor.model.knowledge import TABLE_IDS

Pair = tuple[int, int | str | None]
"""Two recommendations, the first of which is to stand before the other; with none: the first is called for.

With the first below zero, the other is not to be called for at all. With a word: the first is called for in
that wording, such as “act:1”.
"""
FAR = (1 << 9) - 1
WIDTHS = (1, 1, 2, 1, 1, 1, 1, 1)


@dataclass(frozen=True)
class Numbers:
    """Numbers of the masks that one recommendation rests on."""

    called: int
    uncalled: int
    ranks: tuple[tuple[int, int], ...]
    phases: tuple[tuple[int, int], ...]
    critical: tuple[int, int]
    pressing: tuple[int, int]
    active: tuple[tuple[str, int, int], ...]


class Contest:
    """Tells over boxes which pairs of recommendations stand in an order for sure."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        knowledge = outcomes.program.knowledge
        self.texts = knowledge.advice.recommendations
        self._place = {text.id: place for place, text in enumerate(self.texts)}
        self._table = {each.id: place for place, each in enumerate(knowledge.advice.statements)}
        self._web = Reach(knowledge)
        self._otherwise: dict[tuple[int, str], int] = {}
        self._numbers = [self._read(text) for text in self.texts]
        self._needs = [
            [place for place, other in enumerate(self.texts) if text.id in other.requires]
            for text in self.texts
        ]

    def ever_called(self) -> tuple[int, ...]:
        """Return the recommendations that can be called for at all."""
        return tuple(place for place, one in enumerate(self._numbers) if one.called != NEVER)

    @cached_property
    def _present(self) -> tuple[tuple[int, int], ...]:
        found = self.outcomes.can(PHASE)
        return tuple((PHASES.get(str(value), -1), mask) for value, mask in found.items())

    @cached_property
    def _acting(self) -> tuple[tuple[int, int], ...]:
        """Return where each link between mechanisms can act, and where it does for sure."""
        tried = self.outcomes.tried
        return tuple(
            (ALWAYS, ALWAYS)
            if link.applies_if is None
            else (
                tried(link.applies_if, Truth.TRUE, can=True),
                tried(link.applies_if, Truth.TRUE, can=False),
            )
            for link in self._web.links
        )

    @cached_property
    def _bad(self) -> dict[str, tuple[int, int]]:
        """Return where each mechanism can be mixed or at its bad end, and where it is so for sure."""
        found = {}
        for name, high_is_bad in self._web.high_is_bad.items():
            worst = "high" if high_is_bad else "low"
            subject = Subject(Kind.LEVEL.value, name)
            found[name] = (
                self.outcomes.can_be(subject, (worst, "mixed")),
                self.outcomes.sure_to_be(subject, (worst, "mixed")),
            )
        return found

    def _read(self, text: RecommendationText) -> Numbers:
        outcomes = self.outcomes
        can = outcomes.can(Subject(RECOMMENDATION, text.id))
        called = {str(value): mask for value, mask in can.items() if ":" in str(value)}
        ranks: list[tuple[int, int]] = []
        phases: list[tuple[int, int]] = []
        for value, mask in called.items():
            verdict, _, place = value.partition(":")
            ranks.append((RANK[verdict], mask))
            phases.append((PHASES.get(text.variants[int(place)].phase or text.phase, -1), mask))
        active = []
        for one in text.statements:
            subject = Subject(Kind.VERDICT.value, one)
            here = outcomes.can_be(subject, RANK)
            if here != NEVER:
                active.append((one, here, outcomes.sure_to_be(subject, RANK)))
        return Numbers(
            outcomes.some(called.values(), can=True),
            outcomes.some((mask for value, mask in can.items() if str(value) not in called), can=True),
            tuple(ranks),
            tuple(phases),
            self._said(CRITICAL, text.id),
            self._said(PRESSING, text.id),
            tuple(active),
        )

    def _said(self, kind: str, name: str) -> tuple[int, int]:
        subject = Subject(kind, name)
        if subject not in self.outcomes.program.by_subject:
            return NEVER, NEVER
        return self.outcomes.can_be(subject, ("yes",)), self.outcomes.sure_to_be(subject, ("yes",))

    def wanted(self, pairs: Sequence[Pair]) -> set[int]:
        """Return the numbers of the masks that some pairs hang on."""
        found: set[int] = {number for _, number in self._present}
        for place in self._involved(pairs):
            found |= self._of(self._numbers[place])
        found |= {self.otherwise(first, second) for first, second in pairs if isinstance(second, str)}
        if _on_the_web(pairs):
            found |= {number for two in self._acting for number in two}
            found |= {number for two in self._bad.values() for number in two}
        return found - {NEVER, ALWAYS}

    def otherwise(self, place: int, wording: str) -> int:
        """Return where a recommendation can come out in another wording, or not at all."""
        if (place, wording) not in self._otherwise:
            can = self.outcomes.can(Subject(RECOMMENDATION, self.texts[place].id))
            others = (mask for value, mask in can.items() if value != wording)
            self._otherwise[place, wording] = self.outcomes.some(others, can=True)
        return self._otherwise[place, wording]

    def _involved(self, pairs: Sequence[Pair]) -> set[int]:
        """Return the recommendations that some pairs speak of, with what depends on them."""
        places = {place for pair in pairs for place in pair if isinstance(place, int) and place >= 0}
        return places.union(*(self._needs[place] for place in places))

    def facts(self, pairs: Sequence[Pair]) -> tuple[str, ...]:
        """Return the open facts on which some pairs can hang; no other can change their order."""
        program = self.outcomes.program
        subjects, conditions = [PHASE], []
        for place in self._involved(pairs):
            text = self.texts[place]
            subjects += [Subject(kind, text.id) for kind in (RECOMMENDATION, CRITICAL, PRESSING)]
            subjects += [Subject(Kind.VERDICT.value, one) for one in text.statements]
        if _on_the_web(pairs):
            subjects += [Subject(Kind.LEVEL.value, name) for name in self._bad]
            conditions = [link.applies_if for link in self._web.links if link.applies_if is not None]
        return self.outcomes.beneath((one for one in subjects if one in program.by_subject), conditions)

    def _of(self, one: Numbers) -> set[int]:
        found = {one.called, one.uncalled, *one.critical, *one.pressing}
        found |= {mask for _, mask in (*one.ranks, *one.phases)}
        return found | {mask for _, *two in one.active for mask in two}

    def over(self, schedule: Sequence[int], boxes: Boxes, length: int) -> "Standings":
        """Return what is known of the order over some boxes."""
        return Standings(self, self.outcomes.carry_out(schedule, boxes, length), length)

    def standings(self, masks: dict[int, Array], length: int) -> "Standings":
        """Return what is known of the order over boxes whose masks are worked out."""
        return Standings(self, masks, length)


def _on_the_web(pairs: Sequence[Pair]) -> bool:
    """Return whether it counts how much of the web is reached: wherever one is to stand before another."""
    return any(first >= 0 and isinstance(second, int) for first, second in pairs)


class Standings:
    """What is known of the order over some boxes."""

    def __init__(self, contest: Contest, masks: dict[int, Array], length: int) -> None:
        self._contest = contest
        self._masks = masks
        self._length = length
        self._keys: dict[int, tuple[Array, Array]] = {}
        self._reaches: dict[int, tuple[Array, Array]] = {}
        self._firsts: dict[int, tuple[Array, Array]] = {}

    def settled(self, pair: Pair) -> Mask:
        """Return the boxes in which a pair stands as it is to stand, whatever the answers."""
        first, second = pair
        numbers = self._contest._numbers  # noqa: SLF001 - one thing in two classes
        if isinstance(second, str):
            return ~self._masks[self._contest.otherwise(first, second)]
        if first < 0 and second is not None:
            return ~self._masks[numbers[second].called]
        called = ~self._masks[numbers[first].uncalled]
        if second is None:
            return called
        before = self._before(first, second) | ~self._masks[numbers[second].called]
        return called & before

    def _before(self, first: int, second: int) -> Mask:
        most, least = self._key(first)[1], self._key(second)[0]
        found: Mask = most < least
        level = most == least
        if not level.any():
            return found
        ahead = self._ahead(first, second)
        earlier = self._first(first)[1] < self._first(second)[0]
        return np.asarray(found | (level & ((ahead > 0) | ((ahead == 0) & earlier))))

    def _ahead(self, first: int, second: int) -> Array:
        """Return how many more weak mechanisms the first reaches than the second, at least."""
        can_bad, sure_bad = self._weak
        _, sure_one = self._reach(first)
        can_two, _ = self._reach(second)
        more = np.bitwise_count(sure_one & ~can_two & sure_bad).astype(np.int16)
        fewer = np.bitwise_count(can_two & ~sure_one & can_bad).astype(np.int16)
        return more - fewer

    @cached_property
    def _weak(self) -> tuple[Array, Array]:
        can, sure = np.zeros(self._length, np.int64), np.zeros(self._length, np.int64)
        for name, (can_be, sure_to_be) in self._contest._bad.items():  # noqa: SLF001
            bit = self._contest._web.bit[name]  # noqa: SLF001
            can |= np.where(self._masks[can_be], bit, 0)
            sure |= np.where(self._masks[sure_to_be], bit, 0)
        return can, sure

    def _key(self, place: int) -> tuple[Array, Array]:
        """Return the parts of the key before the reach, packed: the least and the most they can be."""
        if place not in self._keys:
            self._keys[place] = self._packed(place)
        return self._keys[place]

    def _packed(self, place: int) -> tuple[Array, Array]:
        contest, masks = self._contest, self._masks
        text, one = contest.texts[place], contest._numbers[place]  # noqa: SLF001
        numbers = contest._numbers  # noqa: SLF001
        never, always = masks[NEVER], masks[ALWAYS]
        can_urgent, sure_urgent = masks[one.pressing[0]], masks[one.pressing[1]]
        can_depend, sure_depend = never, never
        for other in contest._needs[place]:  # noqa: SLF001
            here = numbers[other]
            can_called, sure_called = masks[here.called], ~masks[here.uncalled]
            can_depend, sure_depend = can_depend | can_called, sure_depend | sure_called
            can_urgent = can_urgent | (can_called & masks[here.pressing[0]])
            sure_urgent = sure_urgent | (sure_called & masks[here.pressing[1]])
        can_later, can_timely = never, never
        for best, mask in one.phases:
            for present, now in contest._present:  # noqa: SLF001
                both = masks[mask] & masks[now]
                if best >= 0 and present >= 0 and best > present:
                    can_later = can_later | both
                else:
                    can_timely = can_timely | both
        sure_later = ~can_timely
        least_rank, most_rank = np.full(self._length, 3, np.int64), np.zeros(self._length, np.int64)
        for rank, mask in one.ranks:
            least_rank = np.where(masks[mask], np.minimum(least_rank, rank), least_rank)
            most_rank = np.where(masks[mask], np.maximum(most_rank, rank), most_rank)
        can_table, sure_table = never, never
        can_other = never
        for statement, can, sure in one.active:
            if statement in TABLE_IDS:
                can_table, sure_table = can_table | masks[can], sure_table | masks[sure]
            else:
                can_other = can_other | masks[can]
        sure_table = sure_table | ~can_other
        last = always if text.last else never
        carried = never if text.carries else always
        least = (
            last,
            ~masks[one.critical[0]],
            least_rank,
            ~can_urgent | sure_later,
            ~can_depend,
            sure_later,
            carried,
            ~can_table,
        )
        most = (
            last,
            ~masks[one.critical[1]],
            most_rank,
            ~sure_urgent | can_later,
            ~sure_depend,
            can_later,
            carried,
            ~sure_table,
        )
        return _packed(least), _packed(most)

    def _reach(self, place: int) -> tuple[Array, Array]:
        """Return the mechanisms that a recommendation can reach, and those it is sure to."""
        if place not in self._reaches:
            can, sure = np.zeros(self._length, np.int64), np.zeros(self._length, np.int64)
            shared = np.full(self._length, -1, np.int64)
            for statement, can_act, sure_acts in self._contest._numbers[place].active:  # noqa: SLF001
                here_can, here_sure = (self._contest._web.of(statement, side) for side in self._onward)  # noqa: SLF001
                can |= np.where(self._masks[can_act], here_can, 0)
                sure |= np.where(self._masks[sure_acts], here_sure, 0)
                # One at least calls for it, so what all reach that can is reached for sure.
                shared &= np.where(self._masks[can_act], here_sure, -1)
            self._reaches[place] = can, sure | np.where(shared == -1, 0, shared)
        return self._reaches[place]

    @cached_property
    def _onward(self) -> tuple[dict[str, Array], dict[str, Array]]:
        """What can lie on the web from each mechanism, and what is sure to."""
        web, acting = self._contest._web, self._contest._acting  # noqa: SLF001
        can, sure = (web.onward([self._masks[one[side]] for one in acting], self._length) for side in (0, 1))
        return can, sure

    def _first(self, place: int) -> tuple[Array, Array]:
        """Return the place in the table of the first statement that calls for it: the least and the most."""
        if place not in self._firsts:
            least = np.full(self._length, FAR, np.int64)
            most, latest = np.full(self._length, FAR, np.int64), np.zeros(self._length, np.int64)
            for statement, can, sure in self._contest._numbers[place].active:  # noqa: SLF001
                number = self._contest._table[statement]  # noqa: SLF001
                least = np.where(self._masks[can], np.minimum(least, number), least)
                latest = np.where(self._masks[can], np.maximum(latest, number), latest)
                most = np.where(self._masks[sure], np.minimum(most, number), most)
            self._firsts[place] = least, np.minimum(most, latest)
        return self._firsts[place]


def _packed(parts: tuple[Array, ...]) -> Array:
    key = np.zeros(parts[0].shape, np.int64)
    for width, part in zip(WIDTHS, parts, strict=True):
        key = (key << width) | part.astype(np.int64)
    return key
