"""Reads the answers in a Parquet file column by column: each thing that is written is looked at once.

Headings and values mean what they mean row by row; a row with anything out of the ordinary is read that way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from advisor.content.tables.headings import Heading
from advisor.content.tables.parquet_kinds import is_list
from advisor.content.tables.parquet_rows import is_parquet, plain_batches
from advisor.content.tables.rows_reading import LONGEST_CARRIED, Layout
from advisor.content.tables.table import UNREAD, RawRow
from advisor.model.limits import LONGEST

ROWS = 16_384
"""Rows at once."""
_ODD = rf"[\x00-\x1f\x7f-\x9f]|^\s|\s$|^{UNREAD}"
_KEPT = ("name", "organisation")
EMPTY = -1


@dataclass(frozen=True)
class CodedFact:
    """The cells of one fact.

    Attributes:
        places: For each row the place of what is written, -1 where its cell is empty.
        written: Each thing that is written.
    """

    places: npt.NDArray[np.int32]
    written: Sequence[object]


@dataclass(frozen=True)
class CodedBlock:
    """Some rows.

    Attributes:
        first: Number of the first of them.
        length: How many.
        facts: The cells of each fact.
        texts: Names, organisations and what is carried over, by name; arrays of text.
        odd: The rows with texts that must be read one by one.
        batch: The rows as they were read.
    """

    first: int
    length: int
    facts: Mapping[str, CodedFact]
    texts: Mapping[str, Any]
    odd: npt.NDArray[np.bool_]
    batch: Any

    def raw(self, place: int) -> RawRow:
        """Return one row as it stands in the file."""
        cells = [column[place].as_py() for column in self.batch.columns]
        return RawRow(self.first + place, cells)

    def text(self, name: str, place: int) -> str:
        """Return one text."""
        return str(self.texts[name][place].as_py() or "")


def fits_columns(path: Path, headings: Sequence[Heading]) -> bool:
    """Return whether a file can be read column by column: no fact is spread over several columns.

    Nor can rows that bring their own numbers be counted.
    """
    return is_parquet(path) and not any(one.kind in {"tick", "mark"} for one in headings)


def rows_in(path: Path) -> int:
    """Return how many rows a Parquet file has."""
    return int(parquet.read_metadata(path).num_rows)


def coded_blocks(path: Path, layout: Layout) -> Iterator[CodedBlock]:
    """Yield the rows of a file that was opened row by row before; blank ones are left out here too.

    Raises:
        InputRefused: It turns out to be damaged further down.
    """
    first = 1
    fields = parquet.read_schema(path)
    facts = [fields.field(column - 1) for _, _, column, _ in layout.facts]
    coded = [one.name for one in facts if _is_text(one.type)]
    file = parquet.ParquetFile(path, read_dictionary=coded, pre_buffer=False)
    for batch in plain_batches(path, file, ROWS):
        for start, end in _runs(_filled(batch)):
            yield _block(batch.slice(start, end - start), first + start, layout)
        first += batch.num_rows


def _filled(batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
    """Return which rows have anything in them."""
    filled = np.zeros(batch.num_rows, np.bool_)
    for column in batch.columns:
        there = column.is_valid()
        if _is_text(column.type):
            texts = pc.utf8_trim_whitespace(column.cast(pa.string()))
            there = pc.fill_null(pc.not_equal(texts, ""), False)
        filled |= there.to_numpy(zero_copy_only=False)
        if filled.all():
            break
    return filled


def _runs(filled: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the first place of each run of rows that are filled, and the place after its last."""
    edges = np.flatnonzero(np.diff(filled, prepend=False, append=False)).tolist()
    return zip(edges[::2], edges[1::2], strict=True)


def _block(batch: pa.RecordBatch, first: int, layout: Layout) -> CodedBlock:
    length = batch.num_rows
    odd = np.zeros(length, np.bool_)
    facts = {fact: _coded(batch.columns[column - 1]) for fact, _, column, _ in layout.facts}
    texts = {}
    for name, column in (*layout.texts.items(), *layout.carried.items()):
        longest = LONGEST.get(name, LONGEST_CARRIED)
        array = batch.columns[column - 1]
        if not (_is_text(array.type) and name in (*_KEPT, *layout.carried)):
            # What the results do not show, and what is no text, is looked at row by row where it stands.
            odd |= array.is_valid().to_numpy(zero_copy_only=False)
            texts[name] = pa.nulls(length, pa.string())
            continue
        text = array.cast(pa.string())
        strange = pc.or_(pc.match_substring_regex(text, _ODD), pc.greater(pc.utf8_length(text), longest))
        odd |= pc.fill_null(strange, False).to_numpy(zero_copy_only=False)
        texts[name] = text
    return CodedBlock(first, length, facts, texts, odd, batch)


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _coded(array: pa.Array) -> CodedFact:
    if pa.types.is_null(array.type):
        return CodedFact(np.full(len(array), EMPTY, np.int32), ())
    if is_list(array.type):
        return _coded_lists(array)
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    places = pc.fill_null(coded.indices.cast(pa.int32()), EMPTY).to_numpy(zero_copy_only=False)
    return CodedFact(places, coded.dictionary.to_pylist())


def _coded_lists(array: pa.Array) -> CodedFact:
    """Return lists of ticks: each list that occurs is one thing that is written."""
    known: dict[object, int] = {}
    places = np.full(len(array), EMPTY, np.int32)
    for place, one in enumerate(array.to_pylist()):
        if one is not None:
            places[place] = known.setdefault(tuple(one), len(known))
    return CodedFact(places, list(known))
