"""Reads the date of a case: as computers write it or as people in the United Kingdom do."""

import datetime as dt
import re

from advisor.content.answer_values import short

_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ][\d:.+Zz-]+)?")
_UK = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})(?: [\d:]+)?")
_WORDS = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<word>[a-z]{3,9})\.?,?[ -](?P<year>\d{4})")
_MONTH = re.compile(r"(?:(?P<word>[a-z]{3,9})\.? |(?P<month>\d{1,2})/)?(?P<year>\d{4})|\d{4}-(?P<last>\d{2})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_CENTURY = 2000


class DayError(ValueError):
    """A text is no date; says what, why, and what to do."""


def read_day(text: str) -> str:
    """Return a date as computers write it; a month, a year or words alone stay as they are.

    >>> read_day("4/5/2026"), read_day("4 May 2026"), read_day("May 2026")
    ('2026-05-04', '2026-05-04', 'May 2026')

    Raises:
        DayError: It is none, or no such day is in the calendar.
    """
    plain = " ".join(text.lower().split())
    for way in (_ISO, _UK, _WORDS):
        found = way.fullmatch(plain)
        if found is not None:
            return _day(found.groupdict(), text)
    found = _MONTH.fullmatch(plain)
    if found is not None and _month(found["word"], found["month"] or found["last"] or "1"):
        return text
    if not any(one.isdigit() for one in plain):
        return text
    raise DayError(
        f"“{short(text)}” is not a date that can be read – the report shows it –"
        " write it as 2026-05-04 or 4/5/2026 (day first), or leave the cell empty"
    )


def _day(parts: dict[str, str | None], text: str) -> str:
    year = int(parts["year"] or 0)
    year += _CENTURY if year < 100 else 0  # noqa: PLR2004 - two digits
    try:
        return dt.date(
            year, _month(parts.get("word"), parts.get("month")), int(parts["day"] or 0)
        ).isoformat()
    except ValueError:
        raise DayError(
            f"“{short(text)}” is no day in the calendar – the day comes first, then the month –"
            " write it as 2026-05-04 or 4/5/2026, or leave the cell empty"
        ) from None


def _month(word: str | None, number: str | None) -> int:
    """Return a month as a number; 0 where it is none."""
    if word:
        return next((place for place, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)
    month = int(number or 0)
    return month if month <= len(_MONTHS) else 0
