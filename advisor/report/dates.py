"""Dates as people write them; programs and footers keep year-month-day."""

from datetime import date

from advisor.report.texts import Texts


def in_full(text: str, words: Texts) -> str:
    """Return a year-month-day date as day, month and year; anything else as it was typed."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return words.say(
        "document.day", day=day.day, month=words.labels_at("months")[day.month - 1], year=day.year
    )
