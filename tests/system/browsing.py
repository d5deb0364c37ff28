"""What tests do in a browser, and what every page must stand."""

import os
import re
import shutil
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Response

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""Where a browser is looked for, as in setup/libraries; ``TEST_BROWSER`` comes first."""
STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
"""The rules of axe that stand for WCAG 2.2, levels A and AA."""

PICTURES = os.environ.get("TEST_PICTURES", "")
"""Folder for pictures of every page that is looked at; none are taken without it."""

# ── How a page is looked at ──────────────────────────────────────────────────────────────────────

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 1024}}
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}
"""The width at which WCAG 1.4.10 forbids scrolling in two directions."""
ZOOMED: dict[str, Any] = {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2}
"""The desktop at 200 %: a browser that zooms lays a page out for half as many pixels, each twice as large."""
WITHOUT_SCRIPTS: dict[str, Any] = {**DESKTOP, "java_script_enabled": False}


def browser_program() -> str | None:
    """Return the path of the system’s browser, or nothing where there is none."""
    named = os.environ.get("TEST_BROWSER")
    found = (shutil.which(each) for each in ((named,) if named else BROWSERS))
    return next((each for each in found if each), None)


# ── What a page did ──────────────────────────────────────────────────────────────────────────────


@dataclass
class Watch:
    """Notes what no page may do: fail in a script, break the content policy, miss a file, or ask others."""

    site: str
    wrong: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: a script failed: {error}"))
        page.on("console", lambda line: self._note(page, line.type, line.text))
        page.on("response", lambda response: self._answered(page, response))
        page.on("request", lambda request: self._asked(page, request.url))

    def _note(self, page: Page, kind: str, text: str) -> None:
        # The browser tells of answers with an error, too; those we judge by what was asked for.
        if kind == "error" and not text.startswith("Failed to load resource: the server responded"):
            self.wrong.append(f"{page.url}: {text}")

    def _answered(self, page: Page, response: Response) -> None:
        # 304 is no fault: the browser still has the file.
        is_wrong = response.status >= HTTPStatus.BAD_REQUEST
        if is_wrong and response.request.resource_type in ("stylesheet", "script", "image", "font"):
            self.wrong.append(f"{page.url}: answered {response.status} for {response.url}")

    def _asked(self, page: Page, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.site:
            self.wrong.append(f"{page.url}: asked {parts.netloc} for something")


# ── What every page must stand ───────────────────────────────────────────────────────────────────


def axe(page: Page) -> None:
    """Assert that axe finds nothing on the page that breaks WCAG 2.2, levels A and AA."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(STANDARD)}}).response
    assert found["passes"], "axe applied no rule: is the page empty?"
    broken = [
        f"{each['id']}: {each['help']}\n    " + "\n    ".join(node["html"] for node in each["nodes"])
        for each in found["violations"]
    ]
    assert not broken, f"{page.url} breaks WCAG 2.2 AA:\n" + "\n".join(broken)


def stands(page: Page) -> None:
    """Assert of a page what is asked of all: axe, one heading, a title, no scrolling in two directions."""
    axe(page)
    headings = page.locator("h1").count()
    assert headings == 1, f"{page.url} has {headings} main headings"
    assert re.match(r"\S.* – \S", page.title()), f"{page.url} has the title “{page.title()}”"
    for looked_at in (NARROW, ZOOMED, DESKTOP):
        page.set_viewport_size(looked_at["viewport"])
        width = looked_at["viewport"]["width"]
        if scrolls_sideways(page):
            raise AssertionError(
                f"{page.url} is wider than a window of {width} pixels: {_sticking_out(page)}"
            )
        if PICTURES and looked_at is not ZOOMED:
            _take_picture(page, width)


def _take_picture(page: Page, width: int) -> None:
    """Keep how the whole page looks, under its address with “one” for ids: they differ at each run."""
    words = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{40,}", "one", urlsplit(page.url).path)
    kind = "-error" if page.title().startswith("Error") else ""
    name = ("-".join(re.findall(r"\w+", words)) or "start") + kind
    file = Path(PICTURES) / f"{name}-{width}.png"
    page.screenshot(path=file, full_page=True)


def _sticking_out(page: Page) -> str:
    """Return the start of the innermost elements that reach past the window."""
    found: list[str] = page.evaluate(
        """() => [...document.body.querySelectorAll("*")]
            .filter(each => each.getBoundingClientRect().right > innerWidth && !each.firstElementChild)
            .map(each => each.outerHTML.slice(0, 200))"""
    )
    return "\n    ".join(found[:5])


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window, so that each line must be scrolled to be read."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider


def reach_by_keyboard(page: Page, target: Locator, steps: int = 100) -> None:
    """Press Tab until the target has the focus, and assert that one can see where the focus is."""
    for _ in range(steps):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert _focus_is_seen(target), f"{page.url}: nothing shows that {target} has the focus"
            return
    raise AssertionError(f"{page.url}: {target} is not reached with {steps} presses of Tab")


def _focus_is_seen(target: Locator) -> bool:
    """Compare how the target looks with and without the focus; leaves the focus where it was."""
    look = """element => {
        const said = style => [style.outline, style.boxShadow, style.backgroundColor, style.border].join()
        const all = [element, element.labels?.[0]].filter(Boolean)
        const parts = [null, "::before", "::after"]
        return all.flatMap(one => parts.map(part => said(getComputedStyle(one, part)))).join()
    }"""
    focused = target.evaluate(look)
    target.evaluate("element => element.blur()")
    plain = target.evaluate(look)
    target.evaluate("element => element.focus({focusVisible: true})")
    return bool(focused != plain)
