"""The lock: what counts as a change, what is refused, and what recording does."""

import shutil
import subprocess

import pytest

from advisor.cli.main import main
from advisor.content.folders import content_folder
from advisor.content.rule_folder import LOCK
from advisor.content.rule_items import EVERYTHING
from advisor.errors import ContentRefused
from advisor.proof.problems.check import check
from advisor.proof.problems.packs import packs_of
from advisor.proof.versions.lock import everything_in, faults, read_lock, record, standing

TRUST = "statements/trust.yaml"
OLD = "act: quick_wins is one of no, planned"


@pytest.fixture
def rules(tmp_path):
    """A copy of the rules with a lock of its own."""
    copied = tmp_path / "rules"
    shutil.copytree(content_folder("rules"), copied)
    shutil.copytree(content_folder("questionnaires"), tmp_path / "questionnaires")
    (copied / LOCK).unlink(missing_ok=True)
    record(copied)
    return copied


@pytest.fixture
def edit(rules):
    def replace(name, old, new):
        path = rules / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def told(rules):
    return [str(problem) for problem in faults(rules)]


# ── The product ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pack", ["", *(one.folder.name for one in packs_of(content_folder("rules")))])
def test_every_rule_of_the_product_has_the_version_it_needs(pack):
    folder = content_folder("rules") / "packs" / pack if pack else content_folder("rules")
    assert (folder / LOCK).is_file()
    assert told(folder) == []


def test_the_lock_counts_every_rule():
    items = everything_in(content_folder("rules"))
    lock = read_lock(content_folder("rules"))
    assert {kind for kind, _ in items} == set(EVERYTHING)
    assert set(items) == {key for key, one in lock.items() if not one.retired}


# ── What counts as a change ──────────────────────────────────────────────────────────────────────


def test_comments_spacing_and_place_change_nothing(rules, edit):
    edit(TRUST, OLD, "act:   quick_wins is one of no,  planned   # a remark")
    (rules / TRUST).rename(rules / "statements" / "other.yaml")
    assert told(rules) == []


def test_a_changed_condition_needs_a_new_version(rules, edit):
    edit(TRUST, OLD, "act: quick_wins is no")
    (found,) = faults(rules)
    assert (found.code, found.rule) == ("changed-without-version", "T3")
    assert found.file == "rules/statements/trust.yaml"
    assert found.line > 1
    assert found.text == "statement T3 has changed, and its version is still 1; run “advisor check --record”"


def test_new_and_missing_rules_are_told(rules, edit):
    edit(
        "contradictions.yaml",
        "contradictions:\n",
        "contradictions:\n- {id: new-one, when: power is known, says: x}\n",
    )
    stop = (rules / "stop_or_go.yaml").read_text(encoding="utf-8")
    (rules / "stop_or_go.yaml").write_text(
        stop.replace("- id: rules\n", "- id: other-rules\n"), encoding="utf-8"
    )
    assert sorted(one.text for one in faults(rules)) == [
        "condition for going ahead other-rules is new and has no version; run “advisor check --record”",
        "condition for going ahead rules is gone, and the lock still counts it; run “advisor check --record”",
        "contradiction new-one is new and has no version; run “advisor check --record”",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "key"),
    [
        ("rules/knowledge_base.yaml", "  clear_majority: 3\n", "  clear_majority: 2\n", "clear_majority"),
        ("rules/collaboration_types.yaml", "- type: buddying\n", "- type: buddying_up\n", "buddying_up"),
        ("rules/phrases.yaml", "The papers call this critical.", "This is critical.", "order_critical"),
        ("rules/sources.yaml", "  short: Aunger et al. 2022\n", "  short: Aunger 2022\n", "S1"),
        ("rules/studies.yaml", "  country: USA\n", "  country: X\n", ""),
        ("rules/links.yaml", "- path: [trust, conflict, trust]", "- path: [trust, faith, trust]", ""),
        ("rules/links.yaml", "- [capacity_lacking, progress,", "- [capacity_lacking, trust, progress,", ""),
        ("questionnaires/full.yaml", "  wording: ", "  wording: So ", ""),
        ("questionnaires/rapid.yaml", "- question: A1\n", "- question: A1\n  optional: true\n", "rapid A1"),
    ],
)
def test_whatever_changes_reports_needs_a_new_version(rules, name, old, new, key):
    path = rules.parent / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = list(faults(rules))
    assert {one.code for one in found} == {"changed-without-version"}
    assert not key or key in {one.rule for one in found}
    assert not record(rules).settled
    assert told(rules) == []


def test_a_new_folder_without_a_lock_is_told_to_record(rules):
    (rules / LOCK).unlink()
    (found,) = faults(rules)
    assert (found.code, found.file) == ("never-recorded", "rules/versions.lock.yaml")
    assert "run “advisor check --record” once the rules are in use" in found.text
    assert read_lock(rules) == {}


def test_rules_alone_keep_the_versions_of_the_questions(rules, edit):
    shutil.rmtree(rules.parent / "questionnaires")
    assert told(rules) == []
    before = {key: one for key, one in read_lock(rules).items() if key[0] == "questions"}
    edit(TRUST, OLD, "act: quick_wins is no")
    record(rules)
    assert {key: one for key, one in read_lock(rules).items() if key[0] == "questions"} == before


def test_a_lock_that_knows_nothing_of_a_list_is_told_once(rules):
    lock = (rules / LOCK).read_text(encoding="utf-8")
    start, end = lock.index("phrases:\n"), lock.index("sources:\n")
    (rules / LOCK).write_text(lock[:start] + lock[end:], encoding="utf-8")
    (found,) = faults(rules)
    assert "of the kind “phrase” have no version" in found.text


# ── A lock that is gone ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def committed(rules, edit):
    """The rules in a repository, with one rule at version 2."""

    def git(*arguments):
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(rules.parent), *who, *arguments], check=True, capture_output=True)

    edit(TRUST, OLD, "act: quick_wins is no")
    record(rules)
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    return git


@pytest.mark.parametrize("and_committed", [False, True])
def test_a_lock_that_is_gone_is_an_error_and_recording_goes_on_from_git(
    rules, committed, capsys, and_committed
):
    before = read_lock(rules)
    (rules / LOCK).unlink()
    if and_committed:
        committed("commit", "-q", "-a", "-m", "gone")
    (found,) = faults(rules)
    assert found.code == "changed-without-version"
    assert "versions.lock.yaml is gone, and with it every version" in found.text
    assert main(["check", "--record", str(rules)]) == 0
    shown = capsys.readouterr().out
    assert f"versions go on from the {len(before)} that git remembers" in shown
    assert read_lock(rules) == before
    assert read_lock(rules)["statements", "T3"].version == 2


def test_a_lock_that_nobody_remembers_begins_anew_and_says_so(rules, capsys):
    (rules / LOCK).unlink()
    assert main(["check", "--record", str(rules)]) == 0
    assert "there is no versions.lock.yaml, so every version begins at 1" in capsys.readouterr().out


@pytest.mark.parametrize("part", ["", "packs/further-evidence"])
def test_what_comes_with_the_product_has_versions_with_or_without_git(rules, part, monkeypatch):
    monkeypatch.setattr("advisor.proof.versions.lock.content_folder", lambda _: rules)
    (rules / part / LOCK).unlink()
    (found,) = faults(rules / part)
    assert found.code == "changed-without-version"


def test_the_lock_itself_is_no_part_of_the_content(rules, knowledge):
    from advisor.service import Advisor

    assert Advisor.load(rules).knowledge.hash == knowledge.hash


def test_check_refuses_a_changed_rule(rules, edit):
    edit(TRUST, OLD, "act: quick_wins is one of planned, no")
    (found,) = check([rules]).findings
    assert found.code == "changed-without-version"
    assert found.severity == "error"
    assert str(found).endswith(
        "T3 changed-without-version: statement T3 has changed, and its version is still 1"
        " – two reports could name one version of a rule and mean two – run “advisor check --record”"
    )


# ── Recording ────────────────────────────────────────────────────────────────────────────────────


def test_recording_raises_the_version_of_what_changed_alone(rules, edit):
    edit(TRUST, OLD, "act: quick_wins is no")
    found = record(rules)
    assert (found.changed, found.added, found.retired) == ((("statements", "T3"),), (), ())
    lock = read_lock(rules)
    assert lock["statements", "T3"].version == 2
    assert {one.version for key, one in lock.items() if key != ("statements", "T3")} == {1}
    assert told(rules) == []


def test_a_retired_rule_keeps_its_line_and_comes_back_with_the_next_version(rules, edit):
    text = (rules / "contradictions.yaml").read_text(encoding="utf-8")
    name = everything_in(rules)
    first = next(key for key in name if key[0] == "contradictions")
    edit("contradictions.yaml", f"- id: {first[1]}\n", "- id: renamed\n")
    assert record(rules).retired == (first,)
    assert read_lock(rules)[first].retired
    assert standing(everything_in(rules), read_lock(rules)).settled
    (rules / "contradictions.yaml").write_text(text, encoding="utf-8")
    assert record(rules).added == (first,)
    assert (read_lock(rules)[first].version, read_lock(rules)[first].retired) == (2, False)


def test_recording_refuses_where_nothing_changed(rules, capsys):
    before = (rules / LOCK).stat().st_mtime_ns
    assert main(["check", "--record", str(rules)]) == 3
    assert "No rule has changed" in capsys.readouterr().out
    assert (rules / LOCK).stat().st_mtime_ns == before


def test_recording_says_what_it_recorded(rules, edit, capsys):
    edit(TRUST, OLD, "act: quick_wins is no")
    assert main(["check", "--record", str(rules)]) == 0
    assert capsys.readouterr().out == "rules: statement T3 is changed, version 2\n"
    assert main(["check", "--record", str(rules.parent)]) == 2
    assert "so it has no versions" in capsys.readouterr().err
    assert main(["check", "--record", "--changes", "x"]) == 2
    assert "do not go together" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "statemens:\n  T3: {version: 1}\n",
            "rules/versions.lock.yaml:1:1: “statemens” is not a list of the lock",
        ),
        ("statements:\n  T3: {version: one, hash: x}\n", "rules/versions.lock.yaml"),
        ("- 1\n- [", "rules/versions.lock.yaml:3:1: is not sound YAML"),
    ],
)
def test_a_broken_lock_is_told(rules, text, expected):
    (rules / LOCK).write_text(text, encoding="utf-8")
    with pytest.raises(ContentRefused) as refusal:
        read_lock(rules)
    assert str(refusal.value.problems[0]).startswith(expected)
    assert told(rules)[0].startswith(expected)
