"""Which facts are named as still to find out: those that could change the verdict, and no others."""

import random

import pytest

from advisor.engine.program import Decision
from advisor.engine.turning import Turning, ground_of
from advisor.engine.undecided import Outlook, Prospect
from advisor.model.condition import Kind, Subject, Truth
from advisor.model.grammar import parse_condition
from tests.unit.cases import random_answers
from tests.unit.engine.reference import Reference

FIND_OUT = "find_out"
TRIES = 2500


def values_of(knowledge, fact):
    definition = knowledge.vocabulary.by_name[fact]
    if definition.kind == "whole number":
        return [2, 5, 6, 20]
    values = [one.value for one in definition.values]
    return values if definition.kind == "one of" else [*((one,) for one in values), tuple(values)]


def verdict(program, statement, answers):
    return Reference(program, answers).value_of(Subject(Kind.VERDICT.value, statement))


def can_matter(program, statement, fact, others, answers):
    """Return whether some answers to the other facts let this one turn the verdict."""
    chance = random.Random(7)  # noqa: S311 - tries answers, keeps no secret
    options = {one: values_of(program.knowledge, one) for one in (fact, *others)}
    for attempt in range(TRIES):
        tried, together, left = dict(answers), chance.random(), chance.choice((0, 0.1, 0.3, 0.6))
        for one in others:
            if chance.random() >= left:
                choices = options[one]
                tried[one] = (
                    choices[int(together * len(choices))] if attempt % 4 == 0 else chance.choice(choices)
                )
        if len({verdict(program, statement, {**tried, fact: value}) for value in options[fact]}) > 1:
            return True
    return False


@pytest.mark.parametrize("seed", [0, 1, 3, 8, 25])
def test_every_fact_that_is_named_could_change_the_verdict(inferrer, program, knowledge, seed):
    answers = random_answers(knowledge, seed)
    inference = inferrer.infer(answers)
    for statement in knowledge.advice.by_id:
        if inference.verdict(statement) != FIND_OUT:
            continue
        needs = inference.needs(statement)
        for fact in needs:
            others = [one for one in needs if one != fact]
            assert can_matter(program, statement, fact, others, answers), (statement, fact)


@pytest.mark.parametrize("seed", [0, 4, 5, 6, 7, 45])
def test_a_fact_that_is_not_named_settles_nothing_on_its_own(inferrer, program, knowledge, seed):
    answers = random_answers(knowledge, seed)
    inference = inferrer.infer(answers)
    unknown = [fact for fact in knowledge.vocabulary.by_name if fact not in answers]
    for statement in knowledge.advice.by_id:
        for fact in set(unknown) - set(inference.needs(statement)):
            if inference.verdict(statement) == FIND_OUT:
                found = {
                    verdict(program, statement, {**answers, fact: one}) for one in values_of(knowledge, fact)
                }
                assert found == {FIND_OUT}, (statement, fact)


def test_with_no_answer_at_all_every_statement_names_what_it_needs(inferrer, knowledge):
    nothing = inferrer.infer({})
    for statement in knowledge.advice.by_id:
        assert nothing.verdict(statement) == FIND_OUT
        assert nothing.needs(statement)


def test_a_count_that_is_unknown_names_the_facts_it_counts(inferrer):
    assert inferrer.infer({}).needs("U2") == ("sectors",)


def test_branches_that_are_decided_are_not_followed(inferrer):
    inference = inferrer.infer(
        {"history": "bad_blood", "history_addressed": "partly", "travel_time": "30_to_60_min"}
    )
    assert inference.verdict("T1") == "act"
    assert inference.verdict("T6") == "keep"
    assert inferrer.infer({"accountability_clear": "yes"}).needs("C2") == (
        "disagreements_anticipated",
        "stage",
        "conflict",
    )


@pytest.mark.parametrize(
    ("answers", "statement"),
    [
        ({"quick_wins": "not_applicable", "stage": "planning"}, "T3"),
        ({"stage": "not_applicable", "quick_wins": "no"}, "T3"),
        ({"history": "not_applicable"}, "T1"),
        ({"sectors": "not_applicable"}, "U2"),
        ({"dispute_process": "not_applicable"}, "X4"),
        ({"contact_informal": "not_applicable", "contact_face_to_face": "often"}, "T5"),
        ({"senior_disbelievers": "not_applicable"}, "L4"),
        ({"capacity": "not_applicable", "outside_funding": "secured"}, "P3"),
    ],
)
def test_what_waits_only_for_facts_that_do_not_apply_is_never_to_find_out(inferrer, answers, statement):
    inference = inferrer.infer(answers)
    assert inference.verdict(statement) == "not_applicable"


def test_nothing_is_to_find_out_where_nothing_applies(inferrer, knowledge):
    skipped = inferrer.infer(dict.fromkeys(knowledge.vocabulary.by_name, "not_applicable"))
    assert {skipped.verdict(statement) for statement in knowledge.advice.by_id} == {"not_applicable"}


@pytest.mark.parametrize(
    ("answers", "statement"),
    [
        ({"ambition": "too_modest"}, "F3"),
        ({"timetable": "tight"}, "X8"),
        ({"staff_view": ("no_view",)}, "X17"),
    ],
)
def test_where_the_papers_are_silent_nothing_is_named(inferrer, answers, statement):
    inference = inferrer.infer(answers)
    assert inference.verdict(statement) == FIND_OUT
    assert inference.needs(statement) == ()


def test_an_unknown_gate_is_named_although_its_lines_are_decided(inferrer):
    inference = inferrer.infer({"peer_effect": "none"})
    assert inference.verdict("X22") == FIND_OUT
    assert inference.needs("X22") == ("stage",)


def test_a_level_that_is_unknown_keeps_a_verdict_open_and_names_nothing(inferrer):
    close = {"contact_informal": "often", "contact_face_to_face": "often", "stage": "planning"}
    inference = inferrer.infer({**close, "shared_staffing": ("none",)})
    assert inference.level("trust") == "unknown"
    assert inference.verdict("X11") == FIND_OUT
    assert inference.needs("X11") == ()


@pytest.fixture
def outlook(program):
    return lambda **answers: Outlook(program.by_subject, Reference(program, answers).value_of)


@pytest.mark.parametrize(
    ("written", "answers", "state", "facts"),
    [
        ("quick_wins is no", {}, Truth.UNKNOWN, ["quick_wins"]),
        ("quick_wins is no", {"quick_wins": "no"}, Truth.TRUE, []),
        ("quick_wins is no", {"quick_wins": "yes"}, Truth.FALSE, []),
        ("quick_wins is no", {"quick_wins": "not_applicable"}, Truth.FALSE, []),
        ({"not": "quick_wins is no"}, {"quick_wins": "not_applicable"}, Truth.FALSE, []),
        ("quick_wins is not_applicable", {}, Truth.FALSE, []),
        ({"not": "quick_wins is not_applicable"}, {}, Truth.UNKNOWN, ["quick_wins"]),
        ("quick_wins is known", {}, Truth.UNKNOWN, ["quick_wins"]),
        ("quick_wins is unknown", {}, Truth.TRUE, []),
        ({"all": ["quick_wins is no", "conflict is no"]}, {"conflict": "some"}, Truth.FALSE, []),
        ({"all": ["quick_wins is no", "conflict is no"]}, {"conflict": "no"}, Truth.UNKNOWN, ["quick_wins"]),
        ({"any": ["quick_wins is no", "conflict is no"]}, {"conflict": "no"}, Truth.TRUE, []),
        ({"any": ["quick_wins is no", "conflict is no"]}, {}, Truth.UNKNOWN, ["quick_wins", "conflict"]),
        ({"not": {"any": ["quick_wins is no", "conflict is no"]}}, {"conflict": "no"}, Truth.FALSE, []),
        ("mandated is yes", {}, Truth.UNKNOWN, ["origin"]),
        ("mandated is yes", {"origin": "not_applicable"}, Truth.FALSE, []),
        ("mandated is yes", {"origin": "chosen"}, Truth.FALSE, []),
        ("mandated is unknown", {}, Truth.TRUE, []),
        ("sector_count at least 2", {}, Truth.UNKNOWN, ["sectors"]),
        ("sector_count at least 2", {"sectors": "not_applicable"}, Truth.FALSE, []),
        ("level of trust is low", {}, Truth.UNKNOWN, []),
    ],
)
def test_the_prospect_of_a_condition(outlook, knowledge, written, answers, state, facts):
    condition = parse_condition(written, knowledge.vocabulary.derived_by_name)
    found = outlook(**answers).of(condition, Truth.TRUE)
    assert found == Prospect(state, dict.fromkeys(facts))


def test_no_line_has_no_prospect(outlook):
    assert outlook().of_any([]) == Prospect(Truth.FALSE)


# ── Facts that an earlier line makes idle ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answers", "statement", "idle"),
    [
        # Required is two-sided here and chosen is not asked, so no term of the agreement decides.
        ({"integration": "learning"}, "M2", {"agreement", "duties_and_risks_allocated"}),
        # A gap in milestones settles it whenever the stage lets anything settle it.
        ({"milestones": "no_plan"}, "F5", {"evaluation", "momentum"}),
        ({"origin": "chosen", "partner_count": 7}, "U2", {"partner_size"}),
    ],
)
def test_what_an_earlier_line_makes_idle_is_not_named(inferrer, answers, statement, idle):
    inference = inferrer.infer(answers)
    assert inference.verdict(statement) == FIND_OUT
    assert inference.needs(statement)
    assert not idle & set(inference.needs(statement))


def test_an_answer_that_overturns_what_the_type_stands_in_for_is_named(inferrer):
    answers = {"ioc_type": "buddying", "duties_and_risks_allocated": "no"}
    assert inferrer.infer(answers).verdict("X9") == FIND_OUT
    assert "integration" in inferrer.infer(answers).needs("X9")
    assert inferrer.infer({**answers, "integration": "one_organisation"}).verdict("X9") == "act"


@pytest.mark.parametrize("seed", [2, 9, 19, 28])
def test_nothing_that_could_matter_is_left_out(inferrer, program, knowledge, seed):
    """Hold what is named against what might still come true: what falls away turns nothing in any trial."""
    answers = random_answers(knowledge, seed)
    inference = inferrer.infer(answers)
    for statement in knowledge.advice.by_id:
        if inference.verdict(statement) != FIND_OUT:
            continue
        decision = program.by_subject[Subject(Kind.VERDICT.value, statement)]
        lines = [condition for _, condition in decision.cases]
        hoped = Outlook(program.by_subject, inference.values.get).of_any(lines).facts
        for fact in set(hoped) - set(inference.needs(statement)):
            others = [one for one in hoped if one != fact]
            assert not can_matter(program, statement, fact, others, answers), (statement, fact)


def test_answers_are_told_apart_only_where_a_rule_does(program):
    def options(statement, fact):
        decision = program.by_subject[Subject(Kind.VERDICT.value, statement)]
        return ground_of(decision, program).options[fact]

    assert options("T3", "quick_wins") == (None, "yes", "planned")
    assert options("P3", "capacity") == (None, "yes", "stretched")
    assert [len(ticks) for ticks in options("U2", "sectors")[1:]] == list(range(1, 10))
    assert options("F4", "partner_count") == (None, 2, 6)
    # “None” is never ticked with another.
    assert all("none" not in ticks or len(ticks) == 1 for ticks in options("X11", "shared_staffing")[1:])


def test_a_count_over_several_facts_is_turned_by_each_that_can_still_tip_it(program, knowledge):
    counts = Subject(Kind.DERIVED.value, "leaders_rarely")
    facts = program.by_subject[counts].of
    few = parse_condition("leaders_rarely at least 3", knowledge.vocabulary.derived_by_name)
    decision = Decision(Subject(Kind.VERDICT.value, "made up"), (("act", few),), default=FIND_OUT)

    def could_turn(answers):
        waiting = [fact for fact in facts if fact not in answers]
        value_of = Reference(program, answers).value_of
        return Turning(ground_of(decision, program), program, value_of, waiting).facts()

    assert could_turn({}) == facts
    assert could_turn(dict.fromkeys(facts[:9], "usually")) == facts[9:]
    assert could_turn(dict.fromkeys(facts[:10], "usually")) == ()
    assert could_turn(dict.fromkeys(facts[:3], "rarely")) == ()
