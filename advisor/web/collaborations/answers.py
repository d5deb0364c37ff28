"""Reads and saves the answers of an assessment: nothing typed is lost, and nothing is overwritten unseen."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from advisor.content.answer_values import AnswerError, read_answer
from advisor.content.answers_file import SavedAnswers
from advisor.content.answers_writing import today
from advisor.interview.interview import Interview
from advisor.model.case import Case
from advisor.model.condition import Value
from advisor.model.questionnaire import Question
from advisor.web.accounts.models import User
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor, knowledge_base_version, questionnaire, questionnaire_hash
from advisor.web.audit.actions import Detail
from advisor.web.audit.record import Action, How, record
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.collaborations.room import require_room_for_round


class AnsweredMeanwhile(Exception):
    """Somebody else answered the same question since it was shown.

    Attributes:
        assessment: The answers as they stand now.
        contested: The facts that were answered otherwise; other facts of the question are free.
    """

    def __init__(self, assessment: Assessment, contested: frozenset[str]) -> None:
        super().__init__("answered meanwhile")
        self.assessment = assessment
        self.contested = contested


@dataclass(frozen=True)
class Answering:
    """An assessment with the interview over it."""

    assessment: Assessment
    interview: Interview

    @property
    def case(self) -> Case:
        """The answers so far."""
        return self.interview.saved.case

    def counts(self) -> tuple[int, int]:
        """Return how many questions have an answer, and how many come up, by the answers so far."""
        path = self.interview.path()
        return sum(all(map(self.interview.settled, facts)) for _, facts in path), len(path)


def answering(assessment: Assessment) -> Answering:
    """Return the interview over an assessment as it stands."""
    interview = Interview(
        questionnaire(assessment.questionnaire),
        advisor().knowledge.vocabulary,
        SavedAnswers(case_of(assessment)),
        lambda _: None,
    )
    return Answering(assessment, interview)


def case_of(assessment: Assessment) -> Case:
    """Return the answers as a case, under the collaboration’s present name.

    Answers that the facts of today do not know stay in the row and are left out here.
    """
    kept = Case.model_validate(assessment.case)
    facts = advisor().knowledge.vocabulary.by_name
    answers: dict[str, Value] = {}
    for fact, value in kept.answers.items():
        if fact not in facts:
            continue
        try:
            read = read_answer(facts[fact], list(value) if isinstance(value, tuple) else value)
        except AnswerError:
            continue
        if read is not None:
            answers[fact] = read
    unknown = tuple(fact for fact in kept.asked_unknown if fact in facts and fact not in answers)
    return kept.model_copy(
        update={
            "name": assessment.collaboration.name,
            "organisation": kept.organisation or _on_reports(assessment.collaboration),
            "answers": answers,
            "asked_unknown": unknown,
        }
    )


def _on_reports(collaboration: Collaboration) -> str | None:
    """Return for which organisation a report is; without accounts only what the installation names."""
    deployment = settings.DEPLOYMENT
    return collaboration.organisation.name if deployment.accounts else deployment.organisation or None


def state_of(question: Question, case: Case) -> str:
    """Return a short mark of how a question stands: a form carries it, so that a lost race shows."""
    stands = {
        fact: case.answers.get(fact, "don’t know" if fact in case.asked_unknown else None)
        for fact in question.sets
    }
    return hashlib.sha256(json.dumps(stands, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def begin(scope: Scope, collaboration: Collaboration, name: str) -> Assessment:
    """Begin the next assessment of a collaboration; a later one starts from the answers of the one before.

    Args:
        scope: Who begins it.
        collaboration: Of what.
        name: Which questionnaire: rapid or full.

    Raises:
        NoRoom: The collaboration has as many rounds as it may.
    """
    get_object_or_404(Collaboration.objects.select_for_update(), pk=collaboration.pk)
    before = collaboration.assessments.first()
    case = (
        _with_set_aside(case_of(before), Case.model_validate(before.case))
        if before is not None
        else Case(name=collaboration.name, organisation=_on_reports(collaboration), answers={})
    )
    number = 1 if before is None else before.number + 1
    require_room_for_round(collaboration, number)
    made = Assessment(collaboration=collaboration, number=number, questionnaire=name)
    if before is not None:
        made.answered_by = before.answered_by
    _complete(scope, made, case)
    record(scope, Action.ROUND_BEGUN, collaboration, number=made.number, questionnaire=name)
    return made


@transaction.atomic
def begin_with(
    scope: Scope, collaboration: Collaboration, name: str, case: Case, how: How = How.FROM_FILE
) -> Assessment:
    """Begin the first assessment of a new collaboration with answers that were given elsewhere.

    Args:
        scope: Who begins it.
        collaboration: Of what; it has no assessment yet.
        name: Which questionnaire: rapid or full.
        case: The answers.
        how: Where they come from, for the trail.
    """
    made = Assessment(collaboration=collaboration, number=1, questionnaire=name)
    made.answered_by = dict.fromkeys((*case.answers, *case.asked_unknown), str(scope.user.pk))
    _complete(scope, made, case)
    record(scope, Action.ROUND_BEGUN, collaboration, number=made.number, questionnaire=name, how=how)
    return made


def _complete(scope: Scope, made: Assessment, case: Case) -> None:
    """Freeze into a new assessment what its answers are given under, and keep it."""
    made.questionnaire_version = questionnaire(made.questionnaire).version
    made.questionnaire_hash = questionnaire_hash(made.questionnaire)
    made.knowledge_base = knowledge_base_version()
    made.locale = get_language() or "en-gb"
    version = f"{made.questionnaire} {made.questionnaire_version}"
    case = case.model_copy(update={"questionnaire": version, "date": today()})
    made.case = case.model_dump(mode="json", exclude={"warnings"})
    made.changed_by = scope.user
    made.settled, made.asked = answering(made).counts()
    made.save()
    made.collaboration.save(update_fields=["changed"])


@transaction.atomic
def save(
    scope: Scope,
    assessment: Assessment,
    question: Question,
    given: Mapping[str, Value | None],
    state: str | None = None,
) -> Assessment:
    """Save the answers to one question at once, and return the assessment as it stands then.

    Args:
        scope: Who answers.
        assessment: The assessment.
        question: The question.
        given: The answers by fact; none is “don’t know”. Facts that are left out stay as they are.
        state: How the question stood when it was shown, by ``state_of``; none: whatever stood there goes.

    Raises:
        AnsweredMeanwhile: The question stands otherwise now, and an answer to it would be overwritten.
    """
    now = _locked(assessment)
    found = answering(now)
    others = contested(given, found.case)
    if others and state is not None and state != state_of(question, found.case):
        raise AnsweredMeanwhile(now, others)
    return _kept(scope, now, found, given, question=question.id)


@transaction.atomic
def save_several(
    scope: Scope, assessment: Assessment, given: Mapping[str, Value | None], version: int | None = None
) -> Assessment:
    """Save answers to any questions at once, all or none, and return the assessment as it stands then.

    Args:
        scope: Who answers.
        assessment: The assessment.
        given: The answers by fact; none is “don’t know”. Facts that are left out stay as they are.
        version: The version that was read; none: whatever stood there goes.

    Raises:
        AnsweredMeanwhile: Something was answered since that version.
    """
    now = _locked(assessment)
    found = answering(now)
    if version is not None and version != now.version and _other(given, found.case):
        raise AnsweredMeanwhile(now, contested(given, found.case))
    return _kept(scope, now, found, given, facts=len(given), how=How.FOR_PROGRAMS)


def _locked(assessment: Assessment) -> Assessment:
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("collaboration__organisation")
    return get_object_or_404(locked, pk=assessment.pk)  # somebody may have deleted it meanwhile


def _kept(
    scope: Scope,
    now: Assessment,
    found: Answering,
    given: Mapping[str, Value | None],
    **detail: Unpack[Detail],
) -> Assessment:
    now.answered_by |= dict.fromkeys(_other(given, found.case), str(scope.user.pk))
    for fact, value in given.items():
        found.interview.record(fact, value)
    before = Case.model_validate(now.case)
    now.case = _with_set_aside(found.case, before).model_dump(mode="json", exclude={"warnings"})
    now.settled, now.asked = found.counts()
    now.version += 1
    now.changed_by = scope.user
    now.save()
    now.collaboration.save(update_fields=["changed"])
    record(scope, Action.ANSWERED, now.collaboration, **detail)
    return now


def last_answered_by(scope: Scope, found: Answering, facts: Iterable[str]) -> str:
    """Return who gave the answers to some facts that stand now; empty where nobody did who is still there.

    Only people of the reader’s own organisation are named: a share shows answers, and not who works there.
    """
    by = found.assessment.answered_by
    ids = {by[fact] for fact in facts if fact in by}
    people = User.objects.filter(pk__in=ids, memberships__organisation=scope.organisation)
    return get_text_list(sorted(map(str, people)), _("and"))


def contested(given: Mapping[str, Value | None], case: Case) -> frozenset[str]:
    """Return the facts that have another answer than the one given; “don’t know” is an answer here."""
    return _other(given, case) & _settled(case).keys()


def _other(given: Mapping[str, Value | None], case: Case) -> frozenset[str]:
    """Return the facts for which what is given does not stand there already."""
    settled = _settled(case)
    return frozenset(fact for fact, value in given.items() if fact not in settled or settled[fact] != value)


def _settled(case: Case) -> dict[str, Value | None]:
    return {**case.answers, **dict.fromkeys(case.asked_unknown)}


def _with_set_aside(case: Case, kept: Case) -> Case:
    """Return a case with the answers that today’s facts do not know, as they were."""
    facts = advisor().knowledge.vocabulary.by_name
    aside = {fact: value for fact, value in kept.answers.items() if fact not in facts}
    return case.model_copy(update={"answers": {**case.answers, **aside}})
