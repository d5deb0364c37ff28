"""The files of a batch that people fetch: which there are, and under which names they are sent."""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse

from advisor.batch.folder import REPORTS
from advisor.content.file_names import safe_name
from advisor.web.accounts.scope import Scope
from advisor.web.attached import attached
from advisor.web.audit.record import Action, record
from advisor.web.batches.archive import zipped
from advisor.web.batches.in_common import PORTFOLIO
from advisor.web.batches.models import Batch, OwnPortfolio
from advisor.web.batches.results import row_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    ".xlsx": XLSX,
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json; charset=utf-8",
}
TABLES = ("results.xlsx", "results.csv", "results.parquet", "codebook.csv")
ERRORS = "errors.xlsx"


def path_of(batch: Batch, name: str) -> Path:
    """Return where a file lies that people may fetch; raises Http404 where there is none of this name."""
    return files_of(batch).get(name) or _not_found()


def files_of(batch: Batch) -> dict[str, Path]:
    """Return the files that people may fetch now, by name."""
    place = batch.place
    found = {ERRORS: place.marked}
    if batch.has_results:
        found |= {name: place.run / name for name in TABLES}
        found |= {name: place.path / name for name in PORTFOLIO}
        if batch.failed:
            # What a run could not do stands in its own copy, with what could not be read.
            found[ERRORS] = place.run / ERRORS
    return {name: path for name, path in found.items() if path.is_file()}


def own_files(mine: OwnPortfolio) -> dict[str, Path]:
    """Return the files on an organisation’s own collaborations, by name."""
    found = {name: mine.place.file(name) for name in (*PORTFOLIO, *TABLES)}
    return {name: path for name, path in found.items() if path.is_file()}


def sent(scope: Scope, of: Batch | OwnPortfolio, path: Path, name: str) -> FileResponse:
    """Send a file, always to be saved, under a name that says of what it is."""
    try:
        content = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    with transaction.atomic():
        record(scope, Action.DOWNLOADED, of, file=name)
    called = f"{safe_name(str(of), 'table')}-{name}"
    return FileResponse(content, as_attachment=True, filename=called, content_type=KINDS[path.suffix])


def report_of(batch: Batch, number: int, form: str) -> Path:
    """Return where the report of a row lies; raises Http404 where there is none."""
    row = row_of(batch.place.results, number) if batch.has_results else None
    named = row.reports.get(form, "") if row is not None else ""
    path = batch.place.run / named
    # The table is ours, and still nothing is sent from elsewhere.
    if not named or path.parent != batch.place.run / REPORTS:
        _not_found()
    return path


def archive(scope: Scope, batch: Batch) -> StreamingHttpResponse:
    """Send all reports and tables as one ZIP file, which is made while it is sent."""
    if not batch.has_results:
        _not_found()
    with transaction.atomic():
        record(scope, Action.DOWNLOADED, batch, file="everything.zip")
    response = StreamingHttpResponse(zipped(_everything(batch)), content_type="application/zip")
    return attached(response, f"{safe_name(batch.name, 'table')}.zip")


def given_out(content: bytes, name: str) -> HttpResponse:
    """Send something that belongs to nobody, to be saved."""
    return attached(HttpResponse(content, content_type=KINDS[Path(name).suffix]), name)


def _everything(batch: Batch) -> Iterator[tuple[str, Path]]:
    yield from files_of(batch).items()
    for path in sorted((batch.place.run / REPORTS).iterdir()):
        if path.suffix in KINDS and not path.name.startswith("."):
            yield f"{REPORTS}/{path.name}", path


def _not_found() -> Path:
    raise Http404
