"""Whose tables are, and how they go."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action, How
from advisor.web.batches import keeping, tasks
from advisor.web.batches.models import Batch, State
from advisor.web.batches.tasks import run_table
from advisor.web.security import rates
from tests.web.batches.tables import LIST, SOUND, assessed, content_of, csv_of, of, text_of

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


def test_forms_of_another_site_are_refused(
    consultant: Scope, upload: Callable[..., Batch], signed_in: Callable[..., Client]
) -> None:
    batch = upload(csv_of(SOUND))
    forged = signed_in(consultant, checks_csrf=True)
    for name, more in POSTS:
        assert forged.post(of(batch, name, *more)).status_code == 403, name
    assert Batch.objects.get().state == State.CHECKED


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
        (Action.UPLOADED, "Our networks", {}),
        (Action.BATCH_RUN, "Our networks", {"how": How.TABLES_ALONE}),
        (Action.BATCH_DELETED, "Our networks", {}),
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
