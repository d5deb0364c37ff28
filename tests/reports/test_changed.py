"""What changed since an earlier report, as a part of this one."""

import re

import pytest

from advisor.model.case import Case
from advisor.report.changed import MOST, changed
from advisor.report.html import render_html
from advisor.report.text import render_text
from tests.unit.cases import example_cases, random_answers

HEADING = "What changed since 14 September 2026"


@pytest.fixture(scope="module")
def second(advisor):
    """A second report, half a year after the first."""
    old = next(case for case in example_cases(advisor) if "merger" in case.name)
    answers = {**old.answers, "quick_wins": "yes", "power": "balanced", "champions": "active"}
    new = old.model_copy(update={"answers": answers, "date": "2027-03-20"})
    return advisor.assess(new).model_copy(update={"changes": advisor.compare(old, new)})


def test_a_report_without_an_earlier_one_has_no_such_part(results, knowledge):
    for result in results.values():
        assert changed(result, knowledge) is None
        assert "changes" not in result.model_dump(mode="json", by_alias=True)
        assert 'id="changed"' not in render_html(result, knowledge)


def test_the_rest_of_the_report_is_as_it_was(second, knowledge):
    bare = second.model_copy(update={"changes": None})
    page, without = (
        " ".join(re.sub(r"Report [0-9a-f]{10}", "", render_html(each, knowledge)).split())
        for each in (second, bare)
    )
    part = re.search(r'<section id="changed".*?</section>', page)
    assert part
    link = f'<li><a href="#changed">{HEADING}</a></li>'
    assert page.replace(part[0], "").replace(link, "").replace(" ", "") == without.replace(" ", "")


def test_it_comes_after_page_one_and_can_be_found(second, knowledge):
    page = render_html(second, knowledge)
    places = [page.index(f'id="{one}"') for one in ("summary", "changed", "profile")]
    assert places == sorted(places)
    assert f'<a href="#changed">{HEADING}</a>' in page
    text = render_text(second, knowledge)
    heading, follows = text.index(HEADING), text.index("What to find out")
    assert text.index("How things stand") < heading < follows
    assert all(len(line) <= 80 for line in text.splitlines())


def test_each_change_is_told_with_its_answer(second, knowledge):
    view = changed(second, knowledge)
    groups = {group.heading: dict(group.items) for group in view.groups}
    done = groups["Done, and now in place"]
    assert (
        done["Deliver one visible success soon, and tell people"] == "Because of your answer on quick wins."
    )
    assert all(why for group in groups.values() for why in group.values())
    assert ("Quick wins", "“No”", "“Yes”") in view.answers


def test_much_that_changed_is_cut_short_and_counted(advisor):
    cut = False
    for seed in range(4):
        old = Case(name="x", answers=random_answers(advisor.knowledge, seed))
        new = Case(name="x", answers=random_answers(advisor.knowledge, seed + 30))
        result = advisor.assess(new).model_copy(update={"changes": advisor.compare(old, new)})
        view = changed(result, advisor.knowledge)
        assert view.heading == "What changed since the last report"
        assert all(len(group.items) <= MOST for group in view.groups)
        cut = cut or any(group.more for group in view.groups)
        text = render_text(result, advisor.knowledge)
        assert "{" not in text
        assert "None" not in text
        assert "{" not in re.sub(
            r"<style.*?</style>", "", render_html(result, advisor.knowledge), flags=re.DOTALL
        )
    assert cut
