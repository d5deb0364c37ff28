"""What most hangs on, and whether anything left can change the priorities: for one request at a time.

Either takes a twentieth of a second and more of a core, which pages must not wait for unasked. So pages that
merely offer it never queue: they go without while another is being worked out.
"""

from functools import lru_cache
from threading import Lock

from advisor.interview.guide import Guide
from advisor.interview.interview import Asked
from advisor.model.case import Case
from advisor.web.advice import advisor
from advisor.web.collaborations.answers import Answering, answering
from advisor.web.collaborations.models import Assessment

_ONE_AT_A_TIME = Lock()
KEPT = 2_000


def most_telling(assessment: Assessment, found: Answering, left: dict[str, Asked]) -> Asked | None:
    """Return the question among those left on which most hangs; the first where nothing tells them apart.

    Args:
        assessment: The assessment.
        found: Its answers.
        left: Questions to choose from, by number.
    """
    if not left:
        return None
    with _ONE_AT_A_TIME:
        number = _most_telling(assessment.questionnaire, _plain(found.case), tuple(left))
    return left[number] if number is not None else next(iter(left.values()))


def nothing_left(assessment: Assessment, *, waits: bool) -> bool | None:
    """Return whether it is proved that no answer to come can change the priorities; none: not worked out now.

    Args:
        assessment: The assessment.
        waits: Whether to wait while another request is being served.
    """
    found = answering(assessment)
    if not _ONE_AT_A_TIME.acquire(blocking=waits):
        return None
    try:
        return bool(found.interview.open()) and _nothing_left(assessment.questionnaire, _plain(found.case))
    finally:
        _ONE_AT_A_TIME.release()


def _plain(case: Case) -> str:
    """Return the answers alone: nothing else bears on what is left."""
    return Case(name="", answers=case.answers, asked_unknown=case.asked_unknown).model_dump_json()


@lru_cache(KEPT)
def _most_telling(name: str, case: str, among: tuple[str, ...]) -> str | None:
    return Guide(advisor(), name).most_telling(Case.model_validate_json(case), among)


@lru_cache(KEPT)
def _nothing_left(name: str, case: str) -> bool:
    # That something is left was asked before: which questions they are is for the guide to find.
    left = [(one, one.sets) for one in advisor().questionnaires[name].questions]
    return Guide(advisor(), name).nothing_left(Case.model_validate_json(case), left)
