"""Tables without reports: the same as from whole results, whatever the input, and checked by experta."""

import csv
import io

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from advisor.batch import rules_sample
from advisor.batch.rules_columns import RuleColumns
from advisor.batch.rules_only import Source, write_rules_only
from advisor.batch.rules_sample import LEAST_SAMPLE, MOST_SAMPLE, ColumnsDiffer, Sample
from advisor.content.tables.results import write_results
from advisor.content.tables.results_lines import Line, record_of
from advisor.content.tables.rows import read_rows
from advisor.engine.columns.chance import random_cases
from tests.benchmarks.random_answers import write_random_answers
from tests.unit.cases import example_cases, random_answers

ROWS, SAMPLED = 40, 12


@pytest.fixture(autouse=True, scope="module")
def small_sample():
    """Let a few rows stand for many: what a sample of a hundred costs is of no interest here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules_sample, "LEAST_SAMPLE", SAMPLED)
        yield


@pytest.fixture(scope="module")
def rules(advisor):
    return RuleColumns(advisor)


@pytest.fixture(scope="module")
def source(rules, tmp_path_factory):
    path = tmp_path_factory.mktemp("random") / "answers.parquet"
    write_random_answers(path, rules.columns, ROWS)
    return path


@pytest.fixture(scope="module")
def fast(source, advisor, tmp_path_factory):
    """Return a folder with the tables of the random rows, what was found, and what was said."""
    folder, said = tmp_path_factory.mktemp("fast"), []
    return folder, evaluated(source, folder, advisor, said), said


def opened(path, advisor, mapping=None, asked=None):
    sheet = read_rows(path, advisor.knowledge.vocabulary, advisor.questionnaires["full"], mapping)
    return Source(path, sheet, mapping, asked)


def evaluated(path, folder, advisor, said=None, **more):
    folder.mkdir(exist_ok=True)
    return write_rules_only(
        folder, opened(path, advisor, **more), advisor, (said if said is not None else []).append
    )


def table(folder):
    return parquet.read_table(folder / "results.parquet").to_pylist()


def as_csv(source, path):
    rows = parquet.read_table(source)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows.schema.names)
        writer.writerows(zip(*(column.to_pylist() for column in rows.columns), strict=True))
    return path


@pytest.mark.parametrize("many", [10, pytest.param(200, marks=pytest.mark.slow)])
def test_columns_and_whole_results_are_the_same(rules, advisor, knowledge, many):
    cases = [case.answers for case in example_cases(advisor)]
    cases += [random_answers(knowledge, seed) for seed in range(many)]
    rows = rules.columns.table(cases)
    cells = rules.cells(rows)
    for place, answers in enumerate(cases):
        case = rules.case({one: column[place] for one, column in rows.columns.items()}, "x")
        assert case.answers == {fact: answers[fact] for fact in case.answers}
        found = [int(cells[each.name][place]) for each in rules.layout.columns]
        expected = record_of(advisor.assess(case), knowledge)["codes"]
        assert found == expected == rules.by_experta(case), place


def test_every_column_is_filled(rules):
    cells = rules.cells(random_cases(2_000, 5, rules.columns))
    assert set(cells) == {each.name for each in rules.layout.columns}
    for name, column in cells.items():
        assert len(np.unique(column)) > 1, name


def test_tables_are_those_of_whole_results(source, fast, advisor, knowledge, tmp_path):
    folder, found, _ = fast
    assert (found.rows, found.done, found.refused, found.sampled) == (ROWS, ROWS, 0, SAMPLED)
    assert_as_whole(source, folder, advisor, knowledge, tmp_path)


@pytest.mark.slow
def test_tables_of_many_are_those_of_whole_results(rules, advisor, knowledge, tmp_path):
    source, folder = tmp_path / "answers.parquet", tmp_path / "fast"
    write_random_answers(source, rules.columns, 500, seed=2)
    assert evaluated(source, folder, advisor).done == 500
    assert_as_whole(source, folder, advisor, knowledge, tmp_path)


def assert_as_whole(source, folder, advisor, knowledge, tmp_path):
    lines = [
        Line(
            row.number, row.name, row.carried, "done", "", {}, record_of(advisor.assess(row.case), knowledge)
        )
        for row in opened(source, advisor).sheet.rows
    ]
    (tmp_path / "whole").mkdir()
    write_results(tmp_path / "whole", lambda: iter(lines), knowledge, ["ods_code", "region"])
    for name in ("results.csv", "results.xlsx", "codebook.csv"):
        assert (folder / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
    assert table(folder) == table(tmp_path / "whole")


def test_row_by_row_and_column_by_column_are_the_same(source, fast, advisor, tmp_path):
    evaluated(as_csv(source, tmp_path / "in.csv"), tmp_path / "rows", advisor)
    # The first row of a CSV file holds the headings.
    assert [row | {"row": row["row"] - 1} for row in table(tmp_path / "rows")] == table(fast[0])


def test_what_is_written_is_always_the_same(source, fast, advisor, tmp_path):
    evaluated(source, tmp_path / "again", advisor)
    assert {path.name for path in fast[0].iterdir()} == {path.name for path in (tmp_path / "again").iterdir()}
    for path in fast[0].iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_faulty_rows_are_refused_and_explained(advisor, tmp_path):
    path = tmp_path / "in.parquet"
    columns = {
        "name": ["A", "B\x07", None, " C ", "=D", "x" * 300],
        "stage": ["planning", "planning", "nowhere", "Considering", None, "planning"],
        "partner_count": [3, 4, 5, 6, -1, 2],
        "sectors": [["acute"], ["acute", "community"], [], None, ["acute"], ["acute"]],
    }
    parquet.write_table(pa.table(columns), path)
    found = evaluated(path, tmp_path / "out", advisor)
    rows = table(tmp_path / "out")
    assert [row["state"] for row in rows] == ["done", "refused", "refused", "done", "refused", "refused"]
    assert [row["name"] for row in rows] == [
        "A",
        "Answers in row 2",
        "Answers in row 3",
        "C",
        "=D",
        "Answers in row 6",
    ]
    assert [(number, problem.heading) for number, _, problem in found.problems] == [
        (2, "name"),
        (3, "stage"),
        (5, "partner_count"),
        (6, "name"),
    ]
    assert rows[0]["phase"] == "starting"
    assert rows[2]["phase"] is None
    assert "nowhere" in rows[2]["why"]
    assert (tmp_path / "out" / "errors.xlsx").exists()
    sheet = opened(path, advisor).sheet
    assert [(row.number, row.name, row.case is None) for row in sheet.rows] == [
        (row["row"], row["name"], row["state"] == "refused") for row in rows
    ]


def test_rows_that_were_not_asked_for_wait(source, advisor, tmp_path):
    found = evaluated(source, tmp_path / "out", advisor, asked={2, 3})
    assert (found.done, found.waiting) == (2, ROWS - 2)
    rows = table(tmp_path / "out")
    assert [row["state"] for row in rows[:4]] == ["waiting", "done", "done", "waiting"]
    assert rows[0]["verdict_T3"] is None


def test_ticks_in_columns_of_their_own_are_read_row_by_row(advisor, tmp_path):
    path = tmp_path / "in.parquet"
    parquet.write_table(pa.table({"name": ["A"], "sectors/acute": ["1"], "sectors/community": ["0"]}), path)
    assert evaluated(path, tmp_path / "out", advisor).done == 1
    assert table(tmp_path / "out")[0]["answered"] == 1


def test_no_rows_at_all(advisor, tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("name,stage\n", encoding="utf-8")
    found = evaluated(path, tmp_path / "out", advisor)
    assert (found.rows, found.sampled) == (0, 0)
    assert table(tmp_path / "out") == []


def test_the_sample_is_told(fast):
    said = f"As a check, {SAMPLED} rows were worked out a second time"
    assert any(text.startswith(said) for text in fast[2])


def test_a_difference_stops_everything(source, advisor, tmp_path, monkeypatch):
    before = RuleColumns.cells

    def injected(self, many):
        cells = dict(before(self, many))
        # One verdict is another one, in every row.
        cells["verdict_T3"] = (cells["verdict_T3"] + 1) % 6
        return cells

    monkeypatch.setattr(RuleColumns, "cells", injected)
    with pytest.raises(ColumnsDiffer, match=r"verdict_T3\. This is a fault of\s+ours") as raised:
        evaluated(source, tmp_path / "out", advisor)
    assert raised.value.exit_code == 1


@pytest.mark.parametrize("name", ["priority_1_title", "level_trust", "unknown", "strengths", "contradicting"])
def test_the_sample_looks_at_every_column(rules, name):
    many = random_cases(5, 3, rules.columns)
    cells = dict(rules.cells(many))
    cells[name] = cells[name] + 1
    sample = Sample(rules)
    sample.take(range(5), many, cells)
    with pytest.raises(ColumnsDiffer, match=name):
        sample.check()


def test_the_sample_depends_on_the_rows_alone(rules):
    many = random_cases(3_000, 3, rules.columns)
    cells = rules.cells(many)
    whole, parts = Sample(rules), Sample(rules)
    whole.take(range(3_000), many, cells)
    for start in range(0, 3_000, 700):
        part = {name: column[start : start + 700] for name, column in cells.items()}
        parts.take(range(start, min(start + 700, 3_000)), many.rows(start, start + 700), part)
    assert whole.rows() == parts.rows()
    assert len(whole.rows()) == 30
    assert max(whole.rows()) - min(whole.rows()) > 2_000


def test_at_least_a_hundred_rows_are_worked_out_twice_where_there_are_as_many():
    assert MOST_SAMPLE >= LEAST_SAMPLE >= 100


def test_long_inputs_have_no_workbook_and_it_is_said(source, advisor, tmp_path, monkeypatch):
    monkeypatch.setattr("advisor.batch.rules_only.MOST_ROWS", 10)
    said = []
    evaluated(source, tmp_path / "out", advisor, said)
    assert not (tmp_path / "out" / "results.xlsx").exists()
    assert any("There is no results.xlsx" in text for text in said)


def test_the_csv_is_inert(fast):
    text = (fast[0] / "results.csv").read_text("utf-8-sig")
    regions = {row["region"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert regions == {"North", "South", "'+East"}
