"""What the collaborations of a batch have in common."""

import csv
from pathlib import Path

from advisor.content.whole_files import write_whole
from advisor.errors import LibraryMissing
from advisor.portfolio.disclosure import FEWEST_TO_DIVIDE
from advisor.portfolio.model import Portfolio
from advisor.web.advice import advisor
from advisor.web.batches.models import Batch
from advisor.web.batches.understood import rows_at

PORTFOLIO = ("portfolio.html", "portfolio.pdf", "portfolio.json")
"""The files of a portfolio; without the libraries for PDF there is none."""


def write_portfolio(batch: Batch) -> None:
    """Write what the rows of a batch have in common that are done; none where they are too few."""
    place = batch.place
    for before in PORTFOLIO:
        (place.path / before).unlink(missing_ok=True)
    done = _done(batch)
    if len(done) < FEWEST_TO_DIVIDE:
        return
    cases = (row.case for row in rows_at(place.rows) if row.number in done and row.case is not None)
    found = advisor().portfolio(cases, batch.name)
    write_files(place.path, found.model_copy(update={"left_out": batch.rows - len(done)}))


def write_files(folder: Path, found: Portfolio) -> None:
    """Write a portfolio as page, PDF and data; the data come last, and say that all is there."""
    page, sheet, data = (folder / name for name in PORTFOLIO)
    write_whole(page, advisor().portfolio_html(found).encode())
    try:
        write_whole(sheet, advisor().portfolio_pdf(found))
    except LibraryMissing:
        sheet.unlink(missing_ok=True)  # the page says that there is no PDF here
    write_whole(data, found.model_dump_json(by_alias=True, indent=1).encode())


def kept_portfolio(data: Path) -> Portfolio | None:
    """Return a portfolio that was written; none where there is none."""
    try:
        return Portfolio.model_validate_json(data.read_bytes())
    except FileNotFoundError:
        return None


def _done(batch: Batch) -> set[int]:
    with batch.place.results.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        heads = next(rows)
        row, state = heads.index("row"), heads.index("state")
        return {int(cells[row]) for cells in rows if cells[state] == "done"}
