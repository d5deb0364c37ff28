"""What calls answer when they do not do what was asked: one shape for every reason, in plain words."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from ninja import Schema
from pydantic import Field

MEANINGS = {
    HTTPStatus.BAD_REQUEST: "The body is not JSON.",
    HTTPStatus.UNAUTHORIZED: "There is no token, or it opens nothing: it ran out or was withdrawn.",
    HTTPStatus.FORBIDDEN: "Your role, or the share, does not allow this.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or you may not see it.",
    HTTPStatus.CONFLICT: "Things stand in the way of it as they are now; “detail” says which.",
    HTTPStatus.GONE: "The file was tidied away: ask for the report once more.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than 256 KB.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "What was sent cannot be used; “problems” names every place.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many calls: wait as many seconds as “Retry-After” says.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The database was busy for too long: nothing was saved, send it again.",
}
"""What each refusal means, for the description."""
ALWAYS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
OF_A_BODY = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
_OF_ANSWERS = ("answers", "changes")


class Refusal(Schema):
    """Why a call did not do what was asked."""

    detail: str = Field(description="What is the matter, and what to do.")
    problems: list[str] = Field(description="Each place that is wrong, where there are such places.")


def refusals(*others: HTTPStatus) -> dict[int, type[Refusal]]:
    """Return the refusals of a call for its description: those of every call, and others."""
    return {int(status): Refusal for status in (*ALWAYS, *others)}


def in_words(errors: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what is wrong with a call, one sentence for each place, from what pydantic says."""
    told: dict[str, str] = {}
    for error in errors:
        source, *place = error["loc"]
        # In a body the first part is what our code calls the whole of it.
        parts = [str(one) for one in (place[1:] if source == "body" else place) if one != "[key]"]
        if len(parts) > 1 and parts[0] in _OF_ANSWERS:
            # A value may be of several kinds: pydantic complains once for each.
            named = ".".join(parts[:2])
            told[named] = _of_answer(named, error["type"])
            continue
        named = ".".join(parts)
        told.setdefault(named, _in_words(named, error))
    return list(told.values())


def _of_answer(named: str, kind: str) -> str:
    if kind == "string_too_long":
        return f"“{named[:80]}…” is too long: a fact or a value has at most 100 characters."
    return (
        f"“{named[:200]}” is no answer: "
        "give a word, a whole number, a list of words, or null for “don’t know”."
    )


def _in_words(named: str, error: Mapping[str, Any]) -> str:
    if not named:
        return "The body must be an object: send JSON in braces, as the description shows."
    match error["type"]:
        case "missing":
            return f"“{named}” is missing: add it."
        case "extra_forbidden":
            return f"“{named[:200]}” is not known here: correct its spelling, or leave it out."
        case "literal_error":
            return f"“{named}” must be {error['ctx']['expected']}."
        case _:
            says = str(error["msg"]).removeprefix("Input ")
            return f"“{named}” {says}." if says != error["msg"] else f"“{named}”: {says}."
