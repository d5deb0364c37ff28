# ruff: noqa: E501 - each message stands in one line, as readers see it
"""Parquet is read by its columns; what can hold no answers is refused or not read."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from advisor.content.answer_values import short
from advisor.content.tables import parquet_rows
from advisor.content.tables.headings import mark_of
from advisor.content.tables.parquet_codes import coded_blocks, fits_columns
from advisor.content.tables.rows import read_rows
from advisor.content.tables.rows_reading import Layout, RowReader
from advisor.content.tables.table import Stream
from advisor.errors import InputRefused
from tests.unit.content.tables import FULL, VOCABULARY, faults, refused, sheet_of


def test_parquet_is_read_by_its_columns(tmp_path):
    path = tmp_path / "data.parquet"
    table = pa.table(
        {
            "name": ["Bay", None],
            "stage": pa.array(["reset", "planning"]).dictionary_encode(),
            "partner_count": [7, None],
            "area_failures": [True, False],
            "sectors": [["acute", "community"], []],
            "ods_code": ["A1", ""],
            "extra": [1.5, 2.5],
        }
    )
    pq.write_table(table, path)
    sheet, rows = sheet_of(path)
    assert [one.case.answers for one in rows] == [
        {"stage": "reset", "partner_count": 7, "sectors": ("acute", "community"), "area_failures": "yes"},
        {"stage": "planning", "area_failures": "no"},
    ]
    assert [(one.number, one.name, one.carried) for one in rows] == [
        (1, "Bay", {"ods_code": "A1"}),
        (2, "Answers in row 2", {}),
    ]
    assert (sheet.unread, sheet.first) == (["extra"], 1)


def test_faults_in_parquet_are_named_by_row_and_column(tmp_path):
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"stage": ["reset", "soon"], "sectors": [["acute"], ["acute", "zz"]]}), path)
    assert [line.split(" – ")[0] for line in faults(path)] == [
        "data.parquet:2, stage: “soon” is not an answer to “Stage”",
        "data.parquet:2, sectors: “zz” is not an answer to “Kinds of organisation involved”",
    ]
    pq.write_table(pa.table([["reset"], ["reset"]], names=["stage", "Stage"]), path)
    assert refused(path) == [
        "data.parquet: “stage” stands in two columns – only one can count – delete one of them"
    ]


def test_parquet_that_cannot_be_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "data.parquet"
    path.write_bytes(b"PAR1 and no more")
    assert refused(path)[0].startswith("data.parquet: is damaged (Parquet")
    pq.write_table(pa.table({f"c{number}": [1] for number in range(401)}), path)
    assert refused(path) == ["data.parquet: has 401 columns – at most 400 are read – leave out the others"]
    pq.write_table(pa.table({"stage": ["reset"] * 5_000}), path)
    content = bytearray(path.read_bytes())
    content[10:60] = bytes(50)
    path.write_bytes(content)
    assert refused(path)[0].startswith("data.parquet: is damaged")
    pq.write_table(pa.table({"stage": ["reset"]}), path)
    monkeypatch.setattr(parquet_rows, "_LARGEST_GROUP", 10)
    assert "was not opened – write it with smaller row groups" in refused(path)[0]


ODD = {
    "struct<a: int64>": pa.array([{"a": 1}, None]),
    "map<string, int64>": pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())),
    "binary": pa.array([b"reset", None]),
    "duration[us]": pa.array([dt.timedelta(1), None]),
    "list<element: struct<a: int64>>": pa.array([[{"a": 1}], []]),
    "list<element: list<element: string>>": pa.array([[["reset"]], []]),
    "dictionary<values=binary, indices=int32, ordered=0>": pa.array([b"reset", None]).dictionary_encode(),
}


@pytest.fixture(params=ODD)
def odd(request, tmp_path):
    """Write columns of a kind that can hold no answers, and say what the kind is called."""

    def write(**columns):
        path = tmp_path / "data.parquet"
        more = dict.fromkeys(columns.pop("odd"), ODD[request.param])
        pq.write_table(pa.table(columns | more), path)
        return path

    return write, request.param


def test_a_column_that_can_hold_no_answers_is_refused_where_it_is_read(odd):
    write, kind = odd
    path = write(name=["A", "B"], odd=["stage", "region"])
    shown = [short(str(pq.read_schema(path).field(name).type)) for name in ("stage", "region")]
    assert kind[:9] == shown[0][:9]
    assert sorted(refused(path), reverse=True) == [
        f"data.parquet: “stage” has cells of the kind {shown[0]} – what is read here is a text, a number or a list of texts – write the column as such, or leave it out",
        f"data.parquet: “region” has cells of the kind {shown[1]} – what is read here is a text or a number – write the column as such, or leave it out",
    ]


def test_a_column_that_can_hold_no_answers_is_not_read_where_nobody_knows_it(odd, tmp_path):
    write, _ = odd
    path = write(name=["A", "B"], stage=["reset", None], odd=["extra", "more"])
    sheet, rows = sheet_of(path)
    assert sheet.unread == ["extra", "more"]
    assert [one.case.answers for one in rows] == [{"stage": "reset"}, {}]
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text('headings:\n  extra: "-"\n  more: region\n')
    assert len(refused(path, mapping)) == 1


def test_texts_have_no_lists(tmp_path):
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"name": [["A"], ["B"]], "stage": ["reset", "reset"]}), path)
    assert refused(path)[0].startswith("data.parquet: “name” has cells of the kind list<element: string> – ")


def test_every_kind_of_text_number_and_date_is_read(tmp_path):
    path = tmp_path / "data.parquet"
    columns = {
        "name": pa.array(["A"], pa.string_view()),
        "stage": pa.array(["reset"], pa.large_string()),
        "partner_count": pa.array([7], pa.float16()),
        "sectors": pa.array([["acute"]], pa.list_(pa.string(), 1)),
        "region": pa.array([Decimal("1.50")]),
        "date": pa.array([1_777_852_800_000_000_001], pa.timestamp("ns", tz="Europe/London")),
    }
    pq.write_table(pa.table(columns), path)
    _, (row,) = sheet_of(path)
    assert row.case.answers == {"stage": "reset", "partner_count": 7, "sectors": ("acute",)}
    assert (row.name, row.case.date, row.carried) == ("A", "2026-05-04", {"region": "1.50"})


def test_dates_that_are_no_texts_are_named(tmp_path):
    path = tmp_path / "data.parquet"
    day, late = dt.date(2026, 5, 4), dt.time(9, 30)
    columns = {
        "stage": pa.array([day]).dictionary_encode(),
        "notes": pa.array([day], pa.date64()),
        "region": pa.array([late], pa.time32("s")),
        "organisation": pa.array([2_000_000_000], pa.timestamp("s", tz="Nowhere/Land")),
    }
    pq.write_table(pa.table(columns), path)
    assert [one.split(" – ")[0] for one in faults(path)] == [
        "data.parquet:1, notes: holds the date or time 2026-05-04",
        "data.parquet:1, organisation: holds the date or time 2033-05-18 03:33:20",
        "data.parquet:1, region: holds the date or time 09:30:00",
        "data.parquet:1, stage: holds the date or time 2026-05-04",
    ]


@pytest.mark.parametrize("days", [10_000_000, -10_000_000])
def test_a_date_beyond_all_calendars_is_refused(tmp_path, days):
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"stage": ["reset"], "x": pa.array([days], pa.int32()).cast(pa.date32())}), path)
    assert refused(path)[0].startswith("data.parquet: is damaged (a date in the year ")


def blocks_of(path):
    sheet = read_rows(path, VOCABULARY, FULL)
    reader = RowReader(VOCABULARY, {}, Stream(str(path), "", iter(())))
    return list(coded_blocks(path, Layout(sheet.headings, reader)))


def test_column_by_column_the_same_is_read_as_row_by_row(tmp_path):
    path = tmp_path / "data.parquet"
    names = ["A", " B", "⚠ cannot be read: =1", "C"]
    columns = {
        "name": names,
        "stage": pa.array(["reset"] * 4, pa.string_view()),
        "partner_count": pa.array([2.0, None, 3.0, 4.0], pa.float16()),
        "extra": [{"a": 1}] * 4,
        "date": [None, None, None, dt.datetime(2026, 5, 4)],  # noqa: DTZ001 - spreadsheets know no zones
    }
    pq.write_table(pa.table(columns), path)
    (block,) = blocks_of(path)
    assert block.odd.tolist() == [False, True, True, True]
    assert block.facts["stage"].written == ["reset"]
    assert block.facts["partner_count"].written == [2.0, 3.0, 4.0]
    _, rows = sheet_of(path)
    assert [row.case is None for row in rows] == [False, False, True, False]
    assert [list(block.raw(place).cells)[3:] for place in (0, 3)] == [
        [None, None],
        [None, columns["date"][3]],
    ]


@pytest.mark.parametrize("coded", [False, True])
def test_blank_rows_are_left_out_column_by_column_too(tmp_path, coded):
    path = tmp_path / "data.parquet"
    names = pa.array([None, "A", " ", None, None, "B", "", None])
    columns = {
        "name": names.dictionary_encode() if coded else names,
        "stage": [None, "reset", None, "reset", None, None, "\t", None],
        "sectors": pa.array([None] * 6 + [None, ["acute"]], pa.list_(pa.string())),
    }
    pq.write_table(pa.table(columns), path)
    blocks = blocks_of(path)
    numbers = [block.first + place for block in blocks for place in range(block.length)]
    assert numbers == [row.number for row in sheet_of(path)[1]] == [2, 4, 6, 8]
    raw = [block.raw(place) for block in blocks for place in range(block.length)]
    assert [(one.number, one.cells[0]) for one in raw] == [(2, "A"), (4, None), (6, "B"), (8, None)]
    stages = [one for block in blocks for one in block.facts["stage"].places.tolist()]
    assert [one >= 0 for one in stages] == [True, True, False, False]
    pq.write_table(pa.table({"stage": pa.array([None, " "])}), path)
    assert blocks_of(path) == []


def test_a_file_that_is_damaged_further_down_is_refused_column_by_column_too(tmp_path, monkeypatch):
    path = tmp_path / "data.parquet"
    good = pa.array(["reset"] * 3_000)
    bad = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe"))
    pq.write_table(pa.table({"stage": pa.chunked_array([good, bad])}), path)
    assert "Invalid UTF8" in refused(path)[0]
    with pytest.raises(InputRefused, match=r"is damaged .*Invalid UTF8"):
        blocks_of(path)


def test_rows_of_a_batch_keep_their_numbers_in_parquet_too(tmp_path):
    path = tmp_path / "data.parquet"
    columns = {"name": ["C", "A", "?", "?"], "stage": ["reset"] * 4, mark_of("0" * 12): [7, 3, -2, 10**30]}
    columns[mark_of("0" * 12)] = pa.array(map(Decimal, columns[mark_of("0" * 12)]), pa.decimal128(38))
    pq.write_table(pa.table(columns), path)
    sheet, rows = sheet_of(path)
    assert [(row.number, row.name) for row in rows] == [(3, "A"), (7, "C")]
    assert [one.line for one in sheet.warnings] == [3, 4]
    assert not fits_columns(path, sheet.headings)
