"""Reads Parquet files as a stream: a column a fact, a row a collaboration."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from advisor.content.answer_values import short
from advisor.content.tables.headings import Heading
from advisor.content.tables.limits import Limits
from advisor.content.tables.opening import opened, refuse
from advisor.content.tables.table import CellProblem, RawRow, Stream
from advisor.errors import InputRefused

START = b"PAR1"
_ROWS_AT_ONCE = 2_000
_LARGEST_GROUP = 1_000_000_000


def is_parquet(path: Path) -> bool:
    """Return whether a file is Parquet, by what it holds."""
    try:
        with path.open("rb") as file:
            return file.read(len(START)) == START
    except (OSError, ValueError):
        return False


def open_parquet(path: Path, limits: Limits) -> Stream:
    """Return the table in a Parquet file; its names stand in a row 0 before the rest.

    Raises:
        InputRefused: It is damaged, or its parts are too large; says what to do. So may its rows, later.
    """
    import pyarrow as pa  # noqa: PLC0415 - only those who read Parquet wait for it
    import pyarrow.parquet as pq  # noqa: PLC0415

    with opened(path):
        pass
    try:
        file: Any = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        _damaged(path, error)
    names = file.schema_arrow.names
    if len(names) > limits.columns:
        file.close()
        refuse(path, f"has {len(names):,} columns – at most {limits.columns} are read – leave out the others")
    groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    largest = max((one.total_byte_size for one in groups), default=0)
    if largest > _LARGEST_GROUP:
        file.close()
        refuse(
            path,
            f"has a part of {largest / 1e6:,.0f} MB – it was not opened – write it with smaller row groups",
        )

    def rows() -> Iterator[RawRow]:
        yield RawRow(0, names)
        number = 0
        for batch in plain_batches(path, file, _ROWS_AT_ONCE, use_threads=False):
            columns = [column.to_pylist() for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield RawRow(number, cells)

    return Stream(str(path), "", rows(), lettered=False)


def plain_batches(path: Path, file: Any, rows: int, **how: bool) -> Iterator[Any]:
    """Yield the rows of an open file, some at a time, as texts, numbers and lists of them; then close it.

    Raises:
        InputRefused: The file is damaged.
    """
    import pyarrow as pa  # noqa: PLC0415 - as above

    from advisor.content.tables.parquet_kinds import plain_batch  # noqa: PLC0415 - as above

    try:
        with file:
            for batch in file.iter_batches(rows, **how):
                batch.validate(full=True)
                yield plain_batch(batch)
    except (pa.ArrowException, OSError, ValueError) as error:
        _damaged(path, error)


def check_kinds(path: Path, headings: Sequence[Heading]) -> None:
    """Check that each column that is read holds what can be an answer.

    Raises:
        InputRefused: One holds something else, such as structures or bytes.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    from advisor.content.tables.parquet_kinds import is_list, is_plain  # noqa: PLC0415 - as above

    fields = pq.read_schema(path)
    problems = []
    for one in headings:
        kind = fields.field(one.column - 1).type
        if one.kind == "not read" or is_plain(kind) or (one.kind == "fact" and is_list(kind)):
            continue
        wanted = "a text, a number or a list of texts" if one.kind == "fact" else "a text or a number"
        text = (
            f"“{short(one.text)}” has cells of the kind {short(str(kind))} – what is read here is {wanted} –"
            " write the column as such, or leave it out"
        )
        problems.append(CellProblem(str(path), 0, 0, text, in_sheet=False))
    if problems:
        raise InputRefused(list(problems))


def _damaged(path: Path, error: Exception) -> NoReturn:
    what = " ".join(str(error).split())[:80] or type(error).__name__
    refuse(path, f"is damaged ({what}) – it cannot be opened – write the Parquet file again")
