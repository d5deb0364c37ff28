"""A database that is locked for too long is told of, and nothing is half saved."""

import pytest
from django.db import OperationalError
from django.test import Client

from advisor.web.assessment import question_views
from advisor.web.collaborations.models import Assessment


def test_it_is_told_that_nothing_was_saved(
    client: Client, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(question_views, "save", locked)
    address = f"/assessments/{assessment.pk}/questions/A1/"
    answer = client.post(address, {"stage": "established"})
    assert answer.status_code == 503
    assert "what you sent was not saved" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    monkeypatch.undo()
    assert client.post(address, {"stage": "established"}).status_code == 302


def test_programs_are_told_so_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.web.api import guard

    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(guard.Token, "of", locked)
    answer = client.get("/api/v1/collaborations", headers={"Authorization": "Bearer advisor_any"})
    assert answer.status_code == 503
    assert "not saved" in answer.json()["detail"]
    assert answer.json()["problems"] == []
