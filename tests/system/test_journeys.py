"""The whole way of each role, rapid and full: from beginning, or an invitation, to a report as a PDF."""

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.system.answering import FULL, RAPID, answer_all, first_question, start, to_collaboration
from tests.system.people import PARTNER, everybody, invite
from tests.system.serving import TEAM, serving

NAMES = {RAPID: "Harrowmoor stroke network", FULL: "Eastmere cancer alliance"}
"""One name for each questionnaire: with equal answers the report is equal, and made only once."""
FEWEST = {RAPID: 15, FULL: 35}
"""Questions that must come up at least."""
MAKING = 60_000
"""Milliseconds until a report must be there."""

MENUS = {
    "administrator": ["Collaborations", "Many at once", "People", "Audit trail", "Connect other software"],
    "consultant": ["Collaborations", "Many at once", "Connect other software"],
    "facilitator": ["Collaborations", "Connect other software"],
    "respondent": ["Collaborations"],
    "partner": ["Collaborations", "Many at once", "People", "Audit trail", "Connect other software"],
}
"""What each finds in the menu; the partner is the administrator of an organisation of their own."""
BEGINNING = ("Begin another round", "Invite somebody to answer", "Share with a partner organisation")
MANAGING = (*BEGINNING, "Change name or region", "Export all data")
OFFERS = {"administrator": (*MANAGING, "Delete"), "consultant": MANAGING, "facilitator": MANAGING}
"""What the page about the collaboration offers beside answers, result and reports: to the others nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("journeys")


@pytest.fixture(scope="module")
def server(folder):
    with serving(folder, **TEAM) as server:
        yield server


@pytest.fixture(scope="module")
def people(browser, server, folder):
    return everybody(browser, server, folder, "Riverside hubs")


@pytest.fixture
def page_of(open_page, people):
    """Open the start page as somebody of a role, already signed in."""
    return lambda role: open_page("/", storage_state=people[role].signed_in)


@pytest.mark.parametrize("questionnaire", [RAPID, FULL])
@pytest.mark.parametrize("role", MENUS)
def test_the_whole_journey(page_of, role, questionnaire):
    page, name = page_of(role), NAMES[questionnaire]
    menu = page.get_by_role("navigation", name="Menu").get_by_role("link")
    assert menu.all_inner_texts() == MENUS[role]
    if role in OFFERS:
        start(page, name, questionnaire)
    else:
        {"respondent": _invited, "partner": _shared}[role](page, page_of("facilitator"), questionnaire)
    first_question(page)
    questions = answer_all(page)
    assert questions >= FEWEST[questionnaire]
    _checks_answers(page, questions)
    _reads_the_result(page, name)
    goes_deeper = page.get_by_role("link", name="Begin the full assessment with these answers")
    assert (goes_deeper.count() > 0) == (questionnaire == RAPID and role in OFFERS)
    _downloads_the_report(page, name)
    _is_offered(page, OFFERS.get(role, ()))


def _invited(page, facilitator, questionnaire):
    """Be invited to answer what a facilitator begins, and go there."""
    start(facilitator, NAMES[questionnaire], questionnaire)
    to_collaboration(facilitator)
    facilitator.get_by_role("link", name="Invite somebody to answer").click()
    page.goto(invite(facilitator, "respondent"))
    expect(page.get_by_role("main")).to_contain_text(NAMES[questionnaire])
    page.get_by_role("button", name="Accept").click()
    _goes_in(page)


def _shared(page, facilitator, questionnaire):
    """Be let in to what a facilitator begins and shares, and go there."""
    start(facilitator, NAMES[questionnaire], questionnaire)
    to_collaboration(facilitator)
    facilitator.get_by_role("link", name="Share with a partner organisation").click()
    facilitator.get_by_label("Name of the partner organisation").fill(PARTNER)
    facilitator.get_by_label("They may answer questions too").check()
    facilitator.get_by_role("button", name="Share").click()
    facilitator.wait_for_url("**/collaborations/**")
    page.get_by_role("link", name="Collaborations", exact=True).click()
    page.get_by_role("main").get_by_role("link", name=NAMES[questionnaire], exact=True).click()
    _goes_in(page)


def _goes_in(page):
    page.get_by_role("link", name="Begin with round 1").click()
    page.wait_for_url("**/assessments/**")


def _checks_answers(page, questions):
    main = page.get_by_role("main")
    expect(main).to_contain_text("Every question is answered")
    assert main.get_by_role("link", name="Change").count() == questions
    page.get_by_role("button", name="See the result").first.click()
    page.wait_for_url("**/result/")


def _reads_the_result(page, name):
    """Read the summary, go to the first priority, and open why it is one."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator("#summary .lead")).not_to_be_empty()
    first = page.locator("#summary .priorities a").first
    title = first.inner_text()
    first.click()
    card = page.locator("#priorities article").first
    expect(card).to_be_in_viewport()
    expect(card.get_by_role("heading", level=3)).to_contain_text(title)
    why = card.locator("details", has_text="Why?").first
    why.locator("summary").click()
    expect(why.get_by_role("heading").first).to_be_visible()


def _downloads_the_report(page, name):
    page.get_by_role("button", name="Download the report").click()
    forms = page.get_by_role("main").locator("form button")
    assert forms.all_inner_texts() == [
        "Make the PDF report",
        "Make a web page to keep",
        "Make JSON, for other software",
    ]
    forms.first.click()
    link = page.get_by_role("link", name="Download the report")
    expect(link).to_be_visible(timeout=MAKING)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".pdf")
    with pypdfium2.PdfDocument(Path(download.value.path())) as report:
        assert len(report) > 3
        assert name in report[0].get_textpage().get_text_range()


def _is_offered(page, offers):
    """See on the page about the collaboration what belongs to the role, and nothing else of all there is."""
    page.get_by_role("link", name="Back to the result").click()
    page.get_by_role("link", name="Back to the collaboration").click()
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Reports of round 1")).to_be_visible()
    for offer in (*MANAGING, "Delete"):
        shown = main.get_by_role("link", name=offer).or_(main.get_by_role("button", name=offer))
        expect(shown).to_have_count(1 if offer in offers else 0)
