"""What a table of results holds: its columns, each explained, and blocks of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Kind = Literal["text", "number", "choice", "several"]
NOTHING = -1
"""The code of an empty cell."""
JOINED = "; "


@dataclass(frozen=True)
class Value:
    """One value of a column.

    Attributes:
        value: As programs read it, in CSV and Parquet.
        words: As people read it, in the workbook.
        says: What it means, in a sentence.
        tone: How the workbook colours it; empty for not at all.
    """

    value: str
    words: str
    says: str = ""
    tone: str = ""


@dataclass(frozen=True)
class ResultColumn:
    """One column of the results.

    Attributes:
        name: Heading in CSV and Parquet.
        heading: Heading in the workbook.
        says: What it tells, in a sentence.
        kind: Text, a whole number, one value, or several values.
        group: Part of the table that it stands in, in words.
        values: The values that it can hold, in a fixed order; none for text and numbers.
        values_as: Name of the column that explains the same values; empty where this one does.
        width: Width in the workbook, in characters.
    """

    name: str
    heading: str
    says: str
    kind: Kind
    group: str
    values: tuple[Value, ...] = ()
    values_as: str = ""
    width: int = 14

    @cached_property
    def codes(self) -> dict[str, int]:
        """The code of each value: its place."""
        return {each.value: place for place, each in enumerate(self.values)}

    def code(self, value: str | None) -> int:
        """Return the code of one value; raises KeyError where the column cannot hold it."""
        return NOTHING if value is None else self.codes[value]

    def ticks(self, code: int) -> str:
        """Return several values as one text."""
        found = []
        while code:
            place = (code & -code).bit_length() - 1
            found.append(self.values[place].value)
            code &= code - 1
        return JOINED.join(found)


@dataclass(frozen=True)
class Block:
    """Some rows of a table, column by column.

    Attributes:
        length: How many rows.
        cells: Of each column, by name, what its rows hold: of text a list (none where empty) or an array of
            pyarrow; of numbers and values an array of whole numbers, -1 where empty; of several values an
            array with a bit for each. A column that is not there is empty.
    """

    length: int
    cells: Mapping[str, Any] = field(default_factory=dict)


def column_named(columns: Sequence[ResultColumn], name: str) -> ResultColumn:
    """Return the column of a name; raises KeyError where there is none."""
    return {each.name: each for each in columns}[name]
