"""Tables that the tests of many at once upload, and what comes of them."""

import io
from typing import Any

import openpyxl
from django.urls import reverse

from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.batches import keeping
from advisor.web.batches.models import Batch
from advisor.web.batches.tasks import check_table, run_table

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


def read(batch: Batch) -> Batch:
    check_table.func(str(batch.pk))
    batch.refresh_from_db()
    return batch


def assessed(scope: Scope, batch: Batch, *formats: str) -> Batch:
    keeping.run(scope, batch, formats)
    run_table.func(str(batch.pk))
    batch.refresh_from_db()
    return batch
