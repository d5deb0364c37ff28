"""What the collaborations of a batch, or all that an organisation has, have in common."""

import csv
import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from advisor.content.whole_files import write_whole
from advisor.errors import LibraryMissing
from advisor.model.case import Case
from advisor.portfolio.disclosure import FEWEST_TO_DIVIDE
from advisor.portfolio.model import Portfolio
from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor, knowledge_base_version
from advisor.web.batches.models import Batch
from advisor.web.batches.understood import rows_at
from advisor.web.collaborations.answers import case_of
from advisor.web.collaborations.listing import with_progress

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from advisor.web.collaborations.models import Assessment


KEPT = 24 * 3600
"""Seconds that a portfolio is kept which was counted for a page."""


def write_portfolio(batch: Batch) -> None:
    """Write what the rows of a batch have in common that are done; none where they are too few."""
    place = batch.place
    for before in (place.portfolio, place.portfolio_page, place.portfolio_pdf):
        before.unlink(missing_ok=True)
    done = _done(batch)
    if len(done) < FEWEST_TO_DIVIDE:
        return
    cases = (row.case for row in rows_at(place.rows) if row.number in done and row.case is not None)
    found = advisor().portfolio(cases, batch.name)
    found = found.model_copy(update={"left_out": batch.rows - len(done)})
    write_whole(place.portfolio_page, advisor().portfolio_html(found).encode())
    try:
        write_whole(place.portfolio_pdf, advisor().portfolio_pdf(found))
    except LibraryMissing:
        place.portfolio_pdf.unlink(missing_ok=True)  # the page says that there is no PDF here
    write_whole(place.portfolio, found.model_dump_json(by_alias=True).encode())


def kept_portfolio(batch: Batch) -> Portfolio | None:
    """Return the portfolio of a batch; none where there is none."""
    try:
        return Portfolio.model_validate_json(batch.place.portfolio.read_bytes())
    except FileNotFoundError:
        return None


def _done(batch: Batch) -> set[int]:
    with batch.place.results.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        heads = next(rows)
        row, state = heads.index("row"), heads.index("state")
        return {int(cells[row]) for cells in rows if cells[state] == "done"}


def _with_progress(scope: Scope) -> "QuerySet[Any]":
    return with_progress(scope.collaborations(Permission.READ))


def portfolio_of(cases: "Answered", title: str) -> Portfolio:
    """Return what the latest answers have in common; the same answers are counted once a day at most."""
    key = f"portfolio:{cases.fingerprint(title)}"
    kept = cache.get(key)
    if kept is not None:
        return Portfolio.model_validate_json(kept)
    found = advisor().portfolio(cases, title)
    cache.set(key, found.model_dump_json(by_alias=True), KEPT)
    return found


class Answered:
    """The latest answers of each collaboration of which at least one question is answered.

    Attributes:
        many: How many there are.
        left_out: How many collaborations have no answer yet.
    """

    def __init__(self, scope: Scope) -> None:
        everything = _with_progress(scope)
        answered = everything.filter(settled__gt=0)
        self.many = answered.count()
        self.left_out = everything.count() - self.many
        self._latest = scope.assessments().filter(pk__in=answered.order_by().values("latest"))

    def fingerprint(self, title: str) -> str:
        """Return a hash of which answers these are, and by which rules they are read."""
        versions = sorted((str(id), version) for id, version in self._latest.values_list("pk", "version"))
        whole = json.dumps([title, knowledge_base_version(), versions])
        return hashlib.sha256(whole.encode()).hexdigest()

    def __iter__(self) -> Iterator[Case]:
        """Yield the cases, a few in memory at a time."""
        found: Iterator[Assessment] = self._latest.order_by("pk").iterator(chunk_size=500)
        return map(case_of, found)
