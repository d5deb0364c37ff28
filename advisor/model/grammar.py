"""Reads conditions: from the sentences and mappings that experts write to the tree that is evaluated."""

import re
from collections.abc import Collection
from typing import Annotated, assert_never

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema

from advisor.model.condition import All, Any, Atom, Condition, Kind, Not, Operator, Subject

NAME = r"[A-Za-z][A-Za-z0-9_]*"
VALUE = r"[A-Za-z0-9_]+"
ATOM = re.compile(
    rf"""^(?:(?P<kind>level\ of|verdict\ of|context)\s+)?(?P<id>{NAME})\s+(?:
        (?P<state>is\ known|is\ unknown)
      | (?P<bound>at\ least|at\ most)\s+(?P<number>\d+)
      | (?P<many>is\ one\ of|includes\ one\ of)\s+(?P<values>{VALUE}(?:\s*,\s*{VALUE})+)
      | (?P<one>is|includes)\s+(?P<value>{VALUE})
    )$""",
    re.VERBOSE,
)
EXPECTED = (
    "write a sentence such as “quick_wins is no”, “stage is one of planning, established”, "
    "“sectors includes acute”, “partner_count at least 6”, “power is known” or “power is unknown”; "
    "or a mapping with one of the keys all, any, not"
)


class ConditionError(ValueError):
    """What was written is not in the grammar; the message says what would be."""


def parse_condition(written: object, derived: Collection[str] = ()) -> Condition:
    """Return the condition that was written.

    Args:
        written: A sentence, or a mapping with exactly one of the keys ``all``, ``any``, ``not``.
        derived: Names of derived facts; every other bare name is a base fact.

    Raises:
        ConditionError: The writing is not in the grammar; the message says what would be.
    """
    if isinstance(written, str):
        return parse_atom(written, derived)
    if isinstance(written, dict) and len(written) == 1:
        ((key, inner),) = written.items()
        if key == "not":
            return Not(parse_condition(inner, derived))
        if key in ("all", "any") and isinstance(inner, list) and inner:
            parts = tuple(parse_condition(one, derived) for one in inner)
            return All(parts) if key == "all" else Any(parts)
        if key in ("all", "any"):
            raise ConditionError(f"“{key}” needs a list of conditions below it")
    raise ConditionError(f"{written!r} is not a condition: {EXPECTED}")


def parse_atom(sentence: str, derived: Collection[str] = ()) -> Atom:
    """Return the atom that a sentence states; raises ConditionError as :func:`parse_condition` does."""
    found = ATOM.match(" ".join(sentence.split()))
    if found is None:
        raise ConditionError(f"“{sentence}” is not a condition: {EXPECTED}")
    name = found["id"]
    kind = found["kind"] or (Kind.DERIVED.value if name in derived else Kind.FACT.value)
    subject = Subject(kind, name)
    if found["state"]:
        return Atom(subject, Operator(found["state"]))
    if found["bound"]:
        return Atom(subject, Operator(found["bound"]), number=int(found["number"]))
    if found["many"]:
        values = tuple(one.strip() for one in found["values"].split(","))
        operator = Operator.IS_ONE_OF if found["many"] == "is one of" else Operator.INCLUDES
        return Atom(subject, operator, values)
    return Atom(subject, Operator(found["one"]), (found["value"],))


def write_condition(condition: Condition) -> object:
    """Return a condition as experts write it; the inverse of :func:`parse_condition`."""
    match condition:
        case Atom():
            return str(condition)
        case Not(part):
            return {"not": write_condition(part)}
        case All(parts):
            return {"all": [write_condition(part) for part in parts]}
        case Any(parts):
            return {"any": [write_condition(part) for part in parts]}
        case _:
            assert_never(condition)


def _validate(written: object, info: ValidationInfo) -> Condition:
    if isinstance(written, Atom | All | Any | Not):
        return written
    return parse_condition(written, (info.context or {}).get("derived", ()))


SENTENCE = (
    rf"^\s*((level\s+of|verdict\s+of|context)\s+)?{NAME}\s+"
    rf"(is\s+(known|unknown)|at\s+(least|most)\s+\d+"
    rf"|(is|includes)\s+one\s+of\s+{VALUE}(\s*,\s*{VALUE})+|(is|includes)\s+{VALUE})\s*$"
)
"""The same sentences as a pattern that every editor knows."""

_JSON_SCHEMA = {
    "description": "A condition.",
    "type": ["string", "object"],
    "pattern": SENTENCE,
    "properties": {
        "all": {"type": "array", "minItems": 1},
        "any": {"type": "array", "minItems": 1},
        "not": {"type": ["string", "object"]},
    },
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}

Written = Annotated[
    Condition,
    BeforeValidator(_validate),
    PlainSerializer(write_condition),
    WithJsonSchema(_JSON_SCHEMA),
]
"""The type of a model field that holds a condition."""
