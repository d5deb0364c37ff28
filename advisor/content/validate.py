"""Validates plain data against a model, and turns what fails into problems with their places."""

from collections.abc import Collection
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from advisor.content.nearest import nearest
from advisor.content.yaml_reader import Document, Path_
from advisor.errors import Problem

M = TypeVar("M", bound=BaseModel)


def validate_item(
    model: type[M], data: object, document: Document, path: Path_, derived: Collection[str]
) -> tuple[M | None, list[Problem]]:
    """Return the model made from one item, or none with the problems found.

    Args:
        model: Model of the item.
        data: Plain data of the item.
        document: File it comes from.
        path: Path of the item in the file.
        derived: Names of derived facts, for conditions.
    """
    try:
        return model.model_validate(data, context={"derived": derived}), []
    except ValidationError as error:
        return None, [_problem(model, one, document, path) for one in error.errors()]


def _problem(model: type[BaseModel], error: object, document: Document, path: Path_) -> Problem:
    details = dict(error)  # type: ignore[call-overload]
    inner = tuple(part for part in details["loc"] if isinstance(part, str | int))
    where = (*path, *inner)
    name = inner[-1] if inner else ""
    match details["type"]:
        case "extra_forbidden":
            known = [info.alias or field for field, info in model.model_fields.items()]
            meant = nearest(str(name), known)
            hint = f"; did you mean “{meant}”?" if meant else f"; known keys: {', '.join(known)}"
            return document.problem(where, f"“{name}” is not a key here{hint}", at_key=True)
        case "missing":
            return document.problem(where, f"“{name}” is missing; add it")
        case "value_error":
            return document.problem(where, f"{name}: {details['ctx']['error']}")
        case _:
            return document.problem(where, f"{name}: {details['msg']} (found {details['input']!r:.80})")
