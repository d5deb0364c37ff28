"""Validates plain data against a model, and turns what fails into problems with their places."""

from collections.abc import Collection
from typing import Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from advisor.content.nearest import nearest
from advisor.content.yaml_reader import Document, Path_
from advisor.errors import Problem
from advisor.model.grammar import ConditionError

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
        faults = error.errors()
        missing = [_part(one) for one in faults if one["type"] == "missing"]
        problems = [_problem(model, one, document, path) for one in faults if one["type"] != "missing"]
        for part in dict.fromkeys(at[:-1] for at in missing):
            names = [str(at[-1]) for at in missing if at[:-1] == part]
            problems.append(_missing(_model_at(model, part), names, document, (*path, *part)))
        return None, problems


def _part(error: object) -> Path_:
    # “[key]” is how pydantic says that a key of a mapping is meant, and not its value.
    return tuple(part for part in dict(error)["loc"] if part != "[key]")  # type: ignore[call-overload]


def _missing(model: type[BaseModel], names: list[str], document: Document, path: Path_) -> Problem:
    """Return one problem for all keys that a part lacks, with what to write for each."""
    fields = _fields(model)
    told = {name: _plain(name, fields[name]) if name in fields else "" for name in names}
    quoted = [f"“{name}”" for name in names]
    listed = f"{', '.join(quoted[:-1])} and {quoted[-1]} are" if len(names) > 1 else f"{quoted[0]} is"
    meant = [f"{name} ({says})" if says else name for name, says in told.items()]
    add = f"add {', '.join(meant)}" if any(told.values()) else f"add {'them' if len(names) > 1 else 'it'}"
    # The place is where the first would stand; it leads to the part itself.
    return document.problem((*path, names[0]), f"{listed} missing; {add}", code="missing-key")


def _plain(name: str, field: FieldInfo) -> str:
    """Return what to write in a field, in a few words; nothing where its model says no more than its name."""
    says = field.description or ""
    if says.rstrip(".").lower() == name:
        return ""
    values = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    # Where a description names the values itself, it says what each means.
    listed = f": {', '.join(map(str, values))}" if values and not all(one in says for one in values) else ""
    return f"{says[:1].lower()}{says[1:]}".rstrip(".") + listed if says else ""


def _problem(model: type[BaseModel], error: object, document: Document, path: Path_) -> Problem:
    details = dict(error)  # type: ignore[call-overload]
    inner = _part(error)
    where = (*path, *inner)
    name = inner[-1] if inner else ""
    named = f"{name}: " if isinstance(name, str) and name else ""
    match details["type"]:
        case "extra_forbidden":
            known = list(_fields(_model_at(model, inner[:-1])))
            meant = nearest(str(name), known)
            hint = f"; did you mean “{meant}”?" if meant else f"; known keys: {', '.join(known)}"
            text = f"“{name}” is not a key here{hint}"
            return document.problem(where, text, at_key=True, code="unknown-key")
        case "value_error":
            fault = details["ctx"]["error"]
            code = "bad-condition" if isinstance(fault, ConditionError) else "wrong-kind"
            return document.problem(where, f"{named}{fault}", code=code)
        case _:
            found = f"{named}{details['msg']} (found {details['input']!r:.80})"
            return document.problem(where, found, code="wrong-kind")


def _model_at(model: type[BaseModel], path: Path_) -> type[BaseModel]:
    """Return the model of the part at a path inside an item."""
    for part in path:
        field = _fields(model).get(str(part))
        model = (_model_in(field.annotation) if field else None) or model
    return model


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the model in an annotation such as ``tuple[Step, ...]`` or ``Step | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
