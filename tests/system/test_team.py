"""Each role in a team: invited, signed in, and able to do what it may and nothing else."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.system import tables
from tests.system.answering import RAPID, SAVE, answer, begin, start
from tests.system.browsing import NARROW
from tests.system.people import PARTNER, PASSWORD, everybody, sign_in
from tests.system.serving import TEAM, serving

NETWORK = "Harrowmoor stroke network"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("team")


@pytest.fixture(scope="module")
def server(folder):
    with serving(folder, **TEAM) as server:
        yield server


@pytest.fixture(scope="module")
def people(browser, server, folder):
    """One person of each role, all joined through the pages, and the collaboration they are about."""
    return everybody(browser, server, folder, NETWORK)


@pytest.fixture
def page_of(open_page, people):
    """Open a page as somebody of a role, already signed in."""

    def page_of(role, path="/collaborations/", **looked_at):
        return open_page(path, storage_state=people[role].signed_in, **looked_at)

    return page_of


def status(page, path):
    return page.request.get(path, max_redirects=0).status


def open_network(page):
    page.get_by_role("main").get_by_role("link", name=NETWORK).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NETWORK)


@pytest.mark.parametrize("role", ["administrator", "consultant", "facilitator", "respondent", "partner"])
def test_everybody_signs_out_and_in_again(open_page, people, role):
    page = open_page("/")
    page.get_by_role("link", name="Sign in").first.click()
    sign_in(page, people[role])
    page.goto("/collaborations/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ollaborations")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.goto("/collaborations/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_second_factor_that_is_wrong_lets_nobody_in(open_page, people):
    page = open_page("/account/login/")
    page.get_by_label("Email address").fill(people["consultant"].email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.goto("/collaborations/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter a code")


def test_an_administrator_sees_people_and_the_trail(page_of):
    page = page_of("administrator")
    page.get_by_role("link", name="People").click()
    for role in ("consultant", "facilitator", "respondent"):
        expect(page.get_by_text(f"{role}@example.org")).to_be_visible()
    page.get_by_role("link", name="Audit trail").click()
    expect(page.get_by_role("main")).to_contain_text("facilitator@example.org")
    page.goto("/batches/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_consultant_assesses_many_and_administers_nobody(page_of, tmp_path):
    page = page_of("consultant")
    page.get_by_role("link", name="Many at once").click()
    tables.upload(page, tmp_path)
    tables.assess(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Results as CSV").click()
    assert len(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()) > tables.SOUND
    page.get_by_role("button", name="See the results").click()
    expect(page.get_by_role("main")).to_contain_text("Network 7")
    assert status(page, "/people/") == status(page, "/audit/") == 403
    page.goto("/collaborations/")
    open_network(page)
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)


def test_a_facilitator_shares_and_the_partner_sees_it_until_that_is_withdrawn(page_of):
    partner = page_of("partner")
    expect(partner.get_by_role("link", name=NETWORK)).to_have_count(0)
    page = page_of("facilitator")
    assert status(page, "/batches/") == status(page, "/people/") == 403
    open_network(page)
    where = page.url
    assert status(partner, where) == 404
    for may_answer in (False, True):
        page.goto(where)
        page.get_by_role("link", name="Share with a partner organisation").click()
        page.get_by_label("Name of the partner organisation").fill(PARTNER)
        page.get_by_label("They may answer questions too").set_checked(may_answer)
        page.get_by_role("button", name="Share").click()
        page.wait_for_url(where)
        partner.goto("/collaborations/")
        open_network(partner)
        assessment = partner.get_by_role("link", name="Answers of round").get_attribute("href")
        question = assessment.replace("check/", "questions/A1/")
        assert status(partner, question) == (200 if may_answer else 403)
        assert status(partner, f"{where}sharing/") == 403
    page.get_by_role("link", name="Withdraw from").click()
    page.get_by_role("button", name="Withdraw").click()
    page.wait_for_url(where)
    assert status(partner, where) == status(partner, question) == 404


def test_a_respondent_answers_what_they_are_invited_to_and_nothing_else(page_of):
    facilitator = page_of("facilitator", "/")
    start(facilitator, "Another network", RAPID)
    page = page_of("respondent")
    expect(page.get_by_role("link", name="Another network")).to_have_count(0)
    assert status(page, facilitator.url) == 404
    assert (
        status(page, "/collaborations/new/") == status(page, "/batches/") == status(page, "/people/") == 403
    )
    open_network(page)
    page.get_by_role("link", name="Result of round 1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NETWORK)


def test_two_people_answer_one_question_and_nothing_is_lost(page_of):
    mine, theirs = page_of("facilitator"), page_of("respondent")
    for page in (mine, theirs):
        open_network(page)
        page.get_by_role("link", name="Answers of round 1").click()
        page.goto(page.url.replace("check/", "questions/A5/"))
    theirs.locator("main input[type=radio]").nth(0).check()
    theirs.get_by_role("button", name=SAVE).click()
    theirs.wait_for_url("**/questions/A6/")
    mine.locator("main input[type=radio]").nth(1).check()
    with mine.expect_response(lambda sent: sent.request.method == "POST") as answered:
        mine.get_by_role("button", name=SAVE).click()
    assert answered.value.status == 409
    expect(mine.get_by_role("main")).to_contain_text("Respondent")
    mine.get_by_role("button", name="Use my answer").click()
    mine.wait_for_url("**/questions/A6/")
    theirs.get_by_role("link", name="Back", exact=True).click()
    expect(theirs.locator("main input[type=radio]").nth(1)).to_be_checked()


def test_somebody_goes_on_on_another_device(open_page, page_of, people):
    page = page_of("facilitator", "/")
    begin(page, "Northshire imaging", RAPID)
    answer(page)
    page.wait_for_url("**/questions/A2/")
    page.locator("main input[type=radio]").nth(2).check()
    page.get_by_role("button", name="Save and come back later").click()
    address = page.locator(".app-address a").get_attribute("href")

    telephone = open_page(address, **NARROW)
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(telephone, people["facilitator"])
    telephone.wait_for_url(f"**{address}")
    telephone.get_by_role("button", name="Go on").click()
    telephone.wait_for_url("**/questions/A3/")
    telephone.get_by_role("link", name="Back", exact=True).click()
    expect(telephone.locator("main input[type=radio]").nth(2)).to_be_checked()
