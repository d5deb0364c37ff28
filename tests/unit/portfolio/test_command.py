"""``advisor portfolio``: inputs of every kind, what is left out, and what is said."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from advisor.cli.main import main
from advisor.content.folders import content_folder

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "portfolio.schema.json"


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "answers"
    shutil.copytree(content_folder("questionnaires") / "examples", found)
    for one in sorted(found.glob("*.yaml")):
        shutil.copy(one, found / f"second-{one.name}")
    return found


@pytest.fixture
def run(capsys, loaded_once):
    def run(*arguments):
        code = main(["portfolio", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_folder_gives_json_that_fits_its_schema(run, folder):
    code, out, err = run(folder)
    assert code == 0
    found = json.loads(out)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(found)
    assert found["schema"] == "advisor/portfolio/1"
    assert found["collaborations"] == 14
    assert not found["named"]
    assert "Looked at 14 collaborations." in err


def test_pdf_html_and_json_at_once(run, folder, tmp_path):
    files = [tmp_path / f"portfolio.{ending}" for ending in ("pdf", "html", "json")]
    code, out, _ = run(folder, *(part for one in files for part in ("-o", one)), "--title", "All <seven>")
    assert code == 0
    assert out.count("Wrote ") == 3
    assert files[0].read_bytes().startswith(b"%PDF-1.7")
    html = files[1].read_text(encoding="utf-8")
    assert "All &lt;seven&gt;" in html
    assert json.loads(files[2].read_text(encoding="utf-8"))["title"] == "All <seven>"


def test_a_table_counts_as_its_rows(run, tmp_path):
    table = tmp_path / "rows.csv"
    lines = ["name,stage,quick_wins,power", *(f"Row {one},established,no,dominated" for one in range(8))]
    lines += [f"Other {one},established,yes,balanced" for one in range(8)]
    table.write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = run(table)
    assert code == 0
    found = json.loads(out)
    verdicts = {one["statement"]: one["verdicts"] for one in found["statements"]}
    assert verdicts["T3"]["act"] == 10
    assert {one["id"]: one["count"] for one in found["concerns"]}["dominated"] == 10


def test_names_only_where_asked_for(run, folder):
    _, out, err = run(folder)
    assert "names collaborations" not in err
    assert {str(one["names"]) for one in json.loads(out)["concerns"]} == {"None"}
    code, out, err = run(folder, "--names")
    assert code == 0
    assert "It names collaborations: keep it to yourselves." in err
    assert any(one["names"] for one in json.loads(out)["concerns"])


def test_what_cannot_be_read_is_left_out_and_said(run, folder):
    (folder / "broken.yaml").write_text("answers: {quick_wins: perhaps}", encoding="utf-8")
    code, out, err = run(folder)
    assert code == 6
    assert json.loads(out)["collaborations"] == 14
    assert json.loads(out)["left_out"] == 1
    assert "Left out: " in err
    assert "broken.yaml" in err
    assert "One input was left out." in err


def test_nothing_to_read_is_refused(run, tmp_path):
    (tmp_path / "broken.yaml").write_text("answers: {quick_wins: perhaps}", encoding="utf-8")
    code, out, err = run(tmp_path / "broken.yaml")
    assert code == 3
    assert out == ""
    assert "There is no collaboration to look at." in err
    assert run(tmp_path / "none.csv")[0] == 3


@pytest.mark.parametrize(
    ("outputs", "says"),
    [(("-o", "portfolio.docx"), "does not say what to write"), (("-o", "-", "-o", "-"), "Only one output")],
)
def test_outputs_that_do_not_fit_are_refused_before_anything_is_read(run, folder, outputs, says):
    code, _, err = run(folder, *outputs)
    assert code == 2
    assert says in err


def test_an_input_is_never_written_over(run, folder):
    one = folder / "healthy-alliance.yaml"
    shutil.copy(one, folder / "given.json")
    code, _, err = run(folder / "given.json", "-o", folder / "given.json")
    assert code == 2
    assert "is an input itself" in err


def test_two_of_one_name_are_told_apart(run, tmp_path):
    table = tmp_path / "rows.csv"
    rows = [f"Alliance,R0{one},dominated" for one in range(2)] + ["Other,R09,dominated"]
    table.write_text("\n".join(["name,ods_code,power", *rows]), encoding="utf-8")
    _, out, _ = run(table, "--names")
    names = {one["id"]: one["names"] for one in json.loads(out)["concerns"]}
    assert names["dominated"] == ["Alliance (row 2, R00)", "Alliance (row 3, R01)", "Other"]


def test_a_mapping_file_names_the_columns(run, tmp_path):
    table, mapping = tmp_path / "rows.csv", tmp_path / "map.yaml"
    table.write_text("who,strength\nA,dominated\n", encoding="utf-8")
    mapping.write_text("headings: {who: name, strength: power}\n", encoding="utf-8")
    assert run(table)[0] == 3
    assert run(table, "--map", mapping)[0] == 0


def test_a_table_of_results_is_refused(run, knowledge, tmp_path):
    from advisor.content.tables.results_layout import found_columns

    table = tmp_path / "results.csv"
    names = [one.name for one in found_columns(knowledge)]
    table.write_text(",".join(["name", "formality", *names[3:]]), encoding="utf-8")
    code, _, err = run(table)
    assert code == 3
    assert "table of results, not a table of answers" in err


def test_what_may_stand_in_a_cell_is_said_in_words(run, tmp_path):
    table = tmp_path / "rows.csv"
    table.write_text("name,stage\nA,established\nB,Establishd\n", encoding="utf-8")
    code, _, err = run(table)
    assert code == 6
    assert "first_delivery" not in err
    assert "allowed: " in err
