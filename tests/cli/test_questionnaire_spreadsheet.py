"""``advisor questionnaire``: forms for ODK and Kobo, and both ways back."""

import json
import sys

import openpyxl
import pytest
import yaml

from advisor.service import Advisor

ADVISOR = Advisor.load()


@pytest.mark.parametrize("name", ["full", "rapid"])
def test_out_and_back(run, here, name):
    assert run("questionnaire", name, "-o", "form.xlsx").out == "Wrote form.xlsx\n"
    ran = run("questionnaire", "import", "form.xlsx", "-o", "mine")
    assert (ran.code, ran.out, ran.err) == (0, f"Wrote mine/{name}.yaml\n", "")
    same = run("questionnaire", name, "--questionnaires", "mine", "--format", "yaml").out
    assert same == run("questionnaire", name, "--format", "yaml").out


def test_a_language_is_added_without_code(run, here):
    run("questionnaire", "rapid", "-o", "form.xlsx")
    book = openpyxl.load_workbook("form.xlsx")
    sheet = book["survey"]
    sheet.cell(1, 20, "label::Cymraeg (cy)")
    sheet.cell(2, 20, "Asesiad cyflym")
    sheet.cell(2, 6, "true()")
    book.save("form.xlsx")
    ran = run("questionnaire", "import", "form.xlsx", "-o", "mine")
    assert (ran.code, ran.out) == (0, "Wrote mine/rapid.yaml\nLanguages: English, Cymraeg\n")
    assert ran.err.splitlines()[0] == "Not taken over:"
    assert "form.xlsx:survey!F2: relevant differs for title" in ran.err
    again = run("questionnaire", "rapid", "--questionnaires", "mine", "-o", "again.xlsx")
    assert again.code == 0
    cells = openpyxl.load_workbook("again.xlsx")["survey"]
    assert [cell.value for cell in cells[1]][3] == "label::Cymraeg (cy)"
    assert cells.cell(2, 4).value == "Asesiad cyflym"
    back = run("questionnaire", "import", "again.xlsx", "--questionnaires", "mine", "-o", "mine", "--replace")
    assert (back.code, back.err) == (0, "")


def test_nothing_is_overwritten_without_being_told(run, here):
    run("questionnaire", "rapid", "-o", "form.xlsx")
    before = (here / "form.xlsx").read_bytes()
    ran = run("questionnaire", "rapid", "-o", "form.xlsx")
    assert ran.code == 2
    assert "is there already and may hold changes" in ran.err
    assert (here / "form.xlsx").read_bytes() == before
    (here / "mine").mkdir()
    (here / "mine" / "rapid.yaml").write_text("mine\n", encoding="utf-8")
    ran = run("questionnaire", "import", "form.xlsx", "-o", "mine")
    assert ran.code == 2
    assert ran.err.startswith("mine/rapid.yaml is there already. Nothing was written. Choose another folder")
    assert (here / "mine" / "rapid.yaml").read_text(encoding="utf-8") == "mine\n"
    assert run("questionnaire", "import", "form.xlsx", "-o", "mine", "--replace").code == 0
    assert "questionnaire: rapid" in (here / "mine" / "rapid.yaml").read_text(encoding="utf-8")


def test_a_form_at_fault_writes_nothing(run, here):
    run("questionnaire", "rapid", "-o", "form.xlsx")
    book = openpyxl.load_workbook("form.xlsx")
    book["survey"].cell(10, 1, "range")
    book.save("form.xlsx")
    ran = run("questionnaire", "import", "form.xlsx", "-o", "mine")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(
        "The content cannot be used: one problem. Nothing was written.\n  form.xlsx:survey!A10:"
    )
    assert not (here / "mine").exists()


def test_a_folder_that_lacks_the_questionnaire_or_cannot_be_made(run, here):
    run("questionnaire", "rapid", "-o", "form.xlsx")
    run("questionnaire", "import", "form.xlsx", "-o", "mine")
    ran = run("questionnaire", "full", "--questionnaires", "mine")
    assert (ran.code, ran.err) == (2, "mine holds no questionnaire “full”, only rapid.\n")
    ran = run("questionnaire", "import", "form.xlsx", "-o", "form.xlsx")
    assert ran.code == 5
    assert ran.err.startswith("The folder form.xlsx cannot be made – ")


def test_a_form_goes_to_a_pipe_but_not_to_a_terminal(run, monkeypatch):
    from advisor.cli import questionnaire

    monkeypatch.setattr(questionnaire, "is_terminal", lambda stream: stream is sys.stdout)
    ran = run("questionnaire", "--format", "xlsx")
    assert (ran.code, ran.err) == (2, "A spreadsheet cannot be shown in a terminal; add -o form.xlsx.\n")


def test_collected_answers_can_be_assessed(run, here):
    (here / "data.csv").write_text(
        "start,name,A/stage,A/sectors,A/partner_count\n"
        "1,Our Alliance,planning,acute community,7\n"
        "2,Our Alliance,unknown,,\n",
        encoding="utf-8",
    )
    ran = run("questionnaire", "answers", "data.csv", "-o", "cases/new")
    assert (ran.code, ran.out) == (0, "Wrote 2 answers files to cases/new\n")
    assert ran.err == "Columns without answers were left out: start\n"
    first = yaml.safe_load((here / "cases/new/our-alliance.yaml").read_text(encoding="utf-8"))
    assert first["answers"] == {"stage": "planning", "sectors": ["acute", "community"], "partner_count": 7}
    result = json.loads(run("assess", "cases/new/our-alliance-2.yaml", "--format", "json").out)
    assert result["case"]["name"] == "Our Alliance"
    again = run("questionnaire", "answers", "data.csv", "-o", "cases/new")
    assert again.code == 2
    assert "our-alliance.yaml and 1 more are there already. Nothing was written." in again.err
    (here / "data.csv").write_text("name,stage\nOur Alliance,reset\n", encoding="utf-8")
    again = run("questionnaire", "answers", "data.csv", "-o", "cases/new", "--replace")
    assert (again.code, again.err) == (0, "")
    assert "stage: reset" in (here / "cases/new/our-alliance.yaml").read_text(encoding="utf-8")


def test_good_rows_are_written_and_bad_cells_named(run, here):
    rows = "".join(f"soon,{number}\n" for number in range(25))
    extra = ",".join(f"extra{number}" for number in range(13))
    (here / "data.csv").write_text(f"stage,quick_win,{extra}\n{rows}reset,\n", encoding="utf-8")
    ran = run("questionnaire", "answers", "data.csv", "-o", "cases")
    assert (ran.code, ran.out) == (6, "Wrote one answers file to cases\n")
    assert [path.name for path in (here / "cases").iterdir()] == ["answers-in-row-27.yaml"]
    assert "data.csv:B1: “quick_win” is not a fact" in ran.err
    assert "extra10 …" in ran.err
    assert "Rows left out: 25. Mend these cells and run the command again." in ran.err
    assert "  data.csv:A2: “soon” is not " in ran.err
    assert "  … and 5 more." in ran.err


def test_where_every_row_is_bad_nothing_is_written(run, here):
    (here / "data.csv").write_text("stage\nsoon\n", encoding="utf-8")
    ran = run("questionnaire", "answers", "data.csv", "-o", "cases")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(
        "The answers cannot be used: one problem. Nothing was written.\n  data.csv:A2: “soon”"
    )
    assert not (here / "cases").exists()


@pytest.mark.parametrize("below", ["import", "answers"])
def test_both_ways_back_have_help(run, below):
    ran = run("questionnaire", below, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: advisor questionnaire {below} [OPTIONS]")
    assert run("questionnaire", below).code == 2
