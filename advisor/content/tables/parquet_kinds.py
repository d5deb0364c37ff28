"""Tells which columns of a Parquet file can hold answers, and makes their cells texts, numbers and lists."""

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc

_NUMBERS = (pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
_TEXTS = (pa.types.is_null, pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
_DAYS = (pa.types.is_date, pa.types.is_time, pa.types.is_timestamp)


def is_plain(kind: pa.DataType) -> bool:
    """Return whether each cell of a column is one text, number, truth, date or time."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(one(kind) for one in (*_NUMBERS, *_TEXTS, *_DAYS))


def is_list(kind: pa.DataType) -> bool:
    """Return whether each cell of a column is a list of texts or numbers."""
    lists = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list)
    return any(one(kind) for one in lists) and is_plain(kind.value_type) and not _is_day(kind.value_type)


def plain_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return rows as Python can read them, without what is neither text, number, date nor a list of texts.

    Raises:
        ValueError: A date lies beyond all calendars.
    """
    columns = [_plain(column) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _plain(column: pa.Array) -> pa.Array:
    kind = column.type
    if not (is_plain(kind) or is_list(kind)):
        return pa.nulls(len(column))
    if _is_day(kind):
        return _days(column.dictionary_decode() if pa.types.is_dictionary(kind) else column)
    if pa.types.is_string_view(kind):
        return column.cast(pa.string())
    return column.cast(pa.float32()) if pa.types.is_float16(kind) else column


def _days(column: pa.Array) -> pa.Array:
    """Return dates and times without zones and parts of a microsecond, of which Python knows none."""
    is_time, is_date = pa.types.is_time(column.type), pa.types.is_date(column.type)
    kind = pa.time64("us") if is_time else pa.date32() if is_date else pa.timestamp("us")
    column = column.cast(options=pc.CastOptions(kind, allow_time_truncate=True))
    if not is_time:
        found = pc.min_max(pc.year(column)).as_py()
        if found["max"] is not None and not dt.MINYEAR <= found["min"] <= found["max"] <= dt.MAXYEAR:
            raise ValueError(f"a date in the year {max(found.values(), key=abs)}")
    return column


def _is_day(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(one(kind) for one in _DAYS)
