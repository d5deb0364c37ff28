"""Reads tables, whatever kind of file they stand in."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from advisor.content.tables.delimited import open_delimited
from advisor.content.tables.limits import FORMS, LIMITS, Limits
from advisor.content.tables.opening import OLE, ZIP, opened, refuse
from advisor.content.tables.reading_child import MACROS, read_in_child
from advisor.content.tables.reading_workbook import NewSheet
from advisor.content.tables.table import CellProblem, RawRow, Stream, Table

_MACROS = "holds macros – none of them was run, only the values in its cells are read"


def open_stream(path: Path, limits: Limits = LIMITS) -> Stream:
    """Return the table in a CSV file, or the first sheet with cells of a workbook, to be read row by row.

    What the file holds decides, and not what its name says.

    Raises:
        InputRefused: It is neither, or not safe to open; says which, and what to do. So may its rows, later.
    """
    with opened(path) as file:
        start = file.read(len(OLE))
    if not start.startswith((ZIP, OLE)):
        return open_delimited(path, limits)
    heard = read_in_child(path, limits)
    warnings = []
    for one in heard:
        if one == MACROS:
            warnings.append(CellProblem(str(path), 0, 0, _MACROS))
        elif isinstance(one, NewSheet):
            rows = _of_one_sheet(heard)
            first = next(rows, None)
            if first is not None:
                return Stream(str(path), one.name, chain((first,), rows), warnings)
    return refuse(path, "has no sheet with cells – there is nothing to read – export the answers again")


def _of_one_sheet(heard: Iterable[str | NewSheet | RawRow]) -> Iterator[RawRow]:
    # A sheet without cells has no rows, or blank ones.
    for one in heard:
        if not isinstance(one, RawRow):
            return
        yield one


def read_table(path: Path, limits: Limits = LIMITS) -> Table:
    """Return the table in a CSV file, or the first sheet with cells of a workbook, whole.

    Raises:
        InputRefused: It is neither, or not safe to open; says which, and what to do.
    """
    stream = open_stream(path, limits)
    table = Table(stream.file, stream.sheet, [])
    _fill(table, stream.rows)
    _trim(table)
    return table


def open_workbook(path: Path, limits: Limits = FORMS) -> list[Table]:
    """Return every sheet of a workbook, whole.

    Raises:
        InputRefused: It is no workbook, or one that is not safe to open; says which, and what to do.
    """
    tables: list[Table] = []
    with closing(read_in_child(path, limits)) as heard:
        for one in heard:
            if isinstance(one, NewSheet):
                tables.append(Table(str(path), one.name, []))
            elif isinstance(one, RawRow):
                _fill(tables[-1], (one,))
    for table in tables:
        _trim(table)
    return tables


def _fill(table: Table, rows: Iterable[RawRow]) -> None:
    for row in rows:
        # A table counts its rows from the first, whatever a reader left out before.
        table.rows += [[] for _ in range(row.number - len(table.rows) - 1)]
        table.rows.append(list(row.cells))
        for column, text in row.faults.items():
            table.fault(row.number, column, text)


def _trim(table: Table) -> None:
    while table.rows and table.is_blank(len(table.rows)):
        table.rows.pop()
