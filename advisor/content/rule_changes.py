"""What changed between two bodies of rules, in words: which rules, and which part of each."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, get_args

from advisor.content.rule_items import EVERYTHING, Item, Key

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
    "lever",
    "one_sided",
    "cut",
    "kind",
    "minimum",
    "value",
    "path",
    "sets",
    "one",
    "other",
)
WHOLE = tuple(key for key in CONDITION if key not in ("verdicts", "cases"))
"""Keys whose value is compared as one."""

What = Literal["added", "changed", "retired"]
PARTS = ("condition", "effect", "source", "wording")
LONGEST = 160
ALIKE = 0.3
"""Share of what two items of a list must have in common to be taken for one that changed."""
LARGEST = 400
"""Items of a list beyond which they are compared by their place."""


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
        named = f"{EVERYTHING[self.key[0]]} {self.key[1]}" + (f" ({self.title})" if self.title else "")
        head = f"{self.what}: {named}" + (f": {', '.join(self.parts)}" if self.parts else "")
        return "\n".join((head, *(f"    {line}" for line in self.details)))


def differences(old: dict[Key, Item], new: dict[Key, Item]) -> tuple[Change, ...]:
    """Return every change, by list, then by id; added first, then changed, then retired."""
    changes = [Change("added", key, item.title) for key, item in new.items() if key not in old]
    changes += [
        _change(old[key], item) for key, item in new.items() if key in old and old[key].hash != item.hash
    ]
    changes += [Change("retired", key, item.title) for key, item in old.items() if key not in new]
    whats, lists = get_args(What), list(EVERYTHING)
    return tuple(
        sorted(changes, key=lambda one: (whats.index(one.what), lists.index(one.key[0]), one.key[1]))
    )


def _change(old: Item, new: Item) -> Change:
    found = list(_differences(old.data, new.data))
    parts = {part for one in found for part in one.parts}
    details = [one.told for one in found if one.told]
    return Change("changed", new.key, new.title, tuple(one for one in PARTS if one in parts), tuple(details))


@dataclass(frozen=True)
class _Part:
    """One difference within a rule: what parts of it changed, and how it is told; empty for words alone."""

    parts: tuple[str, ...]
    told: str


def _differences(old: object, new: object, path: tuple[str, ...] = ()) -> Iterator[_Part]:
    """Yield what differs, item by item; of lists, what is alike is told apart from what came or went."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and not _is_whole(path):
        for key in dict.fromkeys((*old, *new)):
            yield from _differences(old.get(key), new.get(key), (*path, key))
    elif _is_list(old, path) and _is_list(new, path):
        yield from _of_lists(old, new, path)  # type: ignore[arg-type]
    else:
        before, after = dict(_leaves(old, path)), dict(_leaves(new, path))
        for one in dict.fromkeys((*before, *after)):
            if before.get(one) != after.get(one):
                part = part_of(one)
                told = f"{' '.join(one)}: {_shown(before.get(one))} → {_shown(after.get(one))}"
                yield _Part((part,), "" if part == "wording" else told)


def _of_lists(old: Sequence[object], new: Sequence[object], path: tuple[str, ...]) -> Iterator[_Part]:
    """Yield what differs between two lists: items that changed, moved, came or went, each once."""
    pairs, gone, come = _aligned(old, new)
    for was, now in pairs:
        yield from _differences(old[was], new[now], (*path, str(now + 1)))
    for number in gone:
        same = next((one for one in come if new[one] == old[number]), None)
        if same is None:
            yield _one(path, number, "taken out", old[number])
        else:
            come.remove(same)
            yield _one(path, number, f"moved to place {same + 1}", old[number])
    for number in come:
        yield _one(path, number, "added", new[number])


def _one(path: tuple[str, ...], number: int, what: str, item: object) -> _Part:
    place = (*path, str(number + 1))
    parts = dict.fromkeys(part_of(one) for one, _ in _leaves(item, place))
    named = item if isinstance(item, dict) else {}
    title = next((named[key] for key in ("title", "says", "value", "do", "label") if key in named), None)
    shown = _shown(title if isinstance(title, str) else item)
    return _Part(tuple(parts), f"{' '.join(place)}: {what}, {shown}")


def _aligned(
    old: Sequence[object], new: Sequence[object]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return which items of two lists are the same or alike, and which are in one of the two alone."""
    before, after = ([json.dumps(one, sort_keys=True) for one in each] for each in (old, new))
    pairs: list[tuple[int, int]] = []
    gone: list[int] = []
    come: list[int] = []
    for sign, start, stop, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if sign == "equal":
            continue
        left, right = list(range(start, stop)), list(range(begin, end))
        alike = sorted(
            ((-_likeness(old[one], new[other]), one, other) for one in left for other in right)
            if max(len(left), len(right)) <= LARGEST
            else ()
        )
        for likeness, one, other in alike:
            if one in left and other in right and -likeness >= ALIKE:
                pairs.append((one, other))
                left.remove(one)
                right.remove(other)
        gone += left
        come += right
    return sorted(pairs, key=lambda pair: pair[1]), gone, come


def _likeness(old: object, new: object) -> float:
    """Return how much two items have in common, from 0 to 1."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    same = sum(before[path] == after.get(path) for path in before)
    return same / max(len(before), len(after), 1)


def _is_whole(path: tuple[str, ...]) -> bool:
    """Return whether what stands at a path is compared as one."""
    names_a_state = "words" in path and path[-1] != "when"
    whole_condition = bool(path) and path[-1] in WHOLE and not names_a_state
    return whole_condition or (len(path) > 1 and path[-2] == "verdicts")


def _is_list(data: object, path: tuple[str, ...]) -> bool:
    """Return whether data is a list whose items are compared one by one."""
    return isinstance(data, list) and not _is_whole(path) and any(isinstance(one, dict) for one in data)


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
    if isinstance(data, dict) and not _is_whole(path):
        for key, value in data.items():
            yield from _leaves(value, (*path, key))
    elif _is_list(data, path):
        for number, value in enumerate(data, start=1):  # type: ignore[arg-type]
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
