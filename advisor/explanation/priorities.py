"""The order of recommendations over many cases at once: the rule of :mod:`advisor.advice.order` on columns.

What people read is put in order there, from what experta concluded; searches ask for it here. Tests hold the
two equal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.advice.order import PHASES, RANK
from advisor.engine.columns.codes import Codes, Mask
from advisor.engine.columns.evaluator import Columns, Conclusions
from advisor.engine.compile import CRITICAL, PRESSING, RECOMMENDATION
from advisor.model.advice import RecommendationText
from advisor.model.condition import Condition, Kind, Subject
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase

Places = npt.NDArray[np.int16]
"""Places in the knowledge base’s list of recommendations: shape (cases, places in the order)."""
Wordings = npt.NDArray[np.int16]
"""Numbers of wordings, below zero where a recommendation is not called for."""
Bits = npt.NDArray[np.int64]
"""Sets of mechanisms, a bit for each: shape (cases,)."""

NOBODY = -1
"""Stands past the last recommendation that a case calls for."""
LAST = np.iinfo(np.int64).max
PHASE = Subject(Kind.DERIVED.value, "phase")
WIDTHS = (1, 1, 2, 1, 1, 1, 1, 1, 7, 9)
"""Bits of each part of the key, the first part first."""


@dataclass(frozen=True)
class Firsts:
    """The priorities of some cases, each with the number of its wording; both of shape (cases, places)."""

    places: Places
    wordings: Wordings

    def rows(self, rows: Sequence[int]) -> "Firsts":
        """Return the priorities of some of the cases."""
        return Firsts(self.places[rows], self.wordings[rows])


@dataclass(frozen=True)
class Worded:
    """What each code of a recommendation means; all of shape (codes,).

    The codes of “unknown” and “does not apply” are negative: they find the two last places.

    Attributes:
        number: The number of the wording, below zero where the recommendation is not called for.
        called: Whether it is called for.
        rank: The rank of the verdict.
        phase: The number of the phase it is best done in, negative where any serves.
        direct: Whether the papers say it directly.
    """

    number: Wordings
    called: Mask
    rank: npt.NDArray[np.int8]
    phase: npt.NDArray[np.int8]
    direct: Mask

    @classmethod
    def of(cls, text: RecommendationText, codes: Codes) -> "Worded":
        """Read the codes of a recommendation."""
        numbers, ranks, phases, direct = [], [], [], []
        for code, value in enumerate([*codes.values, "", ""]):
            verdict, colon, place = value.partition(":")
            variant = text.variants[int(place)] if colon else text.variants[0]
            best = (variant.phase or text.phase) if colon else "any"
            numbers.append(code if colon else NOBODY)
            ranks.append(RANK[verdict] if colon else 0)
            phases.append(PHASES.get(best, -1))
            direct.append((variant.weight or text.weight) == "direct")
        number = np.array(numbers, np.int16)
        return cls(
            number, number != NOBODY, np.array(ranks, np.int8), np.array(phases, np.int8), np.array(direct)
        )


class Reach:
    """What lies on the web from each mechanism: one set of bits for whoever asks for the order.

    Attributes:
        bit: The bit of each mechanism.
        links: The links between mechanisms that are followed.
        high_is_bad: Whether a high level of a mechanism is its bad end.
        starts: The mechanisms that each statement works through.
    """

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Read the web of a knowledge base."""
        self.bit = {each.id: 1 << place for place, each in enumerate(knowledge.mechanisms)}
        self.links = [link for link in knowledge.web.mechanism_links if not link.cut]
        self.high_is_bad = {each.id: each.high_is == "bad" for each in knowledge.mechanisms}
        self.starts = {
            each.id: reduce(int.__or__, (self.bit[effect.id] for effect in each.mechanisms), 0)
            for each in knowledge.advice.statements
        }

    def onward(self, acting: Sequence[Mask | None], length: int) -> dict[str, Bits]:
        """Return the mechanisms that lie on the web from each, itself among them; shape (length,).

        Args:
            acting: Where each link acts; none: everywhere.
            length: How many cases.
        """
        reach = {name: np.full(length, bit, np.int64) for name, bit in self.bit.items()}
        changed = True
        while changed:
            changed = False
            for link, acts in zip(self.links, acting, strict=True):
                onward = reach[link.to] if acts is None else np.where(acts, reach[link.to], 0)
                joined = reach[link.from_] | onward
                if (joined != reach[link.from_]).any():
                    reach[link.from_], changed = joined, True
        return reach

    def of(self, statement: str, onward: Mapping[str, Bits]) -> Bits:
        """Return the mechanisms that lie on the web from a statement."""
        mine = [onward[name] for name, bit in self.bit.items() if self.starts[statement] & bit]
        return reduce(np.bitwise_or, mine, np.zeros_like(next(iter(onward.values()))))


class Priorities:
    """Puts the recommendations of many cases in the stated order.

    Attributes:
        many: How many carry a priority: as many as page one shows.
        texts: The recommendations; places in an order are places in this list.
        subjects: What must be concluded of the cases.
        conditions: What must be tried of the cases besides.
    """

    def __init__(self, columns: Columns) -> None:
        """Prepare the order for the program of an evaluator."""
        knowledge = columns.program.knowledge
        known = columns.program.by_subject
        self.texts = knowledge.advice.recommendations
        self.many = knowledge.settings.priorities
        self._columns = columns
        self._table = [each.id for each in knowledge.advice.statements]
        self._web = Reach(knowledge)
        subjects = [Subject(RECOMMENDATION, text.id) for text in self.texts]
        self._wordings = [
            (subject, Worded.of(text, columns.codebook[subject]))
            for subject, text in zip(subjects, self.texts, strict=True)
        ]
        self._depending = [
            [other.id for other in self.texts if text.id in other.requires] for text in self.texts
        ]
        numbers = {one: place for place, one in enumerate(self._table)}
        self._latest_first = [
            sorted(((numbers[one], one) for one in text.statements), reverse=True) for text in self.texts
        ]
        wanted = [Subject(Kind.VERDICT.value, one) for one in self._table]
        wanted += [Subject(Kind.LEVEL.value, one) for one in self._web.bit]
        wanted += [
            Subject(kind, text.id) for text in self.texts for kind in (RECOMMENDATION, CRITICAL, PRESSING)
        ]
        self.subjects: tuple[Subject, ...] = tuple(one for one in (*wanted, PHASE) if one in known)
        self.conditions: tuple[Condition, ...] = tuple(
            dict.fromkeys(link.applies_if for link in self._web.links if link.applies_if is not None)
        )

    def top(self, conclusions: Conclusions, many: int | None = None) -> Places:
        """Return the recommendations that carry a priority in each case, shape (cases, many).

        Args:
            conclusions: What follows for the cases, ``subjects`` and ``conditions`` among it.
            many: How many; as many as page one shows where none is given.
        """
        return self.order(conclusions)[:, : self.many if many is None else many]

    def firsts(self, conclusions: Conclusions) -> Firsts:
        """Return the recommendations that carry a priority in each case, with their wordings."""
        return self.firsts_of(self.order(conclusions), self.wordings(conclusions))

    def firsts_of(self, order: Places, wordings: Wordings) -> Firsts:
        """Return what comes first in some orders, with its wordings out of those of all recommendations."""
        top = order[:, : self.many]
        worded = np.take_along_axis(wordings, np.maximum(top, 0).astype(np.intp), axis=1)
        return Firsts(top, np.where(top == NOBODY, np.int16(NOBODY), worded))

    def wordings(self, conclusions: Conclusions) -> Wordings:
        """Return the number of the wording that each case gets of each recommendation.

        The shape is (cases, recommendations). Below zero: the case does not call for it.
        """
        found = [worded.number[conclusions[subject]] for subject, worded in self._wordings]
        return np.stack(found, axis=1)

    def worded(self, place: int, number: int) -> str:
        """Return the verdict and the wording that a number stands for, such as “act:1”."""
        return self._columns.codebook[Subject(RECOMMENDATION, self.texts[place].id)].values[number]

    def order(self, conclusions: Conclusions) -> Places:
        """Return the recommendations of each case in the order in which they are read.

        The shape is (cases, recommendations). After the priorities, what can wait stands last.

        Args:
            conclusions: What follows for the cases, ``subjects`` and ``conditions`` among it.
        """
        keys, can_wait = self._keys(conclusions)
        order = _by_key(keys)
        rest = order[:, self.many :]
        waiting = np.where(
            rest == NOBODY, np.True_, np.take_along_axis(can_wait, rest.astype(np.intp), axis=1)
        )
        last = np.argsort(waiting, axis=1, kind="stable")
        order[:, self.many :] = np.take_along_axis(rest, last, axis=1)
        return order

    def by_importance(self, conclusions: Conclusions) -> Places:
        """Return the recommendations of each case by the rule of the order alone; else as ``order``."""
        return _by_key(self._keys(conclusions)[0])

    def _keys(self, found: Conclusions) -> tuple[npt.NDArray[np.int64], Mask]:
        """Return the key of each recommendation in each case, and whether it can wait.

        Where it is not called for, the key is the largest number, and it can wait.
        """
        called = {subject.id: worded.called[found[subject]] for subject, worded in self._wordings}
        pressing = {text.id: self._said(PRESSING, text.id, found) for text in self.texts}
        reach, weak = self._reach(found), self._weak(found)
        active = {one: self._active(one, found) for one in self._table}
        reached = {one: np.where(active[one], self._web.of(one, reach), 0) for one in self._table}
        present, nothing = self._phase(found), np.zeros(found.length, np.int64)
        keys = np.empty((found.length, len(self.texts)), np.int64)
        can_wait = np.ones(keys.shape, np.bool_)
        for place, text in enumerate(self.texts):
            subject, worded = self._wordings[place]
            if not called[text.id].any():
                keys[:, place] = LAST
                continue
            others = self._depending[place]
            depending = _some((called[other] for other in others), found.length)
            urgent = pressing[text.id] | _some(
                (called[other] & pressing[other] for other in others), found.length
            )
            best = worded.phase[found[subject]]
            later = (best >= 0) & (present >= 0) & (best > present)
            table = _some((active[one] for one in text.statements if one in TABLE_IDS), found.length)
            through = reduce(np.bitwise_or, (reached[one] for one in text.statements), nothing)
            first = np.full(found.length, (1 << WIDTHS[-1]) - 1, np.int64)
            for number, one in self._latest_first[place]:
                first[active[one]] = number
            key = _packed(
                text.last,
                ~self._said(CRITICAL, text.id, found),
                worded.rank[found[subject]],
                ~urgent | later,
                ~depending,
                later,
                not text.carries,
                ~table,
                (1 << WIDTHS[-2]) - 1 - np.bitwise_count(through & weak).astype(np.int64),
                first,
            )
            keys[:, place] = np.where(called[text.id], key, LAST)
            slight = ~(worded.direct[found[subject]] | pressing[text.id])
            can_wait[:, place] = ~called[text.id] | later | slight | text.last
        return keys, can_wait

    def _said(self, kind: str, name: str, found: Conclusions) -> Mask:
        subject = Subject(kind, name)
        return found.where(subject, "yes") if subject in found.columns else np.zeros(found.length, np.bool_)

    def _active(self, statement: str, found: Conclusions) -> Mask:
        subject = Subject(Kind.VERDICT.value, statement)
        possible = found.codebook[subject].by_value
        return _some((found.where(subject, one) for one in RANK if one in possible), found.length)

    def _phase(self, found: Conclusions) -> npt.NDArray[np.int8]:
        """Return the number of the present phase, negative where it is unknown or a reset; shape (cases,)."""
        values = [*found.codebook[PHASE].values, "", ""]
        return np.array([PHASES.get(value, -1) for value in values], np.int8)[found[PHASE]]

    def _weak(self, found: Conclusions) -> Bits:
        """Return the mechanisms that are mixed or at their bad end."""
        bits = np.zeros(found.length, np.int64)
        for name, bit in self._web.bit.items():
            subject = Subject(Kind.LEVEL.value, name)
            worst = "high" if self._web.high_is_bad[name] else "low"
            bits |= np.where(found.where(subject, worst) | found.where(subject, "mixed"), bit, 0)
        return bits

    def _reach(self, found: Conclusions) -> dict[str, Bits]:
        """Return the mechanisms that lie on the web from each, itself among them."""
        acting = [None if one.applies_if is None else found.holds(one.applies_if) for one in self._web.links]
        return self._web.onward(acting, found.length)


def _some(masks: Iterator[Mask], length: int) -> Mask:
    """Return the mask of cases that are in one of some masks."""
    return reduce(np.logical_or, masks, np.zeros(length, np.bool_))


def _packed(*parts: npt.NDArray[np.integer[Any] | np.bool_] | bool) -> npt.NDArray[np.int64]:
    """Return the parts of a key as one number that sorts as they do."""
    key = np.zeros(1, np.int64)
    for width, part in zip(WIDTHS, parts, strict=True):
        key = (key << width) | part
    return key


def _by_key(keys: npt.NDArray[np.int64]) -> Places:
    order = np.argsort(keys, axis=1, kind="stable").astype(np.int16)
    order[np.take_along_axis(keys, order.astype(np.intp), axis=1) == LAST] = NOBODY
    return order
