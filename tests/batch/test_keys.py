"""What decides the bytes of a report decides its key; what decides those of a PDF alone is kept beside it."""

import importlib.metadata
import platform
import subprocess
import sys

import pytest

from advisor.batch import keys, work
from advisor.batch.keys import PACKAGES, stamp_of, versions
from advisor.batch.pool import Pool
from advisor.batch.run import Order, run_batch
from advisor.batch.verify import verify
from advisor.errors import LibraryMissing
from advisor.report import pdf
from tests.batch.conftest import Heard, row
from tests.batch.fake import Here

REPORTING = """
import sys
from advisor.model.case import Case
from advisor.report.pdf import typeset
from advisor.service import Advisor
advisor = Advisor.load()
result = advisor.assess(Case(name="x", answers={"stage": "planning"}))
advisor.json(result), advisor.html(result), typeset("<p>x</p>")
import numpy
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
STANDARD = {*sys.stdlib_module_names, "advisor"}


def test_every_package_that_a_report_is_made_with_is_part_of_the_key():
    said = subprocess.run([sys.executable, "-c", REPORTING], capture_output=True, text=True, check=True)
    packages = importlib.metadata.packages_distributions()
    loaded = {each for one in said.stdout.split() if one not in STANDARD for each in packages.get(one, ())}
    assert {"experta", "pydantic", "pydantic_core", "numpy", "weasyprint", "pydyf"} <= loaded
    missing = {one for one in loaded if one.lower().replace("_", "-") not in versions(PACKAGES)}
    # One unpacks web fonts, which ours is not; the other comes to some Pythons as they start.
    assert missing <= {"brotli", "setuptools"}


@pytest.mark.parametrize("name", ["numpy", "experta", "pydantic", "pydantic-core", "weasyprint", "jinja2"])
def test_another_version_of_a_package_is_another_stamp(advisor, monkeypatch, name):
    before = stamp_of(advisor)
    found = versions(PACKAGES)
    assert stamp_of(advisor) == before
    monkeypatch.setattr(keys, "versions", lambda _: {**found, name: "0"})
    assert found[name] != "0"
    assert stamp_of(advisor) != before


def test_another_python_is_another_stamp(advisor, monkeypatch):
    before = stamp_of(advisor)
    monkeypatch.setattr(platform, "python_version", lambda: "3.99")
    assert stamp_of(advisor) != before


def test_what_is_needed_elsewhere_is_no_matter():
    assert versions(["no-such-package"]) == {}
    assert {"experta", "frozendict", "schema"} <= versions(["experta"]).keys()


def test_the_libraries_are_named_with_their_versions():
    assert pdf.typesetting() == work.typesetting()
    found = dict(one.split(" ") for one in pdf.typesetting().split(", "))
    assert found.keys() == {"Pango", "HarfBuzz", "fontconfig"}
    assert all(version.count(".") == 2 for version in found.values())


def test_other_libraries_make_pdfs_anew_and_nothing_else(batch, table, tmp_path):
    source, out, crew = table([row(1), row(2)]), tmp_path / "out", Here(typeset="Pango 2")
    batch(source, out, formats=("html", "pdf"))
    assert batch(source, out, formats=("html", "pdf")).done == 0
    assert batch(source, out, crew, formats=("html",)).done == 0
    found = batch(source, out, crew, formats=("pdf",))
    assert (found.done, [job.formats for job in crew.worked]) == (2, [("pdf",)] * 2)
    assert verify(out, print).is_sound
    assert batch(source, out, crew, formats=("pdf",)).done == 0


def test_where_no_pdf_is_asked_for_nothing_asks_for_the_libraries(batch, table, tmp_path, monkeypatch):
    def missing():
        raise LibraryMissing("Pango is not there.")

    monkeypatch.setattr(Here, "typesetting", lambda _: missing())
    source, out = table([row(1)]), tmp_path / "out"
    assert batch(source, out, formats=("html", "json")).done == 1
    with pytest.raises(LibraryMissing):
        batch(source, tmp_path / "other", formats=("pdf",))
    assert not (tmp_path / "other").exists()


def test_a_worker_with_other_libraries_ends_the_batch(advisor, monkeypatch):
    work._loaded.cache_clear()
    monkeypatch.setattr(work, "typesetting", lambda: "Pango 2")
    setup = work.Setup(stamp_of(advisor), typeset="Pango 1")
    outcome = work.work(work.Job("", '{"name":"x","answers":{}}', ("pdf",), setup))
    assert outcome.kind == "fatal"
    assert "by Pango 2, and the batch was planned with Pango 1" in outcome.reason
    work._loaded.cache_clear()


def test_a_batch_of_this_machine_keeps_its_own_libraries_on_record(light, table, tmp_path, monkeypatch):
    monkeypatch.setattr("advisor.batch.pool.typesetting", lambda: "Pango 3")
    crew = Pool(1, 0, 0)
    asked = []
    monkeypatch.setattr(crew, "submit", lambda job: asked.append(job) or Here().submit(job))
    order = Order(table([row(1)]), tmp_path / "out", ("pdf",), portfolio=False)
    assert run_batch(order, Heard(), crew).done == 1
    assert asked[0].setup.typeset == "Pango 3"
