"""The command as people use it: real reports, exit codes and last lines."""

import shutil
from pathlib import Path

import pytest

from advisor.batch.run import Order, Progress, Rows
from advisor.cli.batch import formats_of, last_line, rows_of
from advisor.cli.batch_screen import Bars, Lines, how_much
from advisor.cli.main import main
from advisor.content.folders import content_folder
from advisor.errors import CommandError
from advisor.model.case import Case
from tests.batch.conftest import row


@pytest.fixture
def run(capsys):
    def run_it(*arguments):
        code = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run_it


def test_reports_are_those_of_a_single_assessment(run, table, tmp_path, advisor):
    out = tmp_path / "out"
    code, said, _ = run("batch", table([row(1)]), "-o", out, "--reports", "pdf,html,json", "--workers", "1")
    assert code == 0
    assert said == f"1 done, 0 failed, 0 skipped. Everything is in {out}.\n"
    case = Case(name="Case 1", answers={"stage": "planning", "partner_count": 3})
    result = advisor.assess(case)
    stem = out / "reports" / "2-case-1"
    assert stem.with_suffix(".json").read_text(encoding="utf-8") == f"{advisor.json(result)}\n"
    assert stem.with_suffix(".html").read_text(encoding="utf-8") == advisor.html(result)
    assert stem.with_suffix(".pdf").read_bytes() == advisor.pdf(result)


def test_bad_rows_end_in_code_six_and_verify_in_nought(run, table, tmp_path):
    out = tmp_path / "out"
    source = table([row(1), row(2, stage="nonsense")])
    code, said, _ = run("batch", source, "-o", out, "--reports", "json", "--workers", "1")
    assert code == 6
    assert said.startswith("1 done, 0 failed, 1 not read, 0 skipped. ")
    assert str(out / "errors.xlsx") in said
    code, said, _ = run("batch", "--verify", out)
    assert (code, said.split(",")[0]) == (0, "6 files as they were written")
    (out / "results.csv").write_text("altered")
    code, said, _ = run("batch", "--verify", out)
    assert code == 6
    assert "results.csv was altered" in said


def test_a_folder_of_answers_and_tables_alone(run, tmp_path):
    folder = tmp_path / "answers"
    folder.mkdir()
    for path in sorted((content_folder("questionnaires") / "examples").glob("*.yaml"))[:3]:
        shutil.copy(path, folder)
    code, said, _ = run("batch", folder, "-o", tmp_path / "out", "--reports", "none")
    assert code == 0
    assert said.startswith("3 done")
    assert not list((tmp_path / "out" / "reports").iterdir())
    code, _, err = run("batch", folder, "-o", folder / "out")
    assert code == 2
    assert "choose another place" in err


def test_what_is_wrong_with_the_command_is_said(run, table, tmp_path):
    source = table([row(1)])
    for arguments, told in (
        ((), "Name the table"),
        ((source,), "Say where to write"),
        ((source, "-o", tmp_path / "o", "--reports", "docx"), "“docx” is not a kind of report"),
        ((source, "-o", tmp_path / "o", "--only", "10-2"), "“10-2” names no rows"),
        ((source, "-o", tmp_path / "o", "--verify", tmp_path), "--verify stands alone"),
        ((source, "-o", tmp_path / "o", "--pack", "nonsense"), "nonsense"),
    ):
        code, _, err = run("batch", *arguments)
        assert (code, told in err) == (2, True), err
    assert not (tmp_path / "o").exists()


def test_a_table_that_cannot_be_used_ends_in_code_three(run, tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("")
    assert run("batch", source, "-o", tmp_path / "o")[0] == 3
    assert not (tmp_path / "o").exists()


def test_a_place_that_cannot_be_written_ends_in_code_five(run, table, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = run("batch", table([row(1)]), "-o", tmp_path / "file" / "out")
    assert code == 5
    assert "run the same command again" in err


def test_formats_and_rows_are_read():
    assert formats_of("json, pdf") == ("pdf", "json")
    assert formats_of("none") == ()
    with pytest.raises(CommandError):
        formats_of("none,pdf")
    rows = rows_of("2-10, 15")
    assert [number for number in range(20) if number in rows] == [*range(2, 11), 15]
    assert "2" not in Rows(((2, 3),))


def test_the_last_line_says_why_rows_were_skipped(tmp_path):
    progress = Progress(rows=10, done=3, failed=1, refused=1, kept=2, kept_failed=1, waiting=2)
    said = last_line(progress, Order(tmp_path, tmp_path))
    assert said.startswith("3 done, 2 failed, 1 not read, 4 skipped (2 done before, 2 not asked for).")
    assert "1 failed before (--retry tries them again)" in how_much(progress)


def test_plain_lines_come_now_and_then(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr("advisor.cli.batch_screen.time.monotonic", lambda: now[0])
    lines, progress = Lines(), Progress(rows=100, todo=100)
    lines.planned(progress)
    for second in range(1, 26):
        now[0] = second
        progress.worked = 2 * second
        lines.worked(progress)
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "100 rows: 100 to work on.",
        "20 of 100, 2.0 a second, about 40 seconds left",
        "40 of 100, 2.0 a second, about 30 seconds left",
    ]


def test_a_bar_shows_rate_and_failures():
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TextColumn

    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        bar = Bar(TextColumn("{task.fields[rate]}"), console=Console(file=nowhere))
        bars, progress = Bars(bar), Progress(rows=4, todo=4)
        bars.planned(progress)
        progress.worked, progress.failed = 2, 1
        bars.worked(progress)
        bars.writing()
        task = bar.tasks[0]
        bars.stop()
    assert (task.completed, task.total, task.fields["failed"], task.description) == (
        2,
        4,
        "1 failed",
        "Tables",
    )
    assert task.fields["rate"].endswith(" a second")
