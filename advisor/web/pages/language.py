"""The language that a page is written in."""

from django.conf import settings
from django.utils.translation import get_language
from markupsafe import Markup, escape

ENGLISH = "en"


def page_language() -> str:
    """Return the language of the page: the one that the reader asks for, where its texts are translated.

    Without a catalogue the texts are English, and the page must not say otherwise: screen readers would
    pronounce it wrongly.
    """
    wanted = short(get_language() or ENGLISH)
    return wanted if wanted in map(short, dict(settings.LANGUAGES)) else ENGLISH


def short(code: str) -> str:
    """Return a language without its country: voices of screen readers differ by language."""
    return code.partition("-")[0]


def in_english() -> Markup:
    """Return the mark of an element whose text is content, and so English; nothing on an English page."""
    return _mark(ENGLISH)


def in_page() -> Markup:
    """Return the mark of an element that is the page’s own again, within content."""
    return _mark(page_language())


def english(text: str) -> Markup:
    """Return a text that is English whatever the page is, with its language where the page has another."""
    return escape(text) if page_language() == ENGLISH else Markup('<span lang="en">{}</span>').format(text)


def _mark(language: str) -> Markup:
    return Markup() if page_language() == ENGLISH else Markup(' lang="{}"').format(language)
