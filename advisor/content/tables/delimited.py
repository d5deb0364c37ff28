"""Opens CSV files: whatever separates their cells, and only where they are text."""

import csv
import io
from pathlib import Path

from advisor.content.tables.opening import (
    MOST_COLUMNS,
    MOST_ROWS,
    OLE,
    ZIP,
    open_workbook,
    read_bytes,
    refuse,
)
from advisor.content.tables.table import CellProblem, Table
from advisor.errors import InputRefused

SEPARATORS = ",;\t"
SAVE = "save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def open_table(path: Path) -> Table:
    """Return the table in a CSV file, or the first sheet of a workbook, whatever the file’s name says.

    Raises:
        InputRefused: It is neither, or not safe to open; says which, and what to do.
    """
    content = read_bytes(path)
    if content.startswith((ZIP, OLE)):
        tables = open_workbook(path)
        if not tables:
            refuse(path, "has no sheet with cells – there is nothing to read – export the answers again")
        return tables[0]
    try:
        text = content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        refuse(path, f"is not text in UTF-8 – letters beyond A to Z would be wrong – {SAVE}")
    if "\0" in text:
        refuse(path, f"is not a table of text – it cannot be read – {SAVE}")
    return Table(str(path), "", _rows(path, text))


def _rows(path: Path, text: str) -> list[list[object]]:
    head = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=head.count)
    rows: list[list[object]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append([cell if cell.strip() else None for cell in row])
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                refuse(
                    path,
                    f"has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns – split it into several",
                )
    except csv.Error as error:
        what = f"cannot be read as a table ({error}) – a quote may be open – {SAVE}"
        raise InputRefused([CellProblem(str(path), len(rows) + 1, 1, what, in_sheet=False)]) from error
    return rows
