# ruff: noqa: E501 - each message stands in one line, as readers see it
"""Exports of online forms are read with a mapping file; whatever is wrong in it is named with its line."""

import textwrap

import pytest

from tests.unit.content.tables import cases, faults, refused, sheet_of, warned


@pytest.fixture
def mapping(tmp_path):
    def write(text):
        path = tmp_path / "mapping.yaml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(
        "Timestamp,Q1. Where are you now?,Who joins? [Acute trusts],Who joins? [Councils],Kinds,Partner,Quick win\n"
        "1,Just starting,Yes,,Talk of cuts; No idea,Bay,soon\n"
        "2,Being reset or wound down,No,Yes,threat,West,Yes\n",
        encoding="utf-8",
    )
    return path


SOUND = """
    headings:
      q1. where are you NOW: stage
      Who joins? [Acute trusts]: sectors/acute
      Who joins? [Councils]: sectors/social_care
      Kinds: staff_view
      Partner: name
      Quick win: '-'
      Timestamp:
    values:
      stage:
        Just starting: considering
      staff_view:
        talk of cuts: threat
        No idea: unknown
    """


def test_headings_and_words_of_an_export_are_read_as_the_mapping_says(export, mapping):
    sheet, rows = sheet_of(export, mapping(SOUND.replace("No idea: unknown", "No idea: no_view")))
    assert [(one.name, one.case.answers) for one in rows] == [
        ("Bay", {"stage": "considering", "sectors": ("acute",), "staff_view": ("threat", "no_view")}),
        ("West", {"stage": "reset", "sectors": ("social_care",), "staff_view": ("threat",)}),
    ]
    assert (sheet.unread, sheet.warnings) == ([], [])


def test_words_may_stand_for_not_known_or_for_several(export, mapping):
    text = SOUND.replace("No idea: unknown", "Talk of cuts; No idea: [threat, imposed]").replace(
        "Just starting: considering", "Just starting:"
    )
    first = cases(export, mapping(text))[0]
    assert first.answers["staff_view"] == ("threat", "imposed")
    assert first.asked_unknown == ("stage",)


def test_unknown_beside_a_tick_is_a_fault(export, mapping):
    assert faults(export, mapping(SOUND)) == [
        "export.csv:E2: “unknown” stands beside “A threat to jobs or their profession” – both cannot be true – keep one side"
    ]


def test_a_heading_that_no_table_has_is_told_with_its_line(export, mapping):
    path = mapping(
        "headings:\n  Stge: stage\n  Kinds: staff_view\nvalues:\n  staff_view: {Talk of cuts: threat, No idea: no_view}\n"
    )
    assert warned(export, path)[0] == (
        "mapping.yaml:2:3: no column has the heading “Stge” – nothing was read for it – check its spelling"
    )


def test_json_lines_are_mapped_too(tmp_path, mapping):
    path = tmp_path / "data.jsonl"
    path.write_text('{"Kinds": "Talk of cuts", "name": "Bay"}\n')
    wanted = mapping(
        "headings: {Kinds: staff_view, Other: stage}\nvalues:\n  staff_view: {Talk of cuts: threat}\n"
    )
    assert cases(path, wanted)[0].answers == {"staff_view": ("threat",)}
    assert warned(path, wanted) == [
        "mapping.yaml:1:31: no column has the heading “Other” – nothing was read for it – check its spelling"
    ]


def test_every_problem_of_a_mapping_is_named_with_its_line(export, mapping):
    text = """\
    headings:
      One: stge
      one?: zzzz
      Two: sectors/acut
      Three: sectors/zzzz
      Four: stage/planning
      Five: power
      Six: power
      Seven: region
      Eight: name
    values:
      stge: {a: planning}
      zzzz: {a: planning}
      stage: planning
      power: {a: soon}
    heading: {}
    zzzz: 1
    """
    allowed = "acute, community, mental_health, ambulance, general_practice, social_care, voluntary, independent, commissioner, unknown, not_applicable"
    assert refused(export, mapping(text)) == [
        "mapping.yaml:2:8: “stge” is not a fact – no rule would read it – did you mean “stage”?",
        "mapping.yaml:3:3: “one?” stands here twice – only one can count – delete one of them",
        "mapping.yaml:3:9: “zzzz” is not a fact – no rule would read it – write a fact, or “-” to leave it out",
        "mapping.yaml:4:8: “acut” is not a value of sectors – did you mean “sectors/acute”?",
        f"mapping.yaml:5:10: “zzzz” is not a value of sectors – allowed: {allowed}",
        "mapping.yaml:6:9: stage takes one answer – it has no columns for single values – write stage",
        "mapping.yaml:8:8: “power” is named for “Five” too – only one can count – delete one of them",
        "mapping.yaml:12:3: “stge” is not a fact – no rule would read it – did you mean “stage”?",
        "mapping.yaml:13:3: “zzzz” is not a fact – no rule would read it – write the name of a fact",
        "mapping.yaml:14:10: stage needs a line for each answer, such as “Just starting: considering”",
        "mapping.yaml:15:14: “soon” is not a value of power – allowed: balanced, uneven_careful, dominated – write one of these, or unknown",
        "mapping.yaml:16:1: “heading” is not part of a mapping – it has headings and values – did you mean “headings”?",
        "mapping.yaml:17:1: “zzzz” is not part of a mapping – it has headings and values – remove it",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", "mapping.yaml:1:1: holds no “headings:” and no “values:” – it says nothing – write one of the two"),
        ("a: b", "mapping.yaml:1:1: holds no “headings:” and no “values:” – it says nothing – write one of the two"),
        ("headings: stage\nvalues:\n", "mapping.yaml:1:11: headings needs a line for each one, such as “words: name”"),
        ("headings: [\n", "mapping.yaml:"),
    ],
)  # fmt: skip
def test_what_is_no_mapping_is_refused(export, mapping, text, expected):
    assert refused(export, mapping(text))[0].startswith(expected)


def test_a_mapping_is_written_as_it_is_read(tmp_path):
    from advisor.content.tables.mapping import mapping_text, read_mapping
    from advisor.service import Advisor

    vocabulary = Advisor.load().knowledge.vocabulary
    awkward = [
        "yes",
        "012",
        "- a",
        'say "x": y',
        "two\nlines",
        "Môn 💬",
        "# no",
        "x" * 900,
        "{{ a }}",
        "null",
        "*a",
    ]
    headings = dict.fromkeys(awkward, "-") | {"Where?": "stage", "Acute?": "sectors/acute"}
    values = {"stage": dict.fromkeys(awkward, "planning"), "conflict": {}}
    path = tmp_path / "mapping.yaml"
    path.write_text(mapping_text(headings, values), encoding="utf-8")
    read = read_mapping(path, vocabulary)
    assert len(read.headings) == len(headings)
    assert read.headings["where"] == ("fact", "stage", "")
    assert set(read.values["stage"].values()) == {"planning"}
    assert len(read.values["stage"]) == len(awkward)
    assert "conflict" not in read.values
    assert mapping_text({}, {"stage": {}}) == ""
