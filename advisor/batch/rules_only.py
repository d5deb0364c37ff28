"""Tables of results without reports, for up to millions of rows: the rules over columns.

A sample of the rows is worked out by experta too. A difference is a fault of ours and ends the batch, before
any table gets to its place.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.batch.rules_columns import RuleColumns
from advisor.batch.rules_sample import Sample
from advisor.content.tables.errors import write_errors
from advisor.content.tables.mapping import Mapped, read_mapping
from advisor.content.tables.parquet_codes import (
    EMPTY,
    CodedBlock,
    CodedFact,
    coded_blocks,
    fits_columns,
    rows_in,
)
from advisor.content.tables.results import MOST_ROWS, spare_memory, write_blocks
from advisor.content.tables.results_columns import NOTHING, Block, column_named
from advisor.content.tables.results_layout import which_columns
from advisor.content.tables.rows import Row, Sheet
from advisor.content.tables.rows_cells import FactCells
from advisor.content.tables.rows_reading import Layout, RowReader
from advisor.content.tables.table import CellProblem, Stream
from advisor.content.tables.template_columns import choices_of
from advisor.engine.columns.codes import UNKNOWN_CODE, Column
from advisor.engine.columns.table import Table
from advisor.engine.program import ANSWERED
from advisor.errors import Problem
from advisor.model.condition import Subject
from advisor.service import Advisor

AT_ONCE = 4_096
"""Rows at once, where they are read one by one."""
MOST_ERRORS = 100_000
"""Problems that the table of errors lists at most."""
SHOWN = 10

Say = Callable[[str], None]
Mask = npt.NDArray[np.bool_]


@dataclass
class Evaluated:
    """What became of the rows.

    Attributes:
        files: The tables, in the folder of drafts.
        rows: Rows of the input.
        done: Rows with a result.
        refused: Rows whose answers cannot be read.
        waiting: Rows that were not asked for.
        sampled: Rows that were worked out by experta too.
        problems: What is wrong with the refused ones.
    """

    files: list[Path] = field(default_factory=list)
    rows: int = 0
    done: int = 0
    refused: int = 0
    waiting: int = 0
    sampled: int = 0
    problems: list[tuple[int, str, CellProblem]] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """The input.

    Attributes:
        path: The file or folder.
        sheet: It, opened to be read row by row.
        mapping: The mapping file; none where there is none.
        asked: Rows to work on; none: all.
    """

    path: Path
    sheet: Sheet
    mapping: Path | None = None
    asked: Container[int] | None = None


def write_rules_only(  # noqa: PLR0913 - what most callers leave out has names
    drafts: Path,
    source: Source,
    advisor: Advisor,
    say: Say,
    worked: Callable[[Evaluated], None] | None = None,
    *,
    passing: Callable[[Table], None] | None = None,
) -> Evaluated:
    """Write the tables into a folder of drafts and return what became of the rows.

    Args:
        drafts: An empty folder.
        source: The input.
        advisor: The rules.
        say: Told in sentences what the reader should know.
        worked: Told after each block of rows.
        passing: Given the answers of the rows with a result, some at a time.

    Raises:
        InputRefused: The input turns out to be broken further down.
        ColumnsDiffer: The sample comes out otherwise by experta.
    """
    told = worked or (lambda _: None)
    return _RulesOnly(source, advisor, say, told, passing or (lambda _: None)).write(drafts)


class _RulesOnly:
    def __init__(
        self,
        source: Source,
        advisor: Advisor,
        say: Say,
        worked: Callable[[Evaluated], None],
        passing: Callable[[Table], None],
    ) -> None:
        self.source, self.advisor, self.say = source, advisor, say
        self.worked, self.passing = worked, passing
        self.found = Evaluated()
        self.rules = RuleColumns(advisor)
        self.sample = Sample(self.rules)
        headings = source.sheet.headings
        self.carried = list(dict.fromkeys(one.name for one in headings if one.kind == "carried"))
        self.states: Mapping[str, int] = {}

    def write(self, drafts: Path) -> Evaluated:
        spare_memory()
        columnar = fits_columns(self.source.path, self.source.sheet.headings)
        rows = self._by_columns() if columnar else self._by_rows()
        first = next(rows, None)
        which = which_columns(self.carried, ())
        self.states = column_named(which, "state").codes
        blocks = (self._block(one) for one in _with(first, rows))
        short = not columnar or rows_in(self.source.path) <= MOST_ROWS
        files = write_blocks(drafts, blocks, which, self.advisor.knowledge, workbook=short)
        self.found.files += files
        if not any(one.suffix == ".xlsx" for one in files):
            self.say(
                f"There is no results.xlsx: a workbook of more than {MOST_ROWS:,} rows opens too slowly to be"
                " of use. results.parquet and results.csv hold every row."
            )
        self._check()
        self._errors(drafts)
        return self.found

    def _check(self) -> None:
        rows = self.sample.rows()
        self.found.sampled = self.sample.check()
        if rows:
            named = ", ".join(map(str, rows[:SHOWN])) + (", …" if len(rows) > SHOWN else "")
            many = "One row was" if len(rows) == 1 else f"{len(rows)} rows were"
            self.say(
                f"As a check, {many} worked out a second time in another way, with the same results: {named}."
            )

    def _errors(self, drafts: Path) -> None:
        if not self.found.problems:
            return
        if len(self.found.problems) >= MOST_ERRORS:
            self.say(f"errors.xlsx lists the first {MOST_ERRORS:,} problems.")
        sheet = self.source.sheet
        choices = choices_of(self.advisor.questionnaires["full"], self.advisor.knowledge.vocabulary)
        path = str(self.source.path)
        notes = [(0, "", CellProblem(path, 0, 0, one.text, in_sheet=False)) for one in sheet.notes]
        found = [*self.found.problems, *notes]
        self.found.files += write_errors(drafts, self.source.path, found, first=sheet.first, choices=choices)

    # ── Rows one by one ──────────────────────────────────────────────────────────────────────────

    def _by_rows(self) -> Iterator["_Read"]:
        waiting = iter(self.source.sheet.rows)
        while some := list(islice(waiting, AT_ONCE)):
            for row in some:
                self.carried += [name for name in row.carried if name not in self.carried]
            cases = [row.case.answers if row.case is not None else {} for row in some]
            table = self.rules.columns.table(cases)
            texts: dict[str, Any] = {
                "name": [row.name for row in some],
                "organisation": [row.case.organisation if row.case else None for row in some],
            }
            texts |= {name: [row.carried.get(name) for row in some] for name in self.carried}
            numbers = np.array([row.number for row in some], np.int64)
            yield _Read(numbers, table, texts, {row.number: row for row in some if row.case is None})

    # ── Column by column ─────────────────────────────────────────────────────────────────────────

    def _by_columns(self) -> Iterator["_Read"]:
        knowledge, source = self.advisor.knowledge, self.source
        mapped = read_mapping(source.mapping, knowledge.vocabulary) if source.mapping else Mapped()
        stream = Stream(str(source.path), "", iter(()), lettered=False)
        reader = RowReader(knowledge.vocabulary, mapped.values, stream)
        layout = Layout(source.sheet.headings, reader)
        cells = {fact: cells for fact, cells, _, _ in layout.facts}
        for block in coded_blocks(source.path, layout):
            yield self._decoded(block, cells, partial(_read_alone, reader, layout, block))

    def _decoded(
        self, block: CodedBlock, cells: Mapping[str, FactCells], alone: Callable[[int], Row]
    ) -> "_Read":
        odd = block.odd.copy()
        columns: dict[Subject, Column] = {}
        for fact, coded in block.facts.items():
            subject = Subject(ANSWERED, fact)
            columns[subject], faulty = _codes(coded, cells[fact], self.rules.columns.codebook[subject])
            odd |= faulty
        numbers = np.arange(block.first, block.first + block.length, dtype=np.int64)
        names = block.texts.get("name")
        unnamed = _unnamed(names, block.length)
        texts: dict[str, Any] = {name: block.texts[name] for name in self.carried if name in block.texts}
        texts["organisation"] = block.texts.get("organisation")
        refused: dict[int, Row] = {}
        changed: dict[int, str] = {}
        for place in np.flatnonzero(odd | unnamed).tolist():
            row = alone(place)
            changed[place] = row.name
            if row.case is None:
                refused[row.number] = row
        texts["name"] = _renamed(names, changed, block.length)
        return _Read(numbers, Table(block.length, columns), texts, refused)

    # ── What follows ─────────────────────────────────────────────────────────────────────────────

    def _block(self, read: "_Read") -> Block:
        """Return the rows of the table of results."""
        length = read.table.length
        cells = dict(self.rules.cells(read.table))
        states = np.full(length, self.states["done"], np.int16)
        why: list[str | None] = [None] * length
        asked = self._asked(read.numbers)
        for row in read.refused.values():
            place = int(np.searchsorted(read.numbers, row.number))
            if asked[place]:
                self._refuse(row, place, states, why)
        states[~asked] = self.states["waiting"]
        done = states == self.states["done"]
        self.sample.take(read.numbers, read.table, cells, done)
        self.passing(_some(read.table, done))
        if not done.all():
            cells = {name: np.where(done, column, NOTHING) for name, column in cells.items()}
        self.found.rows += length
        self.found.done += int(done.sum())
        self.found.waiting += int((~asked).sum())
        self.worked(self.found)
        return Block(length, {**cells, **read.texts, "row": read.numbers, "state": states, "why": why})

    def _asked(self, numbers: npt.NDArray[np.int64]) -> Mask:
        if self.source.asked is None:
            return np.ones(len(numbers), np.bool_)
        return np.array([number in self.source.asked for number in numbers.tolist()], np.bool_)

    def _refuse(self, row: Row, place: int, states: Column, why: list[str | None]) -> None:
        states[place] = self.states["refused"]
        why[place] = "; ".join(one.text for one in row.problems)
        self.found.refused += 1
        room = MOST_ERRORS - len(self.found.problems)
        self.found.problems += [(row.number, row.name, _of_cell(one)) for one in row.problems[:room]]


@dataclass(frozen=True)
class _Read:
    """Some rows as they were read: their numbers, answers and texts, and those that are refused by number."""

    numbers: npt.NDArray[np.int64]
    table: Table
    texts: Mapping[str, Any]
    refused: Mapping[int, Row]


def _codes(coded: CodedFact, cells: FactCells, codes: Any) -> tuple[Column, Mask]:
    """Return the code of each cell of a fact, and which cells are at fault."""
    known = np.full(len(coded.written) + 1, UNKNOWN_CODE, codes.dtype)
    faulty = np.zeros(len(coded.written) + 1, np.bool_)
    for place, written in enumerate(coded.written):
        found = cells.read(written) if written is not None else None
        if found is not None and found.faults:
            faulty[place] = True
        elif found is not None and found.value is not None:
            known[place] = codes.encode(found.value)
    # The place of an empty cell, -1, is the last.
    assert EMPTY == -1  # noqa: S101
    return known[coded.places], faulty[coded.places]


def _read_alone(reader: RowReader, layout: Layout, block: CodedBlock, place: int) -> Row:
    return reader.read(block.raw(place), layout)


def _unnamed(names: Any, length: int) -> Mask:
    if names is None:
        return np.ones(length, np.bool_)
    empty: Mask = np.array([not one for one in names.to_pylist()], np.bool_)
    return empty


def _renamed(names: Any, changed: Mapping[int, str], length: int) -> Any:
    if not changed:
        return names
    found = names.to_pylist() if names is not None else [None] * length
    for place, name in changed.items():
        found[place] = name
    return found


def _some(table: Table, which: Mask) -> Table:
    if which.all():
        return table
    return Table(int(which.sum()), {subject: column[which] for subject, column in table.columns.items()})


def _with(first: "_Read | None", rest: Iterator["_Read"]) -> Iterator["_Read"]:
    if first is not None:
        yield first
        yield from rest


def _of_cell(problem: Problem) -> CellProblem:
    if isinstance(problem, CellProblem):
        return problem
    return CellProblem(problem.file, problem.line, problem.column, problem.text, in_sheet=False)
