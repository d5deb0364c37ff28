"""The level of each mechanism with the votes that made it, and the lit paths of the causal web."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from advisor.advice.wording import reasons_of
from advisor.engine.inference import Inference
from advisor.engine.program import Levelled
from advisor.engine.program import Source as VoteSource
from advisor.engine.votes import VOTE, Pair, pairs_of
from advisor.model.causal_web import NamedOutcome
from advisor.model.condition import Kind, Truth, truth
from advisor.model.evidence import MechanismLink
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import (
    ActiveLink,
    Circumstance,
    Influence,
    LevelName,
    MechanismLevel,
    Sign,
)

ANSWER_SIGNS: dict[str, Sign] = {"high": "+", "low": "-", "mixed": "+/-"}


def mechanism_levels(inference: Inference, knowledge: KnowledgeBase) -> dict[str, MechanismLevel]:
    """Return every mechanism’s level, in the order of the knowledge base."""
    steps = {step.mechanism.id: step for step in inference.program.steps if isinstance(step, Levelled)}
    pairs = {subject.id: pair for subject, pair in pairs_of(knowledge).items()}
    between = {link.id: link for link in knowledge.web.mechanism_links}
    web = Paths(inference, knowledge, pairs, between)
    return {each.id: _level(steps[each.id], web) for each in knowledge.mechanisms}


@dataclass(frozen=True)
class Paths:
    """What is needed to say where a vote comes from."""

    inference: Inference
    knowledge: KnowledgeBase
    pairs: dict[str, Pair]
    between: dict[str, MechanismLink]


def _level(step: Levelled, web: Paths) -> MechanismLevel:
    inference = web.inference
    applying = [
        source
        for source in step.sources
        if source.applies is None or truth(source.applies, inference.values.get) is not Truth.FALSE
    ]
    influences = list(_answered(step, inference, web.knowledge))
    for source in applying:
        influences += _influence(source, web)
    level = inference.level(step.mechanism.id)
    towards = {"low": "-", "high": "+"}.get(level, "-")
    influences.sort(key=lambda each: (each.kind != "answer", not each.critical, each.sign != towards))
    return MechanismLevel(
        level=cast("LevelName", level),
        because=tuple(influences),
        support=step.mechanism.support,
        sources_known=sum(inference.values.get(source.vote) is not None for source in applying),
        sources=len(applying),
        rests_on=step.mechanism.reading(cast("LevelName", level), inference.holds),
    )


def _answered(step: Levelled, inference: Inference, knowledge: KnowledgeBase) -> Iterator[Influence]:
    set_by = step.mechanism.set_by
    if set_by is None:
        return
    value = inference.value(Kind.FACT.value, set_by.fact)
    level = set_by.levels.get(str(value))
    if value is not None and level is not None:
        yield Influence(
            link=f"answer:{set_by.fact}",
            sign=ANSWER_SIGNS[level],
            from_=set_by.fact,
            kind="answer",
            facts={set_by.fact: value},
            says=knowledge.vocabulary.by_name[set_by.fact].clause(value),
        )


def _influence(source: VoteSource, web: Paths) -> Iterator[Influence]:
    sign = cast("Sign | None", web.inference.values.get(source.vote))
    if sign is None:
        return
    pair = web.pairs.get(source.vote.id)
    if pair is None:
        link = web.between[source.vote.id]
        yield Influence(
            link=link.id, links=(link.id,), sign=sign, from_=link.from_, kind="mechanism", says=link.says
        )
        return
    inference = web.inference
    rows = [row for row in pair.rows if row.applies_if is None or inference.holds(row.applies_if)]
    yield Influence(
        link=rows[0].id,
        links=tuple(row.id for row in rows),
        sign=sign,
        from_="+".join(pair.contexts),
        facts=reasons_of(inference, web.knowledge, VOTE, source.vote.id).answers,
        says=rows[0].says,
        critical=source.critical,
    )


def lit_paths(
    levels: dict[str, MechanismLevel], known: dict[str, Circumstance], knowledge: KnowledgeBase
) -> Iterator[ActiveLink]:
    """Yield every path of the causal web that cast a vote, with its effect on the reader’s case.

    Where two circumstances work only together, the absence of one is enough: only that one is at work then.
    What the papers name next is told with it, and never votes.
    """
    for mechanism, level in levels.items():
        good = "+" if knowledge.mechanism[mechanism].high_is == "good" else "-"
        for influence in level.because:
            if influence.kind == "answer":
                continue
            effect = "mixed" if influence.sign == "+/-" else "helps" if influence.sign == good else "harms"
            origins = influence.from_.split("+")
            missing = [one for one in origins if one in known and known[one].state == "absent"]
            for origin in missing or origins:
                yield ActiveLink(
                    from_=origin,
                    to=mechanism,
                    kind=influence.kind,
                    effect=cast("Literal['helps', 'harms', 'mixed']", effect),
                    links=influence.links,
                    outcomes=tuple(_outcomes(influence, knowledge)),
                )


def _outcomes(influence: Influence, knowledge: KnowledgeBase) -> Iterator[NamedOutcome]:
    """Yield what the rows of an influence name next, each once, with the net effect on it in this case."""
    found: dict[str, set[str]] = {}
    for row in (knowledge.web.by_id[one] for one in influence.links if one in knowledge.web.by_id):
        sign = row.outcome_sign
        if "+/-" in (influence.sign, row.sign, sign):
            sign = "+/-"
        elif influence.sign != row.sign:
            sign = "-" if sign == "+" else "+"
        found.setdefault(row.outcome, set()).add(sign)
    for outcome, signs in found.items():
        good = "+" if knowledge.mechanism[outcome].high_is == "good" else "-"
        effect = "mixed" if len(signs) > 1 or "+/-" in signs else "helps" if good in signs else "harms"
        yield NamedOutcome(id=outcome, effect=cast("Literal['helps', 'harms', 'mixed']", effect))
