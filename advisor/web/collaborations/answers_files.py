"""Answers files of assessments: given out, and taken in as new collaborations."""

import tempfile
from dataclasses import replace
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from pydantic import TypeAdapter, ValidationError

from advisor.content.answers_file import UNNAMED, SavedAnswers
from advisor.content.answers_writing import answers_json, answers_text
from advisor.content.file_names import safe_name
from advisor.errors import InputRefused
from advisor.model.case import Case
from advisor.model.condition import Value
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.audit.record import Action, How, record
from advisor.web.collaborations.answers import begin_with, case_of
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.collaborations.room import require_room_for_collaboration

_VALUE: TypeAdapter[Value] = TypeAdapter(Value)
USUAL = "full"
FORMS = {"yaml": ("application/yaml", answers_text), "json": ("application/json", answers_json)}
"""What an answers file can be, with its media type."""


def read_upload(file: UploadedFile) -> SavedAnswers:
    """Return what an uploaded answers file holds; raises InputRefused with every problem in it."""
    ending = Path(file.name or "").suffix.lower()
    with tempfile.TemporaryDirectory(prefix="advisor-upload-") as folder:
        path = Path(folder) / f"answers{ending}"
        path.write_bytes(file.read())
        try:
            return advisor().read_saved(path)
        except InputRefused as refused:
            # The reader knows the file by its own name, and not by where it lay for a moment.
            raise InputRefused([replace(one, file=file.name or "") for one in refused.problems]) from None


@transaction.atomic
def take_in(scope: Scope, saved: SavedAnswers, name: str = "", how: How = How.FROM_FILE) -> Assessment:
    """Begin a collaboration with the answers of a file.

    Args:
        scope: Who takes it in.
        saved: What the file holds.
        name: Name of the collaboration; empty: as in the file.
        how: What the file was, for the trail.

    Raises:
        NoRoom: The organisation has as many collaborations as it may.
    """
    require_room_for_collaboration(scope.organisation)
    case = saved.case
    wanted = (case.questionnaire or "").split()
    collaboration = Collaboration.objects.create(
        organisation=scope.organisation,
        name=name or case.name or UNNAMED,
    )
    record(scope, Action.BEGUN, collaboration, how=how)
    answers = {**case.answers, **_kept_aside(saved)}
    whole = case.model_copy(update={"answers": answers, "name": collaboration.name})
    return begin_with(scope, collaboration, wanted[0] if wanted else USUAL, whole, how)


def _kept_aside(saved: SavedAnswers) -> dict[str, Value]:
    """Return the answers for packs that are not in use, as far as they are answers at all."""
    found: dict[str, Value] = {}
    for fact, written in saved.set_aside.items():
        try:
            found[fact] = _VALUE.validate_python(tuple(written) if isinstance(written, list) else written)
        except ValidationError:
            continue
    return found


def saved_answers(assessment: Assessment) -> SavedAnswers:
    """Return the answers of an assessment as answers files hold them."""
    facts = advisor().knowledge.vocabulary.by_name
    kept = Case.model_validate(assessment.case).answers
    aside: dict[str, object] = {fact: value for fact, value in kept.items() if fact not in facts}
    packs = tuple(pack.head.id for pack in advisor().knowledge.packs)
    return SavedAnswers(case_of(assessment), assessment.knowledge_base, packs, aside)


def answers_as(assessment: Assessment, form: str) -> str:
    """Return the answers file of an assessment; raises KeyError where there is no such form."""
    return FORMS[form][1](saved_answers(assessment), advisor().knowledge.vocabulary.by_name)


def file_name(assessment: Assessment, ending: str) -> str:
    """Return the name under which a browser saves the answers of an assessment."""
    return f"{slug(assessment.collaboration)}-{assessment.number}.{ending}"


def slug(collaboration: Collaboration) -> str:
    """Return the name of a collaboration as part of a file name."""
    return safe_name(collaboration.name, "collaboration")
