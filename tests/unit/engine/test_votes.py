"""How votes make a level: the rule printed in every report, as a table of cases."""

import pytest

from advisor.engine.inference import Inferrer
from advisor.engine.program import Levelled
from advisor.engine.votes import VOTE, Cast, Pair, compile_votes, level_from_votes, pairs_of
from advisor.model.condition import Kind, Subject
from advisor.model.knowledge import Thresholds
from tests.unit.altered import altered

OURS = Thresholds(clear_majority=3, least_known=5, least_carried=2, priorities=5)
SIGNS = {"+": "+", "-": "-", "b": "+/-", ".": None}


def votes(pattern, critical="", carried=""):
    """Read votes: + for, - against, b pulls both ways, . unknown; then critical ones, then carried ones."""
    return [
        *(Cast(SIGNS[sign]) for sign in pattern),
        *(Cast(SIGNS[sign], critical=True) for sign in critical),
        *(Cast(SIGNS[sign], carried=True) for sign in carried),
    ]


@pytest.mark.parametrize(
    ("pattern", "level", "why"),
    [
        ("+", "high", "one vote for"),
        ("-", "low", "one vote against"),
        ("+-", "mixed", "one to one"),
        ("++-", "mixed", "two to one is short of three to one"),
        ("+++-", "high", "three to one"),
        ("---+", "low", "one to three"),
        ("+++++--", "mixed", "five to two is short of three to one"),
        ("++++++--", "high", "six to two is three to one"),
        ("", "unknown", "no source at all"),
        (".", "unknown", "nothing known"),
        ("+....", "high", "one of five is a fifth"),
        ("+.....", "unknown", "one of six is less than a fifth"),
        ("++........", "high", "two of ten are a fifth"),
        ("++.........", "unknown", "two of eleven are less than a fifth"),
        ("b", "mixed", "a source that pulls both ways is a vote each way"),
        ("b.", "mixed", "it counts half: a quarter of two is known"),
        ("b..", "unknown", "it counts half: a sixth of three is known"),
        ("bb...", "mixed", "two halves of five are a fifth"),
        ("b....", "unknown", "a half of five is less than a fifth"),
        ("++b", "high", "three for, one against"),
        ("+b", "mixed", "two for, one against"),
        ("--b", "low", "three against, one for"),
        ("+b........", "unknown", "one and a half of ten are less than a fifth"),
        ("+b......", "unknown", "one and a half of eight are less than a fifth"),
        ("+b.....", "mixed", "one and a half of seven are more than a fifth"),
    ],
)
def test_votes_make_a_level(pattern, level, why):
    assert level_from_votes(votes(pattern), None, OURS) == level, why


@pytest.mark.parametrize(
    ("pattern", "critical", "answered", "level", "why"),
    [
        ("+++++", "-", None, "low", "a critical harm outweighs the rest"),
        ("+++++", "-", "high", "low", "a critical harm outweighs the answer too"),
        ("-----", "+", None, "low", "a critical link that helps is one vote among others"),
        ("..........", "-", None, "low", "a critical harm needs no fifth of the sources"),
        ("+", ".", None, "high", "a critical link that is unknown says nothing"),
        ("---", "", "high", "high", "an answer that asks it outright sets it"),
        ("", "", "mixed", "mixed", "an answer sets it with no vote at all"),
        ("+++", "", "low", "low", "an answer sets it against all votes"),
    ],
)
def test_critical_harms_and_outright_answers_go_before_counting(pattern, critical, answered, level, why):
    assert level_from_votes(votes(pattern, critical), answered, OURS) == level, why


@pytest.mark.parametrize(
    ("pattern", "carried", "level", "why"),
    [
        ("..", "+", "unknown", "the level of one other mechanism alone is too little where there is more"),
        ("", "+.", "unknown", "the same where other mechanisms are what is not known"),
        ("", "-", "low", "it is enough where there is nothing else to know"),
        ("..", "++", "high", "two levels are enough"),
        ("+..", ".", "high", "one circumstance is enough"),
        ("+..", "-", "mixed", "one of each pulls both ways"),
    ],
)
def test_one_level_carried_over_never_makes_a_level_alone(pattern, carried, level, why):
    assert level_from_votes(votes(pattern, carried=carried), None, OURS) == level, why


@pytest.mark.parametrize(("majority", "level"), [(2, "high"), (3, "mixed")])
def test_how_clear_a_majority_must_be_is_a_setting(majority, level):
    settings = Thresholds(clear_majority=majority, least_known=5, least_carried=2, priorities=5)
    assert level_from_votes(votes("++-"), None, settings) == level


@pytest.mark.parametrize(("least", "level"), [(3, "high"), (2, "unknown")])
def test_how_few_known_sources_are_too_few_is_a_setting(least, level):
    settings = Thresholds(clear_majority=3, least_known=least, least_carried=2, priorities=5)
    assert level_from_votes(votes("+.."), None, settings) == level


def test_the_settings_of_the_product_are_three_to_one_and_a_fifth(knowledge):
    settings = knowledge.settings
    assert (settings.clear_majority, settings.least_known, settings.least_carried) == (3, 5, 2)


def test_rows_that_link_the_same_contexts_to_the_same_mechanism_have_one_vote(knowledge, program):
    pairs = pairs_of(knowledge)
    told = {(link.contexts, link.mechanism) for link in knowledge.web.links}
    assert len(knowledge.web.links) == 129
    assert {(pair.contexts, pair.mechanism) for pair in pairs.values()} == told
    voting = [source.vote for step in program.steps if isinstance(step, Levelled) for source in step.sources]
    assert (
        len(voting)
        == len(set(voting))
        == len(told) + sum(not link.cut for link in knowledge.web.mechanism_links)
    )


def test_a_row_without_direction_has_no_vote(knowledge):
    link = knowledge.web.links[0]
    web = altered(knowledge.web, links=(link.model_copy(update={"sign": "+/-"}),))
    assert pairs_of(altered(knowledge, web=web)) == {}


def test_a_row_without_direction_beside_one_with_takes_its_sign(knowledge):
    link = knowledge.web.links[0]
    pair = Pair(link.contexts, link.mechanism, (link.model_copy(update={"sign": "+/-"}), link))
    assert pair.sign == link.sign


def test_a_pair_told_for_several_kinds_applies_to_each(knowledge):
    narrow = [link for link in knowledge.web.links if link.applies_if is not None][:2]
    pair = Pair(narrow[0].contexts, narrow[0].mechanism, tuple(narrow))
    assert set(pair.applies.parts) == {link.applies_if for link in narrow}
    assert Pair(pair.contexts, pair.mechanism, (narrow[0],)).applies == narrow[0].applies_if
    wide = narrow[0].model_copy(update={"applies_if": None})
    assert Pair(pair.contexts, pair.mechanism, (narrow[1], wide)).applies is None


def test_cut_links_never_vote(knowledge):
    cut = [link for link in knowledge.web.mechanism_links if link.cut]
    assert {link.id for link in cut} == {"trust→conflict", "internal_conflict→initial_trust"}
    decided = {step.subject for step in compile_votes(knowledge)}
    assert not decided & {Subject(VOTE, link.id) for link in cut}


def vote(inferrer, name, **answers):
    return inferrer.infer(answers).value(VOTE, name)


@pytest.mark.parametrize("target", ["conflict", "trust"])
@pytest.mark.parametrize(("conflict", "votes_"), [("some", True), ("serious", True), ("no", False)])
def test_conflict_resolution_votes_only_where_conflict_is_live(inferrer, target, conflict, votes_):
    answers = {"dispute_process": "neutral_third_party", "conflict": conflict}
    found = inferrer.infer(answers)
    assert found.level("conflict_resolution") == "high"
    sign = {"conflict": "-", "trust": "+"}[target]
    assert found.value(VOTE, f"conflict_resolution→{target}") == (sign if votes_ else None)


def test_conflict_resolution_does_not_vote_where_nothing_is_said_of_conflict(inferrer):
    assert vote(inferrer, "conflict_resolution→trust", dispute_process="neutral_third_party") is None


@pytest.mark.parametrize(("answer", "sign"), [("yes", "+"), ("no", "-"), ("planned", None)])
def test_a_circumstance_votes_its_sign_where_present_and_the_opposite_where_absent(inferrer, answer, sign):
    answers = {"quick_wins": answer, "stage": "established"}
    assert vote(inferrer, "quick_wins→trust", **answers) == sign


def test_a_circumstance_that_holds_in_part_votes_each_way(inferrer):
    assert vote(inferrer, "champions→vision_sharedness", champions="some") == "+/-"


@pytest.mark.parametrize(
    ("answers", "context", "name"),
    [
        ({"shared_staffing": ("none",)}, "secondments", "secondments→trust"),
        ({"shared_staffing": ("none",)}, "joint_posts", "joint_posts→communication"),
        ({"shared_staffing": ("none",)}, "joint_teams", "joint_teams→cultural_integration"),
        ({"agreement": "none", "origin": "chosen"}, "mou", "mou→trust"),
        ({"agreement": "none"}, "legal_strength", "legal_strength→confidence"),
        ({"origin": "chosen"}, "mandated", None),
        ({"origin": "national_policy"}, "voluntary", None),
    ],
)
def test_the_absence_of_a_one_sided_circumstance_says_nothing(inferrer, knowledge, answers, context, name):
    found = inferrer.infer(answers)
    assert knowledge.context[context].one_sided
    assert found.value(Kind.CONTEXT.value, context) == "absent"
    pairs = [one for one, pair in pairs_of(knowledge).items() if context in pair.contexts]
    assert all(found.values[one] is None for one in pairs)
    assert name is None or Subject(VOTE, name) in pairs


@pytest.mark.parametrize(("level", "sign"), [("high", "+"), ("low", "-"), ("mixed", "+/-")])
def test_a_mechanism_votes_on_the_next_by_its_level(inferrer, level, sign):
    answer = {"high": "yes", "mixed": "slow", "low": "stalled"}[level]
    found = inferrer.infer({"momentum": answer})
    assert found.level("progress") == level
    assert found.value(VOTE, "progress→faith") == sign


def test_a_source_that_does_not_apply_to_this_kind_is_not_counted(inferrer, knowledge):
    """Chosen buddying has a source of trust at the start that no other kind has."""
    answers = {"origin": "chosen", "partner_count": 3, "staff_view": ("genuine",)}
    assert vote(inferrer, "self_selection→initial_trust", ioc_type="buddying", **answers) == "+"
    assert vote(inferrer, "self_selection→initial_trust", ioc_type="merger", **answers) is None


def test_outside_money_that_fails_is_never_outvoted(inferrer, knowledge):
    links = [link for link in knowledge.web.links if link.critical]
    assert {link.id for link in links} == {"A-P3c", "A-P3d"}
    reached = {link.mechanism for link in links}
    answers = {"outside_funding": "late_or_withdrawn", "capacity": "yes"}
    found = inferrer.infer(answers)
    assert all(found.level(one) == "low" for one in reached)


def test_a_level_needs_no_answers_of_its_own_when_thresholds_are_lifted(knowledge):
    """The fifth that must be known is the only thing between one answer and a level."""
    lifted = altered(knowledge, settings=altered(knowledge.settings, least_known=1000, least_carried=1))
    answers = {"partner_count": 9}
    assert Inferrer(lifted).infer(answers).level("task_complexity") == "high"
    assert Inferrer(knowledge).infer(answers).level("task_complexity") == "unknown"


@pytest.mark.parametrize(
    ("contexts", "signs"),
    [
        (("champions", "quick_wins"), ["+", "-"]),
        (("champions", "mou"), ["+"]),
        (("mou", "joint_posts"), ["+"]),
    ],
)
def test_circumstances_that_must_hold_together_vote_absent_only_where_none_is_one_sided(
    knowledge, contexts, signs
):
    link = knowledge.web.links[0].model_copy(update={"contexts": contexts, "sign": "+", "applies_if": None})
    together = altered(knowledge, web=altered(knowledge.web, links=(link,), mechanism_links=()))
    decision, *_ = compile_votes(together)
    assert [value for value, _ in decision.cases] == signs
