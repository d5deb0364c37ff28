"""Writes a questionnaire as a form for ODK or Kobo."""

import io
from collections.abc import Iterable, Mapping

import yaml

from advisor.content.questionnaire_files import ENGLISH
from advisor.content.xlsform.layout import FORM_ID, TEXT_COLUMNS, Path_, lines, options
from advisor.model.questionnaire import Questionnaire
from advisor.model.vocabulary import Vocabulary

WIDTHS = {"type": 26, "name": 28, "list_name": 28, "relevant": 30, "version": 14}
WIDE = 48


def header(column: str, code: str, name: str) -> str:
    """Return the heading of a column of texts.

    >>> header("label", "cy", "Cymraeg")
    'label::Cymraeg (cy)'
    """
    return f"{column}::{name} ({code})"


def text_at(data: object, path: Path_, code: str = ENGLISH) -> str:
    """Return a text of a questionnaire, as plain data, in a language; empty where there is none."""
    if code != ENGLISH:
        path = (*path[:-1], "translations", code, path[-1])
    for part in path:
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list | tuple) and isinstance(part, int):
            data = data[part]
        else:
            return ""
    return str(data or "")


def questionnaire_yaml(questionnaire: Questionnaire) -> str:
    """Return a questionnaire as a YAML file that can be loaded again."""
    data = questionnaire.model_dump(mode="json", exclude_none=True)
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100))


def xlsform(questionnaire: Questionnaire, vocabulary: Vocabulary) -> bytes:
    """Return a questionnaire as an Excel workbook with the sheets survey, choices and settings."""
    from openpyxl import Workbook  # noqa: PLC0415 - only those who want a spreadsheet wait for it

    languages = {ENGLISH: "English", **(questionnaire.languages or {})}
    book = Workbook()
    book.remove(book.worksheets[0])
    settings = {
        "form_title": questionnaire.title,
        "form_id": FORM_ID.format(name=questionnaire.questionnaire),
        "version": questionnaire.version,
        "default_language": f"{languages[ENGLISH]} ({ENGLISH})",
    }
    for name, rows in (
        ("survey", _survey(questionnaire, vocabulary, languages)),
        ("choices", _choices(questionnaire, vocabulary, languages)),
        ("settings", [list(settings), list(settings.values())]),
    ):
        _fill(book.create_sheet(name), rows)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _survey(
    questionnaire: Questionnaire, vocabulary: Vocabulary, languages: Mapping[str, str]
) -> Iterable[list[str]]:
    data = questionnaire.model_dump(mode="json")
    texts = [(column, code) for column in TEXT_COLUMNS for code in languages]
    named = [header(column, code, languages[code]) for column, code in texts]
    messages = [header("constraint_message", code, languages[code]) for code in languages]
    plain = ("relevant", "required", "constraint", "appearance", "calculation")
    yield ["type", "name", *named, *plain, *messages]
    for line in lines(questionnaire, vocabulary):
        shown = [
            text_at(data, line.texts[column], code)
            if column in line.texts
            else (line.fixed.get(column, "") if code == ENGLISH else "")
            for column, code in texts
        ]
        message = line.fixed.get("constraint_message", "")
        rest = [line.fixed.get(column, "") for column in plain]
        yield [line.type, line.name, *shown, *rest, message, *("" for _ in messages[1:])]


def _choices(
    questionnaire: Questionnaire, vocabulary: Vocabulary, languages: Mapping[str, str]
) -> Iterable[list[str]]:
    translated = questionnaire.options or {}
    yield ["list_name", "name", *(header("label", code, languages[code]) for code in languages)]
    for one in options(questionnaire, vocabulary):
        others = translated.get(one.fact, {}).get(one.value, {})
        labels = (one.label if code == ENGLISH else others.get(code, "") for code in languages)
        yield [one.fact, one.value, *labels]


def _fill(sheet: object, rows: Iterable[list[str]]) -> None:
    """Write rows as plain text: nothing that a questionnaire says may become a formula."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above
    from openpyxl.worksheet.worksheet import Worksheet  # noqa: PLC0415 - as above

    assert isinstance(sheet, Worksheet)  # noqa: S101 - a sheet just made is one of cells
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if not text:
                continue
            cell = sheet.cell(number, column)
            cell.value = text
            cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=number > 1)
            if number == 1:
                cell.font = Font(bold=True)
                sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(text, WIDE)
    sheet.freeze_panes = "C2" if sheet.title != "settings" else "A2"
