"""``advisor whatif``."""

import json

import pytest

from advisor.content.folders import content_folder

EXAMPLE = content_folder("questionnaires") / "examples" / "felt-takeover-merger.yaml"


def test_what_would_change_in_words(run):
    ran = run("whatif", EXAMPLE, "--set", "quick_wins=yes", "--set", "champions=some")
    assert ran.code == 0
    assert "Advice that would be in place already" in ran.out
    assert "Deliver one visible success soon, and tell people" in ran.out
    assert "Because of quick wins." in ran.out
    assert "Already so: champions “In some”." in ran.out
    assert all(len(line) <= 80 for line in ran.out.splitlines())


def test_what_is_so_already_changes_nothing_and_is_no_error(run):
    ran = run("whatif", EXAMPLE, "--set", "quick_wins=no")
    assert ran.code == 0
    assert "Nothing would change. What you set is so already." in ran.out


def test_what_nobody_can_change_is_said_and_tried_all_the_same(run):
    ran = run("whatif", EXAMPLE, "--set", "origin=chosen")
    assert ran.code == 0
    assert "Nobody can change this: how it began." in ran.out
    assert "partners chose each other freely" in ran.out


def test_other_programs_read_it_as_json(run):
    ran = run("whatif", EXAMPLE, "--set", "quick_wins=yes", "--format", "json")
    data = json.loads(ran.out)
    assert data["schema"] == "advisor/whatif/1"
    verdict = next(one for one in data["differences"] if one["id"] == "T3")
    assert (verdict["was"], verdict["now"], verdict["answers"]) == ("act", "keep", ["quick_wins"])


def test_a_page_stands_alone(run, tmp_path):
    page = tmp_path / "whatif.html"
    assert run("whatif", EXAMPLE, "--set", "quick_wins=yes", "-o", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "Quick wins: from “No” to “Yes”" in text
    assert "http" not in text.replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    ("set_to", "said"),
    [
        (["powr=balanced"], "Did you mean “power”"),
        (["power=balancd"], "did you mean “balanced”?"),
        (["power=balanced", "power=dominated"], "set twice"),
        ([], "Nothing is set."),
    ],
)
def test_bad_input_is_refused_in_words(run, set_to, said):
    ran = run("whatif", EXAMPLE, *(part for one in set_to for part in ("--set", one)))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
