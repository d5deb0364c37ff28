"""``advisor questionnaire``: the questions in every form, and the file to fill in."""

import json

import pytest
import yaml

from advisor.cli.questionnaire import FORMATS
from advisor.interview.condition_words import ConditionWords
from advisor.model.grammar import parse_condition
from advisor.service import Advisor

ADVISOR = Advisor.load()


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "xlsx"])
@pytest.mark.parametrize("name", ["full", "rapid"])
def test_every_form_holds_every_question(run, name, form):
    ran = run("questionnaire", name, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    flat = " ".join(ran.out.replace("#", " ").replace("&#39;", "'").split())
    for question in ADVISOR.questionnaires[name].questions:
        assert question.wording in flat.replace('\\"', '"')


def test_full_text_is_the_default_and_fits_a_narrow_terminal(run):
    ran = run("questionnaire")
    assert ran.out == run("questionnaire", "full", "--format", "text").out
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("name", ["full", "rapid"])
def test_the_empty_answers_file_names_every_fact_and_can_be_assessed(run, here, name):
    ran = run("questionnaire", name, "--format", "answers", "-o", "mine.yaml")
    assert ran.out.splitlines()[-1] == "Fill it in, then: advisor assess mine.yaml -o report.pdf"
    data = yaml.safe_load((here / "mine.yaml").read_text(encoding="utf-8"))
    facts = [fact for each in ADVISOR.questionnaires[name].questions for fact in each.sets]
    assert data["answers"] == dict.fromkeys(facts)
    result = json.loads(run("assess", "mine.yaml", "--format", "json").out)
    assert result["case"]["name"] == "Unnamed collaboration"
    assert result["case"]["answered"] == 0
    assert result["versions"]["questionnaire"].startswith(name)


def test_a_filled_answers_file_is_not_overwritten(run, answers):
    path = answers("answers:\n  stage: planning\n")
    ran = run("questionnaire", "--format", "answers", "-o", path)
    assert ran.code == 2
    assert path.read_text(encoding="utf-8") == "answers:\n  stage: planning\n"


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("q.md", "# Rapid"),
        ("q.txt", "Rapid"),
        ("q.html", "<!doctype html>"),
        ("q.json", "{"),
        ("q.yaml", "questionnaire: rapid"),
    ],
)
def test_the_ending_of_the_file_says_what_to_write(run, here, name, begins):
    assert run("questionnaire", "rapid", "-o", name).out == f"Wrote {name}\n"
    assert (here / name).read_text(encoding="utf-8").startswith(begins)


def test_an_ending_that_says_nothing(run, here):
    ran = run("questionnaire", "-o", "q.doc")
    assert ran.code == 2
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("origin is chosen", "A3 is “Partners chose each other freely”"),
        ({"not": "origin is chosen"}, "A3 is not “Partners chose each other freely”"),
        ("partner_count at least 6", "A4 is 6 or more"),
        ("partner_count at most 5", "A4 is 5 or fewer"),
        ("sectors includes one of acute, community", "A6 includes “Acute” or “Community”"),
        ({"not": "sectors includes acute"}, "A6 does not include “Acute”"),
        ("form_reputation is unknown", "you don’t know B9"),
        ({"not": "form_reputation is unknown"}, "you know B9"),
        ("leaders_empathy is rarely", "D1 (leaders showing empathy) is “Rarely”"),
        ("mandated is yes", "the collaboration was required of the partners"),
        ("conflict is not_applicable", "E7 is “not applicable”"),
        (
            {
                "any": [
                    "conflict is no",
                    {"all": ["momentum is yes", {"any": ["stage is reset", "power is balanced"]}]},
                ]
            },
            "E7 is “No”; or G8 is “Yes”, and (A1 is “Being reset or wound down” or D3 is “Balanced”)",
        ),
        (
            {"not": {"any": ["conflict is no", "momentum is yes"]}},
            "E7 is not “No”, and G8 is not “Yes”",
        ),
    ],
)
def test_conditions_in_words(written, expected):
    vocabulary = ADVISOR.knowledge.vocabulary
    words = ConditionWords(ADVISOR.questionnaires["full"], vocabulary)
    assert words.say(parse_condition(written, vocabulary.derived_by_name)) == expected


def test_a_fact_that_a_questionnaire_never_asks_about_goes_by_its_name():
    words = ConditionWords(ADVISOR.questionnaires["rapid"], ADVISOR.knowledge.vocabulary)
    assert words.say(parse_condition("momentum is yes")) == "sense of progress is “Yes”"


def test_a_questionnaire_as_pdf_is_refused_with_what_can_be_had(run, here):
    ran = run("questionnaire", "rapid", "-o", "q.pdf")
    assert ran.code == 2
    assert "not written as PDF" in ran.err
    assert "-o q.html" in ran.err
    assert ".txt, .md, .json, .yaml or .xlsx" in ran.err
    assert not list(here.iterdir())


def test_an_ending_that_says_nothing_is_refused_with_those_that_do(run, here):
    ran = run("questionnaire", "-o", "q.doc")
    assert ran.code == 2
    assert ".txt, .md, .html, .json, .yaml or .xlsx" in ran.err
    assert not list(here.iterdir())


@pytest.mark.parametrize("name", ["full", "rapid"])
def test_the_empty_answers_file_names_facts_and_never_the_number_of_a_question(run, name):
    """What stands there can be typed there: facts and values, not “G1”."""
    text = run("questionnaire", name, "--format", "answers").out
    when = [part.partition("\n  #   ")[0] for part in text.split("# Answer if ")[1:]]
    numbers = {each.id for each in ADVISOR.questionnaires[name].questions}
    for part in when:
        clause = part.partition(".\n")[0]
        assert not numbers & set(clause.replace("(", " ").replace(")", " ").split())
    if name == "full":
        assert len(when) > 20
        assert "# Answer if history is competed or bad_blood." in text
        assert "take part (sectors) is 2 or more." in text
