"""``advisor assess``: what is written, where, and what happens when it cannot be."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.content.folders import content_folder
from advisor.errors import LibraryMissing
from advisor.report.libraries import REMEDY
from advisor.service import Advisor

EXAMPLES = content_folder("questionnaires") / "examples"
FULL = Path("/dev/full")
EXAMPLE = EXAMPLES / "required-system.yaml"


@pytest.fixture
def quick_pdf(monkeypatch):
    """Stand in for the PDF, which takes seconds."""
    pages = b"%PDF-1.7\n<< /Type /Pages /Count 3 >>" + b"<< /Type /Page >>" * 3
    monkeypatch.setattr(Advisor, "pdf", lambda *_: pages)


@pytest.fixture
def no_libraries(monkeypatch):
    def missing(*_):
        raise LibraryMissing(REMEDY)

    monkeypatch.setattr(Advisor, "pdf", missing)


# ── What is written ──────────────────────────────────────────────────────────────────────────────


def test_json_is_one_object_on_standard_output_and_nothing_else(run):
    ran = run("assess", EXAMPLE, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["schema"] == "advisor/result/1"


def test_without_output_the_report_appears_as_text(run):
    ran = run("assess", EXAMPLE)
    assert (ran.code, ran.err) == (0, "")
    assert "Northshire Integrated Care System" in ran.out
    assert "\x1b" not in ran.out


def test_several_reports_at_once(run, here, quick_pdf):
    ran = run("assess", EXAMPLE, "-o", "a.pdf", "-o", "a.html", "-o", "a.json", "-o", "a.txt")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "Wrote a.pdf (3 pages, 1 kB)"
    assert [line.split()[1] for line in lines[:4]] == ["a.pdf", "a.html", "a.json", "a.txt"]
    assert lines[4] == "What comes first:"
    assert [line[:4] for line in lines[5:]] == ["  1.", "  2.", "  3."]
    assert json.loads((here / "a.json").read_text(encoding="utf-8"))
    assert (here / "a.html").read_text(encoding="utf-8").startswith("<!")
    assert sorted(path.name for path in here.iterdir()) == ["a.html", "a.json", "a.pdf", "a.txt"]


def test_a_file_and_standard_output_keep_apart(run, here):
    ran = run("assess", EXAMPLE, "-o", "a.json", "-o", "-", "--format", "json")
    assert json.loads(ran.out) == json.loads((here / "a.json").read_text(encoding="utf-8"))
    assert ran.err.startswith("Wrote a.json")


def test_a_pdf_goes_to_standard_output_where_nobody_watches(run, quick_pdf):
    assert run("assess", EXAMPLE, "--format", "pdf").out.startswith("%PDF")


def test_no_answers_at_all_give_a_report_of_what_to_find_out(run, answers, here):
    ran = run("assess", answers("answers: {}\n"), "-o", "a.json")
    assert ran.code == 0
    assert "No advice follows from the answers yet; 86 answers are still open" in ran.out
    result = json.loads((here / "a.json").read_text(encoding="utf-8"))
    assert result["recommendations"] == []
    assert result["find_out"]


def test_answers_to_questions_not_asked_count_and_are_noted(run, answers):
    path = answers("answers:\n  stage: considering\n  champions: active\n")
    result = json.loads(run("assess", path, "--format", "json").out)
    assert result["case"]["answered"] == 2
    assert any("named champions" in note for note in result["case"]["notes"])


def test_rules_of_ones_own(run, tmp_path):
    ran = run("assess", EXAMPLE, "--rules", tmp_path)
    assert ran.code == 3
    assert ran.err.startswith("The content cannot be used: one problem.")


@pytest.mark.slow
def test_a_real_pdf_has_as_many_pages_as_it_says(run, here):
    from pypdf import PdfReader

    ran = run("assess", EXAMPLE, "-o", "a.pdf")
    pages = len(PdfReader(here / "a.pdf").pages)
    assert f"({pages} pages," in ran.out


# ── What is refused ──────────────────────────────────────────────────────────────────────────────


def test_answers_at_fault_are_refused_with_all_problems(run, answers, here):
    (here / "report.html").write_text("old", encoding="utf-8")
    path = answers("answers:\n  quick_win: 'yes'\n  partner_count: 1\n")
    ran = run("assess", path, "-o", "report.html")
    assert (ran.code, ran.out) == (3, "")
    lines = ran.err.splitlines()
    assert lines[0] == "The answers cannot be used: 2 problems. Nothing was written."
    assert lines[1].startswith(f"  {path}:2:3: “quick_win” is not a fact")
    assert (here / "report.html").read_text(encoding="utf-8") == "old"


def test_of_very_many_problems_the_first_are_shown(run, answers):
    ran = run("assess", answers("answers:\n" + "".join(f"  x{n}: 1\n" for n in range(80))))
    assert "80 problems" in ran.err
    assert ran.err.rstrip().endswith("… and 30 more; mend these first.")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "report.doc"], "does not say what to write"),
        (["-o", "report"], "does not say what to write"),
        (["--format", "html", "-o", "report.pdf"], "does not fit the ending of report.pdf"),
        (["-o", "-", "-o", "-"], "Only one output fits on standard output"),
        (["--format", "doc"], "'doc' is not one of"),
        (["--formt", "json"], "Did you mean"),
        (["--rules", "nowhere"], "does not exist"),
        (["another.yaml"], "unexpected extra argument"),
    ],
)
def test_a_wrong_command_line(run, here, arguments, says):
    ran = run("assess", EXAMPLE, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert list(here.iterdir()) == []


def test_without_answers_file(run):
    ran = run("assess")
    assert ran.code == 2
    assert ran.err.rstrip().endswith("For help and examples: advisor assess --help")


def test_the_report_never_replaces_the_answers(run, answers):
    path = answers("answers: {}\n", "answers.json")
    ran = run("assess", path, "-o", path)
    assert ran.code == 2
    assert "answers.json” is an input itself; choose another name" in ran.err
    assert path.read_text(encoding="utf-8") == "answers: {}\n"


def test_a_pdf_is_not_poured_into_a_terminal(run, monkeypatch, quick_pdf):
    monkeypatch.setattr("advisor.cli.outputs.is_terminal", lambda _: True)
    ran = run("assess", EXAMPLE, "--format", "pdf")
    assert (ran.code, ran.out) == (2, "")


# ── What cannot be written ───────────────────────────────────────────────────────────────────────


def test_missing_libraries_say_how_to_get_them_and_what_works_now(run, here, no_libraries):
    ran = run("assess", EXAMPLE, "-o", "report.pdf", "-o", "report.json")
    assert ran.code == 4
    first, second = ran.err.splitlines()
    assert first == REMEDY
    assert all(system in first for system in ("Debian", "Fedora", "macOS", "Windows"))
    assert "-o report.html" in second
    assert [path.name for path in here.iterdir()] == ["report.json"]


def test_an_unwritable_output_leaves_the_old_file(run, here):
    ran = run("assess", EXAMPLE, "-o", "nowhere/report.json")
    assert (ran.code, ran.out) == (5, "")
    assert "its folder does not exist" in ran.err


def test_what_was_written_before_a_failure_is_said(run, here):
    ran = run("assess", EXAMPLE, "-o", "a.json", "-o", "nowhere/b.json")
    assert ran.code == 5
    assert ran.out.startswith("Wrote a.json")


def test_a_full_disk_leaves_the_old_report(run, here, monkeypatch):
    (here / "a.json").write_text("old", encoding="utf-8")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = run("assess", EXAMPLE, "-o", "a.json")
    assert ran.code == 5
    assert "the disk is full" in ran.err
    assert (here / "a.json").read_text(encoding="utf-8") == "old"
    assert [path.name for path in here.iterdir()] == ["a.json"]


def start(*arguments, **options):
    return subprocess.Popen([sys.executable, "-m", "advisor", *map(str, arguments)], **options)


@pytest.mark.skipif(not FULL.exists(), reason="needs the device that is always full")
def test_standard_output_on_a_full_disk(run):
    with FULL.open("wb") as full:
        process = start("assess", EXAMPLE, "--format", "json", stdout=full, stderr=subprocess.PIPE)
        _, err = process.communicate()
    assert process.returncode == 5
    assert err.decode().startswith("The output cannot be written – No space left")
    assert len(err.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="pipes of Windows differ")
def test_a_reader_who_has_seen_enough_is_no_error():
    reader, writer = os.pipe()
    os.close(reader)
    process = start("assess", EXAMPLE, "--format", "json", stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    _, err = process.communicate()
    assert (process.returncode, err) == (0, b"")


# ── Speed ────────────────────────────────────────────────────────────────────────────────────────


def test_json_loads_nothing_heavy():
    code = (
        "import sys; from advisor.cli.main import main;"
        f"code = main(['assess', {str(EXAMPLE)!r}, '--format', 'json']);"
        "heavy = {'rich', 'weasyprint', 'jinja2', 'fontTools'} & set(sys.modules);"
        "sys.exit(f'loaded {heavy}' if heavy or code else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_text_file_holds_all_advice_and_all_open_questions_and_the_screen_the_first(run, here):
    case = EXAMPLES / "felt-takeover-merger.yaml"
    titles = [one["title"] for one in json.loads(run("assess", case, "-f", "json").out)["recommendations"]]
    screen = run("assess", case).out
    run("assess", case, "-o", "a.txt")
    file = (here / "a.txt").read_text(encoding="utf-8")
    plain = " ".join(file.split())
    assert "more in the full report" in screen
    assert "more in the full report" not in file
    assert all(title in plain for title in titles)
    unknown = EXAMPLES / "mostly-unknown.yaml"
    run("assess", unknown, "-o", "b.txt")
    file = (here / "b.txt").read_text(encoding="utf-8")
    assert "The full report names" in run("assess", unknown).out
    assert "The full report names" not in file
    assert file.count("\n  ? ") > 30
