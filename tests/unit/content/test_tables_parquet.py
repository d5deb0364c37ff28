"""Parquet is read by its columns; what can hold no answers is refused or not read."""

import pyarrow as pa
import pyarrow.parquet as pq

from advisor.content.tables import parquet_rows
from tests.unit.content.tables import faults, refused, sheet_of


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
