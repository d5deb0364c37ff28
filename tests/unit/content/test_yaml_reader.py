"""YAML as content and answers use it: plain data with places, and nothing that can do harm."""

import json
import string
import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from advisor.content.yaml_reader import LARGEST_FILE, read_yaml, read_yaml_text
from advisor.errors import InputRefused


def data(text):
    return read_yaml_text(text, "a.yaml").data


def problems(text):
    with pytest.raises(InputRefused) as refused:
        read_yaml_text(text, "a.yaml")
    return str(refused.value).splitlines()


@pytest.fixture
def written(tmp_path):
    """Write bytes to a file and return its path."""

    def write(content):
        path = tmp_path / "a.yaml"
        path.write_bytes(content)
        return path

    return write


# ── Plain values ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("word", ["yes", "no", "Yes", "NO", "on", "off", "y", "n", "Off"])
def test_yes_and_no_stay_the_words_they_are(word):
    assert data(f"a: {word}") == {"a": word}
    assert data(f"{word}: a") == {word: "a"}
    assert data(f"[{word}]") == [word]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("012", 12),
        ("9" * 18, int("9" * 18)),
        ("9" * 19, "9" * 19),
        ("0.5", 0.5),
        (".5", 0.5),
        ("-2.50", -2.5),
        ("1.5e3", 1500.0),
        ("1.5e999", "1.5e999"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        (".inf", ".inf"),
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22 10:00:00", "2026-11-22 10:00:00"),
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("none", "none"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_scalars_become_numbers_truths_and_nothing_only_where_that_is_plain(text, value):
    found = data(f"a: {text}")["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["5", "true", "null", "", "0.5", "yes"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_is_quoted_is_text(text, quote):
    assert data(f"a: {quote}{text}{quote}") == {"a": text}


def test_blocks_are_text_and_folded_as_yaml_folds_them():
    assert data("a: |\n  5\n  true\n") == {"a": "5\ntrue\n"}
    assert data("a: >-\n  one\n  two\n") == {"a": "one two"}


def test_keys_are_always_words():
    assert data("5: a\ntrue: b\nnull: c\n'': d\n") == {"5": "a", "true": "b", "null": "c", "": "d"}


def test_merge_keys_are_keys_like_others():
    assert data("<<: {a: 1}\nb: 2") == {"<<": {"a": 1}, "b": 2}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n"])
def test_a_file_with_nothing_in_it_holds_nothing(text):
    assert data(text) is None


def test_json_is_read_too():
    assert data('{"a": [1, 2.5, true, null, "no"], "b": {}}') == {"a": [1, 2.5, True, None, "no"], "b": {}}


PLAIN = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(string.printable + "éß’–😀")
NESTED = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(string.printable, max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(NESTED)
def test_whatever_json_can_hold_is_read_as_it_was_written(value):
    assert data(json.dumps(value, ensure_ascii=False)) == value


# ── Places ───────────────────────────────────────────────────────────────────────────────────────

PLACED = """\
name: x
list:
- one
- key: deep
  more: 5
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("name",), (1, 7)),
        (("list",), (3, 1)),
        (("list", 0), (3, 3)),
        (("list", 1), (4, 3)),
        (("list", 1, "key"), (4, 8)),
        (("list", 1, "more"), (5, 9)),
    ],
)
def test_every_value_knows_where_it_stood(path, place):
    assert read_yaml_text(PLACED, "a.yaml").places[path] == place


def test_keys_know_where_they_stood():
    assert read_yaml_text(PLACED, "a.yaml").key_places == {
        ("name",): (1, 1),
        ("list",): (2, 1),
        ("list", 1, "key"): (4, 3),
        ("list", 1, "more"): (5, 3),
    }


def test_a_problem_is_placed_at_its_path_or_at_what_stands_nearest_above():
    document = read_yaml_text(PLACED, "a.yaml")
    assert str(document.problem(("list", 1, "key"), "wrong")) == "a.yaml:4:8: wrong"
    assert str(document.problem(("list", 1, "key"), "wrong", at_key=True)) == "a.yaml:4:3: wrong"
    assert str(document.problem(("list", 1, "absent", 7), "wrong")) == "a.yaml:4:3: wrong"
    assert str(document.problem(("absent",), "wrong")) == "a.yaml:1:1: wrong"
    assert str(read_yaml_text("", "a.yaml").problem(("absent",), "wrong")) == "a.yaml: wrong"


# ── What is refused ──────────────────────────────────────────────────────────────────────────────


def test_a_key_that_stands_twice_is_refused_with_both_places():
    assert problems("a: 1\nb:\n  c: 1\n  c: [2, {d: 3}]\na: 3\n") == [
        "a.yaml:4:3: “c” stands twice, first on line 3; keep one of the two",
        "a.yaml:5:1: “a” stands twice, first on line 1; keep one of the two",
    ]


def test_the_same_key_in_two_mappings_is_fine():
    assert data("- {a: 1}\n- {a: 2, b: {a: 3}}") == [{"a": 1}, {"a": 2, "b": {"a": 3}}]


MARK = "uses an anchor or alias (& or *), which is refused; write the value out"


def test_anchors_and_aliases_are_refused_wherever_they_stand():
    assert problems("a: &x 1\nb: *x\n") == [f"a.yaml:1:4: {MARK}", f"a.yaml:2:4: {MARK}"]
    assert problems("&x a: 1") == [f"a.yaml:1:1: {MARK}"]
    assert problems("a: &x [1]") == [f"a.yaml:1:4: {MARK}"]
    assert problems("a: &x {b: 1}") == [f"a.yaml:1:4: {MARK}"]


def test_ampersands_and_stars_in_prose_are_fine():
    assert data("a: this & that, 5 * 3\nb: '*x'") == {"a": "this & that, 5 * 3", "b": "*x"}


def test_aliases_that_would_explode_are_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    started = time.perf_counter()
    assert len(problems("\n".join(lines))) == 30 + 29 * 9
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a: !foo 1", "!foo"),
        ("a: !foo {b: 1}", "!foo"),
        ("a: !foo [1]", "!foo"),
        ("a: !important", "!important"),
        ("a: !!python/object/apply:os.system ['true']", "tag:yaml.org,2002:python/object/apply:os.system"),
        ("a: !!int '5'", "tag:yaml.org,2002:int"),
        ("a: ! x", "!"),
    ],
)
def test_tags_are_refused_on_every_kind_of_value(text, tag):
    assert problems(text) == [
        f"a.yaml:1:4: uses the tag {tag}, which is refused; write a plain value, or use quotes"
    ]


def test_a_tag_on_a_key_is_refused():
    assert problems("!foo a: 1")[0].startswith("a.yaml:1:1: uses the tag !foo")


@pytest.mark.parametrize("text", ["[a, b]: 1", "{a: b}: 1", "? [a, [b]]\n: {c: [d]}", "? {a: b}\n"])
def test_a_key_that_is_no_word_is_refused_and_reading_goes_on_after_it(text):
    key = "has a key that is not a word; write “name: value”"
    found = problems(f"{text}\nc: &x 1\n")
    assert len(found) == 2
    assert found[0].startswith("a.yaml:1:")
    assert found[0].endswith(key)
    assert found[1].endswith(MARK)


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "a: 1\n---\n", "a: 1\n---\n- [}", "---\n---\n"])
def test_a_second_document_is_refused_where_it_begins(text):
    assert problems(text) == ["a.yaml:2:1: a second document begins here; keep one document in a file"]


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("a: b: c", "1:5", "a colon or the indentation is out of place"),
        ("a: [1, 2", "2:1", "a list is opened and never closed"),
        ("a: 1\nb: 'open\nc: 2\n", "2:4", "a quote is opened here and never closed"),
        ("a: 1\n b: 2\n", "2:3", "a colon or the indentation is out of place"),
        ("a:\n\t- b", "2:1", "a tab or a stray sign stands here"),
        ("a: @b", "1:4", "a tab or a stray sign stands here"),
        ('a: "\\x"', "1:7", "check the indentation, colons and quotes near this place"),
    ],
)
def test_unsound_yaml_is_refused_at_its_place_with_a_hint(text, place, hint):
    (found,) = problems(text)
    assert found.startswith(f"a.yaml:{place}: is not sound YAML: ")
    assert hint in found


def test_control_characters_are_refused():
    (found,) = problems("a: \x00")
    assert found.startswith("a.yaml: is not sound YAML: ")


DEEP = "is nested more than 40 deep; the rest was not read"


def test_depth_of_forty_is_read_and_more_is_refused():
    assert data("[" * 40 + "]" * 40)
    assert problems("[" * 41 + "]" * 41) == [f"a.yaml:1:41: {DEEP}"]
    assert problems("{a: " * 41 + "}" * 41) == [f"a.yaml:1:161: {DEEP}"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: ", "{[", "{a: 1, a: ["])
def test_depth_without_end_is_refused_at_once_and_never_crashes(opening):
    started = time.perf_counter()
    assert problems(opening * (1_900_000 // len(opening)))[-1].endswith(DEEP)
    assert time.perf_counter() - started < 2


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(written):
    found = read_yaml(written("\ufeffname: Zoë\r\nlist:\r\n- no\r\n".encode()))
    assert found.data == {"name": "Zoë", "list": ["no"]}
    assert found.places["list", 0] == (3, 3)


@pytest.mark.parametrize(("encoding", "line"), [("latin-1", 2), ("cp1252", 2), ("utf-16", 1), ("utf-32", 1)])
def test_other_encodings_are_refused_at_their_first_strange_line(written, encoding, line):
    path = written("a: 1\nname: Zoë\n".encode(encoding))
    with pytest.raises(InputRefused) as refused:
        read_yaml(path, "a.yaml")
    assert str(refused.value).startswith(f"a.yaml:{line}: is not UTF-8 text; save it again as UTF-8")


def test_half_a_character_in_text_from_elsewhere_is_refused():
    assert problems("a: 1\nb: \udc80")[0].startswith("a.yaml:2: is not UTF-8 text")


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(written):
    head = b"a: 1\n#"
    assert read_yaml(written(head.ljust(LARGEST_FILE, b"x"))).data == {"a": 1}
    with pytest.raises(InputRefused, match="is larger than 2 MB, so it is not an answers or content file"):
        read_yaml(written(head.ljust(LARGEST_FILE + 1, b"x")))


def test_a_file_that_cannot_be_opened_is_refused_by_its_name(tmp_path):
    with pytest.raises(InputRefused, match=r"missing\.yaml: cannot be read: No such file"):
        read_yaml(tmp_path / "missing.yaml")
    with pytest.raises(InputRefused, match=r"^folder: cannot be read: Is a directory"):
        read_yaml(tmp_path, "folder")


# ── Never anything but a refusal ─────────────────────────────────────────────────────────────────

INDICATORS = st.sampled_from(
    [
        "a",
        "5",
        "b: ",
        ": ",
        "- ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "'",
        '"',
        "|\n",
        ">-\n",
        "#",
        "<<: ",
        "@",
        "&x ",
        "*x",
        "!t ",
        "!!int ",
        "%YAML 1.2\n",
        "---\n",
        "...\n",
        "\n",
        "\n  ",
        "\n\t",
        " ",
        "\\",
        "\r\n",
        "\x85",
    ],
)


@settings(max_examples=300)
@given(st.lists(INDICATORS, max_size=25).map("".join) | st.text())
@example("\ud800")
@example('"\\ud83d\\ude00"')
@example("? a")
@example("&a *a")
@example("!<")
@example("%TAG ! x\n---\n!a")
def test_text_of_any_kind_is_read_or_refused(text):
    with suppress(InputRefused):
        read_yaml_text(text, "a.yaml")


@settings(max_examples=150)
@given(st.binary() | st.text().map(lambda text: text.encode("utf-16")))
def test_bytes_of_any_kind_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    with suppress(InputRefused):
        read_yaml(path)


@pytest.mark.parametrize(
    ("start", "says"),
    [(b"PK\x03\x04\xff", "questionnaire answers FILE"), (b"%PDF-1.7 \xe2\xe3", "is a PDF")],
)
def test_a_file_of_another_kind_is_named_with_what_to_do_instead(tmp_path, start, says):
    path = tmp_path / "answers.yaml"
    path.write_bytes(start)
    with pytest.raises(InputRefused) as refused:
        read_yaml(path)
    (problem,) = refused.value.problems
    assert says in problem.text
    assert problem.line == 0
