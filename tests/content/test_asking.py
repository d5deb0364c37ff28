"""What is asked, given the answers so far."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.model.asking import answered_unasked, asked
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject
from advisor.model.derive import derive
from advisor.model.vocabulary import Count, DerivedCase, DerivedFact, Vocabulary
from advisor.service import Advisor

ADVISOR = Advisor.load()
VOCABULARY = ADVISOR.knowledge.vocabulary
FULL = ADVISOR.questionnaires["full"]


def derived(name, **answers):
    return derive(VOCABULARY, answers)(Subject(Kind.DERIVED.value, name))


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("mandated", {"origin": "regulator"}, "yes"),
        ("mandated", {"origin": "chosen"}, "no"),
        ("mandated", {}, None),
        ("mandated", {"origin": NOT_APPLICABLE}, None),
        ("integration_in_effect", {"ioc_type": "merger"}, "one_organisation"),
        ("integration_in_effect", {"ioc_type": "merger", "integration": "learning"}, "learning"),
        ("sector_count", {"sectors": ("acute", "community")}, 2),
        ("sector_count", {"sectors": NOT_APPLICABLE}, None),
        ("sector_count", {}, None),
        ("leaders_usually", {"leaders_empathy": "usually", "leaders_visible": "rarely"}, 1),
        ("complex", {"sectors": ("acute", "community", "voluntary"), "ioc_type": "merger"}, "yes"),
        ("formality_fit", {"origin": "chosen"}, None),
        ("no_such_fact", {}, None),
    ],
)
def test_derived_facts(name, answers, expected):
    assert derived(name, **answers) == expected


def test_answers_are_looked_up_and_conclusions_are_unknown():
    value_of = derive(VOCABULARY, {"stage": "planning"})
    assert value_of(Subject(Kind.FACT.value, "stage")) == "planning"
    assert value_of(Subject(Kind.FACT.value, "origin")) is None
    assert value_of(Subject(Kind.LEVEL.value, "trust")) is None


def test_a_fact_that_hangs_on_itself_is_unknown():
    from advisor.model.grammar import parse_condition

    circle = DerivedFact(
        fact="a", meaning="", cases=(DerivedCase(value="yes", when=parse_condition("a is yes", {"a"})),)
    )
    vocabulary = Vocabulary(facts=(), derived=(circle,))
    assert derive(vocabulary, {})(Subject(Kind.DERIVED.value, "a")) is None


def test_a_count_of_ticks_passes_over_what_is_no_list():
    count = DerivedFact(fact="n", meaning="", count=Count(of=("x",)))
    assert derive(Vocabulary(facts=(), derived=(count,)), {"x": "one"})(Subject(Kind.DERIVED.value, "n")) == 0


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        fact: st.sampled_from([each.value for each in VOCABULARY.by_name[fact].values] + [NOT_APPLICABLE])
        for fact in (
            "stage",
            "ioc_type",
            "origin",
            "partner_size",
            "integration",
            "conflict",
            "leaders_visible",
        )
    }
    | {
        "partner_count": st.integers(2, 12),
        "sectors": st.lists(
            st.sampled_from(["acute", "community", "voluntary"]), min_size=1, unique=True
        ).map(tuple),
    },
)


@settings(max_examples=60, deadline=None)
@given(answers=ANSWERS)
def test_the_engine_derives_the_same(answers):
    from advisor.engine.inference import Inferrer

    global INFERRER  # noqa: PLW0603 - building it once is enough
    INFERRER = INFERRER or Inferrer(ADVISOR.knowledge)
    inference = INFERRER.infer(answers)
    value_of = derive(VOCABULARY, answers)
    for fact in VOCABULARY.derived:
        # How the agreement fits follows from a verdict, which only the engine draws.
        if fact.fact != "formality_fit":
            subject = Subject(Kind.DERIVED.value, fact.fact)
            assert value_of(subject) == inference.values.get(subject), fact.fact


INFERRER = None


def test_a_question_is_hidden_only_where_its_condition_is_known_to_be_false():
    def ids(answers):
        return [question.id for question, _ in asked(FULL, VOCABULARY, answers)]

    assert "B2" in ids({})
    assert "B2" in ids({"history": "bad_blood"})
    assert "B2" not in ids({"history": "worked_well"})
    assert len(ids({})) == len(FULL.questions)


def test_a_row_can_be_hidden_alone():
    pairs = {question.id: facts for question, facts in asked(FULL, VOCABULARY, {"stage": "planning"})}
    assert pairs["G11"] == ("improvement_culture",)


def test_answers_to_questions_not_asked_are_named():
    answers = {"history": "worked_well", "history_addressed": "no"}
    assert answered_unasked(FULL, VOCABULARY, answers) == ("history_addressed",)
    assert answered_unasked(ADVISOR.questionnaires["rapid"], VOCABULARY, answers) == ()
