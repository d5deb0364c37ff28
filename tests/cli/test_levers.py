"""``advisor levers``: the few changes that help most, and which answers decide."""

import json
import re

import pytest

from advisor.content.folders import content_folder
from advisor.model.explanations.levers import Levers
from advisor.model.explanations.sensitivity import Sensitivity

EXAMPLES = content_folder("questionnaires") / "examples"
SYSTEM = EXAMPLES / "required-system.yaml"
UNKNOWN = EXAMPLES / "mostly-unknown.yaml"
HEALTHY = EXAMPLES / "healthy-alliance.yaml"


def test_the_changes_that_do_most_are_told_with_what_helps(run):
    ran = run("levers", SYSTEM, "confidence")
    assert ran.code == 0
    assert ran.err == ""
    assert (
        "Confidence: low\n"
        "───────────────\n"
        "As things stand, 2 influences do harm and none helps.\n"
        "  – One change: mixed in place of low, where one influence does harm and 2 help.\n"
        "    – Make this change:\n"
        "      – Advice 4: Write the duties partners owe into contract, and build\n"
        "        relationships beside it.\n"
        "        – Kind of agreement: from “the agreement you have or plan is\n"
        "          non-binding” to “the agreement you have or plan is a binding contract\n"
        "          with obligations”\n"
    ) in ran.out
    assert "Two changes: high in place of low, where nothing does harm and 4 help." in ran.out
    assert "  – A third change does no more.\n" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_what_changes_the_level_comes_first_and_what_does_not_says_so(run):
    ran = run("levers", EXAMPLES / "felt-takeover-merger.yaml", "trust")
    two, three, one = (ran.out.index(f"– {number} change") for number in ("Two", "Three", "One"))
    assert two < three < one
    told = " ".join(ran.out.split())
    assert "Two changes: mixed in place of low" in told
    assert "One change: not enough to move the level. It stays low, where" in told
    assert "fewer harms that are called critical" in told


def test_the_page_leads_with_what_would_help_each_most(run):
    ran = run("levers", EXAMPLES / "felt-takeover-merger.yaml")
    trust, faith, confidence = (" ".join(one.split()) for one in ran.out.split("\n\n")[1:4])
    assert trust == (
        "Trust would go from low to mixed with advice 6 (Say what each site or team still decides for itself)"
        " and advice 16 (Deliver one visible success soon, and tell people)."
    )
    assert faith.startswith("No change tried here moves faith from mixed. What does most by itself: advice 4")
    assert confidence == "Confidence is high, and nothing weighs on it."


def test_one_advice_that_helps_with_two_changes_names_both_each_time(run):
    told = " ".join(run("levers", SYSTEM, "trust").out.split())
    assert told.count("Advice 9, as above. Informal chats (to") == 1
    assert told.count("Advice 9, as above. Meeting face to face") == 2
    assert "Advice 9, as above. –" not in told


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_lever_leads_with_the_advice_and_says_no_effect_twice(run, path):
    ran = run("levers", path)
    told = " ".join(ran.out.split())
    assert "What helps:" not in told
    assert "people feel taken over" not in told
    for line in told.split(" – "):
        effects = re.split(r"(?:Yet it brings|Yet it loses): ", line)[1:]
        names = [name.strip(" .") for part in effects for name in part.split(";")]
        assert len(names) == len(set(names)), line


def test_without_a_name_trust_faith_and_confidence_are_told(run):
    ran = run("levers", UNKNOWN)
    headings = [line for line in ran.out.splitlines() if line.endswith(": not known")]
    assert headings == ["Trust: not known", "Faith: not known", "Confidence: not known"]
    assert "No change to what you told us takes pressure off, alone or with others." in ran.out
    assert "  – Not known yet. If an answer turned out as below, or were made so" in ran.out


def test_where_nothing_does_harm_there_is_nothing_to_take_off(run):
    ran = run("levers", HEALTHY, "--changes", "1")
    assert " ".join(ran.out.split()).count("so there is no pressure to take off.") == 3
    assert "non-binding" not in ran.out


def test_a_level_that_was_told_outright_says_so(run):
    ran = run("levers", SYSTEM, "conflict", "--changes", "1")
    assert "You told us outright how it stands" in ran.out
    assert "Here a high level is bad news." in ran.out


def test_as_json_it_has_the_shape_of_its_model(run):
    ran = run("levers", SYSTEM, "trust", "--changes", "2", "--format", "json")
    data = json.loads(ran.out)
    assert data["schema"] == "advisor/levers/1"
    assert [one["changes"] for one in data["targets"][0]["most"]] == [1, 2]
    Levers.model_validate(data)


def test_several_files_at_once(run, here):
    ran = run("levers", UNKNOWN, "-o", "levers.html", "-o", "levers.json", "-o", "levers.txt")
    assert ran.code == 0
    page = (here / "levers.html").read_text(encoding="utf-8")
    assert "<h2" in page
    assert "Trust: not known" in page
    assert json.loads((here / "levers.json").read_text(encoding="utf-8"))["case"].startswith("Brackenshire")


def test_which_answers_decide(run):
    ran = run("levers", SYSTEM, "--sensitivity")
    assert ran.code == 0
    assert "10 answers decide which pieces of advice come first." in ran.out
    assert "39 pieces of advice are certain." in ran.out
    assert "4 pieces of advice are ruled out." in ran.out
    assert "A fact you cannot change; check that it is right." in ran.out


def test_what_hangs_names_the_answer_it_hangs_on(run):
    ran = run("levers", UNKNOWN, "--sensitivity")
    assert "26 pieces of advice hang on what is open." in ran.out
    assert (
        "    – Plan so that the work survives if promised funding fails\n"
        "      – Not called for now, and would come if the outside funding you depend on\n"
        "        is promised but not confirmed.\n"
    ) in ran.out


def test_sensitivity_as_json_has_the_shape_of_its_model(run):
    ran = run("levers", UNKNOWN, "--sensitivity", "--format", "json")
    data = json.loads(ran.out)
    assert data["schema"] == "advisor/sensitivity/1"
    assert {one["finding"] for one in data["recommendations"]} == {"certain", "hangs", "ruled_out"}
    Sensitivity.model_validate(data)


def test_with_no_answers_there_is_nothing_to_weigh(run, answers):
    empty = answers("name: Nobody knows\nanswers: {}\n")
    ran = run("levers", empty, "--sensitivity")
    assert ran.code == 0
    assert "No question is answered yet" in ran.out
    assert run("levers", empty).code == 0


@pytest.mark.parametrize(
    ("typed", "says"), [("trst", "Did you mean “trust”?"), ("qqqq", "There are: trust, initial_trust")]
)
def test_an_unknown_name_is_a_wrong_command_line(run, typed, says):
    ran = run("levers", SYSTEM, typed)
    assert ran.code == 2
    assert ran.out == ""
    assert f"“{typed}” is no part of working together" in ran.err
    assert says in " ".join(ran.err.split())


def test_options_that_do_not_go_together(run):
    ran = run("levers", SYSTEM, "trust", "--sensitivity")
    assert ran.code == 2
    assert "--sensitivity looks at all advice" in ran.err
    assert run("levers", SYSTEM, "--changes", "4").code == 2


def test_answers_that_are_refused(run, answers):
    ran = run("levers", answers("name: X\nanswers: {trust_now: 'yes'}\n"))
    assert ran.code == 3
    assert "trust_now" in ran.err
