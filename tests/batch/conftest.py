"""What the tests of batches share: tables of answers, and runs that cost little."""

import csv
import hashlib
from pathlib import Path

import pytest

from advisor.batch import run as running
from advisor.batch.run import Listener, Order, run_batch
from advisor.service import Advisor
from tests.batch.fake import Here

HEADINGS = ("name", "ods_code", "notes", "stage", "partner_count")


@pytest.fixture
def table(tmp_path):
    """Write a table of answers and return its path."""

    def write(rows, name="answers.csv"):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, HEADINGS)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def light(monkeypatch, advisor):
    """Let batches use the rules that are loaded already."""
    monkeypatch.setattr(Advisor, "load", classmethod(lambda *_: advisor))
    monkeypatch.setattr(running, "stamp_of", lambda _: "stamp")


@pytest.fixture
def batch(light):
    """Run a batch in this process, by a crew that costs nothing; without a portfolio, which takes seconds."""

    def run(source, folder, crew=None, listener=None, **named):
        order = Order(source, folder, **{"formats": ("json",), "portfolio": False, **named})
        return run_batch(order, listener or Heard(), crew or Here())

    return run


class Heard(Listener):
    """Keeps what a batch says."""

    def __init__(self):
        self.said = []

    def say(self, text):
        self.said.append(text)


def row(number, **more):
    """Return one row of answers, different for each number."""
    return {"name": f"Case {number}", "stage": "planning", "partner_count": number + 2, **more}


def tree(folder):
    """Return what a folder holds, but for the record of the batch."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and ".advisor" not in path.relative_to(folder).parts
    }
