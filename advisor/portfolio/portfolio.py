"""From exact counts to a portfolio that may be published. Reads as a story: count, protect, put in order."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import cast

from advisor import __version__
from advisor.engine.columns.evaluator import Columns
from advisor.explanation.variants import Variants
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, Value
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import KnowledgeBaseVersion, LevelName, PackVersion, Verdict
from advisor.portfolio.actions import Lever
from advisor.portfolio.block import Key
from advisor.portfolio.bounds import AtLeast
from advisor.portfolio.changes import PublishedActions
from advisor.portfolio.concerns import ORDER
from advisor.portfolio.counting import Counting, Tally
from advisor.portfolio.disclosure import (
    FEW,
    FEWEST,
    FEWEST_TO_DIVIDE,
    NOTHING,
    diverse,
    kept,
    published_alone,
    published_if_diverse,
    published_share,
    rounded,
    size,
    whole,
)
from advisor.portfolio.model import (
    Alike,
    Concern,
    Driver,
    First,
    Kind,
    LevelCounts,
    MechanismCounts,
    Obstacle,
    Phase,
    Portfolio,
    Share,
    Shown,
    State,
    StatementCounts,
    Strength,
    Unknown,
)
from advisor.portfolio.standing import KIND_FACTS, LEVELS, TYPE, possible_verdicts
from advisor.portfolio.tables import published_table
from advisor.portfolio.told_elsewhere import calls_at_least, levels_at_least

AlikeName = tuple[Driver, Phase, LevelName, tuple[str, ...]]
MOST_SHARED = 3


class Publisher:
    """Turns a tally into a portfolio."""

    def __init__(self, tally: Tally, columns: Columns, levers: Sequence[Lever]) -> None:
        """Prepare for a tally.

        Args:
            tally: What was counted.
            columns: The evaluator, for the rules.
            levers: The changes that were tried.
        """
        self._tally = tally
        self._counts = tally.counts
        self._by_kind: dict[Hashable, list[tuple[Key, int]]] = {}
        self._of_group: dict[tuple[Hashable, Hashable], list[tuple[Key, int]]] = {}
        for key, count in tally.counts.items():
            self._by_kind.setdefault(key[0], []).append((key, count))
            if key[0] == "alike" and key[2:]:
                self._of_group.setdefault((key[1], key[2]), []).append((key[3:], count))
        self._total = tally.length
        self._where = tally.where
        self._columns = columns
        self._knowledge = columns.program.knowledge
        self._levers = levers

    def portfolio(self, title: str = "", names: Sequence[str] | None = None) -> Portfolio:
        """Return the portfolio.

        Args:
            title: Name of the portfolio.
            names: Names of the cases in their order, to list those with each concern; none: no names.
        """
        knowledge = self._knowledge
        portfolio = Portfolio(
            title=title,
            software=__version__,
            knowledge_base=KnowledgeBaseVersion(date=knowledge.date, hash=knowledge.hash),
            packs=tuple(_packs(self._columns)),
            collaborations=whole(self._total),
            named=names is not None,
        )
        concerns = {"concerns": tuple(self._concerns(names))}
        if self._total < FEWEST_TO_DIVIDE:
            # Of fewer than ten nothing is counted: what five of them have, nearly all have. Their owner may
            # still be told which to look at.
            return portfolio.model_copy(update=concerns if names is not None else {})
        alike, not_alike = self._alike()
        first = tuple(
            First(recommendation=one, count=count, wording=self._wording(one))
            for one, count in self._alone("first")
        )
        return portfolio.model_copy(
            update={
                **concerns,
                "kinds": tuple(self._kind(fact) for fact in KIND_FACTS),
                "statements": tuple(self._statements(first)),
                "mechanisms": self._mechanisms(alike, concerns["concerns"]),
                "obstacles": self._obstacles(),
                "strengths": tuple(
                    Strength(statement=one, count=count) for one, count in self._alone("strength")
                ),
                "first": first,
                "actions": PublishedActions(self._tally, self._columns, self._levers).published(),
                "alike": alike,
                "not_alike": not_alike,
                "unknown": self._unknown(),
            }
        )

    # ── What there is ────────────────────────────────────────────────────────────────────────────

    def _kind(self, fact: str) -> Kind:
        values = self._knowledge.vocabulary.by_name[fact].by_value
        shown, rest = kept({one: self._counts["kind", fact, one] for one in (*values, None)}, self._total)
        return Kind(
            fact=fact, shares=tuple(Share(value=one, count=many) for one, many in shown.items()), rest=rest
        )

    def _statements(self, first: Sequence[First]) -> Iterator[StatementCounts]:
        counts = {
            each.id: {
                one: self._counts["verdict", each.id, one]
                for one in possible_verdicts(each.id, self._columns)
            }
            for each in self._knowledge.advice.statements
        }
        told = calls_at_least(first, counts, self._knowledge, self._total)
        for name, verdicts in counts.items():
            yield StatementCounts(statement=name, verdicts=self._verdicts(verdicts, told.get(name, NOTHING)))

    def _verdicts(self, counts: dict[str, int], at_least: AtLeast) -> dict[Verdict, Shown]:
        """Return verdicts as published: whom advice is not for is known, so the others are a group."""
        outside = counts.get(NOT_APPLICABLE, 0)
        others = {one: count for one, count in counts.items() if one != NOT_APPLICABLE}
        inside = self._total - outside
        shown = published_if_diverse(others, inside, at_least) if inside else dict.fromkeys(others, FEW)
        found = {
            one: published_alone(outside, self._total) if one == NOT_APPLICABLE else shown[one]
            for one in counts
        }
        return cast("dict[Verdict, Shown]", found)

    def _mechanisms(self, alike: Sequence[Alike], concerns: Sequence[Concern]) -> tuple[MechanismCounts, ...]:
        shown_kinds = {each.value for each in self._kind(TYPE).shares}
        large = [
            one.type
            for one in self._knowledge.types
            if one.type in shown_kinds and self._counts["kind", TYPE, one.type] >= FEWEST_TO_DIVIDE
        ]
        found = []
        for each in self._knowledge.mechanisms:
            levels = self._levels("level", each.id)
            told = levels_at_least(each.id, alike, concerns, self._total)
            overall = published_if_diverse(levels, self._total, told)
            rows = [self._levels("level of", one, each.id) for one in large]
            shown = published_table(rows, overall, self._total, told)
            found.append(
                MechanismCounts(
                    mechanism=each.id,
                    levels=overall,
                    by_type=tuple(
                        LevelCounts(type=name, levels=row) for name, row in zip(large, shown, strict=True)
                    ),
                )
            )
        return tuple(found)

    def _levels(self, *key: str) -> dict[LevelName, int]:
        return {cast("LevelName", one): self._counts[*key, one] for one in LEVELS}

    def _obstacles(self) -> tuple[Obstacle, ...]:
        found = [
            Obstacle(context=str(key[1]), state=cast("State", key[2]), count=self._one(count))
            for key, count in self._of("obstacle")
        ]
        return tuple(sorted((one for one in found if size(one.count)), key=lambda one: -size(one.count)))

    def _alone(self, kind: str) -> list[tuple[str, Shown]]:
        """Return what is counted of a kind and may be shown, the most frequent first, ties in their order."""
        found = [(str(key[1]), self._one(count)) for key, count in self._of(kind)]
        return sorted((one for one in found if size(one[1])), key=lambda one: -size(one[1]))

    def _of(self, kind: str) -> list[tuple[tuple[Hashable, ...], int]]:
        """Return what is counted of a kind, in the order of the rules, whatever was met first."""
        found = self._by_kind.get(kind, [])
        places = _places(self._columns)
        return sorted(found, key=lambda each: (places.get(str(each[0][1]), 0), str(each[0])))

    def _one(self, count: int) -> Shown:
        return published_share(count, self._total)

    def _wording(self, recommendation: str) -> int | None:
        """Return the place of the wording that most of those have for whom a recommendation comes first."""
        found = {
            cast("int", key[2]): count
            for key, count in self._by_kind.get("worded", [])
            if key[1] == recommendation and count >= FEWEST
        }
        return min(found, key=lambda one: (-found[one], one), default=None)

    # ── Alike, concerns, unknown ─────────────────────────────────────────────────────────────────

    def _alike(self) -> tuple[tuple[Alike, ...], Shown]:
        groups = {key[1]: count for key, count in self._of("alike") if not key[2:]}
        # The phase of a collaboration is known to others. So a group must not be nearly all of its phase.
        phases: Counter[Hashable] = Counter()
        for name, members in groups.items():
            phases[cast("tuple[str, ...]", name)[1]] += members
        apart = {
            name: count
            for name, count in groups.items()
            if diverse([count], phases[cast("tuple[str, ...]", name)[1]])
        }
        shown, rest = kept(apart, self._total, FEWEST_TO_DIVIDE)
        if not size(rest) and _all_stand_alike(shown):
            # That all stand low in trust, say, must not follow: the smallest group goes to the others.
            last = min(shown, key=lambda one: groups[one])
            rest = rounded(groups[last])
            del shown[last]
        found = []
        for name, count in shown.items():
            driver, phase, level, lowest = cast("AlikeName", name)
            found.append(
                Alike(
                    driver=driver,
                    phase=phase,
                    level=level,
                    lowest=lowest,
                    count=count,
                    first=tuple(str(one[0]) for one in self._shared(name, "first")),
                    obstacles=tuple(
                        (str(one[0]), cast("State", one[1])) for one in self._shared(name, "obstacle")
                    ),
                    strengths=tuple(str(one[0]) for one in self._shared(name, "strength")),
                )
            )
        return tuple(found), rest

    def _shared(self, group: Hashable, kind: str) -> list[tuple[Hashable, ...]]:
        """Return what most members of a group have in common: at least five of them, and not nearly all."""
        members = self._counts["alike", group]
        found = [
            (name, count)
            for name, count in self._of_group.get((group, kind), [])
            if 2 * count > members and size(published_share(count, members))
        ]
        places = _places(self._columns)
        found.sort(key=lambda each: (-size(rounded(each[1])), places.get(str(each[0][0]), 0), str(each[0])))
        return [name for name, _ in found[:MOST_SHARED]]

    def _concerns(self, names: Sequence[str] | None) -> Iterator[Concern]:
        for one in ORDER:
            which = None
            if names is not None:
                which = tuple(sorted((names[place] for place in self._where.get(one, ())), key=str.casefold))
            yield Concern(id=one, count=self._one(self._counts["concern", one]), names=which)

    def _unknown(self) -> tuple[Unknown, ...]:
        found = []
        # Of kinds, those not known are counted with them, and merged where they are few.
        for fact in (one for one in self._knowledge.vocabulary.by_name if one not in KIND_FACTS):
            asked = self._counts["asked", fact]
            count = published_share(self._counts["open", fact], asked)
            if size(count):
                found.append(Unknown(fact=fact, count=count, asked=published_alone(asked, self._total)))
        return tuple(sorted(found, key=lambda one: -size(one.count)))


def _all_stand_alike(groups: Iterable[Hashable]) -> bool:
    """Return whether there is one of the three in which all groups stand lowest, at the same level."""
    stands = [{(one, level) for one in lowest} for _, _, level, lowest in cast("Iterable[AlikeName]", groups)]
    return bool(stands and set.intersection(*stands))


def portfolio(
    cases: Iterable[Case],
    variants: Variants,
    questionnaire: Questionnaire,
    title: str = "",
    *,
    names: bool = False,
) -> Portfolio:
    """Return what some cases have in common.

    Args:
        cases: The cases, any number; they are taken a block at a time.
        variants: The rules over columns.
        questionnaire: The questionnaire that would ask.
        title: Name of the portfolio.
        names: Whether to name the collaborations with each concern.
    """
    counting = Counting(variants, questionnaire)
    named: list[str] = []

    def answers() -> Iterator[Mapping[str, Value]]:
        for case in cases:
            if names:
                named.append(case.name)
            yield case.answers

    tally = counting.tally(answers(), places=names)
    publisher = Publisher(tally, variants.columns, counting.actions.levers)
    return publisher.portfolio(title, named if names else None)


def _places(columns: Columns) -> Mapping[str, int]:
    """Return the place of each statement, recommendation and circumstance in the rules."""
    knowledge = columns.program.knowledge
    listed = (
        *(each.id for each in knowledge.advice.statements),
        *(each.id for each in knowledge.advice.recommendations),
        *(each.id for each in knowledge.contexts),
    )
    return {name: place for place, name in enumerate(listed)}


def _packs(columns: Columns) -> Iterator[PackVersion]:
    for pack in columns.program.knowledge.packs:
        yield PackVersion(
            id=pack.head.id,
            title=pack.head.title,
            what=pack.head.what,
            behind=pack.head.behind,
            date=pack.head.date,
            hash=pack.hash,
            sources=pack.brings.get("sources", ()),
        )
