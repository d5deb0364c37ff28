"""What stands in the columns of a table, for somebody who is to say what they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.content.tables.headings import Heading
from advisor.content.tables.table import RawRow, plain
from advisor.errors import InputRefused, Problem

MOST_SAMPLES = 12
"""Different texts of a column that are kept."""
LONGEST_SAMPLE = 200


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        heading: What it was taken to hold; its text is what a mapping file names it by.
        shown: The words above it.
        samples: Different texts that stand in it, as far as was looked.
    """

    heading: Heading
    shown: str
    samples: tuple[str, ...]


class ColumnsRefused(InputRefused):
    """Nothing can be read before somebody says what the columns hold.

    Attributes:
        columns: The columns.
    """

    def __init__(self, problems: Sequence[Problem], columns: Sequence[Column]) -> None:
        super().__init__(list(problems))
        self.columns = tuple(columns)


def columns_of(
    headings: Iterable[Heading], shown: Sequence[str], rows: Sequence[RawRow]
) -> tuple[Column, ...]:
    """Return the columns whose headings people can read, and what stands in them in some rows."""
    named = ((one, shown[one.column - 1] if one.column <= len(shown) else one.text) for one in headings)
    return tuple(
        Column(one, words or one.text, _samples(one, rows))
        for one, words in named
        if any(map(str.isalnum, words or one.text))
    )


def _samples(heading: Heading, rows: Sequence[RawRow]) -> tuple[str, ...]:
    at = heading.column - 1
    texts = (plain(row.cells[at])[:LONGEST_SAMPLE] for row in rows if at < len(row.cells))
    return tuple(dict.fromkeys(text for text in texts if text))[:MOST_SAMPLES]
