"""The page: sound, self-contained, accessible, and safe with whatever people typed."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from advisor.content.folders import content_folder
from advisor.report.html import render_html
from advisor.report.summary import SHOWN_LEVELS

VOID = {"meta", "br", "circle", "path", "rect"}


class Page(HTMLParser):
    """Reads a page into a list of tags, and notes what does not close."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.open = []
        self.text = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        parent = self.open[-1] if self.open else None
        self.tags.append((tag, dict(attrs), parent))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs), self.open[-1]))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    def named(self, *names):
        return [(tag, attrs) for tag, attrs, _ in self.tags if tag in names]


@pytest.fixture
def html(result, knowledge):
    return render_html(result, knowledge)


@pytest.fixture
def page(html):
    return Page(html)


def test_every_tag_closes(page):
    assert page.open == []


def test_headings_come_in_order(page):
    levels = [int(tag[1]) for tag, _ in page.named("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_language_title_and_landmarks(page):
    assert page.named("html")[0][1]["lang"] == "en-GB"
    assert [len(page.named(tag)) for tag in ("title", "header", "nav", "main")][1:] == [1, 1, 1]
    assert page.named("a")[0][1]["href"] == "#report"


def test_every_picture_says_what_it_shows(page):
    for place, (tag, attrs, _) in enumerate(page.tags):
        if tag == "svg":
            assert page.tags[place + 1][0] == "title"
            assert attrs["role"] == "img"
            assert "font-family" in attrs


def test_every_table_has_headings(page):
    assert len(page.named("table")) == len(page.named("thead"))
    assert all("scope" in attrs for _, attrs in page.named("th"))


def test_names_are_unique_and_links_lead_somewhere(page):
    names = [attrs["id"] for _, attrs, _ in page.tags if "id" in attrs]
    assert len(names) == len(set(names))
    for _, attrs in page.named("a"):
        target = attrs["href"]
        assert target.startswith("https://doi.org/") or target.removeprefix("#") in names


def test_a_cell_says_its_heading_where_columns_do_not_fit(page):
    """Narrow screens stack the cells of a row, so that each names its column."""
    unnamed = [attrs for _, attrs in page.named("td") if not attrs.get("data-label")]
    assert len(unnamed) == len(SHOWN_LEVELS)  # the small table of page one needs no headings


def test_a_priority_says_why_here_and_tiers_are_counted(html, result):
    assert html.count('<p class="why-here">') == sum(
        each.priority is not None for each in result.recommendations
    )
    assert not re.search(r"\d{4}-\d{2}-\d{2}", re.sub(r'<p class="foot">.*?</p>|<meta[^>]*>', "", html))


def test_it_stands_alone(html, page):
    assert not page.named("script", "img", "link", "iframe", "object")
    assert "url(" not in html
    assert "@import" not in html


def test_no_gap_and_no_template_shows(page):
    text = " ".join(page.text)
    assert not re.search(r"\bundefined\b|\{\w+\}|\{%|:\s*\.", text)


def test_what_people_type_is_shown_and_never_run(all_results, knowledge):
    html = render_html(all_results["hostile"], knowledge)
    assert "<script" not in html
    assert "&lt;script&gt;alert(" in html
    assert "{{ 7 * 7 }}" in html  # shown as it was typed, never worked out
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in html
    assert "\x00" not in html
    assert "\N{PARTY POPPER}" in html


def test_a_long_name_is_cut_with_a_sign(all_results, knowledge):
    html = render_html(all_results["hostile"], knowledge)
    title = re.search(r"<h1><bdi>(.*?)</bdi>", html)[1]
    assert title.endswith("…")
    assert len(title) < 200


def test_the_same_result_gives_the_same_page(result, knowledge):
    assert render_html(result, knowledge) == render_html(result, knowledge)


def _contrast(one, other):
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lights = sorted((light(one), light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize(
    "colour", ["#212b32", "#003087", "#005eb8", "#425563", "#00602f", "#7d4900", "#a01526"]
)
@pytest.mark.parametrize("paper", ["#ffffff", "#f0f4f5"])
def test_words_stand_out_from_the_paper(colour, paper):
    assert _contrast(colour, paper) >= 4.5


@pytest.mark.parametrize("paper", ["#e3f3ea", "#fdf0dc", "#fbe6e8", "#ffffff", "#eef2f4"])
def test_words_in_the_web_stand_out_lit_or_not(paper):
    assert _contrast("#212b32", paper) >= 4.5
    assert _contrast("#425563", "#ffffff") >= 4.5  # a circumstance that is not lit
    assert _contrast("#003087", "#eef2f4") >= 4.5  # the heading of a group


def test_lines_of_the_web_and_the_ring_around_a_node_stand_out():
    shapes = (content_folder("report_templates") / "pictures" / "shapes.svg.j2").read_text(encoding="utf-8")
    for name in ("colour", "middling"):
        inks = re.search(rf"set {name} = (.*?) %", shapes)[1]
        for tone in ("good", "mixed", "bad"):
            assert _contrast(re.search(rf'"{tone}": "(#\w+)"', inks)[1], "#ffffff") >= 3
    for paper in ("#ffffff", "#eef2f4", "#e3f3ea", "#fdf0dc", "#fbe6e8"):
        assert _contrast("#212b32", paper) >= 3


@pytest.mark.parametrize("colour", ["#00703c", "#b0182b", "#005eb8"])
def test_white_words_stand_out_from_colour(colour):
    assert _contrast("#ffffff", colour) >= 4.5
