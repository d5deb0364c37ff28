"""What changed between two bodies of rules, and what it does to reports."""

import hashlib
import json
import shutil
import subprocess

import pytest

from advisor.cli.main import main
from advisor.content.folders import content_folder
from advisor.content.rule_changes import differences, in_words, part_of
from advisor.content.rule_items import Item
from advisor.proof.versions import telling
from advisor.proof.versions.telling import changes_since
from advisor.service import Advisor

OLD = "act: quick_wins is one of no, planned"


@pytest.fixture
def content(tmp_path):
    """A copy of rules and questionnaires, twice: the old ones and the new ones."""
    for day in ("old", "new"):
        for name in ("rules", "questionnaires"):
            shutil.copytree(content_folder(name), tmp_path / day / name)
    return tmp_path


@pytest.fixture
def edit(content):
    def replace(name, old, new):
        path = content / "new" / "rules" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture(scope="module")
def bodies():
    """Bodies of rules that were loaded before, by their content."""
    return {}


@pytest.fixture(autouse=True)
def loaded_before(monkeypatch, bodies):
    """Load rules that are alike once: in most of these tests the old ones are those of the product."""
    load = telling.load_body

    def again(rules, questionnaires, packs=()):
        if packs:
            return load(rules, questionnaires, packs)
        found = hashlib.sha256()
        for folder in (rules, questionnaires):
            for path in sorted(folder.rglob("*.yaml")):
                found.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
        if found.digest() not in bodies:
            bodies[found.digest()] = load(rules, questionnaires)
        return bodies[found.digest()]

    monkeypatch.setattr(telling, "load_body", again)


def told(content):
    return changes_since(str(content / "old"), content / "new" / "rules", content / "new" / "questionnaires")


def test_nothing_changed(content):
    found = told(content)
    assert (found.changes, found.effects) == ((), ())
    assert str(found).endswith(
        "no rule, setting, text, source, study or question was added, changed or retired.\n\n"
        "Of 7 example reports, none would change."
    )


def test_a_changed_condition_shows_before_and_after_and_which_reports_change(content, edit):
    edit("statements/trust.yaml", OLD, "act: quick_wins is no")
    edit("statements/trust.yaml", "people feel movement and keep their energy", "people feel movement")
    found = told(content)
    (change,) = found.changes
    assert str(change) == (
        "changed: statement T3 (Quick wins at the start): condition, wording\n"
        "    verdicts act: “quick_wins is one of no, planned” → “quick_wins is no”"
    )
    assert found.cases == 7
    lines = [line for one in found.effects for line in one.lines]
    assert "verdict of T3: act → find_out" in lines
    assert any(line.startswith("recommendation quick-wins vanishes from place ") for line in lines)
    assert any(line.startswith("recommendation ") and " moves from place " in line for line in lines)


def test_levels_and_wordings_are_told_too(content, edit):
    for name, old, new in (
        ("recommendations/trust.yaml", "    title: Turn your", "    title: Now turn your"),
        ("links.yaml", "  sign: '+'\n", "  sign: '-'\n"),
    ):
        path = content / "new" / "rules" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    lines = [line for one in told(content).effects for line in one.lines]
    assert any(" is now worded: Now turn your " in line for line in lines)
    assert any(line.startswith("level of trust: ") for line in lines)


def test_added_and_retired_rules_are_named(content, edit):
    edit(
        "contradictions.yaml",
        "contradictions:\n",
        "contradictions:\n- {id: new-one, when: power is known, says: x}\n",
    )
    edit("stop_or_go.yaml", "- id: rules\n", "- id: other-rules\n")
    found = [(one.what, one.key) for one in told(content).changes]
    assert found == [
        ("added", ("conditions", "other-rules")),
        ("added", ("contradictions", "new-one")),
        ("retired", ("conditions", "rules")),
    ]


def test_a_source_is_told_from_a_wording(content, edit):
    edit("statements/trust.yaml", "enhancing trust, statement 3", "enhancing trust, statement 33")
    (change,) = told(content).changes
    assert change.parts == ("source",)


def test_rules_that_no_longer_load_are_compared_all_the_same(content, edit):
    edit("statements/trust.yaml", OLD, "act: quick_winz is no")
    found = told(content)
    assert [one.key for one in found.changes] == [("statements", "T3")]
    assert found.refused.startswith("the present rules do not load: rules/statements/trust.yaml:")
    assert "The example reports were not compared" in str(found)


@pytest.mark.parametrize(
    ("name", "old", "new", "told_as", "counted"),
    [
        (
            "rules/knowledge_base.yaml",
            "  clear_majority: 3\n",
            "  clear_majority: 2\n",
            "changed: setting clear_majority: effect\n    value: “3” → “2”",
            "1 other entry changed",
        ),
        (
            "rules/phrases.yaml",
            "The papers call this critical.",
            "This is critical.",
            "changed: phrase order_critical (This is critical.): wording",
            "1 other entry changed",
        ),
        (
            "questionnaires/rapid.yaml",
            "- question: A1\n",
            "",
            "retired: question rapid A1",
            "1 other entry retired",
        ),
    ],
)
def test_what_is_no_rule_and_changes_reports_is_told_too(content, name, old, new, told_as, counted):
    path = content / "new" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = told(content)
    assert [str(one) for one in found.changes] == [told_as]
    assert counted in str(found)


WORDING = """\
  - verdict: act
    when: quick_wins is no
    title: A wording of its own
    if: none
    then: do it
    steps:
    - {who: The lead, do: does it, by: 30 days}
    - {who: The lead, do: tells people, by: 60 days}
"""


def test_a_wording_that_comes_first_is_told_as_one_addition(content):
    path = content / "new" / "rules" / "recommendations" / "trust.yaml"
    text = path.read_text(encoding="utf-8")
    place = text.index("  variants:\n", text.index("- id: quick-wins\n")) + len("  variants:\n")
    path.write_text(text[:place] + WORDING + text[place:], encoding="utf-8")
    (change,) = told(content).changes
    assert change.details == ("variants 1: added, “A wording of its own”",)
    assert change.parts == ("condition", "wording")


def test_a_wording_that_moves_is_told_as_moved_and_one_that_changes_as_changed():
    def item(*variants):
        return Item(("recommendations", "a"), {"id": "a", "variants": list(variants)}, None, ())

    one, two, three = (
        {"title": f"Title {name}", "when": f"a is {name}", "if": f"it is {name}", "then": f"do {name}"}
        for name in ("one", "two", "three")
    )
    key = ("recommendations", "a")
    (change,) = differences({key: item(one, two, three)}, {key: item(three, one, two)})
    assert change.details == ("variants 3: moved to place 1, “Title three”",)
    changed = {**two, "when": "a is other"}
    (change,) = differences({key: item(one, two)}, {key: item(three, one, changed)})
    assert change.details == (
        "variants 3 when: “a is two” → “a is other”",
        "variants 1: added, “Title three”",
    )
    (change,) = differences({key: item(one, two)}, {key: item(two)})
    assert change.details == ("variants 1: taken out, “Title one”",)


def test_parts_of_rules_are_told_apart():
    assert part_of(("verdicts", "act")) == "condition"
    assert part_of(("variants", "1", "when")) == "condition"
    assert part_of(("words", "absent", "1", "says")) == "wording"
    assert part_of(("words", "absent", "1", "when")) == "condition"
    assert part_of(("source", "1", "where")) == "source"
    assert part_of(("requires",)) == "effect"
    assert part_of(("variants", "1", "steps", "2", "do")) == "wording"


def test_conditions_read_as_sentences():
    assert in_words({"all": ["a is b", {"any": ["c is d", {"not": "e is f"}]}]}) == (
        "a is b and (c is d or not (e is f))"
    )
    assert in_words(["a", "b"]) == "a, b"
    assert in_words({"low": 1}) == '{"low": 1}'


# ── The command line ─────────────────────────────────────────────────────────────────────────────


def test_the_command_compares_folders(content, edit, capsys):
    edit("statements/trust.yaml", OLD, "act: quick_wins is no")
    old, new = str(content / "old" / "rules"), str(content / "new")
    assert main(["check", "--changes", old, new]) == 0
    assert "1 rule changed" in capsys.readouterr().out
    assert main(["check", "--changes", old, new, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["changes"][0]["parts"] == ["condition"]
    assert data["compared"] == 7


def test_what_is_no_earlier_body_of_rules_is_told(content, capsys):
    new = str(content / "new")
    assert main(["check", "--changes", "no-such-thing", new]) == 2
    assert (
        "“no-such-thing” is not a folder of rules, and there is no repository here" in capsys.readouterr().err
    )
    assert main(["check", "--changes", str(content), new]) == 2
    assert "holds no knowledge_base.yaml" in capsys.readouterr().err
    assert main(["check", "--changes", new, str(content)]) == 2
    assert main(["check", "--changes", new, new, new]) == 2


def test_the_changes_of_a_pack_are_told_over_the_rules_that_it_joins(content, edit, capsys):
    pack = "packs/further-evidence"
    edit(
        f"{pack}/recommendations.yaml", "then: consider asking each partner for the gain", "then: ask for it"
    )
    old, new = str(content / "old" / "rules" / pack), str(content / "new" / "rules" / pack)
    assert main(["check", "--changes", old, new]) == 0
    out = capsys.readouterr().out
    assert "1 rule changed" in out
    assert "changed: recommendation mutual-gain" in out
    assert "Of 7 example reports, none would change." in out
    assert main(["check", "--changes", str(content / "old" / "rules"), new]) == 2
    assert "holds no pack.yaml, so it is not the folder of a pack" in capsys.readouterr().err
    assert main(["check", "--changes", old, str(content / "new" / "rules" / "links.yaml")]) == 2
    assert "It is a single file; give the folder that it lies in." in capsys.readouterr().err


# ── Git, and the rules of the day ────────────────────────────────────────────────────────────────


@pytest.fixture
def repository(content):
    """A repository in which the rules changed once."""
    top = content / "new"

    def git(*arguments):
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(top), *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    path = top / "rules" / "statements" / "trust.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(OLD, "act: quick_wins is no"), encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "second")
    return top


def test_a_revision_of_the_repository_will_do(repository, capsys):
    assert main(["check", "--changes", "HEAD~1", str(repository)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Since the repository, at ")
    assert "statement T3 (Quick wins at the start): condition" in shown
    for strange in ("HEAD~9", "--all", "; ls"):
        assert main(["check", "--changes", strange, str(repository)]) == 2 or strange == "--all"


@pytest.fixture
def answers(tmp_path):
    def write(knowledge_base):
        path = tmp_path / "answers.yaml"
        line = f"knowledge_base: {knowledge_base}\n" if knowledge_base else ""
        path.write_text(
            f"name: x\n{line}answers: {{stage: established, quick_wins: planned}}\n", encoding="utf-8"
        )
        return path

    return write


def assessed(capsys, *arguments):
    code = main(["assess", *map(str, arguments), "--format", "json"])
    shown = capsys.readouterr()
    return code, (json.loads(shown.out) if code == 0 else None), shown.err


def test_an_old_file_is_assessed_with_present_rules_and_says_so(repository, answers, knowledge, capsys):
    path = answers(f"{knowledge.date} {knowledge.hash}")
    code, result, said = assessed(capsys, path, "--rules", repository / "rules")
    assert code == 0
    assert result["statements"]["T3"]["verdict"] == "find_out"
    assert said.startswith(
        f"This file was last assessed with other rules ({knowledge.date} {knowledge.hash})."
    )
    assert result["case"]["notes"][0] in said


def test_as_then_uses_the_rules_of_the_day_from_git(repository, answers, knowledge, capsys):
    path = answers(f"{knowledge.date} {knowledge.hash}")
    code, result, said = assessed(capsys, path, "--rules", repository / "rules", "--as-then")
    assert code == 0
    assert result["statements"]["T3"]["verdict"] == "act"
    assert result["versions"]["knowledge_base"]["hash"] == knowledge.hash
    assert said.startswith(f"These results use the rules of {knowledge.date} {knowledge.hash}")


def test_as_then_uses_a_copy_kept_beside_the_rules(content, edit, answers, knowledge, capsys):
    edit("statements/trust.yaml", OLD, "act: quick_wins is no")
    shutil.copytree(content / "old", content / "new" / "rules" / "earlier" / "first")
    path = answers(f"{knowledge.date} {knowledge.hash}")
    code, result, _ = assessed(capsys, path, "--rules", content / "new" / "rules", "--as-then")
    assert code == 0
    assert result["statements"]["T3"]["verdict"] == "act"


def test_as_then_says_where_the_rules_are_not_here(content, answers, capsys):
    rules = content / "new" / "rules"
    code, _, said = assessed(capsys, answers("2020-01-01 0123456789ab"), "--rules", rules, "--as-then")
    assert code == 2
    assert said.startswith("The rules of 2020-01-01 0123456789ab are not here")
    code, _, said = assessed(capsys, answers(""), "--rules", rules, "--as-then")
    assert code == 2
    assert "does not say which rules it was assessed with" in said


def test_as_then_with_the_present_rules_is_the_same(answers, knowledge, capsys):
    path = answers(f"{knowledge.date} {knowledge.hash}")
    then = assessed(capsys, path, "--as-then")
    assert then == assessed(capsys, path)
    assert then[2] == ""


def test_a_phrase_that_old_rules_lack_is_lent_by_the_present_ones(content, answers, capsys):
    earlier = content / "new" / "rules" / "earlier" / "first"
    shutil.copytree(content / "old", earlier)
    phrases = earlier / "rules" / "phrases.yaml"
    text = phrases.read_text(encoding="utf-8")
    phrases.write_text(text.replace("{id: support_none,", "{id: support_nothing,"), encoding="utf-8")
    path = answers(f"x {Advisor.load(earlier / 'rules').knowledge.hash}")
    code, result, _ = assessed(capsys, path, "--rules", content / "new" / "rules", "--as-then")
    assert code == 0
    assert result["versions"]["knowledge_base"]["hash"] in path.read_text(encoding="utf-8")


def test_old_rules_that_cannot_run_are_refused_in_words(content, answers, capsys):
    earlier = content / "new" / "rules" / "earlier" / "first"
    shutil.copytree(content / "old", earlier)
    rules = content / "new" / "rules"
    (earlier / "rules" / "statements" / "trust.yaml").write_text("statements: x\n", encoding="utf-8")
    from advisor.content.rule_folder import content_hash, rule_files

    path = answers(f"x {content_hash(earlier / 'rules', rule_files(earlier / 'rules'))}")
    code, _, said = assessed(capsys, path, "--rules", rules, "--as-then")
    assert code == 2
    assert "this version of the software cannot run them (rules/statements/trust.yaml" in said
