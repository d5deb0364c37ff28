"""Limits on how often something may be asked for."""

from django.core.cache import cache


class TooOften(Exception):
    """Somebody asked for something too often; the page says to wait."""


def count(action: str, key: str, most: int, seconds: int) -> None:
    """Count one try; raises TooOften where there were more than ``most`` in a window of some seconds.

    Args:
        action: What is tried, such as “report”.
        key: By whom, such as the id of a user or an address.
        most: How often it may be.
        seconds: Length of the window, which begins with the first try.
    """
    name = f"rate:{action}:{key}"
    if cache.add(name, 1, seconds):
        return
    try:
        tries = cache.incr(name)
    except ValueError:  # the window closed between the two lines
        cache.add(name, 1, seconds)
        return
    if tries > most:
        raise TooOften(action)
