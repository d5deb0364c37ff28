"""The folder of one batch: where each of its files lies. Nothing of a batch is written anywhere else."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.content.tables.opening import OLE, ZIP
from advisor.content.tables.parquet_rows import START as PARQUET

CHECKING = "checking-"
_TABLE, _MENDED, _NEW = "table", "mended", "new"


def ending_of(start: bytes) -> str:
    r"""Return the ending that fits what a file holds; what its name says is nobody’s proof.

    >>> ending_of(b"PK\x03\x04"), ending_of(b"PAR1"), ending_of(b' {"stage"'), ending_of(b"stage,name")
    ('.xlsx', '.parquet', '.jsonl', '.csv')
    """
    if start.startswith((ZIP, OLE)):
        return ".xlsx"
    if start.startswith(PARQUET):
        return ".parquet"
    return ".jsonl" if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else ".csv"


@dataclass(frozen=True)
class Place:
    """Names the files of one batch, and nothing more."""

    path: Path

    @property
    def table(self) -> Path | None:
        """The table that was uploaded and can be read; none where there is none yet."""
        return next(self._named(f"{_TABLE}.*"), None)

    @property
    def mended(self) -> list[Path]:
        """Marked copies that came back mended, in the order in which they came."""
        return sorted(self._named(f"{_MENDED}-*"))

    @property
    def new(self) -> Path | None:
        """What was uploaded last and is not read yet."""
        return next(self._named(f"{_NEW}.*"), None)

    @property
    def checked(self) -> Path:
        """Folder of what was understood."""
        return self.path / "checked"

    @property
    def understood(self) -> Path:
        """What was understood, in short."""
        return self.checked / "understood.json"

    @property
    def rows(self) -> Path:
        """What was understood, row by row."""
        return self.checked / "rows.jsonl"

    @property
    def marked(self) -> Path:
        """The copy in which cells to mend are marked."""
        return self.checked / "errors.xlsx"

    @property
    def run(self) -> Path:
        """Folder of the batch itself, with its record, reports and tables."""
        return self.path / "run"

    @property
    def results(self) -> Path:
        """The table of results."""
        return self.run / "results.csv"

    @property
    def portfolio(self) -> Path:
        """What the collaborations have in common, as data."""
        return self.path / "portfolio.json"

    @property
    def portfolio_page(self) -> Path:
        """The same as a page."""
        return self.path / "portfolio.html"

    @property
    def portfolio_pdf(self) -> Path:
        """The same as PDF."""
        return self.path / "portfolio.pdf"

    def make(self) -> None:
        """Make the folder, for this account alone."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def name_new(self, start: bytes) -> Path:
        """Return where to write an upload that begins so; one that was not read yet goes."""
        for before in self._named(f"{_NEW}.*"):
            before.unlink()
        return self.path / f"{_NEW}{ending_of(start)}"

    def take_table(self) -> Path:
        """Let the last upload be the table, in the place of all before it; return where it lies."""
        for before in (*self._named(f"{_TABLE}.*"), *self.mended):
            before.unlink()
        return self._take(_TABLE)

    def take_mended(self) -> Path:
        """Let the last upload mend the table; return where it lies."""
        return self._take(f"{_MENDED}-{len(self.mended) + 1:04}")

    def remove(self) -> None:
        """Delete all of it."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _take(self, name: str) -> Path:
        new = self.new
        if new is None:
            raise FileNotFoundError(self.path / _NEW)
        return new.replace(self.path / f"{name}{new.suffix}")

    def _named(self, pattern: str) -> Iterator[Path]:
        return self.path.glob(pattern)
