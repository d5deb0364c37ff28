"""Random collaborations as a Parquet file: for tests and benchmarks of what is done at scale."""

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from advisor.engine.columns.chance import random_cases
from advisor.engine.columns.evaluator import Columns
from advisor.engine.program import ANSWERED
from advisor.model.condition import NOT_APPLICABLE

AT_ONCE = 65_536


def write_random_answers(path, columns: Columns, length: int, seed: int = 1) -> None:
    """Write random collaborations, a column a fact, each a dictionary of its words."""
    subjects = [one for one in columns.codebook if one.kind == ANSWERED]
    names = ["name", "organisation", "ods_code", "region", *(one.id for one in subjects)]
    writer = None
    for start in range(0, length, AT_ONCE):
        many = min(AT_ONCE, length - start)
        table = random_cases(many, seed + start, columns)
        numbers = np.arange(start, start + many)
        arrays = [
            pa.array([f"Collaboration {number}" for number in numbers]),
            pa.array([f"Trust {number % 500}" for number in numbers]).dictionary_encode(),
            pa.array([f"R{number % 900:03}" for number in numbers]).dictionary_encode(),
            pa.array([("North", "South", "+East")[number % 3] for number in numbers]).dictionary_encode(),
            *(_words(table.columns[one], columns, one) for one in subjects),
        ]
        batch = pa.RecordBatch.from_arrays(arrays, names)
        writer = writer or parquet.ParquetWriter(path, batch.schema, compression="zstd")
        writer.write_batch(batch)
    writer.close()


def _words(column, columns, subject):
    least = columns.program.knowledge.vocabulary.by_name[subject.id].minimum or 0
    found, places = np.unique(column, return_inverse=True)
    words = []
    for code in found:
        value = columns.codebook[subject].decode(int(code))
        if isinstance(value, tuple):
            value = "; ".join(value)
        elif isinstance(value, int):
            value = max(value, least)
        words.append(None if value is None else "n/a" if value == NOT_APPLICABLE else str(value))
    known = pa.array(words, pa.string())
    kept = known.drop_null()
    moved = np.cumsum([word is not None for word in words]) - 1
    codes = moved[places].astype(np.int32)
    missing = np.array([word is None for word in words])[places]
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=missing), kept)
