"""Asks for reports: an equal one is not made twice."""

from functools import cache

from django.db import transaction

from advisor.batch.keys import canonical, key_of, stamp_of
from advisor.model.case import Case
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.audit.record import Action, record
from advisor.web.collaborations.answers import case_of
from advisor.web.collaborations.models import Assessment
from advisor.web.reports.models import Form, Report, State
from advisor.web.reports.tasks import make_report

MOST_KEPT = 100
"""Finished reports of one assessment: older ones are made again by whoever asks."""


@cache
def _stamp() -> str:
    """Return the hash of all that decides a report beside its answers and its form; it stays so."""
    return stamp_of(advisor())


def ask(scope: Scope, assessment: Assessment, form: Form) -> Report:
    """Return a report of an assessment as its answers stand now.

    It is ready at once where an equal one was made before; else a worker makes it, and one that is under way
    is not asked for twice.
    """
    case = case_of(assessment)
    earlier = _case_before(assessment)
    key = key_of(canonical(case) + ("" if earlier is None else canonical(earlier)), _stamp())
    with transaction.atomic():
        under_way = assessment.reports.filter(form=form, key=key, state__in=(State.WAITING, State.BEING_MADE))
        found: Report | None = under_way.first()
        if found is not None:
            return found
        made = Report(
            assessment=assessment,
            form=form,
            key=key,
            case=case.model_dump(mode="json"),
            earlier=None if earlier is None else earlier.model_dump(mode="json"),
            asked_by=scope.user,
        )
        if made.file.is_file():
            made.state = State.READY
        made.save()
        _forget_oldest(assessment)
        record(scope, Action.REPORT_MADE, assessment.collaboration, forms=form, number=assessment.number)
        if made.is_under_way:
            transaction.on_commit(lambda: make_report.enqueue(str(made.pk)))
    return made


def _forget_oldest(assessment: Assessment) -> None:
    """Delete the reports beyond the latest ones; whoever tidies finds their files."""
    finished = assessment.reports.exclude(state__in=(State.WAITING, State.BEING_MADE))
    assessment.reports.filter(pk__in=list(finished.values_list("pk", flat=True)[MOST_KEPT:])).delete()


def _case_before(assessment: Assessment) -> Case | None:
    """Return the answers of the assessment before, for the section on what changed."""
    before = assessment.collaboration.assessments.filter(number=assessment.number - 1).first()
    return None if before is None else case_of(before)
