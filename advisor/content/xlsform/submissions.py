"""Reads the answers that ODK or Kobo collected: one row a submission, one column a fact."""

from dataclasses import dataclass, field
from pathlib import Path

from advisor.content.file_names import safe_name
from advisor.content.tables.limits import FORMS
from advisor.content.tables.rows import read_rows
from advisor.content.tables.table import CellProblem
from advisor.errors import InputRefused, Problem
from advisor.model.case import Case
from advisor.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class Submission:
    """One sound row.

    Attributes:
        row: Its row in the table.
        case: What it says.
        file: Name for its answers file, without an ending; no two are alike.
    """

    row: int
    case: Case
    file: str


@dataclass
class Submissions:
    """What a table of answers holds.

    Attributes:
        sound: Rows without problems.
        problems: What is wrong in the others.
        unread: Headings of columns that hold no answers.
        doubtful: Columns among them whose heading is close to a fact.
    """

    sound: list[Submission] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    doubtful: list[Problem] = field(default_factory=list)


def read_submissions(path: Path, vocabulary: Vocabulary) -> Submissions:
    """Read a table of answers.

    Raises:
        InputRefused: It cannot be read, or no column of it is a fact.
    """
    sheet = read_rows(path, vocabulary, None, limits=FORMS)
    found = Submissions(unread=sheet.unread)
    names: set[str] = set()
    for row in sheet.rows:
        found.problems += row.problems
        if row.case is not None:
            found.sound.append(Submission(row.number, row.case, _file_name(row.name, row.number, names)))
    found.doubtful = [one for one in sheet.warnings if one.column]
    if not found.sound and not found.problems:
        text = "holds headings but no answers – there is nothing to write – export the answers again"
        where = f"{path}:{sheet.sheet}" if sheet.sheet else str(path)
        raise InputRefused([CellProblem(where, 0, 0, text)])
    return found


def _file_name(name: str, row: int, taken: set[str]) -> str:
    """Return a name for a file that every system takes and that no other row has."""
    plain_name = safe_name(name, f"row-{row}")
    unique, number = plain_name, 1
    while unique in taken:
        number += 1
        unique = f"{plain_name}-{number}"
    taken.add(unique)
    return unique
