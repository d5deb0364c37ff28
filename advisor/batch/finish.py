"""The end of a batch: its tables, written as drafts and moved in whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from advisor.batch.folder import REPORTS, RunFolder
from advisor.batch.manifest import Manifest, Standing, StoredFile
from advisor.content.tables.results_lines import Line
from advisor.content.tables.table import BadCell, CellProblem
from advisor.errors import Problem
from advisor.model.knowledge import KnowledgeBase

KINDS: dict[str, type[CellProblem]] = {"CellProblem": CellProblem, "BadCell": BadCell}
TABLES = ("results.xlsx", "results.csv", "results.parquet", "codebook.csv", "errors.xlsx")


@dataclass(frozen=True)
class Source:
    """The input, as far as its tables need it.

    Attributes:
        path: The file or folder.
        formats: Which reports were asked for.
        carried: Names of what is carried over to the results.
        first: Number of the first row that may hold answers.
        batch: Name of the batch in its record, for its table of errors.
        choices: What a template offers in its columns, by their names.
        notes: What to tell of its columns.
    """

    path: Path
    formats: tuple[str, ...]
    carried: Sequence[str]
    first: int
    batch: str = ""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes: Sequence[str] = ()


def write_tables(folder: RunFolder, manifest: Manifest, source: Source, knowledge: KnowledgeBase) -> None:
    """Write the tables of all rows, and that of the errors where there are any."""
    from advisor.content.tables.results import write_results  # noqa: PLC0415 - pyarrow is slow to import

    with folder.drafting() as drafts:
        written = list(
            write_results(drafts, lambda: lines(manifest, source.formats), knowledge, source.carried)
        )
        if next(problems(manifest, source), None) is not None:
            from advisor.content.tables.errors import write_errors  # noqa: PLC0415 - as above

            notes = (CellProblem(str(source.path), 0, 0, one, in_sheet=False) for one in source.notes)
            found = chain(problems(manifest, source), ((0, "", one) for one in notes))
            written += write_errors(
                drafts, source.path, found, source.first, batch=source.batch, choices=source.choices
            )
        take_in(written, folder, manifest)


def take_in(
    written: Sequence[Path], folder: RunFolder, manifest: Manifest, names: Sequence[str] = TABLES
) -> None:
    """Move files from the drafts to their places; take away those of these names that nothing is for."""
    files = []
    for draft in written:
        name, digest, size = folder.move_in(draft)
        files.append(StoredFile(name, 0, "table", "", digest, size))
    gone = [name for name in names if name not in {one.path for one in files}]
    for name in gone:
        folder.remove(name)
    folder.settle()
    manifest.forget(gone)
    with manifest.transaction():
        for file in files:
            manifest.keep_file(file)


def lines(manifest: Manifest, formats: tuple[str, ...]) -> Iterator[Line]:
    """Yield the rows of the results."""
    for one in manifest.standings(formats):
        state = _state(one)
        yield Line(
            row=one.number,
            name=one.name,
            carried=one.carried,
            state=state,
            reason=_reason(one, state),
            files={form: f"{REPORTS}/{one.stem}.{form}" for form in one.forms} if state == "done" else {},
            record=one.record if state == "done" else {},
            same_as=one.same_as,
        )


def _state(one: Standing) -> Literal["done", "refused", "failed", "waiting"]:
    if one.refused:
        return "refused"
    if one.result == "done":
        return "done"
    return "failed" if one.result == "failed" else "waiting"


def _reason(one: Standing, state: str) -> str:
    if state == "refused":
        return "; ".join(problem.text for problem in _cells(one))
    return one.reason if state == "failed" else ""


def stored(problem: Problem) -> dict[str, Any]:
    """Return a problem as the record keeps it."""
    return {"kind": type(problem).__name__, **asdict(problem)}


def _cells(one: Standing) -> list[CellProblem]:
    return [_cell(dict(problem)) for problem in one.problems]


def _cell(parts: dict[str, Any]) -> CellProblem:
    kind = KINDS.get(parts.pop("kind"))
    if kind is None:  # of an answers file, which has no cells
        return CellProblem(**parts, in_sheet=False)
    whole: dict[str, Any] = {
        name: tuple(part) if isinstance(part, list) else part for name, part in parts.items()
    }
    return kind(**whole)


def problems(manifest: Manifest, source: Source) -> Iterator[tuple[int, str, CellProblem]]:
    """Yield what is wrong, row by row: bad cells, and rows that failed."""
    for one in manifest.standings(source.formats):
        state = _state(one)
        if state == "refused":
            for problem in _cells(one):
                yield one.number, one.name, problem
        elif state == "failed":
            problem = CellProblem(str(source.path), one.number, 0, one.reason, in_sheet=False)
            yield one.number, one.name, problem
