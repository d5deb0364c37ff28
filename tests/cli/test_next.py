"""``advisor next``: which question to answer next, and whether to go on."""

import json
from pathlib import Path

import pytest
import yaml

from advisor.content.folders import content_folder

EXAMPLES = content_folder("questionnaires") / "examples"
CASES = Path(__file__).parents[1] / "unit" / "explanation" / "cases"


@pytest.fixture
def lacking(answers):
    """Write an example that lacks some of its answers."""

    def write(name, *facts):
        data = yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))
        for fact in facts:
            del data["answers"][fact]
        return answers(yaml.safe_dump(data, sort_keys=False))

    return write


def test_it_says_what_hangs_on_the_next_three_questions(run):
    ran = run("next", EXAMPLES / "considering-collaborative.yaml")
    assert ran.code == 0
    said = " ".join(ran.out.split())
    assert "It is worth going on: what is left can change your priorities. 8 questions are left," in said
    assert "left, with 21 answers in all." in said
    assert "If any of these" not in said
    assert "some key leaders are hard to find when needed, and that alone" in said
    assert ran.out.count("Question ") == 3
    assert "2. Do any of these apply to key leaders?" in ran.out
    assert "If people across partners rarely talk informally:" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_it_says_where_to_stop(run, lacking):
    file = lacking("over-contracted-network.yaml", "evaluation")
    ran = run("next", file)
    data = json.loads(run("next", file, "-f", "json").out)
    assert data["stop"]["order"] in ("proved", "refuted")
    assert ("You can stop here." in ran.out) == (data["stop"]["order"] == "proved")


def test_with_every_question_put_it_says_so(run):
    ran = run("next", EXAMPLES / "healthy-alliance.yaml")
    assert "Every question of this questionnaire that fits your case has been put." in " ".join(
        ran.out.split()
    )
    assert "Your report is ready whenever you stop" in ran.out


def test_what_nobody_knows_is_worth_finding_out_or_not(run):
    data = json.loads(run("next", EXAMPLES / "required-system.yaml", "-f", "json").out)
    assert data["schema"] == "advisor/next/1"
    assert data["left"] == 0
    assert data["stop"]["order"] == "proved"
    assert data["found_out"]["order"] in ("proved", "refuted", "open")
    assert all(one["dont_know"] for one in data["next"])


def test_what_is_not_known_is_counted_alike_in_the_three_places(run):
    file = EXAMPLES / "felt-takeover-merger.yaml"
    report, after, deciding = (
        " ".join(run(*typed).out.split())
        for typed in (("assess", file), ("next", file), ("levers", file, "--sensitivity"))
    )
    assert "Not known yet: 2. One of those not known could change the advice." in report
    assert "You answered “don’t know” in one question, to 2 of its rows." in after
    assert (
        "No answer that is still unknown would by itself bring advice in, take any away or reword it."
        in after
    )
    assert "One could still change what stands behind advice, such as a list in it; your report" in after
    assert "2 answers are not known yet. Each row of a grid is one. One of them could change the" in deciding


def test_what_is_found_out_by_itself_says_so_where_other_questions_are_left(run):
    """There what leaders do about conflict moves the priorities, once there is said to be conflict."""
    file = CASES / "found_out.yaml"
    found = json.loads(run("next", file, "-f", "json").out)
    assert found["found_out"]["order"] == "proved"
    assert found["found_out_alone"]
    said = " ".join(run("next", file).out.split())
    assert "As long as the questions left stay open, nothing you could find out there changes" in said


def test_a_title_that_can_still_change_is_not_said_to_stay(run):
    file = CASES / "reworded.yaml"
    found = json.loads(run("next", file, "-f", "json").out)
    assert (found["stop"]["order"], found["stop"]["words"]) == ("proved", "refuted")
    said = " ".join(run("next", file).out.split())
    assert "the same advice comes first, in the same order. Only the words of some" in said
    assert "in other words: “" in said
    assert "words it otherwise" not in said


def test_what_is_left_after_dividing_is_tried_without_a_fault(run):
    ran = run("next", CASES / "divided.yaml")
    assert ran.code == 0
    assert "What to find out next" in ran.out


def test_the_rapid_questionnaire_has_fewer_left(run):
    file = EXAMPLES / "mostly-unknown.yaml"
    full = json.loads(run("next", file, "-f", "json").out)
    rapid = json.loads(run("next", file, "-q", "rapid", "-f", "json").out)
    assert rapid["questionnaire"] == "rapid"
    assert rapid["left"] < full["left"]


def test_it_writes_files(run, tmp_path):
    page, data = tmp_path / "next.html", tmp_path / "next.json"
    ran = run("next", EXAMPLES / "mostly-unknown.yaml", "-o", page, "-o", data)
    assert ran.code == 0
    assert "<title>What to find out next" in page.read_text(encoding="utf-8")
    assert len(json.loads(data.read_text(encoding="utf-8"))["next"]) == 3


def test_a_file_that_is_not_there_is_refused(run, tmp_path):
    ran = run("next", tmp_path / "nothing.yaml")
    assert ran.code == 3
    assert "nothing.yaml" in ran.err


def test_an_answer_that_is_none_is_refused(run, answers):
    ran = run("next", answers("name: A\nanswers: {stage: planing}\n"))
    assert ran.code == 3
    assert "planning" in ran.err
