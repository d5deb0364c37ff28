"""The columns of the results: what each tells, in the words of the knowledge base."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args

from advisor.content.folders import content_folder
from advisor.content.tables.results_columns import Kind, ResultColumn, Value
from advisor.content.yaml_reader import read_yaml
from advisor.errors import AdvisorError
from advisor.model.advice import Statement
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase
from advisor.model.result import LevelName, Verdict

_GAP = re.compile(r"\{\w+\}")
OWN = ("row", "name", "organisation", "state", "same_as", "why")
"""Columns that every table has beside what was worked out and what was carried over."""


@cache
def words() -> Mapping[str, Any]:
    """Return the words of the tables, which experts edit."""
    return _mapping("tables", "results.yaml")


@cache
def labels() -> Mapping[str, Any]:
    """Return the labels that the reports use for the same things."""
    return _mapping("texts", "labels.yaml")


def _mapping(folder: str, name: str) -> Mapping[str, Any]:
    path = content_folder("report_templates") / folder / name
    found = read_yaml(path).data
    if not isinstance(found, dict):
        raise AdvisorError(f"{path} is not a mapping of words")
    return found


def which_columns(carried: Sequence[str], formats: Sequence[str]) -> tuple[ResultColumn, ...]:
    """Return the columns that say which row it is and what became of it."""
    return tuple(_which(carried, formats))


def _which(carried: Sequence[str], formats: Sequence[str]) -> Iterator[ResultColumn]:
    yield _column("row", "number")
    yield _column("name", "text")
    yield _column("organisation", "text")
    for name in carried:
        known = name if name in ("ods_code", "region") else "carried"
        yield _column(known, "text", called=_name_of(name), name=name)
    states = tuple(
        Value(name, each["words"], each["says"], _tone(name)) for name, each in words()["states"].items()
    )
    yield _column("state", "choice", states)
    yield _column("same_as", "number")
    yield _column("why", "text")
    for name in formats:
        yield _column("report", "text", called=f"report_{name}", format=name.upper())


def _name_of(carried: str) -> str:
    """Return the name of a column that is carried over; never the name of one of ours."""
    ours = (
        carried in words()["columns"]
        or carried in OWN
        or carried.startswith(("verdict_", "level_", "report_"))
    )
    return f"carried_{carried}" if ours and carried not in ("ods_code", "region") else carried


def found_columns(knowledge: KnowledgeBase) -> tuple[ResultColumn, ...]:
    """Return the columns of what is worked out for a collaboration; a record holds a number for each."""
    return tuple(_found(knowledge))


def _found(knowledge: KnowledgeBase) -> Iterator[ResultColumn]:
    said, known = words(), labels()
    phases = tuple(
        Value(name, each["words"], each["says"], _tone(name)) for name, each in said["phases"].items()
    )
    yield _column("phase", "choice", phases)
    yield _column("driver", "choice", _values(said["drivers"], known["driver"]))
    yield _column("formality", "choice", _values(said["formality"], known["formality"]))
    yield from _priorities(knowledge)
    for name in ("answered", "unknown", "strengths", "contradictions"):
        yield _column(name, "number")
    pairs = tuple(Value(each.id, each.id, each.says) for each in knowledge.advice.contradictions)
    yield _column("contradicting", "several", pairs)
    for mechanism in knowledge.mechanisms:
        levels = tuple(
            Value(name, known["levels"][name], mechanism.reads[name], _tone(name))
            for name in get_args(LevelName)
        )
        definition = " ".join(mechanism.definition.split())
        yield _column(
            "level",
            "choice",
            levels,
            called=level_name(mechanism.id),
            name=mechanism.name,
            definition=definition,
        )
    for place, statement in enumerate(knowledge.advice.statements):
        yield _verdict(statement, place, knowledge)


def level_name(mechanism: str) -> str:
    """Return the name of the column of a mechanism’s level."""
    return f"level_{mechanism}"


def verdict_name(statement: str) -> str:
    """Return the name of the column of the verdict on a statement."""
    return f"verdict_{statement}"


def unfilled(title: str) -> str:
    """Return a title without what one case fills in.

    >>> unfilled("Agree on {gaps} first")
    'Agree on … first'
    """
    return _GAP.sub("…", title)


def _verdict(statement: Statement, place: int, knowledge: KnowledgeBase) -> ResultColumn:
    values = tuple(
        Value(name, labels()["verdicts"][name], words()["verdicts"][name], _tone(name))
        for name in get_args(Verdict)
    )
    first = knowledge.advice.statements[0].id
    return _column(
        "verdict" if statement.id in TABLE_IDS else "further",
        "choice",
        values,
        values_as=verdict_name(first) if place else "",
        called=verdict_name(statement.id),
        id=statement.id,
        title=statement.title,
        if_=statement.if_,
        then=statement.then,
        because=statement.because,
    )


def _priorities(knowledge: KnowledgeBase) -> Iterator[ResultColumn]:
    texts = knowledge.advice.recommendations
    ids = tuple(
        Value(
            each.id, each.id, words()["priority_means"].format(statements=_listed(each.statements, knowledge))
        )
        for each in texts
    )
    by_title: dict[str, list[str]] = {}
    for text in texts:
        for variant in text.variants:
            carrying = by_title.setdefault(unfilled(variant.title), [])
            carrying += [text.id] if text.id not in carrying else []
    titles = tuple(
        Value(title, title, words()["title_means"].format(id=", ".join(named)))
        for title, named in by_title.items()
    )
    for place in range(1, knowledge.settings.priorities + 1):
        name = f"priority_{place}"
        as_first = "priority_1_title" if place > 1 else ""
        yield _column(
            "priority_title",
            "choice",
            titles,
            called=f"{name}_title",
            values_as=as_first,
            place=place,
        )
        as_first = "priority_1" if place > 1 else ""
        yield _column("priority", "choice", ids, called=name, values_as=as_first, place=place)


def _listed(statements: Sequence[str], knowledge: KnowledgeBase) -> str:
    return "; ".join(f"{one} {knowledge.advice.by_id[one].title}" for one in statements)


def _values(says: Mapping[str, str], named: Mapping[str, str]) -> tuple[Value, ...]:
    return tuple(Value(name, named[name], text, _tone(name)) for name, text in says.items())


def _tone(value: str) -> str:
    return str(words()["tones"].get(value, ""))


def _column(
    word: str,
    kind: Kind,
    values: tuple[Value, ...] = (),
    *,
    called: str = "",
    values_as: str = "",
    **parts: object,
) -> ResultColumn:
    """Return a column in its words.

    Args:
        word: Its name among the words.
        kind: What it holds.
        values: Its values.
        called: Its name, where it is not that of its words.
        values_as: The column that explains its values.
        parts: What is filled in.
    """
    said = words()["columns"][word]
    return ResultColumn(
        name=called or word,
        heading=said["heading"].format(**parts),
        says=said["says"].format(**parts),
        kind=kind,
        group=words()["groups"][said["group"]],
        values=values,
        values_as=values_as,
        width=int(said["width"]),
    )
