"""``advisor check``: what it prints, its exit codes, what may be given to it, and how it takes bad input."""

import json
import shutil
import subprocess
import sys
import time

import pytest

from advisor.cli import check as command
from advisor.cli import screen
from advisor.content.folders import content_folder
from advisor.content.rule_folder import LOCK

BROKEN = "contexts:\n- id: rain\n  name: Rain\n  changeable: 'no'\n  holds: quick_win is no\n"
VAGUE = "phrases:\n- {id: zz, says: Please ensure it.}\n"


@pytest.fixture
def content(tmp_path):
    """A copy of the content of the product, with no versions locked."""
    for name in ("rules", "questionnaires"):
        shutil.copytree(content_folder(name), tmp_path / name)
    (tmp_path / "rules" / LOCK).unlink(missing_ok=True)
    return tmp_path


# ── What it prints ───────────────────────────────────────────────────────────────────────────────


def test_the_content_of_the_product_has_no_problems(run):
    ran = run("check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("No problems in ")
    assert len(ran.out.splitlines()) == 1


def test_errors_end_with_code_3_and_stand_one_a_line(run, content):
    (content / "rules" / "zz.yaml").write_text(BROKEN)
    ran = run("check", content)
    first, note, last = ran.out.splitlines()
    assert (ran.code, ran.err) == (3, "")
    assert note.startswith("Packs wait until the errors above are mended")
    assert first == (
        "rules/zz.yaml:5:10: rain unknown-fact: “quick_win” is no fact – the rule can never be true –"
        " did you mean “quick_wins”?"
    )
    assert last.startswith("1 problem (1 error) in ")


def test_warnings_alone_are_no_failure(run, content):
    (content / "rules" / "zz.yaml").write_text(VAGUE)
    ran = run("check", content / "rules")
    assert ran.code == 0
    assert "zz.yaml:2:18: zz vague-word: “ensure” is vague" in ran.out
    assert "2 problems (1 warning, 1 note)" in ran.out


def test_json_is_a_list_of_problems(run, content):
    (content / "rules" / "zz.yaml").write_text(BROKEN)
    ran = run("check", content, "--format", "json")
    (problem,) = json.loads(ran.out)
    assert ran.code == 3
    assert problem == {
        "file": "rules/zz.yaml",
        "line": 5,
        "column": 10,
        "rule": "rain",
        "code": "unknown-fact",
        "severity": "error",
        "consequence": "lost advice",
        "what": "“quick_win” is no fact",
        "why": "the rule can never be true",
        "remedy": "did you mean “quick_wins”?",
    }
    assert json.loads(run("check", "-f", "json").out) == []


def test_a_terminal_shows_the_kind_in_colour(run, content, monkeypatch):
    (content / "rules" / "zz.yaml").write_text(BROKEN)
    monkeypatch.setattr(command, "is_terminal", lambda stream: True)
    monkeypatch.setattr(screen, "is_terminal", lambda stream: False)
    monkeypatch.setattr(command.click, "echo", print)
    assert "rain \x1b[31munknown-fact:\x1b[0m" in run("check", content).out


# ── What may be given ────────────────────────────────────────────────────────────────────────────


def test_a_file_of_a_folder_of_rules_is_checked_with_the_others(run, content):
    (content / "rules" / "zz.yaml").write_text(BROKEN)
    other = run("check", content / "rules" / "sources.yaml")
    assert other.code == 0
    assert other.out.startswith("No problems in 1 file, ")
    ran = run("check", content / "rules" / "zz.yaml", content / "rules" / "sources.yaml")
    assert ran.code == 3
    assert ran.out.startswith("rules/zz.yaml:5:10: rain unknown-fact")


def test_a_draft_from_elsewhere_joins_the_rules_of_the_product(run, here):
    text = (content_folder("rules") / "statements" / "trust.yaml").read_text(encoding="utf-8")
    (here / "draft.yaml").write_text(text, encoding="utf-8")
    assert run("check", "draft.yaml").code == 0
    (here / "draft.yaml").write_text(text.replace("keep: quick_wins is yes", "keep: quick_wins is yess"))
    ran = run("check", "draft.yaml")
    assert ran.code == 3
    assert len(ran.out.splitlines()) == 2
    assert "T3 unknown-value: “yess” is no value of quick_wins" in ran.out
    assert ran.out.startswith("draft.yaml:")


def test_a_folder_of_questionnaires_and_one_of_its_files(run, content):
    path = content / "questionnaires" / "full.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("facts: [stage]", "facts: [staeg]"), encoding="utf-8"
    )
    for given in (content / "questionnaires", path):
        ran = run("check", given)
        assert ran.code == 3
        assert "A1 unknown-fact: A1: “staeg” is no fact" in ran.out
        assert "questionnaires/full.yaml:" in ran.out


def test_rules_without_questionnaires_of_their_own_are_checked_with_those_of_the_product(run, content):
    shutil.rmtree(content / "questionnaires")
    assert run("check", content).code == 0
    assert run("check", content / "rules").code == 0


def test_packs_wait_without_a_word_of_error_while_the_rules_do_not_load(run, content, monkeypatch):
    for module in ("check", "packs"):
        monkeypatch.setattr(
            f"advisor.proof.problems.{module}.content_folder", content.joinpath, raising=False
        )
    path = content / "rules" / "statements" / "trust.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("polarity: do", "polarity: dont", 1), "utf-8")
    ran = run("check")
    lines = ran.out.splitlines()
    assert ran.code == 3
    assert [line.split(":")[0] for line in lines if " – " in line] == ["rules/statements/trust.yaml"]
    assert "Packs wait until the errors above are mended: rules/packs/further-evidence." in lines
    alone = run("check", content / "rules" / "packs" / "further-evidence")
    assert alone.code == 3
    assert alone.out.startswith(
        "rules/packs/further-evidence: unreadable: cannot be checked before the rules load that it joins –"
        " nothing in it can be used – mend what “advisor check” names\n"
    )


def test_a_statement_without_the_prefix_of_its_pack_is_told_with_its_own_reason(run, content):
    pack = content / "rules" / "packs" / "further-evidence"
    for path in pack.glob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("FE1", "X27"), encoding="utf-8")
    ran = run("check", pack)
    assert ran.code == 3
    assert (
        "X27 misnumbered-id: X27 does not begin with the pack’s prefix – rules and packs could give"
        " the same id, so a report could name two statements by it – write FE and a number\n"
    ) in ran.out


# ── Bad input ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere", "nowhere: is not there"),
        ("empty", "empty: holds no knowledge_base.yaml, so it is not a folder of rules"),
        ("notes.docx", "notes.docx: is not a YAML file: content files end in .yaml or .yml"),
    ],
)
def test_what_cannot_be_checked_is_refused(run, here, name, says):
    (here / "empty").mkdir()
    (here / "notes.docx").write_bytes(b"PK")
    ran = run("check", name)
    assert (ran.code, ran.out) == (3, "")
    assert says in ran.err


@pytest.mark.parametrize(
    ("content_of_file", "says"),
    [
        (b"a: " + b"x" * 10_000_000, "huge.yaml: unreadable: is larger than 2 MB"),
        (bytes(range(256)) * 40, "huge.yaml:2: unreadable: is not UTF-8 text"),
        (b"\x00\x01", "huge.yaml: syntax: is not sound YAML"),
        (b"[" * 100_000, "nested more than 40 deep"),
        (b"a: &a [*a]", "uses an anchor or alias"),
        (b"include: huge.yaml\n", "include: “include” brings in no other file"),
        (b"a: !include huge.yaml", "uses the tag !include, which is refused"),
        (b"", "is not a mapping of names to lists"),
    ],
    ids=["10 MB", "binary", "control signs", "deep", "alias", "circular include", "include tag", "empty"],
)
@pytest.mark.parametrize("inside", [True, False], ids=["among the rules", "draft"])
def test_hostile_files_are_told_and_nothing_is_written(run, content, inside, content_of_file, says):
    path = content / ("rules" if inside else "") / "huge.yaml"
    path.write_bytes(content_of_file)
    begun = time.perf_counter()
    ran = run("check", content if inside else path)
    assert (ran.code, ran.err) == (3, "")
    assert says in ran.out
    assert len(ran.out) < 2000
    assert path.read_bytes() == content_of_file
    assert time.perf_counter() - begun < 20


def test_of_a_thousand_errors_fifty_are_shown_and_all_on_demand(run, content):
    items = "".join(f"- {{id: C{n}, name: x, changeable: 'no', holds: sky{n} is no}}\n" for n in range(1000))
    (content / "rules" / "zz.yaml").write_text(f"contexts:\n{items}")
    ran = run("check", content)
    shown = ran.out.splitlines()
    assert sum(line.startswith("rules/") for line in shown) == 50
    lines = run("check", content, "--all").out.splitlines()
    every = sum(line.startswith("rules/") for line in lines)
    assert f"… and {every - 50} more: mend these first, or add --all." in shown
    assert sum(" unknown-fact: " in line for line in lines) == 1000
    places = [tuple(map(int, line.split(":")[1:3])) for line in lines if line.startswith("rules/zz.yaml")]
    assert places == sorted(places)


def test_a_file_that_cannot_be_read_leaves_the_others_their_checks(run, content):
    path = content / "rules" / "statements" / "trust.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- id: T3\n", "- id: T3: x\n"), encoding="utf-8")
    (content / "rules" / "zz.yaml").write_text(BROKEN)
    ran = run("check", content)
    problems = [line for line in ran.out.splitlines() if line.startswith("rules/")]
    assert [line.split(": ")[1].split()[-1] for line in problems] == ["syntax", "unknown-fact"]
    assert "Some checks wait until every file can be read" in ran.out


@pytest.mark.benchmark
def test_a_check_of_everything_takes_at_most_two_seconds_cold():
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "advisor", "check"], check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
    print(f"advisor check, cold: {min(times):.2f} s")
    assert min(times) <= 2
