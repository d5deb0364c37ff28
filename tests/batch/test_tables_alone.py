"""Tables without reports: worked out anew each time, and never instead of what is on record."""

import csv

import openpyxl
import pytest

from advisor.batch.rules_sample import ColumnsDiffer, Sample
from advisor.batch.run import Order, Rows, run_batch
from advisor.batch.verify import verify
from tests.batch.conftest import Heard, row, tree
from tests.batch.fake import Here


@pytest.fixture
def alone(light):
    """Write tables alone as the product does, without a crew."""

    def run(source, folder, listener=None, **named):
        return run_batch(Order(source, folder, (), portfolio=False, **named), listener or Heard())

    return run


def results(folder):
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return {one["row"]: one for one in csv.DictReader(file)}


def interrupted(alone, monkeypatch, *arguments):
    """Run, and end where the last table is done and before the first gets to its place."""

    def fails(_):
        raise ColumnsDiffer("a fault")

    with monkeypatch.context() as inner:
        inner.setattr(Sample, "check", fails)
        with pytest.raises(ColumnsDiffer):
            alone(*arguments)


def test_a_run_that_was_cut_off_is_told_of_and_the_same_command_ends_it(alone, table, tmp_path, monkeypatch):
    source, out, whole, said = table([row(1), row(2)]), tmp_path / "out", tmp_path / "whole", []
    interrupted(alone, monkeypatch, source, out)
    assert not verify(out, said.append).is_sound
    assert said == ["The last run did not come to its end. The same command goes on."]
    alone(source, out)
    alone(source, whole)
    assert verify(out, print).is_sound
    assert tree(out) == tree(whole)


def test_what_was_there_stays_where_a_later_run_is_cut_off(alone, table, tmp_path, monkeypatch):
    source, out = table([row(1)]), tmp_path / "out"
    alone(source, out)
    before = tree(out)
    interrupted(alone, monkeypatch, source, out)
    assert tree(out) == before
    found = verify(out, print)
    assert (found.sound, found.is_sound) == (4, False)


def test_verify_says_what_became_of_the_rows(alone, table, tmp_path):
    source, out, said = table([row(1), row(2, stage="nonsense"), row(3)]), tmp_path / "out", []
    found = alone(source, out, only=Rows(((2, 3),)))
    assert (found.done, found.refused, found.waiting) == (1, 1, 1)
    assert verify(out, said.append).is_sound
    assert said == ["Tables without reports: 1 done, 1 not read, 1 not asked for."]


def test_each_run_works_out_every_row_and_retry_says_so(alone, table, tmp_path):
    source, out, heard = table([row(1), row(2)]), tmp_path / "out", Heard()
    alone(source, out)
    assert "--retry changes nothing" not in " ".join(heard.said)
    found = alone(source, out, heard, retry=True)
    assert (found.done, found.kept) == (2, 0)
    assert any(one.startswith("--retry changes nothing here") for one in heard.said)


def test_where_reports_are_kept_they_stay_in_the_tables_and_what_is_done_is_not_done_again(
    batch, alone, table, tmp_path, monkeypatch
):
    source, out, crew = table([row(1), row(2, stage="nonsense"), row(3)]), tmp_path / "out", Here()
    batch(source, out)
    before = tree(out)
    monkeypatch.setattr("advisor.batch.run.crew_of", lambda *_: crew)
    heard = Heard()
    found = alone(source, out, heard)
    assert (found.kept, found.done, crew.worked) == (2, 0, [])
    assert tree(out) == before
    assert results(out)["2"]["report_json"] == "reports/2-case-1.json"
    assert any(one.startswith("This folder keeps reports") for one in heard.said)
    mended = openpyxl.load_workbook(out / "errors.xlsx")
    mended.worksheets[0]["D2"].value = "planning"
    mended.save(out / "errors.xlsx")
    batch(out / "errors.xlsx", out)
    assert alone(source, out).kept == 3
    assert results(out)["3"]["state"] == "done"


def test_a_run_for_reports_that_did_nothing_yet_keeps_no_rows(batch, alone, table, tmp_path):
    """Who finds that reports take too long, and asks for the tables alone, does not wait for each row."""
    source, out = table([row(1), row(2)]), tmp_path / "out"

    class Impatient(Heard):
        def planned(self, progress):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(source, out, listener=Impatient())
    assert verify(out, print).undone == 2
    heard = Heard()
    assert alone(source, out, heard).done == 2
    assert not any(one.startswith("This folder keeps reports") for one in heard.said)
    assert verify(out, print).is_sound
    assert batch(source, out).done == 2


def test_tables_that_may_replace_those_of_another_input_take_its_reports_away(batch, alone, table, tmp_path):
    out = tmp_path / "out"
    batch(table([row(1)], "one.csv"), out)
    alone(table([row(2)], "two.csv"), out, replace=True)
    assert not list((out / "reports").iterdir())
    assert results(out)["2"]["name"] == "Case 2"
    assert verify(out, print).is_sound
