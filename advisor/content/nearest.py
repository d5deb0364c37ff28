"""The name somebody may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to a name, or none where no name is near.

    >>> nearest("quick_win", ["quick_wins", "power"])
    'quick_wins'
    """
    by_plain = {_plain(one): one for one in known}
    found = get_close_matches(_plain(name), by_plain, n=1, cutoff=0.6)
    return by_plain[found[0]] if found else None


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")
