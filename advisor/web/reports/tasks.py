"""What workers do for reports."""

import logging
import os
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from advisor.content.whole_files import write_whole
from advisor.errors import AdvisorError
from advisor.model.case import Case
from advisor.web.advice import advisor
from advisor.web.reports.models import Form, Report, State

MOST_TRIES = 3
"""After a worker died so often over one report, it is given up: the next ones have a right to their turn."""

logger = logging.getLogger(__name__)


@task()
def make_report(id: str) -> None:
    """Make a report, and keep its file; whatever goes wrong is kept with it in words."""
    report = Report.objects.filter(pk=UUID(id)).first()
    if report is None or not report.is_under_way:
        return  # deleted, or made, since it was asked for
    report.tries += 1
    if report.tries > MOST_TRIES:
        _fail(report, _("It could not be made in %(tries)s tries.") % {"tries": MOST_TRIES})
        return
    report.state = State.BEING_MADE
    report.save(update_fields=["state", "tries"])
    try:
        report.file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(report.file, rendered(report))
    except AdvisorError as error:
        _fail(report, str(error))
    except Exception as error:
        logger.exception("Report %s", report.pk)
        _fail(report, _("This is a fault of ours (%(kind)s).") % {"kind": type(error).__name__})
    else:
        report.state, report.made = State.READY, timezone.now()
        report.save(update_fields=["state", "made"])


def rendered(report: Report) -> bytes:
    """Return the bytes of a report; raises AdvisorError where it cannot be made."""
    advice = advisor()
    case = Case.model_validate(report.case)
    result = advice.assess(case)
    if report.earlier is not None:
        comparison = advice.compare(Case.model_validate(report.earlier), case)
        result = result.model_copy(update={"changes": comparison})
    if report.form == Form.PDF:
        return advice.pdf(result)
    return (advice.html(result) if report.form == Form.HTML else advice.json(result)).encode()


def _fail(report: Report, problem: str) -> None:
    # Paths of this machine are none of the reader’s business.
    report.state, report.problem = State.FAILED, problem.replace(f"{report.file.parent}{os.sep}", "")[:500]
    report.save(update_fields=["state", "problem", "tries"])
