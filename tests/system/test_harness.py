"""The means of these tests find what they are meant to find: on pages that break each rule on purpose."""

import http.server
import threading
from types import SimpleNamespace

import pytest

from tests.system.browsing import NARROW, ZOOMED, Watch, axe, reach_by_keyboard, scrolls_sideways
from tests.system.serving import Server, serving

GOOD = """<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>
<p><a href="#first">First</a></p><p><button>Second</button></p></main>"""


@pytest.fixture(scope="module")
def server():
    """A site of one page, so that the browser is tested without the app."""

    class OnePage(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(GOOD.encode() if self.path == "/" else b"")

        def log_message(self, *ignored):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), OnePage) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield Server(f"http://127.0.0.1:{site.server_port}", None)
        site.shutdown()


def test_axe_passes_a_good_page(page):
    axe(page)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color: #999; background: #fff">Faint</p>', "color-contrast"),
        ("<label>Name</label><input>", "label"),
        (
            "<button style='all: unset; height: 9px'>a</button><button style='all: unset'>b</button>",
            "target-size",
        ),
    ],
)
def test_axe_refuses_what_breaks_wcag(page, wrong, rule):
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", wrong)
    with pytest.raises(AssertionError, match=rule):
        axe(page)


def test_axe_refuses_an_empty_answer(page, monkeypatch):
    from axe_playwright_python.sync_playwright import Axe

    nothing = SimpleNamespace(response={"passes": [], "violations": []})
    monkeypatch.setattr(Axe, "run", lambda *ignored, **options: nothing)
    with pytest.raises(AssertionError, match="applied no rule"):
        axe(page)


@pytest.mark.parametrize(("looked_at", "width"), [(NARROW, 321), (ZOOMED, 641)])
def test_a_page_wider_than_its_window_is_seen(open_page, looked_at, width):
    page = open_page("/", **looked_at)
    assert not scrolls_sideways(page)
    page.evaluate("width => { document.querySelector('h1').style.width = width + 'px' }", width)
    assert scrolls_sideways(page)


def test_the_keyboard_reaches_what_takes_the_focus(page):
    reach_by_keyboard(page, page.get_by_role("button"))
    assert page.evaluate("document.activeElement.textContent") == "Second"


def test_the_keyboard_misses_what_takes_no_focus(page):
    page.evaluate("document.querySelector('button').tabIndex = -1")
    with pytest.raises(AssertionError, match="not reached"):
        reach_by_keyboard(page, page.get_by_role("button"), steps=5)


def test_a_focus_that_nobody_sees_is_refused(page):
    page.add_style_tag(content="button { outline: none }")
    with pytest.raises(AssertionError, match="nothing shows"):
        reach_by_keyboard(page, page.get_by_role("button"))


def test_what_no_page_may_do_is_noted(browser, server):
    with browser.new_context(base_url=server.url) as context:
        page = context.new_page()
        watch = Watch(server.url)
        watch.over(page)
        page.goto("/")
        assert watch.wrong == []
        page.evaluate("console.error('a fault'); setTimeout(() => { throw new Error('of a script') })")
        page.evaluate("fetch('http://127.0.0.1:1/elsewhere').catch(() => null)")
        page.evaluate("document.body.append(Object.assign(new Image(), {src: '/missing.png'}))")
        page.wait_for_timeout(300)
    for one in ("a fault", "of a script", "asked 127.0.0.1:1", "answered 404 for"):
        assert any(one in each for each in watch.wrong), watch.wrong


def test_a_server_that_cannot_start_tells_why(tmp_path):
    with (
        pytest.raises(RuntimeError, match=r"(?s)ended with.*ADVISOR_COLOUR"),
        serving(tmp_path, ADVISOR_COLOUR="white"),
    ):
        pass
