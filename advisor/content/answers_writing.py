"""Writes cases as answers files."""

import datetime as dt
import json
import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from advisor.content.answers_file import SavedAnswers
from advisor.content.whole_files import write_whole
from advisor.model.condition import UNKNOWN

_PLAIN = re.compile(r"[a-z][a-z0-9_]*")
# Words that YAML 1.1 readers of other programs take for true, false or nothing.
_TAKEN = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def write_answers(path: Path, saved: SavedAnswers, order: Iterable[str] = ()) -> None:
    """Write an answers file, whole or not at all, as JSON where its name ends so; raises OutputError.

    Args:
        path: The file.
        saved: What it holds.
        order: Facts in the order in which they shall stand; others follow.
    """
    form = answers_json if path.suffix.lower() == ".json" else answers_text
    write_whole(path, form(saved, order).encode("utf-8"))


def answers_text(saved: SavedAnswers, order: Iterable[str] = ()) -> str:
    """Return an answers file as YAML, one fact a line."""
    lines = [_head_line(key, value) for key, value in _head(saved).items()]
    given = _given(saved, order)
    lines.append("answers:\n" if given else "answers: {}\n")
    lines += [f"  {fact}: {_written(value)}\n" for fact, value in given.items()]
    return "".join(lines)


def answers_json(saved: SavedAnswers, order: Iterable[str] = ()) -> str:
    """Return an answers file as JSON."""
    return json.dumps({**_head(saved), "answers": _given(saved, order)}, ensure_ascii=False, indent=1) + "\n"


def _head(saved: SavedAnswers) -> dict[str, str | list[str]]:
    case = saved.case
    head: dict[str, str | list[str] | None] = {
        "name": case.name,
        "organisation": case.organisation,
        "respondent": case.respondent,
        "date": case.date,
        "notes": case.notes,
        "questionnaire": case.questionnaire,
        "knowledge_base": saved.knowledge_base,
        "packs": list(saved.packs) or None,
    }
    return {key: value for key, value in head.items() if value is not None}


def _given(saved: SavedAnswers, order: Iterable[str]) -> dict[str, object]:
    given: dict[str, object] = {
        **saved.case.answers,
        **dict.fromkeys(saved.case.asked_unknown, UNKNOWN),
        **saved.set_aside,
    }
    return {fact: given[fact] for fact in dict.fromkeys((*order, *given)) if fact in given}


def today() -> str:
    """Return today’s date as answers files write it."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()


def _head_line(key: str, value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"{key}: [{', '.join(value)}]\n"
    return str(yaml.safe_dump({key: value}, allow_unicode=True, width=100, default_flow_style=False))


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    if isinstance(value, str) and (value in _TAKEN or not _PLAIN.fullmatch(value)):
        return f"'{value}'" if "'" not in value and value.isprintable() else json.dumps(value)
    # Whatever else was set aside stays as it is: JSON is YAML too.
    return str(value) if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False)
