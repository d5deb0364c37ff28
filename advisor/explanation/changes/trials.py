"""Sets of changed answers tried on a case: what each alone would make of some things.

Nearly everything is read from columns, many sets in one pass. Strengths and open questions are worked out by
the advice itself from what the columns conclude, one set at a time, and only where they are asked for.
"""

from collections.abc import Sequence
from functools import cached_property

from advisor.advice.open_questions import asked_facts
from advisor.advice.strengths import strengths
from advisor.engine.columns.evaluator import Conclusions
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.inference import Inference
from advisor.engine.program import ANSWERED
from advisor.explanation.changes.body import Body
from advisor.explanation.changes.differences import Key
from advisor.explanation.variants import Around, Change
from advisor.model.advice import Variant
from advisor.model.condition import Subject

SLOW = ("strength", "question")
"""Kinds that columns do not hold."""
GONE = -1


class AnswerTrials:
    """One case, and sets of changes to it.

    Attributes:
        changes: The changes, by fact.
    """

    def __init__(self, around: Around, changes: Sequence[Change], keys: Sequence[Key], body: Body) -> None:
        """Prepare to try sets of changes.

        Args:
            around: The old answers.
            changes: All changes that lead to the new ones.
            keys: What is to be looked at.
            body: The rules.
        """
        self.changes = dict(changes)
        self._around = around
        self._body = body
        self._places = {text.id: place for place, text in enumerate(around.priorities.texts)}
        fast = [key for key in keys if key[0] not in SLOW]
        self._read = {key: body.grounds.read_from(key)[0] for key in fast if key[0] != "place"}
        self._ordered = any(key[0] == "place" for key in fast)
        self._says: dict[tuple[Key, frozenset[str]], object] = {}
        self._inferred: dict[frozenset[str], Inference] = {}
        self._praised: dict[frozenset[str], dict[str, str]] = {}
        whole = frozenset(self.changes)
        self.target = dict(zip(keys, self.says([(key, whole) for key in keys]), strict=True))

    def brings(self, requests: Sequence[tuple[Key, frozenset[str]]]) -> list[bool]:
        """Return of each set of changed facts whether it alone makes a thing what all changes make it."""
        return [
            said == self.target[key] for (key, _), said in zip(requests, self.says(requests), strict=True)
        ]

    def says(self, requests: Sequence[tuple[Key, frozenset[str]]]) -> list[object]:
        """Return what some things would be with some sets of changed facts."""
        unseen = [one for one in dict.fromkeys(requests) if one not in self._says]
        self._say_fast([one for one in unseen if one[0][0] not in SLOW])
        self._say_slowly([one for one in unseen if one[0][0] in SLOW])
        return [self._says[one] for one in requests]

    def _variants(self, sets: Sequence[frozenset[str]]) -> list[list[Change]]:
        return [[(fact, self.changes[fact]) for fact in some] for some in sets]

    def _say_fast(self, requests: Sequence[tuple[Key, frozenset[str]]]) -> None:
        if not requests:
            return
        row = {some: at for at, some in enumerate(dict.fromkeys(some for _, some in requests))}
        order = self._around.priorities
        wanted = dict.fromkeys((*self._read.values(), *(order.subjects if self._ordered else ())))
        found = self._around.conclude(
            self._variants(list(row)), wanted, order.conditions if self._ordered else ()
        )
        columns = {key: self._codes(key, subject, found) for key, subject in self._read.items()}
        places = order.order(found).tolist() if self._ordered else []
        for key, some in requests:
            at = row[some]
            if key[0] == "place":
                place = self._places[key[1]]
                said: object = places[at].index(place) if place in places[at] else GONE
            else:
                said = columns[key][at]
            self._says[key, some] = said

    def _codes(self, key: Key, subject: Subject, found: Conclusions) -> list[object]:
        """Return what a thing is in each row: its code, or the wording that a recommendation gets."""
        codes = found[subject].tolist()
        if key[0] != "recommendation":
            return list(codes)
        return [self._wordings[subject][code] if code >= 0 else () for code in codes]

    @cached_property
    def _wordings(self) -> dict[Subject, list[tuple[str, ...]]]:
        """What each code of a recommendation tells the reader; nothing where it is not called for."""
        found = {}
        for text in self._around.priorities.texts:
            subject = Subject(RECOMMENDATION, text.id)
            decided = [value.partition(":") for value in self._around.columns.codebook[subject].values]
            found[subject] = [
                _worded(verdict, text.variants[int(place)]) if colon else ()
                for verdict, colon, place in decided
            ]
        return found

    def _say_slowly(self, requests: Sequence[tuple[Key, frozenset[str]]]) -> None:
        missing = [some for some in dict.fromkeys(some for _, some in requests) if some not in self._inferred]
        if missing:
            found = self._around.conclude(self._variants(missing))
            for at, some in enumerate(missing):
                self._inferred[some] = self._inference(some, found, at)
        for key, some in requests:
            self._says[key, some] = self._slow(key, some)

    def _inference(self, some: frozenset[str], found: Conclusions, at: int) -> Inference:
        answers = {**self._around.answers, **{fact: self.changes[fact] for fact in some}}
        given = {Subject(ANSWERED, fact): value for fact, value in answers.items() if value is not None}
        return Inference(self._around.columns.program, {**given, **found.case(at)}, ())

    def _slow(self, key: Key, some: frozenset[str]) -> object:
        inference = self._inferred[some]
        kind, name = key
        if kind == "strength":
            if some not in self._praised:
                praised = strengths(inference, self._body.knowledge)
                self._praised[some] = {each.recommendation: each.title for each in praised}
            return self._praised[some].get(name)
        return self._is_open(name, inference)

    def _is_open(self, fact: str, inference: Inference) -> bool:
        if inference.value(ANSWERED, fact) is not None:
            return False
        if fact not in asked_facts(inference, self._body.questionnaire):
            return False
        waiting = (one for one in self._body.grounds.hanging_on(fact) if inference.verdict(one) == "find_out")
        return any(fact in inference.needs(one) for one in waiting)


def _worded(verdict: str, variant: Variant) -> tuple[str, ...]:
    """Return the wording of a recommendation, as :func:`advisor.explanation.changes.differences.wording`."""
    return (verdict, variant.title, variant.then)
