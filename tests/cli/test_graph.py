"""``advisor graph``: one rule or all, on screen or in a file, and the web."""

import json
from xml.etree import ElementTree as ET

import pytest

from advisor.content.folders import content_folder
from advisor.report.at_work import at_work
from advisor.report.texts import texts

SVG = "{http://www.w3.org/2000/svg}"
ANSWERS = content_folder("questionnaires") / "examples" / "required-system.yaml"


def test_one_rule_is_shown_with_what_feeds_it_and_what_it_feeds(run):
    ran = run("graph", "T3")
    assert ran.code == 0
    assert ran.out == (
        "T3  Quick wins at the start  [statement]\n"
        "\n"
        "What is written\n"
        "   not_applicable  stage is considering\n"
        "   act             quick_wins is one of no, planned\n"
        "   keep            quick_wins is yes\n"
        "\n"
        "What feeds it\n"
        "   ← fact stage: stage\n"
        "        not_applicable: stage is considering\n"
        "      ← question A1: Where is the collaboration in its life?\n"
        "   ← fact quick_wins: quick wins\n"
        "        act: quick_wins is one of no, planned\n"
        "        keep: quick_wins is yes\n"
        "      ← question G5: Have there been quick wins that people know about?\n"
        "\n"
        "What it feeds\n"
        "   → recommendation quick-wins: Deliver one visible success soon, and tell people\n"
        "        its verdict\n"
        "\n"
        "Works through: Sense of progress (+), Trust (+), Faith (+).\n"
        "As a picture: advisor graph T3 -o graph.svg\n"
    )


def test_a_name_that_several_share_says_so(run):
    ran = run("graph", "C1")
    assert ran.out.startswith("C1  How formal the agreement should be  [statement]")
    assert ran.err == "“C1” is the name of something else too: advisor graph question:C1\n"
    ran = run("graph", "question:C1")
    assert "[question]" in ran.out
    assert ran.err == ""


@pytest.mark.parametrize(("typed", "meant"), [("quick_wis", "quick_wins"), ("t33", "T3"), ("X99", "X9")])
def test_an_unknown_name_names_the_nearest(run, typed, meant):
    ran = run("graph", typed)
    assert ran.code == 2
    assert ran.out == ""
    assert f"nothing called “{typed}”. Did you mean “{meant}" in ran.err


def test_a_name_near_nothing_says_what_may_be_given(run):
    assert "such as T3 or quick_wins" in run("graph", "§§§§").err


def test_capitals_do_not_matter(run):
    assert run("graph", "t3").out == run("graph", "T3").out


def test_everything_is_shown_without_a_name(run):
    out = run("graph").out
    assert "Recommendations, their statements and the facts that decide them" in out
    assert "      T3 Quick wins at the start ← stage, quick_wins\n" in out
    assert "      +  circumstance quick_wins: Quick wins people know about\n" in out


def test_the_search_stops_at_an_area_unless_all_is_asked_for(run):
    short, full = run("graph", "X11").out, run("graph", "X11", "--all").out
    assert "more: advisor graph trust\n" in short
    assert "more: advisor graph" not in full
    assert len(full) > 5 * len(short)


def test_pictures_and_data_go_to_files(run, here):
    assert run("graph", "T3", "-o", "t3.svg").out == "Wrote t3.svg\n"
    root = ET.fromstring((here / "t3.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own picture
    assert root.get("role") == "img"
    assert (
        root.findtext(f"{SVG}title") == "What feeds statement T3, and what it feeds: Quick wins at the start"
    )
    run("graph", "T3", "-o", "t3.json")
    data = json.loads((here / "t3.json").read_text(encoding="utf-8"))
    assert data["focus"] == "statement:T3"
    assert {"question:G5", "fact:quick_wins", "recommendation:quick-wins"} <= {
        each["key"] for each in data["nodes"]
    }
    assert {
        "from": "fact:quick_wins",
        "to": "statement:T3",
        "kind": "decides",
        "absent": False,
        "sign": None,
        "when": ["act: quick_wins is one of no, planned", "keep: quick_wins is yes"],
        "pack": None,
    } in data["edges"]


def test_the_web_is_drawn_with_and_without_a_case(run, here):
    assert run("graph", "--web", "-o", "web.svg").code == 0
    assert run("graph", "--web", "--answers", ANSWERS, "-o", "case.svg").code == 0
    web, case = ((here / name).read_text(encoding="utf-8") for name in ("web.svg", "case.svg"))
    for drawn in (web, case):
        ET.fromstring(drawn)  # noqa: S314 - our own picture
    assert "Quick wins people know about" in web
    assert "Northshire Integrated Care System" in case
    assert "not at work, or not known" in case
    assert "not at work, or not known" not in web
    assert "The strongest chain against you: shared purpose →" in case
    assert "chain-edge" in case
    assert "chain-edge" not in web


def test_the_web_in_words_names_every_path_of_the_case(run, here, advisor):
    ran = run("graph", "--web", "--answers", ANSWERS)
    assert ran.code == 0
    assert ran.out.startswith("The web of cause and effect: Northshire Integrated Care System\n")
    text = " ".join(ran.out.split())
    assert "The strongest chain against you: shared purpose → cultures coming together →" in text
    assert "It begins with what you told us: that some partners see the purpose differently" in text
    assert "Nothing is added up." in text
    case = at_work(advisor.assess(advisor.read_case(ANSWERS)), advisor.knowledge, texts())
    for path in case.paths:
        assert case.listed([path.from_]) in text
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_web_in_words_and_as_data_needs_no_case(run):
    ran = run("graph", "--web")
    assert ran.code == 0
    assert "Held back by: partners who fear losing independence;" in ran.out
    assert "unknown" not in ran.out
    data = json.loads(run("graph", "--web", "--format", "json").out)
    path = {"from": "sovereignty_loss", "to": "trust", "effect": "harms", "context": True, "pack": None}
    assert path in data["web"]


def test_the_web_of_a_case_as_data_is_that_of_its_result(run, advisor):
    data = json.loads(run("graph", "--web", "--answers", ANSWERS, "--format", "json").out)
    result = advisor.assess(advisor.read_case(ANSWERS))
    whole = result.model_dump(mode="json", by_alias=True)
    assert data["web"] == whole["web"]
    assert data["strongest_chain"] == whole["strongest_chain"]
    assert data["levels"]["trust"] == "low"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--web", "T3", "-o", "web.svg"], "leave “T3” out"),
        (["--answers", "answers.yaml"], "add --web"),
        (["--all"], "add an ID"),
        (["T3", "-o", "t3.pdf"], "end it in .svg, .json or .txt"),
        (["T3", "-o", "t3.svg", "-f", "json"], "does not fit the ending"),
    ],
)
def test_what_does_not_go_together_is_refused(run, here, arguments, said):
    ran = run("graph", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert list(here.iterdir()) == []


def test_the_answers_file_is_never_overwritten(run, answers, here):
    path = answers("answers: {quick_wins: 'no'}\n", "mine.svg")
    ran = run("graph", "--web", "--answers", path, "-o", path)
    assert ran.code == 2
    assert path.read_text(encoding="utf-8") == "answers: {quick_wins: 'no'}\n"


def test_packs_join_the_graph(run):
    assert run("graph", "FE1").code == 2
    out = run("graph", "FE1", "--pack", "further-evidence").out
    assert "← question FE-1" in out
    assert "→ recommendation mutual-gain" in out


def test_what_a_pack_may_hold_is_told_with_the_option_that_adds_it(run):
    ran = run("graph", "FE1")
    assert ran.code == 2
    assert ran.err.startswith(
        "The knowledge base holds nothing called “FE1”. Did you mean “F1”?"
        " If it stands in a pack, add --pack and the pack (its folder, or further-evidence).\n"
    )
    assert run("graph", "FE1", "--pack", "further-evidence").code == 0
