"""What a check of a folder takes in, and what packs may rest on."""

import pytest

from advisor.proof.problems.check import check

PACK = "rules/packs/further-evidence"
ACT = "act: gains_known is one of some, no"


@pytest.fixture
def edit(content):
    def replace(name, old, new):
        path = content / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def told(*paths):
    return [(one.file, one.code, one.what, one.remedy) for one in check(paths).findings]


@pytest.mark.parametrize("part", ["", "rules"])
def test_a_folder_is_checked_with_its_own_packs(content, edit, searching_once, part):
    assert told(content / part) == []
    edit(f"{PACK}/statements.yaml", ACT, "act: gains_knwn is one of some, no")
    ((file, code, *_),) = told(content / part)
    assert (file, code) == (f"{PACK}/statements.yaml", "unknown-fact")


def test_a_pack_may_rest_on_its_authors_own_experience_and_says_so(content, edit, searching_once):
    lines = "  doi: 10.1186/s12913-014-0634-x\n  url: https://doi.org/10.1186/s12913-014-0634-x\n"
    edit(f"{PACK}/sources.yaml", lines, "")
    assert [code for _, code, *_ in told(content / PACK)] == ["unresolvable-source"] * 2
    edit(f"{PACK}/sources.yaml", "  kind: outside the sources\n", "  kind: own experience\n")
    assert told(content / PACK) == []


def test_a_rule_of_the_papers_that_cites_the_source_of_a_pack_is_shown_the_pack(content, edit):
    edit(
        "rules/statements/trust.yaml",
        '{paper: S1, where: "action table, enhancing trust, statement 3"}',
        '{paper: V1, where: "results"}',
    )
    (found,) = (one for one in told(content / "rules" / "statements" / "trust.yaml"))
    assert found[1:] == (
        "unresolvable-source",
        "“V1” is no source",
        "it is a source of the pack “further-evidence”: move the rule into that pack, or cite S1 or S2",
    )


def test_a_pack_declares_its_own_exceptions(content, edit, searching_once):
    edit(f"{PACK}/statements.yaml", ACT, "act: {all: ['gains_known is one of some, no', pace is unknown]}")
    assert [code for _, code, *_ in told(content / PACK)] == ["acts-on-unknown"]
    exceptions = content / PACK / "exceptions.yaml"
    exceptions.write_text(
        "exceptions:\n- {statements: [FE1], fact: pace, because: So it is.}\n", encoding="utf-8"
    )
    assert told(content / PACK) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("- id: quick-wins\n  statements: [T3]\n", "- id: quick-wins\n  statement: [T3]\n", "unknown-key"),
        ("- id: quick-wins\n  statements: [T3]\n", "- id: quick-wins\n  statements: [T3\n", "syntax"),
    ],
)
def test_a_title_in_what_cannot_be_read_is_not_told_as_missing(content, edit, old, new, code):
    edit("rules/recommendations/trust.yaml", old, new)
    edit(
        "rules/recommendations/together.yaml",
        "- Stop and deal with the feeling",
        "- Stop and deal with feeling",
    )
    found = told(content)
    assert code in {code for _, code, *_ in found}
    assert [what for file, _, what, _ in found if file.endswith("together.yaml")] == [
        "“Stop and deal with feeling of a takeover first” is the title of no wording"
    ]
