"""What can be asked “why?” of, and its address."""

from functools import cache

from advisor.explanation.reasons.topics import every_topic
from advisor.model.explanations.why import Ground
from advisor.web.advice import advisor


@cache
def _addresses() -> dict[tuple[str, str], tuple[str, str]]:
    found = every_topic(advisor().knowledge)
    return {(each.kind, each.id): (each.ask.replace(" ", "-"), each.name) for each in found}


def address_of(kind: str, name: str) -> str:
    """Return how the address of a page names a topic, such as T3, quick-wins or level-of-conflict.

    Args:
        kind: Kind of the topic: statement, recommendation, mechanism, circumstance or derived.
        name: Its id. Raises KeyError where there is no such topic.
    """
    return _addresses()[(kind, name)][0]


def behind(why: Ground) -> tuple[tuple[str, str], ...]:
    """Return what an explanation rests on and can be asked about in turn: address and name of each, once."""
    found = {}
    for each in why.every()[1:]:
        if (each.kind, each.id) in _addresses() and each.kind in ("mechanism", "statement"):
            address, name = _addresses()[(each.kind, each.id)]
            found[address] = name
    return tuple(found.items())
