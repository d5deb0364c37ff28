"""Writes the template: a table with a row a collaboration and a column a fact, to be filled in."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from advisor.content.tables.limits import LIMITS
from advisor.content.tables.row_heights import height_of
from advisor.content.tables.safe_cells import csv_field
from advisor.content.tables.table import column_letters
from advisor.content.tables.template_columns import TICKS, TemplateColumn
from advisor.content.tables.template_version import TemplateVersion

ANSWERS, EXPLANATIONS, LISTS = "Answers", "Explanations", "Lists"
KEPT = "Version (please keep)"
FIRST = 2
"""Rows above the answers: the words that people read, and the names that reading goes by."""

_TITLE_LENGTH, _MESSAGE_LENGTH = 32, 255
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - spreadsheets know no zones; the same content, the same file
_FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
_BANDS = ("#1F3A5F", "#3F5F4A")
_PALE = ("#DCE6F1", "#E0EBE3")
_WIDTHS = {"tick": 17, "choice": 24, "wide": 32, "other": 14}
_HEAD = (
    "How to fill in this workbook",
    "Write one collaboration in each row of the sheet “Answers”, from row 3 on.",
    "Click a cell to see its question, and choose an answer from the list.",
    "Leave a cell empty if nobody has been asked. “Don’t know” is a good answer: it never counts as “no”.",
    "Where there is a column for each answer, choose “Yes” for all that apply and leave the rest empty.",
    "Please keep rows 1 and 2 and the order within them. You may hide columns, or delete those not needed.",
    "Please enter no patient data and no names of staff.",
)
_COLUMNS = (
    ("Column", 9),
    ("Heading", 30),
    ("Name", 26),
    ("Question", 44),
    ("How to answer", 52),
    ("When to answer", 40),
    ("Answers", 40),
    ("Why it is asked", 46),
)


def template_csv(columns: Sequence[TemplateColumn], version: TemplateVersion) -> bytes:
    """Return the template as CSV, which Excel opens with its letters right."""
    rows = ([*(one.heading for one in columns), KEPT], [*(one.name for one in columns), str(version)])
    return "".join(f"{','.join(map(csv_field, row))}\r\n" for row in rows).encode("utf-8-sig")


def template_xlsx(columns: Sequence[TemplateColumn], version: TemplateVersion) -> bytes:
    """Return the template as an Excel workbook, with answers to choose from and a sheet of explanations."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only those who want a workbook wait for it

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties(
            {"created": _CREATED, "title": "Answers on collaborations", "comments": str(version)}
        )
        writer = _Template(book, columns, version)
        writer.answers()
        writer.explanations()
        writer.lists()
    return file.getvalue()


class _Template:
    """Writes one workbook."""

    def __init__(self, book: Any, columns: Sequence[TemplateColumn], version: TemplateVersion) -> None:
        self.book, self.columns, self.version = book, columns, version
        self.sheets = {name: book.add_worksheet(name) for name in (ANSWERS, EXPLANATIONS, LISTS)}
        lists = dict.fromkeys(one.answers for one in columns if one.answers)
        self.places = {answers: place for place, answers in enumerate(lists)}
        sections = list(dict.fromkeys(one.section for one in columns))
        self.band = {section: place % len(_BANDS) for place, section in enumerate(sections)}

    def style(self, **more: object) -> Any:
        return self.book.add_format(_FONT | more)

    def answers(self) -> None:
        """Write the sheet that is filled in."""
        sheet = self.sheets[ANSWERS]
        heads = [
            self.style(
                bold=True,
                text_wrap=True,
                font_color="#FFFFFF",
                bg_color=colour,
                border=1,
                border_color="#FFFFFF",
            )
            for colour in _BANDS
        ]
        names = [
            self.style(
                shrink=True,
                font_size=8,
                font_color="#555555",
                bg_color=colour,
                border=1,
                border_color="#FFFFFF",
            )
            for colour in _PALE
        ]
        text = self.style(num_format="@", text_wrap=True)
        number = self.style(num_format="0")
        for place, column in enumerate(self.columns):
            band = self.band[column.section]
            sheet.write_string(0, place, column.heading, heads[band])
            sheet.write_string(1, place, column.name, names[band])
            # As text, so that no code such as 1E5 becomes a number and no date changes its shape.
            sheet.set_column(place, place, _width(column), number if column.number else text)
            self.validate(sheet, place, column)
        last = len(self.columns)
        sheet.write_string(0, last, KEPT, heads[0])
        sheet.write_string(1, last, str(self.version), names[0])
        sheet.set_column(last, last, _WIDTHS["other"], text, {"hidden": True})
        sheet.set_row(0, 80)
        sheet.freeze_panes(FIRST, 1)
        sheet.set_landscape()
        sheet.repeat_rows(0, 1)
        sheet.repeat_columns(0)
        sheet.activate()

    def validate(self, sheet: Any, place: int, column: TemplateColumn) -> None:
        """Offer the answers of a column, and show its question in every cell."""
        message = f"{column.question} {column.how}".strip()
        if column.when:
            message = f"{column.question} Answer if {column.when}."
        rule: dict[str, object] = {
            "validate": "any",
            "input_title": _cut(column.heading, _TITLE_LENGTH),
            "input_message": _cut(message, _MESSAGE_LENGTH),
        }
        if column.answers:
            letter = column_letters(self.places[column.answers] + 1)
            rule |= {
                "validate": "list",
                "source": f"={LISTS}!${letter}$1:${letter}${len(column.answers)}",
                "error_title": "Not one of the answers",
                "error_message": "Choose an answer from the list, or leave the cell empty.",
            }
        elif column.number:
            least, most = column.number
            rule |= {
                "validate": "integer",
                "criteria": "between",
                "minimum": least,
                "maximum": most,
                "error_title": "Not a whole number",
                "error_message": f"Write a whole number from {least} to {most:,}, or leave the cell empty.",
            }
        sheet.data_validation(FIRST, place, LIMITS.rows - 1, place, rule)

    def explanations(self) -> None:
        """Write what each column means."""
        sheet = self.sheets[EXPLANATIONS]
        title, plain = self.style(bold=True, font_size=14), self.style()
        for row, line in enumerate(_HEAD):
            sheet.write_string(row, 0, line, plain if row else title)
        row = len(_HEAD) + 1
        version = self.style(font_color="#555555", italic=True)
        sheet.write_string(row, 0, _made_for(self.version), version)
        row += 2
        head = self.style(bold=True, font_color="#FFFFFF", bg_color=_BANDS[0])
        band = self.style(bold=True, bg_color=_PALE[0])
        cell = self.style(text_wrap=True)
        for place, (name, width) in enumerate(_COLUMNS):
            sheet.write_string(row, place, name, head)
            sheet.set_column(place, place, width)
        sheet.freeze_panes(row + 1, 0)
        before: TemplateColumn | None = None
        for place, column in enumerate(self.columns):
            row += 1
            if column.section and (before is None or before.section != column.section):
                for empty in range(len(_COLUMNS)):
                    sheet.write_string(row, empty, column.section if not empty else "", band)
                row += 1
            # The columns of one question have one explanation, at the first of them.
            again = (
                before is not None
                and column.question
                and before.name.split("/")[0] == column.name.split("/")[0]
            )
            told = ("", "", "") if again else (column.question, column.how, column.when)
            when = f"If {told[2]}." if told[2] else ""
            texts = (
                column_letters(place + 1),
                column.heading,
                column.name,
                told[0],
                told[1],
                when,
                "" if again else _answers(column),
                "" if again else column.why,
            )
            for at, text in enumerate(texts):
                sheet.write_string(row, at, text, cell)
            sheet.set_row(row, height_of(zip(texts, (width for _, width in _COLUMNS), strict=True)))
            before = column
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def lists(self) -> None:
        """Write the answers to choose from, out of sight."""
        sheet = self.sheets[LISTS]
        for answers, place in self.places.items():
            for row, answer in enumerate(answers):
                sheet.write_string(row, place, answer)
        sheet.hide()


def _made_for(version: TemplateVersion) -> str:
    packs = f", with the packs {', '.join(version.packs)}" if version.packs else ""
    return (
        f"Made for the {version.questionnaire} questionnaire of {version.date}"
        f" and the knowledge base of {version.rules}{packs}."
    )


def _answers(column: TemplateColumn) -> str:
    if column.number:
        return f"A whole number from {column.number[0]} to {column.number[1]:,}"
    if column.answers == TICKS:
        return "Yes for each that applies"
    return "\n".join(column.answers)


def _width(column: TemplateColumn) -> int:
    if column.answers == TICKS:
        return _WIDTHS["tick"]
    return _WIDTHS["choice" if column.answers else "wide" if column.wide else "other"]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
