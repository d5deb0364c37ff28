"""Colours of organisations: whether white letters can be read on them."""

import re

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""
_WRITTEN = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
# WCAG 2.2, definition of relative luminance: shares of red, green and blue, and where the curve bends.
_SHARES = (0.2126, 0.7152, 0.0722)
_BEND = 0.04045


def contrast_with_white(colour: str) -> float:
    """Return the contrast between a colour and white, from 1 to 21; raises ValueError where it is no colour.

    >>> round(contrast_with_white("#005eb8"), 1)
    6.4
    """
    written = _WRITTEN.fullmatch(colour)
    if written is None:
        raise ValueError(f"“{colour}” is no colour – write six digits after a hash, such as #005eb8")
    parts = [int(digits, 16) / 255 for digits in written.groups()]
    linear = [part / 12.92 if part <= _BEND else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(share * part for share, part in zip(_SHARES, linear, strict=True))
    return 1.05 / (luminance + 0.05)
