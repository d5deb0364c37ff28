"""Blocks of results as typed columns, and the two files that programs read: CSV and Parquet."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from advisor.content.tables.results_columns import Block, ResultColumn
from advisor.content.tables.safe_cells import LONGEST_CELL, SIGNS, csv_field, plain_text

BOM = b"\xef\xbb\xbf"
END = "\r\n"
AT_ONCE = 4_096
_UNFIT = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_UNSAFE = rf"""^[\pZ\p{{Cc}}\p{{Cf}}]*[{re.escape(SIGNS)}]|[",\r\n\t]|^ | $"""
"""Texts that :func:`plain_text` and :func:`csv_field` change are among these."""


def spare_memory() -> None:
    """Give memory back as soon as it is free: other pools keep much of it, and are no faster here."""
    pa.set_memory_pool(pa.system_memory_pool())


def schema_of(columns: Sequence[ResultColumn]) -> pa.Schema:
    """Return the types of the columns; the sentence on each goes with it."""
    return pa.schema([pa.field(each.name, _type(each), metadata={"says": each.says}) for each in columns])


def _type(column: ResultColumn) -> pa.DataType:
    if column.kind == "number":
        return pa.int32()
    if column.kind == "choice":
        return pa.dictionary(pa.int16(), pa.string())
    return pa.string()


def batch_of(block: Block, columns: Sequence[ResultColumn]) -> pa.RecordBatch:
    """Return a block as typed columns."""
    arrays = [_array(each, block.cells.get(each.name), block.length) for each in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=schema_of(columns))


def _array(column: ResultColumn, cells: Any, length: int) -> pa.Array:
    if cells is None:
        return pa.nulls(length, _type(column))
    if column.kind == "text":
        return _text(cells)
    codes = np.asarray(cells)
    if column.kind == "several":
        found, places = np.unique(np.maximum(codes, 0), return_inverse=True)
        texts = pa.array([column.ticks(int(one)) or None for one in found], pa.string())
        return texts.take(pa.array(places.astype(np.int32).reshape(-1)))
    numbers = pa.array(codes, pa.int32() if column.kind == "number" else pa.int16(), mask=codes < 0)
    if column.kind == "number":
        return numbers
    return pa.DictionaryArray.from_arrays(
        numbers, pa.array([each.value for each in column.values], pa.string())
    )


def _text(cells: Any) -> pa.Array:
    """Return texts, each without what no file of ours may hold; an empty one is nothing."""
    array = cells if isinstance(cells, pa.Array) else pa.array(cells, pa.string())
    coded = array if pa.types.is_dictionary(array.type) else None
    texts = (array if coded is None else coded.dictionary).cast(pa.string())
    texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    texts = _changed(texts, _UNFIT, plain_text, LONGEST_CELL)
    return texts if coded is None else texts.take(coded.indices)


def _changed(
    texts: pa.Array, which: str, change: Callable[[str], str], longest: int | None = None
) -> pa.Array:
    """Return texts of which those that match a pattern, or are too long, are changed."""
    found = pc.match_substring_regex(texts, which)
    if longest is not None:
        found = pc.or_(found, pc.greater(pc.utf8_length(texts), longest))
    places = np.flatnonzero(pc.fill_null(found, False).to_numpy(zero_copy_only=False))
    if not len(places):
        return texts
    listed = texts.to_pylist()
    for place in places.tolist():
        listed[place] = change(listed[place])
    return pa.array(listed, pa.string())


class CsvFile:
    """Writes results as CSV: UTF-8 with a mark at the start and Windows line ends, as Excel likes it."""

    def __init__(self, path: Path, columns: Sequence[ResultColumn]) -> None:
        self._file: IO[bytes] = path.open("wb")
        self._choices = [
            pa.array([csv_field(value.value) for value in each.values], pa.string()) for each in columns
        ]
        self._file.write(BOM + (",".join(csv_field(each.name) for each in columns) + END).encode())

    def write(self, batch: pa.RecordBatch) -> None:
        """Write some rows, few at a time: their text takes much more memory than their codes."""
        for start in range(0, batch.num_rows, AT_ONCE):
            self._write(batch.slice(start, AT_ONCE))

    def _write(self, batch: pa.RecordBatch) -> None:
        lines = pc.binary_join_element_wise(*map(_fields, batch.columns, self._choices), ",")
        ended = pc.binary_join_element_wise(lines, END, "")
        _, offsets, letters = ended.buffers()
        ends = np.frombuffer(offsets, np.int32, len(ended) + 1, ended.offset * 4)
        self._file.write(memoryview(letters)[int(ends[0]) : int(ends[-1])])

    def close(self) -> None:
        """End the file."""
        self._file.close()


def _fields(column: pa.Array, choices: pa.Array) -> pa.Array:
    """Return a column as fields of a CSV file, empty ones too."""
    if pa.types.is_dictionary(column.type):
        fields = choices.take(column.indices)
    elif pa.types.is_integer(column.type):
        fields = pc.cast(column, pa.string())
    else:
        fields = _changed(column, _UNSAFE, csv_field)
    return pc.fill_null(fields, "")


class ParquetFile:
    """Writes results as Parquet: typed, values as a dictionary, a group of rows a block."""

    def __init__(self, path: Path, columns: Sequence[ResultColumn]) -> None:
        self._writer = parquet.ParquetWriter(
            path,
            schema_of(columns),
            compression="zstd",
            use_dictionary=True,
            write_statistics=False,
            store_schema=True,
        )

    def write(self, batch: pa.RecordBatch) -> None:
        """Write some rows."""
        self._writer.write_batch(batch)

    def close(self) -> None:
        """End the file."""
        self._writer.close()


def rows_of(batches: Iterable[pa.RecordBatch]) -> Iterable[dict[str, Any]]:
    """Yield rows as programs read them; for reading back."""
    for batch in batches:
        yield from batch.to_pylist()
