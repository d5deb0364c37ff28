"""Tables of every kind, made for tests, and how they are read."""

import io
import zipfile

import openpyxl
import pytest

from advisor.content.tables.reading_child import _heard, serve
from advisor.content.tables.rows import read_rows
from advisor.errors import InputRefused
from advisor.service import Advisor

ADVISOR = Advisor.load()
VOCABULARY = ADVISOR.knowledge.vocabulary
FULL = ADVISOR.questionnaires["full"]
SHEET = "xl/worksheets/sheet1.xml"


def read_here(path, limits):
    """Read a workbook as the process of its own does, but in this one, so that tests are quick and see it."""
    out = io.StringIO()
    serve(path, limits, out)
    out.seek(0)
    yield from _heard(path, out, limits, None)


def workbook(path, rows, title="Data"):
    """Write rows of values into a workbook."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def changed(path, there, instead, part=SHEET, more=()):
    """Change bytes within a part of a workbook, and add parts to it."""
    old = path.read_bytes()
    assert not there or part in zipfile.ZipFile(io.BytesIO(old)).namelist()
    with zipfile.ZipFile(io.BytesIO(old)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in source.namelist():
            content = source.read(name)
            if name == part and there:
                assert there in content, f"not in {name}"
                content = content.replace(there, instead, 1)
            new.writestr(name, content)
        for name, content in more:
            new.writestr(name, content)
    return path


def sheet_of(path, mapping=None, **more):
    """Return the table in a file and its rows."""
    sheet = read_rows(path, VOCABULARY, FULL, mapping, **more)
    return sheet, list(sheet.rows)


def cases(path, mapping=None, **more):
    """Return the cases in a file, which must be sound."""
    _, rows = sheet_of(path, mapping, **more)
    assert [str(problem) for row in rows for problem in row.problems] == []
    return [row.case for row in rows]


def said(path, problems):
    """Return problems as a reader sees them, without the folder of the file."""
    return [str(problem).replace(f"{path.parent}/", "") for problem in problems]


def faults(path, mapping=None, **more):
    """Return what is wrong with the rows of a file."""
    _, rows = sheet_of(path, mapping, **more)
    return said(path, [problem for row in rows for problem in row.problems])


def warned(path, mapping=None, **more):
    """Return what is told of a file as a whole."""
    sheet, _ = sheet_of(path, mapping, **more)
    return said(path, sheet.warnings)


def refused(path, mapping=None, **more):
    """Return why a file is refused."""
    with pytest.raises(InputRefused) as caught:
        sheet_of(path, mapping, **more)
    return said(path, caught.value.problems)
