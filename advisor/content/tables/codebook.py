"""The codebook: every column of the results and every value, in words."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from advisor.content.tables.results_columns import ResultColumn, column_named
from advisor.content.tables.safe_cells import csv_field

HEADINGS = ("column", "heading", "group", "what", "says", "value", "words", "means")


def codebook_rows(columns: Sequence[ResultColumn], kinds: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the codebook: one for each value, or one for a column that holds text or a number.

    Args:
        columns: The columns.
        kinds: What each kind of column holds, in words.
    """
    for each in columns:
        head = (each.name, each.heading, each.group, kinds[each.kind], each.says)
        values = each.values if not each.values_as else ()
        if each.values_as:
            other = column_named(columns, each.values_as)
            yield (*head, "", "", f"{kinds['same']} {other.name}")
        elif not values:
            yield (*head, "", "", "")
        for value in values:
            yield (*head, value.value, value.words, value.says)


def write_codebook(path: Path, columns: Sequence[ResultColumn], kinds: Mapping[str, str]) -> None:
    """Write the codebook as CSV: UTF-8 with a mark at the start and Windows line ends."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for row in (HEADINGS, *codebook_rows(columns, kinds)):
            file.write(",".join(csv_field(cell) for cell in row) + "\r\n")
