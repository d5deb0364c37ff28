"""Sends the files of reports, and says so in the trail."""

from django.http import FileResponse

from advisor.content.file_names import safe_name
from advisor.web.accounts.scope import Scope
from advisor.web.audit.record import Action, record
from advisor.web.reports.models import Form, Report, State

TYPES = {
    Form.PDF: "application/pdf",
    Form.HTML: "text/html; charset=utf-8",
    Form.JSON: "application/json; charset=utf-8",
}


class NotReady(Exception):
    """The report is not made yet, or could not be made."""


class FileGone(Exception):
    """The report was made, and its file is no longer there."""


def file_of(scope: Scope, report: Report) -> FileResponse:
    """Return the file of a report, under a name that says whose it is.

    Raises:
        NotReady: There is no file yet.
        FileGone: There was one.
    """
    if report.state != State.READY:
        raise NotReady
    try:
        content = report.file.open("rb")
    except FileNotFoundError:
        raise FileGone from None
    record(scope, Action.DOWNLOADED, report.assessment.collaboration, file=f"report.{report.form}")
    stem = safe_name(report.assessment.collaboration.name, "report")
    name = f"{stem}-{report.assessment.number}.{report.form}"
    # Always saved, never shown: a report is a page of its own, with its own styles.
    sent = FileResponse(content, as_attachment=True, filename=name, content_type=TYPES[Form(report.form)])
    sent["Content-Language"] = "en"
    return sent
