"""Writes files whole or not at all: what was there before stays until the new file is complete."""

import contextlib
import errno
import os
import secrets
from pathlib import Path

from advisor.errors import OutputError

REASONS = {
    errno.ENOENT: "its folder does not exist; make the folder first, or choose another",
    errno.ENOTDIR: "its folder is not a folder; choose another place",
    errno.EISDIR: "it is a folder; give the name of a file",
    errno.EACCES: "this account may not write there; choose another place, or ask for the right to write",
    errno.EPERM: "this account may not write there; choose another place, or ask for the right to write",
    errno.EROFS: "that disk can only be read; choose another place",
    errno.ENOSPC: "the disk is full; make room, or choose another disk",
    errno.EDQUOT: "your share of the disk is used up; make room, or choose another disk",
    errno.EFBIG: "the file would be larger than is allowed here; choose another place",
    errno.ENAMETOOLONG: "its name is too long; choose a shorter one",
}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is either complete or untouched, whatever happens on the way.

    The content goes to a new file in the same folder, is forced to the disk, and takes the place of the old
    file in one move. A link keeps pointing where it did. Devices and pipes are written directly.

    Raises:
        OutputError: It cannot be written; says why, and that nothing was lost.
    """
    existed = is_there(path)
    try:
        if existed and not path.is_file():
            _write_directly(path, content)
        else:
            _replace(Path(os.path.realpath(path)), content)
    except OSError as error:
        raise OutputError(_message(path, error, existed=existed)) from error


def is_there(path: Path) -> bool:
    """Return whether a file or folder is there; one that cannot even be looked for is not."""
    try:
        return path.exists()
    except OSError:
        return False


def _message(path: Path, error: OSError, *, existed: bool) -> str:
    reason = REASONS.get(error.errno or 0, error.strerror or str(error))
    left = "The file that was there is unchanged." if existed and path.is_file() else "Nothing was written."
    return f"{path} cannot be written – {reason}. {left}"


def _write_directly(path: Path, content: bytes) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    with path.open("wb", buffering=0) as file:
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) or 0 :]


def _replace(target: Path, content: bytes) -> None:
    mode = None
    if target.exists():
        # A file that is marked as read-only is meant to stay, even where its folder would let it be replaced.
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        mode = target.stat().st_mode & 0o7777
    draft = target.with_name(f".advisor-{secrets.token_hex(6)}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            draft.chmod(mode)
        draft.replace(target)
    except BaseException:
        # Ctrl-C too must leave no draft behind.
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Force the move itself to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
