"""The language that pages are written in."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, to_locale

ENGLISH = "en"


def page_language() -> str:
    """Return the language of the page: the one that the reader asks for, where its texts are translated.

    Without a catalogue the texts are English, and the page must not say otherwise: screen readers would
    pronounce it wrongly.
    """
    wanted = (get_language() or ENGLISH).split("-")[0]
    return wanted if wanted == ENGLISH or _is_translated(wanted) else ENGLISH


@cache
def _is_translated(language: str) -> bool:
    inside = Path(to_locale(language)) / "LC_MESSAGES" / "django.mo"
    return any((Path(folder) / inside).is_file() for folder in settings.LOCALE_PATHS)
