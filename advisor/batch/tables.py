"""What a batch needs of the tables that it writes, and their way into its folder.

The writers know nothing of crashes: each writes into a folder of drafts, and the batch moves what they wrote.
What they write depends on their arguments alone, to the byte: no time of day, no order but that of the rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from advisor.content.tables.results_lines import Line, Record
from advisor.content.tables.table import CellProblem
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result

__all__ = ["Line", "Record", "RecordOf", "WriteErrors", "WriteResults"]


class RecordOf(Protocol):
    """Turns a result into what the tables say of it; run by the workers (advisor.content.tables.results)."""

    def __call__(self, result: Result, knowledge: KnowledgeBase) -> Record:
        """Return the record of a result."""


class WriteResults(Protocol):
    """Writes results.xlsx, results.csv, results.parquet and codebook.csv (advisor.content.tables.results)."""

    def __call__(
        self,
        drafts: Path,
        lines: Callable[[], Iterator[Line]],
        knowledge: KnowledgeBase,
        carried: Sequence[str] = (),
    ) -> Sequence[Path]:
        """Write the tables into a folder of drafts and return the files.

        Args:
            drafts: An empty folder.
            lines: Gives the rows in order, from the start at each call, a few in memory at a time.
            knowledge: The rules in use.
            carried: Headings of what is carried over, in the order of the input.
        """


class WriteErrors(Protocol):
    """Writes errors.xlsx: the input with bad cells marked and explained (advisor.content.tables.errors)."""

    def __call__(
        self, drafts: Path, source: Path, problems: Iterable[tuple[int, str, CellProblem]], first: int = 2
    ) -> Sequence[Path]:
        """Write the table of errors into a folder of drafts and return the files.

        Args:
            drafts: An empty folder.
            source: The input file.
            problems: Row, name of the collaboration and problem, in order of rows. Line and column are those
                of the cell in the input; column 0 means the whole row, line 0 the whole sheet. A BadCell says
                besides what is allowed and what was meant, so keep it whole.
            first: Number of the first row of answers; what stands above it is copied as it is.
        """
