"""The order of recommendations: each criterion shown by a pair that differs in it alone."""

from types import SimpleNamespace
from typing import get_args

import pytest

from advisor.advice import order
from advisor.advice.order import in_order, standing_of
from advisor.advice.recommendations import Called
from advisor.engine.compile import PRESSING
from advisor.model.knowledge import TABLE_IDS
from advisor.model.result import MechanismLevel, Tier
from tests.unit.altered import altered

PLAIN = {"phase": "any", "requires": (), "carries": False, "last": False, "weight": "direct"}
PRIORITIES = 5

SERIOUS = {
    "stage": "first_delivery",
    "origin": "national_policy",
    "capacity": "not_secured",
    "finances": "severe",
    "accountability_clear": "no",
    "dispute_process": "nothing_agreed",
    "conflict": "serious",
    "conflict_causes": ("failed_task", "cultures", "competition"),
    "conflict_handling": "avoid_or_blame",
    "takeover_felt": "widely",
    "cultures": "different_not_understood",
    "staff_support": "poorly",
    "staff_view": ("threat",),
    "ambition": "too_much_too_soon",
    "momentum": "stalled",
    "staff_turnover": "high",
    "decision_making": "one_or_two",
    "population_difficulty": "very",
    "partner_reputation": "poor",
    "paperwork_feel": "too_loose",
    "power": "dominated",
    "leader_problems": ("absent",),
    "leadership_stability": "several_changes",
    "purpose_after_change": "restarted",
    "history": "bad_blood",
    "history_addressed": "no",
    "vision_clarity": "unclear",
    "vision_ownership": "contested",
    "contact_informal": "rarely",
    "contact_face_to_face": "rarely",
    "autonomy": "little",
    "sovereignty_fear": "strong",
    "reasons_to_compete": "strong",
    "regulator_trust": "mistrusted",
}
MILDER = {
    "capacity": "stretched",
    "finances": "serious",
    "accountability_clear": "partly",
    "dispute_process": "no_neutral_party",
    "conflict": "some",
    "conflict_causes": ("failed_task",),
    "conflict_handling": "varies",
    "takeover_felt": "some",
    "staff_support": "in_places",
    "staff_view": ("imposed",),
    "ambition": "very_ambitious",
    "momentum": "slow",
    "staff_turnover": "moderate",
    "decision_making": "some_partners",
    "population_difficulty": "somewhat",
    "partner_reputation": "mixed",
    "paperwork_feel": "about_right",
    "power": "uneven_careful",
    "leader_problems": ("resistant",),
    "leadership_stability": "one_change",
    "history": "competed",
    "vision_clarity": "general",
    "vision_ownership": "leaders_only",
    "contact_informal": "now_and_then",
    "autonomy": "some",
    "reasons_to_compete": "some",
    "regulator_trust": "mixed",
}


@pytest.fixture
def levels(knowledge):
    """Every mechanism in good order."""
    good = {"good": "high", "bad": "low"}
    return {one.id: MechanismLevel(level=good[one.high_is]) for one in knowledge.mechanisms}


@pytest.fixture
def call(knowledge):
    """Return a function that makes a recommendation called for, plain but for what is stated."""

    def made(name="champions", verdict="act", *, critical=False, active=None, **fields):
        text = next(one for one in knowledge.advice.recommendations if one.id == name)
        active = active or text.statements[:1]
        variant = altered(text.variants[0], verdict=verdict)
        return Called(
            text=altered(text, **{**PLAIN, **fields}),
            variant=variant,
            active=active,
            answers={},
            absences={},
            critical=critical,
            sides={},
        )

    return made


def inferred(phase="unknown", pressing=(), holding=()):
    """Return a stand-in for what was inferred: the phase, what is pressing, and conditions that hold."""
    yes = {(PRESSING, name): "yes" for name in pressing}
    return SimpleNamespace(
        derived={"phase": phase}.get,
        value=lambda kind, name: yes.get((kind, name)),
        holds=lambda condition: str(condition) in holding,
    )


def ordered(called, knowledge, levels, phase="starting", pressing=()):
    inference = inferred(phase, pressing)
    standings = [standing_of(one, called, inference, knowledge, levels) for one in called]
    found = in_order(standings, PRIORITIES)
    return [standing.called for standing in found], [one.reasons for one in found]


@pytest.fixture
def first_of(knowledge, levels):
    """Return which of two recommendations comes first, whichever way round they are given."""

    def found(one, other, **options):
        ways = [ordered([one, other], knowledge, levels, **options)[0]]
        ways.append(ordered([other, one], knowledge, levels, **options)[0])
        assert ways[0] == ways[1]
        return ways[0][0]

    return found


def test_the_one_that_is_always_last_comes_last_even_where_it_is_critical(first_of, call):
    last = call("senior-disbelief", critical=True, last=True)
    other = call("distance", verdict="compensate", phase="delivering")
    assert first_of(last, other) is other


def test_what_the_papers_call_critical_goes_before_everything_else(first_of, call):
    critical = call("distance", verdict="compensate", phase="delivering", critical=True)
    other = call("shared-vision", verdict="act", carries=True)
    assert first_of(critical, other) is critical


@pytest.mark.parametrize(("before", "after"), [("act", "balance"), ("balance", "compensate")])
def test_acting_goes_before_two_sided_evidence_and_that_before_offsetting(first_of, call, before, after):
    early, late = call("distance", before), call("contact", after, carries=True)
    assert first_of(early, late) is early


def test_what_others_depend_on_goes_before_the_rest(first_of, call):
    basis = call("distance", phase="delivering")
    asking = call("contact", requires=("distance",), carries=True)
    assert first_of(basis, asking) is basis


def test_what_is_due_now_goes_before_what_is_best_done_later(first_of, call):
    now, later = call("distance", phase="starting"), call("contact", phase="delivering", carries=True)
    assert first_of(now, later) is now


def test_what_is_overdue_counts_as_due_now(first_of, call):
    overdue, now = call("distance", phase="before", carries=True), call("contact", phase="starting")
    assert first_of(overdue, now) is overdue


def test_what_sets_trust_or_confidence_goes_before_the_rest(first_of, call):
    carrying, other = call("distance", carries=True), call("contact")
    assert first_of(carrying, other) is carrying


def test_what_is_serious_goes_before_what_carries_and_what_reaches_more(first_of, call, levels):
    levels["communication"] = MechanismLevel(level="low")
    serious, carrying = call("power-balance"), call("contact", carries=True)
    assert first_of(serious, carrying, pressing=["power-balance"]) is serious
    assert first_of(serious, carrying) is carrying


def test_what_is_due_now_goes_before_what_is_serious_but_later(first_of, call):
    now, later = call("distance", phase="starting"), call("contact", phase="delivering")
    assert first_of(now, later, pressing=["contact"]) is now


def test_what_something_serious_depends_on_goes_before_it(first_of, call):
    basis, serious = call("distance"), call("contact", requires=("distance",))
    assert first_of(basis, serious, pressing=["contact"]) is basis


def test_what_is_serious_goes_before_what_others_depend_on_unless_its_time_is_later(knowledge, levels, call):
    basis, other = call("distance", phase="starting"), call("whole-meetings", requires=("distance",))
    serious, later = call("contact", phase="starting"), call("contact", phase="delivering")
    for one, first in ((serious, serious), (later, basis)):
        found = ordered([basis, other, one], knowledge, levels, pressing=["contact"])
        assert found[0][0] is first


def test_what_the_action_table_words_as_an_action_goes_before_further_advice(first_of, call, levels):
    levels["communication"] = MechanismLevel(level="low")
    table, further = call("public-reputation"), call("whole-meetings")
    assert table.active[0] in TABLE_IDS
    assert further.active[0] not in TABLE_IDS
    assert first_of(table, further) is table


def test_what_reaches_more_that_is_low_or_mixed_goes_first(first_of, call, levels):
    levels["communication"] = MechanismLevel(level="mixed")
    nearer, earlier_in_table = call("distance"), call("leader-behaviour")
    assert first_of(nearer, earlier_in_table) is nearer


def test_all_else_equal_the_action_table_has_its_order(first_of, call):
    assert first_of(call("leader-behaviour"), call("leader-problems")).text.id == "leader-behaviour"


@pytest.mark.parametrize(
    ("best", "present", "due"),
    [
        ("any", "delivering", "now"),
        ("starting", "unknown", "now"),
        ("before", "before", "now"),
        ("starting", "starting", "now"),
        ("delivering", "delivering", "now"),
        ("starting", "reset", "now"),
        ("before", "starting", "overdue"),
        ("starting", "delivering", "overdue"),
        ("delivering", "before", "later"),
        ("delivering", "reset", "now"),
    ],
)
def test_whether_advice_is_due_now_was_due_earlier_or_comes_later(best, present, due):
    assert order._due(best, present) == due


def test_a_bad_thing_that_is_high_is_reached_and_a_good_one_that_is_high_is_not(call, knowledge, levels):
    levels["conflict"] = MechanismLevel(level="high")
    called = [call("accountability")]
    inference = inferred()
    standing = standing_of(called[0], called, inference, knowledge, levels)
    assert standing.reaches == ("conflict",)


@pytest.mark.parametrize(
    ("fields", "pressing", "can_wait"),
    [
        ({}, False, False),
        ({"phase": "delivering"}, True, True),
        ({"phase": "before"}, False, False),
        ({"weight": "limited"}, False, True),
        ({"weight": "limited"}, True, False),
        ({"last": True}, True, True),
    ],
)
def test_what_can_wait(call, knowledge, levels, fields, pressing, can_wait):
    called = [call("champions", **fields)]
    inference = inferred("starting", pressing=["champions"] if pressing else [])
    assert standing_of(called[0], called, inference, knowledge, levels).can_wait is can_wait


def test_after_the_priorities_what_can_wait_stands_last_and_each_tier_keeps_the_order(results, knowledge):
    many = knowledge.settings.priorities
    regrouped = 0
    for result in results:
        tiers = [each.tier for each in result.recommendations]
        following = tiers[many:]
        assert tiers[:many] == ["first"] * len(tiers[:many])
        assert following == sorted(following, key=["next", "later"].index)
        regrouped += "next" in following and "later" in following
    assert regrouped


def test_what_is_reached_lies_along_the_web_and_not_beyond_a_cut(call, knowledge, levels):
    for mechanism in ("risk_tolerance", "conflict", "initial_trust"):
        worst = {"good": "low", "bad": "high"}[knowledge.mechanism[mechanism].high_is]
        levels[mechanism] = MechanismLevel(level=worst)
    called = [call("distance")]
    inference = inferred()
    standing = standing_of(called[0], called, inference, knowledge, levels)
    assert standing.reaches == ("risk_tolerance",)


def test_a_link_that_acts_only_in_some_collaborations_is_followed_only_there(call, knowledge, levels):
    link = next(one for one in knowledge.web.mechanism_links if one.applies_if is not None and not one.cut)
    worst = {"good": "low", "bad": "high"}[knowledge.mechanism[link.to].high_is]
    levels[link.to] = MechanismLevel(level=worst)
    web = altered(knowledge.web, mechanism_links=(link,))
    only = altered(knowledge, web=web)
    through = {each.id: {effect.id for effect in each.mechanisms} for each in knowledge.advice.statements}
    one = next(
        each
        for each in knowledge.advice.statements
        if link.from_ in through[each.id] and link.to not in through[each.id]
    )
    text = knowledge.advice.recommendation_of[one.id]
    called = [call(text.id, active=(one.id,))]
    reached = standing_of(called[0], called, inferred(holding=[str(link.applies_if)]), only, levels).reaches
    assert reached == (link.to,)
    assert standing_of(called[0], called, inferred(), only, levels).reaches == ()


@pytest.mark.parametrize(
    ("fields", "phase", "said"),
    [
        ({"critical": True}, "unknown", ["order_critical", "order_act"]),
        ({"verdict": "balance"}, "unknown", ["order_balance"]),
        ({"verdict": "compensate"}, "unknown", ["order_compensate"]),
        ({"carries": True}, "unknown", ["order_act", "order_carries"]),
        ({"phase": "starting"}, "starting", ["order_act", "order_now"]),
        ({"phase": "before"}, "starting", ["order_act", "order_overdue"]),
        ({"phase": "delivering"}, "starting", ["order_act", "order_later"]),
        ({"last": True, "critical": True}, "starting", ["order_last"]),
    ],
)
def test_the_reasons_for_a_place_are_given_in_words(call, knowledge, levels, fields, phase, said):
    _, reasons = ordered([call("distance", **fields)], knowledge, levels, phase=phase)
    assert reasons == [tuple(knowledge.phrase(name) for name in said)]


def test_how_much_is_reached_and_who_depends_on_it_are_said_too(call, knowledge, levels):
    levels["communication"] = MechanismLevel(level="low")
    called = [call("distance"), call("contact", requires=("distance",))]
    _, reasons = ordered(called, knowledge, levels, phase="unknown")
    assert knowledge.phrase("order_prerequisite") in reasons[0]
    assert knowledge.phrase("order_reach_one", count=1) in reasons[0]
    levels["trust"] = MechanismLevel(level="mixed")
    _, reasons = ordered(called, knowledge, levels, phase="unknown")
    assert knowledge.phrase("order_reach", count=2) in reasons[0]


def test_results_hold_to_the_stated_order(results):
    rank = {"act": 0, "balance": 1, "compensate": 2}
    for result in results:
        places = [one.order for one in result.recommendations]
        assert places == list(range(1, len(places) + 1))
        others = [one for one in result.recommendations if one.id != "senior-disbelief"]
        for tier in get_args(Tier):
            keys = [(not one.critical, rank[one.verdict]) for one in others if one.tier == tier]
            assert keys == sorted(keys)


def test_the_statement_on_people_who_block_comes_last_in_every_result(results):
    with_it = [one for one in results if any("L4" in each.statements for each in one.recommendations)]
    assert with_it
    for result in with_it:
        assert result.recommendations[-1].statements == ("L4",)
        assert result.recommendations[-1].priority is None or len(result.recommendations) <= 5


def test_failing_outside_money_comes_first(assess):
    result = assess(outside_funding="late_or_withdrawn", vision_clarity="unclear", stage="planning")
    assert result.recommendations[0].id == "capacity"
    assert result.recommendations[0].critical
    assert not any(one.critical for one in result.recommendations[1:])


def test_a_dominated_partnership_hears_of_power_before_milder_gaps(assess):
    result = assess(
        origin="national_policy",
        power="dominated",
        power_acknowledged="no",
        contact_informal="now_and_then",
        leaders_empathy="rarely",
        stage="considering",
    )
    first = result.recommendations[0]
    assert first.id == "power-balance"
    assert "What you told us about it is serious." in first.order_reasons


def test_each_serious_degree_goes_with_advice_that_the_same_case_calls_for(knowledge, assess):
    """A serious degree of something on which no advice follows would move nothing."""
    found = {text.id for text in knowledge.advice.recommendations if text.pressing_when is not None}
    worst = assess(**SERIOUS)
    serious = {
        each.id for each in worst.recommendations if knowledge.phrase("order_pressing") in each.order_reasons
    }
    assert serious == found
    mild = assess(**SERIOUS | MILDER)
    assert not any(knowledge.phrase("order_pressing") in each.order_reasons for each in mild.recommendations)
