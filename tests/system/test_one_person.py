"""One person on their own machine gets from the start page to a report, by whatever means they have."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.system.answering import (
    FULL,
    RAPID,
    SAVE,
    answer,
    answer_all,
    answer_by_keyboard,
    begin,
    is_question,
)
from tests.system.browsing import DESKTOP, NARROW, WITHOUT_SCRIPTS, reach_by_keyboard

MAKING = 60_000
"""Milliseconds until a report must be there."""


def downloaded(page):
    """Download the report that the page is about, and return what it holds."""
    link = page.get_by_role("link", name="Download the report")
    expect(link).to_be_visible(timeout=MAKING)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".pdf")
    return Path(download.value.path()).read_bytes()


def test_from_the_start_page_to_a_report(page):
    begin(page, "Northshire buddying", RAPID)
    assert answer_all(page) > 10
    page.get_by_role("button", name="See the result").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northshire buddying")

    page.get_by_text("Why?", exact=False).first.click()
    expect(page.locator("details.opened[open] .nhsuk-details__text").first).to_contain_text(" ")

    page.get_by_role("link", name="What if you answered differently?").click()
    page.get_by_role("button", name="Choose its answer").click()
    page.locator("main input[type=radio]:not(:checked)").last.check()
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", name="The answer you try out")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("heading", name="The answer you try out")).to_have_count(0)

    page.get_by_role("link", name="Back to the result").first.click()
    page.get_by_role("link", name="Download the report").click()
    page.get_by_role("button", name="Make the PDF report").click()
    assert downloaded(page).startswith(b"%PDF-")


@pytest.mark.parametrize("questionnaire", [RAPID, FULL])
def test_the_whole_assessment_without_scripts(open_page, questionnaire):
    page = open_page("/", **WITHOUT_SCRIPTS)
    begin(page, "Northshire buddying", questionnaire)
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert answer_all(page) > 10
    page.get_by_role("button", name="See the result").first.click()
    page.get_by_role("link", name="Why?").first.click()
    assert "/why/" in page.url
    page.go_back()
    page.get_by_role("link", name="Download the report").click()
    page.get_by_role("button", name="Make the PDF report").click()
    assert downloaded(page).startswith(b"%PDF-")


@pytest.mark.parametrize("questionnaire", [RAPID, pytest.param(FULL, marks=pytest.mark.slow)])
def test_the_whole_assessment_by_keyboard_alone(page, questionnaire):
    reach_by_keyboard(page, page.get_by_role("button", name="Start now"))
    page.keyboard.press("Enter")
    reach_by_keyboard(page, page.get_by_label("Name of the collaboration"))
    page.keyboard.type("Northshire buddying")
    reach_by_keyboard(page, page.get_by_role("radio", name=RAPID))
    page.keyboard.press("Space" if questionnaire == RAPID else "ArrowDown")
    expect(page.get_by_role("radio", name=questionnaire)).to_be_checked()
    reach_by_keyboard(page, page.get_by_role("button", name="Begin"))
    page.keyboard.press("Enter")
    reach_by_keyboard(page, page.get_by_role("button", name="Begin with the first question"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/**")
    count = 0
    while is_question(page):
        before = page.url
        answer_by_keyboard(page)
        page.wait_for_url(lambda url, before=before: url != before)
        count += 1
    assert count > (10 if questionnaire == RAPID else 25)
    reach_by_keyboard(page, page.get_by_role("button", name="See the result").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")


def test_what_is_wrong_is_told_and_reached_by_keyboard(page):
    begin(page, "Northshire buddying", RAPID)
    page.get_by_role("button", name=SAVE).click()
    summary = page.locator(".nhsuk-error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    page.keyboard.press("Tab")
    expect(summary.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    first = page.locator("main form input:not([type=hidden])").first
    expect(first).to_be_focused()
    page.keyboard.press("Space")
    reach_by_keyboard(page, page.get_by_role("button", name=SAVE))
    page.keyboard.press("Enter")
    expect(summary).to_have_count(0)


def test_going_on_on_another_device(open_page):
    page = open_page("/", **DESKTOP)
    begin(page, "Harrowmoor stroke network", RAPID)
    answer(page)
    page.locator("main form input:not([type=hidden])").nth(1).check()
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are saved")

    other = open_page("/", **NARROW)
    other.get_by_role("link", name="Harrowmoor stroke network").click()
    expect(other.locator("#app-progress")).to_contain_text("2 of about")
    other.get_by_role("button", name="Go on").click()
    other.wait_for_url("**/questions/A3/")
    other.get_by_role("link", name="Back").first.click()
    expect(other.locator("main form input:not([type=hidden])").nth(1)).to_be_checked()


def test_two_browsers_answer_one_question(open_page):
    mine = open_page("/")
    begin(mine, "Eastmere imaging", RAPID)
    theirs = open_page(mine.url)
    theirs.locator("main input[type=radio]").nth(0).check()
    theirs.get_by_role("button", name=SAVE).click()
    theirs.wait_for_url("**/questions/A2/")
    mine.locator("main input[type=radio]").nth(1).check()
    with mine.expect_response(lambda answer: answer.request.method == "POST") as answered:
        mine.get_by_role("button", name=SAVE).click()
    assert answered.value.status == 409
    expect(mine.get_by_role("heading", level=1)).to_contain_text("answered")
    mine.get_by_role("button", name="Use my answer").click()
    mine.wait_for_url("**/questions/A2/")
    theirs.get_by_role("link", name="Back").first.click()
    expect(theirs.locator("main input[type=radio]").nth(1)).to_be_checked()
