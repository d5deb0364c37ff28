"""The portfolio report: accessible, complete without its script, and the same twice."""

import io
import json
import re
import shutil
import subprocess
import warnings
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import page
import pypdf
import pypdfium2
import pytest

from advisor.content.folders import content_folder
from advisor.model.case import Case
from advisor.portfolio.disclosure import FEWEST, WITHHELD
from advisor.report.levels import GROUPS
from advisor.report.pdf import PdfWarning
from advisor.report.portfolio.pictures import ORDER, worth
from advisor.report.portfolio.rendering import render_portfolio_html, render_portfolio_pdf
from advisor.report.portfolio.view import present
from advisor.report.portfolio.words import words
from tests.reports.conftest import HOSTILE
from tests.unit.portfolio.conftest import plausible

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LONGEST_SENTENCE, MEAN_SENTENCE = 30, 18
VOID = {"meta", "br", "rect", "path", "circle", "input", "link"}


@pytest.fixture(scope="session")
def cases(advisor):
    return plausible(advisor, 60)


@pytest.fixture(scope="session")
def portfolio(advisor, cases):
    return advisor.portfolio(cases, "Northern programme")


@pytest.fixture(scope="session")
def portfolios(advisor, cases, portfolio):
    hostile = [one.model_copy(update={"name": f"{HOSTILE}{place}"}) for place, one in enumerate(cases)]
    return {
        "sixty": portfolio,
        "empty": advisor.portfolio([]),
        "one": advisor.portfolio(cases[:1], "One"),
        "five": advisor.portfolio(cases[:5], "Five"),
        "nothing known": advisor.portfolio([Case(name="?", answers={})] * 9),
        "ten thousand": advisor.portfolio(iter(cases * 167), "A nation"),
        "hostile": advisor.portfolio(hostile, HOSTILE, names=True),
    }


@pytest.fixture(scope="session")
def html(portfolio, knowledge):
    return render_portfolio_html(portfolio, knowledge)


@pytest.fixture(scope="session")
def written(portfolios, knowledge):
    made = {}

    def write(name):
        if name not in made:
            with warnings.catch_warnings():
                warnings.simplefilter("error", PdfWarning)
                made[name] = render_portfolio_pdf(portfolios[name], knowledge)
        return made[name]

    return write


class Reading(HTMLParser):
    """Reads a page as a browser does: tags that close, texts, and what stands in tables."""

    def __init__(self, text):
        super().__init__()
        self.open, self.words, self.ids, self.tags = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def test_the_page_is_sound_and_self_contained(html):
    read = Reading(html)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    for tag, attributes in read.tags:
        assert tag not in {"link", "img", "iframe"}
        assert not attributes.get("src")
        assert attributes.get("href", "#").startswith("#")
        assert not any(name.startswith("on") for name in attributes)
    headings = [int(tag[1]) for tag, _ in read.tags if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_every_picture_says_in_words_what_it_shows(html, portfolio):
    pictures = re.findall(r"<svg[^>]*>\s*<title>([^<]+)</title>", html)
    assert len(pictures) == html.count("<svg")
    for row in portfolio.statements:
        shown = [(one, row.verdicts[one]) for one in ORDER if isinstance(row.verdicts.get(one), int)]
        said = [f"{words().say(f'verdicts.{one}.key')} {count}" for one, count in shown]
        withheld = WITHHELD in row.verdicts.values()
        assert withheld or ", ".join(said) in pictures
    withheld = sum(WITHHELD in row.verdicts.values() for row in portfolio.statements)
    assert html.count(f">{words().say('statements.withheld')}</span>") == withheld > 0


def test_without_the_script_each_table_is_whole(html, portfolio, knowledge):
    body = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    text = Reading(body).text
    for row in portfolio.statements:
        assert knowledge.advice.by_id[row.statement].title in text
    for row in portfolio.mechanisms:
        assert knowledge.mechanism[row.mechanism].name in text
    assert "hidden" not in re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)


def test_each_row_of_shapes_shows_its_numbers(portfolio, knowledge):
    view = present(portfolio, knowledge)
    unit = worth(60)
    assert unit == FEWEST
    by_id = {row.id: row for theme in (*view.themes, *view.further) for row in theme.rows}
    assert set(by_id) == {one.statement for one in portfolio.statements}
    for row in portfolio.statements:
        shapes = [one.verdict for one in by_id[row.statement].strip.shapes]
        for verdict in ORDER:
            count = row.verdicts.get(verdict, 0)
            assert shapes.count(verdict) * unit == (count if isinstance(count, int) else 0)
        assert shapes == sorted(shapes, key=ORDER.index)


def test_each_shape_differs_in_form_and_not_in_colour_alone(html):
    key = html[html.index('class="shapes-key"') : html.index("</ul>", html.index('class="shapes-key"'))]
    forms = [
        re.sub(r'(fill|stroke)="#\w+"', "", one) for one in re.findall(r"</title>(.*?)</svg>", key, re.DOTALL)
    ]
    assert len(forms) == len(ORDER) == len({re.sub(r"\s+", " ", one) for one in forms})


def test_every_area_has_its_cell_for_each_kind_that_is_shown(portfolio, knowledge):
    view = present(portfolio, knowledge)
    # Kinds of ten or more alone have a column.
    shown = [one.type for one in portfolio.mechanisms[0].by_type]
    assert len(view.levels_whole.kinds) == len(shown) + 1
    rows = [row for _, rows in view.levels_whole.groups for row in rows]
    assert len(rows) == sum(map(len, GROUPS.values())) == len(knowledge.mechanisms)
    assert all(len(cells) == len(shown) + 1 for _, _, cells in rows)


def test_a_word_for_a_kind_never_says_more_than_its_numbers(portfolio, knowledge):
    view = present(portfolio, knowledge)
    few = words().say("mechanisms.not_shown")
    cells = [cell for _, rows in view.levels_whole.groups for _, _, some in rows for cell in some]
    assert {cell.numbers == "" for cell in cells if cell.word == few} == {True}
    assert {cell.numbers == "" for cell in cells if cell.word != few} == {False}
    for cell in cells:
        assert cell.word != few or cell.value == 0


def test_page_one_words_recommendations_and_names_what_page_three_counts(portfolio, knowledge):
    view, texts = present(portfolio, knowledge), {one.id: one for one in knowledge.advice.recommendations}
    titles = {row.title for theme in (*view.themes, *view.further) for row in theme.rows}
    assert any(one.wording is not None for one in portfolio.first)
    for shown, one in zip(view.first, portfolio.first, strict=True):
        if one.wording is not None and shown.note:
            assert shown.name == texts[one.recommendation].variants[one.wording].title
        said = f"{shown.name} {shown.note}".lower()
        assert all(
            knowledge.advice.by_id[name].title.lower() in said
            for name in texts[one.recommendation].statements
            if knowledge.advice.by_id[name].title in titles
        )


def test_fewer_than_twenty_have_a_short_report_that_says_what_was_left_out(advisor, cases, knowledge):
    found = advisor.portfolio(cases[:12], "Twelve").model_copy(update={"left_out": 3})
    text = Reading(render_portfolio_html(found, knowledge)).text
    assert "It counts 12 of 15 that were given" in text
    assert words().say("sections.statements") not in text
    assert words().say("sections.mechanisms") not in text
    assert words().say("sections.read") in text


def test_names_appear_nowhere_unless_asked_for(advisor, cases, html, knowledge):
    named = [one.model_copy(update={"name": f"Xylo{place}phone"}) for place, one in enumerate(cases)]
    without = render_portfolio_html(advisor.portfolio(named), knowledge)
    assert "Xylo" not in without
    with_names = render_portfolio_html(advisor.portfolio(named, names=True), knowledge)
    assert "Xylo" in with_names
    assert words().say("names.lead") in with_names
    assert "owner of the portfolio alone" in with_names
    # All that stands before the names is the same for both.
    assert with_names[
        with_names.index('<section id="summary"') : with_names.index('<section class="part" id="names"')
    ].strip() == (without[without.index('<section id="summary"') : without.index("</main>")].strip())


def test_hostile_names_are_shown_as_they_are_and_never_run(portfolios, knowledge):
    html = render_portfolio_html(portfolios["hostile"], knowledge)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert "{{ 7 * 7 }}" in html
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in html
    assert Reading(html).open == []


@pytest.mark.parametrize(("name", "says"), [("empty", "Too few"), ("one", "Too few"), ("five", "Too few")])
def test_few_collaborations(portfolios, knowledge, name, says):
    text = Reading(render_portfolio_html(portfolios[name], knowledge)).text
    assert says in text
    assert "Collaboration 1" not in text


def test_ten_thousand(portfolios, knowledge):
    portfolio = portfolios["ten thousand"]
    assert portfolio.collaborations == 10_020
    assert worth(10_020) == 500
    text = Reading(render_portfolio_html(portfolio, knowledge)).text
    assert "What 10,020 collaborations have in common" in text
    assert "Each shape stands for 500 collaborations." in text


@pytest.mark.parametrize("name", ["sixty", "empty", "nothing known", "hostile"])
def test_the_pdf_is_accessible(written, name, tmp_path):
    file = tmp_path / "portfolio.pdf"
    file.write_bytes(written(name))
    assert [one.rule_id for one in page.validate_pdf(str(file), profile="ua1").failures] == []


def test_the_pdf_is_complete_and_short(written, portfolio, knowledge):
    reader = pypdf.PdfReader(io.BytesIO(written("sixty")))
    assert reader.metadata.title == "Portfolio report: Northern programme"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert 6 <= len(reader.pages) <= 10
    document = pypdfium2.PdfDocument(written("sixty"))
    text = " ".join(" ".join(one.get_textpage().get_text_range() for one in document).split())
    for row in portfolio.statements:
        assert knowledge.advice.by_id[row.statement].title in text
    first = " ".join(document[0].get_textpage().get_text_range().split())
    for key in ("first", "strengths", "obstacles", "look", "stand", "kinds"):
        assert words().say(f"summary.{key}") in first


def test_the_same_portfolio_has_the_same_bytes(advisor, cases, written, html, knowledge):
    again = advisor.portfolio(cases, "Northern programme")
    assert render_portfolio_html(again, knowledge) == html
    assert render_portfolio_pdf(again, knowledge) == written("sixty")


def test_the_order_of_collaborations_makes_no_difference(advisor, cases, portfolio):
    assert advisor.portfolio(cases[::-1], "Northern programme") == portfolio


def test_sentences_are_short_and_plain():
    folder = content_folder("report_templates") / "portfolio"
    labels = re.sub(r"^\s*#.*$", "", (folder / "labels.yaml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    prose = re.sub(r"\*\*", "", (folder / "read.md").read_text(encoding="utf-8"))
    texts = [str(one) for one in _leaves(words().labels)] + prose.split("\n\n")
    sentences = [
        one.split() for text in texts for one in re.split(r"(?<=[.:?])\s+", " ".join(text.split())) if one
    ]
    whole = [one for one in sentences if one[-1].endswith(".") and len(one) > 2]
    assert max(map(len, whole)) <= LONGEST_SENTENCE
    assert sum(map(len, whole)) / len(whole) <= MEAN_SENTENCE
    assert "'" not in "".join(texts)
    for word in ("stakeholder", "leverage", "robust", "holistic", "synergy", "score the", "rank the"):
        assert word not in labels.lower()


def _leaves(labels):
    if isinstance(labels, dict):
        for one in labels.values():
            yield from _leaves(one)
    elif isinstance(labels, list | tuple):
        yield from labels
    else:
        yield labels


def test_every_label_is_used_or_asked_for_by_name():
    assert set(words().labels_at("verdicts")) == set(ORDER)
    assert set(words().labels_at("mechanisms.mostly")) == {"low", "mixed", "high", "unknown"}


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser")
def test_the_script_sorts_and_filters(html, tmp_path):
    probe = """<script>
    var table = document.querySelector('table.verdicts');
    var rows = function () { return [].slice.call(table.querySelectorAll('tbody tr:not(.group)')); };
    var seen = function () { return rows().filter(function (one) { return !one.hidden; }); };
    var report = {all: rows().length};
    table.querySelectorAll('.sorter')[1].click();
    report.sorted = rows().map(function (one) { return Number(one.cells[2].dataset.value); });
    var search = document.querySelectorAll('#statements input')[0];
    search.value = 'trust'; search.dispatchEvent(new Event('input'));
    report.fits = seen().length;
    search.value = 'no such advice'; search.dispatchEvent(new Event('input'));
    report.none = seen().length;
    report.said = document.querySelector('#statements output').textContent;
    search.value = ''; search.dispatchEvent(new Event('input'));
    var select = document.querySelector('#statements select');
    select.selectedIndex = 2; select.dispatchEvent(new Event('change'));
    report.theme = seen().length;
    document.title = JSON.stringify(report);
    </script>"""
    file = tmp_path / "page.html"
    file.write_text(html.replace("</body>", f"{probe}</body>"), encoding="utf-8")
    ran = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", file.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    report = json.loads(unescape(re.search(r"<title>(.*?)</title>", ran.stdout, re.DOTALL)[1]))
    assert report["all"] == len(report["sorted"]) == 35
    assert report["sorted"] == sorted(report["sorted"], reverse=True)
    assert 0 < report["fits"] < 35
    assert report["none"] == 0
    assert report["said"] == words().say("statements.none_found")
    assert 0 < report["theme"] < 35
