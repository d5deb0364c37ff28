"""Files are written whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from advisor.content.whole_files import write_whole
from advisor.errors import OutputError

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def failing(error):
    def fail(*_args, **_kwargs):
        raise error

    return fail


def test_a_new_file_and_its_replacement(tmp_path):
    path = tmp_path / "report.json"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_rights_stay_as_they_were(tmp_path):
    path = tmp_path / "report.json"
    path.write_bytes(b"one")
    path.chmod(0o640)
    write_whole(path, b"two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_keeps_pointing_where_it_did(tmp_path):
    (tmp_path / "real.json").write_bytes(b"one")
    link = tmp_path / "link.json"
    link.symlink_to("real.json")
    write_whole(link, b"two")
    assert link.is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"two"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left"), "the disk is full; make room"),
        (OSError(errno.EDQUOT, "Quota"), "your share of the disk is used up"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (OSError("odd"), "odd"),
    ],
)
def test_a_full_disk_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch, error, says):
    path = tmp_path / "report.json"
    path.write_bytes(b"one")
    monkeypatch.setattr(os, "fsync", failing(error))
    with pytest.raises(OutputError, match=says) as refused:
        write_whole(path, b"two")
    assert "The file that was there is unchanged." in str(refused.value)
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch):
    path = tmp_path / "report.json"
    path.write_bytes(b"one")
    monkeypatch.setattr(os, "fsync", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_marked_read_only_stays(tmp_path, monkeypatch):
    path = tmp_path / "report.json"
    path.write_bytes(b"one")
    path.chmod(0o444)
    if ROOT:
        monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="may not write there"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere/report.json", "its folder does not exist"),
        ("file/report.json", "its folder is not a folder"),
        ("folder", "it is a folder; give the name of a file"),
        ("x" * 300, "its name is too long"),
    ],
)
def test_places_that_cannot_be_written(tmp_path, name, says):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=says) as refused:
        write_whole(tmp_path / name, b"x")
    assert "Nothing was written." in str(refused.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_devices_are_written_and_not_replaced():
    write_whole(Path(os.devnull), b"x")
    assert not Path(os.devnull).is_file()
    with pytest.raises(OutputError, match="the disk is full"):
        write_whole(Path("/dev/full"), b"x")


def test_a_folder_that_cannot_be_forced_to_the_disk_does_no_harm(tmp_path, monkeypatch):
    path = tmp_path / "report.json"
    real = os.fsync
    calls = []

    def once(handle):
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(errno.EINVAL, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", once)
    write_whole(path, b"one")
    assert path.read_bytes() == b"one"
