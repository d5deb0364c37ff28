"""What the report says: every piece of advice, nothing beyond the answers, nothing empty."""

import re
from html import unescape

import pytest

from advisor.model.result import Beside
from advisor.report.dates import in_full
from advisor.report.html import markup, render_html
from advisor.report.levels import GROUPS
from advisor.report.text import render_text
from advisor.report.texts import texts
from advisor.report.view import present
from tests.reports.conftest import HOSTILE


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


def test_a_card_says_once_how_it_fits_with_each_earlier_one(results, knowledge):
    result = results["required-system"]
    *_, last = result.recommendations
    earlier = result.recommendations[0], result.recommendations[3], result.recommendations[1]
    says = ("Do both.", "Do both.", "Do one after the other.")
    beside = tuple(
        Beside(recommendation=one.id, title=one.title, says=what)
        for one, what in zip(earlier, says, strict=True)
    )
    more = (*result.recommendations[:-1], last.model_copy(update={"beside": beside}))
    view = present(result.model_copy(update={"recommendations": more}), knowledge)
    card = view.cards[-1]
    assert [(each.label, each.says) for each in card.beside] == [
        ("Together with number 1 and 4 (our reading)", "Do both."),
        ("Together with number 2 (our reading)", "Do one after the other."),
    ]
    for size in ("full", "brief", "short"):
        assert sum(column.count("beside") for column in card.columns(size)) == 1


def test_every_report_says_how_advice_fits_with_earlier_advice(result, view, knowledge):
    pages = {"screen": render_html(result, knowledge), "paper": markup(view, "pdf")}
    read = {name: " ".join(re.sub(r"<[^>]+>", "", unescape(page)).split()) for name, page in pages.items()}
    text = " ".join(render_text(result, knowledge, whole=True).split())
    for each in (each for card in view.cards for each in card.beside):
        assert f"{each.label}: {each.says}" in text
        for name, page in read.items():
            assert f"{each.label}. {each.says}" in page, name


def test_both_sides_of_balanced_evidence_are_shown(result, view):
    for card in view.cards:
        if card.verdict == "balance":
            assert len(card.sides) == 2


def test_each_strength_is_shown(result, view):
    assert [each.title for each in view.strengths] == [each.title for each in result.strengths]


def test_an_open_question_is_never_lost(result, view):
    shown = [
        f"{each.question} ({part})" if part else each.question
        for each in (*view.questions.open, *view.questions.more)
        for part in (each.parts or ("",))
    ]
    assert sorted(shown) == sorted(each.question for each in result.find_out)
    assert view.questions.count == len(result.find_out)


def test_every_answer_that_is_not_known_is_named_once(result, view, knowledge):
    deciding = [each.fact for each in result.find_out]
    assert len(deciding) + len(result.also_unknown) == result.case.unknown
    assert not {*deciding, *result.also_unknown} & {each.fact for each in result.answers}
    for fact in result.also_unknown:
        assert knowledge.vocabulary.by_name[fact].name in view.questions.also
    assert bool(view.questions.also) == bool(result.also_unknown)


def test_counts_agree_on_page_one(result, view):
    known = result.case
    assert known.answered == len(result.answers) == view.annex.answer_count == view.summary.shares.answered
    said = " ".join(view.summary.completeness)
    if 0 < len(result.find_out) < known.unknown:
        count = "One" if len(result.find_out) == 1 else len(result.find_out)
        assert f"{count} of those not known could change the advice" in said
    if known.not_applicable > 1:
        assert f"{known.not_applicable} more do not apply" in said


def test_tiers_hold_every_card_once_and_number_it_as_it_is_met(result, view):
    met = [card.number for tier in view.tiers for card in tier.cards]
    assert met == [card.number for card in view.cards] == list(range(1, len(met) + 1))
    for tier in view.tiers:
        assert f"({len(tier.cards)})" in tier.heading
    held = {card.id: tier.id for tier in view.tiers for card in tier.cards}
    for each in result.recommendations:
        assert held[each.id] == each.tier


def test_page_one_counts_the_tiers(all_results, knowledge):
    view = present(all_results["required-system"], knowledge)
    _, following, later = (len(tier.cards) for tier in view.tiers)
    assert f"puts 5 pieces of advice first, {following} next and {later} later." in view.summary.lead
    assert [card.number for card in view.summary.in_line] == [6, 7]


def test_a_priority_says_why_it_stands_there(result, view):
    for card, each in zip(view.priorities, result.recommendations, strict=False):
        assert card.why_here
        assert set(card.why_here) <= set(each.order_reasons)


def test_priorities_run_side_by_side_unless_one_waits_for_another(result, view):
    waiting = [each.number for each in view.summary.priorities if each.after]
    needing = [each.order for each in result.recommendations if each.priority and each.requires]
    assert waiting == needing
    assert ("builds on" in view.summary.side_by_side) == bool(waiting)


def test_more_strengths_are_counted(result, view):
    more = len(result.strengths) - len(view.summary.strengths)
    assert bool(view.summary.more_strengths) == (more > 0)
    if more > 1:
        assert f"and {more} more" in view.summary.more_strengths


def test_the_stage_comes_last_among_reasons(result, view):
    stage = next((each.says for each in result.answers if each.fact == "stage"), None)
    for card, each in zip(view.cards, result.recommendations, strict=True):
        others = [one for one in each.reasons if one.fact != "stage" and one.value != "unknown"]
        if stage and others:
            assert not card.told.startswith(f"You told us that {stage}")
        if stage and len(others) > 1:
            assert stage not in card.told_short


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-22", "22 November 2026"),
        ("2026-02-01", "1 February 2026"),
        ("last week", "last week"),
        ("", ""),
    ],
)
def test_dates_are_written_in_full(typed, said):
    assert in_full(typed, texts()) == said


def test_page_one_names_the_stage(view, result):
    stages = {"established": "well established", "first_delivery": "first period of delivery"}
    for each in result.answers:
        if each.fact == "stage" and each.value in stages:
            assert stages[each.value] in view.summary.lead


def test_every_stage_has_its_words(knowledge):
    assert set(texts().labels_at("stages")) == set(knowledge.vocabulary.by_name["stage"].by_value)


def test_every_statement_stands_in_the_annex(result, view):
    shown = [one for group in view.annex.findings.groups for one, _ in group.statements]
    assert sorted(shown) == sorted(result.statements)
    for group in view.annex.findings.groups:
        found = {"not_asked": "find_out"}.get(group.verdict, group.verdict)
        assert all(result.statements[one].verdict == found for one, _ in group.statements)


def test_what_is_to_be_found_out_hangs_on_an_answer_that_is_not_known(result, view):
    open_ = {each.fact for each in result.find_out} | set(result.also_unknown)
    for group in view.annex.findings.groups:
        for one, _ in group.statements:
            if group.verdict in ("find_out", "not_asked"):
                hangs = bool(open_.intersection(result.statements[one].needs))
                assert hangs == (group.verdict == "find_out")


def test_no_place_to_fill_in_is_left_open(result, knowledge):
    for made in (render_html(result, knowledge), render_text(result, knowledge)):
        if HOSTILE not in result.case.name:
            assert not re.search(r"\{[a-z_]+\}", made)


def test_every_answer_stands_in_the_annex(result, view):
    shown = [answer for _, answers in view.annex.answers for answer in answers]
    assert sorted(shown) == sorted((each.name, each.label) for each in result.answers)
    assert all(heading for heading, _ in view.annex.answers)


def test_conditions_before_starting_show_only_where_the_result_has_them(result, view):
    assert bool(view.start) == bool(result.stop_or_go)


def test_nothing_known_still_says_what_to_find_out(all_results, knowledge):
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
    from advisor.errors import AdvisorError

    with pytest.raises(AdvisorError, match="no label"):
        texts().say("summary.nothing_of_the_kind")
    with pytest.raises(AdvisorError, match="cannot be read"):
        texts().source("nothing_of_the_kind")


def test_where_nothing_is_agreed_on_disputes_their_level_says_so_first(all_results, knowledge):
    view = present(all_results["chosen-buddying"], knowledge)
    (row,) = (row for group in view.levels.groups for row in group.rows if row.id == "conflict_resolution")
    assert row.level == "mixed"
    assert row.reads.startswith("Nothing is agreed on how to settle a dispute.")


def test_what_carries_this_kind_is_told_apart_from_how_it_stands(all_results, knowledge):
    summary = present(all_results["required-system"], knowledge).summary
    assert summary.driver == "Mainly confidence"
    assert summary.driver_now == "At present, confidence is low."
    assert present(all_results["mostly-unknown"], knowledge).summary.driver_now == ""


def test_advice_that_can_wait_never_says_now(all_results, knowledge):
    room = 0
    for result in all_results.values():
        for tier in present(result, knowledge).tiers:
            for card in tier.cards if tier.id == "later" else ():
                assert not card.best_done.startswith("now")
                room += card.best_done == "when you have room"
    assert room


def test_what_a_question_decides_is_said_in_words(all_results, knowledge):
    for result in all_results.values():
        for each in present(result, knowledge).questions.open:
            assert each.decides
            assert not re.search(r"\b[A-Z]\d+\b", each.decides)
