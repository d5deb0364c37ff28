"""``advisor ask`` by value: the most telling question first, and the moment from which nothing is left."""

import time

import pytest
import yaml

from advisor.content.folders import content_folder
from advisor.interview.guide import Guide
from advisor.model.case import Case

EXAMPLES = content_folder("questionnaires") / "examples"
FULL = ("--questionnaire", "full")
NOTHING_LEFT = "can change which advice comes first, or its order, whatever you answer."


def typed(*lines):
    return "".join(f"{line}\n" for line in lines)


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def begun(answers):
    """Write an example that lacks some of its answers."""

    def write(*lacking, name="required-system.yaml"):
        data = load(EXAMPLES / name)
        data["answers"] = {one: value for one, value in data["answers"].items() if one not in lacking}
        return answers(yaml.safe_dump(data, sort_keys=False), "northshire.yaml")

    return write


def test_what_the_collaboration_is_comes_first_then_the_most_telling_question(run, begun, advisor):
    lacking = ("partner_count", "conflict", "quick_wins", "milestones")
    file = begun(*lacking)
    case = advisor.read_case(file)
    left = {
        question.id
        for question, facts in advisor.asking().now(case.answers)
        if any(fact not in case.answers and fact not in case.asked_unknown for fact in facts)
    }
    guide = Guide(advisor, "full")
    assert guide.most_telling(case, left) == next(
        each.id for each in advisor.questionnaires["full"].questions if "partner_count" in each.sets
    )
    ran = run("ask", file, "--by-value", typed=typed("4", "q"))
    assert "First comes what the collaboration is, in the usual order" in ran.out
    assert "the question whose answers can change most comes first" in " ".join(ran.out.split())
    assert load(file)["answers"]["partner_count"] == 4


def test_m_changes_the_order_and_back(run, begun):
    file = begun("partner_count", "conflict", "quick_wins", "milestones")
    ran = run("ask", file, typed=typed("m", "m", "q"))
    assert ran.out.index("First comes what the collaboration is") < ran.out.index("in their usual order")
    assert ran.code == 0


def test_by_value_every_question_is_asked_in_the_end_and_the_report_is_offered(run, begun):
    file = begun("conflict", "quick_wins", "milestones", "evaluation")
    ran = run("ask", file, "--by-value", typed=typed("1", "1", "1", "1", "1", "1", "n", "n"))
    assert "That was the last question." in ran.out
    assert {"conflict", "quick_wins", "milestones", "evaluation"} <= set(load(file)["answers"])
    assert "For the report later:" in ran.out


def test_by_value_what_is_skipped_does_not_come_again(run, begun):
    file = begun("quick_wins", "evaluation")
    ran = run("ask", file, "--by-value", typed=typed("s", "s", "n"))
    assert ran.out.count("Question ") == 2
    assert "2 questions are still open" in ran.out


def test_by_value_back_leads_to_the_question_before(run, begun):
    file = begun("quick_wins", "evaluation")
    ran = run("ask", file, "--by-value", typed=typed("1", "b", "2", "q"))
    assert "Your answer now:" in ran.out


def test_it_says_when_nothing_left_can_change_the_priorities_and_q_offers_the_report(run, begun, advisor):
    order, answers = settling(advisor)
    file = begun(*order)
    ran = run("ask", file, typed=typed(*("q" for _ in range(1)), "n"))
    assert NOTHING_LEFT not in " ".join(ran.out.split())
    replies = [str(number) for number in answers]
    ran = run("ask", file, typed=typed(*replies, "q", "n"))
    assert " ".join(ran.out.split()).count(NOTHING_LEFT) == 1
    assert "Write the report now" in ran.out
    assert "For the report later:" in ran.out


def settling(advisor):
    """Return facts of an example to leave out, and replies to the first that settle the priorities."""
    case = advisor.read_case(EXAMPLES / "required-system.yaml")
    guide = Guide(advisor, "full")
    questions = [
        (question, facts)
        for question, facts in advisor.asking().now(case.answers)
        if len(facts) == 1 and case.answers.get(facts[0]) is not None
    ]
    vocabulary = advisor.knowledge.vocabulary.by_name
    for place, (_, (first,)) in enumerate(questions):
        for _, (second,) in questions[place + 1 :]:
            kind = vocabulary[first]
            if kind.kind != "one of" or case.answers[first] not in kind.by_value:
                continue
            without = {one: value for one, value in case.answers.items() if one not in (first, second)}
            before, then = (
                Case(name="A", answers=answers, asked_unknown=case.asked_unknown)
                for answers in (without, without | {first: case.answers[first]})
            )
            left = [one for one in questions if one[1] == (second,)]
            if not guide.nothing_left(before, left) and Guide(advisor, "full").nothing_left(then, left):
                return (first, second), [list(kind.by_value).index(str(case.answers[first])) + 1]
    raise AssertionError("no two questions of the example serve")


def test_a_claim_that_is_proved_is_kept_while_answers_are_added(advisor, monkeypatch):
    case = advisor.read_case(EXAMPLES / "healthy-alliance.yaml")
    guide = Guide(advisor, "full")
    assert guide.nothing_left(case, ["one"])
    more = case.model_copy(update={"answers": {**case.answers, "area_failures": "no"}})
    began = time.perf_counter()
    assert guide.nothing_left(more, ["one"])
    assert time.perf_counter() - began < 0.05
    other = case.model_copy(update={"answers": {"stage": "planning"}})
    assert not guide.nothing_left(other, ["one"])


def test_the_claim_is_not_made_where_nothing_is_asked_any_more(advisor):
    case = advisor.read_case(EXAMPLES / "healthy-alliance.yaml")
    assert not Guide(advisor, "full").nothing_left(case, [])
