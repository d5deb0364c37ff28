"""What would follow if some answers were others."""

import random

import pytest

from advisor.explanation.changes.differences import differences, told
from advisor.model.case import Case
from tests.unit.cases import example_cases, random_answers, random_value


@pytest.fixture(scope="module")
def merger(advisor):
    return next(case for case in example_cases(advisor) if "merger" in case.name)


def test_a_what_if_is_a_whole_assessment_anew(advisor):
    chance = random.Random(3)  # noqa: S311 - cases, not secrets
    for seed in range(5):
        case = Case(name="x", answers=random_answers(advisor.knowledge, seed))
        facts = chance.sample(advisor.knowledge.vocabulary.facts, 3)
        changes = {fact.fact: random_value(fact, chance) for fact in facts}
        before = advisor.assess(case)
        after = advisor.assess(Case(name="x", answers={**case.answers, **changes}))
        found = advisor.what_if(case, changes)
        expected = differences(before, after, lambda *one: advisor.body.title(*one) or one[0])
        kept = {"answers", "rules", "one_of_rules", "reasons"}
        assert [one.model_dump(exclude=kept) for one in found.differences] == [
            one.model_dump(exclude=kept) for one in expected
        ]
        assert {one.fact for one in found.changes} | {one.fact for one in found.already} == set(changes)
        assert (told(before) == told(after)) == (not found.differences)


def test_an_answer_can_be_taken_back(advisor, merger):
    found = advisor.what_if(merger, {"quick_wins": None})
    (change,) = found.changes
    assert (change.was, change.now, change.now_label) == ("no", None, "")
    verdict = next(one for one in found.differences if (one.kind, one.id) == ("verdict", "T3"))
    assert (verdict.was, verdict.now, verdict.answers) == ("act", "find_out", ("quick_wins",))


def test_what_is_so_already_is_said_and_changes_nothing(advisor, merger):
    found = advisor.what_if(merger, {"quick_wins": "no", "leaders_reframes": None})
    assert (found.changes, found.differences) == ((), ())
    assert [(one.fact, one.was, one.now) for one in found.already] == [
        ("quick_wins", "no", "no"),
        ("leaders_reframes", None, None),
    ]


def test_what_nobody_can_change_is_marked(advisor, merger):
    found = advisor.what_if(merger, {"origin": "chosen", "power": "balanced", "quick_wins": "yes"})
    assert (found.fixed, found.partly) == (("origin",), ("power",))


def test_answers_that_hardly_go_together_are_told_where_the_change_makes_them(advisor, merger):
    assert not advisor.what_if(merger, {"quick_wins": "yes"}).contradictions
    found = advisor.what_if(merger, {"power": "balanced"})
    assert any("power is balanced" in one for one in found.contradictions)


def test_new_advice_says_what_it_rests_on(advisor):
    case = Case(name="x", answers={"stage": "established", "quick_wins": "yes"})
    found = advisor.what_if(case, {"quick_wins": "no"})
    (new,) = [one for one in found.differences if one.kind == "recommendation"]
    assert new.what == "appears"
    assert new.answers == ("quick_wins",)
    assert any("success" in one for one in new.reasons)
