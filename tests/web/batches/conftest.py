"""A consultant who uploads tables; what a worker would do is done at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from advisor.batch import run as batch_run
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.batches import checking, keeping, understanding
from advisor.web.batches.models import Batch
from advisor.web.batches.understood import Understood
from tests.web.batches.tables import RULES, read


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
