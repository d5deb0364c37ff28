"""Many collaborations at once: a table is read before anything runs, then assessed and found again."""

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from advisor.batch import run as batch_run
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.audit.models import Event
from advisor.web.batches import checking, keeping, tasks, understanding
from advisor.web.batches.models import Batch, State
from advisor.web.batches.tasks import MOST_TRIES, check_table, run_table
from advisor.web.batches.understood import Understood
from advisor.web.collaborations.answers import begin, case_of, save_several
from advisor.web.collaborations.models import Collaboration
from advisor.web.security import rates

LIST = reverse("batches")
RULES = advisor()
NAMES = ["name", "region", "stage", "conflict"]
SOUND = [[f"Network {one}", "North" if one % 2 else "South", "planning", "some"] for one in range(1, 4)]
WRONG = ["Riverside", "South", "plannig", "some"]


def csv_of(rows: list[list[str]]) -> bytes:
    return "".join(",".join(row) + "\r\n" for row in [NAMES, *rows]).encode()


def xlsx_of(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in [NAMES, *rows]:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def of(batch: Batch, name: str = "batch", *more: object) -> str:
    return reverse(name, args=[batch.pk, *more])


def content_of(answer: Any) -> bytes:
    """Return what was sent; read to its end, the file that it came from is closed."""
    return b"".join(answer.streaming_content)


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep files apart, and read tables in this process, which has the rules already."""
    settings.FILES = tmp_path / "files"

    def read(task: understanding.Task, _: object) -> Understood:
        found = understanding.understand(task)
        (task.into / "understood.json").write_text(found.model_dump_json(), encoding="utf-8")
        return found

    monkeypatch.setattr(checking, "_read", read)
    monkeypatch.setattr(understanding.Advisor, "load", lambda *_, **__: RULES)
    monkeypatch.setattr(batch_run, "cores", lambda: 1)


@pytest.fixture
def consultant(member: Callable[..., Scope]) -> Scope:
    return member(Role.CONSULTANT)


@pytest.fixture
def browser(consultant: Scope, signed_in: Callable[[Scope], Client]) -> Client:
    return signed_in(consultant)


@pytest.fixture
def upload(consultant: Scope) -> Callable[..., Batch]:
    """Upload a table and have it read, as a worker would."""

    def do(content: bytes, name: str = "table.csv") -> Batch:
        batch = keeping.begin(consultant, SimpleUploadedFile(name, content), "Our networks")
        return read(batch)

    return do


def read(batch: Batch) -> Batch:
    check_table.func(str(batch.pk))
    batch.refresh_from_db()
    return batch


def assessed(scope: Scope, batch: Batch, *formats: str) -> Batch:
    keeping.run(scope, batch, formats)
    run_table.func(str(batch.pk))
    batch.refresh_from_db()
    return batch


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
    batch = upload(b"conflict,Our own notes\r\nsome,fine\r\n")
    page = text_of(browser.get(of(batch)))
    assert "Our own notes" in page
    assert "There is no column for" in page
    assert "--map" not in page
    assert "Answers in row 2" not in page, "one row is right, and has no fault"


def test_a_table_without_a_fact_is_refused_and_another_may_follow(
    browser: Client, upload: Callable[..., Batch], consultant: Scope
) -> None:
    batch = upload(b"a,b\r\n1,2\r\n")
    assert batch.state == State.REFUSED
    page = text_of(browser.get(of(batch)))
    assert "<title>Error: " in page
    assert "No column is a fact" in page
    assert "--map" not in page
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
    assert batch.place.portfolio_pdf.read_bytes().startswith(b"%PDF-")


def test_a_row_is_taken_over_with_its_answers(
    browser: Client, consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = assessed(consultant, upload(csv_of([*SOUND, WRONG])))
    answer = browser.post(of(batch, "batch-go-on", 2))
    made = Collaboration.objects.get()
    assert answer["Location"] == reverse("collaboration", args=[made.pk])
    assert (made.name, made.region, made.organisation) == ("Network 1", "North", consultant.organisation)
    assert case_of(made.assessments.get()).answers == {"stage": "planning", "conflict": "some"}
    assert browser.post(of(batch, "batch-go-on", 5)).status_code == 404, "it has no answers that can be used"


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


def test_forms_of_another_site_are_refused(
    consultant: Scope, upload: Callable[..., Batch], signed_in: Callable[..., Client]
) -> None:
    batch = upload(csv_of(SOUND))
    forged = signed_in(consultant, checks_csrf=True)
    for name, more in POSTS:
        assert forged.post(of(batch, name, *more)).status_code == 403, name
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


# ── Whose it is, and how it goes ─────────────────────────────────────────────────────────────────


ADDRESSES = (
    ("batch", ()),
    ("batch-delete", ()),
    ("batch-results", ()),
    ("batch-portfolio", ()),
    ("batch-archive", ()),
    ("batch-file", ("results.csv",)),
    ("batch-report", (2, "json")),
)
POSTS = (
    ("batch-mend", ()),
    ("batch-run", ()),
    ("batch-stop", ()),
    ("batch-delete", ()),
    ("batch-go-on", (2,)),
)


def test_others_do_not_find_it_and_other_roles_may_not(
    browser: Client,
    consultant: Scope,
    upload: Callable[..., Batch],
    member: Callable[..., Scope],
    other_organisation: Organisation,
    signed_in: Callable[..., Client],
) -> None:
    batch = assessed(consultant, upload(csv_of(SOUND)), "json")
    stranger = signed_in(member(Role.ADMINISTRATOR, of=other_organisation))
    facilitator = signed_in(member(Role.FACILITATOR))
    for name, more in ADDRESSES:
        answer = browser.get(of(batch, name, *more))
        assert answer.status_code == 200, name
        assert not answer.streaming or content_of(answer)
        assert stranger.get(of(batch, name, *more)).status_code == 404, name
        assert facilitator.get(of(batch, name, *more)).status_code == 403, name
        assert Client().get(of(batch, name, *more)).status_code == 302, name
    for name, more in POSTS:
        assert stranger.post(of(batch, name, *more)).status_code == 404, name
        assert facilitator.post(of(batch, name, *more)).status_code == 403, name
    assert "Our networks" not in text_of(stranger.get(LIST))
    assert "Our networks" in text_of(browser.get(LIST))
    for name in ("batches", "portfolio", "batch-template", "batch-codebook"):
        assert facilitator.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", ["table.csv", "understood.json", "manifest.sqlite", "..", "....//table.csv"])
def test_only_files_for_people_are_sent(
    browser: Client, consultant: Scope, upload: Callable[..., Batch], name: str
) -> None:
    batch = assessed(consultant, upload(csv_of(SOUND)))
    for address in (f"{of(batch)}files/{name}", f"{of(batch)}files/{name.replace('/', '%2F')}"):
        assert browser.get(address).status_code == 404


def test_the_trail_names_uploads_runs_and_deletions_and_holds_no_answer(
    browser: Client,
    consultant: Scope,
    upload: Callable[..., Batch],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    batch = assessed(consultant, upload(csv_of(SOUND)))
    folder = batch.place.path
    assert folder.stat().st_mode & 0o077 == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(of(batch, "batch-delete"))["Location"] == LIST
    assert not folder.exists()
    assert not Batch.objects.exists()
    told = list(Event.objects.order_by("at").values_list("action", "subject", "detail"))
    assert told == [
        ("uploaded a workbook", "Our networks", ""),
        ("assessed a workbook", "Our networks", "tables alone"),
        ("deleted a workbook and its results", "Our networks", ""),
    ]


def test_one_that_is_deleted_while_it_runs_leaves_nothing(
    consultant: Scope, upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = upload(csv_of(SOUND))
    folder = batch.place.path
    keeping.run(consultant, batch, ["json"])

    def gone(*_: object) -> None:
        Batch.objects.all().delete()

    monkeypatch.setattr(tasks, "write_portfolio", gone)
    run_table.func(str(batch.pk))
    assert not folder.exists()


def test_what_nobody_touched_for_the_set_time_goes_and_forgotten_folders_too(
    consultant: Scope,
    upload: Callable[..., Batch],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    old, young = upload(csv_of(SOUND)), upload(csv_of(SOUND))
    Batch.objects.filter(pk=old.pk).update(changed=timezone.now() - timedelta(days=31))
    assert keeping.delete_expired() == 0, "nothing goes where nothing is set"
    Organisation.objects.update(retention_days=30)
    with django_capture_on_commit_callbacks(execute=True):
        assert keeping.delete_expired() == 1
    assert not old.place.path.exists()
    assert young.place.path.exists()
    folder = young.place.path
    Batch.objects.all().delete()
    assert keeping.remove_orphaned() == 0, "a young folder may wait for its row"
    os.utime(folder, (0, 0))
    assert keeping.remove_orphaned() == 1
    assert not folder.exists()


def test_too_many_uploads_are_put_off(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_UPLOADS_AN_HOUR", 1)
    assert browser.post(LIST, {"file": SimpleUploadedFile("a.csv", csv_of(SOUND))}).status_code == 302
    assert browser.post(LIST, {"file": SimpleUploadedFile("a.csv", csv_of(SOUND))}).status_code == 429
    assert Batch.objects.count() == 1


# ── The organisation’s own collaborations ────────────────────────────────────────────────────────


def test_the_portfolio_of_ones_own_counts_the_latest_answers_of_each(
    browser: Client,
    consultant: Scope,
    other_organisation: Organisation,
    member: Callable[..., Scope],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "A portfolio needs at least ten collaborations." in text_of(browser.get(reverse("portfolio")))
    assert browser.get(reverse("portfolio-file")).status_code == 404
    stranger = member(Role.CONSULTANT, of=other_organisation)
    for scope, number in [*((consultant, one) for one in range(20)), (stranger, 99)]:
        made = Collaboration.objects.create(organisation=scope.organisation, name=f"Network {number}")
        first = begin(scope, made, "rapid")
        save_several(scope, first, {"stage": "considering" if number % 2 else "planning"})
        if number < 10:
            save_several(scope, begin(scope, made, "rapid"), {"stage": "established"})
    Collaboration.objects.create(organisation=consultant.organisation, name="Not begun")
    page = text_of(browser.get(reverse("portfolio")))
    assert "What 20 collaborations have in common" in page
    assert "1 has none yet." in page
    with monkeypatch.context() as patched:
        patched.setattr(type(RULES), "portfolio", None)  # the same answers are not counted twice
        kept = browser.get(reverse("portfolio-file"))
    assert kept["Content-Disposition"] == 'attachment; filename="portfolio.html"'
    assert "What 20 collaborations have in common" in kept.content.decode()
    assert "Network 99" not in kept.content.decode()
