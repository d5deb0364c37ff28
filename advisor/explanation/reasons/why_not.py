"""Why not: the conditions that come nearest, and the smallest sets of other answers that would do.

Other answers are searched over columns. Every set that is handed out was fired in experta, each answer of it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from advisor.engine.beneath import beneath
from advisor.engine.columns.evaluator import Columns
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.inference import Inference
from advisor.engine.program import ANSWERED, Decision
from advisor.errors import AdvisorError
from advisor.explanation.reasons.clauses import Clauses, Literal, literal_truth, ways_of
from advisor.explanation.reasons.flips import MOST_CHANGES, Flips, Found
from advisor.explanation.reasons.sorts import HANDS, UNASKED
from advisor.model.condition import (
    NOT_APPLICABLE,
    UNKNOWN,
    Condition,
    Kind,
    Subject,
    Truth,
    Value,
    truth,
)
from advisor.model.explanations.why import Flip, Needed, OtherAnswer, Reach, Way, WhyNot

ACT = "act"
CALLING = ("balance", ACT, "compensate")
MOST_WAYS = 3
MOST_FLIPS = 8
TIERS: tuple[tuple[Reach, tuple[str, ...]], ...] = (
    ("unknown", (UNASKED,)),
    ("changeable", (UNASKED, "yours", "partly")),
    ("fixed", (UNASKED, "yours", "partly", "fixed")),
)
"""In what order other answers are looked for: how far in hand they may be, and what that is called."""

Infer = Callable[[dict[str, Value]], Inference]


@dataclass(frozen=True)
class Tried:
    """One case, and what is needed to try others beside it.

    Attributes:
        answers: Its answers.
        inference: What follows from them.
        infer: Fires the rules on other answers.
        compiled: Gives the evaluator of many cases, when it is first needed.
        may_not_apply: Facts whose question offers “does not apply”.
    """

    answers: Mapping[str, Value]
    inference: Inference
    infer: Infer
    compiled: Callable[[], Columns]
    may_not_apply: Collection[str]

    @property
    def columns(self) -> Columns:
        """The evaluator of many cases."""
        return self.compiled()


def goals_of(subject: Subject, inference: Inference) -> tuple[tuple[str, ...], ...]:
    """Return the conclusions that one would ask about: each a set of which any would do.

    Of a statement it is “act”; where no line concludes that, whatever calls for something. Of what is “act”
    already, and of everything else, it is each other value.
    """
    value = inference.values.get(subject)
    if subject.kind == Kind.LEVEL.value:
        level = inference.level(subject.id)
        return tuple((one,) for one in ("low", "high") if one != level)
    step = inference.program.by_subject[subject]
    if not isinstance(step, Decision):
        return ()
    every = tuple(dict.fromkeys(one for one, _ in step.cases))
    if subject.kind == RECOMMENDATION:
        called = tuple(one for one in every if ":" in one)
        return () if value in called else (called,)
    if step.statement is not None and value != ACT:
        calling = tuple(one for one in CALLING if one in every)
        return ((ACT,),) if ACT in every else (calling,) if value not in calling else ()
    return tuple((one,) for one in every if one not in (value, NOT_APPLICABLE))


def is_expected(subject: Subject, inference: Inference) -> bool:
    """Return whether a reader will ask why not without being told to: advice that is not called for."""
    value = inference.values.get(subject)
    if subject.kind == Kind.VERDICT.value:
        return value != ACT and bool(goals_of(subject, inference))
    return subject.kind == RECOMMENDATION and ":" not in str(value)


def why_not(subject: Subject, goals: tuple[str, ...], case: Tried) -> WhyNot:
    """Return why none of some values was concluded, and what would bring one about."""
    if not goals:
        return WhyNot(goals=goals, searched=0, reach="no_rule")
    flips = Flips(subject, goals, case.answers, case.columns, case.may_not_apply)
    found: dict[tuple[tuple[str, tuple[Value | None, ...]], ...], Found] = {}
    searched, tried = MOST_CHANGES, None
    reach: Reach = "more"
    done: tuple[str, ...] = ()
    for reached, hands in TIERS:
        tier = flips.smallest(hands, done, searched)
        done, searched = hands, tier.size
        if tier.found and reach == "more":
            reach = reached
        for one in tier.found:
            found.setdefault(tuple((fact, sort.values) for fact, sort in one), one)
    if reach in ("more", "fixed"):
        reach, tried = _beyond(flips, fixed=reach == "fixed")
    if reach not in ("unknown", "changeable", "closed"):
        # What asks that nothing is known comes about where an answer is taken back.
        opening = flips.smallest(HANDS, done, searched)
        reach, tried = ("open", None) if opening.found and not found else (reach, tried)
        for one in opening.found:
            found.setdefault(tuple((fact, sort.values) for fact, sort in one), one)
    every = sorted(((_hand(one), one) for one in found.values()), key=_rank)
    shown = tuple(_flip(hand, one, subject, goals, case) for hand, one in every[:MOST_FLIPS])
    return WhyNot(
        goals=goals,
        ways=tuple(_nearest_ways(subject, goals, case)),
        overruled_by=_overruled(subject, goals, case.inference),
        flips=shown,
        further=max(0, len(every) - MOST_FLIPS),
        searched=searched,
        reach=reach,
        tried=tried,
    )


def _rank(ranked: tuple[str, Found]) -> tuple[int, int]:
    hand, found = ranked
    return HANDS.index(hand), len(found)


def _beyond(flips: Flips, *, fixed: bool) -> tuple[Reach, int | None]:
    """Return how else it can come about, and of how many combinations, where all could be tried.

    Args:
        flips: The other answers.
        fixed: Whether a few facts that nobody can change would do.
    """
    within = flips.within_reach(TIERS[1][1])
    if within is None:
        return ("fixed" if fixed else "more"), None
    reaches, tried = within
    if reaches:
        return ("fixed_or_more" if fixed else "more"), tried
    if not fixed:
        beyond = flips.within_reach(HANDS)
        if beyond is not None and not beyond[0]:
            return "closed", beyond[1]
    return "fixed", tried


def _hand(found: Found) -> str:
    """Return how far some other answers are in the hands of the partners."""
    return max((sort.hand for _, sort in found), key=HANDS.index)


def _flip(hand: str, found: Found, subject: Subject, goals: tuple[str, ...], case: Tried) -> Flip:
    """Return other answers in words, fired in experta; raises AdvisorError where the rules disagree."""
    clauses = Clauses(case.inference.program.knowledge)
    others = []
    for fact, sort in found:
        definition = case.inference.program.knowledge.vocabulary.by_name[fact]
        now = case.answers.get(fact)
        others.append(
            OtherAnswer(
                fact=fact,
                name=definition.name,
                changeable=definition.changeable,
                now=now,
                now_says="" if now is None else clauses.value(Subject(ANSWERED, fact), now),
                to=sort.values,
                to_says=sort.says,
            )
        )
    gives = _confirmed(others, subject, goals, case)
    return Flip(kind=hand, gives=gives, answers=tuple(others))  # type: ignore[arg-type]


def _confirmed(others: list[OtherAnswer], subject: Subject, goals: tuple[str, ...], case: Tried) -> str:
    came = []
    # Every answer once: those of one sort are alike, so not every combination of them needs firing.
    for place in range(max(len(each.to) for each in others)):
        changes = {each.fact: each.to[place % len(each.to)] for each in others}
        came.append(str(case.infer(changed(case.answers, changes)).values.get(subject) or UNKNOWN))
        if came[-1] not in goals:
            raise AdvisorError(f"{changes} should make {subject} {goals}, and makes it {came[-1]}")
    return came[0]


def changed(answers: Mapping[str, Value], changes: Mapping[str, Value | None]) -> dict[str, Value]:
    """Return answers with some of them changed; what becomes unknown is left out."""
    return {fact: value for fact, value in {**answers, **changes}.items() if value is not None}


def each_set(flip: Flip) -> Iterator[dict[str, Value | None]]:
    """Yield every set of answers that a flip stands for."""
    for values in product(*(one.to for one in flip.answers)):
        yield {each.fact: value for each, value in zip(flip.answers, values, strict=True)}


def _overruled(subject: Subject, goals: Collection[str], inference: Inference) -> str | None:
    """Return the conclusion of an earlier line, where a line for a goal holds and yet does not decide."""
    step = inference.program.by_subject[subject]
    if isinstance(step, Decision) and any(
        value in goals and truth(line, inference.values.get) is Truth.TRUE for value, line in step.cases
    ):
        return str(inference.values.get(subject))
    return None


def _nearest_ways(subject: Subject, goals: Collection[str], case: Tried) -> Iterable[Way]:
    """Return the ways to a goal of which fewest parts are known to be otherwise, then fewest are unknown."""
    value_of = case.inference.values.get
    scored = []
    for value, line in _lines(subject, goals, case.inference):
        for way in ways_of(line):
            if any(atom.values == (NOT_APPLICABLE,) for atom, wanted in way if wanted):
                continue
            truths = [literal_truth(one, value_of) for one in way]
            failing = (truths.count(Truth.FALSE), truths.count(Truth.UNKNOWN))
            needed = dict.fromkeys(_needed(one, case) for one in way)
            scored.append((failing, Way(value=value, needed=tuple(needed))))
    if not scored:
        return ()
    least = min(failing for failing, _ in scored)
    # Of ways that lack the same, the one that asks for least is enough.
    nearest = sorted((way for failing, way in scored if failing == least), key=lambda each: len(each.needed))
    told: dict[tuple[str, ...], Way] = {}
    for near in nearest:
        told.setdefault(tuple(one.says for one in near.needed if one.state != "met"), near)
    return tuple(told.values())[:MOST_WAYS]


def _lines(subject: Subject, goals: Collection[str], inference: Inference) -> Iterable[tuple[str, Condition]]:
    """Yield the lines that conclude a goal; of a recommendation those of its statements."""
    step = inference.program.by_subject[subject]
    if not isinstance(step, Decision):
        return
    if subject.kind != RECOMMENDATION:
        yield from ((value, line) for value, line in step.cases if value in goals)
        return
    advice = inference.program.knowledge.advice
    text = next(each for each in advice.recommendations if each.id == subject.id)
    for statement in text.statements:
        verdict = Subject(Kind.VERDICT.value, statement)
        yield from _lines(verdict, CALLING, inference)


def _needed(literal: Literal, case: Tried) -> Needed:
    inference = case.inference
    atom, _ = literal
    clauses = Clauses(inference.program.knowledge)
    state = {Truth.TRUE: "met", Truth.UNKNOWN: "unknown", Truth.FALSE: "otherwise"}
    found = literal_truth(literal, inference.values.get)
    value = inference.values.get(atom.subject)
    leaves, _ = beneath([atom.subject], inference.program)
    facts = tuple(one.id for one in leaves if one.kind == ANSWERED)
    by_name = inference.program.knowledge.vocabulary.by_name
    # What is so is said as it is, and not as one of several answers that would do.
    met = found is Truth.TRUE and value is not None
    return Needed(
        says=clauses.value(atom.subject, value) if met and value is not None else clauses.of(literal),
        state=state[found],  # type: ignore[arg-type]
        now="" if met or value is None else clauses.value(atom.subject, value),
        facts=facts,
        fixed=all(fact in case.answers and by_name[fact].changeable == "no" for fact in facts),
    )
