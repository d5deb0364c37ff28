"""Results as a workbook for people: one sheet of rows, and sheets that explain every column and value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from xlsxwriter.format import Format

from advisor.content.tables.results_columns import ResultColumn
from advisor.content.tables.results_layout import words
from advisor.content.tables.row_heights import height_of
from advisor.content.tables.safe_workbook import (
    add_sheet,
    new_workbook,
    number_cell,
    number_of,
    text_cell,
)

MOST_ROWS = 100_000
"""Rows that a workbook of results may have: more open too slowly to be of use."""
FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
TONES = {"amber": "#FCE4C8", "green": "#DDEFD9", "blue": "#DCE9F7", "violet": "#E8DFF5", "grey": "#F1F1F1"}
HEADS = ("#1F3A5F", "#3F5F4A")
"""Colours of the head, one part of the table after the other."""
AT_ONCE = 256
"""Rows that are made into cells at once."""
MOST_HIGH = 75.0
"""Height of a row at most that says why it has no result: errors.xlsx says all of it."""
FROZEN = 2
"""Columns that stay in sight: the row and its name."""


class WorkbookFile:
    """Writes results as a workbook, row by row."""

    def __init__(
        self,
        path: Path,
        columns: Sequence[ResultColumn],
        codebook: Sequence[tuple[str, ...]],
        read_first: Sequence[str],
    ) -> None:
        self._book = new_workbook(path)
        self._columns = columns
        self._codebook, self._read_first = codebook, read_first
        self._tones = {tone: self._format(bg_color=colour) for tone, colour in TONES.items()}
        self._plain = self._format()
        self._sheet = add_sheet(self._book, words()["sheets"]["results"])
        self._words = [
            {
                each.value: self._sheet.styled(each.words, self._tones.get(each.tone, self._plain))
                for each in column.values
            }
            for column in columns
        ]
        self._why = next(place for place, each in enumerate(columns) if each.name == "why")
        wrapped = self._format(text_wrap=True)
        self._styles = [wrapped if place == self._why else self._plain for place, _ in enumerate(columns)]
        self._row = 0
        self._head()

    def _format(self, **more: Any) -> Format:
        return self._book.add_format(FONT | more)

    def _head(self) -> None:
        groups = list(dict.fromkeys(each.group for each in self._columns))
        heads = [
            self._format(
                bold=True,
                text_wrap=True,
                font_color="#FFFFFF",
                bg_color=HEADS[place % 2],
                border=1,
                border_color="#FFFFFF",
            )
            for place, _ in enumerate(groups)
        ]
        self._sheet.set_row(0, 62)
        for place, each in enumerate(self._columns):
            self._sheet.set_column(place, place, each.width, self._plain)
            self._sheet.write_string(0, place, each.heading, heads[groups.index(each.group)])
        self._sheet.freeze_panes(1, FROZEN)
        self._sheet.set_landscape()
        self._sheet.set_paper(8)
        self._sheet.repeat_rows(0)
        self._sheet.repeat_columns(0, FROZEN - 1)
        self._sheet.hide_gridlines(0)

    def write(self, batch: pa.RecordBatch) -> None:
        """Write some rows, few at a time: each cell is a text of its own until its row is written."""
        for start in range(0, batch.num_rows, AT_ONCE):
            self._write(batch.slice(start, AT_ONCE))

    def _write(self, batch: pa.RecordBatch) -> None:
        columns = [self._cells(*one) for one in zip(self._words, batch.columns, self._styles, strict=True)]
        rows = list(zip(*columns, strict=True))
        self._sheet.write_rows(self._row + 1, rows, self._heights(batch))
        self._row += len(rows)

    def _heights(self, batch: pa.RecordBatch) -> list[float | None]:
        """Return how high rows are that say why they have no result; of others, nothing."""
        said = batch.columns[self._why].to_pylist()
        width = self._columns[self._why].width
        return [height_of([(text, width)], MOST_HIGH) if text else None for text in said]

    def _cells(self, known: Mapping[str, str], column: pa.Array, look: Format) -> list[str | None]:
        """Return what stands in the cells of a column: words with their colour, a number, or nothing."""
        if pa.types.is_dictionary(column.type):
            shown = [known[value] for value in column.dictionary.to_pylist()]
            return [None if code is None else shown[code] for code in column.indices.to_pylist()]
        style = number_of(look)
        write = number_cell if pa.types.is_integer(column.type) else text_cell
        return [None if value is None else write(value, style) for value in column.to_pylist()]

    def close(self) -> None:
        """Write the sheets that explain, and end the file."""
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._columns) - 1)
        said = words()["codebook"]
        head = self._format(bold=True, font_color="#FFFFFF", bg_color=HEADS[0])
        text = self._format(text_wrap=True)
        rows = list(_columns_told(self._codebook))
        heads = [said[name] for name in ("heading", "column", "group", "what", "says")]
        self._explain("columns", zip(heads, (30, 26, 28, 30, 90), strict=True), rows, (head, text))
        values = [(row[1], row[6], row[5], row[7]) for row in self._codebook if row[5] or row[7]]
        heads = [said[name] for name in ("heading", "words", "value", "means")]
        self._explain("values", zip(heads, (30, 44, 44, 90), strict=True), values, (head, text))
        lines = [(line,) for line in self._read_first]
        self._explain("rules", [(words()["sheets"]["rules"], 110)], lines, (head, text))
        self._book.close()

    def _explain(
        self,
        name: str,
        columns: Iterable[tuple[str, int]],
        rows: Sequence[tuple[str, ...]],
        styles: tuple[Format, Format],
    ) -> None:
        """Write a sheet of words: headings with their widths, then rows."""
        head, text = styles
        heads = list(columns)
        sheet = add_sheet(self._book, words()["sheets"][name])
        for place, (heading, width) in enumerate(heads):
            sheet.set_column(place, place, width, text)
            sheet.write_string(0, place, heading, head)
        style = number_of(text)
        widths = [width for _, width in heads]
        heights = [height_of(zip(row, widths, strict=True)) for row in rows]
        sheet.write_rows(1, [[text_cell(cell, style) for cell in row] for row in rows], heights)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        if len(heads) > 1:
            sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)


def _columns_told(codebook: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield each column of the codebook once."""
    last = ""
    for name, heading, group, what, says, *_ in codebook:
        if name != last:
            yield heading, name, group, what, says
        last = name
