"""Says why a cell is no answer, in the words that stand in the table: headings and labels."""

import re
from collections.abc import Iterator, Mapping, Sequence

from advisor.content.answer_values import ALONE, AnswerError, read_answer, short
from advisor.content.nearest import nearest
from advisor.model.limits import MOST_COUNTED
from advisor.model.vocabulary import FactDefinition

OR_EMPTY = "or leave the cell empty"
MORE = {"unknown": "Don’t know", "not_applicable": "Does not apply"}
_APART = re.compile(r"\s*[;|,\n]\s*")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DIGITS = 12


def heading_of(definition: FactDefinition) -> str:
    """Return what a template writes above the column of a fact."""
    return definition.name[:1].upper() + definition.name[1:]


def label_of(definition: FactDefinition, value: object) -> str:
    """Return an answer as people read it."""
    known = definition.by_value.get(str(value))
    return known.label if known else MORE.get(str(value), str(value))


def why_not(
    definition: FactDefinition, written: object, meanings: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a cell, the answer that was probably meant, and the words that are none.

    There are such words only where a mapping could say what they mean.

    Args:
        definition: The fact.
        written: What was read, and is no answer.
        meanings: Values by the words that stand for them.
    """
    heading = heading_of(definition)
    parts = written if isinstance(written, list) else [written]
    if definition.kind == "any of":
        yield from _of_ticks(definition, parts, meanings)
        return
    several = parts if len(parts) > 1 else _several(definition, written)
    if several:
        named = ", ".join(f"“{short(str(one))}”" for one in several)
        many = "two answers stand" if len(several) == 2 else f"{len(several)} answers stand"  # noqa: PLR2004
        yield f"{many} in one cell ({named}) – “{heading}” takes one – keep one, {OR_EMPTY}", "", ""
    elif definition.kind == "whole number":
        yield _number(definition, heading, str(parts[0])), "", ""
    else:
        yield _not_one(definition, parts[0], meanings)


def _of_ticks(
    definition: FactDefinition, parts: Sequence[object], meanings: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    bad = [one for one in parts if not is_answer(definition, one)]
    aside = {*MORE, *(label.casefold() for label in MORE.values()), "don't know", "not applicable"}
    for one in bad:
        yield _not_one(definition, one, meanings)
    if bad:
        return
    alone = [one for one in parts if str(one).strip().casefold() in aside]
    others = [one for one in parts if one not in alone]
    if not alone:
        alone = [one for one in parts if read_answer(definition, one) == (ALONE,)]
        others = [one for one in parts if one not in alone]
    first = short(_labelled(definition, alone[0] if alone else parts[0]))
    named = ", ".join(f"“{short(_labelled(definition, one))}”" for one in others)
    yield f"“{first}” stands beside {named} – both cannot be true – keep one side", "", ""


def _labelled(definition: FactDefinition, written: object) -> str:
    found = read_answer(definition, written)
    return label_of(definition, found[0]) if isinstance(found, tuple) else str(written)


def _several(definition: FactDefinition, written: object) -> list[str]:
    """Return the answers in a text, where it holds several and nothing else."""
    parts = [one for one in _APART.split(written.strip()) if one] if isinstance(written, str) else []
    return parts if len(parts) > 1 and all(is_answer(definition, one) for one in parts) else []


def _number(definition: FactDefinition, heading: str, text: str) -> str:
    least = definition.minimum or 0
    text = text.strip()
    if not _WHOLE.fullmatch(text):
        what = f"“{short(text)}” is not a whole number – “{heading}” needs one, such as 14 –"
        return f"{what} write the number, {OR_EMPTY}"
    if int(text[:_DIGITS]) < least:
        return f"“{heading}” is {text} – the least that can be is {least} – check the number, {OR_EMPTY}"
    most = f"the most that can be is {MOST_COUNTED:,}"
    return f"“{heading}” is {short(text)} – {most} – check the number for a slip"


def _not_one(
    definition: FactDefinition, written: object, meanings: Mapping[str, str]
) -> tuple[str, str, str]:
    words = str(written).lower() if isinstance(written, bool) else str(written)
    shown = short(words)
    near = nearest(" ".join(shown.casefold().split()), meanings)
    meant = label_of(definition, meanings[near]) if near else ""
    labels = "; ".join(one.label for one in definition.values)
    hint = f"did you mean “{meant}”?" if meant else f"choose one of these, {OR_EMPTY}"
    what = f"“{shown}” is not an answer to “{heading_of(definition)}” – allowed: {labels} – {hint}"
    return what, meant, words


def is_answer(definition: FactDefinition, written: object) -> bool:
    """Return whether something is an answer to a fact."""
    try:
        read_answer(definition, written)
    except AnswerError:
        return False
    return True
