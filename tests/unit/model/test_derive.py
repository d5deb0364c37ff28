"""Facts that follow from answers, on a small vocabulary."""

import pytest

from advisor.model.condition import NOT_APPLICABLE, Kind, Subject
from advisor.model.derive import derive
from advisor.model.grammar import parse_condition
from advisor.model.vocabulary import Count, DerivedCase, DerivedFact, Vocabulary

NA = NOT_APPLICABLE
NAMES = {"early", "keen", "ticks", "usual", "loop"}


def cases(**when):
    return tuple(DerivedCase(value=value, when=parse_condition(line, NAMES)) for value, line in when.items())


VOCABULARY = Vocabulary(
    facts=(),
    derived=(
        DerivedFact(fact="early", meaning="", cases=cases(yes="stage is planning", no="stage is known")),
        DerivedFact(fact="keen", meaning="", cases=cases(yes={"all": ["early is yes", "ticks at least 2"]})),
        DerivedFact(fact="ticks", meaning="", count=Count(of=("sectors",))),
        DerivedFact(fact="usual", meaning="", count=Count(of=("a", "b", "c"), values=("usually",))),
        DerivedFact(fact="loop", meaning="", cases=cases(yes={"not": "loop is yes"}, no="loop is no")),
    ),
)


def value(name, kind=Kind.DERIVED, **answers):
    return derive(VOCABULARY, answers)(Subject(kind.value, name))


def test_an_answer_is_its_own_value_and_an_absent_one_is_unknown():
    assert value("stage", Kind.FACT, stage="planning") == "planning"
    assert value("stage", Kind.FACT) is None


@pytest.mark.parametrize("kind", [Kind.LEVEL, Kind.VERDICT, Kind.CONTEXT])
def test_what_only_inference_tells_is_unknown_here(kind):
    assert value("early", kind, stage="planning") is None


@pytest.mark.parametrize(
    ("stage", "expected"), [("planning", "yes"), ("reset", "no"), (None, None), (NA, None)]
)
def test_the_first_case_that_is_true_gives_the_value_and_none_leaves_it_unknown(stage, expected):
    assert value("early", **({"stage": stage} if stage else {})) == expected


def test_derived_facts_build_on_one_another():
    assert value("keen", stage="planning", sectors=("a", "b")) == "yes"
    assert value("keen", stage="planning", sectors=("a",)) is None
    assert value("keen", sectors=("a", "b")) is None


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({}, None), ({"sectors": NA}, None), ({"sectors": ("a",)}, 1), ({"sectors": ("a", "b")}, 2)],
)
def test_ticks_are_counted_only_where_they_are_known(answers, expected):
    assert value("ticks", **answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, None),
        ({"a": NA, "b": NA}, None),
        ({"a": "rarely"}, 0),
        ({"a": "usually", "b": NA}, 1),
        ({"a": "usually", "b": "usually", "c": "rarely"}, 2),
    ],
)
def test_facts_with_a_value_are_counted_among_those_that_are_known(answers, expected):
    assert value("usual", **answers) == expected


def test_a_fact_that_hangs_on_itself_and_one_that_is_not_there_are_unknown():
    assert value("loop") is None
    assert value("no_such_fact") is None
