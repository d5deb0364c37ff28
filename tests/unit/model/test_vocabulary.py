"""Facts in words."""

import pytest

from advisor.model.vocabulary import DerivedFact, FactDefinition, FactValue, Vocabulary

SECTORS = FactDefinition(
    fact="sectors",
    name="sectors",
    meaning="",
    kind="any of",
    changeable="no",
    values=tuple(
        FactValue(value=one, label=one.title(), says=f"{one} takes part")
        for one in ("acute", "community", "other")
    ),
)
COUNT = FactDefinition(
    fact="count",
    name="count",
    meaning="",
    kind="whole number",
    changeable="no",
    says="there are {value} of you",
)
REASONS = SECTORS.model_copy(update={"says": "it is about {value}"})


@pytest.mark.parametrize(
    ("fact", "value", "label", "clause"),
    [
        (SECTORS, "acute", "Acute", "acute takes part"),
        (SECTORS, ("acute",), "Acute", "acute takes part"),
        (SECTORS, ("acute", "other"), "Acute, Other", "acute takes part and other takes part"),
        (
            SECTORS,
            ("acute", "community", "other"),
            "Acute, Community, Other",
            "acute takes part, community takes part and other takes part",
        ),
        (REASONS, ("acute",), "Acute", "acute takes part"),
        (REASONS, ("acute", "other"), "Acute, Other", "it is about acute and other"),
        (COUNT, 14, "14", "there are 14 of you"),
        (COUNT.model_copy(update={"says": None}), 14, "14", "14"),
    ],
)
def test_an_answer_has_a_label_and_a_clause(fact, value, label, clause):
    assert fact.label(value) == label
    assert fact.clause(value) == clause


def test_facts_are_found_by_name():
    early = DerivedFact(fact="early", meaning="")
    vocabulary = Vocabulary(facts=(SECTORS, COUNT), derived=(early,))
    assert vocabulary.by_name == {"sectors": SECTORS, "count": COUNT}
    assert vocabulary.derived_by_name == {"early": early}
    assert list(SECTORS.by_value) == ["acute", "community", "other"]


def test_what_may_be_aimed_at():
    """No value that nobody should aim at; of ticks such as were given may stay."""
    values = [
        {"value": "a", "label": "A", "says": "a", "lever": "no"},
        {"value": "b", "label": "B", "says": "b", "lever": "no"},
        {"value": "none", "label": "None", "says": "none"},
    ]
    data = {"fact": "f", "name": "f", "meaning": "F.", "changeable": "yes", "values": values}
    ticks = FactDefinition.model_validate({**data, "kind": "any of"})
    assert ticks.aims_at(("none",), ("a", "b"))
    assert ticks.aims_at(("a",), ("a", "b"))
    assert not ticks.aims_at(("a", "b"), ("a",))
    assert not ticks.aims_at(("a",), None)
    one = FactDefinition.model_validate({**data, "kind": "one of"})
    assert [value for value in one.by_value if one.aims_at(value, "b")] == ["none"]
    for more in ({"changeable": "no"}, {"lever": "no"}):
        assert not FactDefinition.model_validate({**data, **more, "kind": "one of"}).aims_at("none", "a")
