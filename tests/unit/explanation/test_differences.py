"""What differs between two results."""

from itertools import pairwise

import pytest

from advisor.explanation.changes.differences import differences, told
from advisor.model.case import Case
from tests.unit.cases import example_cases, random_answers


@pytest.fixture(scope="module")
def results(advisor):
    cases = example_cases(advisor)
    cases += [Case(name="random", answers=random_answers(advisor.knowledge, seed)) for seed in range(12)]
    return [advisor.assess(case) for case in cases]


def test_nothing_differs_where_results_say_the_same(results):
    for one in results:
        assert differences(one, one.model_copy(deep=True)) == ()


def test_something_differs_exactly_where_results_do_not_say_the_same(results):
    for one in results:
        for other in results:
            assert bool(differences(one, other)) == (told(one) != told(other))


def test_the_way_back_mirrors_the_way_there(results):
    turned = {"appears": "vanishes", "vanishes": "appears"}
    for one, other in pairwise(results):
        there = {(each.kind, each.id): each for each in differences(one, other)}
        back = {(each.kind, each.id): each for each in differences(other, one)}
        assert there.keys() == back.keys()
        for key, each in there.items():
            twin = back[key]
            assert twin.what == turned.get(each.what, each.what)
            assert (twin.was, twin.now) == (each.now, each.was)
            assert (twin.was_order, twin.now_order) == (each.now_order, each.was_order)
            assert (twin.was_priority, twin.now_priority) == (each.now_priority, each.was_priority)


def test_what_is_told_of_the_new_result_is_true(results):
    for one, other in pairwise(results):
        said = dict(told(one))
        for each in differences(one, other):
            key = (each.kind, each.id)
            if each.what == "vanishes":
                del said[key]
            else:
                said[key] = told(other)[key]
        # Places of advice that comes or goes come and go with it.
        ours = {key: value for key, value in said.items() if key[0] != "place"}
        assert ours == {key: value for key, value in told(other).items() if key[0] != "place"}


def test_what_stays_in_order_has_only_been_shifted(results):
    one = results[0]
    _, *rest = one.recommendations
    fewer = tuple(each.model_copy(update={"order": each.order - 1}) for each in rest)
    moves = differences(one, one.model_copy(update={"recommendations": fewer}))
    assert {each.kind for each in moves} == {"recommendation", "place"}
    assert all(each.shifted for each in moves if each.kind == "place")
    turned = (
        fewer[0].model_copy(update={"order": len(rest) + 1}),
        *fewer[1:],
    )
    last = tuple(each.model_copy(update={"order": each.order - 1}) for each in turned)
    ahead = (
        one.model_copy(update={"recommendations": fewer}),
        one.model_copy(update={"recommendations": last}),
    )
    moved = [each.id for each in differences(*ahead) if each.kind == "place" and not each.shifted]
    assert moved == [rest[0].id]


def test_verdicts_and_levels_bear_the_names_that_readers_know(advisor, results):
    found = differences(results[0], results[1], lambda *one: advisor.body.title(*one) or one[0])
    named = {each.id: each.title for each in found if each.kind in ("verdict", "level")}
    assert named
    known = {each.id: each.title for each in advisor.knowledge.advice.statements}
    known |= {each.id: each.name for each in advisor.knowledge.mechanisms}
    assert all(known[name] == title for name, title in named.items())
