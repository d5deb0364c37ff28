"""What to answer next: the best question is the one that re-running experta finds."""

import random

import pytest

from advisor.explanation.completions.what_next import Trials, questions_by_worth, tries_of, worth_of
from advisor.model.case import Case
from advisor.report.explained.next import next_page
from advisor.report.explained.rendering import page_text
from advisor.service import Advisor
from tests.unit.cases import example_cases, random_answers


def calls(result):
    return {one.id: one.verdict for one in result.recommendations}


def worded(advisor, answers):
    """Return the verdict and the wording of each recommendation that experta calls for."""
    inference = advisor._inferrer.infer(answers)
    found = {
        one.id: inference.value("recommendation", one.id) for one in advisor.knowledge.advice.recommendations
    }
    return {name: value for name, value in found.items() if ":" in str(value)}


def first(result):
    return [one.id for one in result.recommendations if one.priority is not None]


def by_brute_force(advisor, answers, asking, around):
    """Return the questions with what hangs on them, from one run of experta for each answer."""
    now = advisor.assess(Case(name="Case", answers=answers))
    found = []
    for question, asked in asking.now(answers):
        facts = [fact for fact in asked if fact not in answers]
        if not facts:
            continue
        skipped = ["not_applicable"] if question.may_not_apply else []
        values = {fact: [*around.values(fact), *skipped] if around.values(fact) else [] for fact in facts}
        tries = [{fact: value} for fact in facts for value in values[fact]]
        if len(facts) > 1:
            shared = [one for one in values[facts[0]] if all(one in values[f] for f in facts)]
            tries += [dict.fromkeys(facts, value) for value in shared]
        moves, ours, others, levels = False, set(), set(), set()
        for more in tries:
            then = advisor.assess(Case(name="Case", answers=answers | more))
            moves = moves or first(now) != first(then)
            ours |= set(first(now)) ^ set(first(then))
            before, after = worded(advisor, answers), worded(advisor, answers | more)
            others |= {one for one in before.keys() | after if before.get(one) != after.get(one)}
            levels |= {
                name for name, level in now.mechanisms.items() if then.mechanisms[name].level != level.level
            }
        found.append((question.id, (int(moves), len(ours), len(others), len(levels))))
    return sorted(found, key=lambda each: tuple(-count for count in each[1]))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_questions_is_that_of_brute_force(advisor, seed):
    answers = random_answers(advisor.knowledge, 10 * seed + 3)
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    asking = advisor.asking()
    every = [fact for _, facts in asking.now(answers) for fact in facts if fact not in answers]
    spare = set(chance.sample(every, max(0, len(every) - 12)))
    answers |= dict.fromkeys(spare, "not_applicable")
    around = advisor.around(Case(name="Case", answers=answers))
    found = [(one.question.id, one.counts) for one in questions_by_worth(around, asking)]
    assert found == by_brute_force(advisor, answers, asking, around)


def test_what_is_settled_is_not_asked_again(advisor):
    case = next(one for one in example_cases(advisor) if one.asked_unknown)
    found = questions_by_worth(advisor.around(case), advisor.asking(), case.asked_unknown)
    assert not {fact for one in found for fact in one.facts} & set(case.asked_unknown)


@pytest.mark.parametrize("place", range(7))
def test_what_is_told_of_an_example_is_so(advisor, place):
    case = example_cases(advisor)[place]
    now = advisor.assess(case)
    found = advisor.what_next(case)
    assert [one.id for one in found.priorities] == first(now)
    for question in found.next:
        assert question.hangs
        for hanging in question.hangs:
            for answer in hanging.answers:
                then = advisor.assess(
                    case.model_copy(update={"answers": case.answers | {answer.fact: answer.value}})
                )
                assert {one.id for one in hanging.in_first} == set(first(then)) - set(first(now))
                assert {one.id for one in hanging.out_of_first} == set(first(now)) - set(first(then))
                assert {one.id for one in hanging.comes_in} == set(calls(then)) - set(calls(now))
                assert {one.id for one in hanging.goes_out} == set(calls(now)) - set(calls(then))
    assert found.matter <= found.left
    if found.stop.order == "proved":
        assert not any(one.moves for one in found.next if not one.dont_know)


def test_what_a_pack_brings_is_labelled():
    advisor = Advisor.load(packs=["further-evidence"])
    title, packed = advisor.knowledge.packs[0].head.title, set(advisor.knowledge.packs[0].brings["facts"])
    case = next(one for one in example_cases(advisor) if not packed & one.answers.keys())
    found = advisor.what_next(case)
    labelled = [one for one in found.next if packed & set(one.facts)]
    assert labelled
    assert all((one.pack == title) == bool(packed & set(one.facts)) for one in found.next)
    told = [each for one in labelled for hanging in one.hangs for each in hanging.comes_in]
    assert told
    for each in told:
        assert each.pack == advisor.knowledge.pack_of("recommendations", each.id)
    label = f"(from: {title}, beyond the two papers)"
    assert page_text(next_page(found, "x.yaml"), 400).count(label) >= 2 * len(labelled)


def test_other_answers_are_tried_once_together(advisor):
    case = next(one for one in example_cases(advisor) if one.asked_unknown)
    around, asking = advisor.around(case), advisor.asking()
    left = asking.unanswered(around.answers)
    trials = Trials(tries_of(left, around), around)
    assert [one.counts for one in worth_of(left, around, trials)] == [
        one.counts for one in questions_by_worth(around, asking)
    ]
    with pytest.raises(LookupError, match="was tried"):
        worth_of(left, around, Trials([], around))
