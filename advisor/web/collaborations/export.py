"""All that is kept of one collaboration, as one archive that other programs can read."""

import io
import json
import zipfile
from typing import Any

from django.db import transaction

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action, record
from advisor.web.collaborations.answers_files import FORMS, answers_as, file_name
from advisor.web.collaborations.models import Assessment, Collaboration


@transaction.atomic
def export(scope: Scope, collaboration: Collaboration) -> bytes:
    """Return a ZIP archive: answers files of each round, what they were given under, and shares.

    Whoever may read the trail gets what it tells of this collaboration too. Other organisations’ people are
    not named, nor is what they did.
    """
    record(scope, Action.EXPORTED, collaboration)
    rounds = list(collaboration.assessments.select_related("collaboration__organisation", "changed_by"))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("collaboration.json", _json(_collaboration(scope, collaboration, rounds)))
        if scope.may(Permission.ADMINISTER):
            files.writestr("audit-trail.json", _json(_trail(scope, collaboration)))
        for each in rounds:
            for form in FORMS:
                files.writestr(f"answers/{file_name(each, form)}", answers_as(each, form))
    return archive.getvalue()


def _collaboration(scope: Scope, collaboration: Collaboration, rounds: list[Assessment]) -> dict[str, Any]:
    own = set(scope.organisation.memberships.values_list("user_id", flat=True))
    return {
        "id": str(collaboration.pk),
        "name": collaboration.name,
        "organisation": collaboration.organisation.name,
        "region": collaboration.region,
        "created": collaboration.created.isoformat(),
        "changed": collaboration.changed.isoformat(),
        "respondents": [str(one.user) for one in collaboration.respondents.select_related("user")],
        "shares": [
            {
                "partner": one.partner.name,
                "may_answer": one.may_answer,
                "granted": one.granted.isoformat(),
                "withdrawn": None if one.withdrawn is None else one.withdrawn.isoformat(),
            }
            for one in collaboration.shares.select_related("partner")
        ],
        "assessments": [
            {
                "id": str(one.pk),
                "number": one.number,
                "answers": f"answers/{file_name(one, 'yaml')}",
                "questionnaire": f"{one.questionnaire} {one.questionnaire_version}",
                "questionnaire_hash": one.questionnaire_hash,
                "knowledge_base": one.knowledge_base,
                "locale": one.locale,
                "started": one.started.isoformat(),
                "changed": one.changed.isoformat(),
                "changed_by": str(one.changed_by) if one.changed_by_id in own else None,
            }
            for one in rounds
        ],
    }


def _trail(scope: Scope, collaboration: Collaboration) -> list[dict[str, Any]]:
    events = Event.objects.filter(subject_id=collaboration.pk, organisation=scope.organisation).order_by("at")
    names = ("who", "action", "subject", "detail")
    return [{"at": one.at.isoformat(), **{name: getattr(one, name) for name in names}} for one in events]


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
