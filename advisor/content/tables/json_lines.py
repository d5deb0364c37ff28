"""Reads JSON lines as a stream: one object of answers a line, flat or as in an answers file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.content.answer_values import short
from advisor.content.tables.headings import Heading, Headings, twice
from advisor.content.tables.limits import Limits
from advisor.content.tables.opening import opened, refuse
from advisor.content.tables.table import BadCell
from advisor.model.limits import TOP_KEYS

ENDINGS = (".jsonl", ".ndjson")
_LONGEST_LINE = 1_000_000
_MOST_SHAPES = 5_000
SAMPLE = '{"stage": "planning"}'
_NO_ANSWERS = ("knowledge_base", "packs")


@dataclass
class Line:
    """One line that is not blank.

    Attributes:
        number: Its number, from 1.
        headings: What its names stand for.
        cells: What stands there, in the same order.
        new: Headings that no line before had.
        shared: A place to keep what is worked out for lines with the same names.
        problem: Why it cannot be read.
    """

    number: int
    headings: Sequence[Heading] = ()
    cells: Sequence[object] = ()
    new: Sequence[Heading] = ()
    shared: dict[str, Any] = field(default_factory=dict)
    problem: BadCell | None = None


@dataclass
class _Shape:
    """What lines with the same names have in common."""

    headings: Sequence[Heading]
    fault: str
    shared: dict[str, Any] = field(default_factory=dict)


def is_json_lines(path: Path) -> bool:
    """Return whether a file holds JSON lines, by its name."""
    return path.suffix.lower() in ENDINGS


def open_json_lines(path: Path, headings: Headings, limits: Limits) -> Iterator[Line]:
    """Yield the lines of a file; a line that cannot be read has a problem.

    Raises:
        InputRefused: The file cannot be read.
    """
    shapes: dict[tuple[str, ...], _Shape] = {}
    seen: set[str] = set()
    with opened(path) as file:
        number = 0
        while raw := file.readline(_LONGEST_LINE):
            number += 1
            if not raw.endswith(b"\n") and len(raw) >= _LONGEST_LINE:
                refuse(path, f"has more than 1 MB in line {number} – it is no file of JSON lines – split it")
            if not raw.strip():
                continue
            data = _object(raw)
            if isinstance(data, str):
                yield Line(number, problem=_bad(path, number, data))
                continue
            names, cells = _flat(data)
            shape = shapes.get(names)
            if shape is None:
                if len(shapes) > _MOST_SHAPES:
                    shapes.clear()
                shape = shapes[names] = _shape(names, headings, limits)
            if shape.fault:
                yield Line(number, problem=_bad(path, number, shape.fault))
                continue
            new = [one for one in shape.headings if one.text not in seen]
            seen.update(one.text for one in new)
            yield Line(number, shape.headings, cells, new, shape.shared)


def _bad(path: Path, number: int, text: str) -> BadCell:
    return BadCell(str(path), number, 0, text, in_sheet=False)


def _object(raw: bytes) -> Mapping[str, object] | str:  # noqa: PLR0911 - one for each fault
    """Return the object in a line, or why there is none."""
    try:
        data = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        return "is not UTF-8 text – letters would be wrong – save the file as UTF-8"
    except RecursionError:
        return "is nested too deep – answers have no parts within parts – write one answer a name"
    except _Twice as error:
        return f"names “{short(str(error))}” twice – only one can count – delete one of them"
    except ValueError as error:
        return f"is not JSON ({error}) – it cannot be read – write one object a line, such as {SAMPLE}"
    if not isinstance(data, dict):
        return f"is no object – it needs names with answers – write for example {SAMPLE}"
    answers = data.get("answers", {})
    if not isinstance(answers, dict):
        return f"has “answers” that are no object – they need names with answers – write {SAMPLE} there"
    return data


class _Twice(ValueError):
    """An object names something twice."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return data


def _flat(data: Mapping[str, object]) -> tuple[tuple[str, ...], list[object]]:
    """Return names and values of an object, those below “answers” among the others."""
    flat = {name: value for name, value in data.items() if name != "answers" and name not in _NO_ANSWERS}
    answers = data.get("answers")
    if isinstance(answers, dict):
        # What stands below “answers” is meant as an answer, so a name that is no fact is refused there.
        flat |= {f"answers/{name}": value for name, value in answers.items()}
    return tuple(flat), [*flat.values()]


def _shape(names: tuple[str, ...], headings: Headings, limits: Limits) -> _Shape:
    if len(names) > limits.columns:
        text = f"has {len(names):,} names – at most {limits.columns} are read – leave out the others"
        return _Shape((), text)
    plain = [name.removeprefix("answers/") for name in names]
    found = headings.read(plain)
    for before, after in twice(found):
        both = f"“{short(before.text)}” and “{short(after.text)}”"
        return _Shape((), f"{both} are the same – only one can count – delete one")
    for one in found:
        if one.kind == "not read" and names[one.column - 1].startswith("answers/"):
            text = one.doubt or f"“{short(one.text)}” is not a fact – no rule would read it – take it out"
            return _Shape((), text.replace("its answers were not read", "no rule would read it"))
    if not any(one.kind in {"fact", "tick"} for one in found) and not set(names) <= set(TOP_KEYS):
        return _Shape((), "has no name that is a fact – it is not clear what is answered – name the facts")
    return _Shape(found, "")
