"""A folder belongs to one input: what another input, a table of errors and --only do to what is in it."""

import csv

import openpyxl
import pytest

from advisor.batch.run import Rows
from advisor.errors import CommandError
from tests.batch.conftest import Heard, row, tree
from tests.batch.fake import Here


def results(folder):
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def states(folder):
    return {one["row"]: one["state"] for one in results(folder)}


def mend(path, **by_name):
    """Mend the stage in a table of errors, by the name of the collaboration."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for cells in sheet.iter_rows(min_row=2):
        if cells[0].value.replace(" ", "_") in by_name:
            cells[3].value = by_name[cells[0].value.replace(" ", "_")]
    book.save(path)


@pytest.fixture
def faulty(batch, table, tmp_path):
    """Return a table with two bad rows of five, and the folder of its batch."""
    source = table(
        [row(1), row(2, stage="plannning"), row(3), row(4, stage="nonsense"), row(5)], "programme.csv"
    )
    batch(source, tmp_path / "out")
    return source, tmp_path / "out"


def test_a_mended_table_of_errors_takes_its_rows_to_their_places(batch, table, tmp_path, faulty):
    _, out = faulty
    mend(out / "errors.xlsx", Case_2="planning", Case_4="planning")
    heard, crew = Heard(), Here()
    found = batch(out / "errors.xlsx", out, crew, heard)
    assert (found.rows, found.done, found.kept, found.refused, len(crew.worked)) == (5, 2, 3, 0, 2)
    assert "2 rows were taken from errors.xlsx into the batch; all others stay as they are." in heard.said
    assert not (out / "errors.xlsx").exists()
    whole = tmp_path / "whole"
    batch(table([row(number) for number in range(1, 6)], "programme.csv"), whole)
    assert tree(out) == tree(whole)


def test_what_is_still_wrong_stays_in_the_table_of_errors_and_can_be_mended_next(batch, faulty):
    _, out = faulty
    mend(out / "errors.xlsx", Case_4="planning")
    found = batch(out / "errors.xlsx", out)
    assert (found.done, found.kept, found.refused) == (1, 3, 1)
    rows = [[cell.value for cell in one] for one in openpyxl.load_workbook(out / "errors.xlsx").worksheets[0]]
    assert [one[:1] + one[5:6] for one in rows[1:]] == [["Case 2", 3]]
    assert len(rows[0]) == 7
    mend(out / "errors.xlsx", Case_2="planning")
    found = batch(out / "errors.xlsx", out)
    assert (found.done, found.kept, found.refused) == (1, 4, 0)


def test_the_first_table_again_does_not_undo_what_was_mended_in_the_table_of_errors(batch, faulty):
    source, out = faulty
    mend(out / "errors.xlsx", Case_2="planning", Case_4="planning")
    batch(out / "errors.xlsx", out)
    before = tree(out)
    found = batch(source, out)
    assert (found.done, found.kept, found.refused) == (0, 5, 0)
    assert tree(out) == before


def test_the_table_of_errors_says_what_to_do_and_hides_its_mark(faulty):
    _, out = faulty
    sheet = openpyxl.load_workbook(out / "errors.xlsx").worksheets[0]
    assert sheet["F1"].value.startswith("Row of batch ")
    assert sheet.column_dimensions["F"].hidden
    assert "all other results stay" in " ".join(sheet["G1"].value.split())


def test_another_input_is_refused_with_what_would_go(batch, table, tmp_path, faulty):
    _, out = faulty
    before = tree(out)
    other = table([row(7), row(8)], "other.csv")
    with pytest.raises(CommandError) as refused:
        batch(other, out)
    said = str(refused.value)
    assert "holds the batch of programme.csv" in said
    assert "other.csv is another table: 3 of the 3 results in the folder would go" in said
    assert "another folder with -o, or add --replace" in said
    assert tree(out) == before
    found = batch(other, out, replace=True)
    assert (found.done, set(states(out).values())) == (2, {"done"})


def test_another_programme_under_the_same_name_is_refused(batch, table, tmp_path):
    out = tmp_path / "out"
    batch(table([row(number) for number in range(1, 7)]), out)
    with pytest.raises(CommandError, match="6 of the 6 results"):
        batch(table([row(number) for number in range(11, 17)]), out)


def test_tables_alone_are_not_replaced_by_those_of_another_input(batch, table, tmp_path):
    out = tmp_path / "out"
    source = table([row(1)], "one.csv")
    batch(source, out, formats=())
    with pytest.raises(CommandError, match=r"holds the batch of one\.csv"):
        batch(table([row(2)], "two.csv"), out, formats=())
    assert batch(source, out).done == 1


def test_a_row_that_the_table_no_longer_has_goes_and_that_is_said(batch, table, tmp_path):
    out, heard = tmp_path / "out", Heard()
    batch(table([row(1), row(2)]), out)
    batch(table([row(1)]), out, listener=heard)
    assert "One report went, because answers.csv no longer has what they were for." in heard.said


def test_some_rows_alone_leave_the_results_of_all_others(batch, table, tmp_path):
    source, out = table([row(1), row(2), row(3)]), tmp_path / "out"
    batch(source, out, formats=("json",))
    before = {one["row"]: one for one in results(out)}
    batch(source, out, formats=("html",), only=Rows(((3, 3),)))
    after = {one["row"]: one for one in results(out)}
    assert states(out) == {"2": "done", "3": "done", "4": "done"}
    assert {name: after["2"][name] for name in before["2"]} == before["2"]
    assert (after["2"]["report_html"], after["3"]["report_html"]) == ("", "reports/3-case-2.html")


def test_a_row_that_was_changed_but_not_asked_for_keeps_its_result(batch, table, tmp_path):
    out = tmp_path / "out"
    batch(table([row(1), row(2)]), out)
    before = (out / "reports" / "2-case-1.json").read_bytes()
    source = table([row(1, stage="reset"), row(2, stage="reset")])
    found = batch(source, out, only=Rows(((3, 3),)))
    assert (found.done, states(out)) == (1, {"2": "done", "3": "done"})
    assert (out / "reports" / "2-case-1.json").read_bytes() == before
    assert batch(source, out).done == 1


def test_some_rows_of_tables_alone_leave_the_others_too(batch, table, tmp_path):
    source, out, heard = table([row(1), row(2), row(3)]), tmp_path / "out", Heard()
    batch(source, out, formats=(), only=Rows(((2, 2),)))
    assert states(out) == {"2": "done", "3": "waiting", "4": "waiting"}
    batch(source, out, formats=(), only=Rows(((3, 3), (9, 12))), listener=heard)
    assert states(out) == {"2": "done", "3": "done", "4": "waiting"}
    assert any(one.startswith("--only 9-12: the table has no such rows.") for one in heard.said)
