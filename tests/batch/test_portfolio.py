"""The portfolio that a batch writes: beside the tables, on record, and the same on both ways."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from advisor.batch import portfolio as writing
from advisor.batch.portfolio import Passing, Wish, title_of
from advisor.batch.rules_columns import RuleColumns
from advisor.batch.run import Order, Rows, run_batch
from advisor.batch.verify import verify
from advisor.cli.batch import last_line
from advisor.errors import LibraryMissing
from advisor.model.result import KnowledgeBaseVersion
from advisor.portfolio.model import Portfolio
from advisor.service import Advisor
from tests.batch.conftest import Heard, row, tree
from tests.batch.fake import Here

PORTFOLIO = {"portfolio": True}


@pytest.fixture
def rows(table):
    return table([row(place, ods_code=f"R{place}") for place in range(12)], "north_west.csv")


@pytest.fixture
def drawn(monkeypatch):
    """Let a portfolio cost nothing."""

    def counted(_, cases, title):
        version = KnowledgeBaseVersion(date="", hash="")
        many = len(list(cases))
        return Portfolio(title=title, software="", knowledge_base=version, collaborations=many)

    def page(_, found):
        left_out = f" {found.left_out} left out" if found.left_out else ""
        return f"{found.title} {found.collaborations}{left_out}"

    monkeypatch.setattr(Advisor, "portfolio", counted)
    monkeypatch.setattr(Advisor, "portfolio_html", page)
    monkeypatch.setattr(Advisor, "portfolio_pdf", lambda _, found: b"%PDF")


def test_it_is_written_in_the_formats_of_the_reports(batch, drawn, rows, tmp_path):
    found = batch(rows, tmp_path / "html", formats=("html",), **PORTFOLIO)
    assert found.portfolio == ("portfolio.html",)
    assert (tmp_path / "html" / "portfolio.html").read_text() == "north west 12"
    found = batch(rows, tmp_path / "pdf", formats=("pdf",), title="Our\nprogramme", **PORTFOLIO)
    assert found.portfolio == ("portfolio.html", "portfolio.pdf")
    assert (tmp_path / "pdf" / "portfolio.html").read_text() == "Our programme 12"
    assert "portfolio.pdf says what all have in common" in last_line(found, Order(rows, tmp_path))


def test_it_is_on_record(batch, drawn, rows, tmp_path):
    out = tmp_path / "out"
    batch(rows, out, **PORTFOLIO)
    before = tree(out)
    (out / "portfolio.html").write_text("altered")
    assert verify(out, print).altered == ["portfolio.html"]
    batch(rows, out, **PORTFOLIO)
    assert verify(out, print).is_sound
    assert tree(out) == before


def test_without_it_an_earlier_one_goes(batch, drawn, rows, tmp_path):
    out = tmp_path / "out"
    batch(rows, out, **PORTFOLIO)
    found = batch(rows, out, portfolio=False)
    assert found.portfolio == ()
    assert not (out / "portfolio.html").exists()
    assert verify(out, print).is_sound


@pytest.mark.parametrize("formats", [("html",), ()])
def test_below_ten_it_says_why_there_is_none(light, table, tmp_path, formats):
    heard = Heard()
    source = table([*(row(place) for place in range(9)), row(9, stage="nonsense")])
    crew = Here() if formats else None
    found = run_batch(Order(source, tmp_path / "out", formats, portfolio=True), heard, crew)
    assert (found.done, found.portfolio) == (9, ())
    assert any("needs 10 collaborations" in said and "9 can be counted" in said for said in heard.said)


def test_only_rows_that_are_done_count_and_it_says_how_many_do_not(batch, drawn, table, tmp_path):
    more = [row(20, notes="raise"), row(21, stage="nonsense"), row(22)]
    source = table([*(row(place) for place in range(10)), *more])
    batch(source, tmp_path / "out", only=Rows(((1, 13),)), **PORTFOLIO)
    assert (tmp_path / "out" / "portfolio.html").read_text() == "answers 10 2 left out"


def test_where_a_library_is_missing_the_page_is_there_all_the_same(batch, drawn, rows, tmp_path, monkeypatch):
    def missing(*_):
        raise LibraryMissing("Pango is not there.")

    monkeypatch.setattr(Advisor, "portfolio_pdf", missing)
    heard = Heard()
    found = batch(rows, tmp_path / "out", formats=("pdf",), listener=heard, **PORTFOLIO)
    assert found.portfolio == ("portfolio.html",)
    assert "No portfolio.pdf: Pango is not there." in heard.said


def test_by_columns_and_row_by_row_it_is_the_same(light, table, tmp_path):
    """Without reports, rows are counted as they pass: columns of codes and no cases."""
    source = table([row(place) for place in range(12)] + [row(13, stage="nonsense")])
    fast, slow = tmp_path / "fast", tmp_path / "slow"
    run_batch(Order(source, fast, ()), Heard())
    run_batch(Order(source, slow, ("html",)), Heard(), Here())
    page = (fast / "portfolio.html").read_bytes()
    assert b"12 collaborations" in page
    assert b"It counts 12 of 13 that were given" in page
    assert page == (slow / "portfolio.html").read_bytes()


def test_too_many_rows_without_reports_are_left_out_and_it_is_said(advisor, monkeypatch):
    monkeypatch.setattr(writing, "MOST_ROWS", 10)
    columns = RuleColumns(advisor).columns
    table = columns.table([{"stage": "planning"}] * 6)
    said = []
    passing = Passing(Wish("x", ()), said.append)
    for _ in range(3):
        passing.take(table)
    assert passing.wish.wanted is False
    assert len(said) == 1
    assert "--portfolio" in said[0]
    asked = Passing(Wish("x", (), wanted=True), said.append)
    for _ in range(3):
        asked.take(table)
    assert (asked.many, asked.portfolio("x", advisor).collaborations) == (18, 18)


def test_blocks_are_joined_in_their_order(advisor, monkeypatch):
    monkeypatch.setattr(writing, "BLOCK", 7)
    columns = RuleColumns(advisor).columns
    tables = [columns.table([{"partner_count": place + 2}] * 3) for place in range(5)]
    joined = list(writing._joined(tables))
    assert [one.length for one in joined] == [9, 6]
    for subject in tables[0].columns:
        whole = np.concatenate([one.columns[subject] for one in tables])
        assert (np.concatenate([one.columns[subject] for one in joined]) == whole).all()


@pytest.mark.parametrize(
    ("name", "title"), [("a_b.csv", "a b"), ("x\x07y.xlsx", "x y"), ("n" * 240, "n" * 200)]
)
def test_the_title_is_the_name_of_the_input(name, title):
    assert title_of(Path(name)) == title


def test_a_folder_gives_its_whole_name(tmp_path):
    (tmp_path / "wave 1.2").mkdir()
    assert title_of(tmp_path / "wave 1.2") == "wave 1.2"


def test_workers_do_not_load_what_writes_tables():
    """Each worker is a process of its own: what it loads, it loads as often as there are workers."""
    script = "import sys, advisor.batch.pool; print({'pyarrow', 'openpyxl', 'xlsxwriter'} & {*sys.modules})"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
