"""All that the content says: questionnaires, knowledge base, words of reports, the description of calls."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor.web.advice import advisor
from advisor.web.api.description import calls, refusal_meanings

TEMPLATES = Path(__file__).parents[3] / "report_templates"
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
END = re.compile(r"\{[^}]*\}+|[.,;:!?()“”\n|*]|</?\w+[^>]*>")
"""Where a piece of content ends: a hole in it, or what parts sentences and lists."""

Words = tuple[str, ...]


def words(text: str) -> Words:
    return tuple(WORD.findall(text.casefold()))


@cache
def pieces() -> dict[str, dict[int, set[Words]]]:
    """Return all pieces of content as words, by the first word and by how many they are."""
    found: dict[str, dict[int, set[Words]]] = {}
    for text in _texts():
        for piece in (text, *END.split(text)):
            if said := words(piece):
                found.setdefault(said[0], {}).setdefault(len(said), set()).add(said)
    return found


def unsaid(text: str) -> Words:
    """Return the words of a text that no pieces of content account for, one after another."""
    said, known = words(text), pieces()
    # The fewest words left over from each place to the end; a piece may begin at any.
    left: list[Words] = [()]
    for place in reversed(range(len(said))):
        ways = [(said[place], *left[0])]
        ways += [
            left[many - 1]
            for many, those in known.get(said[place], {}).items()
            if said[place : place + many] in those
        ]
        left.insert(0, min(ways, key=len))
    return left[0]


def _texts() -> Iterator[str]:
    yield from _strings(advisor().knowledge.model_dump(mode="json"))
    for each in advisor().questionnaires.values():
        yield from _strings(each.model_dump(mode="json"))
    yield from _strings([*map(asdict, calls()), refusal_meanings()])
    for file in TEMPLATES.rglob("*.yaml"):
        yield from _strings(yaml.safe_load(file.read_text(encoding="utf-8")))
    for ending in ("md", "j2"):
        for file in TEMPLATES.rglob(f"*.{ending}"):
            yield file.read_text(encoding="utf-8")


def _strings(within: Any) -> Iterator[str]:
    if isinstance(within, str):
        yield within
    elif isinstance(within, dict | list | tuple):
        for each in within.values() if isinstance(within, dict) else within:
            yield from _strings(each)
