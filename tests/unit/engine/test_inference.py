"""What followed, and for what reasons."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from advisor.engine.inference import Reasons
from advisor.model.condition import Kind, Subject
from advisor.model.grammar import parse_condition


def reasons(inferrer, kind, name, **answers):
    return inferrer.infer(answers).reasons(Subject(kind, name))


def test_an_answer_that_decided_is_the_reason(inferrer):
    found = reasons(inferrer, Kind.VERDICT.value, "K1", accountability_clear="no", conflict="no")
    assert found == Reasons(answers={"accountability_clear": "no"})


def test_of_several_parts_only_those_that_hold_are_reasons(inferrer):
    found = reasons(
        inferrer,
        Kind.VERDICT.value,
        "L1",
        leaders_empathy="rarely",
        leaders_visible="usually",
        leaders_reframes="rarely",
    )
    assert found.answers == {"leaders_empathy": "rarely", "leaders_reframes": "rarely"}


def test_reasons_reach_through_earlier_conclusions_to_the_answers(inferrer):
    found = reasons(inferrer, Kind.VERDICT.value, "M1", origin="regulator", power_acknowledged="no")
    assert found.answers == {"origin": "regulator", "power_acknowledged": "no"}
    assert found.conclusions == {"mandated": "yes", "voluntary": "no"}


def test_the_absence_of_an_answer_is_a_reason_where_it_was_used(inferrer):
    found = reasons(inferrer, Kind.VERDICT.value, "T1", history="bad_blood")
    assert found == Reasons(answers={"history": "bad_blood"}, absences={"history_addressed": None})


def test_the_absence_of_a_conclusion_is_a_reason_where_it_was_used(inferrer):
    found = reasons(inferrer, Kind.VERDICT.value, "C1", origin="chosen", agreement="binding_contract")
    assert "more_formal_side" in found.absences
    assert found.conclusions["lighter_side"] == "yes"
    assert found.answers == {"origin": "chosen", "agreement": "binding_contract"}


def test_the_reasons_of_a_count_are_the_answers_it_counted(inferrer):
    found = reasons(inferrer, Kind.VERDICT.value, "U2", sectors=("acute", "community"))
    assert found == Reasons(answers={"sectors": ("acute", "community")}, conclusions={"sector_count": "2"})
    counted = reasons(
        inferrer, Kind.DERIVED.value, "leaders_rarely", leaders_empathy="rarely", leaders_visible="usually"
    )
    assert counted.answers == {"leaders_empathy": "rarely"}


@pytest.mark.parametrize("kind", [Kind.VERDICT.value, Kind.LEVEL.value, Kind.FACT.value, "nowhere"])
def test_what_was_not_decided_by_a_rule_has_no_reasons(inferrer, kind):
    assert reasons(inferrer, kind, "T3") == Reasons()


def test_a_conclusion_in_use_elsewhere_keeps_its_own_reasons(inferrer):
    """Reasons are worked out once and shared; adding to one must not add to another."""
    inference = inferrer.infer({"origin": "regulator", "power_acknowledged": "no"})
    before = inference.reasons(Subject(Kind.DERIVED.value, "mandated")).answers.copy()
    inference.reasons(Subject(Kind.VERDICT.value, "M1"))
    assert (
        inference.reasons(Subject(Kind.DERIVED.value, "mandated")).answers
        == before
        == {"origin": "regulator"}
    )


def test_values_are_read_by_name(inferrer, knowledge):
    inference = inferrer.infer({"origin": "chosen", "conflict": "serious", "partner_count": 2})
    assert inference.value(Kind.FACT.value, "origin") == "chosen"
    assert inference.value(Kind.FACT.value, "partner_count") == 2
    assert inference.value(Kind.FACT.value, "stage") is None
    assert inference.derived("voluntary") == "yes"
    assert inference.derived("phase") == "unknown"
    assert inference.level("conflict") == "high"
    assert inference.level("synergy") == "unknown"
    assert inference.verdict("M1") == "not_applicable"
    assert inference.holds(parse_condition("conflict is serious"))
    assert not inference.holds(parse_condition("stage is planning"))
    assert not inference.holds(parse_condition({"not": "stage is planning"}))


def test_an_answer_to_what_nobody_asks_is_left_aside(inferrer):
    assert inferrer.infer({"nobody_asks": "no"}).values == inferrer.infer({}).values


def test_facts_and_mechanisms_of_one_name_are_kept_apart(inferrer):
    inference = inferrer.infer({"conflict": "no"})
    assert inference.value(Kind.FACT.value, "conflict") == "no"
    assert inference.value(Kind.LEVEL.value, "conflict") == "low"


def test_every_firing_says_which_rule_concluded_what(inferrer):
    inference = inferrer.infer({"quick_wins": "no", "stage": "established"})
    fired = {subject: (rule, value) for rule, subject, value in inference.fired}
    assert fired[Subject(Kind.VERDICT.value, "T3")] == ("verdict of T3 is act (2)", "act")
    assert fired[Subject(Kind.VERDICT.value, "K1")] == ("verdict of K1 otherwise", "find_out")
    assert fired[Subject(Kind.CONTEXT.value, "quick_wins")][1] == "absent"


def test_each_thread_has_an_engine_of_its_own_and_uses_it_again(inferrer):
    engines, together = set(), threading.Barrier(2)

    def two_cases(answer):
        together.wait()
        inferrer.infer({})
        engine = inferrer._local.reasoner
        found = inferrer.infer({"conflict": answer}).level("conflict")
        assert inferrer._local.reasoner is engine
        engines.add(engine)
        return found

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(two_cases, ["no", "serious"])) == ["low", "high"]
    assert len(engines) == 2


def test_an_engine_does_not_grow_with_the_cases_it_has_seen(inferrer, examples):
    inferrer.infer({})
    reasoner = inferrer._local.reasoner

    def sizes():
        inferrer.infer(examples[0].answers)
        return (
            len(reasoner.facts),
            len(reasoner.matcher.facts),
            len(reasoner.fired),
            len(reasoner.agenda.activations),
        )

    first = sizes()
    for case in examples:
        inferrer.infer(case.answers)
    assert sizes() == first
