"""Packs: what they bring, how it is labelled, and what is refused."""

import os
import re
import shutil

import pytest

from advisor.cli.main import main
from advisor.content.folders import content_folder
from advisor.content.packs import LARGEST, find_packs, shipped_packs
from advisor.errors import CommandError, ContentRefused
from advisor.model.case import Case
from advisor.model.knowledge import TABLE_IDS
from advisor.report.at_work import at_work
from advisor.report.graph.web import web_svg
from advisor.report.texts import texts
from advisor.service import Advisor

SHIPPED = "further-evidence"


@pytest.fixture(scope="module")
def further():
    return Advisor.load(packs=[SHIPPED])


def refusals(pack, *others):
    with pytest.raises(ContentRefused) as refusal:
        Advisor.load(packs=[str(pack), *map(str, others)])
    return [str(problem).replace(f"{pack.parent}/", "") for problem in refusal.value.problems]


# ── What a pack brings ───────────────────────────────────────────────────────────────────────────


def test_packs_are_off_unless_asked_for(advisor, further):
    assert advisor.knowledge.packs == ()
    assert "gains_known" not in advisor.knowledge.vocabulary.by_name
    assert "V1" not in advisor.knowledge.source
    assert further.knowledge.hash == advisor.knowledge.hash, "the core pack is versioned apart"
    assert [pack.head.id for pack in further.knowledge.packs] == [SHIPPED]


def test_the_core_content_stays_as_it_is(advisor, further):
    plain, more = advisor.knowledge, further.knowledge
    assert more.advice.statements[: len(plain.advice.statements)] == plain.advice.statements
    assert more.contexts == plain.contexts
    assert more.web == plain.web
    assert [one.id for one in more.advice.statements[35 + 26 :]] == ["FE1", "FE2", "FE3"]


def test_everything_that_a_pack_brings_is_labelled(further):
    answers = {"stage": "established", "ambition": "too_modest", "gains_known": "yes"}
    result = further.assess(Case(name="x", answers=answers))
    (used,) = result.versions.packs
    assert (used.id, used.title, used.sources) == (SHIPPED, "Further evidence", ("V1",))
    assert {one.id: one.pack for one in result.recommendations} == {"more-ambition": "Further evidence"}
    assert [one.pack for one in result.strengths] == ["Further evidence"]
    asked = {one.fact: one.pack for one in result.find_out}
    assert asked["pace"] == "Further evidence"
    assert asked["conflict"] is None
    assert set(result.statements) == set(TABLE_IDS)
    assert {name for name, one in result.further_statements.items() if one.pack} == {"FE1", "FE2", "FE3"}
    for shown in (further.text(result, 200), further.html(result)):
        assert "from: Further evidence, beyond the two papers" in shown
        assert "With the pack Further evidence of 2026-11-22" in shown
        assert f"pack {SHIPPED} 2026-11-22 {used.hash}" in shown
    assert "Rests on two research papers and your answers." not in further.text(result, 200)


def test_core_advice_is_not_labelled(further):
    result = further.assess(Case(name="x", answers={"stage": "established", "quick_wins": "no"}))
    assert {one.id: one.pack for one in result.recommendations} == {"quick-wins": None}


def test_its_questions_stand_after_the_section_that_it_names(further):
    full = further.questionnaires["full"]
    assert [section.id for section in full.sections] == ["A", "B", "C", "D", "E", "F", "G", "FE", "H"]
    assert [question.id for question in full.questions[-4:]] == ["G11", "FE-1", "FE-2", "H1"]
    assert next(one for one in full.sections if one.id == "FE").intro.endswith(
        "From: Further evidence, beyond the two papers."
    )
    assert "FE-1" not in {question.id for question in further.questionnaires["rapid"].questions}


def test_a_pack_of_ones_own_is_a_folder(pack):
    advisor = Advisor.load(packs=[str(pack), SHIPPED])
    result = advisor.assess(Case(name="x", answers={"parking": "no", "gains_known": "no"}))
    assert {one.id: one.pack for one in result.recommendations} == {
        "parking": "Our own lessons",
        "mutual-gain": "Further evidence",
    }
    assert [one.id for one in result.versions.packs] == ["our-trust", SHIPPED]


def test_the_same_pack_twice_counts_once(pack):
    assert len(find_packs([str(pack), f"{pack}/", SHIPPED, SHIPPED])) == 2


def test_the_hash_of_a_pack_follows_its_content(pack, edit):
    before = Advisor.load(packs=[str(pack)]).knowledge.packs[0].hash
    edit("pack.yaml", "Our own lessons", "Lessons of ours")
    assert Advisor.load(packs=[str(pack)]).knowledge.packs[0].hash != before


def test_a_pack_may_add_circumstances_and_links(pack, edit):
    edit(
        "rules.yaml",
        "statements:\n",
        "contexts:\n- {id: parked, name: Room to park, changeable: 'yes', holds: parking is yes}\n"
        "links:\n- {id: OT-L, contexts: [parked], mechanism: trust, sign: '+', outcome: trust,"
        " outcome_sign: '+', phase: any, says: People meet., source: [{paper: OT1, where: page 2}]}\n"
        "statements:\n",
    )
    advisor = Advisor.load(packs=[str(pack)])
    result = advisor.assess(Case(name="x", answers={"parking": "yes"}))
    assert result.circumstances["parked"].state == "present"
    assert "<svg" in advisor.html(result)
    label = "(from: Our own lessons, beyond the two papers)"
    drawn = web_svg(result, advisor.knowledge, case=True)
    assert f"Not drawn, because packs bring them: room to park {label}, which acts on trust." in drawn


def test_a_link_of_a_pack_between_parts_of_the_core_is_labelled(pack, edit):
    edit(
        "rules.yaml",
        "statements:\n",
        "links:\n- {id: OT-L, contexts: [quick_wins], mechanism: conflict, sign: '-', outcome: trust,"
        " outcome_sign: '+', phase: any, says: People meet., source: [{paper: OT1, where: page 2}]}\n"
        "statements:\n",
    )
    advisor = Advisor.load(packs=[str(pack)])
    case = at_work(advisor.assess(Case(name="x", answers={"quick_wins": "yes"})), advisor.knowledge, texts())
    label = "(from: Our own lessons, beyond the two papers)"
    assert label in case.listed(["quick_wins"], on=("conflict", "helps"))
    assert label not in case.listed(["quick_wins"], on=("trust", "helps"))


# ── What is refused ──────────────────────────────────────────────────────────────────────────────


def test_what_is_no_pack_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match="Did you mean “further-evidence”"):
        find_packs(["further-evidense"])
    with pytest.raises(
        CommandError, match=r"“file” is not a folder; a pack is a folder with a file pack\.yaml"
    ):
        find_packs(["file"])
    with pytest.raises(CommandError, match="There is no pack and no folder"):
        find_packs(["\0"])
    (tmp_path / "bare").mkdir()
    with pytest.raises(ContentRefused, match=r"bare: holds no pack\.yaml, so it is not a pack"):
        Advisor.load(packs=["bare"])


def test_a_core_id_is_never_taken(pack, edit):
    edit("rules.yaml", "- id: parking\n", "- id: quick-wins\n")
    (found,) = refusals(pack)
    assert found.startswith(
        "our-trust/rules.yaml:36:3: quick-wins stands in rules/recommendations/trust.yaml line "
    )
    assert found.endswith("already; a pack adds and never changes: give it another id")


def test_a_statement_of_the_table_is_never_taken(pack, edit):
    edit("rules.yaml", "- id: OT1\n  cluster", "- id: T3\n  cluster")
    edit("rules.yaml", "statements: [OT1]", "statements: [T3]")
    found = refusals(pack)
    assert any("T3 stands in rules/statements/trust.yaml line " in one for one in found)
    assert any("T3 does not begin with the pack’s prefix; write OT and a number" in one for one in found)


def test_a_core_statement_is_never_carried_away(pack, edit):
    edit("rules.yaml", "statements: [OT1]", "statements: [OT1, T3]")
    assert any("T3 is already carried by quick-wins" in one for one in refusals(pack))


@pytest.mark.parametrize("name", ["studies", "types", "mechanisms", "mechanism_links", "loops", "chains"])
def test_lists_of_the_core_pack_alone_are_refused(pack, name):
    (pack / "more.yaml").write_text(f"{name}: []\n", encoding="utf-8")
    assert refusals(pack) == [
        f"our-trust/more.yaml:1:1: “{name}” belongs to the core pack alone; take it out of this pack"
    ]


def test_a_rule_about_unknown_facts_is_placed(pack, edit):
    edit("rules.yaml", "act: parking is no", "act: parkings is no")
    (found,) = refusals(pack)
    assert found == "our-trust/rules.yaml:33:10: “parkings” is no fact; did you mean “parking”?"


def test_two_packs_of_one_id_or_prefix_are_told_apart(pack, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(pack, other)
    (found,) = refusals(pack, other)
    assert found.startswith("other/pack.yaml:1:5: “our-trust” is also the id of ")
    text = (other / "pack.yaml").read_text(encoding="utf-8")
    (other / "pack.yaml").write_text(text.replace("our-trust", "their-trust"), encoding="utf-8")
    (found,) = refusals(pack, other)
    assert found.startswith("other/pack.yaml:6:9: “OT” is also the prefix of ")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "id: our-trust",
            "id: core",
            "our-trust/pack.yaml:1:5: “core” is the id of the two papers’ own pack",
        ),
        ("id: our-trust", "id: Our Trust", "our-trust/pack.yaml:1:5: id: String should match pattern"),
        ("prefix: OT\n", "", "our-trust/pack.yaml:1:1: “prefix” is missing; add prefix ("),
        ("prefix: OT", "prefix: T", "our-trust/pack.yaml:6:9: prefix: String should match pattern"),
        ("behind:", "behnd:", "our-trust/pack.yaml:1:1: “behind” is missing; add behind (who"),
    ],
)
def test_faults_of_the_head_are_placed(pack, edit, old, new, expected):
    edit("pack.yaml", old, new)
    assert refusals(pack)[0].startswith(expected)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("after: G", "after: Z", "our-trust/questions.yaml:1:8: “Z” is no section"),
        ("id: OT-1", "id: G5", "our-trust/questions.yaml:5:8: G5 does not begin with the pack’s prefix"),
        ("[parking]", "[stage]", "our-trust/questions.yaml:5:3: stage is no fact of this pack"),
        ("[parking]", "[barking]", "our-trust/questions.yaml:5:3: OT-1: “barking” is no fact"),
        ("section: OT", "section: O", "our-trust/questions.yaml:5:23: “O” is no section"),
        (
            "why: It matters here., ",
            "",
            "our-trust/questions.yaml:5:3: “why” is missing; add why (why it",
        ),
    ],
)
def test_faults_of_questions_are_placed(pack, edit, old, new, expected):
    edit("questions.yaml", old, new)
    assert refusals(pack)[0].startswith(expected)


def test_links_that_lead_out_are_not_followed(pack, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("phrases: []\n", encoding="utf-8")
    (pack / "more.yaml").symlink_to(secret)
    (pack / "deeper").symlink_to(tmp_path)
    text = "is a link to a place outside the pack, so it is not read; put the file itself here"
    assert refusals(pack) == [f"our-trust/deeper: {text}", f"our-trust/more.yaml: {text}"]


def test_large_packs_and_strange_files_are_not_read(pack):
    os.mkfifo(pack / "pipe.yaml")
    assert refusals(pack) == ["our-trust/pipe.yaml: is no ordinary file, so it is not read; take it out"]
    (pack / "pipe.yaml").unlink()
    (pack / "big.yaml").write_bytes(b"#" * (LARGEST + 1))
    (found,) = refusals(pack)
    assert (
        found
        == "our-trust: is larger than 10 MB or 500 files, so it is not a pack of rules; nothing was read"
    )


def test_a_pack_within_the_rules_is_no_part_of_the_core(tmp_path, knowledge):
    shutil.copytree(content_folder("rules"), tmp_path / "rules")
    (tmp_path / "rules" / "packs" / SHIPPED / "statements.yaml").write_text("nonsense", encoding="utf-8")
    assert Advisor.load(tmp_path / "rules").knowledge.hash == knowledge.hash
    assert shipped_packs(tmp_path / "rules")[SHIPPED].folder.is_relative_to(tmp_path)


# ── Answers of packs ─────────────────────────────────────────────────────────────────────────────

ANSWERS = "name: x\npacks: [{packs}]\nanswers:\n  stage: established\n  {fact}: {value}\n"


@pytest.fixture
def answers(tmp_path):
    def write(packs, fact, value):
        path = tmp_path / "answers.yaml"
        path.write_text(ANSWERS.format(packs=packs, fact=fact, value=value), encoding="utf-8")
        return path

    return write


def test_answers_of_a_pack_that_is_not_in_use_are_kept_and_spoken_of(advisor, answers):
    path = answers(SHIPPED, "gains_known", "'no'")
    case = advisor.read_case(path)
    assert case.answers == {"stage": "established"}
    assert advisor.assess(case).case.notes == (
        (
            "The pack “further-evidence” is not in use, so what was answered for it is kept and not used"
            " (gains_known). To use it, add --pack further-evidence."
        ),
    )
    saved = advisor.read_saved(path)
    assert (saved.packs, saved.set_aside) == ((SHIPPED,), {"gains_known": "no"})


def test_with_the_pack_the_same_file_is_used_whole(further, answers):
    case = further.read_case(answers(SHIPPED, "gains_known", "'no'"))
    assert case.answers["gains_known"] == "no"
    assert case.warnings == ()


def test_answers_of_a_pack_that_is_not_here_are_kept_too(advisor, answers):
    case = advisor.read_case(answers("our-trust", "parking", "'no'"))
    assert case.warnings == (
        (
            "The pack “our-trust” is not in use, so what was answered for it is kept and not used (parking)."
            " To use it, add --pack FOLDER."
        ),
    )


def test_slips_are_refused_as_ever_where_all_packs_are_known(advisor, answers):
    with pytest.raises(Exception, match="did you mean “quick_wins”"):
        advisor.read_case(answers(SHIPPED, "quick_winz", "'no'"))


def test_strange_names_of_packs_are_refused(advisor, answers):
    with pytest.raises(Exception, match="packs needs a list of ids"):
        advisor.read_case(answers("../../x", "quick_wins", "'no'"))


def test_what_was_set_aside_is_written_back(advisor, answers, tmp_path):
    from advisor.content.answers_writing import write_answers

    path = answers("our-trust, further-evidence", "parking", "[a, {b: 'it''s'}]")
    saved = advisor.read_saved(path)
    for name in ("again.yaml", "again.json"):
        write_answers(tmp_path / name, saved)
        assert advisor.read_saved(tmp_path / name) == saved


# ── The command line ─────────────────────────────────────────────────────────────────────────────


def test_packs_are_listed(capsys):
    assert main(["packs"]) == 0
    shown = capsys.readouterr().out
    assert "core: " in shown
    assert "further-evidence: Further evidence" in shown
    assert main(["packs", "--format", "json"]) == 0


def test_assess_and_questionnaire_take_packs(capsys, answers):
    path = answers(SHIPPED, "gains_known", "'no'")
    assert main(["assess", str(path), "--pack", SHIPPED]) == 0
    assert "Consider working out what each partner gains" in capsys.readouterr().out
    assert main(["assess", str(path)]) == 0
    shown = capsys.readouterr()
    assert "is not in use" in shown.err
    assert "what each partner gains" not in shown.out
    assert main(["assess", str(path), "--pack", "nowhere"]) == 2
    assert "There is no pack" in capsys.readouterr().err
    assert main(["questionnaire", "full", "--pack", SHIPPED, "--format", "answers"]) == 0
    form = capsys.readouterr().out
    assert "packs: [further-evidence]" in form
    assert "THIS-FILE --pack further-evidence -o" in form


def test_the_form_to_fill_in_can_be_assessed_as_it_is(tmp_path, further, capsys):
    assert (
        main(["questionnaire", "full", "--pack", SHIPPED, "-o", str(tmp_path / "a.yaml"), "-f", "answers"])
        == 0
    )
    assert "--pack further-evidence" in capsys.readouterr().out
    assert further.read_saved(tmp_path / "a.yaml").packs == (SHIPPED,)


def test_how_its_advice_fits_with_that_of_the_core_is_labelled(pack, edit):
    edit(
        "rules.yaml",
        "recommendations:\n",
        "together:\n- id: parking-or-success\n  one: [Consider keeping places for visitors from partners]\n"
        "  other: ['Deliver one visible success soon, and tell people']\n  says: Keep them at once.\n"
        "recommendations:\n",
    )
    advisor = Advisor.load(packs=[str(pack)])
    answers = {"stage": "established", "quick_wins": "no", "parking": "no"}
    result = advisor.assess(Case(name="x", answers=answers))
    (found,) = [each for one in result.recommendations for each in one.beside]
    assert (found.says, found.pack) == ("Keep them at once.", "Our own lessons")
    label = "Together with number 1 (our reading) (from: Our own lessons, beyond the two papers)"
    assert f"{label}. " in " ".join(re.sub(r"<[^>]+>", "", advisor.html(result)).split())
