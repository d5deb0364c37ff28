"""Votes on mechanisms, and the levels they make. The rule is ours, ordinal, and printed in every report.

One vote for each distinct pair of contexts and mechanism: present, it votes the sign of its link; known to be
absent, the opposite, unless the context is one-sided; known to hold in part, one each way. A link between
mechanisms votes from a source of known level: high its sign, low the reverse, mixed one each way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from advisor.engine.program import Decision, Levelled, Source, Step
from advisor.model.condition import All, Any, Atom, Condition, Kind, Operator, Subject
from advisor.model.evidence import Link, MechanismLink
from advisor.model.knowledge import KnowledgeBase, Thresholds
from advisor.model.result import LevelName

VOTE = "vote"
Vote = Literal["+", "-", "+/-"]
OPPOSITE: dict[str, str] = {"+": "-", "-": "+"}


@dataclass(frozen=True)
class Pair:
    """All rows that link the same contexts to the same mechanism: one vote."""

    contexts: tuple[str, ...]
    mechanism: str
    rows: tuple[Link, ...]

    @property
    def subject(self) -> Subject:
        """The vote of this pair."""
        return Subject(VOTE, f"{'+'.join(self.contexts)}→{self.mechanism}")

    @property
    def sign(self) -> str | None:
        """Sign of the effect; none where the papers give no direction."""
        return next((row.sign for row in self.rows if row.sign in OPPOSITE), None)

    @property
    def applies(self) -> Condition | None:
        """When one of the rows applies; none: always."""
        conditions = [row.applies_if for row in self.rows]
        if any(each is None for each in conditions):
            return None
        found = tuple(each for each in conditions if each is not None)
        return found[0] if len(found) == 1 else Any(found)


def pairs_of(knowledge: KnowledgeBase) -> dict[Subject, Pair]:
    """Return the distinct pairs of contexts and mechanism, by their vote."""
    grouped: dict[tuple[tuple[str, ...], str], list[Link]] = {}
    for link in knowledge.web.links:
        grouped.setdefault((link.contexts, link.mechanism), []).append(link)
    pairs = [Pair(contexts, mechanism, tuple(rows)) for (contexts, mechanism), rows in grouped.items()]
    return {pair.subject: pair for pair in pairs if pair.sign is not None}


def compile_votes(knowledge: KnowledgeBase) -> Iterator[Step]:
    """Yield the decisions on every vote, and the levels made of them. Cut links never vote."""
    sources: dict[str, list[Source]] = {each.id: [] for each in knowledge.mechanisms}
    for subject, pair in pairs_of(knowledge).items():
        yield _pair_vote(subject, pair, knowledge)
        critical = any(row.critical for row in pair.rows)
        sources[pair.mechanism].append(Source(subject, pair.applies, critical=critical))
    for link in knowledge.web.mechanism_links:
        if not link.cut:
            subject = Subject(VOTE, link.id)
            yield _mechanism_vote(subject, link)
            sources[link.to].append(Source(subject, link.applies_if, carried=True))
    for mechanism in knowledge.mechanisms:
        subject = Subject(Kind.LEVEL.value, mechanism.id)
        yield Levelled(subject, mechanism, tuple(sources[mechanism.id]))


def _where(condition: Condition, applies: Condition | None) -> Condition:
    return condition if applies is None else All((condition, applies))


def _pair_vote(subject: Subject, pair: Pair, knowledge: KnowledgeBase) -> Decision:
    def state(value: str) -> tuple[Condition, ...]:
        return tuple(Atom(Subject(Kind.CONTEXT.value, one), Operator.IS, (value,)) for one in pair.contexts)

    sign = pair.sign or ""
    cases = [(sign, _where(All(state("present")), pair.applies))]
    if not any(knowledge.context[one].one_sided for one in pair.contexts):
        cases.append((OPPOSITE[sign], _where(Any(state("absent")), pair.applies)))
        if len(pair.contexts) == 1 and knowledge.context[pair.contexts[0]].partly is not None:
            cases.append(("+/-", _where(state("partly")[0], pair.applies)))
    return Decision(subject, tuple(cases))


def _mechanism_vote(subject: Subject, link: MechanismLink) -> Decision:
    def level(name: str) -> Condition:
        return Atom(Subject(Kind.LEVEL.value, link.from_), Operator.IS, (name,))

    cases = (
        (link.sign, _where(level("high"), link.applies_if)),
        (OPPOSITE[link.sign], _where(level("low"), link.applies_if)),
        ("+/-", _where(level("mixed"), link.applies_if)),
    )
    return Decision(subject, cases)


class Cast(NamedTuple):
    """What one source that applies says of a mechanism: its vote, none where unknown."""

    vote: Vote | None
    critical: bool = False
    carried: bool = False


def level_from_votes(votes: list[Cast], answered: LevelName | None, thresholds: Thresholds) -> LevelName:
    """Return the level that votes make.

    High or low where votes stand at three to one or more, else mixed; unknown where fewer than a fifth of
    the sources are known, one that pulls both ways counting half, and where all that is known is the level of
    one other mechanism (``least_carried`` is two), while there is more to know. Other mechanisms that are
    mixed count together as one vote each way: however many they are, they never drown what is answered. A
    critical harm outweighs the rest, and an answer that asks the mechanism outright sets it.

    Args:
        votes: What each source that applies says.
        answered: The level that an answer sets outright; none where there is none.
        thresholds: How clear a majority must be, and how few sources are too few.
    """
    if any(each.critical and each.vote == "-" for each in votes):
        return "low"
    if answered is not None:
        return answered
    known = [each for each in votes if each.vote is not None]
    both = sum(each.vote == "+/-" for each in known)
    # A source known to pull both ways tells half as much.
    known_twice = 2 * len(known) - both
    if known_twice == 0 or known_twice * thresholds.least_known < 2 * len(votes):
        return "unknown"
    if len(known) < min(thresholds.least_carried, len(votes)) and all(each.carried for each in known):
        return "unknown"
    echoes = max(0, sum(each.carried and each.vote == "+/-" for each in known) - 1)
    up = sum(each.vote in ("+", "+/-") for each in known) - echoes
    down = sum(each.vote in ("-", "+/-") for each in known) - echoes
    if up >= thresholds.clear_majority * down:
        return "high"
    return "low" if down >= thresholds.clear_majority * up else "mixed"
