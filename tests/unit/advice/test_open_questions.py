"""What is not known yet: only what would be asked, most advice first; and an honest word on completeness."""

import pytest

from advisor.model.condition import NOT_APPLICABLE


def test_only_questions_that_would_be_asked_of_this_case_are_open(cases, results, shown):
    for case, result, asked in zip(cases, results, shown, strict=True):
        for one in result.find_out:
            assert any(one.fact in facts for facts in asked)
            assert one.fact not in case.answers


def test_a_question_that_would_not_be_asked_is_not_open_although_advice_hangs_on_it(assess):
    result = assess(stage="established", origin="chosen")
    assert result.further_statements["X23"].needs == ("area_failures",)
    assert "area_failures" not in {one.fact for one in result.find_out}


def test_each_open_question_decides_advice_that_is_to_find_out(results, knowledge):
    for result in results:
        verdicts = result.statements | result.further_statements
        for one in result.find_out:
            assert one.statements
            assert all(verdicts[name].verdict == "find_out" for name in one.statements)
            assert all(one.fact in verdicts[name].needs for name in one.statements)
            carried = {knowledge.advice.recommendation_of[name].id for name in one.statements}
            assert set(one.recommendations) == carried


def test_those_with_most_advice_come_first_and_then_the_order_of_asking(results, questionnaire):
    order = {fact: place for place, fact in enumerate(questionnaire.question_of())}
    for result in results:
        keys = [(-len(one.statements), order[one.fact]) for one in result.find_out]
        assert keys == sorted(keys)


def test_a_question_is_asked_in_its_own_words_and_a_row_names_its_row(assess, questionnaire):
    asked = {one.fact: one.question for one in assess().find_out}
    asks = questionnaire.question_of()
    assert asked["stage"] == asks["stage"].wording
    row = next(row for row in asks["leaders_empathy"].rows if row.fact == "leaders_empathy")
    assert asked["leaders_empathy"] == f"{asks['leaders_empathy'].wording} ({row.label})"


def test_what_hangs_on_the_answer_is_told_once_for_each_recommendation(assess, knowledge):
    found = {one.fact: one for one in assess().find_out}["vision_ownership"]
    texts = {text.id: text.find_out for text in knowledge.advice.recommendations}
    assert {"T2", "F2", "K3"} <= set(found.statements)
    assert found.why.count(texts["shared-vision"]) == 1
    assert all(texts[name] in found.why for name in found.recommendations)


def test_where_everything_is_answered_nothing_is_open(results):
    complete = [result for result in results if result.case.unknown == 0]
    assert complete
    assert all(result.find_out == () for result in complete)


@pytest.mark.parametrize("given", ["unknown", "nothing"])
def test_an_answer_of_not_known_is_as_good_as_none(advisor, given, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(
        "answers:\n  stage: planning\n" + ("  quick_wins: unknown\n" if given == "unknown" else "")
    )
    result = advisor.assess(advisor.read_case(path))
    assert result.statements["T3"].verdict == "find_out"
    assert "quick_wins" in {one.fact for one in result.find_out}


# ── Completeness ──


def test_with_no_answer_the_report_says_so(assess, knowledge):
    result = assess()
    assert result.case.completeness == knowledge.phrase("completeness_none")
    assert (result.case.answered, result.case.not_applicable) == (0, 0)


def test_with_few_answers_the_report_says_that_much_of_it_is_what_to_find_out(assess):
    result = assess(stage="planning", origin="chosen")
    assert result.case.completeness.startswith("Only 2 of ")
    assert result.case.answered == 2


def test_with_every_answer_that_applies_the_report_says_so(assess, knowledge):
    skipped = dict.fromkeys(knowledge.vocabulary.by_name, NOT_APPLICABLE)
    result = assess(**{**skipped, "stage": "planning"})
    assert result.case.completeness == knowledge.phrase("completeness_all")
    assert result.case.not_applicable == len(skipped) - 1


def test_questions_that_do_not_apply_are_neither_unanswered_nor_known(assess, knowledge):
    result = assess(**dict.fromkeys(knowledge.vocabulary.by_name, NOT_APPLICABLE))
    assert result.case.completeness == knowledge.phrase("completeness_none")
    assert result.case.unknown == 0


def test_answers_given_and_answers_open_add_up(cases, results, shown):
    seen = set()
    for case, result, asked in zip(cases, results, shown, strict=True):
        open_ = sum(fact not in case.answers for facts in asked for fact in facts)
        found = result.case
        assert (found.answered, found.unknown) == (len(case.known()), open_)
        if " answers are given" in found.completeness:
            seen.add(found.completeness.split()[0] == "Only")
            assert f"{found.answered} of {found.answered + open_} answers are given" in found.completeness
    assert seen == {True, False}
