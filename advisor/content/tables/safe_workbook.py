"""Workbooks written row by row: flat memory, no formulas, no times of day, and fast.

The library writes everything but the rows. Where memory is flat it takes text such as “<r>…</r>” for its own
markup, so that a name could break the file; here every text is escaped.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from advisor.content.tables.safe_cells import plain_text
from advisor.content.tables.table import column_letters

CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The date inside every workbook of ours: the same answers make the same file."""
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Text that workbooks read as a coded letter, such as _x0041_."""

Cell = str | int | float | None
"""What a cell holds: text made by :func:`text_cell` or a :class:`Sheet`, a number, or nothing."""


def new_workbook(path: Path) -> Workbook:
    """Return a workbook that is written row by row, runs nothing and holds no time of day."""
    book = Workbook(path, OPTIONS)
    book.set_properties({"created": CREATED})
    return book


class Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows are written at once, each after the last."""

    dim_rowmax: int | None
    dim_colmax: int | None

    def styled(self, text: str, style: Format) -> str:
        """Return what follows the place of a cell that holds a text: quick for texts that stand often."""
        shared = self.str_table._get_shared_string_index(plain_text(text))  # noqa: SLF001
        return f'" s="{number_of(style)}" t="s"><v>{shared}</v></c>'

    def write_rows(
        self, first: int, rows: Sequence[Sequence[str | None]], heights: Sequence[float | None] = ()
    ) -> None:
        """Write rows of cells.

        Args:
            first: Place of the first of them, from 0; below everything that was written before.
            rows: For each cell what follows its place, or none where it is empty.
            heights: Height of each row; as the program likes where none is given.
        """
        if not rows:
            return
        self._write_single_row(first)
        letters = [f'<c r="{column_letters(place)}' for place in range(1, max(map(len, rows)) + 1)]
        written = []
        for number, (row, height) in enumerate(zip_longest(rows, heights), start=first + 1):
            sized = f' ht="{height:g}" customHeight="1"' if height else ""
            cells = "".join(
                [
                    f"{letter}{number}{cell}"
                    for letter, cell in zip(letters, row, strict=False)
                    if cell is not None
                ]
            )
            written.append(f'<row r="{number}"{sized}>{cells}</row>')
        self.fh.write("".join(written))
        last = first + len(rows) - 1
        # The row that the library would write next: never one of these again.
        self.previous_row = last + 1
        self._reach(last, len(letters) - 1)

    def _reach(self, row: int, column: int) -> None:
        """Let the sheet know how far its cells go."""
        self.dim_rowmin, self.dim_colmin = 0, 0
        self.dim_rowmax, self.dim_colmax = max(row, self.dim_rowmax or 0), max(column, self.dim_colmax or 0)

    def note(self, row: int, column: int, text: str, look: Mapping[str, Any]) -> None:
        """Put a comment on a cell that was written before; rows and columns count from 0."""
        # The library refuses rows that it thinks are gone; comments are kept apart until the end.
        last, self.previous_row = self.previous_row, row
        self.write_comment(row, column, text, dict(look))
        self.previous_row = last


def number_of(style: Format) -> int:
    """Return the number of a style in its workbook."""
    found: int = style._get_xf_index()  # noqa: SLF001
    return found


def text_cell(text: str, style: int) -> str:
    """Return what follows the place of a cell that holds a text."""
    safe = escape(_CODED.sub("_x005F_", plain_text(text)), {"\r": "&#13;"})
    return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def blank_cell(style: int) -> str:
    """Return what follows the place of a cell that holds nothing and is seen all the same."""
    return f'" s="{style}"/>'


def number_cell(number: float, style: int) -> str:
    """Return what follows the place of a cell that holds a number."""
    return f'" s="{style}"><v>{number!r}</v></c>'


def add_sheet(book: Workbook, name: str) -> Sheet:
    """Return a new sheet of a workbook."""
    sheet: Any = book.add_worksheet(name, worksheet_class=Sheet)
    assert isinstance(sheet, Sheet)  # noqa: S101 - it was asked for
    return sheet


def true_or_false_cell(value: bool, style: int) -> str:  # noqa: FBT001 - it is the value
    """Return what follows the place of a cell that holds true or false."""
    return f'" s="{style}" t="b"><v>{int(value)}</v></c>'
