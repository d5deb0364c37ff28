"""The worked chains of the papers: from a cause, step by step, to where it ends.

In a case that holds nothing but the cause, most levels stay unknown, because fewer than a fifth of their
sources are known, or only one other level is. Those rules are lifted here: what is seen is the web alone.
"""

from itertools import pairwise

import pytest

from advisor.engine.inference import Inferrer
from advisor.engine.votes import VOTE, pairs_of
from advisor.model.condition import Kind
from tests.unit.altered import altered

# The answers that set the cause, and no others.
CAUSES = {
    "capacity_lacking": {"capacity": "not_secured"},
    "ext_funding_failed": {"outside_funding": "late_or_withdrawn"},
    "prior_bad": {"history": "bad_blood"},
    "large_many": {"partner_count": 9},
    "cross_sector": {"sectors": ("acute", "social_care")},
    "mandated_takeover": {"origin": "national_policy", "takeover_felt": "widely"},
    "contract_mandated": {
        "origin": "national_policy",
        "agreement": "binding_contract",
        "duties_and_risks_allocated": "yes",
    },
    "lead_turnover": {"leadership_stability": "several_changes", "purpose_after_change": "restarted"},
    "quick_wins": {"quick_wins": "yes"},
    "ambition_over": {"ambition": "too_much_too_soon"},
    "mou": {"origin": "chosen", "agreement": "non_binding"},
    "binding_voluntary": {"origin": "chosen", "agreement": "binding_contract"},
    "lead_unaccountable": {"leader_problems": ("unaccountable",), "conflict": "some"},
    "distance": {"travel_time": "over_60_min"},
    "ppi": {"involved_service_users": "designed"},
}
# Where the same answers pull the other way as well, by another path that the papers describe.
PULLED_BOTH_WAYS = {
    ("contract_mandated", "collaborative_behaviour"): "an imposed start lowers trust at the start",
    ("binding_voluntary", "trust"): "partners who chose one another start with trust",
    ("binding_voluntary", "risk_tolerance"): "a firm agreement gives confidence",
    ("lead_unaccountable", "conflict"): "the answer that there is some conflict sets the level",
    ("lead_unaccountable", "trust"): "conflict is mixed",
}
LEVELS = {1: "high", -1: "low"}
SIGNS = {1: "+", -1: "-"}


@pytest.fixture(scope="module")
def lifted(knowledge):
    return Inferrer(
        altered(knowledge, settings=altered(knowledge.settings, least_known=1000, least_carried=1))
    )


@pytest.fixture(scope="module")
def chains(knowledge):
    return knowledge.web.chains


def directions(knowledge, chain):
    """Return for each step of a chain its direction: 1 where the cause raises it, -1 where it lowers it."""
    between = {(link.from_, link.to): link.sign for link in knowledge.web.mechanism_links}
    cause, first, *_ = chain
    sign = next(
        pair.sign
        for pair in pairs_of(knowledge).values()
        if pair.contexts == (cause,) and pair.mechanism == first
    )
    found = [1 if sign == "+" else -1]
    for one, following in pairwise(chain[1:]):
        found.append(found[-1] * (1 if between[one, following] == "+" else -1))
    return found


def test_sixteen_chains_are_worked_and_every_cause_is_tried_here(chains):
    assert len(chains) == 16
    assert {chain[0] for chain in chains} == set(CAUSES)


@pytest.mark.parametrize("place", range(16))
def test_a_chain_runs_from_its_cause_to_its_end(lifted, knowledge, chains, place):
    cause, *steps = chains[place]
    inference = lifted.infer(CAUSES[cause])
    assert inference.value(Kind.CONTEXT.value, cause) == "present"
    for mechanism, direction in zip(steps, directions(knowledge, chains[place]), strict=True):
        expected = "mixed" if (cause, mechanism) in PULLED_BOTH_WAYS else LEVELS[direction]
        assert inference.level(mechanism) == expected, mechanism


@pytest.mark.parametrize("place", range(16))
def test_each_step_of_a_chain_votes_on_the_next_as_its_own_level_says(lifted, knowledge, chains, place):
    cause, *steps = chains[place]
    inference = lifted.infer(CAUSES[cause])
    way = directions(knowledge, chains[place])
    assert inference.value(VOTE, f"{cause}→{steps[0]}") == SIGNS[way[0]]
    for one, following, direction in zip(steps, steps[1:], way[1:], strict=False):
        expected = "+/-" if inference.level(one) == "mixed" else SIGNS[direction]
        assert inference.value(VOTE, f"{one}→{following}") == expected


def test_with_the_rule_of_a_fifth_a_lone_cause_leaves_what_has_many_sources_unknown(inferrer):
    alone = inferrer.infer(CAUSES["ext_funding_failed"])
    assert alone.level("perceived_capacity") == "low"
    assert alone.level("faith") == "unknown"
