"""An organisation’s own sign-on, with a provider of OpenID Connect that speaks HTTP, in a browser."""

import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import expect

from tests.system.browsing import DESKTOP, Watch, stands
from tests.system.people import HOME, address, first_link, invite, join, sign_in
from tests.system.serving import PATIENCE, TEAM, serving

NAME = "Harrowmoor"
BUTTON = f"Sign in with {NAME}"


class Front(BaseHTTPRequestHandler):
    """What many organisations have before their provider: another site, which sends browsers on to it."""

    def do_GET(self):
        behind = self.server.behind
        if self.path.startswith("/authorize?"):
            self.send_response(302)
            self.send_header("Location", f"{behind}/oauth2{self.path}")
            self.end_headers()
            return
        said = requests.get(f"{behind}{self.path}", timeout=PATIENCE).json()
        said["authorization_endpoint"] = f"http://{self.headers['Host']}/authorize"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_):
        pass


class Provider:
    """A provider that runs beside the app; anybody can sign on there, as whoever they say they are."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "provider.log"
        with self.log.open("wb") as written:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )

    def wait(self):
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            try:
                requests.get(f"{self.url}/.well-known/openid-configuration", timeout=5).raise_for_status()
                return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise RuntimeError(self.log.read_text())

    @contextmanager
    def front(self):
        """Serve the site before it; give its address."""
        with ThreadingHTTPServer(("127.0.0.1", 0), Front) as front:
            front.behind = self.url
            serving_it = Thread(target=front.serve_forever)
            serving_it.start()
            try:
                yield f"http://127.0.0.1:{front.server_address[1]}"
            finally:
                front.shutdown()
                serving_it.join()

    def knows(self, subject, **claims):
        """Have it say this of somebody from now on."""
        requests.put(f"{self.url}/users/{subject}", json=claims, timeout=PATIENCE).raise_for_status()

    def end(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sign_on")


@pytest.fixture(scope="module")
def provider(folder):
    provider = Provider(folder)
    try:
        provider.wait()
        yield provider
    finally:
        provider.end()


@pytest.fixture(scope="module")
def front(provider):
    with provider.front() as url:
        yield url


@pytest.fixture(scope="module")
def server(folder, front):
    about = {
        "ADVISOR_OIDC_URL": front,
        "ADVISOR_OIDC_CLIENT": "advisor",
        "ADVISOR_OIDC_SECRET": "of-the-tests",
        "ADVISOR_OIDC_NAME": NAME,
    }
    with serving(folder, **TEAM, **about) as server:
        yield server


@pytest.fixture
def open_page(browser, server, provider, front):
    """As elsewhere, but that pages may lead to the provider, and its pages to nowhere else."""
    watch = Watch(server.url)
    opened = []

    def leads_elsewhere(url):
        return not url.startswith((server.url, front, provider.url))

    def open_one(path="/", **looked_at):
        context = browser.new_context(base_url=server.url, **(looked_at or DESKTOP))
        context.set_default_timeout(15_000)
        context.route(leads_elsewhere, lambda route: route.abort())
        opened.append(context)
        page = context.new_page()
        watch.over(page)
        page.goto(path)
        return page

    yield open_one
    for context in opened:
        context.close()
    # What the provider’s own pages lack, such as a style from elsewhere, is no matter of ours.
    leaving = tuple(f"asked {urlsplit(url).netloc} for something" for url in (provider.url, front))
    ours = [each for each in watch.wrong if each.startswith(server.url) and not each.endswith(leaving)]
    assert not ours, "\n".join(ours)


@pytest.fixture(scope="module")
def administrator(browser, server, folder):
    with browser.new_context(base_url=server.url) as context:
        email = address("administrator")
        return join(context.new_page(), first_link(folder, email, HOME), email)


@pytest.fixture
def invites(open_page, administrator):
    """Invite somebody, as the administrator does it."""

    def invites(who, role):
        page = open_page("/people/invite/", storage_state=administrator.signed_in, **DESKTOP)
        page.get_by_role("radio", name=role).check()
        invite(page, who)

    return invites


def sign_on(page, subject):
    """Go from the page of signing in to the provider, say there who it is, and come back."""
    page.goto("/account/login/")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(lambda url: "/oauth2/" not in url)


def is_let_in(page):
    page.goto("/collaborations/")
    return page.get_by_role("heading", level=1).inner_text() != "Sign in"


def test_who_is_invited_signs_in_and_out_and_in_again(open_page, provider, invites):
    provider.knows("sam", email="sam@example.org", email_verified=True, name="Sam Reyes")
    invites("sam", "Facilitator")
    page = open_page()
    sign_on(page, "sam")
    assert urlsplit(page.url).path == "/collaborations/"
    page.goto("/account/")
    expect(page.get_by_label("Your name")).to_have_value("Sam Reyes")
    expect(page.locator(".app-card")).to_contain_text(HOME)
    expect(page.locator(".app-card")).to_contain_text("Facilitator")
    assert page.request.get("/collaborations/new/").status == 200
    assert page.request.get("/people/").status == 403

    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert not is_let_in(page)
    sign_on(page, "sam")
    assert is_let_in(page)


@pytest.mark.parametrize("verified", [True, False])
def test_who_is_not_invited_is_told_and_gets_nothing(open_page, provider, verified):
    provider.knows("stranger", email="stranger@example.org", email_verified=verified, name="A Stranger")
    page = open_page()
    sign_on(page, "stranger")
    expect(page.get_by_role("heading", level=1)).to_have_text("You need an invitation")
    stands(page)
    assert not is_let_in(page)


def test_who_is_invited_gets_nothing_with_an_address_that_is_not_verified(open_page, provider, invites):
    provider.knows("kim", email="kim@example.org", email_verified=False, name="Kim Doe")
    invites("kim", "Consultant")
    page = open_page()
    sign_on(page, "kim")
    expect(page.get_by_role("heading", level=1)).to_have_text("You need an invitation")
    assert not is_let_in(page)


def test_an_account_with_a_password_is_not_taken_over(open_page, provider, administrator):
    provider.knows("thief", email=administrator.email, email_verified=False, name="A Thief")
    page = open_page()
    sign_on(page, "thief")
    expect(page.get_by_role("heading", level=1)).to_have_text("You need an invitation")
    assert not is_let_in(page)
    page = open_page("/account/login/")
    sign_in(page, administrator)
    assert is_let_in(page)


def test_who_stops_at_the_provider_is_told(open_page):
    page = open_page("/account/login/")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    stands(page)
    assert not is_let_in(page)


def test_a_provider_that_is_away_is_told_and_passwords_go_on(open_page, provider, administrator):
    provider.end()
    page = open_page("/account/login/")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("main")).to_contain_text("gave no answer that we can use")
    stands(page)
    assert not is_let_in(page)
