"""The strongest chain: along lit paths alone, and first by the stated order among all chains there are."""

from itertools import pairwise

import pytest

from advisor.advice.strongest_chain import strongest_chain
from advisor.engine.votes import pairs_of


@pytest.fixture(scope="module")
def steps_left(knowledge):
    """The longest way from each area to an end of the web, found by walking every way there is."""
    uncut = [(link.from_, link.to) for link in knowledge.web.mechanism_links if not link.cut]
    starts = {link.from_ for link in knowledge.web.mechanism_links}

    def ways(area):
        onward = [to for from_, to in uncut if from_ == area]
        if not onward:
            return [] if area in starts else [0]
        return [1 + way for to in onward for way in ways(to)]

    return {each.id: max(ways(each.id), default=len(knowledge.mechanisms)) for each in knowledge.mechanisms}


def bad_sign(area, knowledge):
    return "-" if knowledge.mechanism[area].high_is == "good" else "+"


def against(result, area, knowledge):
    """Votes of circumstances and answers against an area."""
    because = result.mechanisms[area].because
    return [one for one in because if one.kind != "mechanism" and one.sign == bad_sign(area, knowledge)]


def every_chain(result, knowledge):
    """All simple ways along harming paths between areas, from areas that circumstances or answers harm."""
    harms = {(one.from_, one.to) for one in result.web if one.effect == "harms" and one.kind == "mechanism"}
    ahead = [(each.id,) for each in knowledge.mechanisms if against(result, each.id, knowledge)]
    for way in ahead:
        ahead += [(*way, to) for from_, to in harms if from_ == way[-1] and to not in way]
    return ahead


def keep(chains, value):
    best = max(map(value, chains))
    return [one for one in chains if value(one) == best]


def test_it_is_the_first_of_all_chains_by_the_order_that_is_stated(results, knowledge, steps_left):
    for result in results:
        chains = every_chain(result, knowledge)
        found = result.strongest_chain
        if not chains:
            assert found is None
            continue
        chains, bad, told = strongest_of(chains, result, knowledge, steps_left)
        assert {found.areas, *found.ties} == set(chains)
        assert found.critical == any(vote.critical for vote in against(result, found.areas[0], knowledge))
        assert found.throughout == all(bad[one] for one in found.areas)
        assert set(found.beneath) == set().union(*(told[one] for one in found.areas))
        assert set(found.answers) == told[found.areas[0]]
    assert max(len(one.strongest_chain.areas) for one in results if one.strongest_chain) > 3


def strongest_of(chains, result, knowledge, steps_left):
    """Those that are left when each part of the order in turn keeps the best alone."""
    bad = {
        area: level.level == ("low" if knowledge.mechanism[area].high_is == "good" else "high")
        for area, level in result.mechanisms.items()
    }
    told = {area: {fact for vote in against(result, area, knowledge) for fact in vote.facts} for area in bad}
    chains = keep(chains, lambda way: any(vote.critical for vote in against(result, way[0], knowledge)))
    chains = keep(chains, lambda way: all(bad[one] for one in way))
    chains = keep(chains, lambda way: -steps_left[way[-1]])
    chains = keep(chains, lambda way: len(set().union(*(told[one] for one in way))))
    return keep(chains, len), bad, told


def test_every_step_is_a_lit_path_that_harms(results):
    for result in results:
        chain = result.strongest_chain
        if chain is None:
            continue
        lit = {(one.from_, one.to, one.links): one for one in result.web}
        for step in (*chain.begins, *chain.steps):
            assert lit[step.from_, step.to, step.links].effect == "harms"
        assert [(step.from_, step.to) for step in chain.steps] == list(pairwise(chain.areas))
        assert all(step.to == chain.areas[0] for step in chain.begins)
        assert len(set(chain.areas)) == len(chain.areas)
        assert chain.begins or chain.answers


def test_all_that_harms_the_first_area_is_among_its_beginnings(results):
    for result in results:
        if result.strongest_chain is not None:
            first = result.strongest_chain.areas[0]
            acting = [
                one
                for one in result.web
                if one.to == first and one.kind == "context" and one.effect == "harms"
            ]
            assert [one.from_ for one in acting] == [one.from_ for one in result.strongest_chain.begins]


def test_what_the_papers_call_critical_comes_first(assess):
    chain = assess(outside_funding="late_or_withdrawn", conflict="serious", past_dispute="no").strongest_chain
    assert chain.critical
    assert chain.areas[0] == "perceived_capacity"
    assert "outside_funding" in chain.answers


def test_what_is_equal_is_said_to_be_a_tie(results, knowledge):
    order = [each.id for each in knowledge.mechanisms]
    tied = [one.strongest_chain for one in results if one.strongest_chain and one.strongest_chain.ties]
    assert tied
    for chain in tied:
        assert all(order.index(chain.areas[0]) <= order.index(other[0]) for other in chain.ties)


def test_nothing_known_makes_no_chain(assess):
    assert assess().strongest_chain is None


def test_a_chain_in_favour_follows_the_same_order(results, knowledge):
    for result in results:
        chain = strongest_chain(result.web, result.mechanisms, knowledge, "helps")
        if chain is not None:
            helps = {(one.from_, one.to) for one in result.web if one.effect == "helps"}
            assert {(step.from_, step.to) for step in (*chain.begins, *chain.steps)} <= helps


def test_lit_paths_are_the_votes_in_the_trace_and_no_others(results, inferences, knowledge):
    for result, inference in zip(results, inferences, strict=True):
        concluded = {firing.concludes for firing in result.trace}

        def vote(subject, concluded=concluded):
            cast = [sign for sign in ("+", "-", "+/-") if f"{subject} is {sign}" in concluded]
            assert len(cast) <= 1
            return cast[0] if cast else None

        def effect(sign, mechanism):
            return (
                "mixed" if sign == "+/-" else "harms" if sign == bad_sign(mechanism, knowledge) else "helps"
            )

        expected = []
        for subject, pair in pairs_of(knowledge).items():
            sign = vote(subject)
            if sign is not None:
                absent = [one for one in pair.contexts if inference.value("context", one) == "absent"]
                expected += [
                    (one, pair.mechanism, "context", effect(sign, pair.mechanism))
                    for one in absent or pair.contexts
                ]
        for link in knowledge.web.mechanism_links:
            sign = vote(f"vote {link.id}")
            assert sign is None or not link.cut
            if sign is not None:
                expected.append((link.from_, link.to, "mechanism", effect(sign, link.to)))
        assert sorted((one.from_, one.to, one.kind, one.effect) for one in result.web) == sorted(expected)


def test_what_the_papers_name_next_is_told_with_each_path_and_never_votes(results, knowledge):
    rows = knowledge.web.by_id
    between = {(link.from_, link.to) for link in knowledge.web.mechanism_links if not link.cut}
    only_named = set()
    for result in results:
        for link in result.web:
            named = {one.id for one in link.outcomes}
            assert named == {rows[one].outcome for one in link.links if one in rows}
            if link.kind == "mechanism":
                assert (link.from_, link.to) in between
                assert not named
            only_named |= {(link.to, one) for one in named} - between
            votes = [each for each in result.mechanisms[link.to].because if each.links == link.links]
            for one in link.outcomes:
                signs = {rows[row].outcome_sign for row in link.links if rows[row].outcome == one.id}
                turned = votes[0].sign != rows[link.links[0]].sign
                good = "+" if knowledge.mechanism[one.id].high_is == "good" else "-"
                if len(signs) == 1 and "+/-" not in (*signs, votes[0].sign):
                    assert one.effect == ("helps" if (good in signs) != turned else "harms")
    assert ("trust", "conflict") in only_named
    for result in results:
        cast = {(link.from_, link.to) for link in result.web}
        assert not cast & only_named
