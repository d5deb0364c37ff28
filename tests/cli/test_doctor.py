"""``advisor doctor``: what is well, what is not, and what mends it."""

import importlib.metadata

import pytest

from advisor.cli import checks
from advisor.errors import ContentRefused, LibraryMissing, Problem
from advisor.service import Advisor


@pytest.fixture
def quick_pdf(monkeypatch):
    monkeypatch.setattr(Advisor, "pdf", lambda *_: b"%PDF")


def test_all_is_well(run, quick_pdf):
    ran = run("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("✓") == len(checks.CHECKS)
    assert ran.out.endswith("All is well.\n")


def test_a_missing_library_is_named_with_its_remedy_and_the_rest_is_checked(run, monkeypatch):
    def missing(*_):
        raise LibraryMissing("not there")

    monkeypatch.setattr(Advisor, "pdf", missing)
    ran = run("doctor")
    assert ran.code == 4
    assert "✗ Report as PDF" in ran.out
    assert "apt-get install libpango-1.0-0" in " ".join(ran.out.split())
    assert ran.out.count("✓") == len(checks.CHECKS) - 1


def test_a_missing_package(run, monkeypatch, quick_pdf):
    real = importlib.metadata.version

    def version(name):
        if name == "rich":
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    ran = run("doctor")
    assert ran.code == 4
    assert "missing: rich" in ran.out


def test_broken_rules_are_a_fault_of_ours_and_come_first(run, monkeypatch):
    def refused(*_):
        raise ContentRefused([Problem("rules/x.yaml", 3, 1, "is at fault")])

    monkeypatch.setattr(Advisor, "load", refused)
    ran = run("doctor")
    assert ran.code == 1
    assert "rules/x.yaml:3:1: is at fault" in ran.out


@pytest.mark.parametrize("error", [ImportError("no module"), RuntimeError("odd")])
def test_no_error_stops_the_other_checks(run, monkeypatch, error):
    def fail():
        raise error

    monkeypatch.setitem(checks.CHECKS, "Rule engine", fail)
    monkeypatch.setitem(checks.CHECKS, "Report as PDF", lambda: "skipped")
    ran = run("doctor")
    assert ran.code == (4 if isinstance(error, ImportError) else 1)
    assert ran.out.count("✓") == len(checks.CHECKS) - 1


def test_a_cache_that_cannot_be_written_is_no_failure(monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "cannot be written" in checks.CHECKS["Cache folder"]()


def test_a_missing_typeface(monkeypatch, tmp_path):
    monkeypatch.setattr("advisor.report.pdf.font_file", lambda: tmp_path / "none.ttf")
    with pytest.raises(checks.CheckError, match="Inter is missing"):
        checks.CHECKS["Typeface"]()
