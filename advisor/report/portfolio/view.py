"""The presenter of the portfolio report: what the templates show, in words.

It is made from the published portfolio alone, never from exact counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from advisor.model.knowledge import TABLE_IDS, KnowledgeBase
from advisor.model.result import Verdict
from advisor.portfolio.alike import CARRYING
from advisor.portfolio.disclosure import FEWEST_TO_DIVIDE, WITHHELD, size
from advisor.portfolio.model import Portfolio, Shown, SystemAction
from advisor.report.at_work import capital_first, lower_first
from advisor.report.given import given
from advisor.report.portfolio.pictures import ORDER, Strip, places_of, strip, worth
from advisor.report.portfolio.standing import LevelCell, Levels, LevelTable
from advisor.report.portfolio.words import (
    about,
    about_of,
    number,
    obstacle_names,
    topic,
    values,
    worded,
    words,
)

MOST_ON_PAGE_ONE, MOST_TIED = 3, 4
MOST_ACTIONS, MOST_RECURRING, MOST_UNKNOWN, MOST_ALIKE = 8, 10, 12, 8
MOST_SECOND = 6
"""Rows on paper; the web page has all."""
MOST_NAMED = 200
ENOUGH = 20
"""Collaborations from which on the report is whole; of fewer, most of its numbers would be withheld."""


@dataclass(frozen=True)
class Bar:
    """One row with a bar: what, how many, and how long the bar is, in hundredths."""

    name: str
    count: str
    value: int
    percent: float
    note: str = ""


@dataclass(frozen=True)
class ActionView:
    """One change."""

    place: int
    tied: bool
    name: str
    to: str
    helps: str
    applies: str
    value: int
    of: int
    share: float
    room: float
    on: tuple[tuple[str, str], ...]
    why: str
    partly: bool
    topic: str


@dataclass(frozen=True)
class StatementRow:
    """One piece of advice with its numbers; withheld: none but how many it is not for."""

    id: str
    title: str
    theme: str
    strip: Strip
    withheld: bool
    cells: tuple[tuple[Verdict, str, int], ...]


@dataclass(frozen=True)
class Theme:
    """Advice of one theme."""

    name: str
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True)
class AlikeView:
    """A group of alike collaborations."""

    title: str
    under: str
    count: str
    first: tuple[str, ...]
    obstacles: tuple[str, ...]
    strengths: tuple[str, ...]


@dataclass(frozen=True)
class ConcernView:
    """A concern with its rule; names only for the owner."""

    title: str
    rule: str
    count: str
    value: int
    names: tuple[str, ...]
    more: str


@dataclass(frozen=True)
class PortfolioView:
    """Everything that the portfolio report shows."""

    name: str
    heading: str
    made: str
    named: bool
    too_few: bool
    brief: bool
    left_out: str
    total: str
    unit: str
    actions: tuple[ActionView, ...]
    best: tuple[ActionView, ...]
    best_count: str
    themes: tuple[Theme, ...]
    further: tuple[Theme, ...]
    levels: tuple[LevelTable, ...]
    levels_whole: LevelTable | None
    obstacles: tuple[Bar, ...]
    strengths: tuple[Bar, ...]
    first: tuple[Bar, ...]
    kinds: tuple[tuple[str, str, tuple[Bar, ...]], ...]
    alike: tuple[AlikeView, ...]
    alike_rest: str
    concerns: tuple[ConcernView, ...]
    looked: tuple[Bar, ...]
    carrying: tuple[tuple[str, LevelCell], ...]
    unknown: tuple[Bar, ...]


def present(portfolio: Portfolio, knowledge: KnowledgeBase) -> PortfolioView:
    """Return everything that the report of a portfolio shows."""
    return _Presenter(portfolio, knowledge).view()


def _between() -> str:
    return f"{words().say('numbers.between')} "


class _Presenter:
    def __init__(self, portfolio: Portfolio, knowledge: KnowledgeBase) -> None:
        self._it = portfolio
        self._knowledge = knowledge
        self._words = words()
        self._total = size(portfolio.collaborations)
        self._unit = worth(self._total)

    def view(self) -> PortfolioView:
        it, say = self._it, self._words
        too_few = self._total < FEWEST_TO_DIVIDE
        count = number(it.collaborations)
        table = Levels(it, self._knowledge)
        levels = table.whole()
        return PortfolioView(
            name=given(it.title) or say.say("document.unnamed"),
            heading=say.say("document.few") if too_few else say.say("document.many", count=count),
            made=self._made(),
            named=it.named,
            too_few=too_few,
            brief=self._total < ENOUGH,
            left_out=self._left_out(),
            total=count,
            unit=say.say("statements.tile", count=f"{self._unit:,}"),
            actions=(actions := self._actions()),
            best=tuple(one for one in actions if one.place == 1),
            best_count=about(it.actions[0].helps) if it.actions else "",
            themes=self._themes(table=True),
            further=self._themes(table=False),
            levels=tuple(table.on_paper(levels)) if levels else (),
            levels_whole=levels,
            obstacles=self._bars(
                zip(
                    obstacle_names([(one.context, one.state) for one in it.obstacles], self._knowledge),
                    [one.count for one in it.obstacles],
                    strict=True,
                )
            ),
            strengths=self._bars((self._kept(one.statement), one.count) for one in it.strengths),
            first=self._first(),
            kinds=tuple(self._kinds()),
            alike=tuple(self._alike()),
            alike_rest=say.say("alike.rest", count=about(it.not_alike)) if size(it.not_alike) else "",
            concerns=tuple(self._concerns()),
            looked=self._bars(
                (say.say(f"concerns.{one.id}.title"), one.count) for one in it.concerns if size(one.count)
            ),
            carrying=tuple(
                (
                    self._knowledge.mechanism[one.mechanism].name,
                    table.cell(one.levels, it.collaborations, one.mechanism),
                )
                for one in it.mechanisms
                if one.mechanism in CARRYING
            ),
            unknown=self._bars(
                (capital_first(self._knowledge.vocabulary.by_name[one.fact].name), one.count)
                for one in it.unknown
            ),
        )

    def _made(self) -> str:
        base, say = self._it.knowledge_base, self._words
        made = say.say("document.made", software=self._it.software, date=base.date, hash=base.hash)
        packs = [say.say("document.pack", id=one.id, date=one.date, hash=one.hash) for one in self._it.packs]
        return " · ".join([made, *packs])

    def _kept(self, statement: str) -> str:
        return self._knowledge.advice.by_id[statement].kept

    def _left_out(self) -> str:
        if not self._it.left_out:
            return ""
        total = f"{self._total + self._it.left_out:,}" if self._total else ""
        key = "document.left_out" if total else "document.left_out_few"
        return self._words.say(key, count=number(self._it.collaborations), total=total)

    def _first(self) -> tuple[Bar, ...]:
        """Return what comes first, each with the names under which page three counts it."""
        rows = self._it.first
        bars = self._bars(
            (worded(one.recommendation, one.wording, self._knowledge), one.count) for one in rows
        )
        topics = [topic(one.recommendation, self._knowledge) for one in rows]
        notes = [self._words.say("recurs.topic", title=lower_first(one)) for one in topics]
        return tuple(
            bar if bar.name == name else replace(bar, note=note)
            for bar, name, note in zip(bars, topics, notes, strict=True)
        )

    def _bars(self, rows: Iterable[tuple[str, Shown]]) -> tuple[Bar, ...]:
        return tuple(
            Bar(name, number(count), size(count), round(100 * min(1, size(count) / max(1, self._total)), 1))
            for name, count in rows
        )

    # ── Changes ──────────────────────────────────────────────────────────────────────────────────

    def _actions(self) -> tuple[ActionView, ...]:
        places = [one.place for one in self._it.actions]
        longest = max((max(size(one.applies), size(one.helps)) for one in self._it.actions), default=1)
        return tuple(self._action(one, longest, tied=places.count(one.place) > 1) for one in self._it.actions)

    def _action(self, one: SystemAction, longest: int, *, tied: bool) -> ActionView:
        web, knowledge = self._knowledge.web, self._knowledge
        statement = knowledge.advice.by_id.get(one.statement or "")
        helps, applies = size(one.helps), max(size(one.applies), size(one.helps))
        on = [(capital_first(knowledge.mechanism[name].name), count) for name, count in one.on.items()]
        return ActionView(
            place=one.place,
            tied=tied,
            name=capital_first(knowledge.vocabulary.by_name[one.fact].name),
            to=values(one.fact, one.to, knowledge),
            helps=number(one.helps),
            applies=about_of(one.helps, one.applies),
            value=helps,
            of=applies,
            share=round(100 * helps / longest, 1),
            room=round(100 * applies / longest, 1),
            on=tuple((name, number(count)) for name, count in on if size(count)),
            why=" ".join(web.by_id[link].says for link in one.links),
            partly=one.partly,
            topic=self._words.say("actions.topic", title=lower_first(statement.title)) if statement else "",
        )

    # ── Advice by theme ──────────────────────────────────────────────────────────────────────────

    def _themes(self, *, table: bool) -> tuple[Theme, ...]:
        rows = [row for row in self._it.statements if (row.statement in TABLE_IDS) is table]
        places = places_of([row.verdicts for row in self._it.statements], self._unit)
        themes: dict[str, list[StatementRow]] = {}
        for row in rows:
            statement = self._knowledge.advice.by_id[row.statement]
            said = {one: row.verdicts[one] for one in ORDER if one in row.verdicts}
            title = _between().join(
                f"{self._words.say(f'verdicts.{one}.key')} {number(count)}"
                for one, count in said.items()
                if size(count)
            )
            withheld = WITHHELD in said.values()
            themes.setdefault(statement.cluster, []).append(
                StatementRow(
                    id=row.statement,
                    title=statement.title,
                    theme=statement.cluster,
                    strip=strip(row.verdicts, title, self._unit, places),
                    withheld=withheld,
                    cells=tuple((one, self._in_cell(said.get(one)), size(said.get(one, 0))) for one in ORDER),
                )
            )
        return tuple(Theme(name, tuple(found)) for name, found in themes.items())

    def _in_cell(self, count: Shown | None) -> str:
        """Return the number of a verdict; nothing where it is withheld, because the row says so once."""
        if count is None:
            return self._words.say("numbers.none")
        return "" if count == WITHHELD else number(count)

    # ── The rest ─────────────────────────────────────────────────────────────────────────────────

    def _kinds(self) -> Iterator[tuple[str, str, tuple[Bar, ...]]]:
        say = self._words
        for kind in self._it.kinds:
            definition = self._knowledge.vocabulary.by_name[kind.fact]
            rows = [
                (say.say("kinds.unknown") if one.value is None else definition.label(one.value), one.count)
                for one in kind.shares
            ]
            if kind.rest != "fewer_than_5":
                rows.append((say.say("kinds.rest"), kind.rest))
            yield kind.fact, say.say(f"kinds.{kind.fact}"), self._bars(iter(rows))

    def _alike(self) -> Iterator[AlikeView]:
        say, knowledge = self._words, self._knowledge
        for one in self._it.alike:
            names = say.join(lower_first(knowledge.mechanism[each].name) for each in one.lowest)
            yield AlikeView(
                title=f"{say.say(f'alike.driver.{one.driver}')}, {say.say(f'alike.phase.{one.phase}')}",
                under=capital_first(say.say(f"alike.level.{one.level}").format(names=names)),
                count=say.say("alike.many", count=capital_first(about(one.count))),
                first=tuple(topic(each, knowledge) for each in one.first),
                obstacles=obstacle_names(one.obstacles, knowledge),
                strengths=tuple(self._kept(each) for each in one.strengths),
            )

    def _concerns(self) -> Iterator[ConcernView]:
        say = self._words
        for one in self._it.concerns:
            names = [given(each) or say.say("document.unnamed") for each in one.names or ()]
            more = len(names) - MOST_NAMED
            yield ConcernView(
                title=say.say(f"concerns.{one.id}.title"),
                rule=say.say(f"concerns.{one.id}.rule"),
                count=number(one.count),
                value=size(one.count),
                names=tuple(names[:MOST_NAMED]),
                more=say.count("names.more", more) if more > 0 else "",
            )
