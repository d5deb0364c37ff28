"""What experta fires is what the conditions say: by the grammar’s own truth, and by a second evaluator."""

from collections import Counter

import pytest

from advisor.engine.program import Decision
from advisor.model.condition import Kind, Subject, Truth, truth
from advisor.model.derive import derive
from tests.unit.cases import random_answers
from tests.unit.engine.reference import Reference

SEEDS = range(40)


@pytest.fixture(scope="module")
def random_inferences(inferrer, knowledge):
    return [inferrer.infer(random_answers(knowledge, seed)) for seed in SEEDS]


def first_true(decision, inference):
    """Return the value of the first case that is true, in the light of everything that was concluded."""
    for value, condition in decision.cases:
        if truth(condition, inference.values.get) is Truth.TRUE:
            return value
    return decision.default


def test_every_decision_takes_the_value_of_its_first_case_that_is_true(
    random_inferences, inferences, program
):
    decisions = [step for step in program.steps if isinstance(step, Decision)]
    for inference in (*random_inferences, *inferences):
        for decision in decisions:
            expected = first_true(decision, inference)
            found = inference.values[decision.subject]
            skipped = decision.statement is not None and expected == "find_out" and found == "not_applicable"
            assert found == expected or skipped, decision.subject


def test_every_subject_is_decided_exactly_once(random_inferences, program):
    subjects = Counter(step.subject for step in program.steps)
    for inference in random_inferences:
        assert Counter(subject for _, subject, _ in inference.fired) == subjects


def test_every_rule_that_fired_is_one_of_the_subject_it_concludes(random_inferences):
    for inference in random_inferences:
        for rule, subject, value in inference.fired:
            assert rule.startswith(f"{subject.kind} {subject.id}")
            assert value == str(
                inference.values[subject] if inference.values[subject] is not None else "unknown"
            )


def test_a_second_evaluator_that_works_backwards_finds_the_same_values(
    random_inferences, inferences, program
):
    for inference in (*random_inferences, *inferences):
        answers = {
            subject.id: value
            for subject, value in inference.values.items()
            if subject.kind == Kind.FACT.value and value is not None
        }
        for subject, value in Reference(program, answers).everything().items():
            assert inference.values[subject] == value, subject


@pytest.mark.parametrize("seed", SEEDS)
def test_facts_derived_for_asking_are_those_that_the_engine_derives(random_inferences, knowledge, seed):
    inference = random_inferences[seed]
    value_of = derive(knowledge.vocabulary, random_answers(knowledge, seed))
    for derived in knowledge.vocabulary.derived:
        # The fit of the formality rests on a verdict, which only inference gives.
        if derived.fact != "formality_fit":
            subject = Subject(Kind.DERIVED.value, derived.fact)
            assert inference.values[subject] == value_of(subject), derived.fact


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1400))
def test_many_random_cases_agree_with_the_second_evaluator(inferrer, program, knowledge, seed):
    answers = random_answers(knowledge, seed)
    inference = inferrer.infer(answers)
    for subject, value in Reference(program, answers).everything().items():
        assert inference.values[subject] == value, subject
