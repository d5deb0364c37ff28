"""The pieces of the check: kinds of problem and their words, circles, use, and what stays undecided."""

import pytest

from advisor.content.yaml_reader import read_yaml_text
from advisor.errors import Problem
from advisor.model.questionnaire import Questionnaire
from advisor.proof.problems import search as searching
from advisor.proof.problems.check import check
from advisor.proof.problems.finding import SEVERITIES, Finding, codes, from_problem, plain_words
from advisor.proof.problems.logic import check_circles, check_logic, check_pairs
from advisor.proof.problems.reading import Read, read_base
from advisor.proof.problems.rules import conditions_in, rules_of
from advisor.proof.problems.search import Search
from advisor.proof.problems.style import Avoided, Measures, Openings, Style, check_style
from advisor.proof.problems.use import READ_BY_THE_PROGRAM, used_facts
from advisor.proof.problems.words import texts_in

# ── Kinds of problem ─────────────────────────────────────────────────────────────────────────────


def test_each_kind_says_why_it_matters_and_what_to_do_in_few_words():
    for code in codes().values():
        assert code.consequence in SEVERITIES
        assert 0 < len(code.why.split()) <= 20, code.code
        assert 0 < len(code.remedy.split()) <= 20, code.code
        assert not code.why.endswith("."), code.code


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        (
            "“x” is no fact; did you mean “y”?",
            "unknown-fact",
            ("unknown-fact", "“x” is no fact", "did you mean “y”?"),
        ),
        (
            "“x” is no value of y; known: a, b",
            "unknown-value",
            ("unknown-value", "“x” is no value of y", "write one of a, b"),
        ),
        ("“x” is no section; known: a", "unknown-id", ("unknown-id", "“x” is no section", "write one of a")),
        ("A1 stands twice; keep one", "duplicate-id", ("duplicate-id", "A1 stands twice", "keep one")),
        ("is not a form; it needs names", "", ("wrong-kind", "is not a form", "it needs names")),
        ("here – it goes wrong – mend it", "syntax", ("syntax", "here", "mend it")),
        ("here – mend it", "syntax", ("syntax", "here", "mend it")),
        ("here", "syntax", ("syntax", "here", codes()["syntax"].remedy)),
        ("“a – b” is bad – mend it", "syntax", ("syntax", "“a – b” is bad", "mend it")),
        (
            "kind: Input should be 'one of' or 'any of' (found 'one of – any of')",
            "wrong-kind",
            ("wrong-kind", "kind: “one of – any of” is none of its values", "write one of one of, any of"),
        ),
        (
            "when: None is not a condition: write a sentence such as this",
            "bad-condition",
            ("bad-condition", "when: it is empty", codes()["bad-condition"].remedy),
        ),
    ],
)
def test_what_loading_found_gets_its_kind_and_all_three_parts(text, code, expected):
    found = from_problem(Problem("a.yaml", 1, 2, text, code))
    assert (found.code, found.what, found.remedy) == expected
    assert found.why in ("it goes wrong", codes()[found.code].why)
    assert str(found).startswith("a.yaml:1:2: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: Input should be a valid string (found 5)", ("a: “5” is not a text", "write a text")),
        ("Input should be a valid tuple (found {})", ("“{}” is not a list", "write a list")),
        ("a: Input should be 'x' (found 'zzz')", ("a: “zzz” is none of its values", "write one of x")),
        ("a: Input should be odd (found 2)", ("a: Input should be odd (found 2)", "")),
        ("a branch is no root", ("a branch is no root", "")),
        ("a: Input should be a valid string (found None)", ("a: it is empty", "write a text")),
        ("a: Input should be 'x' or 'y' (found None)", ("a: it is empty", "write one of x, y")),
    ],
)
def test_values_of_the_wrong_kind_are_told_in_plain_words(text, expected):
    assert plain_words(text) == expected


def test_a_problem_without_place_or_rule_is_one_line_too():
    assert str(Finding("a", 0, 0, "", "syntax", "x", "y", "z")) == "a: syntax: x – y – z"


# ── Rules ────────────────────────────────────────────────────────────────────────────────────────


def test_every_condition_has_a_place_in_a_file(content):
    read = read_base(content / "rules", content / "questionnaires")
    rules = [*rules_of(read.knowledge)]
    assert len(rules) > 700
    for rule in rules:
        document, path = read.places[rule.key]
        assert (*path, *rule.at) in document.places, rule


def test_conditions_are_found_in_every_kind_of_part(knowledge):
    condition = knowledge.contexts[0].holds
    assert [at for at, _ in conditions_in({"a": (condition, 5, None), "b": "text"})] == [("a", 0)]


def test_a_circle_is_told_once_and_two_circles_both(content):
    (content / "rules" / "zz.yaml").write_text(
        "derived:\n"
        "- {fact: a, meaning: x, cases: [{value: 'yes', when: {not: b is yes}}]}\n"
        "- {fact: b, meaning: x, cases: [{value: 'yes', when: a is yes}]}\n"
        "- {fact: c, meaning: x, cases: [{value: 'yes', when: c is unknown}]}\n"
    )
    read = read_base(content / "rules", content / "questionnaires")
    circles = sorted(one.what for one in check_circles(read))
    assert circles == ["it rests on itself: a rests on b rests on a", "it rests on itself: c rests on c"]


def test_an_uncut_loop_of_the_web_is_a_circle(content):
    path = content / "rules" / "links.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("cut: true", "cut: false"), encoding="utf-8")
    read = read_base(content / "rules", content / "questionnaires")
    found = [*check_circles(read)]
    assert found
    assert all("level of" in one.what for one in found)
    assert check([content]).errors >= len(found)


def test_what_takes_too_long_is_noted_and_not_called_dead(knowledge, content, monkeypatch):
    monkeypatch.setattr(searching, "BUDGETS", (0,))
    read = read_base(content / "rules", content / "questionnaires")
    found = [*check_logic(read, Search(read.knowledge), {"rules/stop_or_go.yaml"})]
    assert {one.code for one in found} == {"undecided"}
    assert {one.severity for one in found} == {"note"}


def test_statements_that_one_recommendation_carries_may_share_their_lines(knowledge):
    twins = [knowledge.advice.by_id[one] for one in ("F2", "K3")]
    assert twins[0].verdicts == twins[1].verdicts
    assert [*check_pairs(Read(knowledge))] == []


# ── Use ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_the_program_reads_by_name_is_there(knowledge):
    assert set(knowledge.vocabulary.derived_by_name) >= READ_BY_THE_PROGRAM


def test_every_fact_of_the_product_is_used(knowledge):
    assert used_facts(knowledge) >= {*knowledge.vocabulary.by_name, *knowledge.vocabulary.derived_by_name}


def test_a_reference_without_a_place_is_no_citation(content):
    path = content / "rules" / "statements" / "trust.yaml"
    text = path.read_text(encoding="utf-8")
    whole = 'where: "action table, enhancing trust, statement 3"'
    assert text.count(whole) == 1
    path.write_text(text.replace(whole, "where: ' '"), encoding="utf-8")
    (found,) = check([path]).findings
    assert (found.rule, found.code, found.remedy) == ("T3", "missing-citation", "add the place in the paper")


def test_a_level_without_a_sentence_and_a_style_file_that_is_no_yaml(content):
    mechanisms = content / "rules" / "mechanisms.yaml"
    first, sentence, rest = mechanisms.read_text(encoding="utf-8").partition("    unknown: The answers")
    mechanisms.write_text(first + rest.partition("\n")[2], encoding="utf-8")
    (content / "rules" / "style.yaml").write_text("a: b: c")
    found = check([content]).findings
    assert sentence
    assert (found[0].code, found[0].what) == ("missing-text", "the level “unknown” has no text")
    assert found[-1].code == "syntax"


def test_a_line_that_several_lines_hide_together_is_covered(content):
    (content / "rules" / "zz.yaml").write_text(
        "derived:\n"
        "- fact: a\n"
        "  meaning: Whether one thing or the other.\n"
        "  cases:\n"
        "  - {value: one, when: quick_wins is yes}\n"
        "  - {value: two, when: 'quick_wins is one of planned, no'}\n"
        "  - {value: three, when: quick_wins is known}\n"
    )
    found = [one for one in check([content]).findings if one.code == "covered-rule"]
    assert [one.what for one in found] == [
        "“quick_wins is known” is never reached, because one of the lines above it always comes first"
    ]


# ── Words ────────────────────────────────────────────────────────────────────────────────────────


def test_texts_for_readers_are_told_from_the_rest():
    document = read_yaml_text(
        "title: Whole\n"
        "sources:\n- {id: S1, what: hidden}\n"
        "contexts:\n"
        "- id: rain\n"
        "  name: Rain\n"
        "  holds: sky is grey\n"
        "  words: {absent: No rain, holds: [{when: sky is grey, says: Rain at last}]}\n"
        "derived:\n- {fact: wet, cases: [{value: 'yes', when: sky is grey}], says: {'yes': it is wet}}\n"
        "questions:\n- {id: A1, wording: 'Does it {verb}?', translations: {cy: {wording: Oes?}}}\n",
        "a.yaml",
    )
    found = [(text.rule, text.key, text.text) for text in texts_in([document])]
    assert found == [
        ("", "title", "Whole"),
        ("rain", "name", "Rain"),
        ("rain", "absent", "No rain"),
        ("rain", "says", "Rain at last"),
        ("wet", "yes", "it is wet"),
        ("A1", "wording", "Does it x?"),
    ]


def style(**changes):
    measures = {
        "longest_sentence": 8,
        "mean_sentence": 7,
        "reading_ease": {"least": 40, "most": 100},
        "fewest_words": 10,
        **changes,
    }
    avoided = Avoided(words=("going forward", "robust"), why="x", instead="y")
    openings = Openings(limited=("Consider",), hypothesis=("It may help",))
    return Style(style=Measures.model_validate(measures), openings=openings, vague=(avoided,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We all sat on the mat.", []),
        ("Going forward it is robust, robustly so. Robust!", ["vague-word"] * 3),
        ("One two three four five six seven eight.", []),
        ("One two three four five six seven eight nine.", ["long-sentence"]),
        (
            "People sat on carpets under the old trees. Everybody sat on carpets eating apples and pears.",
            ["long-sentences"],
        ),
        ("Comprehensive organisational interdependencies necessitate coordination. " * 2, ["reading-ease"]),
        ("We sat on the old mat. " * 2, ["reading-ease"]),
    ],
)
def test_style_is_measured(text, expected):
    document = read_yaml_text(f"about: {text}", "a.yaml")
    assert [one.code for one in check_style([*texts_in([document])], style())] == expected


def test_a_questionnaire_model_without_conditions_has_no_rules(advisor):
    questions = tuple(each for each in advisor.questionnaires["full"].questions if not each.show_if)[:1]
    form: Questionnaire = advisor.questionnaires["full"].model_copy(update={"questions": questions})
    assert [*conditions_in(form)] == []
