"""Reads Parquet files as a stream: a column a fact, a row a collaboration."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from advisor.content.tables.limits import Limits
from advisor.content.tables.opening import opened, refuse
from advisor.content.tables.table import RawRow, Stream

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
        try:
            with file:
                for batch in file.iter_batches(_ROWS_AT_ONCE, use_threads=False):
                    columns = [column.to_pylist() for column in batch.columns]
                    for cells in zip(*columns, strict=True):
                        number += 1
                        yield RawRow(number, cells)
        except (pa.ArrowException, OSError, ValueError) as error:
            _damaged(path, error)

    return Stream(str(path), "", rows(), lettered=False)


def _damaged(path: Path, error: Exception) -> NoReturn:
    what = " ".join(str(error).split())[:80] or type(error).__name__
    refuse(path, f"is damaged ({what}) – it cannot be opened – write the Parquet file again")
