"""Pages of explanations: nothing lost, nothing off the edge, nothing that a reader typed taken for markup."""

from hypothesis import given
from hypothesis import strategies as some

from advisor.report.explained.page import Line, Page, Section, Table
from advisor.report.explained.rendering import page_html, page_text

words = some.text("ab cé<&’-", min_size=1, max_size=60).filter(str.strip)
lines = some.recursive(
    words.map(Line),
    lambda under: some.builds(Line, words, some.sampled_from(["", "+", "why"]), some.tuples(under)),
    max_leaves=6,
)
tables = some.builds(
    Table, words, some.just(("a", "b")), some.lists(some.tuples(words, words), max_size=3).map(tuple)
)
sections = some.builds(
    Section, words, some.tuples(words), some.lists(lines, max_size=3).map(tuple), some.none() | tables, words
)
pages = some.builds(Page, words, words, some.tuples(words), some.tuples(sections), words)


def said(page):
    """Every text of a page."""

    def of(line):
        yield line.text
        for one in line.under:
            yield from of(one)

    yield from (page.title, page.name, *page.lead, page.made)
    for section in page.sections:
        yield from (section.heading, *section.says, section.note)
        for line in section.lines:
            yield from of(line)
        if section.table:
            yield from (cell for row in section.table.rows for cell in row)


@given(pages, some.sampled_from([1, 40, 80]))
def test_text_holds_everything_and_stays_within_the_width(page, width):
    text = page_text(page, width)
    assert all(len(line) <= max(40, width) for line in text.splitlines())
    squeezed = "".join(text.split())
    for one in said(page):
        # A long word may go on in the next line, under whatever stands before it.
        assert "".join(one.split()) in squeezed


@given(pages)
def test_html_takes_nothing_for_markup(page):
    html = page_html(page)
    body = html[html.index("<body>") :]
    assert "<c" not in body.replace("<caption", "")
    assert "http" not in body


def test_html_says_what_it_is_for_those_who_cannot_see_it():
    table = Table("Which", ("Advice", "Now"), (("Quick wins", "act"),))
    page = Page("Why", "Northshire", ("It follows.",), (Section("How", table=table),), "Software 1")
    html = page_html(page)
    assert '<html lang="en-GB">' in html
    assert '<th scope="row">Quick wins</th>' in html
    assert 'data-label="Now"' in html
    assert 'aria-labelledby="part-1"' in html


def test_a_table_without_a_caption_is_named_by_its_heading():
    page = Page("T", "N", (), (Section("What changed", table=Table("", ("A", "B"), (("x", "y"),))),), "made")
    html = page_html(page)
    assert "<caption></caption>" not in html
    assert '<table aria-labelledby="part-1">' in html
    assert '<h2 id="part-1">What changed</h2>' in html
    named = Page("T", "N", (), (Section("H", table=Table("All", ("A",), (("x",),))),), "made")
    assert "<caption>All</caption>" in page_html(named)


def test_marks_are_read_aloud_as_words():
    lines = (Line("one", "✓"), Line("two", "✗"), Line("three", "?"), Line("four", "(a)"))
    html = page_html(Page("T", "N", (), (Section("H", lines=lines),), "made"))
    for mark, says in (("✓", "so it is"), ("✗", "not so"), ("?", "not known")):
        assert f'role="img" aria-label="{says}">{mark}</b>' in html
    assert '<b class="explained-mark">(a)</b>' in html
