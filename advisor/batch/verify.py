"""Looks at every file of a batch again: what is missing, what was altered, what is not there yet."""

from dataclasses import dataclass, field
from pathlib import Path

from advisor.batch.folder import REPORTS, RunFolder, hash_of
from advisor.batch.manifest import Manifest, NotOurs
from advisor.batch.stopping import Say, stopping
from advisor.errors import CommandError


@dataclass
class Verified:
    """What was found.

    Attributes:
        sound: Files that are as they were written.
        missing: Files that are gone, or were replaced by a link.
        altered: Files that hold something else now.
        strange: Files among the reports that no batch wrote.
        undone: Rows that were asked for and have no result yet.
        failed: Rows that were refused or failed.
    """

    sound: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    undone: int = 0
    failed: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether everything is there, and as it was written."""
        return not (self.missing or self.altered or self.undone)


def verify(path: Path, say: Say) -> Verified:
    """Compare every file of a batch with its record; what is missing or altered is made anew by the next run.

    Raises:
        CommandError: The folder holds no batch.
    """
    folder = RunFolder(path)
    if not folder.exists():
        raise CommandError(f"{path} holds no batch; give the folder that a batch was written to.")
    with folder.open(say), stopping(path):
        try:
            manifest = Manifest(folder.manifest)
        except NotOurs:
            raise CommandError(f"{path} holds a batch of another version of the product.") from None
        with manifest:
            found = _compared(folder, manifest)
            manifest.forget([*found.missing, *found.altered])
            found.undone, found.failed = manifest.undone()
    return found


def _compared(folder: RunFolder, manifest: Manifest) -> Verified:
    found = Verified()
    for one in manifest.files():
        whole = folder.path / one.path
        if whole.is_symlink() or not whole.is_file():
            found.missing.append(one.path)
        elif hash_of(whole) != one.sha256:
            found.altered.append(one.path)
        else:
            found.sound += 1
    for whole in sorted((folder.path / REPORTS).iterdir()):
        name = f"{REPORTS}/{whole.name}"
        if not manifest.knows(name):
            found.strange.append(name)
    return found
