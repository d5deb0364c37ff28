"""The end of a session is told in time, to everybody, and takes the focus from nobody."""

import pytest
from playwright.sync_api import expect

from tests.system.browsing import axe
from tests.system.people import first_link, join
from tests.system.serving import TEAM, serving

MINUTE = 60_000
IDLE = "You have not used this page for a while."
END = "a session lasts 12 hours at most"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("session")


@pytest.fixture(scope="module")
def server(folder):
    with serving(folder, **TEAM) as server:
        yield server


@pytest.fixture(scope="module")
def signed_in(browser, server, folder):
    link = first_link(folder, "pat@example.org", "Harrowmoor NHS Trust")
    with browser.new_context(base_url=server.url) as context:
        return join(context.new_page(), link, "pat@example.org").signed_in


@pytest.fixture
def page(open_page, signed_in):
    """The account page of somebody who is signed in; the clock of their browser can be put forward."""
    page = open_page("/healthy/", storage_state=signed_in)
    page.clock.install()
    page.goto("/account/")
    return page


def test_who_does_nothing_is_told_and_stays_by_a_button(page):
    name, told = page.get_by_label("Your name"), page.locator("#session")
    name.focus()
    page.clock.fast_forward(26 * MINUTE)
    expect(told).to_have_text("")
    page.clock.fast_forward(1.5 * MINUTE)
    expect(told.get_by_role("alert")).to_contain_text(IDLE)
    expect(name).to_be_focused()
    axe(page)
    stay = told.get_by_role("button", name="Stay signed in")
    stay.focus()
    with page.expect_response("**/healthy/"):
        page.keyboard.press("Enter")
    expect(told).to_have_text("")
    expect(name).to_be_focused()
    page.clock.fast_forward(26 * MINUTE)
    expect(told).to_have_text("")


def test_what_another_tab_does_counts(page):
    told = page.locator("#session")
    page.clock.fast_forward(28 * MINUTE)
    expect(told).to_contain_text(IDLE)
    page.context.new_page().goto("/about/")
    expect(told).to_have_text("")


def test_when_the_time_is_over_the_page_is_asked_for_anew(page):
    page.evaluate("document.body.dataset.seen = 'yes'")
    page.clock.fast_forward(31 * MINUTE)
    expect(page.locator("body[data-seen]")).to_have_count(0)


def test_the_last_quarter_of_an_hour_is_told_whatever_somebody_does(page):
    told = page.locator("#session")
    page.get_by_label("Your name").focus()
    for _ in range(29):
        page.clock.fast_forward(24 * MINUTE)
        page.evaluate("new BroadcastChannel('session').postMessage('seen')")
        expect(told).to_have_text("")
    page.clock.fast_forward(15 * MINUTE)
    expect(told.get_by_role("status")).to_contain_text(END)
    expect(page.get_by_label("Your name")).to_be_focused()
    axe(page)
