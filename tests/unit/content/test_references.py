"""Whatever names something else must name something that is there: one broken addition at a time."""

import json
import re

import pytest

from advisor.model.knowledge import TABLE_IDS

SOURCE = [{"paper": "S1", "where": "somewhere"}]
TEXT = dict.fromkeys(("because", "measure", "barrier", "remedy", "find_out"), "x")


def context(**changes):
    return {"id": "new", "name": "x", "changeable": "yes", "holds": "quick_wins is yes", **changes}


def link(**changes):
    ends = {"contexts": ["quick_wins"], "mechanism": "trust", "outcome": "faith"}
    signs = {"sign": "+", "outcome_sign": "+"}
    return {"id": "Z-1", **ends, **signs, "phase": "any", "says": "x", "source": SOURCE, **changes}


def between(**changes):
    return {"from": "synergy", "to": "trust", "sign": "+", "says": "x", "source": SOURCE, **changes}


def mechanism(**changes):
    words = dict.fromkeys(("name", "plain", "definition", "kind"), "x")
    reads = dict.fromkeys(("low", "mixed", "high", "unknown"), "x")
    rated = {"support": None, "high_is": "good"}
    return {"id": "new", **words, **rated, "reads": reads, "sources": SOURCE, **changes}


def statement(**changes):
    words = dict.fromkeys(("cluster", "title", "if", "then", "because", "kept", "protect"), "x")
    rest = {"position": 1, "polarity": "do", "mechanisms": [{"id": "trust", "sign": "+"}], "links": ["A-T14"]}
    found = {
        "id": "X99",
        **words,
        **rest,
        "source": SOURCE,
        "verdicts": {"act": "power is dominated"},
        **changes,
    }
    return {key: value for key, value in found.items() if value is not None}


def wording(verdict="act", **changes):
    sides = {"for": {"title": "x", "text": "x"}, "against": {"title": "x", "text": "x"}}
    more = {"sides": sides} if verdict == "balance" else {}
    return {"verdict": verdict, "title": "Do it", "if": "x", "then": "x", **more, **changes}


def recommendation(**changes):
    keep = {"title": "x", "text": "x"}
    found = {
        "id": "new",
        "statements": ["X99"],
        "phase": "any",
        "weight": "direct",
        "variants": [wording()],
        **TEXT,
    }
    return {**found, "discuss": ["x?"], "keep": keep, **changes}


def advice(what=None, said=None):
    """Return a new statement with the recommendation that carries it, either of them changed."""
    return {"statements": [statement(**(what or {}))], "recommendations": [recommendation(**(said or {}))]}


def condition(written):
    """Return an addition whose one fault is in a condition."""
    return {"contexts": [context(holds=written)]}


def derived(**changes):
    return {"derived": [{"fact": "new", "meaning": "x", **changes}]}


YES_IF = [{"value": "yes", "when": "quick_wins is yes"}]
START = {
    "id": "new",
    "title": "x",
    "met": "power is known",
    "not_met": "power is unknown",
    "says": "x",
    "source": SOURCE,
}

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
    # Statements.
    "a statement on no link": (advice({"links": ["A-T144"]}), "“A-T144” is no link; did you mean “A-T14”?"),
    "a statement on no mechanism": (
        advice({"mechanisms": [{"id": "trst", "sign": "+"}]}),
        "“trst” is no mechanism; did you mean “trust”?",
    ),
    "a statement without source": (
        advice({"source": []}),
        "cites no source; add the paper and the place in it",
    ),
    "a statement with no verdicts": (advice({"verdicts": None}), "needs either verdicts or follows"),
    "a statement with both": (advice({"follows": "T3"}), "needs either verdicts or follows"),
    "a statement that follows nothing": (
        advice({"verdicts": None, "follows": "T33"}),
        "“T33” is no statement; did you mean “T3”?",
    ),
    "a statement that follows a follower": (
        advice({"verdicts": None, "follows": "R1"}),
        "follows R1, which follows C1; name the last one",
    ),
    "a statement that follows itself": (
        advice({"verdicts": None, "follows": "X99"}),
        "follows X99, which follows X99; name the last one",
    ),
    "a verdict by a fault": (
        advice({"verdicts": {"keep": "powr is known", "act": "power is dominated"}}),
        "“powr” is no fact; did you mean “power”?",
    ),
    "a verdict on no mechanism": (
        advice({"verdicts": {"act": "level of trst is low"}}),
        "“trst” is no mechanism; did you mean “trust”?",
    ),
    "a verdict on no context": (
        advice({"verdicts": {"act": "context quick_win is present"}}),
        "“quick_win” is no context; did you mean “quick_wins”?",
    ),
    "a verdict on no level": (
        advice({"verdicts": {"act": "level of trust is mid"}}),
        "“mid” is no value of level of trust; ",
    ),
    "a verdict on no statement": (
        advice({"verdicts": {"act": "verdict of T33 is act"}}),
        "“T33” is no statement; did you mean “T3”?",
    ),
    "a verdict on no state of a context": (
        advice({"verdicts": {"act": "context quick_wins is there"}}),
        "“there” is no value of context quick_wins; ",
    ),
    "silence by a fault": (
        advice({"silent": [{"when": "powr is known", "says": "x"}]}),
        "“powr” is no fact; did you mean “power”?",
    ),
    "a strength by a fault": (
        advice({"strength_when": "powr is known"}),
        "“powr” is no fact; did you mean “power”?",
    ),
    "words for a strength by a fault": (
        advice({"kept_as": [{"when": "powr is known", "says": "x"}]}),
        "“powr” is no fact; did you mean “power”?",
    ),
    "a strength as a whole by a fault": (
        advice(
            said={
                "keep": {"title": "x", "text": "x", "variants": [{"when": "powr is known", "title": "x"}]},
            }
        ),
        "“powr” is no fact; did you mean “power”?",
    ),
    "a statement that nothing carries": (
        {"statements": [statement()]},
        "no recommendation carries X99; add it to one",
    ),
    # Recommendations.
    "a recommendation of no statement": (
        advice(said={"statements": ["X99", "T33"]}),
        "“T33” is no statement; did you mean “T3”?",
    ),
    "a recommendation after none": (
        advice(said={"requires": ["quick-win"]}),
        "“quick-win” is no recommendation; did you mean “quick-wins”?",
    ),
    "a recommendation critical by a fault": (
        advice(said={"critical_when": "powr is known"}),
        "“powr” is no fact; did you mean “power”?",
    ),
    "a wording by a fault": (
        advice(said={"variants": [wording(when="powr is known"), wording()]}),
        "“powr” is no fact; did you mean “power”?",
    ),
    "a verdict without wording": (
        advice({"verdicts": {"compensate": "power is dominated"}}),
        "the verdict compensate can occur, but no wording for it stands without “when”; add one",
    ),
    "a verdict of the statement that is followed": (
        advice({"verdicts": None, "follows": "T3"}, {"variants": [wording("compensate")]}),
        "the verdict act can occur, but no wording for it stands without “when”; add one",
    ),
    "a verdict with wordings for some situations only": (
        advice(said={"variants": [wording(when="quick_wins is no")]}),
        "the verdict act can occur, but no wording for it stands without “when”; add one",
    ),
    "a wording that hides others": (
        advice(said={"variants": [wording(), wording(when="quick_wins is no")]}),
        "a wording for act without “when” hides those after it; put it last",
    ),
    "balance without sides": (
        advice(said={"variants": [wording(), wording("balance", sides=None)]}),
        "a wording for balance needs both sides",
    ),
    # Conditions for starting, and answers that do not go together.
    "a condition met by a fault": (
        {"conditions": [{**START, "met": "powr is known"}]},
        "“powr” is no fact; did you mean “power”?",
    ),
    "a condition not met by a fault": (
        {"conditions": [{**START, "not_met": "powr is known"}]},
        "“powr” is no fact; did you mean “power”?",
    ),
    "a condition without source": (
        {"conditions": [{**START, "source": []}]},
        "cites no source; add the paper and the place in it",
    ),
    "a contradiction by a fault": (
        {"contradictions": [{"id": "new", "when": "powr is known", "says": "x"}]},
        "“powr” is no fact; did you mean “power”?",
    ),
}  # fmt: skip


def keys(data):
    """Return all keys in a mapping, at every depth."""
    inner = (keys(value) for value in data.values() if isinstance(value, dict))
    return set(data).union(*inner)


@pytest.mark.parametrize(("addition", "expected"), CASES.values(), ids=CASES)
def test_one_fault_is_refused_where_it_stands_with_what_to_do(rules, add, refused, addition, expected):
    add(**addition)
    (found,) = refused()
    place, said = found.split(": ", 1)
    file, line, column = place.split(":")
    assert said.startswith(expected)
    # Either list of an addition may hold the fault.
    assert (file, line) in {("rules/zz_added.yaml", "2"), ("rules/zz_added.yaml", "4")}
    # The place is that of the very text at fault, or of the item where a key or something missing is meant.
    written = (rules / "zz_added.yaml").read_text(encoding="utf-8").splitlines()[int(line) - 1]
    text, _ = json.JSONDecoder().raw_decode(written[int(column) - 1 :])
    word = re.match("“(.+?)”", said)
    if isinstance(text, str):
        assert (word[1] if word else said.removeprefix("follows ").split()[0].rstrip(",")) in (
            text,
            *re.split(r"[ ,]+", text),
        )
    else:
        assert column == "3"
        assert not word or word[1] in {
            key for value in text.values() if isinstance(value, dict) for key in keys(value)
        }


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


def test_a_statement_is_carried_once(add, refused):
    add(**advice(said={"statements": ["X99", "T3"]}))
    assert refused() == [
        "rules/zz_added.yaml:4:39: T3 is already carried by quick-wins; a statement has one recommendation"
    ]


def test_a_missing_statement_of_the_table_is_named_wherever_it_was_used(edit, refused):
    edit("statements/risk_tolerance.yaml", "- id: R1\n", "- id: X98\n")
    found = refused()
    assert any(one.endswith(": statement R1 of the action table is missing") for one in found)
    assert any("“R1” is no statement" in one and "formality.yaml" in one for one in found)
    assert any(one.endswith(": no recommendation carries X98; add it to one") for one in found)


def test_every_statement_of_the_table_is_asked_for(rules, refused):
    for path in (rules / "statements").glob("*.yaml"):
        path.write_text("statements: []")
    named = [one.split(": statement ")[1] for one in refused() if ": statement " in one]
    assert sorted(named) == sorted(f"{one} of the action table is missing" for one in TABLE_IDS)


def test_faults_of_several_files_are_reported_together(edit, add, refused):
    edit("statements/trust.yaml", "    keep: quick_wins is yes\n", "    keep: quick_wins is yess\n")
    add(**condition("powr is known"))
    first, second = refused()
    assert first.startswith("rules/statements/trust.yaml:")
    assert second.startswith("rules/zz_added.yaml:2:60: “powr” is no fact")
