"""What somebody said that columns and words of a table mean: kept in the parts of a mapping file.

The reader of tables takes it as such a file; nothing here reads a table.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from advisor.content.tables.cell_words import MORE, heading_of
from advisor.content.tables.headings import LEFT_OUT, plain_heading
from advisor.content.tables.mapping import mapping_text
from advisor.content.tables.template_columns import template_columns
from advisor.web.advice import advisor, questionnaire
from advisor.web.batches.models import Batch
from advisor.web.batches.understood import SeenColumn, Wording

Words = str | Promise
Group = tuple[Words, list[tuple[str, Words]]]
BEFORE = 20
"""How many earlier tables are looked through for what somebody said of the same words."""


@cache
def what_columns_hold() -> tuple[Group, ...]:
    """Return what columns can hold, as a mapping file writes it and as people read it, in groups."""
    full, facts = questionnaire("full"), advisor().knowledge.vocabulary.by_name
    groups: dict[Words, list[tuple[str, Words]]] = {}
    for one in template_columns(full, advisor().knowledge.vocabulary, lambda _when: ""):
        group = groups.setdefault(one.section or _("About the collaboration"), [])
        fact, _slash, tick = one.name.partition("/")
        if tick and not any(written == fact for written, _words in group):
            several = _("%(question)s (all in one cell)") % {"question": heading_of(facts[fact])}
            group.append((fact, several))
        group.append((one.name, one.heading))
    return tuple(groups.items())


@cache
def named() -> Mapping[str, Words]:
    """Return what columns can hold as people read it, by what a mapping file writes."""
    return {written: words for _group, some in what_columns_hold() for written, words in some}


def answers_to(fact: str) -> list[tuple[str, str]]:
    """Return what words in the column of a fact can mean."""
    definition = advisor().knowledge.vocabulary.by_name[fact]
    return [*((each.value, each.label) for each in definition.values), *MORE.items()]


def sound(mapping: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a mapping without what is no longer asked: a pack may be gone since it was kept."""
    facts = advisor().knowledge.vocabulary.by_name
    return {
        "headings": {
            text: written
            for text, written in mapping.get("headings", {}).items()
            if written == LEFT_OUT or written in named()
        },
        "values": {
            fact: {text: value for text, value in words.items() if value in dict(answers_to(fact))}
            for fact, words in mapping.get("values", {}).items()
            if fact in facts
        },
    }


def text_of(mapping: Mapping[str, Any]) -> str:
    """Return a mapping as the file that the command line takes; empty where it says nothing."""
    parts = sound(mapping)
    return mapping_text(parts["headings"], parts["values"])


def with_columns(
    mapping: Mapping[str, Any], columns: Iterable[SeenColumn], chosen: Mapping[str, str]
) -> dict[str, Any]:
    """Return a mapping with what was chosen for columns; of headings that are not there nothing stays."""
    before = mapping.get("headings", {})
    there = {one.text for one in columns}
    kept = {text: written for text, written in before.items() if text in there and text not in chosen}
    return {**sound(mapping), "headings": kept | dict(chosen)}


def with_words(mapping: Mapping[str, Any], chosen: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return a mapping with what was chosen for words, by fact; where nothing was, they go."""
    parts = sound(mapping)
    for fact, words in chosen.items():
        theirs = {**parts["values"].get(fact, {}), **words}
        parts["values"][fact] = {text: value for text, value in theirs.items() if value}
    return parts


def said_of_words(batch: Batch) -> Iterator[Wording]:
    """Yield the words that somebody has said the meaning of already."""
    for fact, words in sound(batch.mapping)["values"].items():
        heading = heading_of(advisor().knowledge.vocabulary.by_name[fact])
        for text in words:
            yield Wording(fact=fact, heading=heading, words=text, cells=0)


def said_before(batch: Batch) -> dict[str, dict[str, Any]]:
    """Return what was said of earlier tables of the organisation, the latest word first, by plain words."""
    others = Batch.objects.filter(organisation=batch.organisation_id).exclude(pk=batch.pk).exclude(mapping={})
    found: dict[str, dict[str, Any]] = {"headings": {}, "values": {}}
    for mapping in reversed(others.values_list("mapping", flat=True)[:BEFORE]):
        parts = sound(mapping)
        found["headings"] |= {plain_heading(text): said for text, said in parts["headings"].items()}
        for fact, words in parts["values"].items():
            theirs = found["values"].setdefault(fact, {})
            theirs.update({plain_heading(text): value for text, value in words.items()})
    return found
