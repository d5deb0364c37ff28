"""What is named must be there, one broken addition at a time: conditions, facts, and the web of evidence."""

import pytest

from tests.unit.content.additions import (
    START,
    YES_IF,
    advice,
    between,
    condition,
    context,
    derived,
    link,
    mechanism,
    ticks,
    wording,
)

CASES = {
    # Conditions.
    "a fact that is not there": (
        condition("quick_win is yes"),
        "“quick_win” is no fact; did you mean “quick_wins”?",
    ),
    "a value that is not there": (
        condition("quick_wins is planed"),
        "“planed” is no value of quick_wins; did you mean “planned”?",
    ),
    "a value near none": (
        condition("quick_wins is one of yes, xxxx"),
        "“xxxx” is no value of quick_wins; known: no, planned, yes",
    ),
    "a value of a derived fact": (
        condition("early is maybe"),
        "“maybe” is no value of early; known: no, yes",
    ),
    "a derived fact that does not apply": (
        condition("early is not_applicable"),
        "“not_applicable” is no value of early; known: no, yes",
    ),
    "a bound on words": (
        condition("quick_wins at least 2"),
        "“quick_wins at least 2”: quick_wins is no number; use “is” or “is one of”",
    ),
    "a number that is a value": (
        condition("partner_count is 3"),
        "“partner_count is 3”: partner_count is a number; use “at least” or “at most”",
    ),
    "a count that is a value": (
        condition("sector_count is one of 2, 3"),
        "“sector_count is one of 2, 3”: sector_count is a number; use “at least” or “at most”",
    ),
    "numbers that include": (
        condition("partner_count includes 3"),
        "“partner_count includes 3”: partner_count is a number; use “at least” or “at most”",
    ),
    "ticks that are one value": (
        condition("sectors is acute"),
        "“sectors is acute”: several answers can be ticked; use “includes”",
    ),
    "one value among ticks": (
        condition("quick_wins includes yes"),
        "“quick_wins includes yes”: only one answer can be given; use “is” or “is one of”",
    ),
    "a condition deep inside": (
        condition({"all": ["quick_wins is yes", {"not": {"any": ["power is domnated", "power is known"]}}]}),
        "“domnated” is no value of power; did you mean “dominated”?",
    ),
    # Vocabulary.
    "more ticks than can be told apart": (
        {"facts": [ticks(13)]},
        "has 13 values to tick; at most 12 beside “none” can be told apart: split it into two facts",
    ),
    "a lever that is fixed": (
        {"facts": [{**ticks(2), "changeable": "no", "lever": "no"}]},
        "is fixed, so it is no lever anyway; leave “lever” out",
    ),
    "no lever twice": (
        {"facts": [{**ticks(2, idle=1), "lever": "no"}]},
        "is no lever as a whole; leave “lever” out of its values",
    ),
    "nothing to aim at": (
        {"facts": [ticks(2, idle=2)]},
        "leaves no value to aim at; write “lever: no” once, on the fact",
    ),
    "a derived fact named as a base fact": (
        derived(fact="stated_trust", cases=YES_IF),
        "stated_trust is already a base fact; choose another name",
    ),
    "a derived fact from nothing": (derived(), "needs either cases or a count"),
    "a derived fact from both": (
        derived(cases=YES_IF, count={"of": ["sectors"]}),
        "needs either cases or a count",
    ),
    "a derived fact from a fault": (
        derived(cases=[{"value": "yes", "when": "powr is known"}]),
        "“powr” is no fact; did you mean “power”?",
    ),
    "a count of no fact": (derived(count={"of": ["sector"]}), "“sector” is no fact; did you mean “sectors”?"),
    # Evidence.
    "a mechanism without source": (
        {"mechanisms": [mechanism(sources=[])]},
        "cites no source; add the paper and the place in it",
    ),
    "a mechanism from a strange paper": (
        {"mechanisms": [mechanism(sources=[{"paper": "S3", "where": "x"}])]},
        "“S3” is no source; known: ",
    ),
    "a mechanism set by no fact": (
        {"mechanisms": [mechanism(set_by={"fact": "momentm", "levels": {}})]},
        "“momentm” is no fact; did you mean “momentum”?",
    ),
    "a mechanism set by no value": (
        {"mechanisms": [mechanism(set_by={"fact": "momentum", "levels": {"slowly": "mixed"}})]},
        "“slowly” is no value of momentum; did you mean “slow”?",
    ),
    "a context that partly holds by a fault": (
        {"contexts": [context(partly="powr is known")]},
        "“powr” is no fact; did you mean “power”?",
    ),
    "a context that is absent by a fault": (
        {"contexts": [context(absent="powr is known")]},
        "“powr” is no fact; did you mean “power”?",
    ),
    "a link from no context": (
        {"links": [link(contexts=["quick_wins", "quick_win"])]},
        "“quick_win” is no context; did you mean “quick_wins”?",
    ),
    "a link on no mechanism": (
        {"links": [link(mechanism="trst")]},
        "“trst” is no mechanism; did you mean “trust”?",
    ),
    "a link to no outcome": (
        {"links": [link(outcome="fiath")]},
        "“fiath” is no mechanism; did you mean “faith”?",
    ),
    "a link without source": (
        {"links": [link(source=[])]},
        "cites no source; add the paper and the place in it",
    ),
    "a link that applies by a fault": (
        {"links": [link(applies_if="powr is known")]},
        "“powr” is no fact; did you mean “power”?",
    ),
    "a link from no mechanism": (
        {"mechanism_links": [between(**{"from": "synrgy"})]},
        "“synrgy” is no mechanism; did you mean “synergy”?",
    ),
    "a link between mechanisms without source": (
        {"mechanism_links": [between(source=[])]},
        "cites no source; add the paper and the place in it",
    ),
    "a link between mechanisms that applies by a fault": (
        {"mechanism_links": [between(applies_if="powr is known")]},
        "“powr” is no fact; did you mean “power”?",
    ),
    "a loop through no mechanism": (
        {"loops": [{"path": ["trust", "conflct", "trust"], "says": "x"}]},
        "“conflct” is no mechanism; did you mean “conflict”?",
    ),
    "a chain from nothing": (
        {"chains": [["quick_win", "trust"]]},
        "“quick_win” is no context or mechanism; did you mean “quick_wins”?",
    ),
    "a chain through a context": (
        {"chains": [["trust", "quick_wins"]]},
        "“quick_wins” is no mechanism; known: ",
    ),
    "a type near no studies": (
        {"types": [{"type": "new", "name": "x", "family": None, "named": "no", "integration": None,
                    "papers_say": "x",
                    "study_families": ["mergr"]}]},
        "“mergr” is no family of studies; did you mean “merger”?",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("addition", "expected"), CASES.values(), ids=CASES)
def test_one_fault_is_refused_where_it_stands_with_what_to_do(refused_in_place, addition, expected):
    refused_in_place(addition, expected)


def test_sound_additions_are_taken(add, rules):
    from advisor.content.knowledge_files import load_knowledge

    add(
        contexts=[
            context(id="one", holds="sectors includes one of acute, voluntary", absent="sectors is unknown"),
            context(id="two", holds="partner_count at most 3", partly="partner_count is not_applicable"),
            context(id="three", holds="sectors is not_applicable"),
        ],
        links=[link(contexts=["one", "two"], applies_if="early is yes")],
        chains=[["one", "trust", "faith"], ["trust", "faith"]],
        mechanisms=[mechanism()],
        conditions=[START],
        **advice({"verdicts": {"balance": "context one is present", "act": "level of trust is low"}},
                 {"variants": [wording(when="early is no"), wording(), wording("balance")]}),
    )  # fmt: skip
    assert "X99" in load_knowledge(rules).knowledge.advice.by_id


def test_faults_of_several_files_are_reported_together(edit, add, refused):
    edit("statements/trust.yaml", "    keep: quick_wins is yes\n", "    keep: quick_wins is yess\n")
    add(**condition("powr is known"))
    first, second = refused()
    assert first.startswith("rules/statements/trust.yaml:")
    assert second.startswith("rules/zz_added.yaml:2:60: “powr” is no fact")
