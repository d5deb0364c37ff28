"""Which rows of an input take which places in the record of a batch, and which inputs it takes.

A folder belongs to one input. A table of errors brings its rows back to their places and leaves the others.
Any other input that would push out finished rows is refused, unless it is said that it may.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.batch.finish import stored
from advisor.batch.keys import canonical, key_of
from advisor.batch.manifest import Manifest, PlannedRow
from advisor.batch.record_rows import FormerRow, MendedRow
from advisor.batch.stopping import Say
from advisor.content.file_names import safe_name
from advisor.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Container

    from advisor.content.tables.rows import Sheet
    from advisor.content.tables.rows_reading import Row

LEAST = 5
"""Finished rows from which on a table of the same name with none of them is taken for another."""
ID = 12
_QUESTIONNAIRE = re.compile(r"template \d+: (\w+ [\d-]+)")


class Placing:
    """The rows of one run, each at its place.

    Attributes:
        merging: Whether the input is the table of errors of this very batch.
    """

    def __init__(  # noqa: PLR0913 - all of it has names
        self,
        manifest: Manifest,
        sheet: "Sheet",
        stamp: str,
        *,
        asked: "Container[int] | None",
        may_replace: bool,
        say: Say,
    ) -> None:
        """Look at what the record holds; nothing is changed yet."""
        self._manifest, self._stamp, self._asked, self._say = manifest, stamp, asked, say
        self._replace = may_replace
        self._path, self._made_for, self._batch = sheet.path, sheet.made_for, sheet.batch
        self.merging = bool(sheet.batch) and sheet.batch == manifest.about("batch") and not may_replace
        self._digest = hashlib.sha256()
        self._gone = 0
        self._taken = 0

    def rows(self, rows: "Iterable[Row]") -> Iterator[PlannedRow]:
        """Yield all rows of the record as they are to be from now on."""
        if self._replace:
            self._manifest.forget_mended()
        placed = self._merged(rows) if self.merging else self._of_input(rows)
        return map(self._left_alone, placed)

    def _of_input(self, rows: "Iterable[Row]") -> Iterator[PlannedRow]:
        for row in rows:
            found = self._new(row)
            self._digest.update(f"{found.number}\0{found.name}\0".encode())
            mended = self._manifest.mended(found.number)
            if mended is not None and mended.was == _hash_of(found.case, found.problems):
                found = self._restored(found.number, mended)
            elif mended is not None:
                self._manifest.forget_mended(found.number)
            yield found

    def _merged(self, rows: "Iterable[Row]") -> Iterator[PlannedRow]:
        new = {row.number: self._new(row) for row in rows}
        for former in self._manifest.former_rows():
            row = new.pop(former.number, None)
            if row is None:
                yield self._restored(former.number, former)
                continue
            before = self._manifest.mended(former.number)
            was = before.was if before else _hash_of(former.content, json.loads(former.problems))
            carried, problems = _json(row.carried), _json(row.problems)
            self._manifest.keep_mended(row.number, MendedRow(was, row.name, row.case, carried, problems))
            self._taken += 1
            yield row

    def _new(self, row: "Row") -> PlannedRow:
        case = canonical(row.case) if row.case is not None else None
        problems = [stored(one) for one in row.problems]
        return self._planned(row.number, row.name, case, row.carried, problems)

    def _restored(self, number: int, row: FormerRow | MendedRow) -> PlannedRow:
        return self._planned(number, row.name, row.content, json.loads(row.carried), json.loads(row.problems))

    def _planned(
        self,
        number: int,
        name: str,
        case: str | None,
        carried: Mapping[str, str],
        problems: list[dict[str, Any]],
    ) -> PlannedRow:
        return PlannedRow(
            number=number,
            name=name,
            stem=f"{number}-{safe_name(name, 'row')}",
            key=key_of(case, self._stamp) if case is not None else None,
            case=case,
            asked=self._asked is None or number in self._asked,
            carried=dict(carried),
            problems=problems,
        )

    def _left_alone(self, row: PlannedRow) -> PlannedRow:
        """Return a row; one that this run is not asked for keeps the result that it has."""
        if row.asked:
            return row
        former = self._manifest.former_row(row.number)
        if former is None or not former.done or former.name != row.name or former.key == row.key:
            return row
        carried = json.loads(former.carried)
        return replace(row, key=former.key, case=former.content, carried=carried, problems=[])

    def check(self) -> None:
        """Refuse an input that pushes out what is finished, and note whose folder it is.

        Raises:
            CommandError: It does; nothing has been changed.
        """
        if self.merging:
            return
        gone, there = self._manifest.leaving()
        before = self._manifest.about("input")
        same = before == str(self._path.resolve())
        if not there and before and not same:
            gone = there = int(self._manifest.about("tables") or 0)
        if gone and not self._replace and (not same or (gone == there >= LEAST)):
            raise CommandError(self._refusal(before, gone, there))
        self._gone = gone
        self._manifest.note(
            input=str(self._path.resolve()),
            made_for=self._made_for,
            batch=self._digest.hexdigest()[:ID],
            tables="",
        )

    def tell(self) -> None:
        """Say what the input did to the rows that were there."""
        if self.merging:
            rows = "One row was" if self._taken == 1 else f"{self._taken:,} rows were"
            self._say(f"{rows} taken from {self._path.name} into the batch; all others stay as they are.")
        elif self._gone:
            many = "One report" if self._gone == 1 else f"The reports of {self._gone:,} rows"
            self._say(f"{many} went, because {self._path.name} no longer has what they were for.")

    def _refusal(self, before: str, gone: int, there: int) -> str:
        loss = f"{gone:,} of the {there:,} results in the folder would go"
        return refusal(self._manifest, self._path, before, loss, self._batch)


def is_of(manifest: Manifest, sheet: "Sheet") -> bool:
    """Return whether a folder holds the batch of this input."""
    return manifest.about("input") == str(sheet.path.resolve())


def check_tables(manifest: Manifest, sheet: "Sheet", *, may_replace: bool) -> None:
    """Refuse to write tables alone over those of another input.

    Raises:
        CommandError: They are of another one.
    """
    before = manifest.about("input")
    if before and not is_of(manifest, sheet) and not may_replace:
        raise CommandError(refusal(manifest, sheet.path, before, "its tables would be replaced", sheet.batch))


def refusal(manifest: Manifest, path: Path, before: str, loss: str, batch: str) -> str:
    """Return why an input is not taken into a folder, and what to do."""
    whose = Path(before).name if before else "an earlier table"
    found = _QUESTIONNAIRE.match(manifest.about("made_for"))
    made = f" (a template for the {found[1]} questionnaire)" if found else ""
    errors = (
        f" It is a table of errors, and does not fit this batch: write its rows into {whose} instead."
        if batch
        else ""
    )
    return (
        f"The folder holds the batch of {whose}{made}. {path.name} is another table: {loss}."
        f"{errors} Nothing was changed. Choose another folder with -o, or add --replace if they may go."
    )


def _hash_of(case: str | None, problems: Iterable[Mapping[str, object]]) -> str:
    """Return a hash of what a row says, or of what is wrong with it."""
    faults = [[one.get("column", 0), one.get("text", "")] for one in problems]
    return hashlib.sha256(_json([case, faults]).encode()).hexdigest()


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


class Asked:
    """Rows that are asked for, which notes what the table does not have."""

    def __init__(self, ranges: Iterable[tuple[int, int]], done: "Container[int]" = ()) -> None:
        """Keep the ranges, both ends in them, and rows that keep the result that they have."""
        self._ranges, self._done = tuple(ranges), done
        self._missed = set(self._ranges)

    def __contains__(self, number: object) -> bool:
        """Return whether a row is asked for."""
        hit = False
        for one in self._ranges:
            if isinstance(number, int) and one[0] <= number <= one[1]:
                self._missed.discard(one)
                hit = True
        return hit or number in self._done

    def tell(self, say: Say) -> None:
        """Say which rows are not there."""
        if self._missed:
            named = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in sorted(self._missed))
            say(
                f"--only {named}: the table has no such rows. Rows are counted as the table counts them, its"
                " headings too; the column “Row” of the results has their numbers."
            )
