"""Levers: the one, two and three changes that take most pressure off a mechanism, in words of the case.

Levers are changes to known answers about what the partners can change, at least in part. Answers that ask a
mechanism outright are none for it, nor for what it feeds: to change the answer is not to do something. That
holds even where the same answer acts on the mechanism in another way too. What is not known yet is tried
apart, one answer at a time, because to learn something is not to change it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import cast

from advisor.advice.circumstances import circumstances
from advisor.advice.levels import lit_paths, mechanism_levels
from advisor.advice.open_questions import asked_facts
from advisor.content.nearest import nearest
from advisor.engine.beneath import named
from advisor.engine.compile import CONTRADICTION
from advisor.engine.inference import Inference, Inferrer
from advisor.engine.program import ANSWERED, Counted, Decision
from advisor.engine.program import Levelled as LevelStep
from advisor.errors import CommandError
from advisor.explanation.levers.alike import Pattern, patterns
from advisor.explanation.levers.search import Best, Candidate, LeverSearch, counted, stands
from advisor.explanation.reasons.ticks import apart
from advisor.explanation.variants import Around, Change
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Kind, Subject, Value
from advisor.model.explanations.levers import (
    Asked,
    Choice,
    Help,
    Levers,
    Most,
    Move,
    Pressure,
    Push,
    TargetLevers,
    Towards,
    Turned,
    Way,
)
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import ActiveLink, Circumstance, MechanismLevel, Result

DEFAULT_TARGETS = ("trust", "faith", "confidence")
MOST_CHANGES = 3
MOST_COMPARED = 500
"""Sets of changes in one way of which it is worked out what else they have in common."""
MOST_TOLD = 3
MOST_MOVES_TOLD = 6
"""Ways, and changes in each choice, of which it is worked out what they do; readers are shown no more."""


@dataclass(frozen=True)
class Levelled:
    """What experta concludes of the mechanisms with some answers."""

    inference: Inference
    levels: Mapping[str, MechanismLevel]
    known: Mapping[str, Circumstance]


def mechanism_named(name: str, knowledge: KnowledgeBase) -> str:
    """Return the mechanism that a name means, by id or as readers know it; raises CommandError if none."""
    known = {one.id: one.id for one in knowledge.mechanisms}
    known |= {one.name.lower(): one.id for one in knowledge.mechanisms}
    plain = name.strip().lower().removeprefix("level of ")
    found = known.get(plain) or known.get(plain.replace(" ", "_")) or known.get(plain.replace("-", "_"))
    if found is not None:
        return found
    meant = nearest(plain, known)
    hint = f"Did you mean “{known[meant]}”?" if meant else f"There are: {', '.join(knowledge.mechanism)}."
    raise CommandError(f"“{name}” is no part of working together that these rules know. {hint}")


def _sets(choices: Sequence[tuple[int, Sequence[Candidate]]]) -> Iterator[list[Change]]:
    """Yield every set of changes that some choices stand for, with every value that does the same."""
    for some in product(*(combinations(among, take) for take, among in choices)):
        chosen = [one for part in some for one in part]
        for values in product(*(one.values for one in chosen)):
            yield [(one.fact, value) for one, value in zip(chosen, values, strict=True)]


def _path(push: Push) -> tuple[str, str]:
    """Return what tells an influence from others, however it is worded."""
    return push.from_, push.effect


class LeverWriter:
    """Finds the levers of one case and puts them together."""

    def __init__(
        self, around: Around, result: Result, inferrer: Inferrer, questionnaire: Questionnaire
    ) -> None:
        """Prepare for a case.

        Args:
            around: The case, and its variants.
            result: What follows for the case.
            inferrer: The rules that confirm what is shown.
            questionnaire: The full questionnaire: what it does not ask of this case is no lever.
        """
        self._around = around
        self._result = result
        self._inferrer = inferrer
        self._knowledge: KnowledgeBase = inferrer.program.knowledge
        self._done: dict[frozenset[tuple[str, Value]], Levelled] = {}
        self._now = self._concluded({})
        self._asked = set(asked_facts(self._now.inference, questionnaire))

    def levers(self, targets: Iterable[str] = DEFAULT_TARGETS, changes: int = MOST_CHANGES) -> Levers:
        """Return the levers on some mechanisms."""
        return Levers(
            case=self._result.case.name,
            changes=changes,
            versions=self._result.versions,
            targets=tuple(self._target(one, changes) for one in dict.fromkeys(targets)),
        )

    def facts(self, target: str, *, known: bool) -> tuple[str, ...]:
        """Return the facts that may be levers on a mechanism: known answers, or those not known yet."""
        left_out = {one.fact for one in self._outright(target)}
        answers = self._around.answers
        return tuple(
            fact.fact
            for fact in self._knowledge.vocabulary.facts
            if fact.changeable != "no"
            and fact.lever == "yes"
            and fact.fact in self._asked
            and fact.fact not in left_out
            and answers.get(fact.fact) != NOT_APPLICABLE
            and (fact.fact in answers) == known
        )

    def _target(self, target: str, changes: int) -> TargetLevers:
        mechanism = self._knowledge.mechanism[target]
        search = LeverSearch(self._around, target)
        changing = search.candidates(self.facts(target, known=True))
        learning = search.candidates(self.facts(target, known=False))
        (learnt,) = search.best(learning, 1)
        return TargetLevers(
            mechanism=target,
            name=mechanism.name,
            plain=mechanism.plain,
            pack=self._knowledge.pack_of("mechanisms", target),
            high_is=mechanism.high_is,
            present=self._pressure(target, self._now, search.present),
            most=tuple(
                self._most(target, number, best)
                for number, best in enumerate(search.best(changing, changes), start=1)
            ),
            not_known=self._most(target, 1, learnt),
            asked_outright=self._outright(target),
        )

    def _outright(self, target: str) -> tuple[Asked, ...]:
        """Return the answers that set the level of a mechanism, or of one that feeds it, outright."""
        feeding = {target}
        links = [link for link in self._knowledge.web.mechanism_links if not link.cut]
        while more := {link.from_ for link in links if link.to in feeding} - feeding:
            feeding |= more
        facts = self._knowledge.vocabulary.by_name
        return tuple(
            Asked(
                fact=each.set_by.fact,
                name=facts[each.set_by.fact].name,
                mechanism=each.id,
                known=each.set_by.fact in self._around.answers,
            )
            for each in self._knowledge.mechanisms
            if each.set_by is not None
            and each.id in feeding
            and (each.set_by.fact in self._asked or each.set_by.fact in self._around.answers)
        )

    def _most(self, target: str, changes: int, best: Best | None) -> Most:
        if best is None:
            return Most(changes=changes, more=False)
        found = sorted(patterns(best.sets), key=self._first)
        ways = tuple(
            self._way(target, one, best.key, told=place < MOST_TOLD) for place, one in enumerate(found)
        )
        after = self._concluded(ways[0].example)
        return Most(
            changes=changes,
            more=True,
            pressure=self._pressure(target, after, best.key),
            both_ways_alike=self._alike(target, best),
            many=len(best.sets),
            ways=ways,
        )

    def _alike(self, target: str, best: Best) -> bool:
        """Return whether as many influences pull both ways in every set; nothing is compared by it."""
        if len(best.sets) > MOST_COMPARED:
            return False
        sets = [[(one.fact, one.values[0]) for one in some] for some in best.sets]
        level = self._around.columns.program.by_subject[Subject(Kind.LEVEL.value, target)]
        votes = [source.vote for source in cast("LevelStep", level).sources]
        return len(set(counted(votes, "+/-", self._around.conclude(sets, votes)).tolist())) == 1

    def _first(self, pattern: Pattern[Candidate]) -> tuple[int, int]:
        """Return the place of a pattern: wholly in the partners’ hands first, then with advice on it."""
        facts = [one.fact for _, among in pattern.choices for one in among]
        by_name = self._knowledge.vocabulary.by_name
        partly = sum(by_name[one].changeable == "partly" for one in facts)
        unadvised = sum(self._help(one) is None for one in facts)
        return partly, unadvised

    # ── One way ──────────────────────────────────────────────────────────────────────────────────

    def _way(self, target: str, pattern: Pattern[Candidate], key: int, *, told: bool) -> Way:
        choices = tuple(self._choice(target, take, among, told=told) for take, among in pattern.choices)
        example = {move.fact: move.to[0].value for choice in choices for move in choice.among[: choice.take]}
        if not told:
            return Way(choices=choices, many=pattern.many, example=example)
        after = self._concluded(example)
        self._confirm(target, after, key)
        gone, come = self._turning(target, after)
        return Way(
            choices=choices,
            many=pattern.many,
            example=example,
            told=True,
            gone=gone,
            come=come,
            also=tuple(self._also(target, pattern, after)),
        )

    def _also(self, target: str, pattern: Pattern[Candidate], after: Levelled) -> Iterator[Turned]:
        """Yield the other mechanisms to which all sets of a pattern do the same as its example."""
        if pattern.many > MOST_COMPARED:
            return
        names = [
            name
            for name, level in after.levels.items()
            if name != target and level.level != self._now.levels[name].level
        ]
        subjects = {name: Subject(Kind.LEVEL.value, name) for name in names}
        found = self._around.conclude(list(_sets(pattern.choices)), subjects.values())
        for name, subject in subjects.items():
            if all(str(value or UNKNOWN) == after.levels[name].level for value in found.values(subject)):
                yield Turned(
                    mechanism=name,
                    name=self._knowledge.mechanism[name].name,
                    before=self._now.levels[name].level,
                    after=after.levels[name].level,
                )

    def _choice(self, target: str, take: int, among: Sequence[Candidate], *, told: bool) -> Choice:
        """Return a choice; changes to one fact that do the same become one."""
        values: dict[str, list[Value]] = {}
        for one in among:
            values.setdefault(one.fact, []).extend(one.values)
        moves = [self._move(fact, to) for fact, to in values.items()]
        # What is wholly in the partners’ hands and has advice comes first.
        moves.sort(key=lambda each: (each.partly, each.helps is None, each.helps.order if each.helps else 0))
        if told:
            first, rest = moves[:MOST_MOVES_TOLD], moves[MOST_MOVES_TOLD:]
            moves = [*(self._told(target, each) for each in first), *rest]
        return Choice(take=take, among=tuple(moves))

    def _told(self, target: str, move: Move) -> Move:
        """Return a change with what it does alone, to whichever of its values."""
        turnings = [self._turning(target, self._concluded({move.fact: one.value})) for one in move.to]
        gone, come = (
            tuple(
                push
                for push in first
                if all(_path(push) in {_path(one) for one in other} for other in others)
            )
            for first, *others in zip(*turnings, strict=True)
        )
        return move.model_copy(update={"told": True, "gone": gone, "come": come})

    def _move(self, fact: str, to: Sequence[Value]) -> Move:
        definition = self._knowledge.vocabulary.by_name[fact]
        before = self._around.answers.get(fact)
        # Of ticks those that differ least from what was answered come first.
        to = sorted(to, key=lambda value: apart(value, before))
        return Move(
            fact=fact,
            name=definition.name,
            before=before,
            before_says="" if before is None else definition.clause(before),
            to=tuple(Towards(value=one, says=definition.clause(one)) for one in to),
            partly=definition.changeable == "partly",
            helps=self._help(fact),
            pack=self._knowledge.pack_of("facts", fact),
        )

    def _help(self, fact: str) -> Help | None:
        """Return the first recommendation of the case with a statement that rests on an answer directly."""
        program = self._inferrer.program
        for each in self._result.recommendations:
            for statement in each.active:
                decision = cast("Decision", program.by_subject[Subject(Kind.VERDICT.value, statement)])
                about = set(named(decision))
                counts = (program.by_subject.get(one) for one in about)
                counted = {one for step in counts if isinstance(step, Counted) for one in step.of}
                rests = Subject(ANSWERED, fact) in about or fact in counted
                if rests and fact in each.facts:
                    return Help(id=each.id, title=each.title, order=each.order, pack=each.pack)
        return None

    # ── What experta says of it ──────────────────────────────────────────────────────────────────

    def _concluded(self, changes: Mapping[str, Value]) -> Levelled:
        key = frozenset(changes.items())
        if key not in self._done:
            self._done[key] = self._conclude(changes)
        return self._done[key]

    def _conclude(self, changes: Mapping[str, Value]) -> Levelled:
        inference = self._inferrer.infer({**self._around.answers, **changes})
        return Levelled(
            inference,
            mechanism_levels(inference, self._knowledge),
            circumstances(inference, self._knowledge),
        )

    def _confirm(self, target: str, after: Levelled, key: int) -> None:
        """Hold what the search found against experta; a difference is a fault of ours."""
        pressure = self._pressure(target, after, key)
        contradicting = [
            one.id
            for one in self._knowledge.advice.contradictions
            if after.inference.value(CONTRADICTION, one.id)
            and not self._now.inference.value(CONTRADICTION, one.id)
        ]
        if contradicting:
            raise RuntimeError(f"levers on {target} contradict: {', '.join(contradicting)}; {pressure}")

    def _pressure(self, target: str, after: Levelled, key: int) -> Pressure:
        """Return how a mechanism stands; raises RuntimeError where the search has it otherwise."""
        level = after.levels[target].level
        good = self._knowledge.mechanism[target].high_is == "good"
        votes = [one for one in after.levels[target].because if one.kind != "answer"]
        favour, against = ("+", "-") if good else ("-", "+")
        found = Pressure(
            level=level,
            critical=sum(one.critical and one.sign == "-" for one in votes) if good else 0,
            against=sum(one.sign == against for one in votes),
            both_ways=sum(one.sign == "+/-" for one in votes),
            in_favour=sum(one.sign == favour for one in votes),
        )
        place = {"mixed": 1, "high" if good else "low": 2}.get(level, 0)
        parts = stands(key)
        if (place, found.against, found.in_favour) != (parts[0], *parts[2:]):
            raise RuntimeError(f"the two evaluators differ over {target}: {found} and {parts}")
        return found

    def _pushes(self, target: str, after: Levelled) -> dict[tuple[str, str], Push]:
        """Return the influences on a mechanism, by where they come from and which way they push."""
        found: dict[tuple[str, str], Push] = {}
        for path in lit_paths({target: after.levels[target]}, dict(after.known), self._knowledge):
            between = path.kind == "mechanism"
            name = (self._knowledge.mechanism[path.from_].name,) if between else self._says(path.from_, after)
            found[path.from_, path.effect] = Push(
                from_=path.from_,
                kind=path.kind,
                effect=path.effect,
                says=name,
                level=after.levels[path.from_].level if between else None,
                pack=self._pack(path),
            )
        return found

    def _pack(self, path: ActiveLink) -> str | None:
        """Return the title of the pack that alone states an influence; none where the papers do."""
        kind = "mechanism_links" if path.kind == "mechanism" else "links"
        packs = [self._knowledge.pack_of(kind, link) for link in path.links]
        return packs[0] if packs and all(packs) else None

    def _turning(self, target: str, after: Levelled) -> tuple[tuple[Push, ...], tuple[Push, ...]]:
        """Return the influences that are no longer there, and those that were not there before."""
        before, now = self._pushes(target, self._now), self._pushes(target, after)
        return (
            tuple(push for one, push in before.items() if one not in now),
            tuple(push for one, push in now.items() if one not in before),
        )

    def _says(self, context: str, after: Levelled) -> tuple[str, ...]:
        standing = after.known.get(context)
        return standing.says if standing else (self._knowledge.context[context].name,)
