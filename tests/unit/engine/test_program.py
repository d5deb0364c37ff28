"""The knowledge base as a program: what rests on what, and in which order it is decided."""

import pytest

from advisor.engine.compile import compile_program
from advisor.engine.program import Counted, Decision, Levelled
from advisor.errors import ContentRefused
from advisor.model.condition import Kind, Subject
from advisor.model.grammar import parse_condition
from advisor.model.vocabulary import Count, DerivedCase, DerivedFact
from tests.unit.altered import altered


def deriving(knowledge, **rests_on):
    """Return the knowledge base with more derived facts, each “yes” when another is."""
    made = [
        DerivedFact.model_construct(
            fact=name,
            meaning="",
            cases=(DerivedCase(value="yes", when=parse_condition(f"{other} is yes", rests_on)),),
            count=None,
        )
        for name, other in rests_on.items()
    ]
    vocabulary = altered(knowledge.vocabulary, derived=(*knowledge.vocabulary.derived, *made))
    return altered(knowledge, vocabulary=vocabulary)


def test_every_step_rests_only_on_earlier_ones(program):
    decided = set()
    known = {step.subject for step in program.steps}
    for step in program.steps:
        assert {one for one in step.rests_on() if one in known} <= decided
        decided.add(step.subject)


def test_everything_that_can_be_asked_of_is_decided(program, knowledge):
    subjects = {(step.subject.kind, step.subject.id) for step in program.steps}
    assert {("level of", one.id) for one in knowledge.mechanisms} <= subjects
    assert {("context", one.id) for one in knowledge.contexts} <= subjects
    assert {("verdict of", one.id) for one in knowledge.advice.statements} <= subjects
    assert {(Kind.DERIVED.value, one.fact) for one in knowledge.vocabulary.derived} <= subjects


@pytest.mark.parametrize("rests_on", [{"first": "second", "second": "first"}, {"first": "first"}])
def test_rules_that_rest_on_one_another_in_a_circle_are_refused_with_the_circle(knowledge, rests_on):
    with pytest.raises(ContentRefused) as refused:
        compile_program(deriving(knowledge, **rests_on))
    said = str(refused.value)
    assert "rules rest on one another in a circle: first → " in said
    assert said.endswith("take one of these conditions out")
    assert refused.value.exit_code == 3


def test_a_circle_through_a_level_is_found_too(knowledge):
    """Conflict votes on trust; were trust let vote on conflict too, neither could be settled first."""
    link = next(one for one in knowledge.web.mechanism_links if one.id == "trust→conflict")
    uncut = tuple(
        one.model_copy(update={"cut": False}) if one is link else one for one in knowledge.web.mechanism_links
    )
    with pytest.raises(ContentRefused, match=r"in a circle: .*level of trust"):
        compile_program(altered(knowledge, web=altered(knowledge.web, mechanism_links=uncut)))


def test_a_line_of_derived_facts_is_no_circle(knowledge):
    program = compile_program(deriving(knowledge, first="second", second="early"))
    order = [step.subject.id for step in program.steps]
    assert order.index("early") < order.index("second") < order.index("first")


def test_what_a_level_rests_on_includes_what_decides_whether_its_sources_apply(program):
    trust = program.by_subject[Subject("level of", "trust")]
    assert isinstance(trust, Levelled)
    assert Subject(Kind.DERIVED.value, "conflict_live") in set(trust.rests_on())
    assert Subject("vote", "communication→trust") in set(trust.rests_on())


def test_counts_rest_on_answers_alone(program):
    counted = [step for step in program.steps if isinstance(step, Counted)]
    assert counted
    assert all(list(step.rests_on()) == [] for step in counted)


def test_a_number_is_counted_over_the_answers_that_are_known(inferrer):
    counted = inferrer.infer(
        {"leaders_empathy": "usually", "leaders_listening": "rarely", "leaders_visible": "not_applicable"}
    )
    assert counted.value(Kind.DERIVED.value, "leaders_usually") == 1
    assert counted.value(Kind.DERIVED.value, "leaders_rarely") == 1
    assert counted.value(Kind.DERIVED.value, "leaders_sometimes") == 0
    assert counted.value(Kind.DERIVED.value, "sector_count") is None


def test_ticks_are_counted_where_no_value_is_named(inferrer, knowledge):
    assert inferrer.infer({"sectors": ("acute", "community")}).value(Kind.DERIVED.value, "sector_count") == 2
    assert knowledge.vocabulary.derived_by_name["sector_count"].count == Count(of=("sectors",))


def test_a_statement_that_follows_another_shares_its_lines(program):
    follows, followed = (program.by_subject[Subject("verdict of", one)] for one in ("R1", "C1"))
    assert isinstance(follows, Decision)
    assert follows.cases == followed.cases
    assert follows.statement == "R1"


def test_a_gate_must_be_known_to_be_open_for_any_other_verdict(inferrer):
    assert inferrer.infer({"quick_wins": "no"}).verdict("T3") == "find_out"
    assert inferrer.infer({"quick_wins": "no", "stage": "considering"}).verdict("T3") == "not_applicable"
    assert inferrer.infer({"quick_wins": "no", "stage": "planning"}).verdict("T3") == "act"


def test_a_circumstance_may_have_no_known_absence(knowledge):
    lone = knowledge.contexts[0].model_copy(update={"absent": None, "partly": None})
    program = compile_program(altered(knowledge, contexts=(lone, *knowledge.contexts[1:])))
    assert [value for value, _ in program.by_subject[Subject("context", lone.id)].cases] == ["present"]
