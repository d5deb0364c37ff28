"""Every page of the app is looked at: by axe, narrow, enlarged, for its heading and its title."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import URLPattern, get_resolver, resolve
from playwright.sync_api import Error, expect

from tests.system import tables
from tests.system.answering import FULL, SAVE, start
from tests.system.browsing import stands
from tests.system.people import HOME, PARTNER, address, first_link, invite, join
from tests.system.serving import TEAM, serving

EXAMPLE = Path(__file__).parents[2] / "questionnaires" / "examples" / "required-system.yaml"
SIGNED_OUT = {"account_login", "invitation"}
NO_LINKS = {
    "act-for": "a form",
    "set_language": "a form",
    "sign-out-everywhere": "a form",
    "account_logout": "a form",
    "order": "a form",
    "collaboration-export": "a form",
    "invitation-withdraw": "a form",
    "token-new": "a form",
    "token-withdraw": "a form",
    "member-token-withdraw": "a form",
    "batch-mend": "a form",
    "batch-run": "a form",
    "batch-stop": "a form",
    "batch-go-on": "a form",
    "healthy": "for machines",
    "mfa_index": "leads on",
    "next-question": "leads on",
    "batch-report": "a file, and none is made here",
    "batch-mapping": "a file, and the table here needs none",
    "portfolio-file": "a file, of more collaborations than are here",
}
"""Names of addresses that no link leads to, or that are no pages."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def server(folder):
    with serving(folder, **TEAM) as server:
        yield server


@dataclass(frozen=True)
class Prepared:
    """What there is to look at.

    Attributes:
        signed_in: The cookies of an administrator’s browser.
        invitation: A link by which somebody else may join.
        apart: Pages to which only forms lead, and others that are the second of their kind.
    """

    signed_in: Any
    invitation: str
    apart: list[str]


@pytest.fixture(scope="module")
def prepared(browser, server, folder):
    """An administrator with something on every page."""
    with browser.new_context(base_url=server.url) as context:
        page = context.new_page()
        page.set_default_timeout(15_000)
        first_link(folder, address("partner"), PARTNER)
        person = join(page, first_link(folder, address("administrator"), HOME), address("administrator"))
        apart = _assessments(page)
        with browser.new_context(base_url=server.url) as theirs:
            collaboration = page.url
            page.get_by_role("link", name="Invite somebody to answer").click()
            join(theirs.new_page(), invite(page, "respondent"), address("respondent"))
            page.goto(collaboration)
        page.get_by_role("link", name="Share with a partner organisation").click()
        page.get_by_label("Name of the partner organisation").fill(PARTNER)
        page.get_by_role("button", name="Share").click()
        page.goto("/api/tokens/")
        page.locator("#name").fill("Weekly figures")
        page.get_by_role("button", name="Make a token").click()
        page.goto("/people/invite/")
        page.get_by_role("radio", name="Consultant").check()
        invitation = invite(page, "consultant")
        tables.upload(page, folder)
        tables.assess(page)
        apart.append(f"{urlsplit(page.url).path}columns/?change=stage")
        return Prepared(person.signed_in, invitation, apart)


def _assessments(page):
    """Begin with a file, make a report, begin another round; end on the page of the collaboration."""
    page.goto("/collaborations/upload/")
    page.locator("input[type=file]").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/check/")
    first = page.url.removesuffix("check/")
    page.goto(f"{first}reports/")
    page.get_by_role("button", name="Make JSON, for other software").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your report is ready", timeout=60_000)
    report = page.url
    page.goto(first)
    page.get_by_role("link", name="About this collaboration").click()
    collaboration = page.url
    page.get_by_role("button", name="Begin another round").click()
    page.get_by_role("radio", name="Rapid").check()
    page.get_by_role("main").locator("form button").click()
    page.wait_for_url("**/assessments/**")
    page.goto(collaboration)
    return [urlsplit(one).path for one in (report, f"{first}later/", f"{first}result/what-if/questions/A6/")]


def names(patterns=None):
    """Return the names of all addresses, but those that programs call."""
    found = set()
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLPattern):
            found.add(one.name)
        elif one.namespace is None:
            found |= names(one.url_patterns)
    return found


def is_page(page, path):
    """Open an address; return whether a page is there, and not a file."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        answer = page.request.get(path)
    assert answer.ok, f"{path} answers {answer.status}"
    shown = "attachment" not in answer.headers.get("content-disposition", "")
    return shown and answer.headers["content-type"].startswith("text/html")


def crawl(page, starts, most):
    """Look at what links lead to, each name of an address at most so often.

    Returns how often each was seen, and what is wrong with them.
    """
    seen, known, left, wrong = Counter(), set(starts), [*starts], []
    while left:
        path = left.pop(0)
        name = resolve(urlsplit(path).path).url_name
        if seen[name] >= most:
            continue
        seen[name] += 1
        if not is_page(page, path):
            continue
        try:
            stands(page)
        except AssertionError as error:
            wrong.append(str(error))
        links = page.locator("a[href]").evaluate_all("links => links.map(each => each.href)")
        here = urlsplit(page.url)
        for link in links:
            parts = urlsplit(urldefrag(link)[0])
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == here.netloc and address not in known and not parts.path.startswith("/static/"):
                known.add(address)
                left.append(address)
    return seen, wrong


@pytest.mark.parametrize("most", [1, pytest.param(4, marks=pytest.mark.slow)])
def test_every_page_that_links_lead_to(open_page, prepared, most):
    page = open_page("/", storage_state=prepared.signed_in)
    seen, wrong = crawl(page, ["/", *prepared.apart], most)
    assert not wrong, "\n".join(wrong)
    unseen = names() - set(seen) - SIGNED_OUT - set(NO_LINKS) - _only_sometimes()
    assert not unseen, f"nobody looked at {', '.join(sorted(unseen))}"


def _only_sometimes():
    """Return the names of pages of mail and sign-on: this installation has neither, and others are below."""
    return {each for each in names() if each.startswith(("account_", "socialaccount", "openid", "mfa_"))}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/about/",
        "/account/login/",
        "/account/password/reset/",
        "/account/2fa/authenticate/",
        "/nowhere/",
        "/people/invitations/nothing/",
    ],
)
def test_pages_for_people_who_are_not_signed_in(open_page, path):
    stands(open_page(path))


def test_an_invitation_and_its_errors(open_page, prepared):
    page = open_page(prepared.invitation)
    stands(page)
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    stands(page)


@pytest.mark.parametrize(
    "path",
    [
        "/account/password/change/",
        "/account/email/",
        "/account/2fa/recovery-codes/",
        "/account/2fa/totp/deactivate/",
        "/account/reauthenticate/",
    ],
)
def test_pages_of_the_account(open_page, prepared, path):
    stands(open_page(path, storage_state=prepared.signed_in))


@pytest.mark.parametrize("question", ["A1", "A4", "A6", "D1"])
def test_each_kind_of_question_and_its_errors(open_page, prepared, question):
    page = open_page("/", storage_state=prepared.signed_in)
    start(page, f"Network {question}", FULL)
    page.goto(f"{page.url}questions/{question}/")
    stands(page)
    page.get_by_role("button", name=SAVE).click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    stands(page)
