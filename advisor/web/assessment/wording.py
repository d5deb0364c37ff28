"""Texts of a questionnaire in the reader’s language; what is not translated is English, and marked so."""

from django.utils.translation import get_language
from markupsafe import Markup, escape

from advisor.model.questionnaire import Question, Questionnaire, Row, Section
from advisor.model.vocabulary import FactValue
from advisor.web.pages.language import page_language

ENGLISH = "en"


def _wanted() -> str:
    return (get_language() or ENGLISH).split("-")[0]


def _marked(text: str, language: str) -> Markup:
    """Return a text as HTML, with its language where that is not the page’s."""
    if language == page_language():
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(language, text)


def words(of: Questionnaire | Question | Section | Row, name: str) -> Markup:
    """Return one text of a questionnaire, question, section or row.

    Args:
        of: What it belongs to.
        name: Which text, such as “wording”.
    """
    translated = getattr((of.translations or {}).get(_wanted()), name, None)
    return _marked(translated, _wanted()) if translated else _marked(getattr(of, name), ENGLISH)


def option_words(questionnaire: Questionnaire, fact: str, value: FactValue) -> Markup:
    """Return the label of an answer."""
    translated = (questionnaire.options or {}).get(fact, {}).get(value.value, {}).get(_wanted())
    return _marked(translated, _wanted()) if translated else _marked(value.label, ENGLISH)
