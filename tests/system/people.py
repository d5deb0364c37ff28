"""How people join a team and sign in, as they do it in a browser."""

import base64
import hmac
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.system.answering import RAPID, start, to_collaboration
from tests.system.serving import TEAM, Server, run

HOME, PARTNER = "Harrowmoor NHS Trust", "Eastmere NHS Trust"
PASSWORD = "three unlikely words"  # noqa: S105 - of people who are made up
PERIOD = 30
"""Seconds for which an authenticator app shows one code."""


@dataclass(frozen=True)
class Person:
    """Somebody who has joined.

    Attributes:
        email: The address with which they sign in.
        secret: What their authenticator app knows; empty where they have no second factor.
        signed_in: The cookies of a browser in which they are signed in.
    """

    email: str
    secret: str
    signed_in: Any


def everybody(browser: Browser, server: Server, folder: Path, network: str) -> dict[str, Person]:
    """Have one person of each role join through the pages; the respondent to a network of the facilitator."""
    joined: dict[str, Person] = {}

    @contextmanager
    def page_of(role: str = "") -> Iterator[Page]:
        state = joined[role].signed_in if role else None
        with browser.new_context(base_url=server.url, storage_state=state) as context:
            context.set_default_timeout(15_000)
            yield context.new_page()

    for role, organisation in (("administrator", HOME), ("partner", PARTNER)):
        with page_of() as page:
            joined[role] = join(page, first_link(folder, address(role), organisation), address(role))
    for role in ("consultant", "facilitator"):
        with page_of("administrator") as page, page_of() as theirs:
            page.goto("/people/invite/")
            page.get_by_role("radio", name=role.title()).check()
            joined[role] = join(theirs, invite(page, role), address(role))
    with page_of("facilitator") as page, page_of() as theirs:
        page.goto("/")
        start(page, network, RAPID)
        to_collaboration(page)
        page.get_by_role("link", name="Invite somebody to answer").click()
        joined["respondent"] = join(theirs, invite(page, "respondent"), address("respondent"))
    return joined


def address(role: str) -> str:
    """Return the address of the one who has a role."""
    return f"{role}@example.org"


def invite(page: Page, role: str) -> str:
    """Invite somebody on the page that asks whom; return where the link leads that it shows."""
    page.get_by_label("Email address").fill(address(role))
    page.get_by_role("button", name="Make a link").click()
    return urlsplit(page.locator("[role=status] code").inner_text()).path


def first_link(folder: Path, email: str, organisation: str) -> str:
    """Invite an administrator from the command line; return where the link leads."""
    told = run(folder, "web", "invite", email, "--organisation", organisation, **TEAM)
    return urlsplit(re.search(r"https?://\S+", told)[0]).path


def join(page: Page, link: str, email: str) -> Person:
    """Accept an invitation with a new account, and with a second factor where one is asked for."""
    page.goto(link)
    page.get_by_label("Your name").fill(email.partition("@")[0].title())
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url(lambda url: "/invitations/" not in url)
    secret = ""
    if "/2fa/" in page.url:
        secret = page.locator("main code").first.inner_text()
        page.get_by_label("Code").fill(code(secret))
        page.get_by_role("button", name="Turn it on").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
        page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/collaborations/**")
    return Person(email, secret, page.context.storage_state())


def sign_in(page: Page, person: Person) -> None:
    """Sign in with the password, and with the code that comes next where there is a second factor."""
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    if person.secret:
        # The code of now was used up by joining, and each works once.
        page.get_by_label("Code").fill(code(person.secret, later=1))
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/account/" not in url)


def code(secret: str, later: int = 0) -> str:
    """Return what an authenticator app shows now, or some periods later: six digits, by RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, (int(time.time()) // PERIOD + later).to_bytes(8), "sha1")
    place = digest[-1] & 0xF
    number = int.from_bytes(digest[place : place + 4]) & 0x7FFF_FFFF
    return f"{number % 10**6:06}"
