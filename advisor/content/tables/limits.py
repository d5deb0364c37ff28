"""How large a table may be, and what reading a workbook may cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What is read at most.

    Attributes:
        largest: Bytes of a workbook.
        unpacked: Bytes that a workbook may unpack to.
        ratio: How many times its own size a workbook of more than 10 MB may unpack to.
        parts: Files in a workbook’s archive.
        rows: Rows of a sheet.
        columns: Columns of any table.
        text_rows: Rows of other files; none: any number, because they are read as a stream.
        seconds: Seconds of processor time for reading a workbook.
        memory: Bytes of memory for reading a workbook.
        too_long: What to do where a sheet has too many rows.
        too_large: What to do where a workbook is too large.
        first_sheet: Whether the first sheet with cells is read alone.
        guess: Whether to guess the letters of a CSV file that is not UTF-8, and say so.
    """

    largest: int
    unpacked: int
    ratio: int
    parts: int
    rows: int
    columns: int
    text_rows: int | None
    seconds: int
    memory: int
    too_long: str
    too_large: str
    first_sheet: bool = False
    guess: bool = False


FORMS = Limits(
    largest=20_000_000,
    unpacked=40_000_000,
    ratio=1_000,
    parts=500,
    rows=20_000,
    columns=702,  # A to ZZ; our longest form needs about 150
    text_rows=20_000,
    seconds=60,
    memory=1_000_000_000,
    too_long="delete the rows below the last one you need",
    too_large="a form or its answers take 40 MB at most; remove pictures and old sheets",
)
"""For a form, and for the answers collected with it."""

LIMITS = Limits(
    largest=300_000_000,
    unpacked=2_000_000_000,
    ratio=200,
    parts=5_000,
    rows=100_001,  # with the headings
    columns=400,
    text_rows=None,
    seconds=900,
    memory=1_500_000_000,
    too_long=(
        "delete the rows below the last one you need, or save the sheet as CSV or Parquet,"
        " which may have millions of rows"
    ),
    too_large="split it, or save the sheet as CSV or Parquet, which may have millions of rows",
    first_sheet=True,
    guess=True,
)
"""For a batch."""
