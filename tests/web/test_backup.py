"""A backup brings everything back; one that was altered, or would write elsewhere, changes nothing."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from advisor.errors import CommandError, InputRefused, OutputError
from advisor.web.serving.backup import CONTENTS, DATABASE, back_up, restore
from advisor.web.serving.in_use import held


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A data folder with one answer and one report in it."""
    import os

    for name in list(os.environ):
        if name.startswith("ADVISOR_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "data"
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(folder))
    (folder / "files" / "reports").mkdir(parents=True)
    (folder / "files" / "reports" / "one.pdf").write_bytes(b"%PDF-")
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE answers (answer TEXT)")
        database.execute("INSERT INTO answers VALUES ('established')")
        database.commit()
        yield folder


def answers(folder: Path) -> list[str]:
    """Return what the database holds."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        return [row[0] for row in database.execute("SELECT answer FROM answers")]


def altered(archive: Path, **members: bytes) -> None:
    """Write an archive anew with some members replaced or added."""
    with zipfile.ZipFile(archive) as before:
        content = {name: before.read(name) for name in before.namelist()} | members
    with zipfile.ZipFile(archive, "w") as after:
        for name, what in content.items():
            after.writestr(name, what)


def test_everything_comes_back_elsewhere(data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = back_up(tmp_path / "monday.zip")
    assert "the database and 1 files" in said
    assert (tmp_path / "monday.zip").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path / "new"))
    restore(tmp_path / "monday.zip", replace=False)
    assert answers(tmp_path / "new") == ["established"]
    assert (tmp_path / "new" / "files" / "reports" / "one.pdf").read_bytes() == b"%PDF-"


def test_a_backup_is_of_one_moment_though_somebody_writes(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / DATABASE, timeout=0)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        busy.execute("INSERT INTO answers VALUES ('half')")
        back_up(tmp_path / "monday.zip")
        busy.rollback()
    altered(tmp_path / "monday.zip")
    restore(tmp_path / "monday.zip", replace=True)
    assert answers(data) == ["established"]


def test_files_that_workers_change_or_remove_meanwhile_do_no_harm(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    growing, passing = data / "files" / "growing", data / "files" / "passing"
    growing.write_bytes(b"one row\n")
    passing.write_bytes(b"a draft\n")
    take = zipfile.ZipInfo.from_file

    def meanwhile(path: Path, name: str, **_: object) -> zipfile.ZipInfo:
        if path == growing:
            with path.open("ab") as target:
                target.write(b"another row\n")
        passing.unlink(missing_ok=True)
        return take(path, name)

    with monkeypatch.context() as patch:
        patch.setattr(zipfile.ZipInfo, "from_file", meanwhile)
        back_up(tmp_path / "monday.zip")
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path / "new"))
    restore(tmp_path / "monday.zip", replace=False)
    assert (tmp_path / "new" / "files" / "growing").read_bytes() == b"one row\nanother row\n"
    assert not (tmp_path / "new" / "files" / "passing").exists()


def test_what_is_there_is_replaced_only_when_asked_and_set_aside(data: Path, tmp_path: Path) -> None:
    back_up(tmp_path / "monday.zip")
    with pytest.raises(CommandError, match="--replace"):
        restore(tmp_path / "monday.zip", replace=False)
    with closing(sqlite3.connect(data / DATABASE)) as database:
        database.execute("UPDATE answers SET answer = 'considering'")
        database.commit()
    restore(tmp_path / "monday.zip", replace=True)
    assert answers(data) == ["established"]
    aside = next((data / "before-restore").iterdir())
    assert answers(aside) == ["considering"]


def test_nothing_is_restored_under_a_running_app(data: Path, tmp_path: Path) -> None:
    back_up(tmp_path / "monday.zip")
    with held(data), pytest.raises(CommandError, match="in use by another advisor"):
        restore(tmp_path / "monday.zip", replace=True)


@pytest.mark.parametrize(
    "name", ["../outside", "/outside", "files/../../outside", "files\\..\\outside", "other", "files", ""]
)
def test_nothing_is_written_elsewhere(data: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "monday.zip"
    back_up(file)
    with zipfile.ZipFile(file) as archive:
        contents = json.loads(archive.read(CONTENTS))
    contents["files"][name] = "0" * 64
    altered(file, **{CONTENTS: json.dumps(contents).encode(), **({name: b"x"} if name else {})})
    with pytest.raises(InputRefused, match="no backup of the advisor"):
        restore(file, replace=True)
    assert answers(data) == ["established"]


def test_an_altered_backup_changes_nothing(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "monday.zip"
    back_up(file)
    altered(file, **{"files/reports/one.pdf": b"something else"})
    with pytest.raises(InputRefused, match="not what was backed up"):
        restore(file, replace=True)
    assert answers(data) == ["established"]
    assert not list(data.glob("restoring-*"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive at all"])
def test_what_is_no_backup_is_refused(data: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "monday.zip").write_bytes(content)
    with pytest.raises(InputRefused, match="no backup of the advisor"):
        restore(tmp_path / "monday.zip", replace=True)


def test_a_backup_that_cannot_be_written_leaves_the_old_one(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    file = tmp_path / "monday.zip"
    file.write_bytes(b"the old one")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "open", full)
    with pytest.raises(OutputError, match="the disk is full"):
        back_up(file)
    assert file.read_bytes() == b"the old one"
    assert {path.name for path in tmp_path.iterdir()} == {"monday.zip", "data"}


@pytest.mark.usefixtures("data")
def test_postgresql_has_tools_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADVISOR_DATABASE_URL", "postgres://somewhere/advisor")
    with pytest.raises(CommandError, match="pg_dump"):
        back_up(tmp_path / "monday.zip")
