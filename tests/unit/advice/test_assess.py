"""The result as a whole: what is in it, when, and in which words."""

import pytest

from advisor import __version__
from advisor.model.case import Case
from advisor.model.knowledge import TABLE_IDS

EVERY_STAGE = ("considering", "connecting", "planning", "first_delivery", "established", "reset")


def test_every_result_holds_all_statements_and_all_mechanisms(results, knowledge):
    for result in results:
        assert list(result.statements) == list(TABLE_IDS)
        assert [*result.statements, *result.further_statements] == [
            one.id for one in knowledge.advice.statements
        ]
        assert list(result.mechanisms) == [one.id for one in knowledge.mechanisms]


def test_a_result_says_what_made_it(advisor, knowledge):
    result = advisor.assess(Case(name="Example", answers={}, questionnaire="full 2026-01-01"))
    assert result.versions.software == __version__
    assert result.versions.knowledge_base.hash == knowledge.hash
    assert result.versions.knowledge_base.date == knowledge.date
    assert result.versions.questionnaire == "full 2026-01-01"
    assert advisor.assess(Case(name="Example", answers={})).versions.questionnaire == "not stated"


def test_the_head_of_the_case_is_carried_over(advisor):
    head = {"name": "Example", "organisation": "A trust", "respondent": "Its chair", "date": "2026-01-02"}
    summary = advisor.assess(Case(answers={}, notes="A story.", **head)).case
    assert (summary.name, summary.organisation, summary.respondent, summary.date) == tuple(head.values())
    assert summary.story == "A story."


@pytest.mark.parametrize(
    ("stage", "phase"),
    [
        ("considering", "before"),
        ("connecting", "before"),
        ("planning", "starting"),
        ("first_delivery", "delivering"),
        ("established", "delivering"),
        ("reset", "reset"),
    ],
)
def test_each_stage_has_its_phase(assess, stage, phase):
    assert assess(stage=stage).phase == phase


def test_with_nothing_known_everything_is_unknown_and_nothing_is_advised(assess):
    result = assess()
    assert (result.phase, result.driver, result.formality.fit) == ("unknown", "unknown", "unknown")
    assert {one.level for one in result.mechanisms.values()} == {"unknown"}
    assert {one.verdict for one in result.statements.values()} == {"find_out"}
    assert result.recommendations == ()
    assert result.web == ()


# ── Stop or go ──


@pytest.mark.parametrize("stage", EVERY_STAGE)
def test_conditions_for_going_ahead_are_shown_only_before_planning(assess, knowledge, stage):
    shown = [one.id for one in assess(stage=stage).stop_or_go]
    expected = [one.id for one in knowledge.advice.start_conditions]
    assert shown == (expected if stage in ("considering", "connecting") else [])


def test_conditions_for_going_ahead_are_not_shown_where_the_stage_is_unknown(assess):
    assert assess(capacity="not_secured").stop_or_go == ()


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"outside_funding": "secured"}, "met"),
        ({"outside_funding": "promised"}, "not_met"),
        ({}, "unknown"),
        ({"outside_funding": "not_applicable"}, "unknown"),
    ],
)
def test_a_condition_is_met_or_not_or_not_known_yet(assess, answers, state):
    states = {one.id: one.state for one in assess(stage="considering", **answers).stop_or_go}
    assert states["outside-money"] == state


# ── Formality ──


@pytest.mark.parametrize(
    ("answers", "fit"),
    [
        ({"origin": "regulator", "agreement": "none"}, "too_loose"),
        ({"origin": "chosen", "agreement": "binding_contract"}, "too_tight"),
        ({"origin": "chosen", "agreement": "non_binding"}, "right"),
        ({"origin": "regulator", "ioc_type": "buddying"}, "two_sided"),
        ({"origin": "chosen"}, "unknown"),
    ],
)
def test_the_fit_of_the_agreement_follows_the_verdict_on_it(assess, answers, fit):
    assert assess(**answers).formality.fit == fit


def test_the_fit_says_in_words_what_it_follows_from(assess, knowledge):
    because = assess(origin="chosen", agreement="binding_contract").formality.because
    facts = knowledge.vocabulary.by_name
    assert because == (facts["origin"].clause("chosen"), facts["agreement"].clause("binding_contract"))


def test_what_is_assumed_from_the_type_is_said(assess):
    assumed = assess(ioc_type="integrated_care_system").formality.assumed
    assert len(assumed) == 1
    assert "shared_decisions" in assumed[0] or "decisions" in assumed[0]
    assert "from the type" in assumed[0]


@pytest.mark.parametrize(
    "answers", [{"ioc_type": "merger", "integration": "one_organisation"}, {"integration": "learning"}, {}]
)
def test_nothing_is_assumed_where_it_was_answered_or_no_type_says_it(assess, answers):
    assert assess(**answers).formality.assumed == ()


# ── Notes on the answers ──


def test_answers_that_do_not_go_together_are_noted_and_used(assess, knowledge):
    result = assess(conflict="no", conflict_causes=("failed_task",))
    says = {one.id: one.says for one in knowledge.advice.contradictions}
    assert says["no-conflict-with-causes"] in result.case.notes
    assert says["no-conflict-with-causes"] in result.case.contradictions
    assert result.case.notes[: len(result.case.contradictions)] == result.case.contradictions
    assert result.further_statements["X24"].verdict == "compensate"


def test_every_contradiction_is_noted_in_some_case_and_none_where_all_is_well(results, knowledge, assess):
    noted = {note for result in results for note in result.case.notes}
    assert {one.says for one in knowledge.advice.contradictions} <= noted
    assert assess(conflict="no", stage="planning").case.notes == ()


def test_an_answer_to_a_question_not_asked_is_noted_and_used(assess, questionnaire):
    result = assess(conflict="no", conflict_handling="avoid_or_blame", leader_problems=("none",))
    asked = questionnaire.question_of()["conflict_handling"]
    assert any(asked.wording in note for note in result.case.notes)
    # It is harmless, so it is no contradiction.
    assert result.case.contradictions == ()
    assert result.further_statements["X6"].verdict == "act"


def test_a_question_not_asked_that_was_skipped_is_not_noted(assess):
    assert assess(regulation="helps", regulation_worked_through="not_applicable").case.notes == ()


# ── Answers and trace ──


def test_known_answers_are_told_in_words_in_the_order_of_the_vocabulary(cases, results, knowledge):
    facts = knowledge.vocabulary.by_name
    for case, result in zip(cases, results, strict=True):
        known = case.known()
        assert [one.fact for one in result.answers] == [fact for fact in facts if fact in known]
        for one in result.answers:
            assert (one.value, one.name) == (known[one.fact], facts[one.fact].name)
            assert one.label
            assert one.says


def test_facts_that_do_not_apply_are_listed_in_the_order_of_the_vocabulary(assess):
    result = assess(stated_trust="not_applicable", timetable="not_applicable", stage="planning")
    assert result.answers_not_applicable == ("timetable", "stated_trust")


def test_the_trace_says_what_each_firing_rests_on(assess):
    trace = {one.rule: one for one in assess(history="bad_blood").trace}
    found = next(one for rule, one in trace.items() if rule.startswith("verdict of T1 is compensate"))
    assert found.concludes == "verdict of T1 is compensate"
    assert found.answers == {"history": "bad_blood"}
    assert found.absences == ("history_addressed",)


def test_the_trace_names_earlier_conclusions(assess):
    trace = {one.concludes: one for one in assess(origin="regulator", power_acknowledged="no").trace}
    assert trace["verdict of M1 is act"].conclusions == {"mandated": "yes", "voluntary": "no"}
