"""The whole story: a workbook with errors is killed twice, and the same command goes on to the end."""

import csv
import itertools
import os
import subprocess
import sys
import time
from datetime import date

import openpyxl
import pytest

from advisor.batch.verify import verify
from advisor.cli.main import main
from advisor.model.condition import NOT_APPLICABLE
from tests.batch.conftest import tree
from tests.batch.driver import Running
from tests.unit.cases import random_answers

BAD = (
    ("stage", "plannning"),
    ("partner_count", "several"),
    ("partner_count", date(2026, 3, 1)),
    ("partner_count", "=1+1"),
    ("quick_wins", 17),
    ("partner_count", -3),
    ("name", "N" * 300),
    ("origin", "#N/A"),
    ("ioc_type", "club"),
    ("sectors/acute", "perhaps"),
)
"""What people get wrong: a slip, words for a number, dates, formulas without a value, and the like."""
FIRST = 3
"""Row of the template below its headings."""
LONGEST = 1_200


def workbook(path, many, knowledge, every=20):
    """Fill in a template as people do, and get every twentieth row wrong."""
    assert main(["template", "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[FIRST - 1]}
    kinds = itertools.cycle(BAD)
    for place in range(many):
        cells = random_answers(knowledge, place) | {"name": f"Collaboration {place}"}
        if place % every == every - 1:
            cells |= [next(kinds)]
        for name, value in cells.items():
            if isinstance(value, tuple):
                ticks = ["none"] if "none" in value else value
                for one in (f"{name}/{tick}" for tick in ticks):
                    sheet.cell(FIRST + place, columns[one], "Yes")
            elif value != NOT_APPLICABLE or name in columns:  # of several ticks none says so
                sheet.cell(FIRST + place, columns[name], value)
    book.save(path)
    return path


def killed(process, out, reports):
    """Kill a process once there are so many reports."""
    end = time.monotonic() + LONGEST
    while len(list(out.glob("reports/[0-9]*"))) < reports:
        assert process.is_alive, "it ended before"
        assert time.monotonic() < end, "too slow"
        time.sleep(0.01)
    process.kill()


class Command:
    """The command itself, as a process of its own."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "advisor", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    @property
    def is_alive(self):
        return self._process.poll() is None

    def kill(self):
        self._process.kill()
        self._process.communicate()

    def told(self):
        said = self._process.communicate(timeout=LONGEST)[0]
        assert "Traceback" not in said
        return said.splitlines()[-1]


def check(out, many, bad):
    """Look at what is left: reports, explained rows, tables, portfolio, and all on record."""
    assert len(list((out / "reports").iterdir())) == many - bad
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows].count("done") == many - bad
    refused = [row for row in rows if row["state"] == "refused"]
    assert len(refused) == bad
    assert all(" – " in row["why"] for row in refused), "each says what, why and what to do"
    listed = openpyxl.load_workbook(out / "errors.xlsx").worksheets[1]
    explained = list(listed.iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in explained} == {int(row["row"]) for row in refused}
    assert all(cell and heading and why for _, _, cell, heading, _, why, *_ in explained)
    assert f"{many - bad:,} collaborations" in (out / "portfolio.html").read_text("utf-8")
    found = verify(out, print)
    assert found.is_sound
    assert (found.failed, found.strange) == (bad, [])
    # Results as workbook, CSV, Parquet and codebook, the errors and the portfolio.
    assert found.sound == many - bad + 6


def test_a_workbook_with_errors_is_killed_twice_and_ends_whole(knowledge, tmp_path):
    source = workbook(tmp_path / "answers.xlsx", 100, knowledge)
    out = tmp_path / "out"
    for reports in (20, 50):
        killed(Running(source, out, kinds=("portfolio",)), out, reports)
    assert Running(source, out, kinds=("portfolio",)).told().endswith(" 0 failed")
    check(out, 100, 5)


@pytest.mark.slow
def test_a_thousand_rows_with_fifty_errors_killed_twice_end_in_950_reports(knowledge, tmp_path):
    source = workbook(tmp_path / "answers.xlsx", 1_000, knowledge)
    out, whole = tmp_path / "out", tmp_path / "whole"
    command = ("batch", source, "--reports", "html", "-o")
    for reports in (200, 600):
        killed(Command(*command, out), out, reports)
    said = Command(*command, out).told()
    assert "0 failed, 50 not read" in said
    assert "done before" in said
    check(out, 1_000, 50)
    Command(*command, whole).told()
    assert tree(out) == tree(whole)
