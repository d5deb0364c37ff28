"""Answers files: what is read from them, and every way in which they are refused."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.content.answer_values import AnswerError, read_answer
from advisor.content.answers_file import SavedAnswers, read_answers, read_saved_answers
from advisor.content.answers_writing import answers_json, answers_text, today, write_answers
from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.errors import InputRefused
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE

BAD = Path(__file__).parents[1] / "bad_content" / "answers"
EXAMPLES = content_folder("questionnaires") / "examples"
VOCABULARY = load_knowledge(content_folder("rules")).knowledge.vocabulary


def read(tmp_path, text, name="northshire.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_answers(path, VOCABULARY)


def refusal(tmp_path, text, name="northshire.yaml"):
    with pytest.raises(InputRefused) as refused:
        read(tmp_path, text, name)
    return str(refused.value).replace(str(tmp_path) + "/", "")


def value(fact, written):
    return read_answer(VOCABULARY.by_name[fact], written)


# ── What is read ─────────────────────────────────────────────────────────────────────────────────


def test_every_example_is_read():
    for path in EXAMPLES.glob("*.yaml"):
        assert read_answers(path, VOCABULARY).answers


def test_all_keys_are_read(tmp_path):
    text = """\
name: Northshire
organisation: Northshire Trust
respondent: Programme director
date: 2026-11-22
notes: |
  First line.
  Second line.
questionnaire: full 2026-11-22
knowledge_base: 2026-11-22 abc
answers:
  stage: planning
  partner_count: 14
  sectors: [acute, mental_health]
  power_acknowledged: unknown
  regulation_worked_through: not_applicable
  momentum: null
"""
    (tmp_path / "a.yaml").write_text(text)
    saved = read_saved_answers(tmp_path / "a.yaml", VOCABULARY)
    assert saved.knowledge_base == "2026-11-22 abc"
    assert saved.case == Case(
        name="Northshire",
        organisation="Northshire Trust",
        respondent="Programme director",
        date="2026-11-22",
        notes="First line.\nSecond line.",
        questionnaire="full 2026-11-22",
        answers={
            "stage": "planning",
            "partner_count": 14,
            "sectors": ("acute", "mental_health"),
            "regulation_worked_through": NOT_APPLICABLE,
        },
        asked_unknown=("power_acknowledged",),
    )


def test_yes_and_no_stay_words_with_and_without_quotes(tmp_path):
    case = read(tmp_path, "answers:\n  quick_wins: no\n  area_failures: 'yes'\n")
    assert case.answers == {"quick_wins": "no", "area_failures": "yes"}


@pytest.mark.parametrize("text", ["answers:\n", "answers: {}\n", "name: Northshire\n", "{}"])
def test_no_answers_at_all_is_a_case(tmp_path, text):
    assert read(tmp_path, text).answers == {}


def test_without_a_name_the_collaboration_is_unnamed_whatever_the_file_is_called(tmp_path):
    assert read(tmp_path, "answers: {}", "answers.yaml").name == "Unnamed collaboration"
    assert read(tmp_path, "name:\nanswers: {}", "greyfell.yaml").name == "Unnamed collaboration"


def test_who_types_the_number_of_a_question_is_told_its_fact(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("answers:\n  G5: yes\n  d1: usually\n  Z9: no\n", encoding="utf-8")
    questions = {"G5": ("quick_wins",), "D1": ("leaders_empathy", "leaders_visible", "leaders_persuasive")}
    with pytest.raises(InputRefused) as refused:
        read_answers(path, VOCABULARY, questions)
    said = [problem.text for problem in refused.value.problems]
    assert said[0] == "“G5” is the number of a question – answers go by fact – write quick_wins"
    assert said[1].endswith("answers go by fact – write leaders_empathy and 2 more")
    assert said[2].startswith("“Z9” is not a fact")


def test_a_number_or_truth_value_as_name_is_text(tmp_path):
    assert read(tmp_path, "name: 2026\norganisation: true").name == "2026"


def test_json_is_read_whatever_its_characters(tmp_path):
    written = json.dumps({"name": "Trust 😀 é “x” \\ud83d", "answers": {"quick_wins": "no"}}, indent="\t")
    assert "\\ud83d\\ude00" in written
    case = read(tmp_path, written, "northshire.json")
    assert case.name == "Trust 😀 é “x” \\ud83d"
    assert case.answers == {"quick_wins": "no"}


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path):
    assert read(tmp_path, b"\xef\xbb\xbfanswers:\r\n  stage: planning\r\n").answers == {"stage": "planning"}


@pytest.mark.parametrize(
    ("fact", "written", "expected"),
    [
        ("stage", "planning", "planning"),
        ("stage", " Planning the DETAIL ", "planning"),
        ("stage", ["planning"], "planning"),
        ("travel_time", "30_to_60_min", "30_to_60_min"),
        ("reasons_to_compete", "Few", "few"),
        ("quick_wins", True, "yes"),
        ("quick_wins", False, "no"),
        ("quick_wins", "Unknown", None),
        ("quick_wins", "don't know", None),
        ("quick_wins", "", None),
        ("quick_wins", None, None),
        ("quick_wins", "Does not apply", NOT_APPLICABLE),
        ("sectors", "acute", ("acute",)),
        ("sectors", ["acute", "Acute", "community"], ("acute", "community")),
        ("sectors", ["unknown"], None),
        ("sectors", [NOT_APPLICABLE], NOT_APPLICABLE),
        ("leader_problems", ["none"], ("none",)),
        ("partner_count", 14, 14),
        ("partner_count", "14", 14),
        ("partner_count", "+14", 14),
        ("partner_count", 14.0, 14),
        ("partner_count", 10_000, 10_000),
    ],
)
def test_values_are_read_as_they_are_meant(fact, written, expected):
    assert value(fact, written) == expected


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        ("partner_count", 10_001),
        ("partner_count", float("inf")),
        ("partner_count", "9" * 6000),
        ("partner_count", {"about": 14}),
        ("sectors", [["acute"]]),
        ("sectors", [None]),
        ("stage", True),
        ("stage", 3),
        ("capacity", False),
        ("stage", "x" * 100_000),
    ],
)
def test_other_values_are_refused_in_few_words(fact, written):
    with pytest.raises(AnswerError) as refused:
        value(fact, written)
    assert len(str(refused.value)) < 400


# ── What is refused ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", sorted(BAD.glob("*[!d]")), ids=lambda path: path.name)
def test_each_bad_file_is_refused_with_the_message_expected(path):
    expected = path.with_suffix(".expected").read_text(encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_answers(path, VOCABULARY)
    assert str(refused.value).replace(str(path.parent) + "/", "") == expected.rstrip("\n")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputRefused, match="No such file"):
        read_answers(tmp_path / "nowhere.yaml", VOCABULARY)


def test_a_folder(tmp_path):
    with pytest.raises(InputRefused, match="cannot be read"):
        read_answers(tmp_path, VOCABULARY)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-32"])
def test_another_encoding(tmp_path, encoding):
    text = "name: St Wyn’s and Zoë\n".replace("’", "'")
    assert "not UTF-8" in refusal(tmp_path, text.encode(encoding))


def test_a_nul_byte(tmp_path):
    assert "not sound YAML" in refusal(tmp_path, b"answers:\n  stage: planning\x00\n")


def test_half_a_character_in_json(tmp_path):
    assert "not sound YAML" in refusal(tmp_path, '{"name": "\\ud83d"}', "a.json")


def test_a_file_of_50_megabytes_is_refused_at_once(tmp_path):
    assert "larger than" in refusal(tmp_path, b"a" * 50_000_000)


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "[" * 200_000 + "]" * 200_000, "{a: " * 50_000, "- " * 100_000]
)
def test_endless_nesting_is_refused(tmp_path, text):
    assert refusal(tmp_path, text)


def test_problems_come_in_the_order_of_the_file(tmp_path):
    found = refusal(tmp_path, "colour: red\nanswers:\n  stage: x\n  momentum: x\nzebra: 1\n").splitlines()
    assert [line.split(":")[1] for line in found] == ["1", "3", "4", "5"]


# ── Whatever the bytes ───────────────────────────────────────────────────────────────────────────

ANY_FILE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FACTS = st.sampled_from([*VOCABULARY.by_name, "name", "answers", "quick_win"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FACTS, inner, max_size=3),
    max_leaves=8,
)


def is_read_or_refused(path):
    with contextlib.suppress(InputRefused):
        read_answers(path, VOCABULARY)


@ANY_FILE
@given(content=st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(tmp_path, content):
    path = tmp_path / "random.yaml"
    path.write_bytes(content)
    is_read_or_refused(path)


@ANY_FILE
@given(content=st.text(alphabet="answers: -[]{}&*!|>'\"#%@`\n\tstageplanning,?0129.", max_size=200))
def test_random_yaml_is_read_or_refused(tmp_path, content):
    path = tmp_path / "random.yaml"
    path.write_text(f"answers:\n  {content}", encoding="utf-8")
    is_read_or_refused(path)


@ANY_FILE
@given(
    content=st.dictionaries(
        st.sampled_from(["name", "notes", "date", "questionnaire", "answers", "anwsers", "stage"]),
        ANYTHING | st.dictionaries(FACTS, ANYTHING, max_size=5),
    )
)
def test_random_json_is_read_or_refused(tmp_path, content):
    path = tmp_path / "random.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    is_read_or_refused(path)


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


def answer_to(fact):
    values = st.sampled_from([each.value for each in fact.values]) if fact.values else st.integers(2, 10_000)
    if fact.kind == "any of":
        several = [each.value for each in fact.values if each.value != "none"]
        values = st.lists(st.sampled_from(several), min_size=1, unique=True).map(tuple)
    return values | st.just(NOT_APPLICABLE)


TEXT = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=60
).map(str.strip)
CASES = st.builds(
    Case,
    name=TEXT.filter(bool),
    organisation=TEXT.map(lambda text: text or None),
    notes=TEXT.map(lambda text: text or None),
    date=st.none() | st.just("2026-11-22"),
    questionnaire=st.none() | st.just("full 2026-11-22"),
    answers=st.fixed_dictionaries({}, optional={fact.fact: answer_to(fact) for fact in VOCABULARY.facts}),
)


@ANY_FILE
@given(case=CASES, form=st.sampled_from(["a.yaml", "a.json"]))
def test_what_is_written_is_read_back(tmp_path, case, form):
    path = tmp_path / form
    saved = SavedAnswers(case, "2026-11-22 abcdef")
    write_answers(path, saved, VOCABULARY.by_name)
    assert read_saved_answers(path, VOCABULARY) == saved


def test_other_programs_read_the_same_values():
    yaml = pytest.importorskip("yaml")
    case = Case(
        name="Yes",
        date="2026-11-22",
        answers={
            "quick_wins": "no",
            "travel_time": "30_to_60_min",
            "sectors": ("acute",),
            "partner_count": 3,
        },
        asked_unknown=("stage",),
    )
    data = {
        "name": "Yes",
        "date": "2026-11-22",
        "answers": {
            "stage": "unknown",
            "quick_wins": "no",
            "travel_time": "30_to_60_min",
            "sectors": ["acute"],
            "partner_count": 3,
        },
    }
    assert yaml.safe_load(answers_text(SavedAnswers(case))) == data
    assert json.loads(answers_json(SavedAnswers(case))) == data
    facts = list(yaml.safe_load(answers_text(SavedAnswers(case), ["stage", "sectors"]))["answers"])
    assert facts[:2] == ["stage", "sectors"]
    assert yaml.safe_load(answers_text(SavedAnswers(Case(name="x", answers={})))) == {
        "name": "x",
        "answers": {},
    }


def test_today_is_a_date():
    assert len(today()) == len("2026-11-22")
