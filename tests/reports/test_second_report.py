"""A network in trouble that reports a second time: what a newcomer reads must not contradict itself."""

import re
from collections import Counter

import pytest

from advisor.model.case import Case
from advisor.report.annex import together
from advisor.report.at_work import at_work
from advisor.report.changed import changed
from advisor.report.differing import AT_START
from advisor.report.explained.compare import comparison_page
from advisor.report.html import render_html
from advisor.report.pictures.web import web_picture
from advisor.report.texts import texts
from advisor.report.view import present
from advisor.report.web_words import chain_named
from tests.unit.cases import random_answers

OLD = {
    "stage": "planning",
    "ioc_type": "shared_service",
    "origin": "national_policy",
    "partner_count": 4,
    "history": "competed",
    "history_addressed": "no",
    "vision_clarity": "unclear",
    "vision_ownership": "leaders_only",
    "leader_problems": ("resistant",),
    "power": "dominated",
    "agreement": "non_binding",
    "accountability_clear": "no",
    "conflict": "some",
    "capacity": "not_secured",
    "finances": "serious",
    "outside_funding": "promised",
    "leaders_visible": "usually",
    "leadership_stability": "stable",
    "quick_wins": "planned",
    "sectors": ("acute",),
    "timetable": "imposed_rapid",
    "involved_frontline_staff": "not_yet",
    "decision_making": "one_or_two",
    "dispute_process": "nothing_agreed",
    "conflict_causes": ("direction",),
    "contact_informal": "rarely",
}
NEW = {
    **OLD,
    "stage": "first_delivery",
    "history_addressed": "partly",
    "vision_clarity": "specific",
    "leader_problems": ("none",),
    "agreement": "binding_contract",
    "accountability_clear": "yes",
    "conflict": "serious",
    "conflict_handling": "avoid_or_blame",
    "capacity": "stretched",
    "outside_funding": "late_or_withdrawn",
    "leaders_visible": "rarely",
    "quick_wins": "yes",
    "momentum": "slow",
    "takeover_felt": "widely",
    "involved_frontline_staff": "consulted",
    "dispute_process": "no_neutral_party",
    "conflict_causes": ("direction", "independence"),
    "contact_informal": "now_and_then",
    "leadership_stability": "one_change",
    "staff_turnover": "moderate",
}


@pytest.fixture(scope="module")
def second(advisor):
    old, new = Case(name="Network", answers=OLD), Case(name="Network", answers=NEW)
    return advisor.assess(new).model_copy(update={"changes": advisor.compare(old, new)})


@pytest.fixture(scope="module")
def sections(second, knowledge):
    return {each.heading: each for each in comparison_page(second.changes, knowledge).sections}


def _lines(sections, heading):
    return [line.text for line in sections[heading].lines]


def test_a_level_of_the_start_is_what_the_answers_now_say_of_it(sections, knowledge):
    said = _lines(sections, "What your answers now suggest of the start")
    assert "Trust at the start: mixed; before, your answers suggested: low" in said
    names = {knowledge.mechanism[one].name for one in AT_START}
    for line in _lines(sections, "Where things stand differently"):
        assert line.partition(":")[0] not in names


def test_what_waits_for_an_answer_is_no_instruction(second, sections):
    waiting = _lines(sections, "Now waiting for an answer")
    assert waiting
    assert all(re.fullmatch("No longer said until more is known: “.*”", line) for line in waiting)


def test_what_left_page_one_is_not_told_as_moved_on_it(second, knowledge):
    groups = {group.heading: group for group in changed(second, knowledge).groups}
    assert groups["No longer among your priorities"].items
    moved = groups.get("Moved among your priorities")
    assert moved is None or all("down from priority" not in text for text, _ in moved.items)


def test_rows_of_a_grid_are_one_line_that_says_that_they_are_not_answered(second, sections):
    closed = "Questions still without an answer, on which no advice hangs any more"
    grid = [line for line in _lines(sections, closed) if line.startswith("How often do the leaders")]
    assert len(grid) == 1
    assert "Show empathy; Listen and act on what they hear" in grid[0]
    answered = {one.fact for one in second.changes.answers}
    for each in second.changes.differences:
        if each.kind == "question" and each.what == "vanishes":
            heading = "Questions that you have answered since" if each.id in answered else closed
            said = " ".join(_lines(sections, heading))
            assert (each.part or each.title) in said


def test_page_one_names_the_areas_that_stand_against_the_partners(second, knowledge):
    lead = present(second, knowledge).summary.lead
    found = re.search(r"(\d+) other areas stand against you(?:, among them|:) (.*?)\.", lead)
    case = at_work(second, knowledge, texts())
    against = [
        each
        for each in knowledge.mechanisms
        if case.tone(each.id) == "bad" and each.id not in ("trust", "faith", "confidence")
    ]
    assert int(found[1]) == len(against)
    assert sum(each.name.lower() in found[2].lower() for each in against) in (len(against), 3)


def test_a_strength_beside_its_own_trouble_says_so(second):
    titles = {each.recommendation: each.title for each in second.strengths}
    assert titles["leader-problems"].endswith("although staff rarely see them")
    assert titles["quick-wins"].endswith("although the work now feels slow or stuck")


@pytest.mark.parametrize(
    ("answers", "recommendation", "said"),
    [
        ({"power": "dominated", "takeover_felt": "no"}, "felt-takeover", "although one partner dominates"),
        (
            {"conflict": "no", "accountability_clear": "yes", "leader_problems": ("unaccountable",)},
            "accountability",
            "although some key leaders are not held to it",
        ),
        (
            {"dispute_process": "neutral_third_party", "conflict_handling": "avoid_or_blame"},
            "dispute-process",
            "although leaders avoid conflict or blame others",
        ),
    ],
)
def test_strengths_that_clash_with_an_answer_say_although(advisor, answers, recommendation, said):
    result = advisor.assess(Case(name="x", answers={"stage": "established", "conflict": "some", **answers}))
    titles = {each.recommendation: each.title for each in result.strengths}
    assert titles[recommendation].endswith(said)


def _risk(advisor, answers):
    return advisor.assess(Case(name="x", answers=answers)).mechanisms


def test_a_high_level_says_on_what_it_rests(advisor, knowledge):
    rests = set()
    for seed in range(400):
        levels = _risk(advisor, random_answers(knowledge, seed))
        trust, confidence, risk = (levels[one] for one in ("trust", "confidence", "risk_tolerance"))
        if risk.level != "high":
            continue
        if confidence.level == "high" and trust.level != "high":
            assert risk.rests_on.startswith("This rests on firm duties")
            assert ("and not on trust" in risk.rests_on) is (trust.level != "unknown")
        elif trust.level == "high" and confidence.level != "high":
            assert risk.rests_on.startswith("This rests on trust")
            assert ("and not on firm duties" in risk.rests_on) is (confidence.level != "unknown")
        else:
            assert risk.rests_on is None
        rests.add(risk.rests_on)
    assert len(rests) >= 2


def test_page_one_shows_on_what_a_level_rests(second, knowledge):
    rests = second.mechanisms["risk_tolerance"].rests_on
    assert rests
    row = next(each for each in present(second, knowledge).summary.levels if each.id == "risk_tolerance")
    assert row.reads == row.rests == rests
    page = render_html(second, knowledge)
    assert f'<span class="rests quiet">{rests}</span>' in page


def test_what_weighs_on_other_areas_is_not_said_to_go_no_further(advisor, knowledge):
    met = Counter()
    for seed in range(250):
        result = advisor.assess(Case(name="x", answers=random_answers(knowledge, seed)))
        chain = result.strongest_chain
        if chain is None or len(chain.areas) > 1:
            continue
        beyond = [each for each in result.web if each.from_ == chain.areas[0] and each.effect == "harms"]
        said = chain_named(at_work(result, knowledge, texts()))
        assert ("goes no further" in said) is not bool(beyond)
        assert all(knowledge.mechanism[each.to].name.lower() in said.lower() for each in beyond)
        met[bool(beyond)] += 1
    assert met[True]


def test_no_two_circumstances_of_a_group_stand_in_the_same_words(advisor, second, knowledge):
    results = [second]
    results += [
        advisor.assess(Case(name="x", answers={**random_answers(knowledge, seed), "history": past}))
        for seed, past in enumerate(("competed", "worked_well", "bad_blood"))
    ]
    for result in results:
        for band in web_picture(at_work(result, knowledge, texts())).bands:
            names = [chip.name for chip in band.chips]
            assert len(set(names)) == len(names), names


def test_studies_that_differ_in_nothing_else_are_one_row(second, knowledge):
    rows = present(second, knowledge).annex.studies
    alike = [(each.country, each.partnership_type, each.methods, each.why) for each in rows]
    assert len(set(alike)) == len(alike)
    assert "Community Network (2020a, b, c, d, e)" in [each.study for each in rows]
    assert together(["Bray (2013)", "A (2020b)", "A (2020a)"]) == "Bray (2013); A (2020a, b)"


def test_paper_holds_the_most_telling_questions_and_counts_the_rest(all_results, knowledge):
    counted = False
    for result in all_results.values():
        asked = present(result, knowledge).questions
        shown = (*asked.open, *asked.more_on_paper)
        assert sum(max(1, len(each.parts)) for each in shown) + asked.rest == asked.count
        questions = [each.question for each in asked.more]
        assert len(set(questions)) == len(questions)
        counted = counted or asked.rest > 0
    assert counted


def test_advice_of_a_pack_is_told_with_its_pack(second, knowledge):
    changes = second.changes
    packed = [each.model_copy(update={"pack": "Further evidence"}) for each in changes.differences]
    page = comparison_page(changes.model_copy(update={"differences": tuple(packed)}), knowledge)
    advice = next(each for each in page.sections if each.heading == "New advice")
    assert all("(from: Further evidence, beyond the two papers)" in line.text for line in advice.lines)


def test_nothing_of_a_comparison_is_kept(advisor, second):
    advisor.compare(Case(name="x", answers=OLD), Case(name="x", answers=NEW))
    advisor.what_if(Case(name="x", answers=OLD), {"quick_wins": "yes"})
    assert not advisor.body._results
