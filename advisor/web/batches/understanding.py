"""Reads a table that anybody may have made, in a process of its own without the database and within limits.

What it understood goes to a folder that it is given, and nowhere else.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from pydantic import TypeAdapter

from advisor.content.pack_answers import facts_of_other_packs
from advisor.content.tables.cell_words import heading_of
from advisor.content.tables.columns import Column, ColumnsRefused
from advisor.content.tables.errors import Found, write_errors
from advisor.content.tables.guesses import guesses, written_for
from advisor.content.tables.headings import LEFT_OUT, Headings, plain_heading
from advisor.content.tables.limits import LIMITS
from advisor.content.tables.reading_child import restrict
from advisor.content.tables.results_layout import words
from advisor.content.tables.rows import KEY_FACTS, Row, Sheet, read_rows
from advisor.content.tables.table import BadCell, CellProblem
from advisor.content.tables.template_columns import choices_of
from advisor.content.tables.template_version import template_version
from advisor.errors import InputRefused
from advisor.service import Advisor
from advisor.web.batches.understood import (
    MOST_SHOWN,
    Fault,
    SeenColumn,
    Understood,
    Wording,
    heading_data,
    line_of,
    rows_at,
)

LARGEST = 20 * 1024 * 1024
"""Bytes of a table at most."""
MOST_ROWS = 20_000
"""Rows of a table at most; the command line takes any number."""
LOOKED = 200
"""Rows that are looked at for what their columns hold."""
SAMPLES = 3
"""Different texts of a column that are shown."""
MOST_WORDINGS = 1_000
LONGEST_WORDS = 200
"""Words up to this length can be paired with an answer."""
UPLOADS = replace(
    LIMITS,
    largest=LARGEST,
    unpacked=400_000_000,
    rows=MOST_ROWS + 10,
    text_rows=MOST_ROWS + 10,
    seconds=120,
    too_long="delete the rows below the last one you need, or split the table into several",
    too_large="split it into several",
)
"""What is read in the browser at most: less than on the command line, because others wait."""
WHOLE = replace(UPLOADS, seconds=300, memory=2_000_000_000)
"""For this process, which reads a workbook through one more."""


@dataclass(frozen=True)
class Task:
    """What to read.

    Attributes:
        into: An empty folder.
        new: What was uploaded last; none where all was read before.
        table: The table that was read before; none where there is none.
        mended: Marked copies of it that came back, the oldest first.
        mark: What marked copies of this table carry.
        also: The same as a run of it wrote it; empty where there was none.
        packs: Packs in use.
        mapping: What somebody said that columns and words mean; none where nobody did.
    """

    into: Path
    new: Path | None
    table: Path | None
    mended: tuple[Path, ...]
    mark: str
    also: str
    packs: tuple[str, ...]
    mapping: Path | None = None

    def as_json(self) -> str:
        """Return it as the process is given it."""
        return TypeAdapter(Task).dump_json(self).decode()


def understand(task: Task) -> Understood:
    """Read a table with what mends it, and write what was understood."""
    reading = _Reading(task)
    try:
        return reading.read()
    except ColumnsRefused as refused:
        told = tuple(one.text for one in refused.problems)
        return Understood(refusal=told, columns_seen=reading.seen(refused.columns))
    except InputRefused as refused:
        return Understood(refusal=tuple(one.text for one in refused.problems))
    except MemoryError:
        text = "takes too much memory to read – reading was stopped – split it into several"
        return Understood(refusal=(text,))


class _Reading:
    def __init__(self, task: Task) -> None:
        self.task = task
        self.advisor = Advisor.load(packs=task.packs)
        self.shown: list[Fault] = []
        self.wordings: dict[tuple[str, str], Wording] = {}
        self.facts: dict[str, str] = {}
        self.rows = self.refused = self.faults = 0

    def read(self) -> Understood:
        """Decide what is what, and read it all."""
        task = self.task
        new = None if task.new is None else self.opened(task.new)
        ours = {task.mark, task.also} - {""}
        is_mended = new is not None and task.table is not None and new.batch in ours
        mends = [*task.mended, *([task.new] if is_mended and task.new is not None else [])]
        if is_mended or new is None:
            if task.table is None:
                raise FileNotFoundError("nothing was uploaded")
            base, overlay = self.opened(task.table), self.mended(mends)
        else:
            base, overlay = new, {}
        self.facts = {one.text: one.name for one in base.headings if one.kind == "fact"}
        self.write_rows(base, overlay)
        source = self.write_marked(base, mends, overlay)
        found = self.told(base)
        return found.model_copy(
            update={
                "is_mended": is_mended,
                "is_other": bool(base.batch),
                "source": source.name,
                "first": base.first,
            }
        )

    def opened(self, path: Path) -> Sheet:
        """Return a table of which no row is read yet."""
        knowledge, full = self.advisor.knowledge, self.advisor.questionnaires["full"]
        return read_rows(
            path,
            knowledge.vocabulary,
            full,
            self.task.mapping,
            limits=UPLOADS,
            version=template_version(knowledge, full),
            other_packs=facts_of_other_packs(knowledge),
            looked=LOOKED,
        )

    def seen(self, columns: Sequence[Column]) -> tuple[SeenColumn, ...]:
        """Return columns with what they may hold, but those that the product itself adds to a table."""
        knowledge, full = self.advisor.knowledge, self.advisor.questionnaires["full"]
        ours = words()["errors"]["explanation"]
        theirs = [
            one
            for one in columns
            if one.heading.kind not in {"version", "mark"} and not one.shown.startswith(ours)
        ]
        guessed = guesses(theirs, Headings(knowledge.vocabulary, full))
        many = Counter(plain_heading(one.heading.text) for one in theirs)
        return tuple(
            SeenColumn(
                text=one.heading.text,
                shown=one.shown,
                samples=one.samples[:SAMPLES],
                holds=written_for(one),
                guess=guessed.get(one.heading.text, ""),
                is_known=one.heading.kind != "not read" or one.heading.name == LEFT_OUT,
                is_twice=many[plain_heading(one.heading.text)] > 1,
            )
            for one in theirs
        )

    def mended(self, paths: list[Path]) -> dict[int, Row]:
        """Return the rows that came back mended, by their numbers in the table; the last word counts."""
        return {row.number: row for path in paths for row in self.opened(path).rows}

    def write_rows(self, base: Sheet, overlay: dict[int, Row]) -> None:
        """Write every row as it was understood."""
        with (self.task.into / "rows.jsonl").open("w", encoding="utf-8") as lines:
            for row in base.rows:
                self.rows += 1
                if self.rows > MOST_ROWS:
                    _too_long(base)
                now = overlay.get(row.number, row)
                self.count(now)
                lines.write(line_of(now) + "\n")
        if not self.rows:
            text = "has no row of answers – there is nothing to assess – fill in a row for each collaboration"
            raise InputRefused([CellProblem(str(base.path), 0, 0, text)])

    def count(self, row: Row) -> None:
        """Count what is wrong in a row, and keep the first of it."""
        self.refused += row.case is None
        self.faults += len(row.problems)
        room = MOST_SHOWN - len(self.shown)
        self.shown += [_fault(row, one) for one in row.problems[:room]]
        for one in row.problems:
            if isinstance(one, BadCell) and one.words and one.heading in self.facts:
                self.count_words(one)

    def count_words(self, problem: BadCell) -> None:
        """Count words that are no answer, and could be one if somebody said which."""
        fact = self.facts[problem.heading]
        key = fact, plain_heading(problem.words)
        known = self.wordings.get(key)
        if known is not None:
            self.wordings[key] = known.model_copy(update={"cells": known.cells + 1})
        elif len(problem.words) <= LONGEST_WORDS and len(self.wordings) < MOST_WORDINGS:
            self.wordings[key] = Wording(
                fact=fact, heading=problem.heading, words=problem.words, meant=problem.meant
            )

    def write_marked(self, base: Sheet, mends: list[Path], overlay: dict[int, Row]) -> Path:
        """Write the marked copy where anything is wrong; return the file that it is copied from."""
        # A copy that came back may still be wrong: then it is copied as it stands there now.
        wrong = {one.row for one in self.shown}
        source = mends[-1] if mends and wrong and wrong <= set(overlay) else base.path
        if self.faults:
            choices = choices_of(self.advisor.questionnaires["full"], self.advisor.knowledge.vocabulary)
            write_errors(
                self.task.into,
                source,
                self.found(),
                base.first,
                batch=self.task.mark,
                choices=choices,
                in_browser=True,
            )
        return source

    def found(self) -> Iterator[Found]:
        """Yield everything that is wrong, in the order of rows."""
        for row in rows_at(self.task.into / "rows.jsonl"):
            for one in row.problems:
                yield row.number, row.name, one

    def told(self, base: Sheet) -> Understood:
        """Return what was understood, in short."""
        facts = self.advisor.knowledge.vocabulary.by_name
        there = {one.name for one in base.headings if one.kind in {"fact", "tick"}}
        return Understood(
            sheet=base.sheet,
            made_for=base.made_for,
            headings=heading_data(base),
            unread=tuple(base.unread),
            missing=tuple(heading_of(facts[one]) for one in KEY_FACTS if one in facts and one not in there),
            has_names=any((one.kind, one.name) == ("text", "name") for one in base.headings),
            warnings=tuple(Fault(row=one.line, text=one.text) for one in base.warnings),
            rows=self.rows,
            refused=self.refused,
            faults=self.faults,
            shown=tuple(self.shown),
            columns_seen=self.seen(base.columns),
            wordings=tuple(self.wordings.values()),
        )


def _fault(row: Row, problem: CellProblem) -> Fault:
    details = problem if isinstance(problem, BadCell) else BadCell("", 0, 0, "")
    return Fault(
        row=row.number,
        column=problem.column,
        heading=details.heading,
        collaboration=row.name,
        shown=details.shown,
        text=problem.text,
        allowed=details.allowed,
        meant=details.meant,
    )


def _too_long(base: Sheet) -> NoReturn:
    text = f"has more than {MOST_ROWS:,} rows – it was not read – {UPLOADS.too_long}"
    raise InputRefused([CellProblem(str(base.path), 0, 0, text)])


def main(given: str) -> None:
    """Do one task, within limits."""
    restrict(WHOLE)
    task = TypeAdapter(Task).validate_json(given)
    found = understand(task)
    (task.into / "understood.json").write_text(found.model_dump_json(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
