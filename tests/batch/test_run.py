"""A batch from end to end, with work that costs nothing."""

import csv
import os

import openpyxl
import pytest

from advisor.batch.run import Rows
from advisor.batch.stopping import BatchStopped
from advisor.batch.work import Outcome
from advisor.errors import CommandError, InputRefused
from tests.batch.conftest import Heard, row, tree
from tests.batch.fake import Here, fake_work


def reports(folder):
    return sorted(path.name for path in (folder / "reports").iterdir())


def results(folder):
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_gets_its_report_and_its_line(batch, table, tmp_path):
    out = tmp_path / "out"
    found = batch(table([row(1, ods_code="RX1"), row(2)]), out, formats=("html", "json"))
    assert (found.rows, found.done, found.failed, found.kept) == (2, 2, 0, 0)
    assert reports(out) == ["2-case-1.html", "2-case-1.json", "3-case-2.html", "3-case-2.json"]
    assert [(one["row"], one["name"], one["ods_code"], one["state"]) for one in results(out)] == [
        ("2", "Case 1", "RX1", "done"),
        ("3", "Case 2", "", "done"),
    ]
    assert not (out / "errors.xlsx").exists()


def test_the_same_command_again_works_on_nothing(batch, table, tmp_path):
    source, out, crew = table([row(1), row(2)]), tmp_path / "out", Here()
    batch(source, out)
    before = tree(out)
    found = batch(source, out, crew)
    assert (found.done, found.kept, crew.worked) == (0, 2, [])
    assert tree(out) == before


def test_a_bad_row_is_explained_and_the_others_are_done(batch, table, tmp_path):
    out = tmp_path / "out"
    found = batch(table([row(1), row(2, stage="plannning"), row(3)]), out)
    assert (found.done, found.refused) == (2, 1)
    assert reports(out) == ["2-case-1.json", "4-case-3.json"]
    assert (out / "errors.xlsx").is_file()
    assert [one["state"] for one in results(out)] == ["done", "refused", "done"]
    assert "did you mean “Planning the detail”?" in results(out)[1]["why"]


def test_the_table_of_errors_has_all_that_helps_to_mend_a_cell(batch, table, tmp_path):
    source, out = table([row(1), row(2, stage="plannning")]), tmp_path / "out"
    # What was read is kept in the record, from which a run that goes on writes the same.
    batch(source, out, only=Rows(((3, 3),)))
    batch(source, out)
    listed = openpyxl.load_workbook(out / "errors.xlsx").worksheets[1]
    number, name, cell, heading, shown, why, allowed, nearest = (one.value for one in listed[2])
    assert (number, name, cell, heading, shown) == (3, "Case 2", "D3", "stage", "plannning")
    assert "is not an answer to “Stage”" in why
    assert nearest in allowed
    assert nearest.startswith("Planning")


def test_mended_rows_are_done_next_time_and_the_table_of_errors_goes(batch, table, tmp_path):
    out, crew = tmp_path / "out", Here()
    batch(table([row(1), row(2, stage="plannning")]), out)
    found = batch(table([row(1), row(2)]), out, crew)
    assert (found.done, found.kept) == (1, 1)
    assert len(crew.worked) == 1
    assert not (out / "errors.xlsx").exists()


def test_equal_rows_are_worked_on_once_and_each_has_its_file(batch, table, tmp_path):
    out, crew = tmp_path / "out", Here()
    found = batch(table([row(1, ods_code="A"), row(2), row(1, ods_code="B")]), out, crew)
    assert (found.todo, found.done, len(crew.worked)) == (2, 3, 2)
    assert reports(out) == ["2-case-1.json", "3-case-2.json", "4-case-1.json"]
    first, last = (out / "reports" / name for name in ("2-case-1.json", "4-case-1.json"))
    assert first.read_bytes() == last.read_bytes()
    assert results(out)[2]["same_as"] == "2"


def test_a_changed_row_takes_the_place_of_its_old_report(batch, table, tmp_path):
    out = tmp_path / "out"
    batch(table([row(1), row(2), row(3)]), out)
    other = tmp_path / "other"
    changed = table([row(1), row(9)])
    batch(changed, out)
    batch(changed, other)
    assert tree(out) == tree(other)


def test_only_some_rows_leaves_the_rest_as_it_is(batch, table, tmp_path):
    source, out, other = table([row(1), row(2), row(3)]), tmp_path / "out", tmp_path / "other"
    found = batch(source, out, only=Rows(((3, 3),)))
    assert (found.done, found.waiting, reports(out)) == (1, 2, ["3-case-2.json"])
    assert [one["state"] for one in results(out)] == ["waiting", "done", "waiting"]
    batch(source, out)
    batch(source, other)
    assert tree(out) == tree(other)
    again = batch(source, out, only=Rows(((2, 2),)))
    assert (again.done, again.kept, len(reports(out))) == (0, 1, 3)


def test_another_format_later_adds_to_what_is_there(batch, table, tmp_path):
    source, out = table([row(1)]), tmp_path / "out"
    batch(source, out, formats=("json",))
    found = batch(source, out, formats=("html",))
    assert (found.done, reports(out)) == (1, ["2-case-1.html", "2-case-1.json"])


def failing(job):
    if "Case 2" in job.case:
        return Outcome("failed", "could not be assessed")
    return fake_work(job)


def test_what_failed_stays_failed_until_it_is_tried_again(batch, table, tmp_path):
    source, out, other = table([row(1), row(2)]), tmp_path / "out", tmp_path / "other"
    found = batch(source, out, Here(failing))
    assert (found.done, found.failed) == (1, 1)
    assert (out / "errors.xlsx").is_file()
    assert results(out)[1]["why"] == "could not be assessed"
    found = batch(source, out)
    assert (found.done, found.kept, found.kept_failed) == (0, 1, 1)
    found = batch(source, out, retry=True)
    assert (found.done, found.kept, found.failed) == (1, 1, 0)
    batch(source, other)
    assert tree(out) == tree(other)


def test_what_no_worker_can_do_ends_the_batch_and_charges_no_row(batch, table, tmp_path):
    source, out = table([row(1), row(2)]), tmp_path / "out"

    def fatal(job):
        return Outcome("fatal", "Pango is missing.", exit_code=4) if "Case 2" in job.case else fake_work(job)

    with pytest.raises(BatchStopped, match="Pango is missing") as stopped:
        batch(source, out, Here(fatal))
    assert stopped.value.exit_code == 4
    found = batch(source, out)
    assert (found.done + found.kept, found.failed + found.kept_failed) == (2, 0)


def test_a_deleted_report_is_made_again(batch, table, tmp_path):
    source, out = table([row(1), row(2)]), tmp_path / "out"
    batch(source, out)
    before = tree(out)
    (out / "reports" / "2-case-1.json").unlink()
    assert batch(source, out).done == 1
    assert tree(out) == before


def test_names_are_safe(batch, table, tmp_path):
    out = tmp_path / "out"
    names = ["../../etc/passwd", "con", "a/b\\c:d*e", "", "Ärzte " + "x" * 60, "=1+1", "…"]
    batch(table([row(place, name=name) for place, name in enumerate(names)]), out)
    assert reports(out) == sorted(
        [
            "2-etc-passwd.json",
            "3-row.json",
            "4-a-b-c-d-e.json",
            "5-answers-in-row-5.json",
            f"6-ärzte-{'x' * 44}.json",
            "7-1-1.json",
            "8-row.json",
        ]
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "out"]


def test_a_folder_with_other_things_is_refused(batch, table, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").write_text("mine")
    with pytest.raises(CommandError, match="holds other files"):
        batch(table([row(1)]), out)
    assert [one.name for one in out.iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize("name", ["reports", ".advisor"])
def test_nothing_is_written_through_a_link(batch, table, tmp_path, name):
    source, out, away = table([row(1)]), tmp_path / "out", tmp_path / "away"
    (out / ".advisor").mkdir(parents=True)
    away.mkdir()
    if (out / name).exists():
        (out / name).rmdir()
    (out / name).symlink_to(away)
    with pytest.raises(CommandError, match="is a link"):
        batch(source, out)
    assert not list(away.iterdir())


def test_a_link_in_the_place_of_a_report_is_replaced_and_not_followed(batch, table, tmp_path):
    source, out, away = table([row(1)]), tmp_path / "out", tmp_path / "away.json"
    batch(source, out)
    before = tree(out)
    away.write_text("theirs")
    (out / "reports" / "2-case-1.json").unlink()
    (out / "reports" / "2-case-1.json").symlink_to(away)
    batch(source, out)
    assert away.read_text() == "theirs"
    assert tree(out) == before


def test_a_table_that_cannot_be_used_writes_nothing(batch, tmp_path):
    source, out = tmp_path / "answers.csv", tmp_path / "out"
    source.write_text("colour,shape\nred,round\n")
    with pytest.raises(InputRefused):
        batch(source, out)
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_said(batch, table, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BatchStopped, match="cannot be written") as stopped:
        batch(table([row(1)]), tmp_path / "file" / "out")
    assert stopped.value.exit_code == 5


def test_drafts_that_were_left_behind_go(batch, table, tmp_path):
    source, out = table([row(1)]), tmp_path / "out"
    batch(source, out)
    before = tree(out)
    (out / "reports" / ".advisor-draft-1-1").write_text("half")
    (out / ".advisor" / "drafts").mkdir()
    batch(source, out)
    assert tree(out) == before
    assert not (out / ".advisor" / "drafts").exists()


def test_a_full_record_is_said_and_charges_no_row(batch, table, tmp_path):
    source, out = table([row(1)]), tmp_path / "out"
    (out / ".advisor").mkdir(parents=True)
    (out / ".advisor" / "manifest.sqlite").write_bytes(os.urandom(8192))
    with pytest.raises(BatchStopped, match="record of the batch"):
        batch(source, out, listener=Heard())
