"""Tables that somebody made to do harm: each is met with a sentence, and costs nobody else anything."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from advisor.content.tables.opening import OLE
from advisor.web.accounts.scope import Scope
from advisor.web.batches import checking, forms, keeping, understanding
from advisor.web.batches.models import Batch, State
from advisor.web.batches.place import ending_of
from advisor.web.batches.tasks import run_table
from advisor.web.batches.understood import understood_at
from advisor.web.security import bodies
from tests.web.batches.tables import LIST, of, read, text_of

SCRIPT = "<script>alert(1)</script>"
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8


def book_of(cells: dict[str, object]) -> bytes:
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


SOUND = {"A1": "name", "B1": "stage", "A2": "Riverside", "B2": "planning"}


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    kept = io.BytesIO(content)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return kept.getvalue()


REAL = checking._read


@pytest.fixture
def upload(browser: Client) -> Callable[..., Batch]:
    """Upload a file in the browser and have it read, as a worker would."""

    def do(content: bytes, name: str = "table.xlsx") -> Batch:
        browser.post(LIST, {"file": SimpleUploadedFile(name, content), "name": "Upload"})
        return read(Batch.objects.get())

    return do


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (with_part(book_of(SOUND), "xl/media/a.bin", bytes(60_000_000)), "The table would unpack to 60 MB"),
        (book_of({"A1": "stage", "XFD1048576": 1}), "The table reaches down to row 1,048,576"),
        (OLE + bytes(512), "The table is an old Excel file (.xls)"),
        (OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (PICTURE, "The table is not a table of text"),
        (book_of(SOUND)[:700], "The table is damaged"),
        (b"PAR1" + bytes(600), "The table is damaged"),
        (b"\0" * 4096, "cannot be read"),
        (b'name,stage\r\n"open,planning\r\n', "a quote may be open"),
        (b"name,stage\r\n", "The table has no row of answers"),
        (b",".join(b"c%d" % one for one in range(900)), "400 columns"),
        (b"%PDF-1.7\n", "No column is a fact"),
        (b"\x89a,stage\r\n\x81,planning\r\n", "not text in UTF-8"),
    ],
    ids=[
        "bomb",
        "giant",
        "xls",
        "password",
        "picture",
        "cut",
        "parquet",
        "zeros",
        "quote",
        "bare",
        "wide",
        "pdf",
        "bytes",
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    browser: Client, upload: Callable[..., Batch], content: bytes, told: str
) -> None:
    batch = upload(content)
    assert batch.state == State.REFUSED
    page = text_of(browser.get(of(batch)))
    assert told in page
    assert str(batch.place.path) not in page
    assert not batch.place.table


LINK = b"""<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"""
TARGET = b"""<?xml version="1.0"?><Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
 Target="http://127.0.0.1:9/other.xlsx" TargetMode="External"/></Relationships>"""


def test_links_to_other_workbooks_are_not_followed(browser: Client, upload: Callable[..., Batch]) -> None:
    book = book_of({**SOUND, "A3": "Bay", "B3": "=[1]Sheet!$A$1"})
    book = with_part(book, "xl/externalLinks/externalLink1.xml", LINK)
    batch = upload(with_part(book, "xl/externalLinks/_rels/externalLink1.xml.rels", TARGET))
    assert (batch.state, batch.rows, batch.refused) == (State.CHECKED, 2, 1)
    assert "Row 3, column B" in text_of(browser.get(of(batch)))


@pytest.mark.parametrize("way", ["csv", "xlsx"])
def test_empty_rows_are_no_collaborations(upload: Callable[..., Batch], way: str) -> None:
    if way == "csv":
        content = b"name,stage\r\n" + b",\r\n" * 30_000 + b"Riverside,planning\r\n"
        refused = upload(content, "table.csv")
        assert (refused.state, "more than" in refused.problem) == (State.REFUSED, True)
        refused.delete()
        content = b"name,stage\r\n" + b",\r\n" * 15_000 + b"Riverside,planning\r\n"
    else:
        empty = b"".join(b'<row r="%d"/>' % row for row in range(3, 15_000))
        content = with_empty_rows(book_of(SOUND), empty)
    batch = upload(content, f"table.{way}")
    assert (batch.state, batch.rows) == (State.CHECKED, 1)


def with_empty_rows(book: bytes, rows: bytes) -> bytes:
    """Return a workbook with rows added below those of its sheet."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as before,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", rows + b"</sheetData>")
            after.writestr(name, part)
    return kept.getvalue()


def test_a_million_empty_rows_cost_one_sentence(browser: Client, upload: Callable[..., Batch]) -> None:
    batch = upload(b"name,stage\r\nRiverside,planning\r\n" + b"\r\n" * 1_000_000, "table.csv")
    assert batch.state in (State.CHECKED, State.REFUSED)
    assert batch.rows == 1 or "rows" in batch.problem
    assert "Traceback" not in text_of(browser.get(of(batch)))


def test_three_hundred_columns_that_nobody_knows_can_be_looked_at(
    browser: Client, upload: Callable[..., Batch]
) -> None:
    heads = ",".join(f"Spare {one}" for one in range(300))
    batch = upload(f"name,stage,{heads}\r\nRiverside,planning,{'x,' * 300}\r\n".encode(), "table.csv")
    assert (batch.state, batch.rows) == (State.CHECKED, 1)
    page = text_of(browser.get(of(batch, "batch-columns")))
    assert "page 1 of 10" in page
    assert len(page) < 600_000
    assert "page 10 of 10" in text_of(browser.get(of(batch, "batch-columns") + "?page=10"))
    assert "page 1 of 10" in text_of(browser.get(of(batch, "batch-columns") + "?page=" + "9" * 5_000))


def test_a_table_that_is_too_long_is_refused_before_it_is_read_to_its_end(
    upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(understanding, "MOST_ROWS", 3)
    for ending in (b"", b"}"):
        lines = b"".join(b'{"stage": "planning"}\n' if ending else b"planning\r\n" for _ in range(4))
        batch = upload(lines if ending else b"stage\r\n" + lines)
        assert (batch.state, "more than 3 rows" in batch.problem) == (State.REFUSED, True)
        batch.delete()


def test_a_file_that_is_too_large_is_refused_by_its_form_and_a_body_before_it_is_read(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LARGEST", 1024)
    page = text_of(browser.post(LIST, {"file": SimpleUploadedFile("a.csv", bytes(1025))}))
    assert "The file is larger than" in page
    length = str(bodies.LARGEST_UPLOAD + 1)
    refused = browser.post(
        LIST,
        b"",
        content_type="text/plain",
        CONTENT_LENGTH=length,
        headers={"referer": f"http://testserver{LIST}?page=2"},
    )
    assert refused.status_code == 413
    assert f'<a href="{LIST}?page=2">Go back and try again</a>' in refused.content.decode()
    twisted = {"referer": f"http://testserver//elsewhere.example{LIST}"}
    refused = browser.post(LIST, b"", content_type="text/plain", CONTENT_LENGTH=length, headers=twisted)
    assert '<a href="/elsewhere.example' in refused.content.decode(), "it stays on this site"
    for elsewhere in ("", "https://elsewhere.example/batches/", "javascript:alert(1)"):
        refused = browser.post(
            LIST, b"", content_type="text/plain", CONTENT_LENGTH=length, headers={"referer": elsewhere}
        )
        assert refused.status_code == 413
        assert "Go back and try again" not in refused.content.decode()
    assert not Batch.objects.exists()


def test_an_empty_file_is_refused_by_its_form(browser: Client) -> None:
    assert "The file is empty" in text_of(browser.post(LIST, {"file": SimpleUploadedFile("a.xlsx", b"")}))


def test_macros_are_told_of_and_never_run(browser: Client, upload: Callable[..., Batch]) -> None:
    batch = upload(with_part(book_of(SOUND), "xl/vbaProject.bin", b"x"), "table.xlsm")
    assert (batch.state, batch.rows) == (State.CHECKED, 1)
    assert "The table holds macros – none of them was run" in text_of(browser.get(of(batch)))


def test_a_formula_without_a_result_is_a_cell_to_mend(browser: Client, upload: Callable[..., Batch]) -> None:
    batch = upload(book_of({**SOUND, "B2": '=HYPERLINK("https://example.org")'}))
    assert (batch.rows, batch.refused) == (1, 1)
    assert "Row 2, column B" in text_of(browser.get(of(batch)))
    marked = openpyxl.load_workbook(batch.place.marked).worksheets[0]
    assert marked["B2"].data_type == "s"


@pytest.mark.parametrize("letters", ["cp1252", "utf-16", "utf-8-sig"])
def test_other_letters_are_read_rightly(upload: Callable[..., Batch], letters: str) -> None:
    batch = upload("name,stage\r\nYsbyty Môn,planning\r\n".encode(letters))
    assert (batch.state, batch.rows) == (State.CHECKED, 1)
    assert '"Ysbyty Môn"' in batch.place.rows.read_text(encoding="utf-8")
    found = understood_at(batch.place)
    assert found is not None
    assert any("Windows-1252" in one.text for one in found.warnings) is (letters == "cp1252")


@pytest.mark.parametrize(
    "name", ["../../../tmp/evil.xlsx", "/etc/passwd", "a\\..\\b.csv", "CON.csv", "\x1b[31m.csv"]
)
def test_the_name_of_a_file_names_nothing_but_its_title(browser: Client, settings: Any, name: str) -> None:
    browser.post(LIST, {"file": SimpleUploadedFile(name, b"name,stage\r\na,planning\r\n")})
    batch = Batch.objects.get()
    written = [path for path in Path(settings.FILES).rglob("*") if path.is_file()]
    assert written == [batch.place.path / "new.csv"]
    assert not set("/\\\x1b") & set(batch.name)


def test_what_a_file_is_its_content_says() -> None:
    assert ending_of(PICTURE) == ".csv"
    assert ending_of(b"\xef\xbb\xbf{") == ".jsonl"
    assert ending_of(OLE) == ".xlsx"


def test_script_and_formulas_in_cells_stay_texts_everywhere(
    browser: Client, consultant: Scope, upload: Callable[..., Batch]
) -> None:
    rows = [
        f"name,region,stage,{SCRIPT}",
        f"{SCRIPT},=1+1,planning,x",
        f"=HYPERLINK(1),{SCRIPT},planning,x",
        f"../../{SCRIPT},@SUM(1),planning,x",
        f"Riverside,North,{SCRIPT},x",
    ]
    batch = upload("\r\n".join(rows).encode(), f"{SCRIPT}.csv")
    Batch.objects.update(name=SCRIPT)
    batch.refresh_from_db()
    keeping.run(consultant, batch, ["html"])
    run_table.func(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (State.FINISHED, 3)
    pages = (LIST, *(of(batch, one) for one in ("batch", "batch-results", "batch-delete", "batch-portfolio")))
    for address in (*pages, of(batch, "batch-results") + f"?q={SCRIPT}"):
        page = browser.get(address).content.decode()
        assert "&lt;script&gt;" in page, address
        assert SCRIPT not in page, address
    assert "=1+1" in text_of(browser.get(of(batch, "batch-results"))), "people read it as it was"
    table = batch.place.results.read_text(encoding="utf-8-sig")
    assert ",'=1+1," in table
    assert ",'=HYPERLINK(1)," in table
    for name in ("results.xlsx", "errors.xlsx"):
        for sheet in openpyxl.load_workbook(batch.place.run / name).worksheets:
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    for report in (batch.place.run / "reports").iterdir():
        assert report.parent == batch.place.run / "reports"
        assert SCRIPT not in report.read_text(encoding="utf-8")


STARTS = ("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1+1", "\r=1+1", "\uff1d1+1", "=" + SCRIPT)


def test_no_workbook_that_is_given_out_holds_a_formula(
    browser: Client, consultant: Scope, upload: Callable[..., Batch]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["name", "organisation", "region", "stage", "Ours"])
    for start in STARTS:
        for stage in ("planning", start):
            book.active.append([f"{start} network", start, start, stage, start])
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s"  # texts, as somebody may have typed them
    kept = io.BytesIO()
    book.save(kept)
    batch = upload(kept.getvalue())
    assert (batch.state, batch.rows, batch.refused) == (State.CHECKED, 2 * len(STARTS), len(STARTS))
    keeping.run(consultant, batch, ["json"])
    run_table.func(str(batch.pk))
    files = {name: browser.get(of(batch, "batch-file", name)) for name in ("results.xlsx", "errors.xlsx")}
    contents = {name: b"".join(answer.streaming_content) for name, answer in files.items()}
    contents["template.xlsx"] = browser.get(reverse("batch-template")).content
    for name, content in contents.items():
        texts = set()
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink], name
            texts |= {str(cell.value) for cell in cells}
        if name != "template.xlsx":
            assert f"{SCRIPT} network" in " ".join(texts), "it stands there, as text"
    table = b"".join(browser.get(of(batch, "batch-file", "results.csv")).streaming_content).decode(
        "utf-8-sig"
    )
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d"))]


def test_a_real_process_reads_it_within_limits_and_writes_nothing_elsewhere(
    upload: Callable[..., Batch], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_read", REAL)
    batch = upload(b"name,stage\r\nRiverside,plannig\r\n", "table.csv")
    assert (batch.state, batch.rows, batch.refused) == (State.CHECKED, 1, 1)
    written = {
        str(path.relative_to(batch.place.path)) for path in batch.place.path.rglob("*") if path.is_file()
    }
    checked = {f"checked/{name}" for name in ("understood.json", "rows.jsonl", "errors.xlsx")}
    assert written == {"table.csv", "columns.json", *checked}
    assert [*Path(settings.FILES).iterdir()] == [batch.place.path.parent]


def test_the_process_that_reads_it_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_SECRET_KEY", "hunter2")
    monkeypatch.setenv("ADVISOR_DATABASE_URL", "postgresql://advisor:hunter2@host/advisor")
    seen: dict[str, str] = {}

    def popen(*_: object, env: dict[str, str], **__: object) -> None:
        seen.update(env)
        raise FileNotFoundError

    monkeypatch.setattr(checking.subprocess, "Popen", popen)
    task = understanding.Task(Path(), None, None, (), "", "", ())
    with pytest.raises(FileNotFoundError):
        REAL(task, lambda: True)
    assert "PATH" in seen
    assert "hunter2" not in str(seen)


def test_a_process_that_dies_over_a_table_costs_that_table_alone(
    upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_read", REAL)
    monkeypatch.setattr(checking.sys, "executable", "/bin/false")
    batch = upload(b"name,stage\r\nRiverside,planning\r\n")
    assert batch.state == State.REFUSED
    assert "the program that opens it stopped (1)" in batch.problem


def test_a_table_of_the_largest_size_fits_into_a_body_with_its_form() -> None:
    assert understanding.LARGEST + 64 * 1024 < bodies.LARGEST_UPLOAD


@pytest.mark.slow
def test_a_table_that_swells_in_memory_is_stopped_in_its_own_process(
    upload: Callable[..., Batch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    monkeypatch.setattr(checking, "_read", REAL)
    path = tmp_path / "small.parquet"
    parquet.write_table(
        pa.table({"name": ["x" * 600_000_000], "stage": ["planning"]}), path, compression="zstd"
    )
    assert path.stat().st_size < 100_000
    assert upload(path.read_bytes()).state == State.REFUSED
