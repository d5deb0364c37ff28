"""Reports are made in the background, once for equal answers, and reach only those who may see them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import questionnaire
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from advisor.web.collaborations.answers import begin, save
from advisor.web.collaborations.deletion import delete
from advisor.web.collaborations.models import Assessment
from advisor.web.reports import asking, tasks, views
from advisor.web.reports.asking import ask
from advisor.web.reports.models import Form, Report, State
from advisor.web.reports.tasks import MOST_TRIES, make_report
from advisor.web.serving.housekeeping import remove_orphaned_reports
from advisor.web.serving.worker import take_up_again

QUESTIONS = {each.id: each for each in questionnaire("rapid").questions}


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> None:
    settings.FILES = tmp_path  # type: ignore[attr-defined]


def made(report: Report) -> Report:
    """Do what a worker would do."""
    make_report.func(str(report.pk))
    report.refresh_from_db()
    return report


def test_asking_only_puts_it_in_the_queue(
    client: Client, assessment: Assessment, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        answer = client.post(f"/assessments/{assessment.pk}/reports/", {"form": "json"})
    report = Report.objects.get()
    assert answer.url == f"/assessments/{assessment.pk}/reports/{report.pk}/"
    assert report.state == State.WAITING
    assert DBTaskResult.objects.ready().count() == 1


def test_a_report_holds_the_answers_of_when_it_was_asked_for(
    scope: Scope, client: Client, assessment: Assessment
) -> None:
    then = save(scope, assessment, QUESTIONS["A1"], {"stage": "established"})
    report = ask(scope, then, Form.JSON)
    save(scope, then, QUESTIONS["A1"], {"stage": "considering"})
    assert made(report).state == State.READY
    answer = client.get(f"/assessments/{assessment.pk}/reports/{report.pk}/file")
    content = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert [(one["fact"], one["value"]) for one in content["answers"]] == [("stage", "established")]
    assert answer["Content-Disposition"] == 'attachment; filename="harrowmoor-stroke-network-1.json"'
    assert answer["Cache-Control"] == "no-store"


def test_equal_answers_give_the_same_file_at_once(scope: Scope, assessment: Assessment) -> None:
    first = ask(scope, assessment, Form.JSON)
    assert ask(scope, assessment, Form.JSON).pk == first.pk, "one that is under way is not asked for twice"
    made(first)
    assert ask(scope, assessment, Form.JSON).state == State.READY
    now = save(scope, assessment, QUESTIONS["A1"], {"stage": "established"})
    assert ask(scope, now, Form.JSON).state == State.WAITING


def test_the_second_assessment_carries_what_changed(scope: Scope, assessment: Assessment) -> None:
    save(scope, assessment, QUESTIONS["A1"], {"stage": "considering"})
    later = begin(scope, assessment.collaboration, "rapid")
    save(scope, later, QUESTIONS["A1"], {"stage": "established"})
    report = made(ask(scope, later, Form.JSON))
    assert json.loads(report.file.read_bytes())["changes"] is not None


def test_the_pdf_and_the_page_are_what_they_say(scope: Scope, assessment: Assessment) -> None:
    assert made(ask(scope, assessment, Form.PDF)).file.read_bytes().startswith(b"%PDF-")
    assert b"<h1" in made(ask(scope, assessment, Form.HTML)).file.read_bytes()


def test_a_full_disk_is_told_and_nothing_is_half_written(
    scope: Scope, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.errors import OutputError

    def full(path: Path, content: bytes) -> None:
        raise OutputError(f"{path} cannot be written – the disk is full; make room. Nothing was written.")

    monkeypatch.setattr(tasks, "write_whole", full)
    report = made(ask(scope, assessment, Form.JSON))
    assert report.state == State.FAILED
    assert "the disk is full" in report.problem
    assert str(report.file.parent) not in report.problem
    assert not report.file.exists()


def test_what_a_dead_worker_left_is_taken_up_again_and_given_up_in_the_end(
    scope: Scope, assessment: Assessment, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        report = ask(scope, assessment, Form.JSON)
    job = DBTaskResult.objects.get()
    job.claim("worker-1")
    assert take_up_again("worker-2") == 0, "another worker may be busy with it"
    assert take_up_again("worker-1") == 1
    job.claim("a-machine-that-is-called-otherwise-now")
    assert take_up_again() == 1, "when the server starts, nobody is at work"
    job.refresh_from_db()
    assert job.status == TaskResultStatus.READY
    Report.objects.update(state=State.BEING_MADE, tries=MOST_TRIES)
    report.refresh_from_db()
    assert made(report).state == State.FAILED


def test_of_one_assessment_the_latest_reports_are_kept(
    scope: Scope, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_KEPT", 2)
    waits = ask(scope, assessment, Form.PDF)
    made = []
    for _ in range(3):
        made.append(ask(scope, assessment, Form.JSON))
        Report.objects.filter(pk=made[-1].pk).update(state=State.FAILED)
    ask(scope, assessment, Form.HTML)
    left = set(assessment.reports.values_list("pk", flat=True))
    assert {waits.pk, made[1].pk, made[2].pk} < left, "what is under way stays, however old"
    assert made[0].pk not in left


def test_others_do_not_find_it(
    scope: Scope,
    assessment: Assessment,
    member: Callable[..., Scope],
    other_organisation: Organisation,
    signed_in: Callable[..., Client],
) -> None:
    report = made(ask(scope, assessment, Form.JSON))
    stranger = signed_in(member(Role.ADMINISTRATOR, of=other_organisation))
    for address in ("", f"{report.pk}/", f"{report.pk}/file"):
        assert stranger.get(f"/assessments/{assessment.pk}/reports/{address}").status_code == 404


def test_a_report_of_another_assessment_is_not_found_under_this_one(
    scope: Scope, client: Client, assessment: Assessment
) -> None:
    later = begin(scope, assessment.collaboration, "rapid")
    report = ask(scope, later, Form.JSON)
    assert client.get(f"/assessments/{assessment.pk}/reports/{report.pk}/").status_code == 404


def test_too_many_are_put_off(
    client: Client, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_AN_HOUR", 1)
    address = f"/assessments/{assessment.pk}/reports/"
    assert client.post(address, {"form": "json"}).status_code == 302
    assert client.post(address, {"form": "json"}).status_code == 429


def test_a_form_that_is_none_is_not_found(client: Client, assessment: Assessment) -> None:
    assert client.post(f"/assessments/{assessment.pk}/reports/", {"form": "../../etc"}).status_code == 404


def test_deleting_a_collaboration_deletes_its_files_and_keeps_the_trail(
    scope: Scope, assessment: Assessment, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    report = made(ask(scope, assessment, Form.JSON))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        delete(scope, assessment.collaboration)
    assert not report.file.exists()
    assert Event.objects.filter(action=Action.DELETED).count() == 1


def test_only_old_files_that_nobody_refers_to_are_tidied_away(scope: Scope, assessment: Assessment) -> None:
    import os

    report = made(ask(scope, assessment, Form.JSON))
    young = report.file.with_name("young.json")
    old = report.file.with_name("old.json")
    for path in (young, old):
        path.write_text("{}")
    os.utime(old, (0, 0))
    os.utime(report.file, (0, 0))
    assert remove_orphaned_reports() == 1
    assert report.file.exists()
    assert young.exists()
    assert not old.exists()
