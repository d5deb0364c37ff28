"""The name somebody may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to a name, or none where no name is near.

    >>> nearest("quick_win", ["quick_wins", "power"])
    'quick_wins'
    """
    found = get_close_matches(name.strip().lower().replace(" ", "_"), list(known), n=1, cutoff=0.6)
    return found[0] if found else None
