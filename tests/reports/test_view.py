"""What the report says: every piece of advice, nothing beyond the answers, nothing empty."""

from advisor.report.levels import GROUPS
from advisor.report.texts import texts


def test_every_area_has_its_place(knowledge):
    assert sorted(one for group in GROUPS.values() for one in group) == sorted(knowledge.mechanism)


def test_every_recommendation_has_a_card_in_order(result, view):
    assert [card.number for card in view.cards] == list(range(1, len(result.recommendations) + 1))
    assert len(view.priorities) <= 5


def test_every_card_says_why_and_rests_on_something(view):
    for card in view.cards:
        assert card.told.startswith("You told us that")
        assert card.references
        assert card.steps
        assert all(step.due in DUE for step in card.steps)


DUE = {"30 days", "60 days", "90 days", "6 months", "before signing", "before go-live", "ongoing"}


def test_every_step_of_a_priority_falls_in_a_period(view):
    planned = [(task.number, task.text) for period in view.periods for task in period.tasks]
    assert sorted(planned) == sorted(
        (card.number, step.text) for card in view.priorities for step in card.steps
    )


def test_every_piece_of_a_card_is_in_its_columns_once(view):
    for card in view.cards:
        for size in ("full", "brief", "short"):
            names = [name for column in card.columns(size) for name in column]
            assert len(names) == len(set(names))
            assert "why" in names
            assert "steps" in names or "start" in names


def test_a_fixed_condition_is_offset_and_never_removed(result, view):
    fixed = {each.title for each in result.recommendations if each.verdict == "compensate"}
    assert {each.title for each in view.fixed} == fixed


def test_both_sides_of_balanced_evidence_are_shown(result, view):
    for card in view.cards:
        if card.verdict == "balance":
            assert len(card.sides) == 2


def test_each_strength_is_shown(result, view):
    assert [each.title for each in view.strengths] == [each.title for each in result.strengths]


def test_an_open_question_is_never_lost(result, view):
    asked = " ".join([each.question for each in view.questions.open] + list(view.questions.more))
    for each in result.find_out:
        assert each.question.rpartition(" (")[0] in asked or each.question in asked


def test_every_statement_stands_in_the_annex(result, view):
    assert [each.id for row in view.annex.findings.rows for each in row] == list(result.statements)


def test_every_answer_stands_in_the_annex(result, view):
    assert sum(len(row) for row in view.annex.answers) == len(result.answers)


def test_conditions_before_starting_show_only_where_the_result_has_them(result, view):
    assert bool(view.start) == bool(result.stop_or_go)


def test_nothing_known_still_says_what_to_find_out(all_results, knowledge):
    from advisor.report.view import present

    view = present(all_results["empty"], knowledge)
    assert view.summary.first_questions
    assert view.questions.open
    assert not view.cards
    assert view.chain is None


def test_the_whole_web_is_lit_as_the_result_says(result, view, knowledge):
    lit = {link.from_ for link in result.web if link.kind == "context"}
    shown = {chip.box.id for band in view.web.picture.bands for chip in band.chips if chip.at_work}
    assert shown == {one for each in lit for one in each.split("+")}


def test_a_missing_label_is_an_error():
    import pytest

    from advisor.errors import AdvisorError

    with pytest.raises(AdvisorError, match="no label"):
        texts().say("summary.nothing_of_the_kind")
    with pytest.raises(AdvisorError, match="cannot be read"):
        texts().source("nothing_of_the_kind")
