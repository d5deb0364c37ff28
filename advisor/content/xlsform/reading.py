"""Reads an edited form back into a questionnaire: its texts, in every language it has.

What is asked, when, and with which answers stays as it is in the questionnaire: rules and saved answers rely
on it. Where a form differs there, either it is refused or the reader is told what was left as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.content.answer_values import short
from advisor.content.questionnaire_files import ENGLISH
from advisor.content.tables.reading import open_workbook
from advisor.content.tables.table import CellProblem, Table, unfit
from advisor.content.xlsform.choices import LISTS, Labels
from advisor.content.xlsform.headings import KEPT, Columns, has_columns, meant, name_others, read_columns
from advisor.content.xlsform.layout import FORM_ID, Line, Path_, lines, options
from advisor.content.xlsform.writing import text_at
from advisor.errors import ContentRefused, InputRefused
from advisor.model.questionnaire import Questionnaire
from advisor.model.vocabulary import Vocabulary

SHEETS = ("survey", "choices", "settings")
LONGEST_VERSION = 40
PLAIN = ("type", "name", "relevant", "required", "constraint", "appearance", "calculation")
QUESTION_TYPES = {"select_one", "select_multiple", "integer", "text", "note", "calculate", "today"}
GROUP_TYPES = {"begin_group", "end_group"}
# What Kobo and ODK add to forms by themselves.
ADDED = {"start", "end", "deviceid", "username", "phonenumber", "email", "audit", "start-geopoint"}
NOT_REQUIRED = {"", "no", "false", "false()", "0"}


@dataclass(frozen=True)
class Imported:
    """What a form says.

    Attributes:
        questionnaire: The questionnaire with the form’s texts.
        left: Changes in the form that were not taken over, each with its reason.
    """

    questionnaire: Questionnaire
    left: list[CellProblem]


def read_xlsform(path: Path, bases: dict[str, Questionnaire], vocabulary: Vocabulary) -> Imported:
    """Read an edited form.

    Args:
        path: The workbook.
        bases: Questionnaires by name; the form says which of them it was made from.
        vocabulary: All facts.

    Raises:
        ContentRefused: It cannot be opened, or something in it is at fault; holds every problem.
    """
    try:
        tables = {table.sheet.strip().lower(): table for table in open_workbook(path)}
    except InputRefused as error:
        raise ContentRefused(error.problems) from error
    missing = [name for name in SHEETS if name not in tables]
    if missing:
        text = (
            f"has no sheet “{missing[0]}” – a form needs {', '.join(SHEETS)} –"
            " give the sheet its name back, or export the form again"
        )
        raise ContentRefused([CellProblem(str(path), 0, 0, text)])
    reader = _Reader(tables, vocabulary)
    base = reader.base(bases)
    imported = reader.read(base) if base is not None else None
    if reader.problems or imported is None:
        raise ContentRefused(list(reader.problems))
    return imported


@dataclass
class _Reader:
    """Reads one form, collecting problems on the way."""

    tables: dict[str, Table]
    vocabulary: Vocabulary
    problems: list[CellProblem] = field(default_factory=list)
    left: list[CellProblem] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=dict)
    version: str = ""

    def complain(self, problem: CellProblem) -> None:
        self.problems.append(problem)

    def base(self, bases: dict[str, Questionnaire]) -> Questionnaire | None:
        """Return the questionnaire that the form was made from."""
        table = self.tables["settings"]
        named = self.columns(
            table, ("form_id", "id_string", "version", "form_title", "default_language")
        ).plain
        row = 2 if len(table.rows) > 1 else None
        column = named.get("form_id", named.get("id_string", 0))
        said = table.text(row, column, self.complain) if row and column else ""
        if row and "version" in named:
            self.version = table.text(row, named["version"], self.complain)
            if len(self.version) > LONGEST_VERSION:
                text = (
                    f"the version has {len(self.version)} characters – it stands in every report – shorten it"
                )
                self.complain(table.problem(row, named["version"], text))
        by_id = {FORM_ID.format(name=name): each for name, each in bases.items()}
        found = by_id.get(said)
        if found is None:
            place = (row, column) if row and column else (0, 0)
            text = (
                f"form_id is “{short(said)}” – it tells which questionnaire this is –"
                f" write {' or '.join(by_id)}"
            )
            self.complain(table.problem(*place, text))
        return found

    def columns(self, table: Table, known: tuple[str, ...]) -> Columns:
        """Read the headings of a sheet."""
        found = read_columns(table, known, self.complain)
        for code, name in found.languages.items():
            before = self.languages.setdefault(code, name)
            if before != name:
                text = f"the language {code} is “{name}” here and “{before}” in another sheet – use one name"
                self.complain(table.problem(0, 0, text))
        return found

    def read(self, base: Questionnaire) -> Imported | None:
        """Return the questionnaire with the texts of the form; none where the form is at fault."""
        data = base.model_dump(mode="json")
        data["version"] = self.version or base.version
        for record in _records(data):
            record["translations"] = None
        self.survey(data, base)
        table = self.tables["choices"]
        columns = self.columns(table, LISTS)
        labels = Labels(table, columns, self.complain, self.left.append)
        data["options"] = labels.read(options(base, self.vocabulary)) or None
        data["languages"] = self.languages or None
        if self.problems:
            return None
        derived = {"derived": self.vocabulary.derived_by_name}
        return Imported(Questionnaire.model_validate(data, context=derived), self.left)

    def survey(self, data: dict[str, Any], base: Questionnaire) -> None:
        """Take over the texts of “survey”."""
        table = self.tables["survey"]
        columns = self.columns(table, PLAIN)
        if not has_columns(table, columns, ("type", "name"), self.complain):
            return
        wanted = {line.name: line for line in lines(base, self.vocabulary) if line.name}
        found = self.rows(table, columns, wanted)
        for name, line in wanted.items():
            if name not in found:
                if line.texts:
                    self.complain(table.problem(0, 0, _missing(line)))
                continue
            number = found[name]
            self.compare(table, columns, number, line)
            for column, path in line.texts.items():
                for (heading, code), at in columns.texts.items():
                    if heading == column:
                        self.take(table, (number, at), data, path, code)
        if [name for name in found if name in wanted] != [name for name in wanted if name in found]:
            self.left.append(table.problem(0, 0, f"the rows stand in another order – {KEPT}"))
        for (heading, code), at in columns.texts.items():
            used = {
                found[name]
                for name, line in wanted.items()
                if name in found and (heading in line.texts or (code == ENGLISH and heading in line.fixed))
            }
            self.unused(table, at, used)
        name_others(table, columns, self.left.append)

    def rows(self, table: Table, columns: Columns, wanted: dict[str, Line]) -> dict[str, int]:
        """Return the rows of “survey” by name, complaining of what is strange."""
        found: dict[str, int] = {}
        for number in range(2, len(table.rows) + 1):
            if table.is_blank(number):
                continue
            words = table.text(number, columns.plain["type"], self.complain).split()
            name = table.text(number, columns.plain["name"], self.complain)
            if any((number, columns.plain[name]) in table.faults for name in ("type", "name")):
                continue
            kind = "_".join(words[:2] if words[:1] in (["begin"], ["end"]) else words[:1]).lower()
            whole = f"{kind} {words[1]}" if kind.startswith("select_") and len(words) > 1 else kind
            fault = _type_fault(kind, whole, wanted.get(name))
            if fault:
                self.complain(table.problem(number, columns.plain["type"], fault))
            elif name not in wanted and not _may_be_strange(kind, name):
                hint = meant(
                    name, wanted, "delete the row; new questions are added in the questionnaire’s YAML"
                )
                text = f"“{short(name)}” is no fact or row of this questionnaire – {hint}"
                self.complain(table.problem(number, columns.plain["name"], text))
            if name not in wanted or kind == "end_group":
                continue
            if name in found:
                text = f"“{name}” stands in row {found[name]} already – one would be lost – delete one row"
                self.complain(table.problem(number, columns.plain["name"], text))
            else:
                found[name] = number
        return found

    def compare(self, table: Table, columns: Columns, number: int, line: Line) -> None:
        """Say where a row differs in what a form cannot change."""
        for name in ("relevant", "constraint", "required"):
            at = columns.plain.get(name)
            if at is None:
                continue  # Kobo leaves out columns that are empty
            written = " ".join(table.text(number, at, self.complain).split())
            same = (
                written.lower() in NOT_REQUIRED if name == "required" else written == line.fixed.get(name, "")
            )
            if not same:
                self.left.append(table.problem(number, at, f"{name} differs for {line.name} – {KEPT}"))
        for column in ("label", "hint"):
            at = columns.texts.get((column, ENGLISH), 0)
            ours = line.fixed.get(column)
            if at and ours is not None and table.text(number, at, self.complain) != ours:
                text = f"the {column} of {line.name} is no text of the questionnaire – {KEPT}"
                self.left.append(table.problem(number, at, text))

    def take(self, table: Table, cell: tuple[int, int], data: dict[str, Any], path: Path_, code: str) -> None:
        """Take over one text."""
        text = table.text(*cell, self.complain)
        if cell in table.faults:
            return
        before = text_at(data, path)
        if not text and code == ENGLISH and before.strip():
            what = "is empty – the questionnaire needs this text – write it, or copy it from a new export"
            self.complain(table.problem(*cell, what))
            return
        fault = unfit(text)
        if fault:
            self.complain(table.problem(*cell, fault))
        elif code == ENGLISH and text != before.strip():
            _record(data, path)[str(path[-1])] = text
        elif code != ENGLISH and text:
            record = _record(data, path)
            record["translations"] = record["translations"] or {}
            record["translations"].setdefault(code, {})[str(path[-1])] = text

    def unused(self, table: Table, column: int, used: set[int]) -> None:
        """Say which texts stand where the questionnaire has no place for them."""
        for number in range(2, len(table.rows) + 1):
            if number not in used and table.text(number, column, self.left.append):
                self.left.append(table.problem(number, column, f"there is no place for this text – {KEPT}"))


def _type_fault(kind: str, whole: str, line: Line | None) -> str | None:
    """Return what is wrong with the type of a row, given the row that its name stands for."""
    if not kind:
        return "the row has no type – nothing would read it – write its type, or empty the row"
    if kind not in QUESTION_TYPES | GROUP_TYPES | ADDED and line is not None:
        what = f"“{short(whole)}” is not a type of this questionnaire"
        return f"{what} – the answers to {line.name} would be lost – put back {line.type}"
    if kind not in QUESTION_TYPES | GROUP_TYPES | ADDED:
        hint = meant(kind, sorted(QUESTION_TYPES | GROUP_TYPES), "delete the row")
        return f"“{short(kind)}” is not a type of this questionnaire – nothing would read it – {hint}"
    if line is not None and whole != line.type and kind != "end_group":
        return f"{line.name} is “{short(whole)}” here – its answers would not fit – write {line.type}"
    return None


def _may_be_strange(kind: str, name: str) -> bool:
    """Return whether a row may stand in a form although the questionnaire has none of its name."""
    return kind in ADDED or kind == "end_group" or (kind == "note" and name.endswith("_condition"))


def _missing(line: Line) -> str:
    what = f"the row {line.name} ({line.type}) is missing"
    return (
        f"{what} – a questionnaire is changed as a whole – put the row back;"
        " to ask fewer questions, list them in a YAML file as rapid.yaml does"
    )


def _record(data: dict[str, Any], path: Path_) -> dict[str, Any]:
    """Return the part of a questionnaire, as plain data, that a text belongs to."""
    part: Any = data
    for one in path[:-1]:
        part = part[one]
    record: dict[str, Any] = part
    return record


def _records(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every part of a questionnaire that has translations."""
    yield data
    yield from data["sections"]
    for question in data["questions"]:
        yield question
        yield from question["rows"]
