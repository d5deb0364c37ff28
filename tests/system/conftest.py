"""A real server and a real browser: each module of tests has its own, and each test a fresh page.

Playwright for Python keeps an event loop running for as long as it is there, and Django refuses its database
where one runs. So no fixture outlives its module, and tests here look at the data only through the app.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.system.browsing import DESKTOP, Watch, browser_program
from tests.system.serving import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app for one person, with nothing in it yet."""
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system’s Chromium; nothing is downloaded."""
    program = browser_program()
    if program is None:
        missing = "No Chromium is here: apt-get install chromium, or name a browser in TEST_BROWSER"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    # Chromium refuses to shut itself in when root starts it, as in a container.
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0) as browser,
    ):
        yield browser


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Open a page of the app in a fresh window, looked at as in ``browsing``: ``open_page("/", **NARROW)``.

    At the end of the test no page may have failed in a script, broken the content policy, missed a file or
    asked another site.
    """
    watch = Watch(server.url)
    opened = []

    def open_one(path: str = "/", **looked_at: Any) -> Page:
        context = browser.new_context(base_url=server.url, **(looked_at or DESKTOP))
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        watch.over(page)
        page.goto(path)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert not watch.wrong, "\n".join(watch.wrong)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The first page of the app, on a desktop."""
    return open_page("/")
