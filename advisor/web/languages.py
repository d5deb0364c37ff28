"""The languages of the web app: English, and every language that there is a catalogue of its texts in."""

from pathlib import Path

from babel import Locale
from django.utils.translation import to_language

SOURCE = ("en-gb", "English")


def languages(folder: Path) -> list[tuple[str, str]]:
    """Return the code of each language with its own name for itself, English first.

    A language without a catalogue is none: pages would claim it, show its dates, and stay English.

    Args:
        folder: Where the catalogues lie.
    """
    names = sorted(file.parents[1].name for file in folder.glob("*/LC_MESSAGES/django.mo"))
    return [SOURCE, *((to_language(name), Locale.parse(name).get_display_name() or name) for name in names)]
