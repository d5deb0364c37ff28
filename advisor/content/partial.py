"""Makes what can be made of an item that is at fault: so that one mistake in it does not hide the others."""

from collections.abc import Collection, Mapping
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from advisor.model.condition import All, Atom, Condition
from advisor.model.grammar import ConditionError, parse_condition

M = TypeVar("M", bound=BaseModel)
EMPTY: Mapping[object, object] = {str: "", int: 0, float: 0.0, bool: False, tuple: (), dict: {}, list: []}


def partial_item(model: type[M], data: object, derived: Collection[str]) -> M | None:
    """Return an item with every part that can be read; what is missing or at fault is left empty.

    It serves to look up the names in it, and for nothing else.

    Args:
        model: Model of the item.
        data: Plain data of the item.
        derived: Names of derived facts, for conditions.

    Returns:
        The item; none where the data has no names with values.
    """
    if not isinstance(data, dict):
        return None
    parts = {}
    for name, field in model.model_fields.items():
        written = field.alias or name
        parts[name] = _part(field, data[written], derived) if written in data else _left_out(field)
    return model.model_construct(None, **parts)


def _part(field: FieldInfo, data: object, derived: Collection[str]) -> object:
    """Return one part as far as it can be read."""
    kind: Any = field.annotation
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)
    try:
        return adapter.validate_python(data, context={"derived": derived})
    except ValidationError:
        return _some_of(field.annotation, data, derived, _left_out(field))


def _some_of(annotation: object, data: object, derived: Collection[str], otherwise: object) -> object:
    """Return what can be read of a part that is at fault: of a list the items, of an item its parts."""
    choices = _choices(annotation)
    if Atom in choices:
        return _condition(data, derived) or otherwise
    for choice in choices:
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            return partial_item(choice, data, derived) or otherwise
        if get_origin(choice) is tuple and isinstance(data, list):
            inner = get_args(choice)[0]
            read = (_one(inner, each, derived) for each in data)
            return tuple(each for each in read if each is not None)
    return otherwise


def _condition(data: object, derived: Collection[str]) -> Condition | None:
    """Return what can be read of a condition: those of its sentences that are in the grammar."""
    if isinstance(data, dict):
        listed = next((data[key] for key in ("all", "any", "not") if key in data), None)
        found = [_condition(one, derived) for one in (listed if isinstance(listed, list) else [listed])]
        return All(tuple(one for one in found if one is not None)) if any(found) else None
    try:
        return parse_condition(data, derived)
    except ConditionError:
        return None


def _one(annotation: Any, data: object, derived: Collection[str]) -> object:
    try:
        return TypeAdapter(annotation).validate_python(data, context={"derived": derived})
    except ValidationError:
        return _some_of(annotation, data, derived, None)


def _left_out(field: FieldInfo) -> object:
    """Return what stands in for a part that is not there."""
    return _empty(field.annotation) if field.is_required() else field.get_default(call_default_factory=True)


def _empty(annotation: object) -> object:
    choices = _choices(annotation)
    if NoneType in choices:
        return None
    first = choices[0]
    if get_origin(first) is Literal:
        return get_args(first)[0]
    if isinstance(first, type) and issubclass(first, BaseModel):
        return partial_item(first, {}, ())
    return EMPTY.get(get_origin(first) or first)


def _choices(annotation: object) -> tuple[object, ...]:
    """Return the types of a union, or the one type that there is, without what is annotated to it."""
    if get_origin(annotation) is Annotated:
        return _choices(get_args(annotation)[0])
    if get_origin(annotation) in (tuple, dict, list, Literal) or not get_args(annotation):
        return (annotation,)
    return tuple(choice for one in get_args(annotation) for choice in _choices(one))
