"""What is named must be there, one broken addition at a time: statements, recommendations, conditions."""

import pytest

from advisor.model.knowledge import TABLE_IDS
from tests.unit.content.additions import START, advice, statement, wording

FIRST = "Stop and deal with the feeling of a takeover first"
FITS = {
    "id": "new",
    "one": ["Deliver one visible success soon, and tell people"],
    "other": ["Settle together what the collaboration is for"],
    "says": "x",
}
CASES = {
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
        (
            "no recommendation carries X99 – it would follow, and nothing would tell the reader"
            " – write a recommendation for it, or add X99 to “statements” of one that fits"
        ),
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
    # Wordings that fit together.
    "a pair with a slip in a title": (
        {"together": [{**FITS, "one": ["Deliver one visible sucess soon, and tell people"]}]},
        f"“{FITS['one'][0].replace('cc', 'c')}” is the title of no wording; did you mean “{FITS['one'][0]}”?",
    ),
    "a pair with a title of nothing": (
        {"together": [{**FITS, "other": ["Qqq"]}]},
        "“Qqq” is the title of no wording; copy a title as it stands under “variants”",
    ),
    "a pair that is told already": (
        {"together": [{**FITS, "other": [FIRST]}]},
        f"“{FITS['one'][0]}” beside “{FIRST}” stands in success-or-takeover already; say once how they fit",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("addition", "expected"), CASES.values(), ids=CASES)
def test_one_fault_is_refused_where_it_stands_with_what_to_do(refused_in_place, addition, expected):
    refused_in_place(addition, expected)


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
    assert any(": no recommendation carries X98 – " in one for one in found)


def test_every_statement_of_the_table_is_asked_for(rules, refused):
    for path in (rules / "statements").glob("*.yaml"):
        path.write_text("statements: []")
    named = [one.split(": statement ")[1] for one in refused() if ": statement " in one]
    assert sorted(named) == sorted(f"{one} of the action table is missing" for one in TABLE_IDS)
