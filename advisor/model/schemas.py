"""JSON Schemas, written from the models: what an answers file may hold, and what a result holds."""

from typing import Any

from advisor.model.base import Model
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN
from advisor.model.limits import LONGEST, MOST_COUNTED
from advisor.model.result import Result
from advisor.model.vocabulary import FactDefinition, Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXTS = {
    "name": "Name of the collaboration; the name of the file where it is absent.",
    "organisation": "Organisation for which it is assessed.",
    "respondent": "Who answered.",
    "date": "Date of the answers.",
    "notes": "Free text.",
}
Schema = dict[str, Any]


def answers_schema(vocabulary: Vocabulary) -> Schema:
    """Return the schema of answers files.

    It describes values as programs should write them. The reader also accepts labels in place of values.
    """
    return {
        "$schema": DIALECT,
        "title": "Answers file",
        "description": "Answers on one collaboration. An absent fact, null and “unknown” all mean unknown.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{key: _text(TEXTS[key], longest) for key, longest in LONGEST.items()},
            "questionnaire": {
                "description": "Questionnaire used: full or rapid, with its version where known.",
                "type": ["string", "null"],
                "pattern": "^(full|rapid)( .+)?$",
                "maxLength": 60,
            },
            "knowledge_base": _text("Date and hash of the rules it was last assessed with.", 200),
            "packs": {
                "description": "Ids of the packs in use beside the core pack.",
                "type": ["array", "null"],
                "items": {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,59}$"},
            },
            "answers": {
                "description": "Facts with their values.",
                "type": ["object", "null"],
                "additionalProperties": False,
                "properties": {fact.fact: _fact(fact) for fact in vocabulary.facts},
            },
        },
    }


def result_schema() -> Schema:
    """Return the schema of results."""
    return written_schema(Result)


def written_schema(model: type[Model]) -> Schema:
    """Return the schema of what the program writes. It lets fields be added, as the contract does."""
    written = model.model_json_schema(by_alias=True, mode="serialization")
    for each in (written, *written["$defs"].values()):
        each.pop("additionalProperties", None)
    return {"$schema": DIALECT, **written}


def _text(description: str, longest: int) -> Schema:
    return {"description": description, "type": ["string", "null"], "maxLength": longest}


def _fact(fact: FactDefinition) -> Schema:
    nothing: list[str | None] = [UNKNOWN, NOT_APPLICABLE, None]
    values = [each.value for each in fact.values]
    if fact.kind == "one of":
        return {"description": fact.meaning, "enum": [*values, *nothing]}
    given: Schema
    if fact.kind == "any of":
        given = {"type": "array", "items": {"enum": values}, "minItems": 1}
        if "none" in values:
            # “None” stands alone.
            given["anyOf"] = [{"maxItems": 1}, {"not": {"contains": {"const": "none"}}}]
    else:
        given = {"type": "integer", "minimum": fact.minimum or 0, "maximum": MOST_COUNTED}
    return {"description": fact.meaning, "anyOf": [given, {"enum": nothing}]}
