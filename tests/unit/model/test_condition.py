"""Conditions: three-valued truth, and the reasons behind it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.model.condition import (
    NOT_APPLICABLE,
    All,
    Any,
    Atom,
    Kind,
    Not,
    Operator,
    Subject,
    Truth,
    atoms,
    supporting_atoms,
    truth,
)

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
NA = NOT_APPLICABLE


def fact(name):
    return Subject(Kind.FACT.value, name)


def yes(name):
    return Atom(fact(name), Operator.IS, ("yes",))


def looked_up(values):
    """Return a lookup in which an absent fact is unknown."""
    return lambda subject: values.get(subject.id)


# How each truth value of an atom “x is yes” comes about; both ways to be unknown are tried.
ANSWERS = [("yes", T), ("no", F), (None, U), (NA, U)]


@pytest.mark.parametrize(
    ("operator", "values", "number", "by_answer"),
    [
        (Operator.IS, ("yes",), 0, {"yes": T, "no": F, None: U, NA: U}),
        (Operator.IS, (NA,), 0, {"yes": F, "no": F, None: U, NA: T}),
        (Operator.IS_ONE_OF, ("yes", "partly"), 0, {"yes": T, "partly": T, "no": F, None: U, NA: U}),
        (Operator.IS_ONE_OF, ("yes", NA), 0, {"yes": T, "no": F, None: U, NA: T}),
        (Operator.INCLUDES, ("a",), 0, {("a",): T, ("a", "b"): T, ("b",): F, (): F, "a": F, None: U, NA: U}),
        (Operator.INCLUDES, ("a", "c"), 0, {("c",): T, ("b", "a"): T, ("b",): F, None: U, NA: U}),
        (Operator.INCLUDES, ("a", NA), 0, {("b",): F, None: U, NA: T}),
        (Operator.AT_LEAST, (), 6, {5: F, 6: T, 7: T, "many": F, None: U, NA: U}),
        (Operator.AT_MOST, (), 5, {4: T, 5: T, 6: F, "few": F, None: U, NA: U}),
        (Operator.IS_KNOWN, (), 0, {"yes": T, 3: T, ("a",): T, None: F, NA: F}),
        (Operator.IS_UNKNOWN, (), 0, {"yes": F, 3: F, ("a",): F, None: T, NA: F}),
    ],
)
def test_every_comparison_for_every_kind_of_answer(operator, values, number, by_answer):
    atom = Atom(fact("x"), operator, values, number)
    assert {answer: atom.holds(answer) for answer in by_answer} == by_answer


def test_negation_swaps_true_and_false_and_leaves_unknown():
    assert {one: ~one for one in Truth} == {T: F, F: T, U: U}
    for answer, expected in ANSWERS:
        assert truth(Not(yes("x")), looked_up({"x": answer})) is ~expected


AND = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}


@pytest.mark.parametrize(("kind", "table"), [(All, AND), (Any, OR)])
def test_all_and_any_follow_the_strong_tables_of_kleene(kind, table):
    condition = kind((yes("x"), yes("y")))
    for (left, x), (right, y) in product(ANSWERS, repeat=2):
        assert truth(condition, looked_up({"x": left, "y": right})) is table[x, y], (left, right)


def test_longer_lists_agree_with_pairs():
    for answers in product(ANSWERS, repeat=3):
        value_of = looked_up(dict(zip("xyz", (answer for answer, _ in answers), strict=True)))
        x, y, z = (expected for _, expected in answers)
        three = (yes("x"), yes("y"), yes("z"))
        assert truth(All(three), value_of) is AND[AND[x, y], z]
        assert truth(Any(three), value_of) is OR[OR[x, y], z]


CONDITIONS = st.recursive(
    st.sampled_from([yes(name) for name in "wxyz"] + [Atom(fact("x"), Operator.IS_UNKNOWN)]),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Any, st.lists(inner, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=8,
)
WORLDS = st.fixed_dictionaries({name: st.sampled_from(["yes", "no", None, NA]) for name in "wxyz"})


@given(CONDITIONS, CONDITIONS, WORLDS)
def test_not_any_is_all_of_nots(left, right, world):
    value_of = looked_up(world)
    assert truth(Not(Any((left, right))), value_of) is truth(All((Not(left), Not(right))), value_of)


@given(CONDITIONS.filter(lambda one: "unknown" not in str(one)))
def test_nothing_is_true_or_false_of_an_unanswered_case(condition):
    assert truth(condition, looked_up({})) is U


@given(CONDITIONS.filter(lambda one: "unknown" not in str(one)), WORLDS, st.sampled_from("wxyz"))
def test_a_further_answer_never_overturns_what_is_known(condition, world, name):
    before = truth(condition, looked_up({**world, name: None}))
    after = truth(condition, looked_up(world))
    assert before in (U, after)


# ── Reasons ──────────────────────────────────────────────────────────────────────────────────────


def reasons(condition, values, wanted=T):
    return [atom.subject.id for atom in supporting_atoms(condition, looked_up(values), wanted)]


def test_only_the_branches_that_hold_are_reasons_for_any():
    condition = Any((yes("x"), yes("y"), All((yes("x"), yes("z")))))
    assert reasons(condition, {"x": "no", "y": "yes", "z": "yes"}) == ["y"]
    assert reasons(condition, {"x": "yes", "y": "no", "z": "yes"}) == ["x", "x", "z"]


def test_every_part_is_a_reason_for_all_and_only_failing_ones_against_it():
    condition = All((yes("x"), yes("y")))
    assert reasons(condition, {"x": "yes", "y": "yes"}) == ["x", "y"]
    assert reasons(condition, {"x": "yes", "y": "no"}, F) == ["y"]
    assert reasons(condition, {"x": "yes"}, U) == ["y"]


def test_what_does_not_come_out_as_wanted_has_no_reasons():
    assert reasons(yes("x"), {"x": "no"}) == []
    assert reasons(Not(yes("x")), {}) == []


def test_the_reason_of_a_negation_is_what_fails_inside_it():
    assert reasons(Not(All((yes("x"), yes("y")))), {"x": "yes", "y": "no"}) == ["y"]
    assert reasons(Not(Any((yes("x"), yes("y")))), {"x": "no", "y": "no"}) == ["x", "y"]
    assert reasons(Not(yes("x")), {}, U) == ["x"]


@given(CONDITIONS, WORLDS)
def test_the_reasons_alone_decide_the_condition(condition, world):
    """Whatever the facts outside the reasons are, the condition stays as it is."""
    found = truth(condition, looked_up(world))
    behind = {atom.subject.id for atom in supporting_atoms(condition, looked_up(world), found)}
    assert behind
    if found is U:
        return
    rest = sorted(set(world) - behind)
    for answers in product(["yes", "no", None], repeat=len(rest)):
        other = {**world, **dict(zip(rest, answers, strict=True))}
        assert truth(condition, looked_up(other)) is found


@given(CONDITIONS, WORLDS, st.sampled_from(Truth))
def test_reasons_are_atoms_of_the_condition_in_its_order(condition, world, wanted):
    found = list(supporting_atoms(condition, looked_up(world), wanted))
    everything = iter(atoms(condition))
    assert all(atom in everything for atom in found)


def test_atoms_come_left_to_right_from_every_depth():
    condition = All((yes("x"), Not(Any((yes("y"), yes("z")))), yes("x")))
    assert [atom.subject.id for atom in atoms(condition)] == ["x", "y", "z", "x"]


# ── How they read ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (Kind.FACT, "trust"),
        (Kind.DERIVED, "trust"),
        (Kind.LEVEL, "level of trust"),
        (Kind.VERDICT, "verdict of trust"),
        (Kind.CONTEXT, "context trust"),
    ],
)
def test_a_subject_reads_as_conditions_write_it(kind, shown):
    assert str(Subject(kind.value, "trust")) == shown


def test_a_condition_reads_as_one_line():
    condition = All((yes("x"), Not(Any((yes("y"), Atom(fact("n"), Operator.AT_LEAST, number=3))))))
    assert str(condition) == "(x is yes and not (y is yes or n at least 3))"
