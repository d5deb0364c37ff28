"""The grammar of conditions: what is read, what is refused, and the way back to words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from advisor.model.base import Model
from advisor.model.condition import All, Any, Atom, Kind, Not, Operator, Subject
from advisor.model.grammar import Written, parse_atom, parse_condition, write_condition

FACT, DERIVED = Kind.FACT.value, Kind.DERIVED.value


class Rule(Model):
    when: Written


@pytest.mark.parametrize(
    ("sentence", "subject", "operator", "values", "number"),
    [
        ("quick_wins is no", "quick_wins", Operator.IS, ("no",), 0),
        ("travel_time is 30_to_60_min", "travel_time", Operator.IS, ("30_to_60_min",), 0),
        ("stage is one of planning, reset", "stage", Operator.IS_ONE_OF, ("planning", "reset"), 0),
        ("stage is one of planning ,reset,a", "stage", Operator.IS_ONE_OF, ("planning", "reset", "a"), 0),
        ("sectors includes acute", "sectors", Operator.INCLUDES, ("acute",), 0),
        ("sectors includes one of acute, b", "sectors", Operator.INCLUDES, ("acute", "b"), 0),
        ("partner_count at least 6", "partner_count", Operator.AT_LEAST, (), 6),
        ("partner_count at most 05", "partner_count", Operator.AT_MOST, (), 5),
        ("power is known", "power", Operator.IS_KNOWN, (), 0),
        ("power is unknown", "power", Operator.IS_UNKNOWN, (), 0),
        ("power is one", "power", Operator.IS, ("one",), 0),
        ("power is known_to_all", "power", Operator.IS, ("known_to_all",), 0),
        ("is is is", "is", Operator.IS, ("is",), 0),
        ("  power \n is   no ", "power", Operator.IS, ("no",), 0),
    ],
)
def test_every_form_of_a_sentence_is_read(sentence, subject, operator, values, number):
    assert parse_atom(sentence) == Atom(Subject(FACT, subject), operator, values, number)


@pytest.mark.parametrize(
    ("sentence", "kind", "name"),
    [
        ("level of trust is low", Kind.LEVEL, "trust"),
        ("verdict of C1 is balance", Kind.VERDICT, "C1"),
        ("context quick_wins is present", Kind.CONTEXT, "quick_wins"),
        ("context is present", Kind.FACT, "context"),
        ("contextual is yes", Kind.FACT, "contextual"),
        ("early is yes", Kind.DERIVED, "early"),
        ("earlier is yes", Kind.FACT, "earlier"),
    ],
)
def test_each_sentence_speaks_of_one_name_space(sentence, kind, name):
    assert parse_atom(sentence, {"early"}).subject == Subject(kind.value, name)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "power",
        "power is",
        "is no",
        "power no",
        "power = no",
        "power is not no",
        "power is no and stage is reset",
        "power is yes or no",
        "power is one of yes",
        "power is one of yes, ",
        "power is one of yes no",
        "sectors includes one of acute",
        "sectors includes acute, community",
        "power is yes, no",
        "partner_count at least six",
        "partner_count at least -1",
        "partner_count at least",
        "partner_count more than 5",
        "level of trust",
        "level trust is low",
        "level oftrust is low",
        "2nd is yes",
        "power is “no”",
        "power is no.",
        "pow-er is no",
    ],
)
def test_other_sentences_are_refused_with_examples_of_what_to_write(sentence):
    expected = f"“{sentence}” is not a condition: write a sentence such as “quick_wins is no”"
    with pytest.raises(ValueError, match=re.escape(expected)):
        parse_condition(sentence)


def test_mappings_nest():
    written = {"all": ["a is yes", {"not": {"any": ["b is no", "c is known"]}}]}
    a, b = Atom(Subject(FACT, "a"), Operator.IS, ("yes",)), Atom(Subject(FACT, "b"), Operator.IS, ("no",))
    c = Atom(Subject(DERIVED, "c"), Operator.IS_KNOWN)
    assert parse_condition(written, {"c"}) == All((a, Not(Any((b, c)))))


@pytest.mark.parametrize(
    "written",
    [None, 5, True, [], ["a is yes"], {}, {"none": ["a is yes"]}, {"all": ["a is yes"], "any": ["a is no"]}],
)
def test_what_is_neither_sentence_nor_one_of_the_three_mappings_is_refused(written):
    with pytest.raises(ValueError, match="or a mapping with one of the keys all, any, not"):
        parse_condition(written)


@pytest.mark.parametrize("inner", [None, [], "a is yes", {"not": "a is yes"}])
@pytest.mark.parametrize("key", ["all", "any"])
def test_all_and_any_need_a_list_that_is_not_empty(key, inner):
    with pytest.raises(ValueError, match=f"“{key}” needs a list of conditions below it"):
        parse_condition({key: inner})


def test_a_fault_deep_inside_is_reported_with_its_own_words():
    with pytest.raises(ValueError, match="“b maybe” is not a condition"):
        parse_condition({"all": ["a is yes", {"not": {"any": ["b maybe"]}}]})


# ── The way back ─────────────────────────────────────────────────────────────────────────────────

RESERVED = {"known", "unknown"}
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}", fullmatch=True)
VALUES = st.from_regex(r"[A-Za-z0-9_]{1,8}", fullmatch=True).filter(lambda one: one not in RESERVED)
SUBJECTS = st.builds(
    Subject, st.sampled_from([FACT, Kind.LEVEL.value, Kind.VERDICT.value, Kind.CONTEXT.value]), NAMES
) | NAMES.map(lambda name: Subject(DERIVED, f"d_{name}"))
SEVERAL = st.lists(VALUES, min_size=2, max_size=4).map(tuple)
ATOMS = (
    st.builds(Atom, SUBJECTS, st.sampled_from([Operator.IS, Operator.INCLUDES]), st.tuples(VALUES))
    | st.builds(Atom, SUBJECTS, st.sampled_from([Operator.IS_ONE_OF, Operator.INCLUDES]), SEVERAL)
    | st.builds(Atom, SUBJECTS, st.sampled_from([Operator.IS_KNOWN, Operator.IS_UNKNOWN]))
    | st.builds(
        Atom,
        SUBJECTS,
        st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST]),
        number=st.integers(min_value=0, max_value=10**6),
    )
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Any, st.lists(inner, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=6,
)


def derived_in(condition):
    return {word for word in str(condition).replace("(", " ").split() if word.startswith("d_")}


@given(CONDITIONS)
def test_what_is_written_is_read_back_the_same(condition):
    assert parse_condition(write_condition(condition), derived_in(condition)) == condition


def test_every_condition_of_the_knowledge_base_survives_the_way_to_words_and_back(knowledge):
    derived = knowledge.vocabulary.derived_by_name
    conditions = [context.holds for context in knowledge.contexts] + [
        line for each in knowledge.advice.statements if each.verdicts for _, line in each.verdicts.in_order()
    ]
    assert len(conditions) > 150
    for condition in conditions:
        assert parse_condition(write_condition(condition), derived) == condition


# ── In models ────────────────────────────────────────────────────────────────────────────────────


def test_a_model_reads_conditions_and_is_told_which_facts_are_derived():
    plain = Rule.model_validate({"when": "early is yes"})
    told = Rule.model_validate({"when": "early is yes"}, context={"derived": {"early"}})
    assert plain.when.subject.kind == FACT
    assert told.when.subject.kind == DERIVED


def test_a_model_keeps_a_condition_that_is_already_one_and_writes_it_back():
    condition = Not(parse_atom("early is yes"))
    rule = Rule(when=condition)
    assert rule.when is condition
    assert rule.model_dump() == {"when": {"not": "early is yes"}}


def test_the_schema_takes_what_the_grammar_takes():
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(TypeAdapter(Written).json_schema())
    for written in (
        "a is yes",
        "n at least 6",
        "sectors includes acute",
        {"not": "a is yes"},
        {"all": ["a is no"]},
    ):
        assert validator.is_valid(written), written
        parse_condition(written)
    for refused in ("", "a", 5, [], {}, {"none": []}, {"all": [], "any": []}):
        assert not validator.is_valid(refused), refused
