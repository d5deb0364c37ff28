"""Reads the answers that ODK or Kobo collected: one row a submission, one column a fact."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from advisor.content.answer_values import AnswerError, read_answer, short
from advisor.content.answers_file import QUESTIONNAIRES, free_text
from advisor.content.nearest import nearest
from advisor.content.tables.delimited import open_table
from advisor.content.tables.table import CellProblem, Table, plain
from advisor.errors import InputRefused
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Value
from advisor.model.limits import LONGEST
from advisor.model.vocabulary import FactDefinition, Vocabulary

TICKED, NOT_TICKED = {"1", "true", "yes"}, {"0", "false", "no"}
LONGEST_QUESTIONNAIRE = 60
LONGEST_FILE_NAME = 50
# Names that Windows keeps for devices.
_TAKEN = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


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
    problems: list[CellProblem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    doubtful: list[CellProblem] = field(default_factory=list)


@dataclass
class _Columns:
    """Where the answers stand.

    Attributes:
        facts: Column of each fact.
        ticks: Columns of the single values of facts that take several.
        texts: Columns of the texts at the head of an answers file.
    """

    facts: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, dict[str, int]] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)


def read_submissions(path: Path, vocabulary: Vocabulary) -> Submissions:
    """Read a table of answers.

    Raises:
        InputRefused: It cannot be read, or no column of it is a fact.
    """
    table = open_table(path)
    found = Submissions()
    columns = _columns(table, vocabulary, found)
    names: set[str] = set()
    for row in range(2, len(table.rows) + 1):
        if table.is_blank(row):
            continue
        problems: list[CellProblem] = []
        case = _Row(table, row, vocabulary, problems.append).case(columns)
        found.problems += problems
        if not problems:
            found.sound.append(Submission(row, case, _file_name(case.name, row, names)))
    if not found.sound and not found.problems:
        text = "holds headings but no answers – there is nothing to write – export the answers again"
        raise InputRefused([table.problem(0, 0, text)])
    return found


def _columns(table: Table, vocabulary: Vocabulary, found: Submissions) -> _Columns:
    """Return which column holds what; groups stand before a name as “A/stage”, “A-stage” or “A.stage”."""
    columns = _Columns()
    problems: list[CellProblem] = []
    for number, cell in enumerate(table.rows[0] if table.rows else (), start=1):
        heading = plain(cell)
        *groups, name = re.split(r"[/\-.:]", heading)
        definition = vocabulary.by_name.get(groups[-1]) if groups else None
        # A value may have the name of a fact, as “cultures” has: what stands before it decides.
        if definition is not None and definition.kind == "any of" and _is_value(definition, name):
            _put(table, number, columns.ticks.setdefault(definition.fact, {}), name, problems)
        elif name in vocabulary.by_name:
            _put(table, number, columns.facts, name, problems)
        elif heading in (*LONGEST, "questionnaire"):
            _put(table, number, columns.texts, heading, problems)
        elif heading:
            found.unread.append(heading)
            doubt = _doubt(definition, name, vocabulary, columns)
            if doubt:
                found.doubtful.append(table.problem(1, number, doubt))
    if not columns.facts and not columns.ticks and not problems:
        text = (
            "no column is a fact – it is not clear what is answered – export the answers with the names of"
            " the questions as headings (“XML values and headers”), not with their labels"
        )
        problems.append(table.problem(0, 0, text))
    if problems:
        raise InputRefused(list(problems))
    return columns


def _doubt(
    definition: FactDefinition | None, name: str, vocabulary: Vocabulary, columns: _Columns
) -> str | None:
    """Return why a column that is not read may hold answers all the same; none where it does not seem so."""
    if definition is not None and definition.kind == "any of":
        meant = nearest(name, definition.by_value)
        hint = f"did you mean “{meant}”?" if meant else f"allowed: {', '.join(definition.by_value)}"
        return f"“{short(name)}” is not a value of {definition.fact} – its ticks were not read – {hint}"
    meant = nearest(name, vocabulary.by_name) if "_" in name.strip("_") else None
    if meant is None or meant in columns.facts:
        return None
    return f"“{short(name)}” is not a fact – its answers were not read – did you mean “{meant}”?"


def _is_value(definition: FactDefinition, name: str) -> bool:
    return name in definition.by_value or name in (UNKNOWN, NOT_APPLICABLE)


def _put(table: Table, number: int, places: dict[str, int], name: str, problems: list[CellProblem]) -> None:
    if name in places:
        text = f"“{name}” stands in two columns – only one can count – delete one of them"
        problems.append(table.problem(1, number, text))
    places[name] = number


class _Row:
    """Reads one row."""

    def __init__(
        self, table: Table, row: int, vocabulary: Vocabulary, complain: Callable[[CellProblem], None]
    ) -> None:
        self.table, self.row, self.vocabulary, self.complain = table, row, vocabulary, complain

    def at(self, column: int, text: str) -> None:
        self.complain(self.table.problem(self.row, column, text))

    def case(self, columns: _Columns) -> Case:
        texts = {key: self.text(key, column) for key, column in columns.texts.items()}
        answers: dict[str, Value] = {}
        asked_unknown: list[str] = []
        for fact, written, column in self.written(columns):
            try:
                value = read_answer(self.vocabulary.by_name[fact], written)
            except AnswerError as refused:
                for _, text in refused.faults:
                    self.at(column, text)
                continue
            if value is None:
                asked_unknown.append(fact)
            else:
                answers[fact] = value
        return Case(
            name=texts.get("name") or f"Answers in row {self.row}",
            organisation=texts.get("organisation"),
            respondent=texts.get("respondent"),
            date=texts.get("date"),
            notes=texts.get("notes"),
            questionnaire=texts.get("questionnaire"),
            answers=answers,
            asked_unknown=tuple(asked_unknown),
        )

    def written(self, columns: _Columns) -> Iterator[tuple[str, object, int]]:
        """Yield each fact that something was written for, with what, and where."""
        for fact, definition in self.vocabulary.by_name.items():
            column = columns.facts.get(fact, 0)
            text = self.table.text(self.row, column, self.complain) if column else ""
            if text:
                yield fact, text.split() if definition.kind == "any of" else text, column
            elif fact in columns.ticks:
                ticked = self.ticked(columns.ticks[fact])
                if ticked:
                    yield fact, ticked, columns.ticks[fact][ticked[0]]

    def ticked(self, columns: dict[str, int]) -> list[str]:
        """Return the values that are ticked, where each has a column of its own."""
        ticked = []
        for value, column in columns.items():
            text = self.table.text(self.row, column, self.complain).lower()
            if text in TICKED:
                ticked.append(value)
            elif text and text not in NOT_TICKED:
                self.at(
                    column,
                    f"“{short(text)}” is no tick – a column for one answer holds 1 or 0 – write 1 or 0",
                )
        return ticked

    def text(self, key: str, column: int) -> str | None:
        """Return a text at the head of the answers."""
        value = self.table.value(self.row, column)
        if key == "date" and isinstance(value, dt.date):
            return (value.date() if isinstance(value, dt.datetime) else value).isoformat()
        text = self.table.text(self.row, column, self.complain)
        try:
            text = free_text(key, text, LONGEST.get(key, LONGEST_QUESTIONNAIRE))
        except AnswerError as refused:
            self.at(column, str(refused))
            return None
        if key == "questionnaire" and text and text.split()[0] not in QUESTIONNAIRES:
            self.at(
                column,
                f"“{short(text)}” is not a questionnaire – there are {' and '.join(QUESTIONNAIRES)} –"
                " write one of the two, or empty the cell",
            )
        return text or None


def _file_name(name: str, row: int, taken: set[str]) -> str:
    """Return a name for a file that every system takes and that no other row has."""
    plain_name = (
        re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", name).lower())
        .strip("-_")[:LONGEST_FILE_NAME]
        .strip("-_")
    )
    if not plain_name or _TAKEN.fullmatch(plain_name):
        plain_name = f"row-{row}"
    unique, number = plain_name, 1
    while unique in taken:
        number += 1
        unique = f"{plain_name}-{number}"
    taken.add(unique)
    return unique
