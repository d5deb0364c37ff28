"""Backup and restore of an installation that keeps its data in SQLite.

A backup is one ZIP file: the database as it stood at one moment, the files, and a list of what each must be.
Secrets that only sign sessions are not in it: people sign in again after a restore.
"""

import contextlib
import hashlib
import json
import secrets
import shutil
import sqlite3
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from advisor import __version__
from advisor.content.whole_files import REASONS
from advisor.errors import CommandError, InputRefused, OutputError, Problem
from advisor.web.deployment import Deployment
from advisor.web.serving.in_use import held

DATABASE, FILES, CONTENTS = "advisor.sqlite3", "files", "backup.json"
SET_ASIDE = "before-restore"
LARGEST_LIST = 16 * 1024 * 1024
ONE_PIECE = 1024 * 1024


def back_up(file: Path) -> str:
    """Write a backup, whole or not at all, while the app runs or not; return a sentence on it.

    Raises:
        CommandError: The data are not in SQLite.
        OutputError: The file cannot be written.
    """
    data = _folder()
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as scratch:
            copy = Path(scratch) / DATABASE
            with (
                contextlib.closing(sqlite3.connect(data / DATABASE)) as source,
                contextlib.closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
            count = _pack(draft, copy, data / FILES)
        draft.chmod(0o600)
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        reason = REASONS.get(error.errno or 0, error.strerror or str(error))
        raise OutputError(f"{file} cannot be written – {reason}. No backup was made.") from error
    return f"{file} holds the database and {count} files. Keep it safe: it holds everybody’s answers."


def restore(file: Path, *, replace: bool) -> str:
    """Bring back what a backup holds; return a sentence on it.

    Everything is checked before anything is touched, and what was there is set aside, not deleted.

    Raises:
        CommandError: The data are not in SQLite, somebody uses them, or something is there already.
        InputRefused: The file is no backup, or was altered.
    """
    data = _folder()
    with held(data), tempfile.TemporaryDirectory(dir=data, prefix="restoring-") as scratch:
        _unpack(file, Path(scratch))
        there = [data / name for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", FILES)]
        there = [path for path in there if path.exists()]
        if there and not replace:
            raise CommandError(
                f"{data} already holds data – they would be replaced – add --replace, "
                f"which sets them aside in {SET_ASIDE}, or name another folder with ADVISOR_DATA_DIR"
            )
        aside = data / SET_ASIDE / f"{datetime.now(tz=UTC):%Y-%m-%d-%H%M%S}"
        for path in there:
            aside.mkdir(parents=True, exist_ok=True)
            path.rename(aside / path.name)
        for path in Path(scratch).iterdir():
            path.rename(data / path.name)
    said = f" What was there is in {aside}." if there else ""
    return f"Restored from {file}.{said} Start the app: advisor serve"


def _folder() -> Path:
    deployment = Deployment.read()
    if deployment.database_url and not deployment.database_url.startswith("sqlite"):
        raise CommandError(
            "The data are in PostgreSQL – its own tools keep them safest – use pg_dump and pg_restore, "
            f"and copy the folder {deployment.data_dir / FILES}"
        )
    deployment.prepare()
    return deployment.data_dir


def _pack(draft: Path, database: Path, files: Path) -> int:
    listed: dict[str, str] = {}
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        inside = {DATABASE: database}
        if files.is_dir():
            found = (path for path in sorted(files.rglob("*")) if path.is_file() and not path.is_symlink())
            inside |= {f"{FILES}/{path.relative_to(files).as_posix()}": path for path in found}
        for name, path in inside.items():
            with contextlib.suppress(FileNotFoundError):  # tidied away since it was found
                listed[name] = _packed(archive, name, path)
        contents = {
            "advisor": __version__,
            "made": f"{datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC",
            "files": listed,
        }
        archive.writestr(CONTENTS, json.dumps(contents, indent=1))
    return len(listed) - 1


def _packed(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Pack a file and return the hash of what was packed: workers may change it at any moment."""
    seen = hashlib.sha256()
    with path.open("rb") as source:
        info = zipfile.ZipInfo.from_file(path, name)
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as target:
            while piece := source.read(ONE_PIECE):
                seen.update(piece)
                target.write(piece)
    return seen.hexdigest()


def _unpack(file: Path, scratch: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            listed = _contents(archive)
            for name, expected in listed.items():
                target = scratch / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as source, target.open("wb") as kept:
                    shutil.copyfileobj(source, kept, ONE_PIECE)
                if _hash(target) != expected:
                    raise _refused(
                        file, f"{name} in it is not what was backed up – it was altered or is damaged"
                    )
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise _refused(file, "it is no backup of the advisor, or it is damaged") from error


def _contents(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return what an archive says it holds, where that can be believed; raises KeyError where it cannot."""
    if archive.getinfo(CONTENTS).file_size > LARGEST_LIST:
        raise KeyError(CONTENTS)
    try:
        listed: Any = json.loads(archive.read(CONTENTS))["files"]
    except (ValueError, TypeError) as error:
        raise KeyError(CONTENTS) from error
    whole = isinstance(listed, dict) and DATABASE in listed and all(_is_ours(name) for name in listed)
    if not whole:
        raise KeyError(DATABASE)
    return {str(name): str(digest) for name, digest in listed.items()}


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_inside = len(parts) > 1 and parts[0] == FILES and ".." not in parts
    return name == DATABASE or (is_inside and "\\" not in name and "\0" not in name)


def _refused(file: Path, what: str) -> InputRefused:
    return InputRefused([Problem(str(file), 0, 0, f"{what} – nothing was changed – use another backup")])


def _hash(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
