"""Questions in Welsh where they are translated; what is not says that it is English."""

from typing import Any

from django.utils import translation

from advisor.model.questionnaire import QuestionTexts
from advisor.web.advice import advisor, questionnaire
from advisor.web.assessment.wording import option_words, words
from advisor.web.pages import language

FIRST = questionnaire("full").questions[0]
WELSH = FIRST.model_copy(update={"translations": {"cy": QuestionTexts(wording="Ble mae’r gwaith arni?")}})


def test_english_stands_plain_on_an_english_page() -> None:
    assert words(FIRST, "wording") == FIRST.wording


def test_welsh_stands_on_an_english_page_with_its_language() -> None:
    with translation.override("cy"):
        assert words(WELSH, "wording") == '<span lang="cy">Ble mae’r gwaith arni?</span>'
        assert words(WELSH, "help") == FIRST.help


def test_on_a_welsh_page_english_says_that_it_is(settings: Any) -> None:
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
    with translation.override("cy"):
        assert words(WELSH, "wording") == "Ble mae’r gwaith arni?"
        assert words(WELSH, "help").startswith('<span lang="en">')


def test_answers_are_translated_too() -> None:
    value = advisor().knowledge.vocabulary.by_name["stage"].values[0]
    full = questionnaire("full").model_copy(
        update={"options": {"stage": {value.value: {"cy": "Ystyried <a> ddylid"}}}}
    )
    assert option_words(full, "stage", value) == value.label
    with translation.override("cy"):
        assert option_words(full, "stage", value) == '<span lang="cy">Ystyried &lt;a&gt; ddylid</span>'


def test_a_page_without_texts_in_a_language_does_not_claim_it() -> None:
    with translation.override("cy"):
        assert language.page_language() == "en"
