"""What changed between two bodies of rules, in words: which rules, and which part of each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from advisor.content.rule_items import LISTS, Item, Key

CONDITION = (
    "verdicts",
    "when",
    "holds",
    "absent",
    "partly",
    "applies_if",
    "met",
    "not_met",
    "critical_when",
    "pressing_when",
    "strength_when",
    "follows",
    "cases",
    "count",
    "set_by",
    "verdict",
)
SOURCE = ("source", "sources", "paper", "where")
EFFECT = (
    "sign",
    "outcome",
    "outcome_sign",
    "mechanism",
    "mechanisms",
    "contexts",
    "links",
    "critical",
    "phase",
    "weight",
    "requires",
    "carries",
    "last",
    "statements",
    "polarity",
    "strength",
    "support",
    "high_is",
    "changeable",
    "one_sided",
    "cut",
    "kind",
    "minimum",
    "value",
)
WHOLE = tuple(key for key in CONDITION if key not in ("verdicts", "cases"))
"""Keys whose value is compared as one."""

What = Literal["added", "changed", "retired"]
PARTS = ("condition", "effect", "source", "wording")
LONGEST = 160


@dataclass(frozen=True)
class Change:
    """One rule that was added, changed or retired.

    Attributes:
        what: ``added``, ``changed`` or ``retired``.
        key: List and id of the rule.
        title: What readers know it by.
        parts: What of it changed: condition, effect, source, wording.
        details: What a condition, an effect or a source said before and says now, one line each.
    """

    what: What
    key: Key
    title: str
    parts: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the change as people read it."""
        named = f"{LISTS[self.key[0]]} {self.key[1]}" + (f" ({self.title})" if self.title else "")
        head = f"{self.what}: {named}" + (f": {', '.join(self.parts)}" if self.parts else "")
        return "\n".join((head, *(f"    {line}" for line in self.details)))


def differences(old: dict[Key, Item], new: dict[Key, Item]) -> tuple[Change, ...]:
    """Return every change, by list, then by id; added first, then changed, then retired."""
    changes = [Change("added", key, item.title) for key, item in new.items() if key not in old]
    changes += [
        _change(old[key], item) for key, item in new.items() if key in old and old[key].hash != item.hash
    ]
    changes += [Change("retired", key, item.title) for key, item in old.items() if key not in new]
    whats, lists = get_args(What), list(LISTS)
    return tuple(
        sorted(changes, key=lambda one: (whats.index(one.what), lists.index(one.key[0]), one.key[1]))
    )


def _change(old: Item, new: Item) -> Change:
    before, after = dict(_leaves(old.data)), dict(_leaves(new.data))
    paths = [path for path in dict.fromkeys((*before, *after)) if before.get(path) != after.get(path)]
    parts = {part_of(path) for path in paths}
    details = [
        f"{' '.join(path)}: {_shown(before.get(path))} → {_shown(after.get(path))}"
        for path in paths
        if part_of(path) != "wording"
    ]
    return Change("changed", new.key, new.title, tuple(one for one in PARTS if one in parts), tuple(details))


def part_of(path: tuple[str, ...]) -> str:
    """Return which part of a rule stands at a path."""
    if (
        "words" in path
    ):  # how a circumstance is worded in each of its states, which bear the names of conditions
        return "condition" if path[-1] == "when" else "wording"
    for part, keys in (("source", SOURCE), ("condition", CONDITION), ("effect", EFFECT)):
        if any(step in keys for step in path):
            return part
    return "wording"


def _leaves(data: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield what can be compared: texts, lists of texts, and whole conditions, each with its path."""
    names_a_state = "words" in path and path[-1] != "when"
    whole_condition = bool(path) and path[-1] in WHOLE and not names_a_state
    verdict = len(path) > 1 and path[-2] == "verdicts"
    if isinstance(data, dict) and not whole_condition and not verdict:
        for key, value in data.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(data, list) and not whole_condition and any(isinstance(one, dict) for one in data):
        for number, value in enumerate(data, start=1):
            yield from _leaves(value, (*path, str(number)))
    else:
        yield path, data


def _shown(data: object) -> str:
    if data is None:
        return "nothing"
    text = in_words(data)
    return f"“{text[: LONGEST - 1]}…”" if len(text) > LONGEST else f"“{text}”"


def in_words(data: object) -> str:
    """Return a condition, or other data, in one line.

    >>> in_words({"any": ["a is b", {"not": "c is d"}]})
    'a is b or not (c is d)'
    """
    if isinstance(data, str):
        return data
    if isinstance(data, dict) and len(data) == 1:
        key, value = next(iter(data.items()))
        if key in ("all", "any") and isinstance(value, list):
            joint = " and " if key == "all" else " or "
            return joint.join(f"({in_words(one)})" if _is_joined(one) else in_words(one) for one in value)
        if key == "not":
            return f"not ({in_words(value)})"
    if isinstance(data, list) and all(isinstance(one, str) for one in data):
        return ", ".join(data)
    return json.dumps(data, ensure_ascii=False)


def _is_joined(data: object) -> bool:
    return isinstance(data, dict) and ("all" in data or "any" in data)
