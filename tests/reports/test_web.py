"""The web of one case: picture, words and page name the same paths, and the page shows them at a touch."""

import json
import re
import shutil
import subprocess

import pytest

from advisor.report.at_work import TONE_OF_EFFECT, at_work
from advisor.report.html import markup, render_html, style
from advisor.report.pictures.web import Line
from advisor.report.pictures.web_focus import WORDED, carries
from advisor.report.texts import texts
from advisor.report.view import present

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BETWEEN = "; "


@pytest.fixture
def html(result, knowledge):
    return render_html(result, knowledge)


def drawn(view):
    return sorted((line.from_, line.to, line.tone) for line in view.web.picture.lines)


def test_the_picture_draws_every_lit_path_and_no_other(result, view):
    lit = {(one.from_, one.to, TONE_OF_EFFECT[one.effect]) for one in result.web}
    assert drawn(view) == sorted(lit)


def test_the_words_name_the_same_paths_as_the_picture(result, view, knowledge):
    case = at_work(result, knowledge, texts())
    lines = {line.id: line.sentences for line in view.web.lines}
    assert {to for _, to, _ in drawn(view)} <= set(lines)
    for area, sentences in lines.items():
        for effect, key in WORDED[knowledge.mechanism[area].high_is].items():
            start = texts().say(key, list="|").split("|")[0]
            said = [one.removeprefix(start).removesuffix(".") for one in sentences if one.startswith(start)]
            tone = TONE_OF_EFFECT[effect]
            acting = [from_ for from_, to, its in drawn(view) if (to, its) == (area, tone)]
            names = {name for one in acting for name in case.listed([one]).split(BETWEEN)}
            assert {name for one in said for name in one.split(BETWEEN)} == names
        named = [line.to for line in view.web.picture.named if line.from_ == area]
        assert any(one.startswith("The papers name next") for one in sentences) == bool(named)


def test_what_the_papers_only_name_is_never_a_lit_path(result, view):
    lit = {(line.from_, line.to) for line in view.web.picture.lines}
    named = [(line.from_, line.to) for line in view.web.picture.named]
    assert not lit.intersection(named)
    assert len(named) == len(set(named))
    told = {(link.to, one.id) for link in result.web for one in link.outcomes}
    assert set(named) == told - lit


def test_the_strongest_chain_stands_out_and_is_named(result, view, html):
    chain = result.strongest_chain
    dark = {(line.from_, line.to) for line in view.web.picture.lines if line.on_chain}
    if chain is None:
        assert not dark
        assert not view.web.chain
        return
    assert dark == {(step.from_, step.to) for step in (*chain.begins, *chain.steps)}
    assert view.web.chain in html
    if len(chain.areas) > 1:
        assert view.chain.picture.chain == chain
        assert "Chosen in this order: critical;" in view.chain.rule
    elif view.chain is not None:
        assert view.chain.stops


def test_every_node_at_work_can_be_reached_and_described(view, html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    chips = [chip for band in view.web.picture.bands for chip in band.chips if chip.at_work]
    assert {f"wa{chip.box.id}" for chip in chips} <= {one.id for one in view.web.focus}
    ends = {end for line in view.web.picture.lines for end in (line.from_, line.to)}
    assert ends <= {one.box.id for one in view.web.focus}
    for one in view.web.focus:
        link = f'<a class="node" id="{one.id}" href="#web-words-{one.leads}" aria-describedby="{one.words}">'
        assert html.count(link) == 1
        assert {one.words, f"web-words-{one.leads}", *one.lights} <= set(ids)
        assert one.title
        assert one.says


def test_a_node_lights_what_it_acts_on_and_an_area_what_made_it(view):
    element = {}
    for place, line in enumerate(view.web.picture.lines):
        element[f"wl{place}"] = line
    for one in view.web.focus:
        lit = [element[each] for each in one.lights if each in element]
        own = [line for line in element.values() if line.from_ == one.box.id]
        into = [line for line in element.values() if line.to == one.box.id]
        if one.area:
            assert all(line in lit for line in into)
            assert all(line in lit for line in own if line.between_mechanisms)
        else:
            assert all(line in lit for line in own if not line.between_mechanisms)
            assert not [line for line in lit if not line.between_mechanisms and line.from_ != one.box.id]


@pytest.mark.parametrize(
    ("tone", "on", "carried"),
    [("bad", "bad", True), ("bad", "mixed", True), ("bad", "good", False), ("mixed", "good", True)],
)
def test_a_path_carries_on_what_reached_it(tone, on, carried):
    assert carries(Line("", "", on, between_mechanisms=True), tone) == carried


def test_there_is_a_way_past_the_picture_and_no_script_in_it(view, html):
    assert "<script" not in html
    if view.web.lines:
        assert html.index(texts().say("web.skip")) < html.index('class="web-live"')
        assert "prefers-reduced-motion" in html
        assert ".web-map .node:focus { outline:" in html


def test_paper_has_no_links_in_the_picture(view):
    page = markup(view, "pdf")
    assert 'class="node"' not in page
    assert "web-panel" not in page
    assert 'class="wire"' not in page


def test_styles_for_pointing_come_only_on_a_screen_that_knows_them():
    assert ".web-panel, .web-map .areas { display: none; }" in style("base")
    assert ":has(" not in style("base") + style("print")
    screen = style("screen")
    shown = screen.index("@supports selector(:has(a))")
    assert screen.index(".web-panel { display: grid;") > shown
    assert ":has(" not in screen[:shown].replace("selector(:has", "")


PROBE = """<script>
addEventListener("load", () => {
  const seen = {}, of = (id, what) => getComputedStyle(document.getElementById(id))[what];
  const wires = [...document.querySelectorAll(".wire")].map(each => each.id);
  const words = [...document.querySelectorAll(".web-panel p[id]")].map(each => each.id);
  for (const node of document.querySelectorAll(".node")) {
    node.focus();
    seen[node.id] = {
      focused: document.activeElement === node && node.tabIndex === 0,
      ring: getComputedStyle(node).outlineStyle,
      lit: wires.filter(id => of(id, "opacity") === "1"),
      dim: wires.filter(id => Number(of(id, "opacity")) < 0.2).length,
      words: words.filter(id => of(id, "visibility") === "visible"),
    };
  }
  document.activeElement.blur();
  seen.none = {lit: wires.filter(id => of(id, "opacity") === "1").length,
    words: words.filter(id => of(id, "visibility") === "visible")};
  document.body.innerHTML = "<pre id=seen></pre>";
  document.getElementById("seen").textContent = JSON.stringify(seen);
});
</script></body>"""


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("name", ["felt-takeover-merger", "chosen-buddying"])
def test_a_browser_lights_a_node_in_focus_and_dims_the_rest(name, results, knowledge, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(render_html(results[name], knowledge).replace("</body>", PROBE), encoding="utf-8")
    ran = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--force-prefers-reduced-motion",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--window-size=1600,1200",
            "--virtual-time-budget=20000",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
        text=True,
    )
    seen = json.loads(re.search(r'<pre id="seen">(.*?)</pre>', ran.stdout)[1])
    view = present(results[name], knowledge)
    wires = len(view.web.picture.lines) + len(view.web.picture.named)
    assert seen.pop("none") == {"lit": wires, "words": []}
    assert set(seen) == {one.id for one in view.web.focus}
    for one in view.web.focus:
        found = seen[one.id]
        assert found["focused"]
        assert found["ring"] == "solid"
        assert found["words"] == [one.words]
        assert set(found["lit"]) == {each for each in one.lights if each[:2] in ("wl", "wn")}
        assert found["dim"] == wires - len(found["lit"])
