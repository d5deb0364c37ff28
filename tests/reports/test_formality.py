"""What the report says of the agreement: only what holds in the case at hand."""

import pytest

from advisor.model.case import Case
from advisor.report.html import render_html
from advisor.report.summary import formality_text
from advisor.report.texts import texts

SMALL = {"partner_count": 2, "partner_size": "small", "ioc_type": "buddying", "origin": "chosen"}
SYSTEM = {"ioc_type": "integrated_care_system", "partner_count": 12, "partner_size": "several_very_large"}


@pytest.mark.parametrize(
    ("answers", "name", "sentence"),
    [
        (
            {**SMALL, "agreement": "none", "paperwork_feel": "about_right"},
            "right_unwritten",
            "this collaboration is small in number, loose and not required",
        ),
        (
            {**SYSTEM, "agreement": "none"},
            "too_loose_unwritten",
            "Your collaboration is complex, and written",
        ),
        (
            {**SYSTEM, "origin": "national_policy", "agreement": "non_binding"},
            "too_loose",
            "Your collaboration is required and complex, and written",
        ),
        (
            {**SYSTEM, "origin": "chosen", "agreement": "none"},
            "two_sided",
            "warns against them, because it is not required",
        ),
        (
            {**SMALL, "agreement": "non_binding", "paperwork_feel": "too_loose"},
            "two_sided_felt",
            "how the paperwork feels points the other",
        ),
        (
            {**SMALL, "agreement": "binding_contract", "paperwork_feel": "gets_in_the_way"},
            "too_tight",
            "heavier than this kind of collaboration needs",
        ),
    ],
)
def test_only_what_holds_here_is_named(advisor, answers, name, sentence):
    result = advisor.assess(Case(name="One", answers=answers))
    assert formality_text(result) == name
    page = " ".join(render_html(result, advisor.knowledge).split())
    assert sentence in page


def test_there_is_a_text_and_a_label_for_every_fit():
    words = texts()
    unwritten = ("right_unwritten", "too_loose_unwritten")
    for name in ("too_loose", "right", *unwritten, "too_tight", "two_sided", "two_sided_felt", "unknown"):
        assert words.say(f"formality.{name}")
        assert words.source(f"formality_{name}")
