"""JSON Schemas of content files, written from the models, so that editors complete and underline."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from advisor.model.grammar import EXPECTED, SENTENCE
from advisor.model.schemas import DIALECT, Schema

CONDITION = {"$ref": "#/$defs/Condition"}
CONDITION_EXAMPLES = [
    "quick_wins is no",
    "stage is one of planning, established",
    "sectors includes acute",
    "partner_count at least 6",
    "power is unknown",
    "level of trust is low",
    "verdict of C1 is act",
    "context quick_wins is absent",
]


def lists_schema(title: str, description: str, lists: Mapping[str, type[BaseModel] | None]) -> Schema:
    """Return the schema of a file that may hold any of some lists.

    Args:
        title: What kind of file it is.
        description: What the file is for.
        lists: Model of the items of each list; none: items are themselves lists of two or more names.
    """
    definitions, references = _defined([model for model in lists.values() if model is not None])
    chain: Schema = {"type": "array", "minItems": 2, "items": {"type": "string"}}
    return {
        "$schema": DIALECT,
        "title": title,
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {
                "description": _meaning(definitions, model),
                "type": "array",
                "items": chain if model is None else references[model],
            }
            for name, model in lists.items()
        },
        "$defs": definitions,
    }


def file_schema(title: str, model: type[BaseModel]) -> Schema:
    """Return the schema of a file that is one item as a whole."""
    definitions, references = _defined([model])
    return {"$schema": DIALECT, "title": title, **references[model], "$defs": definitions}


def either_schema(title: str, key: str, with_key: type[BaseModel], without: type[BaseModel]) -> Schema:
    """Return the schema of a file of one of two kinds, which a key tells apart."""
    definitions, references = _defined([with_key, without])
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "if": {"required": [key]},
        "then": references[with_key],
        "else": references[without],
        "$defs": definitions,
    }


def _defined(models: list[type[BaseModel]]) -> tuple[Schema, dict[type[BaseModel], Schema]]:
    references, written = models_json_schema(
        [(model, "validation") for model in models], by_alias=True, ref_template="#/$defs/{model}"
    )
    found = {name: _for_editors(each) for name, each in written["$defs"].items()}
    for each in found.values():
        each.pop("title", None)
    found["Condition"] = _condition()
    used: Schema = {}
    waiting = [model.__name__ for model in models]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = found[name]
            waiting += _referred(found[name])
    return dict(sorted(used.items())), {model: references[model, "validation"] for model in models}


def _condition() -> Schema:
    """Return the schema of a condition: a sentence, or a mapping with one of three keys."""
    several = {"type": "array", "minItems": 1, "items": CONDITION}
    return {
        "description": "A condition: a sentence, or a mapping with one of the keys all, any and not.",
        "type": ["string", "object"],
        "pattern": SENTENCE,
        "patternErrorMessage": f"This is not a condition: {EXPECTED}.",
        "examples": CONDITION_EXAMPLES,
        "properties": {
            "all": {"description": "True where every part is true.", **several},
            "any": {"description": "True where one part is true.", **several},
            "not": {"description": "True where the part is false.", **CONDITION},
        },
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _for_editors(schema: Any) -> Any:
    """Return a schema without what only clutters an editor, and with conditions by reference."""
    if isinstance(schema, list):
        return [_for_editors(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("pattern") == SENTENCE:
        description = schema["description"]
        return CONDITION if description == "A condition." else {"description": description, **CONDITION}
    return {
        key: {name: _for_editors(one) for name, one in inner.items()}
        if key == "properties"
        else _for_editors(inner)
        for key, inner in schema.items()
        if not (key == "title" and isinstance(inner, str)) and not (key == "default" and inner is None)
    }


def _referred(schema: Any) -> list[str]:
    """Return the names of the definitions that a schema refers to."""
    if isinstance(schema, list):
        return [one for part in schema for one in _referred(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].removeprefix("#/$defs/")] if isinstance(schema.get("$ref"), str) else []
    return [*own, *(one for part in schema.values() for one in _referred(part))]


def _meaning(definitions: Schema, model: type[BaseModel] | None) -> str:
    if model is None:
        return "Lists of names, each leading to the next."
    return str(definitions[model.__name__].get("description", ""))
