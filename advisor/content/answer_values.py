"""Reads one answer: what somebody wrote or typed becomes a value of the fact, or a reason why it cannot."""

import re

from advisor.content.nearest import nearest
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Value
from advisor.model.limits import MOST_COUNTED
from advisor.model.vocabulary import FactDefinition

ALONE = "none"
SHOWN = 40
_UNKNOWN = {"", UNKNOWN, "don’t know", "don't know", "dont know", "not known"}
_NOT_APPLICABLE = {NOT_APPLICABLE, "not applicable", "does not apply", "n/a"}
_WHOLE = re.compile(r"[+-]?[0-9]+")


class AnswerError(ValueError):
    """What was written is no answer to this fact.

    Attributes:
        faults: What, why, and what to do, for each fault; with its place in a list where there is one.
    """

    def __init__(self, *faults: str | tuple[int, str]) -> None:
        """Keep the faults."""
        self.faults = [(None, fault) if isinstance(fault, str) else fault for fault in faults]
        super().__init__("; ".join(text for _, text in self.faults))


def read_answer(definition: FactDefinition, written: object) -> Value | None:
    """Return the value that was written; none for unknown.

    Values are accepted as rules write them and as people read them (their labels), in small or capital
    letters.

    Args:
        definition: The fact.
        written: A string, number, true, false, none, or a list of these.

    Raises:
        AnswerError: It is none of the fact’s values.
    """
    written = _unwrapped(definition, written)
    if written is None or (isinstance(written, str) and written.strip().lower() in _UNKNOWN):
        return None
    if isinstance(written, str) and written.strip().lower() in _NOT_APPLICABLE:
        return NOT_APPLICABLE
    if isinstance(written, dict):
        raise AnswerError(
            f"{definition.fact} has names and values below it – it needs an answer – {_allowed(definition)}"
        )
    if definition.kind == "whole number":
        return _number(definition, written)
    if definition.kind == "any of":
        return _ticks(definition, written if isinstance(written, list) else [written])
    return _choice(definition, written)


def _unwrapped(definition: FactDefinition, written: object) -> object:
    """Return the one thing in a list where one answer is meant."""
    if not isinstance(written, list):
        return written
    if len(written) == 1 and definition.kind != "any of":
        return written[0]
    if len(written) > 1 and definition.kind != "any of":
        raise AnswerError(
            f"{definition.fact} has {len(written)} answers – it takes one only – keep one, or write unknown"
        )
    if not written:
        raise AnswerError(
            f"{definition.fact} has an empty list – that says neither yes nor no –"
            " write at least one value, or leave the fact out if it is not known"
        )
    words = [one.strip().lower() for one in written if isinstance(one, str)]
    if len(written) == 1 and words and words[0] in _UNKNOWN | _NOT_APPLICABLE:
        return written[0]
    return written


def _number(definition: FactDefinition, written: object) -> int:
    least = definition.minimum or 0
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    if isinstance(written, str) and _WHOLE.fullmatch(written.strip()):
        # Longer numbers are too large anyway, and slow to read.
        written = int(written.strip()[:12])
    if isinstance(written, bool) or not isinstance(written, int):
        raise AnswerError(
            f"“{_shown(written)}” is not a whole number – {definition.fact} needs one, such as 14 –"
            f" write the number, or unknown"
        )
    if written < least:
        raise AnswerError(
            f"{definition.fact} is {written} – the least that can be is {least} –"
            " check the number, or write unknown"
        )
    if written > MOST_COUNTED:
        raise AnswerError(
            f"{definition.fact} is {written} – the most that can be is {MOST_COUNTED:,} –"
            " check the number for a slip"
        )
    return written


def _ticks(definition: FactDefinition, written: list[object]) -> tuple[str, ...]:
    ticked: dict[str, None] = {}
    faults: list[tuple[int, str]] = []
    for place, one in enumerate(written):
        try:
            ticked[_choice(definition, one)] = None
        except AnswerError as error:
            faults.append((place, str(error)))
    if faults:
        raise AnswerError(*faults)
    if ALONE in ticked and len(ticked) > 1:
        others = ", ".join(one for one in ticked if one != ALONE)
        raise AnswerError(
            f"{definition.fact} has “{ALONE}” beside {others} – both cannot be true – keep one side"
        )
    return tuple(ticked)


def _choice(definition: FactDefinition, written: object) -> str:
    if isinstance(written, bool):
        # Other tools turn yes and no into true and false; where a fact has those values it is unambiguous.
        truth = "yes" if written else "no"
        if truth in definition.by_value:
            return truth
    elif isinstance(written, str | int):
        text = str(written).strip()
        if text in definition.by_value:
            return text
        for value in definition.values:
            if _plain(text) in (value.value, _plain(value.label)):
                return value.value
    shown = _shown(written)
    allowed = _allowed(definition)
    if shown.lower() in _UNKNOWN | _NOT_APPLICABLE:
        raise AnswerError(f"“{shown}” stands beside other answers – both cannot be true – keep one side")
    if isinstance(written, str) and definition.kind == "any of" and "," in written:
        raise AnswerError(
            f"“{shown}” is not a value of {definition.fact} – several values need a list –"
            f" write [{short(written)}]; {allowed}"
        )
    meant = nearest(shown, definition.by_value) if isinstance(written, str) else None
    hint = f" – did you mean “{meant}”?" if meant else " – write one of these, or unknown"
    raise AnswerError(f"“{shown}” is not a value of {definition.fact} – {allowed}{hint}")


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


def _allowed(definition: FactDefinition) -> str:
    if definition.kind == "whole number":
        return f"a whole number from {definition.minimum or 0} to {MOST_COUNTED:,}"
    return f"allowed: {', '.join(definition.by_value)}"


def _shown(written: object) -> str:
    if written is None:
        return "nothing"
    return str(written).lower() if isinstance(written, bool) else short(str(written))


def short(text: str) -> str:
    """Return text in one line, cut where it is too long for a message."""
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
