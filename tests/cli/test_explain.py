"""``advisor explain``: the command, its three formats and bad input."""

import json

import pytest

from advisor.content.folders import content_folder
from advisor.report.explained.explain import explainables_page, explanation_page
from advisor.report.explained.rendering import page_html, page_text

EXAMPLES = sorted((content_folder("questionnaires") / "examples").glob("*.yaml"))
NAMES = ("C1", "L1", "trust", "driver", "senior-disbelief", "context lead_good")
REQUIRED = content_folder("questionnaires") / "examples" / "required-system.yaml"


def test_a_statement_is_explained_in_plain_words(run):
    ran = run("explain", REQUIRED, "T3")
    assert ran.code == 0
    assert "Why: Quick wins at the start" in ran.out
    assert "You answered that early successes are planned" in ran.out
    assert "[S1, action table, enhancing trust, statement 3" in ran.out
    assert "Why does it not" not in ran.out


def test_what_does_not_call_for_action_says_what_would(run):
    ran = run("explain", REQUIRED, "L5")
    assert "Why does it not call for action?" in ran.out
    assert "Delivery has begun – instead, delivery has not yet begun" in " ".join(ran.out.split())
    assert "(not in your hands)" in " ".join(ran.out.split())


def test_a_level_and_why_not_high(run):
    ran = run("explain", REQUIRED, "level", "of", "confidence", "--not")
    assert "Why confidence is low" in ran.out
    assert "Why not “high”?" in ran.out
    deep = run("explain", REQUIRED, "trust", "--deep")
    assert "add --deep" not in deep.out
    assert len(deep.out) > len(run("explain", REQUIRED, "trust").out)


def test_without_a_name_the_list(run):
    ran = run("explain", REQUIRED)
    assert ran.code == 0
    assert "Trust: low [trust]" in ran.out
    assert "Confidence is what mainly carries" in ran.out


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_fits_the_terminal(advisor, path):
    case = advisor.read_case(path)
    found = [advisor.explain(case, name, otherwise=name != "trust") for name in NAMES]
    pages = [explanation_page(one, advisor.knowledge) for one in found]
    pages.append(explainables_page(advisor.explainables(case)))
    for page in pages:
        out = page_text(page)
        assert max(map(len, out.splitlines())) <= 80
        assert "{" not in out
        assert "None" not in out
        assert page_html(page).count("<h1") == 1


def test_json_has_its_shape(run):
    ran = run("explain", REQUIRED, "T3", "--not", "-f", "json")
    data = json.loads(ran.out)
    assert data["schema"] == "advisor/explain/1"
    assert (data["topic"]["kind"], data["value"], data["why"]["value"]) == ("statement", "act", "act")
    assert data["why_not"][0]["goals"] == ["keep"]
    assert data["why_not"][0]["flips"][0]["answers"][0]["fact"] == "quick_wins"
    listed = json.loads(run("explain", REQUIRED, "-f", "json").out)
    assert listed["schema"] == "advisor/explainables/1"


def test_files_are_written_by_their_endings(run, here):
    ran = run("explain", REQUIRED, "trust", "-o", "why.html", "-o", "why.json", "-o", "why.txt")
    assert ran.code == 0
    assert "<h1>Why trust is low</h1>" in (here / "why.html").read_text(encoding="utf-8")
    assert json.loads((here / "why.json").read_text(encoding="utf-8"))["value"] == "low"
    assert (here / "why.txt").read_text(encoding="utf-8").startswith("Why trust is low")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("trsut", "Did you mean “trust”?"),
        ("mandated", "names more than one thing"),
        ("stage", "is an answer"),
    ],
)
def test_unknown_names_end_with_two(run, name, told):
    ran = run("explain", REQUIRED, name)
    assert ran.code == 2
    assert told in ran.err
    assert not ran.out


def test_answers_that_cannot_be_read_end_with_three(run, answers):
    assert run("explain", answers("name: X\nanswers: {stage: nowhere}"), "T3").code == 3
    assert run("explain", "missing.yaml", "T3").code == 3
    assert run("explain", REQUIRED, "T3", "-o", "why.pdf").code == 2


def test_a_name_from_outside_is_shown_as_text(run, answers):
    path = answers("name: <script>alert(1)</script>\nanswers: {quick_wins: 'no', stage: established}")
    out = run("explain", path, "T3", "-f", "html").out
    assert "<script>alert" not in out


def every_line(lines):
    for line in lines:
        yield line
        yield from every_line(line.under)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_explanation_contradicts_itself_or_breaks_off(advisor, path):
    """What would have come to the same is not told as ruled out, and nothing ends in the middle."""
    case = advisor.read_case(path)
    shown = [each.topic.ask for each in advisor.explainables(case).topics]
    for name in (*shown, "T3", "C1", "M1"):
        found = advisor.explain(case, name)
        page = explanation_page(found, advisor.knowledge)
        told = [line for section in page.sections for line in every_line(section.lines)]
        came = {"act": "act", "balance": "weigh both sides", "keep": "keep", "compensate": "offset a risk"}
        own = came.get(str(found.value).partition(":")[0])
        ruled = [line.text for line in told if line.text.startswith("It does not come out as")]
        assert len(ruled) == len(set(ruled))
        assert not any(f"“{own}”, because" in text for text in ruled)
        if found.topic.kind == "recommendation":
            assert not ruled
        for line in told:
            assert line.under or not line.text.endswith(("because", ":")), (name, line.text)
        shows = [line.text for line in told if line.text.startswith("And nothing shows")]
        assert len(shows) == len(set(shows))


def test_an_explanation_of_quick_wins_is_short(run):
    ran = run("explain", REQUIRED.parent / "felt-takeover-merger.yaml", "quick-wins")
    because = ran.out.partition("Because")[2].partition("How the papers")[0]
    assert "come out as “act”" not in because
    assert "rules out" not in because
    assert because.count("no early successes") == 1


def test_what_does_not_apply_is_among_what_would_change_it(run, answers):
    path = answers("name: X\nanswers: {history: bad_blood, history_addressed: partly}")
    told = " ".join(run("explain", path, "T1", "--not").out.split())
    assert "No other answers would bring it about" not in told
    assert "If it were so that the question on talking through the past does not apply" in told
    assert "If the question on talking through the past were still open." in told


def test_because_says_no_answer_twice(run):
    healthy = next(path for path in EXAMPLES if path.stem == "healthy-alliance")
    told = run("explain", healthy, "L1").out.split("Because\n")[1].split("\n\n")[0]
    said = [line.strip(" –") for line in told.splitlines() if "You answered" in line]
    assert len(said) == len(set(said)) == 12
