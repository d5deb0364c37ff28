"""What people state beside what follows from their other answers; the one never changes the other."""

import pytest


@pytest.mark.parametrize(
    ("stated", "level", "agrees", "phrase"),
    [
        ("agree", "high", True, "stated_same"),
        ("unsure", "mixed", True, "stated_same"),
        ("disagree", "low", True, "stated_same"),
        ("agree", "mixed", False, "stated_higher"),
        ("agree", "low", False, "stated_higher"),
        ("disagree", "high", False, "stated_lower"),
        ("disagree", "mixed", False, "stated_lower"),
        ("unsure", "high", False, "stated_unsure"),
        ("unsure", "low", False, "stated_unsure"),
    ],
)
def test_stated_and_inferred_are_compared(stated, level, agrees, phrase, knowledge, compared):
    found = compared(stated, level)
    assert (found.stated, found.inferred, found.agrees) == (stated, level, agrees)
    assert found.says == knowledge.phrase(phrase, name="trust", level=level)


@pytest.mark.parametrize("stated", ["agree", "unsure", "disagree"])
def test_an_unknown_level_is_neither_confirmed_nor_contradicted(stated, knowledge, compared):
    found = compared(stated, "unknown")
    assert found.agrees is None
    assert found.says == knowledge.phrase("stated_unknown", name="trust", level="unknown")


@pytest.fixture
def compared(knowledge):
    """Return a function that compares what is stated about trust with a level."""
    from advisor.advice.stated import stated_and_inferred
    from advisor.model.case import Case
    from advisor.model.result import MechanismLevel

    def found(stated, level):
        levels = {one.id: MechanismLevel(level=level) for one in knowledge.mechanisms}
        case = Case(name="A test", answers={"stated_trust": stated})
        result = stated_and_inferred(case, levels, knowledge)
        assert list(result) == ["trust"]
        return result["trust"]

    return found


@pytest.mark.parametrize("mechanism", ["trust", "faith", "confidence", "risk_tolerance"])
def test_what_is_stated_never_changes_what_follows(assess, mechanism):
    answers = {"history": "bad_blood", "agreement": "none", "power": "dominated", "conflict": "serious"}
    without = assess(**answers)
    for stated in ("agree", "unsure", "disagree"):
        with_it = assess(**answers, **{f"stated_{mechanism}": stated})
        assert with_it.mechanisms == without.mechanisms
        assert with_it.statements == without.statements
        assert with_it.recommendations == without.recommendations
        assert with_it.stated_and_inferred[mechanism].inferred == without.mechanisms[mechanism].level


def test_only_what_was_stated_is_compared(assess):
    assert assess(capacity="yes").stated_and_inferred == {}
    assert assess(stated_faith="not_applicable").stated_and_inferred == {}
    assert list(assess(stated_faith="agree", stated_trust="unsure").stated_and_inferred) == ["trust", "faith"]
