"""Columns of the PDF: whatever stands at the end of a page, no text is set twice.

WeasyPrint sets a float twice where a page cuts it and what it stands in then moves to the next page.
"""

import re
from html.parser import HTMLParser

import pypdfium2
import pytest

from advisor.model.case import Case
from advisor.report.html import markup
from advisor.report.pdf import typeset
from advisor.report.view import present
from tests.unit.cases import covering_cases, example_cases, random_answers

BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "div", "ul", "ol", "table", "section", "article"}
FEW, MORE = 4, 6
"""Cases of which the PDF is looked at: a covering one, random ones and an example; and the other examples."""
LONG = 30
"""Letters of a text that is looked for; a shorter one may stand in several places."""


class _Texts(HTMLParser):
    """The texts of a page, one for each block."""

    def __init__(self, page):
        super().__init__()
        self.texts = []
        self._text = ""
        self.feed(re.sub(r"<head>.*?</head>|<p class=\"foot\">.*?</p>", "", page, flags=re.DOTALL))

    def handle_starttag(self, tag, attrs):
        self._end(tag)

    def handle_endtag(self, tag):
        self._end(tag)

    def handle_data(self, data):
        self._text += data

    def _end(self, tag):
        if tag in BLOCKS:
            self.texts.append(_letters(self._text))
            self._text = ""


def _letters(text):
    return re.sub(r"[^A-Za-z]", "", text)


def _set_twice(result, knowledge):
    """Return each text that the PDF holds more often than the page it was made from."""
    page = markup(present(result, knowledge), "pdf")
    texts = _Texts(page).texts
    whole = "".join(texts)
    document = pypdfium2.PdfDocument(typeset(page))
    laid_out = "".join(_letters(each.get_textpage().get_text_bounded()) for each in document)
    # The foot of every page names the collaboration.
    name = _letters(result.case.name)
    long = {one for one in texts if len(one) > LONG and not name.startswith(one)}
    assert sum(one in laid_out for one in long) > len(long) * 0.8, "the PDF’s text cannot be read"
    return [one for one in long if laid_out.count(one) > whole.count(one)]


@pytest.fixture(scope="module")
def cases(advisor):
    """Return a covering and some random cases, and the examples, each with another one as the earlier one."""
    some = [
        covering_cases(advisor.knowledge)[0],
        *(Case(name=f"Case {seed}", answers=random_answers(advisor.knowledge, seed)) for seed in (3, 7)),
        *example_cases(advisor),
    ]
    assert len(some) == FEW + MORE
    return list(zip(some, [*some[1:], some[0]], strict=True))


@pytest.mark.parametrize(
    "place", [*range(FEW), *(pytest.param(place, marks=pytest.mark.slow) for place in range(FEW, FEW + MORE))]
)
def test_no_text_is_set_twice_wherever_pages_end(advisor, knowledge, cases, place):
    case, other = cases[place]
    changes = advisor.compare(other.model_copy(update={"name": case.name}), case)
    result = advisor.assess(case).model_copy(update={"changes": changes})
    assert _set_twice(result, knowledge) == [], case.name


def test_no_step_of_the_plan_is_set_twice_wherever_the_plan_begins(results, knowledge):
    result = results["felt-takeover-merger"]
    page = markup(present(result, knowledge), "pdf")
    plan = re.search(r'<section id="plan".*?</section>', page, re.DOTALL)[0]
    steps = [_letters(re.sub("<[^>]+>", "", one)) for one in re.findall(r"<li>(.*?)</li>", plan, re.DOTALL)]
    assert len(steps) > 6
    for height in range(0, 260, 26):
        pushed = f'<html lang="en"><head><title>x</title></head><body><div style="height: {height}mm"></div>'
        document = pypdfium2.PdfDocument(typeset(f"{pushed}<main>{plan}</main></body></html>"))
        laid_out = "".join(_letters(each.get_textpage().get_text_bounded()) for each in document)
        heading = laid_out.index("Whattodointhenextdays")
        for step in steps:
            assert laid_out.count(step) == 1, height
            assert laid_out.index(step) > heading, height
