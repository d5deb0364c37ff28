"""Understands what somebody types at a question."""

import re
from enum import Enum

from advisor.content.answer_values import AnswerError, read_answer
from advisor.model.condition import NOT_APPLICABLE, Value
from advisor.model.vocabulary import FactDefinition


class Move(Enum):
    """Replies that are no answer."""

    BACK = "back"
    SKIP = "skip"
    HELP = "help"
    MOST = "most telling"
    STOP = "stop"
    KEEP = "keep"


_MOVES = {
    "b": Move.BACK,
    "back": Move.BACK,
    "s": Move.SKIP,
    "skip": Move.SKIP,
    "?": Move.HELP,
    "h": Move.HELP,
    "help": Move.HELP,
    "m": Move.MOST,
    "most": Move.MOST,
    "q": Move.STOP,
    "quit": Move.STOP,
    "exit": Move.STOP,
    "stop": Move.STOP,
    "": Move.KEEP,
}
_DONT_KNOW = {"d", "dk", "don’t know", "don't know", "dont know", "unknown"}
_DOES_NOT_APPLY = {"n", "na", "n/a", "not applicable", "does not apply"}
_BETWEEN = re.compile(r"[\s,;+&]+")


def understand(typed: str, definition: FactDefinition, *, may_not_apply: bool) -> Move | Value | None:
    """Return what was meant: a move, a value, or none for “don’t know”.

    Raises:
        AnswerError: It is neither; the message says what would be.
    """
    word = " ".join(typed.split()).lower()
    if word in _MOVES:
        return _MOVES[word]
    if word in _DONT_KNOW:
        return None
    if word in _DOES_NOT_APPLY:
        return _does_not_apply(word, definition, may_not_apply=may_not_apply)
    if word == "y" and "yes" in definition.by_value:
        return "yes"
    if definition.kind == "whole number":
        return _counted(word, definition)
    return _chosen(word, definition)


def _does_not_apply(word: str, definition: FactDefinition, *, may_not_apply: bool) -> Value:
    # A single n is as likely to mean “no”, so it counts only where “no” is not on offer.
    if word == "n" and "no" in definition.by_value:
        number = [each.value for each in definition.values].index("no") + 1
        if not may_not_apply:
            return "no"
        raise AnswerError(f"For “{definition.label('no')}” type {number}; for “does not apply” type na.")
    if not may_not_apply:
        raise AnswerError("“Does not apply” is not on offer here. Type d if you don’t know.")
    return NOT_APPLICABLE


def _counted(word: str, definition: FactDefinition) -> Value | None:
    try:
        return read_answer(definition, word)
    except AnswerError as refused:
        least = definition.minimum or 0
        raise AnswerError(
            f"Please type a whole number, {least} or more, or d if you don’t know."
        ) from refused


def _chosen(word: str, definition: FactDefinition) -> Value | None:
    several = definition.kind == "any of"
    parts = [part for part in _BETWEEN.split(word) if part]
    if all(part.isdecimal() for part in parts):
        if len(parts) > 1 and not several:
            raise AnswerError("Please type one number only.")
        return read_answer_kindly(definition, [_numbered(part, definition) for part in parts])
    try:
        return read_answer(definition, word)
    except AnswerError as refused:
        most = len(definition.values)
        hint = ", or several such as 1 2," if several else ""
        raise AnswerError(f"Please type a number from 1 to {most}{hint} or d if you don’t know.") from refused


def read_answer_kindly(definition: FactDefinition, values: list[str]) -> Value | None:
    """Return ticked values as an answer, with a refusal in the words of the screen."""
    try:
        return read_answer(definition, values)
    except AnswerError as refused:
        alone = definition.label("none")
        raise AnswerError(f"“{alone}” cannot go with others. Please choose again.") from refused


def _numbered(part: str, definition: FactDefinition) -> str:
    number = int(part[:6])
    if not 1 <= number <= len(definition.values):
        raise AnswerError(f"There is no {part[:6]} here; the numbers go from 1 to {len(definition.values)}.")
    return definition.values[number - 1].value
