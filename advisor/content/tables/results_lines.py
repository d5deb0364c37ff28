"""Rows of the results: what is kept of each result, and the blocks that tables are written from."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import numpy as np

from advisor.content.tables.results_columns import NOTHING, Block, ResultColumn
from advisor.content.tables.results_layout import found_columns, level_name, unfilled, verdict_name
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result

Record = dict[str, Any]
"""What the tables say of one result, as JSON can hold it: its organisation, and a number for each column."""

ROWS = 2_048
"""Rows of a block: the same for every run, so that files are the same to the byte."""


@dataclass(frozen=True)
class Line:
    """One row of the input in the tables of results.

    Attributes:
        row: Its number in the input.
        name: Name of the collaboration; may be empty where the row was refused.
        carried: What was carried over from the input, by heading.
        state: What became of it; waiting: not asked for yet, as with --only.
        reason: Why it was refused or failed.
        files: Its reports by format, relative to the folder.
        record: What the tables say of its result; empty unless it is done.
        same_as: The earlier row with the same name and answers; none where there is none.
    """

    row: int
    name: str
    carried: Mapping[str, str]
    state: Literal["done", "refused", "failed", "waiting"]
    reason: str
    files: Mapping[str, str]
    record: Record
    same_as: int | None = None


_GAP = re.compile(r"\\\{\w+\\\}")
"""A place to fill in, in a text whose signs are escaped."""


class Layout:
    """The columns of what is worked out, with what is needed to fill them."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.columns = found_columns(knowledge)
        self.by_name = {each.name: each for each in self.columns}
        self.places = {each.name: place for place, each in enumerate(self.columns)}
        self.texts = {each.id: each for each in knowledge.advice.recommendations}
        self.priorities = knowledge.settings.priorities
        self.pairs = {each.says: 1 << place for place, each in enumerate(knowledge.advice.contradictions)}

    def codes(self, result: Result) -> list[int]:
        """Return the number that each column holds for a result."""
        every = result.statements | result.further_statements
        found: dict[str, str | int] = {
            "phase": result.phase,
            "driver": result.driver,
            "formality": result.formality.fit,
            "answered": result.case.answered,
            "unknown": result.case.unknown,
            "strengths": len(result.strengths),
            **{level_name(one): each.level for one, each in result.mechanisms.items()},
            **{verdict_name(one): each.verdict for one, each in every.items()},
        }
        advice = [(one.id, one.title) for one in result.recommendations]
        return self.codes_of(found, advice, result.case.contradictions)

    def codes_of(
        self,
        found: Mapping[str, str | int],
        advice: Sequence[tuple[str, str]],
        contradictions: Sequence[str],
    ) -> list[int]:
        """Return the number that each column holds.

        Args:
            found: The values of columns, by name.
            advice: Recommendations in their order: ids and titles.
            contradictions: What is said of each contradiction.
        """
        more: dict[str, str | int] = {
            "contradictions": len(contradictions),
            "contradicting": sum(self.pairs[says] for says in contradictions),
        }
        for place, (name, title) in enumerate(advice[: self.priorities], start=1):
            more[f"priority_{place}"] = name
            more[f"priority_{place}_title"] = self.title(name, title)
        return [self._code(column, found.get(column.name, more.get(column.name))) for column in self.columns]

    def title(self, recommendation: str, title: str) -> str:
        """Return a title as the column holds it: without what one case fills in."""
        if title in self.by_name["priority_1_title"].codes:
            return title
        text = self.texts[recommendation]
        known = (variant.title for variant in text.variants)
        return next(unfilled(one) for one in known if re.fullmatch(_GAP.sub(".*", re.escape(one)), title))

    @staticmethod
    def _code(column: ResultColumn, value: str | int | None) -> int:
        if isinstance(value, int):
            return value
        return column.code(value)


_latest: list[Layout] = []


def layout_of(knowledge: KnowledgeBase) -> Layout:
    """Return the columns of a knowledge base, built once."""
    if not (_latest and _latest[0].knowledge is knowledge):
        _latest[:] = [Layout(knowledge)]
    return _latest[0]


def record_of(result: Result, knowledge: KnowledgeBase) -> Record:
    """Return what the tables say of a result; small, and all that is needed to write them again.

    Its numbers mean something only with the rules that made them, which are part of what it is kept under.
    """
    return {"organisation": result.case.organisation, "codes": layout_of(knowledge).codes(result)}


def blocks(lines: Iterable[Line], which: Sequence[ResultColumn], layout: Layout) -> Iterator[Block]:
    """Yield rows in blocks, a few of them in memory at a time."""
    waiting = iter(lines)
    states = {each.name: each for each in which}["state"]
    carried = [each.name for each in which]
    while some := list(islice(waiting, ROWS)):
        yield _block(some, states, carried, layout)


def _block(some: Sequence[Line], states: ResultColumn, which: Sequence[str], layout: Layout) -> Block:
    empty = [NOTHING] * len(layout.columns)
    codes = np.array([line.record.get("codes", empty) for line in some], np.int64)
    cells: dict[str, Any] = {
        "row": [line.row for line in some],
        "name": [line.name for line in some],
        "organisation": [line.record.get("organisation") for line in some],
        "state": [states.code(_state(line)) for line in some],
        "same_as": [NOTHING if line.same_as is None else line.same_as for line in some],
        "why": [line.reason for line in some],
    }
    for name in which:
        if name.startswith("report_"):
            cells[name] = [line.files.get(name.removeprefix("report_")) for line in some]
        elif name not in cells:
            heading = name.removeprefix("carried_")
            cells[name] = [line.carried.get(name, line.carried.get(heading)) for line in some]
    cells |= {each.name: codes[:, place] for place, each in enumerate(layout.columns)}
    return Block(len(some), cells)


def _state(line: Line) -> str:
    return "duplicate" if line.state == "done" and line.same_as is not None else line.state
