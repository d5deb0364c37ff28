"""Where collaborations stand in each area, in all and by kind: a table of words, shapes and numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import LevelName
from advisor.portfolio.disclosure import WITHHELD, range_of, size
from advisor.portfolio.model import Portfolio, Shown
from advisor.report.at_work import Tone, tone
from advisor.report.levels import GROUPS
from advisor.report.portfolio.words import number, words
from advisor.report.texts import texts

MOST_KINDS = 6
"""Kinds of collaboration in one table on paper."""


@dataclass(frozen=True)
class LevelCell:
    """Where most collaborations of a kind stand in one area."""

    word: str
    tone: Tone
    numbers: str
    most: str
    value: int


@dataclass(frozen=True)
class LevelTable:
    """Areas by kind of collaboration."""

    caption: str
    kinds: tuple[str, ...]
    groups: tuple[tuple[str, tuple[tuple[str, str, tuple[LevelCell, ...]], ...]], ...]


class Levels:
    """Presents the levels of a portfolio."""

    def __init__(self, portfolio: Portfolio, knowledge: KnowledgeBase) -> None:
        """Prepare for a portfolio."""
        self._it = portfolio
        self._knowledge = knowledge
        self._words = words()
        self._total = size(portfolio.collaborations)

    def whole(self) -> LevelTable | None:
        """Return the table of all kinds that are shown; none where nothing is counted."""
        it, say = self._it, self._words
        if not it.mechanisms:
            return None
        by_id = {one.mechanism: one for one in it.mechanisms}
        sizes = {one.value: one.count for one in self._it.kinds[0].shares}
        kinds = [one.type for one in it.mechanisms[0].by_type if one.type in sizes]
        kinds.sort(key=lambda one: -size(sizes[one]))
        names = {one.type: one.name for one in self._knowledge.types}
        headings = [say.say("mechanisms.all")]
        headings += [say.say("mechanisms.kind", name=names[one], count=number(sizes[one])) for one in kinds]
        groups = []
        for group, members in GROUPS.items():
            rows = []
            for member in members:
                mechanism, counts = self._knowledge.mechanism[member], by_id[member]
                of_kind = {one.type: one.levels for one in counts.by_type}
                cells = [self.cell(counts.levels, it.collaborations, member)]
                cells += [self.cell(of_kind[one], sizes[one], member) for one in kinds]
                bad = say.say("mechanisms.bad_end") if mechanism.high_is == "bad" else ""
                rows.append((mechanism.name, bad, tuple(cells)))
            groups.append((texts().say(f"groups.{group}"), tuple(rows)))
        return LevelTable(say.say("mechanisms.caption"), tuple(headings), tuple(groups))

    def cell(self, levels: Mapping[LevelName, Shown], of: Shown, mechanism: str) -> LevelCell:
        """Return where most of a group stand, in words that hold whatever the numbers were exactly."""
        say = self._words
        shown = {one: count for one, count in levels.items() if size(count)}
        listed = {
            one: say.say("mechanisms.numbers", level=say.say(f"mechanisms.levels.{one}"), count=number(count))
            for one, count in shown.items()
        }
        numbers = f"{say.say('numbers.between')} ".join(listed.values())
        most = max(shown, key=lambda one: size(shown[one]), default=None)
        total = range_of(of, self._total)[1] if of != self._it.collaborations else self._total
        if most is None or 2 * range_of(shown[most], total)[0] <= total:
            if WITHHELD in levels.values():
                listing = listed[most] if most else ""
                return LevelCell(say.say("mechanisms.not_shown"), "unknown", numbers, listing, 0)
            return LevelCell(say.say("mechanisms.varied"), "mixed", numbers, listed.get(most or "low", ""), 0)
        its = tone(most, self._knowledge.mechanism[mechanism].high_is)
        word = say.say(f"mechanisms.mostly.{most}")
        return LevelCell(word, its, numbers, listed[most], size(shown[most]))

    def on_paper(self, whole: LevelTable) -> Iterator[LevelTable]:
        """Yield the table in parts that fit a page; each begins with the whole."""
        kinds = len(whole.kinds) - 1
        parts = max(1, -(-kinds // MOST_KINDS))
        many = max(1, -(-kinds // parts))
        for start in range(1, max(2, kinds + 1), many):
            columns = [0, *range(start, min(start + many, kinds + 1))]
            groups = tuple(
                (
                    heading,
                    tuple((name, bad, tuple(cells[one] for one in columns)) for name, bad, cells in rows),
                )
                for heading, rows in whole.groups
            )
            key = "mechanisms.caption" if start == 1 else "mechanisms.caption_more"
            yield LevelTable(self._words.say(key), tuple(whole.kinds[one] for one in columns), groups)
