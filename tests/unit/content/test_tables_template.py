# ruff: noqa: E501 - each message stands in one line, as readers see it
"""The template can be filled in and read back, and its version is checked."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from advisor.cli.template import command
from advisor.content.tables.template import KEPT, template_csv, template_xlsx
from advisor.content.tables.template_columns import TICKS, TemplateColumn, template_columns
from advisor.content.tables.template_version import template_version
from advisor.interview.condition_words import ConditionWords
from advisor.model.condition import NOT_APPLICABLE
from advisor.service import Advisor
from tests.unit.content.tables import ADVISOR, FULL, VOCABULARY, cases, refused, sheet_of, warned

COLUMNS = template_columns(FULL, VOCABULARY, ConditionWords(FULL, VOCABULARY).say)
VERSION = template_version(ADVISOR.knowledge, FULL)
EXAMPLES = Path(__file__).parents[3] / "questionnaires" / "examples"
READ_CASES = [ADVISOR.read_case(path) for path in sorted(EXAMPLES.glob("*.yaml"))]


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "answers.xlsx"
    path.write_bytes(template_xlsx(COLUMNS, VERSION))
    return path


def label(fact, value):
    """Return an answer as people choose it."""
    if value == NOT_APPLICABLE:
        return "Does not apply"
    return "Don’t know" if value is None else VOCABULARY.by_name[fact].label(value)


def filled(case):
    """Return the cells of a case, by the names of their columns."""
    cells = {key: getattr(case, key) for key in ("name", "organisation", "respondent", "date", "notes")}
    for fact, value in (*case.answers.items(), *((fact, None) for fact in case.asked_unknown)):
        definition = VOCABULARY.by_name[fact]
        if definition.kind == "any of" and isinstance(value, tuple):
            cells |= {
                f"{fact}/{one.value}": "Yes" if one.value in value else "No" for one in definition.values
            }
        elif definition.kind == "whole number" and value is not None:
            cells[fact] = value
        else:
            cells[fact] = label(fact, value)
    return cells


def fill(path, read_cases):
    """Fill in a template as people do, by its drop-downs."""
    book = openpyxl.load_workbook(path)
    sheet = book["Answers"]
    names = {sheet.cell(2, column).value: column for column in range(1, sheet.max_column + 1)}
    for row, case in enumerate(read_cases, start=3):
        for name, value in filled(case).items():
            if name in names:
                sheet.cell(row, names[name], value)
    book.save(path)
    return path


def as_read(case):
    """Return what a template can hold of a case: for ticks it offers no “don’t know”."""
    ticks = {one.fact for one in VOCABULARY.facts if one.kind == "any of"}
    order = {fact: place for place, fact in enumerate(VOCABULARY.by_name)}
    answers = {
        fact: tuple(one for one in VOCABULARY.by_name[fact].by_value if one in value)
        if fact in ticks
        else value
        for fact, value in case.answers.items()
        if not (fact in ticks and value == NOT_APPLICABLE)
    }
    unknown = sorted((fact for fact in case.asked_unknown if fact not in ticks), key=order.__getitem__)
    more = {
        "answers": answers,
        "asked_unknown": tuple(unknown),
        "questionnaire": f"{VERSION.questionnaire} {VERSION.date}",
        "warnings": (),
    }
    return case.model_copy(update=more)


def test_a_template_filled_in_gives_the_same_cases(template):
    found = cases(fill(template, READ_CASES), version=VERSION)
    assert [one.model_dump() for one in found] == [as_read(one).model_dump() for one in READ_CASES]
    assert warned(template, version=VERSION) == []


def test_the_csv_template_gives_the_same_cases(tmp_path):
    path = tmp_path / "answers.csv"
    content = template_csv(COLUMNS, VERSION)
    names = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1]
    text = io.StringIO()
    csv.writer(text).writerows([[filled(one).get(name) for name in names] for one in READ_CASES])
    path.write_bytes(content + text.getvalue().encode())
    assert [one.model_dump() for one in cases(path, version=VERSION)] == [
        as_read(one).model_dump() for one in READ_CASES
    ]
    assert warned(path, version=VERSION) == []


def test_explanations_are_as_high_as_their_texts(template):
    sheet = openpyxl.load_workbook(template)["Explanations"]
    width = sheet.column_dimensions["F"].width  # F and G are alike
    listed = [row for row in range(12, sheet.max_row + 1) if sheet.cell(row, 7).value]
    assert len(listed) > 50
    for row in listed:
        lines = sheet.cell(row, 7).value.split("\n")
        least = sum(max(1, len(line) / (width * 1.2)) for line in lines)
        assert 15 * least <= sheet.row_dimensions[row].height <= 405


def test_no_heading_of_a_csv_template_is_a_formula():
    column = TemplateColumn("zz_fact", "=HYPERLINK(1)")
    heads, names = csv.reader(io.StringIO(template_csv([column], VERSION).decode("utf-8-sig")))
    assert (heads, names[0]) == (["'=HYPERLINK(1)", KEPT], "zz_fact")


def test_an_empty_template_has_no_rows(template):
    sheet, rows = sheet_of(template, version=VERSION)
    assert (rows, sheet.first, sheet.sheet, sheet.unread) == ([], 3, "Answers", [])


def test_every_fact_has_its_column_and_its_answers(template):
    book = openpyxl.load_workbook(template)
    sheet, lists = book["Answers"], book["Lists"]
    assert [one.sheet_state for one in book] == ["visible", "visible", "hidden"]
    assert (sheet.freeze_panes, sheet.cell(1, sheet.max_column).value) == ("B3", KEPT)
    names = [sheet.cell(2, column).value for column in range(1, sheet.max_column)]
    assert {name.split("/")[0] for name in names[7:]} == {fact for one in FULL.questions for fact in one.sets}
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        place = next(iter(rule.sqref.ranges)).min_col
        assert str(rule.sqref).endswith("100001")
        assert len(rule.promptTitle) <= 32
        assert len(rule.prompt) <= 255
        if rule.type == "list":
            cells = lists[rule.formula1.removeprefix("Lists!").replace("$", "")]
            offered[names[place - 1]] = tuple(cell.value for (cell,) in cells)
    for column in COLUMNS:
        assert offered.get(column.name, ()) == column.answers
    assert offered["sectors/acute"] == TICKS
    assert offered["timetable"][-2:] == ("Don’t know", "Does not apply")


def test_headings_of_a_template_are_understood_without_the_names_below_them(template):
    book = openpyxl.load_workbook(fill(template, READ_CASES[:2]))
    book["Answers"].delete_rows(2)
    book.save(template)
    found, rows = sheet_of(template, version=VERSION)
    assert found.unread == [KEPT]
    assert [one.case.answers for one in rows] == [as_read(one).answers for one in READ_CASES[:2]]


def test_what_was_pasted_into_a_template_is_checked_again(template):
    book = openpyxl.load_workbook(template)
    book["Answers"]["A3"], book["Answers"]["H3"] = "Bay", "Planing the detail"
    book.save(template)
    _, rows = sheet_of(template)
    (problem,) = rows[0].problems
    assert (problem.cell, problem.heading, problem.meant) == ("H3", "Stage", "Planning the detail")


def test_the_same_content_makes_the_same_file():
    assert template_xlsx(COLUMNS, VERSION) == template_xlsx(COLUMNS, VERSION)


def test_columns_may_be_deleted_and_added(template):
    book = openpyxl.load_workbook(fill(template, READ_CASES[:1]))
    sheet = book["Answers"]
    sheet.delete_cols(9, 100)
    for column, heading, value in ((80, "My remarks", "x"), (81, "Quick wins", "Planned")):
        sheet.cell(1, column, heading)
        sheet.cell(3, column, value)
    book.save(template)
    found, rows = sheet_of(template)
    assert "My remarks" in found.unread
    assert rows[0].case.answers["quick_wins"] == "planned"


# ── Versions ─────────────────────────────────────────────────────────────────────────────────────


def written(path, **changes):
    path.write_bytes(template_csv(COLUMNS, replace(VERSION, **changes)))
    return path


def test_an_older_template_is_read_and_what_changed_is_said(tmp_path):
    path = tmp_path / "answers.csv"
    old = replace(VERSION, date="2025-01-01", rules="2025-01-01 0123456789ab")
    columns = [one for one in COLUMNS if one.name not in {"power", "stage"}]
    columns.append(replace(COLUMNS[7], name="gone_fact", heading="Gone"))
    path.write_bytes(template_csv(columns, old))
    assert warned(path, version=VERSION)[-1] == (
        f"answers.csv: is a template of 2025-01-01, made with the rules of 2025-01-01 0123456789ab; today’s are of {VERSION.date} and {VERSION.rules} –"
        " not in it: stage, power; no longer read: gone_fact – check these, or make a new one with “advisor template -o answers.xlsx” and copy the answers over"
    )
    assert warned(written(path, rules="2025-01-01 0123456789ab"), version=VERSION)[0].endswith(
        " – its columns are those of today"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"questionnaire": "rapid"}, "answers.csv: is a template for the rapid questionnaire, not for the full one – its columns may mean something else – make a new one"),
        ({"packs": ("far-off",)}, "answers.csv: is a template for packs that are not in use (far-off) – their answers would be lost – add --pack far-off"),
        ({"date": "2999-01-01"}, "answers.csv: is a template of 2999-01-01, newer than the questions and rules here"),
        ({"rules": "2999-01-01 0123456789ab"}, "answers.csv: is a template of 2999-01-01, newer than the questions and rules here"),
        ({"rules": "soon"}, "answers.csv: has a version that is not known, “template 1: full"),
    ],
)  # fmt: skip
def test_a_template_for_something_else_is_refused(tmp_path, changes, expected):
    assert refused(written(tmp_path / "answers.csv", **changes), version=VERSION)[0].startswith(expected)


def test_a_template_of_another_form_is_refused(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(template_csv(COLUMNS, VERSION).replace(b"template 1:", b"template 2:"))
    assert "has a version that is not known" in refused(path, version=VERSION)[0]


# ── The command ──────────────────────────────────────────────────────────────────────────────────


def test_the_command_writes_both_kinds_and_never_over_answers(tmp_path):
    for name in ("answers.xlsx", "answers.csv"):
        done = CliRunner().invoke(command, ["-o", str(tmp_path / name)])
        assert done.exit_code == 0
        assert f"then: advisor batch {tmp_path / name} -o results" in done.output
        assert sheet_of(tmp_path / name, version=VERSION)[1] == []
    again = CliRunner().invoke(command, ["-o", str(tmp_path / "answers.csv")])
    assert "is there already and may hold answers; choose another name" in str(again.exception)
    other = CliRunner().invoke(command, ["-o", str(tmp_path / "answers.pdf")])
    assert "does not say what to write: end it in .xlsx or .csv." in str(other.exception)


def test_a_template_with_a_pack_has_its_questions_and_needs_it_again(tmp_path):
    path = tmp_path / "answers.csv"
    done = CliRunner().invoke(command, ["-o", str(path), "--pack", "further-evidence"])
    assert f"advisor batch {path} --pack further-evidence -o results" in done.output
    assert "packs that are not in use (further-evidence)" in refused(path, version=VERSION)[0]
    both = Advisor.load(packs=("further-evidence",))
    version = template_version(both.knowledge, both.questionnaires["full"])
    assert "packs further-evidence" in str(version)


def test_a_folder_without_the_full_questionnaire_is_refused(tmp_path):
    (tmp_path / "q").mkdir()
    done = CliRunner().invoke(
        command, ["-o", str(tmp_path / "a.csv"), "--questionnaires", str(tmp_path / "q")]
    )
    assert done.exception is not None
