"""The tables of results: what they hold, that programs and people read the same, and that nothing runs."""

import csv
import io
import resource
import unicodedata

import openpyxl
import pytest
from pyarrow import parquet

from advisor.content.tables.codebook import codebook_rows
from advisor.content.tables.results import write_results
from advisor.content.tables.results_layout import which_columns, words
from advisor.content.tables.results_lines import Line, layout_of, record_of
from advisor.content.tables.results_workbook import MOST_ROWS
from advisor.content.tables.safe_cells import csv_field, inert, plain_text
from advisor.model.case import Case
from tests.unit.cases import example_cases, random_answers

EVIL = (
    '=HYPERLINK("http://x.example","press")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1+1",
    "\u00a0=1",
    "<r><t>markup</t></r>",
    "<r><broken</r>",
    "_x0041_ & <b>",
    'a "quoted", name\nin two lines',
    "http://example.org/",
    "0012",
    " spaced ",
    "\uff1d1+1",  # the wide signs of East Asian keyboards
    "\uff0b1",
    "\uff0d2",
    "\uff20SUM(A1)",
    "\u3000\ufe66\uff11",
    "\tafter a tab",
    "\rafter a return",
    "\n=1",
    "\u200b=1",
    "\ufeff\u200e@me",
)
NAMES = ("results.xlsx", "results.csv", "results.parquet", "codebook.csv")


@pytest.fixture(scope="module")
def results(advisor, knowledge):
    cases = example_cases(advisor)[:3]
    cases += [
        Case(name=f"R{seed}", organisation="+Trust", answers=random_answers(knowledge, seed))
        for seed in range(len(EVIL) - 3)
    ]
    return [advisor.assess(case) for case in cases]


@pytest.fixture(scope="module")
def listed(results, knowledge):
    names = [*EVIL, *(result.case.name for result in results)][: len(results)]
    found = [
        Line(
            row,
            name,
            {"ods_code": "=RX1", "odd": "-1"},
            "done",
            "",
            {"pdf": f"reports/{row}.pdf"},
            record_of(one, knowledge),
        )
        for row, (name, one) in enumerate(zip(names, results, strict=True), start=2)
    ]
    found.append(Line(89, "Long", {}, "refused", "far too wide for one line " * 40, {}, {}))
    found.append(Line(90, "Same", {}, "done", "", {}, record_of(results[0], knowledge), same_as=2))
    found.append(Line(91, "", {}, "refused", "=no", {}, {}))
    return [*found, Line(92, "W", {}, "waiting", "", {}, {})]


@pytest.fixture(scope="module")
def written(listed, knowledge, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    files = write_results(folder, lambda: iter(listed), knowledge, ["ods_code", "odd"])
    assert sorted(one.name for one in files) == sorted(NAMES)
    return folder


@pytest.fixture(scope="module")
def rows(written):
    return parquet.read_table(written / "results.parquet").to_pylist()


@pytest.fixture(scope="module")
def sheet(written):
    return openpyxl.load_workbook(written / "results.xlsx")["Results"]


def in_excel(text):
    """Return a text as Excel shows it; openpyxl leaves the mark of what is no code in its place."""
    return text.replace("_x005F_", "_") if isinstance(text, str) else text


def columns_of(knowledge):
    return (*which_columns(["ods_code", "odd"], ["pdf"]), *layout_of(knowledge).columns)


def test_every_result_is_there_in_full(rows, results):
    for row, result in zip(rows, results, strict=False):
        assert (row["phase"], row["driver"], row["formality"]) == (
            result.phase,
            result.driver,
            result.formality.fit,
        )
        for name, each in (result.statements | result.further_statements).items():
            assert row[f"verdict_{name}"] == each.verdict
        for name, each in result.mechanisms.items():
            assert row[f"level_{name}"] == each.level
        for place in range(1, 6):
            one = next((each for each in result.recommendations if each.priority == place), None)
            told = (row[f"priority_{place}"], row[f"priority_{place}_title"])
            assert told == ((one.id, one.title) if one else (None, None))
        assert (row["answered"], row["unknown"]) == (result.case.answered, result.case.unknown)
        assert (row["strengths"], row["contradictions"]) == (
            len(result.strengths),
            len(result.case.contradictions),
        )


def test_contradictions_are_named(rows, results, knowledge):
    says = {each.id: each.says for each in knowledge.advice.contradictions}
    found = [
        [says[one] for one in (row["contradicting"] or "").split("; ") if one] for row in rows[: len(results)]
    ]
    assert found == [list(result.case.contradictions) for result in results]
    assert any(found)


def test_csv_holds_what_parquet_holds(written, rows):
    content = (written / "results.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(read) == len(rows)
    for one, row in zip(read, rows, strict=True):
        assert one == {name: "" if value is None else inert(str(value)) for name, value in row.items()}
    assert text.count("\r\n") == text.count("\n") - sum(name.count("\n") for name in EVIL) >= len(rows)


def test_the_workbook_says_the_same_in_words(sheet, rows, knowledge):
    columns = columns_of(knowledge)
    assert [cell.value for cell in sheet[1]] == [each.heading for each in columns]
    for cells, row in zip(sheet.iter_rows(min_row=2), rows, strict=True):
        for column, cell in zip(columns, cells, strict=True):
            value = row[column.name]
            shown = {each.value: each.words for each in column.values} if column.kind == "choice" else {}
            wanted = shown.get(value, value)
            assert in_excel(cell.value) == (wanted if wanted != "" else None), column.name


def test_nothing_is_a_formula_or_a_link(sheet):
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    assert [in_excel(sheet.cell(place, 2).value) for place in range(2, 2 + len(EVIL))] == list(EVIL)


@pytest.mark.parametrize("text", EVIL)
def test_no_field_of_csv_starts_as_a_formula(text):
    (read,) = next(csv.reader(io.StringIO(csv_field(text), newline="")))[:1] or [""]
    seen = "".join(one for one in unicodedata.normalize("NFKC", read) if one.isprintable() and one != " ")
    assert not seen.startswith(("=", "+", "-", "@"))
    assert not read.startswith(("\t", "\r", "\n"))
    assert read.removeprefix("'") == text


def test_what_no_cell_may_hold_is_taken_out():
    assert plain_text("a\x00b\x1fc\ud800\uffff") == "a�b�c��"
    assert len(plain_text("x" * 50_000)) <= 32_767


def test_states_of_rows(rows):
    assert [row["state"] for row in rows[-3:]] == ["duplicate", "refused", "waiting"]
    assert (rows[-3]["same_as"], rows[-2]["why"]) == (2, "=no")
    assert all(
        value is None
        for name, value in rows[-1].items()
        if name.startswith(("verdict_", "level_", "priority_"))
    )


def test_a_long_reason_stays_within_its_column(sheet, knowledge):
    why = [each.name for each in columns_of(knowledge)].index("why") + 1
    cells = {row: sheet.cell(row, why) for row in range(2, sheet.max_row + 1)}
    (row,) = (number for number, cell in cells.items() if cell.value and "wide" in cell.value)
    assert cells[row].alignment.wrap_text
    assert sheet.row_dimensions[row].height == 75
    assert sheet.row_dimensions[row - 1].height is None


def test_sheets_that_explain_are_as_high_as_their_texts(written):
    book = openpyxl.load_workbook(written / "results.xlsx")
    for name in ("columns", "values"):
        sheet = book[words()["sheets"][name]]
        width = sheet.column_dimensions["D"].width
        long = [
            row for row in range(2, sheet.max_row + 1) if len(sheet.cell(row, 4).value or "") > 1.2 * width
        ]
        assert all(sheet.row_dimensions[row].height >= 30 for row in long)
        assert all(sheet.row_dimensions[row].height for row in range(2, sheet.max_row + 1))


def test_bytes_are_the_same_at_every_writing(written, listed, knowledge, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    write_results(tmp_path, lambda: iter(listed), knowledge, ["ods_code", "odd"])
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), name


def test_types_are_those_of_the_columns(written, knowledge):
    schema = parquet.read_schema(written / "results.parquet")
    for column in columns_of(knowledge):
        kind = str(schema.field(column.name).type)
        assert kind.startswith({"choice": "dictionary", "number": "int32"}.get(column.kind, "string"))
        assert schema.field(column.name).metadata[b"says"].decode() == column.says


def test_the_codebook_explains_every_column_and_value(written, rows, knowledge):
    told = list(csv.DictReader(io.StringIO((written / "codebook.csv").read_text("utf-8-sig"), newline="")))
    explained: dict[str, set[str]] = {}
    for one in told:
        assert one["says"], one["column"]
        assert one["heading"], one["column"]
        explained.setdefault(one["column"], set()).add(one["value"])
        assert not one["value"] or (one["words"] and one["means"]), one
    columns = columns_of(knowledge)
    assert list(explained) == [each.name for each in columns]
    for column in columns:
        source = column.values_as or column.name
        for row in rows:
            value = row[column.name]
            if column.kind == "choice" and value is not None:
                assert value in explained[source]
            if column.kind == "several":
                assert set((value or "").split("; ")) - {""} <= explained[source]


def test_words_of_the_codebook_come_from_the_knowledge_base(knowledge):
    told = {row[0]: row for row in codebook_rows(columns_of(knowledge), words()["kinds"])}
    statement = knowledge.advice.by_id["T3"]
    assert told["verdict_T3"][1] == f"T3 {statement.title}"
    assert statement.because in told["verdict_T3"][4]
    trust = [row for row in codebook_rows(columns_of(knowledge), words()["kinds"]) if row[0] == "level_trust"]
    assert {row[5]: row[7] for row in trust} == dict(knowledge.mechanism["trust"].reads)


def test_the_workbook_is_made_for_reading(written):
    book = openpyxl.load_workbook(written / "results.xlsx")
    assert book.sheetnames == ["Results", "Columns", "Values", "How to read this"]
    sheet = book["Results"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.column_dimensions["B"].width > 20


def test_a_carried_column_never_takes_the_name_of_ours():
    names = [each.name for each in which_columns(["name", "state", "verdict_T3", "region"], ())]
    assert len(names) == len(set(names))
    assert "region" in names


def test_too_many_rows_make_no_workbook(listed, knowledge, tmp_path, monkeypatch):
    monkeypatch.setattr("advisor.content.tables.results.MOST_ROWS", 3)
    files = write_results(tmp_path, lambda: iter(listed), knowledge)
    assert "results.xlsx" not in {one.name for one in files}
    assert not (tmp_path / "results.xlsx").exists()
    assert MOST_ROWS == 100_000


@pytest.mark.slow
def test_memory_is_flat(listed, knowledge, tmp_path):
    def many(times):
        return lambda: (line for _ in range(times) for line in listed)

    write_results(tmp_path, many(60), knowledge, ["ods_code"])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    write_results(tmp_path, many(2_000), knowledge, ["ods_code"])
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 60
