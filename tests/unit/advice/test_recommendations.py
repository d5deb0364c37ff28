"""What a case is told to do: merged, at most five first, with reasons that were given and no more."""

import re
from collections import Counter

import pytest

from advisor.model.condition import NOT_APPLICABLE
from tests.unit.cases import random_answers

CALLING = ("balance", "act", "compensate")
STRONGEST = {"balance": 0, "act": 1, "compensate": 2}
RELATIONSHIP = re.compile(r"informal|face to face|in person|relationship", re.IGNORECASE)


def every(results):
    for result in results:
        for one in result.recommendations:
            yield result, one


def by_id(result):
    return {one.id: one for one in result.recommendations}


def test_at_most_five_carry_a_priority_and_they_are_the_first_in_order(results, knowledge):
    assert knowledge.settings.priorities == 5
    for result in results:
        priorities = [one.priority for one in result.recommendations]
        assert priorities[:5] == list(range(1, min(5, len(priorities)) + 1))
        assert set(priorities[5:]) <= {None}


def test_statements_that_overlap_are_merged_into_one_recommendation(results, knowledge):
    for result in results:
        told = Counter(one for each in result.recommendations for one in each.statements)
        assert set(told.values()) <= {1}
        assert all(
            each.statements == knowledge.advice.recommendation_of[each.statements[0]].statements
            for each in result.recommendations
        )


def test_a_recommendation_is_given_exactly_where_one_of_its_statements_calls_for_it(results):
    for result in results:
        verdicts = result.statements | result.further_statements
        calling = {each.recommendation for each in verdicts.values() if each.verdict in CALLING}
        assert calling == set(by_id(result))
        for one in result.recommendations:
            assert set(one.active) == {name for name in one.statements if verdicts[name].verdict in CALLING}


def test_the_strongest_verdict_of_the_statements_that_call_for_it_is_the_recommendation_s(results):
    for result, one in every(results):
        verdicts = result.statements | result.further_statements
        assert one.verdict == min((verdicts[name].verdict for name in one.active), key=STRONGEST.get)


def test_reasons_are_answers_that_were_given_or_answers_known_to_be_missing(cases, results):
    for case, result in zip(cases, results, strict=True):
        reasons = [reason for one in result.recommendations for reason in one.reasons]
        reasons += [reason for one in result.strengths for reason in one.reasons]
        verdicts = (result.statements | result.further_statements).values()
        reasons += [reason for each in verdicts for reason in each.because]
        for reason in reasons:
            assert reason.says
            if reason.fact in case.answers:
                assert reason.value == case.answers[reason.fact]
            else:
                assert reason.value == "unknown"


def test_every_recommendation_and_strength_rests_on_a_known_answer(cases, results):
    for case, result in zip(cases, results, strict=True):
        for one in (*result.recommendations, *result.strengths):
            assert any(case.answers[fact] != NOT_APPLICABLE for fact in one.facts), one


def test_no_text_is_left_with_a_gap_in_it(results):
    for _, one in every(results):
        for text in (one.title, one.if_, one.then, one.because):
            assert text
            assert "{" not in text


@pytest.mark.parametrize(
    ("rare", "named"),
    [
        (["leaders_empathy"], "{0}"),
        (["leaders_empathy", "leaders_listening"], "{0} and {1}"),
        (["leaders_empathy", "leaders_listening", "leaders_visible"], "{0}, {1} and {2}"),
    ],
)
def test_parts_known_to_be_missing_are_named_in_the_words_of_the_questionnaire(
    assess, questionnaire, rare, named
):
    rows = {row.fact: row.label for question in questionnaire.questions for row in question.rows}
    found = by_id(assess(**dict.fromkeys(rare, "rarely")))["leader-behaviour"]
    expected = named.format(*(rows[fact][0].lower() + rows[fact][1:] for fact in rare))
    assert any(expected in text for text in (found.title, found.if_, found.then))


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"origin": "regulator"}, "this required collaboration"),
        ({"origin": "regulator", "partner_count": 9}, "this required and complex collaboration"),
        ({"integration": "shared_leadership"}, "this tightly joined collaboration"),
    ],
)
def test_only_what_calls_for_a_firmer_agreement_here_is_named(assess, answers, named):
    found = by_id(assess(agreement="binding_contract", paperwork_feel="gets_in_the_way", **answers))
    assert named.replace("this", "a") in found["formality"].if_


def test_only_what_calls_for_a_lighter_agreement_here_is_named(assess):
    found = by_id(assess(agreement="binding_contract", origin="chosen"))["formality"]
    assert "the collaboration is not required" in found.if_


@pytest.mark.parametrize("when", [0, 1])
def test_money_and_people_have_each_their_own_measure(assess, when):
    answers = [{"outside_funding": "late_or_withdrawn"}, {"capacity": "stretched"}][when]
    found = by_id(assess(**answers))["capacity"]
    about_money = [bool(re.search(r"paid|money", text)) for text in (found.measure, found.barrier)]
    assert about_money == [when == 0] * 2


EXISTING = re.compile(
    r"\b(the memorandum|the contract|the agreement you have|your agreement|the present text)\b"
)


def test_without_an_agreement_no_advice_speaks_of_one_that_is_there(cases, results):
    found = 0
    for case, result in zip(cases, results, strict=True):
        if case.answers.get("agreement") != "none":
            continue
        found += 1
        for one in result.recommendations:
            said = [one.title, one.if_, one.then, one.because, one.measure, one.barrier, one.remedy]
            said += [*one.discuss, *(f"{step.who} {step.do}" for step in one.steps), one.caution or ""]
            assert [text for text in said if EXISTING.search(text)] == [], one.id
    assert found


def test_what_it_requires_is_named_only_where_it_is_advised_too(results, knowledge):
    texts = {text.id: text for text in knowledge.advice.recommendations}
    for result, one in every(results):
        assert one.requires == tuple(name for name in texts[one.id].requires if name in by_id(result))


def test_sources_are_those_of_its_statements_each_once(results, knowledge):
    for _, one in every(results):
        assert len(one.sources) == len(set(one.sources)) > 0
        assert set(one.sources) == {
            ref for name in one.statements for ref in knowledge.advice.by_id[name].source
        }


def test_support_is_told_for_each_mechanism_it_works_through(results, knowledge):
    for _, one in every(results):
        assert len(one.support) == len(one.works_through)
        for said, mechanism in zip(one.support, one.works_through, strict=True):
            found = knowledge.mechanism[mechanism]
            assert said.startswith(found.name)
            assert ("not rated" in said) == (found.support is None)
            assert found.support is None or found.support in said


def test_steps_say_who_does_what_and_by_when(results):
    for _, one in every(results):
        for step in one.steps:
            assert step.who
            assert step.do
            assert step.by.startswith(("within", "before", "from"))


def test_both_sides_are_shown_where_evidence_pulls_both_ways_and_a_lean_is_marked_as_ours(results):
    balanced = [one for _, one in every(results) if one.verdict == "balance"]
    assert balanced
    for one in balanced:
        assert len(one.sides) == 2
        assert one.lean is None or "our lean" in one.lean.lower()
    assert all(one.sides == () for _, one in every(results) if one.verdict != "balance")


def test_the_reasons_that_carry_the_verdict_come_first(assess):
    found = by_id(assess(capacity="not_secured", outside_funding="promised", effort_accepted="yes"))[
        "capacity"
    ]
    assert found.verdict == "act"
    assert next(iter(found.facts)) == "capacity"


# ── A contract is never advised without relationships beside it ──


def asks_for_relationships(one):
    return any(RELATIONSHIP.search(text) for text in (one.title, one.then, *(step.do for step in one.steps)))


def assert_contract_never_stands_alone(result):
    if result.statements["M2"].verdict in ("act", "balance"):
        advised = by_id(result)
        beside = result.statements["M3"].verdict == "act" or asks_for_relationships(advised["formality"])
        assert beside, advised["formality"].title


def test_a_contract_for_a_required_collaboration_never_stands_alone(results):
    contracts = [one for one in results if one.statements["M2"].verdict in ("act", "balance")]
    assert len(contracts) > 5
    for result in contracts:
        assert_contract_never_stands_alone(result)


@pytest.mark.parametrize(
    "agreement", ["none", "non_binding", "shared_governance", "binding_contract", "statutory"]
)
@pytest.mark.parametrize("paperwork", ["about_right", "gets_in_the_way", "too_loose", None])
@pytest.mark.parametrize("form", [{"ioc_type": "buddying", "partner_count": 2}, {"partner_count": 9}, {}])
def test_whatever_the_agreement_a_required_contract_comes_with_relationships(
    assess, agreement, paperwork, form
):
    felt = {} if paperwork is None else {"paperwork_feel": paperwork}
    contact = {"contact_informal": "often", "contact_face_to_face": "often"}
    answers = {"agreement": agreement, "duties_and_risks_allocated": "no", **form, **felt, **contact}
    assert_contract_never_stands_alone(assess(origin="national_policy", **answers))


# ── Nothing is both praised and called for, and nothing is said twice ──


def test_no_statement_is_both_advised_and_a_strength_or_still_open(results):
    for result in results:
        advised = {name for one in result.recommendations for name in one.active}
        kept = {name for one in result.strengths for name in one.statements}
        asked = {name for one in result.find_out for name in one.statements}
        assert not advised & kept
        assert not advised & asked
        assert not kept & asked


def test_what_is_advised_is_never_praised_in_the_same_words(results, knowledge):
    keep = {
        text.id: {text.keep.title, *(variant.title for variant in text.keep.variants)}
        for text in knowledge.advice.recommendations
    }
    for result in results:
        for one in result.strengths:
            if one.recommendation in by_id(result):
                assert one.title not in keep[one.recommendation]


def test_form_is_never_to_be_both_firmer_and_lighter(results):
    """One recommendation speaks of the agreement, in one wording that fits the side that holds."""
    firmer = re.compile(r"binding duties|into contract|[Tt]ighten what protects")
    lighter = re.compile(r"[Ll]ighten the agreement|[Kk]eep the agreement light|[Cc]ut the contract back")
    for result in results:
        said = [one.title for one in result.recommendations if one.verdict == "act"]
        wanting_more, wanting_less = (any(map(pattern.search, said)) for pattern in (firmer, lighter))
        assert not (wanting_more and wanting_less)
        if wanting_less:
            assert result.formality.fit == "too_tight" or result.driver != "confidence"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2000, 2300))
def test_a_contract_never_stands_alone_in_many_random_cases(assess, knowledge, seed):
    answers = random_answers(knowledge, seed) | {"origin": "regulator"}
    assert_contract_never_stands_alone(assess(**answers))


# ── Advice that seems to contradict other advice ─────────────────────────────────────────────────


def test_of_two_that_seem_to_contradict_one_another_the_later_says_how_they_fit(results, knowledge):
    told = set()
    for result in results:
        titles = [one.title for one in result.recommendations]
        expected = []
        for each in knowledge.advice.together:
            places = (sorted({titles.index(one), titles.index(other)}) for one, other in met(each, titles))
            expected += [(titles[late], titles[early], each.says) for early, late in places]
        found = [(one.title, each.title, each.says) for one in result.recommendations for each in one.beside]
        assert sorted(found) == sorted(expected)
        told |= {says for *_, says in found}
    assert len(told) > len(knowledge.advice.together) / 2


def met(each, titles):
    return [(one, other) for one in each.one for other in each.other if {one, other} <= set(titles)]


def test_earlier_advice_is_named_by_its_id_in_the_order_of_advice(results, assess, knowledge):
    several = 0
    further = [assess(**random_answers(knowledge, seed)) for seed in range(30)]
    for result in (*results, *further):
        orders = {one.id: one.order for one in result.recommendations}
        for one in result.recommendations:
            named = [orders[each.recommendation] for each in one.beside]
            assert named == sorted(named)
            assert all(order < one.order for order in named)
            assert all(each.pack is None for each in one.beside)
            several += len(named) > 1
    assert several


def test_smaller_groups_and_whole_meetings_fit_together(assess):
    answers = {"stage": "established", "partner_count": 6, "contact_whole_meetings": "rarely"}
    advice = by_id(assess(**answers))
    (found,) = advice["size"].beside
    assert found.recommendation == "whole-meetings"
    assert found.title == "Start a regular meeting of the whole collaboration"
    assert found.says.startswith("Whole meetings hold the collaboration together.")
    assert advice["whole-meetings"].beside == ()
