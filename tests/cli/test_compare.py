"""``advisor compare``, and ``advisor assess --since``."""

import json
import shutil

import pytest

from advisor.content.folders import content_folder

EXAMPLES = content_folder("questionnaires") / "examples"
EXAMPLE = EXAMPLES / "felt-takeover-merger.yaml"
T3 = "act: quick_wins is one of no, planned"


@pytest.fixture
def later(tmp_path):
    """The example half a year later: people know about early successes."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace("quick_wins: 'no'", "quick_wins: 'yes'").replace("2026-09-14", "2027-03-20")
    path = tmp_path / "later.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def rules_then(tmp_path):
    """Rules of an earlier day: quick wins that are missing called for nothing."""
    shutil.copytree(content_folder("rules"), tmp_path / "then" / "rules")
    path = tmp_path / "then" / "rules" / "statements" / "trust.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(T3) == 1
    path.write_text(text.replace(T3, "act: quick_wins is planned"), encoding="utf-8")
    return tmp_path / "then"


def test_what_changed_in_words(run, later):
    ran = run("compare", EXAMPLE, later)
    assert ran.code == 0
    assert ran.out.startswith("What changed since 14 September 2026\n")
    assert "One answer is new or different." in ran.out
    assert "Done, and now in place" in ran.out
    assert "Because of your answer on quick wins." in ran.out
    assert all(len(line) <= 80 for line in ran.out.splitlines())


def test_the_same_file_twice_says_that_nothing_changed(run):
    ran = run("compare", EXAMPLE, EXAMPLE)
    assert ran.code == 0
    assert "Nothing changed, neither the answers nor what follows from them." in ran.out


def test_files_of_two_collaborations_are_compared_with_a_warning(run):
    ran = run("compare", EXAMPLE, EXAMPLES / "healthy-alliance.yaml")
    assert ran.code == 0
    assert "the two files bear different names" in ran.out.replace("\n", " ")


def test_files_in_the_wrong_order_are_compared_with_a_warning(run, later):
    assert "is older than the first" in run("compare", later, EXAMPLE).out


def test_one_file_under_other_rules(run, rules_then):
    ran = run("compare", EXAMPLE, "--rules-then", rules_then, "--format", "json")
    assert ran.code == 0
    data = json.loads(ran.out)
    assert data["answers"] == []
    verdict = next(one for one in data["differences"] if one["id"] == "T3")
    assert (verdict["now"], verdict["rules"], verdict["answers"]) == ("act", ["statements/T3"], [])
    ran = run("compare", EXAMPLE, "--rules-then", rules_then)
    assert ran.out.startswith("What changed with the rules\n")
    assert "Because this rule changed: “Quick wins at the start”." in ran.out


def test_the_rules_of_the_day_are_used_where_they_are_kept(run, rules_then, later, tmp_path):
    from advisor.service import Advisor

    then = Advisor.load(rules_then / "rules").knowledge
    now = tmp_path / "now" / "rules"
    shutil.copytree(content_folder("rules"), now)
    shutil.copytree(rules_then, now / "earlier" / "first")
    shutil.copytree(content_folder("questionnaires"), now / "earlier" / "first" / "questionnaires")
    old = tmp_path / "old.yaml"
    text = EXAMPLE.read_text(encoding="utf-8")
    old.write_text(f"knowledge_base: {then.date} {then.hash}\n{text}", encoding="utf-8")
    data = json.loads(run("compare", old, later, "--rules", now, "--format", "json").out)
    assert data["old"]["rules_hash"] == then.hash
    assert data["notes"] == ["rules_of_the_day"]
    assert [one["id"] for one in data["rules"]] == ["T3"]
    data = json.loads(run("compare", old, later, "--rules", now, "--present-rules", "-f", "json").out)
    assert (data["rules"], data["notes"]) == ([], [])


def test_rules_that_are_not_here_are_told_and_the_present_ones_used(run, later, tmp_path):
    old = tmp_path / "old.yaml"
    text = EXAMPLE.read_text(encoding="utf-8")
    old.write_text(f"knowledge_base: 2020-01-01 0123456789ab\n{text}", encoding="utf-8")
    rules = tmp_path / "now" / "rules"
    shutil.copytree(content_folder("rules"), rules)
    ran = run("compare", old, later, "--rules", rules)
    assert ran.code == 0
    assert "are not here" in ran.out
    ran = run("compare", old, "--rules", rules)
    assert ran.code == 2
    assert "the rules with which it was last assessed are not here" in ran.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "give a second one, or the earlier rules with --rules-then"),
        (["--rules-then", "nowhere"], "is not a folder of rules"),
        (["--rules-then", "nowhere", "--present-rules"], "do not go together"),
    ],
)
def test_bad_input_is_refused_in_words(run, more, said):
    ran = run("compare", EXAMPLE, *more)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_the_second_report_carries_what_changed(run, later, tmp_path):
    ran = run("assess", later, "--since", EXAMPLE)
    assert ran.code == 0
    assert "What changed since 14 September 2026" in ran.out
    data = json.loads(run("assess", later, "--since", EXAMPLE, "--format", "json").out)
    assert data["changes"]["schema"] == "advisor/compare/1"
    assert [one["fact"] for one in data["changes"]["answers"]] == ["quick_wins"]


def test_a_report_without_an_earlier_one_says_nothing_of_changes(run, later):
    data = json.loads(run("assess", later, "--format", "json").out)
    assert "changes" not in data
    assert "What changed" not in run("assess", later).out


def test_a_report_since_another_collaboration_is_refused_unless_it_is_said_to_be_the_same(run, tmp_path):
    report = tmp_path / "report.txt"
    other = EXAMPLES / "healthy-alliance.yaml"
    ran = run("assess", EXAMPLE, "--since", other, "-o", report)
    assert (ran.code, ran.out) == (2, "")
    assert "names another collaboration" in ran.err
    assert "--other-name" in ran.err
    assert not report.exists()
    assert run("assess", EXAMPLE, "--since", other, "--other-name", "-o", report).code == 0
    assert "Please check that this is one collaboration" in report.read_text().replace("\n", " ")
    assert run("assess", EXAMPLE, "--other-name").code == 2
