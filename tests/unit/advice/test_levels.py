"""Levels with the votes that made them, and the lit paths of the web."""

import pytest


def test_an_answer_that_asks_the_level_outright_comes_first_and_is_told(assess, knowledge):
    found = assess(conflict="serious", accountability_clear="yes").mechanisms["conflict"]
    first = found.because[0]
    assert found.level == "high"
    assert (first.link, first.kind, first.sign) == ("answer:conflict", "answer", "+")
    assert first.facts == {"conflict": "serious"}
    assert first.says == knowledge.vocabulary.by_name["conflict"].clause("serious")


@pytest.mark.parametrize(("answer", "sign"), [("yes", "+"), ("stretched", "+/-"), ("not_secured", "-")])
def test_the_sign_of_an_outright_answer_is_that_of_its_level(assess, answer, sign):
    assert assess(capacity=answer).mechanisms["perceived_capacity"].because[0].sign == sign


def test_an_outright_question_that_does_not_apply_sets_nothing(assess):
    found = assess(momentum="not_applicable").mechanisms["progress"]
    assert found.level == "unknown"
    assert found.because == ()


def test_critical_votes_come_next(assess):
    found = assess(outside_funding="late_or_withdrawn", capacity="yes").mechanisms["perceived_capacity"]
    assert found.level == "low"
    assert [(one.kind, one.critical) for one in found.because] == [
        ("answer", False),
        ("context", True),
        ("context", False),
    ]


def test_votes_for_the_level_come_before_votes_against(results):
    for result in results:
        for found in result.mechanisms.values():
            towards = "+" if found.level == "high" else "-"
            plain = [
                one.sign == towards for one in found.because if not one.critical and one.kind != "answer"
            ]
            assert plain == sorted(plain, reverse=True)


def test_known_sources_are_counted_among_those_that_apply(results):
    for result in results:
        for found in result.mechanisms.values():
            votes = [one for one in found.because if one.kind != "answer"]
            assert len(votes) == found.sources_known <= found.sources


def test_a_row_told_for_one_kind_only_is_named_for_that_kind_only(assess):
    def rows(kind):
        found = assess(history="competed", ioc_type=kind).mechanisms["initial_trust"].because
        return next(one.links for one in found if one.from_ == "prior_compete")

    assert rows("merger") == ("B-E06",)
    assert rows("integrated_care_system") == ("B-E06", "B-Y03")


def test_a_vote_rests_on_answers_that_were_given(cases, results):
    for case, result in zip(cases, results, strict=True):
        for found in result.mechanisms.values():
            for one in found.because:
                assert all(case.answers[fact] == value for fact, value in one.facts.items())
                assert one.facts or one.kind == "mechanism"
                assert one.says


def test_a_vote_from_a_mechanism_follows_its_level(results):
    for result in results:
        for found in result.mechanisms.values():
            for one in found.because:
                if one.kind == "mechanism":
                    assert (one.sign == "+/-") == (result.mechanisms[one.from_].level == "mixed")


def test_support_in_the_interviews_is_told_with_the_level(results, knowledge):
    for name, found in results[0].mechanisms.items():
        assert found.support == knowledge.mechanism[name].support


# ── Lit paths ──


@pytest.mark.parametrize(
    ("answers", "path", "effect"),
    [
        ({"history": "bad_blood"}, ("prior_bad", "initial_trust"), "harms"),
        ({"history": "worked_well"}, ("prior_bad", "initial_trust"), "helps"),
        ({"accountability_clear": "yes"}, ("accountability", "conflict"), "helps"),
        ({"accountability_clear": "no"}, ("accountability", "conflict"), "harms"),
        ({"champions": "some"}, ("champions", "vision_sharedness"), "mixed"),
    ],
)
def test_a_lit_path_says_whether_it_helps_or_harms_the_reader(assess, answers, path, effect):
    found = {(one.from_, one.to): one for one in assess(**answers).web}
    assert found[path].effect == effect
    assert found[path].kind == "context"
    assert found[path].links


def test_a_lit_path_between_mechanisms_says_so(assess):
    found = {(one.from_, one.to): one for one in assess(momentum="stalled").web}
    assert found["progress", "faith"].kind == "mechanism"
    assert found["progress", "faith"].effect == "harms"


def test_an_answer_is_no_path_and_every_other_vote_is(results):
    for result in results:
        votes = set()
        for name, found in result.mechanisms.items():
            for one in found.because:
                if one.kind != "answer":
                    origins = one.from_.split("+")
                    missing = [each for each in origins if is_absent(result, each)]
                    votes |= {(origin, name) for origin in missing or origins}
        assert {(one.from_, one.to) for one in result.web} == votes


def is_absent(result, circumstance):
    known = result.circumstances.get(circumstance)
    return known is not None and known.state == "absent"


def test_of_two_circumstances_that_work_together_only_the_missing_one_is_at_work(assess):
    found = assess(vision_clarity="specific", vision_ownership="contested")
    paths = {(one.from_, one.to, one.effect) for one in found.web if one.to == "conflict"}
    assert ("vision_shared_c", "conflict", "harms") in paths
    assert ("vision_clear_c", "conflict", "harms") not in paths
