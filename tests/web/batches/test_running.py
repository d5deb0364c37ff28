"""Rows are assessed, cut off, gone on with and found again."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from advisor.web.accounts.scope import Scope
from advisor.web.batches import keeping, tasks
from advisor.web.batches.models import Batch, State
from advisor.web.batches.tasks import MOST_TRIES, run_table
from tests.web.batches.tables import (
    LIST,
    SOUND,
    WRONG,
    assessed,
    content_of,
    csv_of,
    of,
    text_of,
)

# ── The run ──────────────────────────────────────────────────────────────────────────────────────


def test_rows_that_are_right_are_assessed_and_their_results_found(
    browser: Client, consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = assessed(consultant, upload(csv_of([*SOUND, WRONG])), "json")
    assert (batch.state, batch.done, batch.failed, batch.problem) == (State.FINISHED, 3, 0, "")
    page = text_of(browser.get(of(batch)))
    assert "3 collaborations are assessed." in page
    for name in ("results.xlsx", "results.csv", "results.parquet", "codebook.csv", "errors.xlsx"):
        answer = browser.get(of(batch, "batch-file", name))
        assert answer["Content-Disposition"] == f'attachment; filename="our-networks-{name}"'
        assert content_of(answer)
    listed = text_of(browser.get(of(batch, "batch-results")))
    assert "4 rows" in listed
    assert "Network 2" in listed
    for query, many in (
        ("?q=south", 2),
        ("?q=network 1", 1),
        ("?state=refused", 1),
        ("?state=done&q=north", 2),
    ):
        listed = text_of(browser.get(of(batch, "batch-results") + query))
        assert f'<p role="status">{many} row' in listed, query
    for query, offered in (
        ("", {"", "done", "refused"}),
        ("?state=failed", {"", "done", "refused", "failed"}),
    ):
        listed = text_of(browser.get(of(batch, "batch-results") + query))
        states = listed[listed.index('name="state"') : listed.index('name="driver"')]
        assert set(re.findall(r'<option value="(\w*)"', states)) == offered, "only what stands in the rows"
    report = browser.get(of(batch, "batch-report", 3, "json"))
    assert b'"Network 2"' in content_of(report)
    assert browser.get(of(batch, "batch-report", 3, "pdf")).status_code == 404
    assert browser.get(of(batch, "batch-report", 5, "json")).status_code == 404


def test_tables_alone_take_no_reports_and_pages_are_pages(
    browser: Client, consultant: Scope, upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.web.batches import results

    monkeypatch.setattr(results, "PAGE", 2)
    batch = assessed(consultant, upload(csv_of([*SOUND, WRONG])))
    assert (batch.state, batch.done) == (State.FINISHED, 3)
    assert not [*(batch.place.run / "reports").iterdir()]
    first, second, past = (
        re.findall(
            r"(?:Network \d|Riverside)(?=</td>)", text_of(browser.get(of(batch, "batch-results") + query))
        )
        for query in ("", "?page=2", "?page=99")
    )
    assert (first, second) == (["Network 1", "Network 2"], ["Network 3", "Riverside"])
    assert past == second


def test_everything_comes_as_one_archive_that_is_made_while_it_is_sent(
    browser: Client, consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = assessed(consultant, upload(csv_of(SOUND)), "json")
    assert batch.state == State.FINISHED, batch.problem
    answer = browser.get(of(batch, "batch-archive"))
    pieces = list(answer.streaming_content)
    assert len(pieces) > 3
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
    assert {"results.xlsx", "codebook.csv", "reports/2-network-1.json", "reports/4-network-3.json"} <= names
    assert not any(name.startswith((".", "/")) or "manifest" in name for name in names)


def test_what_ten_have_in_common_is_a_page_and_a_file_and_of_fewer_there_is_none(
    browser: Client, consultant: Scope, upload: Callable[..., Batch]
) -> None:
    few = assessed(consultant, upload(csv_of(SOUND)))
    page = text_of(browser.get(of(few, "batch-portfolio")))
    assert "A portfolio needs at least ten collaborations." in page
    assert browser.get(of(few, "batch-file", "portfolio.html")).status_code == 404
    many = [[f"Network {one}", "North", "planning", "serious" if one % 2 else "some"] for one in range(24)]
    batch = assessed(consultant, upload(csv_of([*many, WRONG])))
    page = text_of(browser.get(of(batch, "batch-portfolio")))
    assert "What 24 collaborations have in common" in page
    assert "It counts 24 of 25 that were given." in page
    assert "Riverside" not in page
    kept = content_of(browser.get(of(batch, "batch-file", "portfolio.html")))
    assert b"What 24 collaborations have in common" in kept
    sheet, data = (
        content_of(browser.get(of(batch, "batch-file", f"portfolio.{one}"))) for one in ("pdf", "json")
    )
    assert sheet.startswith(b"%PDF-")
    assert json.loads(data)["collaborations"] == 24


def test_progress_is_told_in_words_and_to_scripts(browser: Client, upload: Callable[..., Batch]) -> None:
    batch = upload(csv_of(SOUND))
    now = timezone.now()
    Batch.objects.update(
        state=State.RUNNING, todo=100, worked=40, failed=1, began=now - timedelta(seconds=20)
    )
    page = text_of(browser.get(of(batch)))
    told = "40 of 100 worked on. 1 row failed. 2.0 a second, about 30 seconds left."
    assert told in page
    assert '<noscript><meta http-equiv="refresh"' in page
    answer = browser.get(of(batch), headers={"Accept": "application/json"}).json()
    assert answer == {"state": "running", "says": told, "percent": 40, "known": True}
    Batch.objects.update(worked=4, failed=0)
    slow = browser.get(of(batch), headers={"Accept": "application/json"}).json()["says"]
    assert slow == "4 of 100 worked on. About 8 minutes left.", "a pace below one a second is not told"


def test_what_a_dead_worker_left_is_gone_on_with_and_nothing_is_done_twice(
    consultant: Scope, upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = upload(csv_of(SOUND))
    keeping.run(consultant, batch, ["json"])

    def die(*_: object) -> None:
        raise KeyboardInterrupt  # no error that anything keeps in words, as with a kill

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "write_portfolio", die)
        with pytest.raises(KeyboardInterrupt):
            run_table.func(str(batch.pk))
    batch.refresh_from_db()
    assert batch.state == State.RUNNING
    before = {one.name: one.stat().st_mtime_ns for one in (batch.place.run / "reports").iterdir()}
    assert len(before) == 3
    run_table.func(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.worked) == (State.FINISHED, 3, 0)
    assert before == {one.name: one.stat().st_mtime_ns for one in (batch.place.run / "reports").iterdir()}


def test_one_that_kills_every_worker_is_given_up(upload: Callable[..., Batch]) -> None:
    batch = upload(csv_of(SOUND))
    Batch.objects.update(state=State.RUNNING, tries=MOST_TRIES)
    run_table.func(str(batch.pk))
    batch.refresh_from_db()
    assert batch.state == State.FAILED
    assert f"{MOST_TRIES} tries" in batch.problem


def test_a_run_that_is_stopped_keeps_what_is_done_and_goes_on_later(
    browser: Client, consultant: Scope, upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.web.batches import following

    monkeypatch.setattr(following, "EVERY", 0.0)
    batch = upload(csv_of(SOUND))
    keeping.run(consultant, batch, ["json"])
    plain = following.Follower.worked

    def stop_after_the_first(self: following.Follower, progress: Any) -> None:
        browser.post(of(batch, "batch-stop"))
        plain(self, progress)

    with monkeypatch.context() as patched:
        patched.setattr(following.Follower, "worked", stop_after_the_first)
        run_table.func(str(batch.pk))
    batch.refresh_from_db()
    assert batch.state == State.STOPPED
    assert "You stopped this run" in text_of(browser.get(of(batch)))
    assert assessed(consultant, batch, "json").state == State.FINISHED
    assert batch.done == 3
    assert batch.worked < 3


def test_a_full_disk_is_told_and_the_batch_can_go_on(
    browser: Client, consultant: Scope, upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.batch.folder import RunFolder

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    batch = upload(csv_of(SOUND))
    with monkeypatch.context() as patched:
        patched.setattr(RunFolder, "put", full)
        assessed(consultant, batch, "json")
    assert batch.state == State.FAILED
    page = text_of(browser.get(of(batch)))
    assert "the disk is full" in page
    assert str(django_settings.FILES) not in page
    assert "run the same command" not in page
    assert assessed(consultant, batch, "json").state == State.FINISHED


def test_an_upload_that_finds_the_disk_full_changes_nothing(
    browser: Client, upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = upload(csv_of(SOUND))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "_write", full)
    for address in (LIST, of(batch, "batch-mend")):
        page = text_of(browser.post(address, {"file": SimpleUploadedFile("a.csv", csv_of(SOUND))}))
        assert "The file could not be kept: the disk is full" in page
    assert Batch.objects.get().state == State.CHECKED


def test_a_batch_under_way_is_neither_run_nor_mended_again(
    consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = upload(csv_of(SOUND))
    keeping.run(consultant, batch, [])
    for change in (
        lambda: keeping.run(consultant, batch, []),
        lambda: keeping.mend(consultant, batch, SimpleUploadedFile("a.csv", csv_of(SOUND))),
    ):
        with pytest.raises(keeping.NotNow):
            change()
    assert batch.place.new is None
