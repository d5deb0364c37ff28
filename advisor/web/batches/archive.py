"""All that a batch came to as one ZIP file, written while it is sent: it is never in memory as a whole."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PIECE = 256 * 1024
PACKED = frozenset({".pdf", ".xlsx", ".parquet"})
"""Files that are packed already."""


def zipped(files: Iterable[tuple[str, Path]]) -> Iterator[bytes]:
    """Yield a ZIP file piece by piece.

    Args:
        files: Names in the archive, and where the files lie. One that is gone meanwhile is left out.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, path in files:
            try:
                source = path.open("rb")
            except FileNotFoundError:
                continue
            with source:
                info = zipfile.ZipInfo.from_file(path, name)
                packed = path.suffix in PACKED
                info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                with archive.open(info, "w") as target:
                    while piece := source.read(PIECE):
                        target.write(piece)
                        yield pipe.taken()
    yield pipe.taken()


class _Pipe(io.RawIOBase):
    """Takes what an archive writes, until somebody takes it from there; nothing can be written twice."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, piece: "ReadableBuffer", /) -> int:
        """Take a piece."""
        self._waiting += (taken := bytes(piece))
        return len(taken)

    def taken(self) -> bytes:
        """Return what waits, and forget it."""
        found = bytes(self._waiting)
        self._waiting.clear()
        return found
