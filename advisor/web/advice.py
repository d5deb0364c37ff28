"""The advisor that all requests share: loaded once, and safe to ask from several threads."""

import hashlib
import json
from functools import cache

from django.conf import settings

from advisor.content.pack_answers import version_of
from advisor.model.questionnaire import Questionnaire
from advisor.service import Advisor


@cache
def advisor() -> Advisor:
    """Return the advisor with the packs of this installation."""
    return Advisor.load(packs=settings.DEPLOYMENT.pack_names)


@cache
def questionnaire(name: str) -> Questionnaire:
    """Return a questionnaire by its name; raises KeyError where there is none."""
    return advisor().questionnaires[name]


@cache
def questionnaire_hash(name: str) -> str:
    """Return a hash of all that a questionnaire asks and says."""
    whole = questionnaire(name).model_dump(mode="json", exclude_none=True)
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def knowledge_base_version() -> str:
    """Return date and hash of the rules in use, as answers files write them."""
    return version_of(advisor().knowledge)
