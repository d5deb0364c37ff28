"""The description of the interface for readers: each call, from the very schema that programs read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from advisor.web.api.interface import interface
from advisor.web.api.refusals import MEANINGS

Schema = Mapping[str, Any]
_KINDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
_FORMATS = {"uuid": "id", "date-time": "date and time"}
_BY_NAME = "by name: "
_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True)
class Part:
    """One thing that a call takes or gives.

    Attributes:
        name: Its name.
        kind: What it can be, in words.
        meaning: What it is.
        is_needed: Whether it must be sent.
    """

    name: str
    kind: str
    meaning: str
    is_needed: bool


@dataclass(frozen=True)
class Call:
    """One call.

    Attributes:
        name: Its name in programs.
        title: What one does with it, in a few words.
        purpose: What it does.
        method: The method, such as GET.
        path: The address, with names in braces where something stands.
        parameters: What stands in the address.
        sends: What the body holds.
        example: A body to copy; empty where there is none.
        gives: Parts of what comes back.
        gives_list: Whether a list of such comes back.
        kinds: Media types of what comes back.
        status: The status where all is well.
        refused_with: Statuses of refusals.
    """

    name: str
    title: str
    purpose: str
    method: str
    path: str
    parameters: tuple[Part, ...]
    sends: tuple[Part, ...]
    example: str
    gives: tuple[Part, ...]
    gives_list: bool
    kinds: tuple[str, ...]
    status: int
    refused_with: tuple[int, ...]

    def curl(self, site: str) -> str:
        """Return a command that makes the call, for a shell that knows the token and the ids."""
        path = self.path
        for part in self.parameters:
            path = path.replace(f"{{{part.name}}}", _EXAMPLES.get(part.name, f"${part.name.upper()}"))
        lines = [f"curl {'' if self.method == 'GET' else f'-X {self.method} '}{site}{path}"]
        lines.append('-H "Authorization: Bearer $TOKEN"')
        if self.example:
            lines += ['-H "Content-Type: application/json"', f"-d '{self.example}'"]
        if not self.gives:
            lines.append("-OJ")
        return " \\\n  ".join(lines)


_EXAMPLES = {"name": "rapid", "topic": "T3"}
"""What stands in an address in examples, where it is no id."""


@cache
def calls() -> tuple[Call, ...]:
    """Return every call, in the order of the description."""
    schema = interface.get_openapi_schema()
    return tuple(
        _call(schema, path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    )


def refusal_meanings() -> dict[int, str]:
    """Return what each status of a refusal means."""
    return {int(status): meaning for status, meaning in MEANINGS.items()}


def _call(schema: Schema, path: str, method: str, operation: Schema) -> Call:
    status, answer = next(iter(operation["responses"].items()))
    given = next(iter(answer["content"].values()))["schema"]
    body = _body(schema, operation)
    example = body.get("examples", [None])[0]
    return Call(
        name=operation["operationId"],
        title=operation["summary"],
        purpose=operation["description"],
        method=method.upper(),
        path=path,
        parameters=tuple(_parameter(schema, one) for one in operation["parameters"]),
        sends=tuple(_parts(schema, body)),
        example="" if example is None else json.dumps(example, ensure_ascii=False),
        gives=tuple(_parts(schema, given.get("items", given))),
        gives_list="items" in given,
        kinds=tuple(kind.split(";")[0] for kind in answer["content"]),
        status=status,
        refused_with=tuple(operation["responses"])[1:],
    )


def _body(schema: Schema, operation: Schema) -> Schema:
    if "requestBody" not in operation:
        return {}
    (content,) = operation["requestBody"]["content"].values()
    return _resolved(schema, content["schema"])


def _parameter(schema: Schema, one: Schema) -> Part:
    return Part(one["name"], _kind(schema, one["schema"]), one["description"], one["required"])


def _parts(schema: Schema, of: Schema) -> Iterator[Part]:
    """Yield the parts of an object; nothing of what is no object."""
    of = _resolved(schema, of)
    for name, part in of.get("properties", {}).items():
        meaning = part.get("description") or _resolved(schema, part).get("description", "")
        yield Part(name, _kind(schema, part), meaning, name in of.get("required", ()))


def _kind(schema: Schema, part: Schema) -> str:
    """Return what a value can be, in words."""
    if "anyOf" in part:
        return _any_of(_kind(schema, one) for one in part["anyOf"])
    if "enum" in part:
        return _any_of(map(str, part["enum"]))
    if "$ref" in part:
        return _kind(schema, _resolved(schema, part))
    kind: str = part.get("type", "object")
    if kind == "array":
        item = _kind(schema, part["items"])
        return "list of objects" if item == "object" else f"list of {item}"
    if kind == "object":
        values = part.get("additionalProperties")
        value = _kind(schema, values) if isinstance(values, dict) else ""
        return value if value.startswith(_BY_NAME) else f"{_BY_NAME}{value}" if value else "object"
    return _FORMATS.get(part.get("format", ""), _KINDS.get(kind, kind))


def _any_of(kinds: Iterable[str]) -> str:
    *others, last = dict.fromkeys(kinds)
    return f"{', '.join(others)} or {last}" if others else last


def _resolved(schema: Schema, part: Schema) -> Schema:
    name = part.get("$ref", "").removeprefix(_REFERENCE)
    return schema["components"]["schemas"][name] if name else part
