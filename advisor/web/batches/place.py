"""The folders of batches and portfolios: where each file lies. Nothing of a batch is written elsewhere."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
class OwnPlace:
    """Names the files on an organisation’s own collaborations."""

    path: Path

    @property
    def portfolio(self) -> Path:
        """What they have in common, as data."""
        return self.path / "portfolio.json"

    def file(self, name: str) -> Path:
        """Return where one of them lies."""
        return self.path / name

    @contextmanager
    def written_anew(self) -> Iterator[Path]:
        """Yield an empty folder; what is in it in the end takes the place of all before it."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{self.path.name}-", dir=self.path.parent) as scratch:
            drafts = Path(scratch) / "files"
            drafts.mkdir(mode=0o700)
            yield drafts
            self.remove()
            drafts.replace(self.path)

    def remove(self) -> None:
        """Delete all of it."""
        shutil.rmtree(self.path, ignore_errors=True)


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
    def uploads(self) -> list[Path]:
        """All that was uploaded and counts."""
        return [one for one in (self.table, *self.mended, self.new) if one is not None]

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
    def columns(self) -> Path:
        """The columns of what was read last, for somebody who says what they hold."""
        return self.path / "columns.json"

    @property
    def mapping(self) -> Path:
        """What somebody said of them, as the reader of tables takes it."""
        return self.path / "mapping.yaml"

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
