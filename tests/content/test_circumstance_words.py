"""The words of each circumstance: there in every state in which it is at work, and true of the answers."""

from itertools import pairwise, product

import pytest

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.model.condition import Any, Operator, Truth, atoms, truth

MOST_WORDS = 10
STATES = ("holds", "absent", "partly")
CONTEXTS = load_knowledge(content_folder("rules")).knowledge.contexts


def _worded_states():
    for context in CONTEXTS:
        for state in STATES:
            condition = getattr(context, state)
            if condition is not None and not (state == "absent" and context.one_sided):
                yield pytest.param(context, state, id=f"{context.id} {state}")


WORDED = list(_worded_states())


def values_of(subject, conditions):
    """Return values of a subject worth trying: each one named, one that is not, and unknown."""
    named = [atom for one in conditions for atom in atoms(one) if atom.subject == subject]
    if any(atom.operator in (Operator.AT_LEAST, Operator.AT_MOST) for atom in named):
        edges = {atom.number for atom in named}
        return [None, *sorted({edge + step for edge in edges for step in (-1, 0, 1)})]
    values = dict.fromkeys(value for atom in named for value in atom.values)
    if any(atom.operator is Operator.INCLUDES for atom in named):
        return [None, ("another",), *((one,) for one in values), *pairwise(values)]
    return [None, "another", *values]


def situations(conditions):
    subjects = sorted({atom.subject for one in conditions for atom in atoms(one)}, key=str)
    for values in product(*(values_of(one, conditions) for one in subjects)):
        yield dict(zip(subjects, values, strict=True))


@pytest.mark.parametrize(("context", "state"), WORDED)
def test_some_phrase_is_true_wherever_the_state_is(context, state):
    condition = getattr(context, state)
    phrases = getattr(context.words, state)
    if state == "holds" and not phrases:
        return
    assert phrases, f"{context.id} says nothing for {state}"
    whens = [each.when for each in phrases if each.when is not None]
    met = 0
    for known in situations([condition, *whens]):
        if truth(condition, known.get) is Truth.TRUE:
            met += 1
            told = [one for one in phrases if one.when is None or truth(one.when, known.get) is Truth.TRUE]
            assert told, f"{context.id} has no words for {state} with {known}"
    assert met


@pytest.mark.parametrize(("context", "state"), WORDED)
def test_where_one_answer_of_several_is_enough_only_that_one_is_named(context, state):
    if state == "holds":
        return
    if alternatives(getattr(context, state)):
        told = getattr(context.words, state)
        assert all(each.when is not None for each in told), f"{context.id} {state}"


def alternatives(condition):
    """Return whether different facts can each bring a condition about; counts blame no single answer."""
    found = list(atoms(condition))
    counts = all(atom.operator in (Operator.AT_LEAST, Operator.AT_MOST) for atom in found)
    return isinstance(condition, Any) and len({atom.subject for atom in found}) > 1 and not counts


@pytest.mark.parametrize(("context", "state"), WORDED)
def test_phrases_are_short_enough_for_a_picture(context, state):
    for each in getattr(context.words, state):
        assert len(each.says.split()) <= MOST_WORDS
        assert each.says[0].isupper()
        assert not each.says.endswith(".")
