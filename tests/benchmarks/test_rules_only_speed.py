"""How fast tables without reports are, and how much memory they take: run by `make benchmark` alone.

Each run is the command itself, in a process of its own, from reading to the last file in its place. Beside
its time stands the ratio to a fixed piece of work, measured just before. BENCHMARK_SIZE=small tries it on
few rows.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from advisor.engine.columns.evaluator import Columns
from tests.benchmarks.random_answers import write_random_answers
from tests.benchmarks.test_speed import piece_of_work
from tests.benchmarks.test_speed import seconds as timed

pytestmark = pytest.mark.benchmark

SMALL = os.environ.get("BENCHMARK_SIZE") == "small"
SHEET, MOST, FLAT = (500, 20_000, (1_000, 10_000)) if SMALL else (10_000, 1_000_000, (1_000, 100_000))
"""Rows from Excel, most rows from Parquet, and those whose memory is compared."""
MOST_SECONDS, MOST_MEMORY = 30, 400
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def columns(program):
    return Columns(program)


def run(source, folder, label):
    """Run the command; print and return its seconds and its most memory in MB."""
    unit, _ = timed(piece_of_work, 15, time.process_time)
    began, busy = time.perf_counter(), os.getloadavg()[0]
    arguments = [
        sys.executable,
        "-m",
        "advisor",
        "batch",
        str(source),
        "-o",
        str(folder),
        "--reports",
        "none",
    ]
    child = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with child.stdout as heard:
        said = heard.read().decode()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, said
    seconds, memory = time.perf_counter() - began, used.ru_maxrss / 1024
    processor = used.ru_utime + used.ru_stime
    print(
        f"\n{label:40}{seconds:8.1f} s{processor:8.1f} s of processor"
        f" ({processor / unit:,.0f} pieces of work){memory:8.0f} MB"
        f"   load at the start {busy:.1f} on {os.cpu_count()} processors\n{said}"
    )
    return seconds, memory


def test_many_rows_from_excel(columns, tmp_path):
    write_random_answers(tmp_path / "in.parquet", columns, SHEET)
    rows = parquet.read_table(tmp_path / "in.parquet")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(rows.schema.names)
    for row in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        sheet.append(row)
    book.save(tmp_path / "in.xlsx")
    seconds, memory = run(tmp_path / "in.xlsx", tmp_path / "out", f"{SHEET:,} rows from Excel")
    assert SMALL or seconds < MOST_SECONDS
    assert memory < MOST_MEMORY


def test_very_many_rows_from_parquet(columns, tmp_path):
    write_random_answers(tmp_path / "in.parquet", columns, MOST)
    seconds, memory = run(tmp_path / "in.parquet", tmp_path / "out", f"{MOST:,} rows from Parquet")
    assert memory < MOST_MEMORY
    assert SMALL or seconds < MOST_SECONDS


def test_memory_is_flat(columns, tmp_path):
    peaks = []
    for many in FLAT:
        write_random_answers(tmp_path / f"{many}.parquet", columns, many)
        peaks.append(
            run(tmp_path / f"{many}.parquet", tmp_path / f"out{many}", f"{many:,} rows from Parquet")[1]
        )
    assert max(peaks) < MOST_MEMORY
