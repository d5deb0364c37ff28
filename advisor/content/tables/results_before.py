"""Reads from the tables of an earlier run which rows had a result."""

from pathlib import Path


def done_before(folder: Path) -> frozenset[int]:
    """Return the rows that have a result in the tables of a folder."""
    import pyarrow as pa  # noqa: PLC0415 - only those who ask for some rows wait for it
    from pyarrow import parquet  # noqa: PLC0415 - as above

    try:
        found = parquet.read_table(folder / "results.parquet", columns=["row", "state"])
    except (OSError, pa.ArrowException):
        return frozenset()
    states = found.column("state").to_pylist()
    return frozenset(
        row for row, state in zip(found.column("row").to_pylist(), states, strict=True) if state == "done"
    )
