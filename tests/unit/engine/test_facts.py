"""Facts of working memory: they are experta’s, only quicker."""

import pytest

from advisor.engine.facts import Answers, Conclusion, address_of
from advisor.engine.library import KnowledgeEngine
from advisor.engine.program import ANSWERED
from advisor.model.condition import Subject

SEEN = {"derived seen": "yes"}


def test_no_two_subjects_have_one_address(program):
    answered = [Subject(ANSWERED, one) for one in program.knowledge.vocabulary.by_name]
    subjects = [*answered, *(step.subject for step in program.steps)]
    assert len({address_of(one) for one in subjects}) == len(subjects)
    assert not any(" " in address_of(one) for one in answered)
    assert all(" " in address_of(step.subject) for step in program.steps)


@pytest.mark.parametrize("fact", [Conclusion.of(SEEN), Answers.of({"x": "yes"})])
def test_a_fact_has_its_number_once_it_is_declared(fact):
    assert fact.__factid__ is None
    assert str(fact).startswith("<Undeclared Fact>")
    with pytest.raises(KeyError):
        fact["__factid__"]
    engine = KnowledgeEngine()
    engine.reset()
    assert engine.declare(fact) is fact
    assert (fact.__factid__, fact["__factid__"], str(fact)) == (1, 1, "<f-1>")
    with pytest.raises(RuntimeError, match="can't be modified after declaration"):
        fact["x"] = "no"


def test_equal_facts_share_a_hash_and_are_declared_once():
    assert hash(Conclusion.of(SEEN)) == hash(Conclusion.of(SEEN))
    assert hash(Answers.of({"x": "yes"})) == hash(Answers.of({"x": "yes"}))
    engine = KnowledgeEngine()
    engine.reset()
    assert engine.declare(Conclusion.of(SEEN)) is not None
    assert engine.declare(Conclusion.of(SEEN)) is None


def test_a_slot_that_is_not_there_is_missed():
    with pytest.raises(KeyError, match="nothing"):
        Conclusion.of(SEEN)["nothing"]
