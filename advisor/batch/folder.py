"""The folder of a batch: nothing is written outside it, and each file is whole or not there.

A file goes to a draft beside its place, is forced to the disk, and takes its place in one move. Its folder is
forced to the disk too before anybody relies on the move.
"""

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from advisor.batch.locks import locked
from advisor.batch.stopping import Say, stopping
from advisor.errors import CommandError

REPORTS, OURS, DRAFTS = "reports", ".advisor", "drafts"
DRAFT = ".advisor-draft-"
CHUNK = 1 << 20


class RunFolder:
    """The folder that a batch writes into."""

    def __init__(self, path: Path) -> None:
        """Name a folder; nothing is touched yet."""
        self.path = path
        self.ours = path / OURS
        self.manifest = self.ours / "manifest.sqlite"
        self.drafts = self.ours / DRAFTS
        self._number = 0
        self._unsettled: set[Path] = set()

    @contextlib.contextmanager
    def open(self, say: Say) -> Iterator[None]:
        """Make the folder ready and hold it against other runs.

        Raises:
            CommandError: It holds something else; nothing was touched.
            OutputError: It cannot be written.
        """
        with stopping(self.path):
            self._check()
            for folder in (self.path, self.ours, self.path / REPORTS):
                if not folder.is_dir():
                    folder.mkdir(parents=folder == self.path, exist_ok=True)
                    _settle(folder.parent)
        with self.held(say):
            with stopping(self.path):
                self._sweep()
            yield

    @contextlib.contextmanager
    def held(self, say: Say) -> Iterator[None]:
        """Hold a folder that is there against runs, and leave all in it as it is."""
        busy = f"Another run works in {self.path}; waiting for it."
        with stopping(self.path):
            lock = locked(self.ours / "lock", lambda: say(busy))
        with lock:
            yield

    def exists(self) -> bool:
        """Return whether a batch has been run in this folder."""
        return self.manifest.is_file()

    def _check(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise CommandError(f"{self.path} is a file; choose a folder for the reports.")
        if not self.path.is_dir():
            return
        inside = {one.name for one in os.scandir(self.path)}
        if inside and OURS not in inside:
            raise CommandError(
                f"{self.path} holds other files and no batch; choose a new or empty folder, so that nothing"
                " of yours is replaced."
            )
        for name in (OURS, REPORTS, f"{OURS}/{DRAFTS}", f"{OURS}/lock", f"{OURS}/{self.manifest.name}"):
            if (self.path / name).is_symlink():
                raise CommandError(
                    f"{self.path / name} is a link, and nothing is written outside the folder of a batch;"
                    " remove the link, or choose another folder."
                )

    def _sweep(self) -> None:
        """Remove what a run that was cut off left half-written; nobody else is here now."""
        for folder in (self.path, self.path / REPORTS):
            for one in os.scandir(folder):
                if one.name.startswith(DRAFT):
                    os.unlink(one.path)  # noqa: PTH108 - thousands of them, and no Path is made for each
        shutil.rmtree(self.drafts, ignore_errors=True)

    def put(self, name: str, content: bytes) -> str:
        """Write a file of the folder, not yet settled; return its hash."""
        target = self.path / name
        self._number += 1
        draft = target.with_name(f"{DRAFT}{os.getpid()}-{self._number}")
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(handle, rest) :]
                os.fsync(handle)
            finally:
                os.close(handle)
            os.replace(draft, target)  # noqa: PTH105 - one call, one fault in the tests
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise
        self._unsettled.add(target.parent)
        return hashlib.sha256(content).hexdigest()

    def move_in(self, draft: Path) -> tuple[str, str, int]:
        """Move a finished draft to the top of the folder, not yet settled; return its name, hash and size."""
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        digest, size = hash_of(draft), draft.stat().st_size
        os.replace(draft, self.path / draft.name)  # noqa: PTH105 - as above
        self._unsettled.add(self.path)
        return draft.name, digest, size

    def remove(self, name: str) -> None:
        """Remove a file of the folder, not yet settled; one that is not there is no matter."""
        path = self.path / name
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            self._unsettled.add(path.parent)

    def settle(self, *more: Path) -> None:
        """Force all moves so far to the disk, and folders that others wrote to."""
        for folder in sorted(self._unsettled | set(more)):
            _settle(folder)
        self._unsettled.clear()

    def state_of(self, name: str, sha256: str, size: int) -> Literal["sound", "missing", "altered"]:
        """Read a file of the folder again, and say whether it is as it was written; a link is none."""
        path = self.path / name
        try:
            found = os.lstat(path)
            if not stat.S_ISREG(found.st_mode):
                return "missing"
            return "sound" if found.st_size == size and hash_of(path) == sha256 else "altered"
        except (FileNotFoundError, NotADirectoryError):
            return "missing"
        except PermissionError:  # nobody can tell, and a new one may be read
            return "altered"

    @contextlib.contextmanager
    def drafting(self) -> Iterator[Path]:
        """Give an empty folder for drafts, and take it away in the end."""
        shutil.rmtree(self.drafts, ignore_errors=True)
        self.drafts.mkdir()
        try:
            yield self.drafts
        finally:
            shutil.rmtree(self.drafts, ignore_errors=True)


def hash_of(path: Path) -> str:
    """Return the hash of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _settle(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be forced to the disk there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
