"""Names of files made from what somebody typed: safe on every system, and never a path."""

import re
import unicodedata

LONGEST = 50
# Names that Windows keeps for devices.
_TAKEN = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def safe_name(name: str, otherwise: str) -> str:
    """Return a name for a file, without an ending; another where nothing of it is left.

    >>> safe_name("North & South: ../../etc", "row-2")
    'north-south-etc'
    >>> safe_name("…", "row-2"), safe_name("NUL", "row-3")
    ('row-2', 'row-3')
    """
    plain = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", name).lower())
    plain = plain.strip("-_")[:LONGEST].strip("-_")
    return otherwise if not plain or _TAKEN.fullmatch(plain) else plain
