"""The tables of results: one for people, two for programs, and the codebook."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from advisor.content.tables.codebook import codebook_rows, write_codebook
from advisor.content.tables.results_arrow import CsvFile, ParquetFile, batch_of, spare_memory
from advisor.content.tables.results_columns import Block, ResultColumn
from advisor.content.tables.results_layout import which_columns, words
from advisor.content.tables.results_lines import Line, Record, blocks, layout_of, record_of
from advisor.content.tables.results_workbook import MOST_ROWS, WorkbookFile
from advisor.model.knowledge import KnowledgeBase

__all__ = ["MOST_ROWS", "Line", "Record", "record_of", "spare_memory", "write_blocks", "write_results"]


def write_results(
    drafts: Path,
    lines: Callable[[], Iterator[Line]],
    knowledge: KnowledgeBase,
    carried: Sequence[str] = (),
) -> Sequence[Path]:
    """Write the tables into a folder and return the files; the workbook only where it is not too long.

    Args:
        drafts: An empty folder.
        lines: Gives the rows in order, from the start at each call, a few in memory at a time.
        knowledge: The rules in use.
        carried: Headings of what is carried over, in the order of the input.
    """
    many, formats = 0, dict[str, None]()
    for line in lines():
        many += 1
        formats |= dict.fromkeys(line.files)
    which = which_columns(carried, [one for one in ("pdf", "html", "json") if one in formats])
    layout = layout_of(knowledge)
    return write_blocks(drafts, blocks(lines(), which, layout), which, knowledge, workbook=many <= MOST_ROWS)


def write_blocks(
    drafts: Path,
    found: Iterable[Block],
    which: Sequence[ResultColumn],
    knowledge: KnowledgeBase,
    *,
    workbook: bool,
) -> Sequence[Path]:
    """Write blocks of rows as tables into a folder and return the files.

    Args:
        drafts: An empty folder.
        found: The rows.
        which: Columns on the row itself; those of what was worked out follow.
        knowledge: The rules in use.
        workbook: Whether to write the workbook too.
    """
    spare_memory()
    columns = (*which, *layout_of(knowledge).columns)
    kinds = words()["kinds"]
    paths = [drafts / name for name in ("results.csv", "results.parquet", "codebook.csv")]
    write_codebook(paths[-1], columns, kinds)
    files: list[CsvFile | ParquetFile | WorkbookFile] = [
        CsvFile(paths[0], columns),
        ParquetFile(paths[1], columns),
    ]
    if workbook:
        paths.insert(0, drafts / "results.xlsx")
        told = [
            line.format(title=knowledge.title, date=knowledge.date, hash=knowledge.hash)
            for line in words()["read_first"]
        ]
        files.append(WorkbookFile(paths[0], columns, list(codebook_rows(columns, kinds)), told))
    try:
        _write(found, columns, files)
    finally:
        for file in files:
            file.close()
    return paths


def _write(
    found: Iterable[Block],
    columns: Sequence[ResultColumn],
    files: Sequence[CsvFile | ParquetFile | WorkbookFile],
) -> None:
    """Write each block on a second thread while the next one is worked out."""

    def write(batch: Any) -> None:
        for file in files:
            file.write(batch)

    with ThreadPoolExecutor(1, "tables") as hand:
        before: Future[None] | None = None
        for block in found:
            batch = batch_of(block, columns)
            if before is not None:
                before.result()
            before = hand.submit(write, batch)
        if before is not None:
            before.result()
