"""What was understood of a table: in short for people, and row by row for the run."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import Field, TypeAdapter

from advisor.batch.finish import KINDS, stored
from advisor.content.tables.headings import Heading
from advisor.content.tables.rows import Row, Sheet
from advisor.content.tables.table import CellProblem
from advisor.content.whole_files import write_whole
from advisor.model.base import Model
from advisor.model.case import Case
from advisor.web.batches.place import Place

MOST_SHOWN = 200


class Fault(Model):
    """One cell that cannot be used, or a whole row where the column is 0."""

    row: int
    column: int = 0
    heading: str = ""
    collaboration: str = ""
    shown: str = ""
    text: str
    allowed: tuple[str, ...] = ()
    meant: str = ""


class Wording(Model):
    """Words that stand for no answer, and could if somebody said which."""

    fact: str
    heading: str
    words: str
    cells: int = 1
    meant: str = Field(default="", description="The answer that was probably meant, as people read it.")


class SeenColumn(Model):
    """A column of a table, for somebody who says what it holds."""

    text: str = Field(description="What a mapping file names it by.")
    shown: str = Field(description="The words above it.")
    samples: tuple[str, ...] = ()
    holds: str = Field(default="", description="What it was taken to hold, as a mapping file writes it.")
    guess: str = Field(default="", description="What it may hold.")
    is_known: bool = Field(default=False, description="Whether it needs nobody to say what it holds.")
    is_twice: bool = Field(default=False, description="Whether another one has the same heading.")


class Understood(Model):
    """What was understood of a table."""

    refusal: tuple[str, ...] = Field(default=(), description="Why nothing of it can be used.")
    columns_seen: tuple[SeenColumn, ...] = Field(default=(), description="Its columns, to pair.")
    wordings: tuple[Wording, ...] = Field(default=(), description="Words that are none of ours.")
    is_mended: bool = Field(default=False, description="Whether the last upload mends the one before.")
    is_other: bool = Field(default=False, description="Whether it is a marked copy of another table.")
    source: str = Field(default="", description="Name of the file that faulty rows are copied from.")
    sheet: str = ""
    first: int = 1
    made_for: str = ""
    headings: tuple[dict[str, Any], ...] = ()
    unread: tuple[str, ...] = Field(default=(), description="Headings that hold no answers.")
    missing: tuple[str, ...] = Field(default=(), description="Headings without which much stays unknown.")
    has_names: bool = True
    warnings: tuple[Fault, ...] = ()
    rows: int = 0
    refused: int = Field(default=0, description="Rows with something that cannot be used.")
    faults: int = Field(default=0, description="Cells that cannot be used.")
    shown: tuple[Fault, ...] = Field(default=(), description="The first of them.")

    @property
    def is_to_pair(self) -> bool:
        """Whether somebody should say what its columns hold before anything else."""
        if self.refusal:
            return bool(self.columns_seen)
        return any(one.guess and not one.is_known for one in self.columns_seen)

    @property
    def columns(self) -> list[str]:
        """Headings of the columns that are read."""
        kinds = {"fact", "tick", "text", "carried"}
        return [one["text"] for one in self.headings if one["kind"] in kinds]


_COLUMNS = TypeAdapter(tuple[SeenColumn, ...])


def understood_at(place: Place) -> Understood | None:
    """Return what was understood of a batch; none where nothing was, yet."""
    try:
        return Understood.model_validate_json(place.understood.read_bytes())
    except FileNotFoundError:
        return None


def columns_at(place: Place) -> tuple[SeenColumn, ...]:
    """Return the columns of what was read last; none where they are not to be paired."""
    try:
        return _COLUMNS.validate_json(place.columns.read_bytes())
    except FileNotFoundError:
        return ()


def keep_columns(place: Place, columns: tuple[SeenColumn, ...]) -> None:
    """Keep the columns of what was read last."""
    write_whole(place.columns, _COLUMNS.dump_json(columns))


def line_of(row: Row) -> str:
    """Return a row as a line of JSON."""
    return json.dumps(
        {
            "number": row.number,
            "name": row.name,
            "case": None if row.case is None else row.case.model_dump(mode="json"),
            "carried": dict(row.carried),
            "problems": [stored(one) for one in row.problems],
        },
        ensure_ascii=False,
    )


def rows_at(path: Path) -> Iterator[Row]:
    """Yield the rows of a file of such lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield _row(json.loads(line))


def _row(kept: dict[str, Any]) -> Row:
    return Row(
        kept["number"],
        kept["name"],
        None if kept["case"] is None else Case.model_validate(kept["case"]),
        kept["carried"],
        tuple(_problem(dict(one)) for one in kept["problems"]),
    )


def _problem(kept: dict[str, Any]) -> CellProblem:
    kind = KINDS[kept.pop("kind")]
    parts: dict[str, Any] = {
        name: tuple(part) if isinstance(part, list) else part for name, part in kept.items()
    }
    return kind(**parts)


def heading_data(sheet: Sheet) -> tuple[dict[str, Any], ...]:
    """Return the headings of a table as they are kept."""
    return tuple(asdict(one) for one in sheet.headings)


def sheet_at(place: Place) -> Callable[..., Sheet]:
    """Return what reads a batch for its run: what was understood, and not what was uploaded."""

    def read(*_: object) -> Sheet:
        found = understood_at(place)
        if found is None or not place.rows.is_file():
            raise FileNotFoundError(place.rows)
        return Sheet(
            path=place.path / found.source,
            sheet=found.sheet,
            headings=[Heading(**one) for one in found.headings],
            rows=rows_at(place.rows),
            warnings=[],
            first=found.first,
            made_for=found.made_for,
        )

    return read
