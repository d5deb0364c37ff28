"""A table is read before anything runs: every cell to mend is told, and it comes back mended."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from advisor.web.accounts.scope import Scope
from advisor.web.batches import keeping
from advisor.web.batches.models import Batch, State
from tests.web.batches.tables import (
    LIST,
    SOUND,
    WRONG,
    assessed,
    content_of,
    csv_of,
    of,
    read,
    text_of,
    xlsx_of,
)

# ── To start from ────────────────────────────────────────────────────────────────────────────────


def test_the_template_can_be_filled_in_and_comes_back_without_a_question(
    browser: Client, upload: Callable[..., Batch]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(browser.get(reverse("batch-template")).content))
    assert book.sheetnames[:2] == ["Answers", "Explanations"]
    book["Answers"].cell(3, 1, "Harrowmoor")
    kept = io.BytesIO()
    book.save(kept)
    batch = upload(kept.getvalue(), "answers.xlsx")
    assert (batch.state, batch.rows, batch.refused, batch.problem) == (State.CHECKED, 1, 0, "")


def test_the_codebook_explains_the_columns_of_the_results(browser: Client) -> None:
    rows = browser.get(reverse("batch-codebook")).content.decode("utf-8-sig").split("\r\n")
    assert rows[0].startswith("column,heading,")
    assert any(row.startswith("priority_1,") for row in rows)


# ── Before anything runs ─────────────────────────────────────────────────────────────────────────


def test_an_upload_waits_for_a_worker_and_nothing_runs(
    browser: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(LIST, {"file": SimpleUploadedFile("north_west.csv", csv_of(SOUND))})
    batch = Batch.objects.get()
    assert answer["Location"] == of(batch)
    assert (batch.name, batch.state) == ("north west", State.CHECKING)
    job = DBTaskResult.objects.get()
    assert (job.task_path.endswith("check_table"), job.queue_name) == (True, "default")
    assert "being read" in text_of(browser.get(of(batch)))
    read(batch)
    page = text_of(browser.get(of(batch)))
    assert "3 collaborations were found." in page
    assert "Nothing is assessed yet." in page
    assert not batch.place.run.exists()


def test_a_large_table_waits_for_other_tables_and_not_before_reports(
    browser: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    monkeypatch.setattr(keeping, "SMALL", 10)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(LIST, {"file": SimpleUploadedFile("a.csv", csv_of(SOUND))})
    assert DBTaskResult.objects.get().queue_name == "batches"


def test_every_cell_to_mend_is_named_with_what_is_wrong_and_what_to_write(
    browser: Client, upload: Callable[..., Batch]
) -> None:
    batch = upload(xlsx_of([*SOUND, WRONG]), "table.xlsx")
    assert (batch.rows, batch.refused) == (4, 1)
    page = text_of(browser.get(of(batch)))
    assert "Row 5, column C" in page
    assert "sheet “Sheet”" in page
    assert "“plannig” is not an answer" in page
    assert "Did you mean “" in page
    assert "Assess 3 collaborations" in page
    marked = browser.get(of(batch, "batch-file", "errors.xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(content_of(marked))).worksheets[0]
    assert sheet["C2"].value == "plannig"
    assert sheet["C2"].fill.fgColor.rgb == "FFF8C9A8"


def test_headings_that_are_none_of_ours_and_missing_ones_are_told_without_the_command_line(
    browser: Client, upload: Callable[..., Batch]
) -> None:
    batch = upload(b"conflict,Budget code\r\nsome,fine\r\n")
    page = text_of(browser.get(of(batch)))
    assert "Budget code" in page
    assert "There is no column for" in page
    assert "--map" not in page
    assert "Answers in row 2" not in page, "one row is right, and has no fault"


def test_a_table_that_cannot_be_read_is_refused_and_another_may_follow(
    browser: Client, upload: Callable[..., Batch], consultant: Scope
) -> None:
    batch = upload(b"name,stage\r\n")
    assert batch.state == State.REFUSED
    page = text_of(browser.get(of(batch)))
    assert "<title>Error: " in page
    assert "has no row of answers" in page
    assert "advisor template" not in page
    keeping.mend(consultant, batch, SimpleUploadedFile("b.csv", csv_of(SOUND)))
    assert (read(batch).state, batch.rows) == (State.CHECKED, 3)


def test_the_marked_copy_comes_back_mended_and_changes_its_rows_alone(
    consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = upload(xlsx_of([WRONG, *SOUND]))
    book = openpyxl.load_workbook(batch.place.marked)
    book.worksheets[0]["C2"] = "established"
    kept = io.BytesIO()
    book.save(kept)
    keeping.mend(consultant, batch, SimpleUploadedFile("errors.xlsx", kept.getvalue()))
    assert (read(batch).rows, batch.refused) == (4, 0)
    assessed(consultant, batch)
    results = batch.place.results.read_text(encoding="utf-8-sig")
    assert results.count(",done,") == 4
    assert re.search(r"^2,Riverside,", results, re.MULTILINE)


def test_a_marked_copy_that_is_still_wrong_is_marked_as_it_stands_now(
    consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = upload(xlsx_of([WRONG, *SOUND]))
    book = openpyxl.load_workbook(batch.place.marked)
    book.worksheets[0]["C2"] = "estblished"
    kept = io.BytesIO()
    book.save(kept)
    keeping.mend(consultant, batch, SimpleUploadedFile("errors.xlsx", kept.getvalue()))
    assert (read(batch).rows, batch.refused) == (4, 1)
    assert openpyxl.load_workbook(batch.place.marked).worksheets[0]["C2"].value == "estblished"


def test_a_whole_table_takes_the_place_of_the_one_before(
    consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = upload(csv_of([*SOUND, WRONG]))
    keeping.mend(consultant, batch, SimpleUploadedFile("again.xlsx", xlsx_of(SOUND[:2])))
    assert (read(batch).rows, batch.refused) == (2, 0)
    assert [one.name for one in batch.place.path.glob("table.*")] == ["table.xlsx"]


def test_what_a_form_lacks_is_said_beside_it(browser: Client, upload: Callable[..., Batch]) -> None:
    for given, told in (
        ({}, "Choose a table"),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "The file is empty"),
    ):
        page = text_of(browser.post(LIST, given))
        assert "<title>Error: " in page
        assert told in page
        assert 'id="file-error"' in page
    batch = upload(csv_of(SOUND))
    for chosen, told in (([], "Choose which reports"), (["pdf", "none"], "but not both"), (["exe"], "exe")):
        page = text_of(browser.post(of(batch, "batch-run"), {"reports": chosen}))
        assert "<title>Error: " in page
        assert told in page
    assert Batch.objects.get().state == State.CHECKED
