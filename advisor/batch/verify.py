"""Looks at every file of a batch again: what is missing, what was altered, what is not there yet.

It only looks: nothing changes, in the folder or in the record. The next run looks at its reports itself.
"""

from dataclasses import dataclass, field
from pathlib import Path

from advisor.batch.folder import DRAFT, REPORTS, RunFolder
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
        unfinished: Whether the last run did not come to its end.
    """

    sound: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    undone: int = 0
    failed: int = 0
    unfinished: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether everything is there, and as it was written."""
        return not (self.missing or self.altered or self.undone or self.unfinished)


def verify(path: Path, say: Say) -> Verified:
    """Compare every file of a batch with its record, and change nothing.

    Args:
        path: The folder of the batch.
        say: Told what is not about single files.

    Raises:
        CommandError: The folder holds no batch.
    """
    folder = RunFolder(path)
    if not folder.exists():
        raise CommandError(f"{path} holds no batch; give the folder that a batch was written to.")
    with folder.held(say), stopping(path):
        try:
            manifest = Manifest(folder.manifest)
        except NotOurs:
            raise CommandError(f"{path} holds a batch of another version of the product.") from None
        with manifest:
            found = _compared(folder, manifest)
            found.undone, found.failed = manifest.undone()
            found.unfinished = manifest.is_unfinished
            if found.unfinished:
                say("The last run did not come to its end. The same command goes on.")
            elif done := manifest.about("tables"):
                say(
                    f"Tables without reports: {int(done):,} done,"
                    f" {int(manifest.about('refused') or 0):,} not read,"
                    f" {int(manifest.about('waiting') or 0):,} not asked for."
                )
    return found


def _compared(folder: RunFolder, manifest: Manifest) -> Verified:
    found = Verified()
    for one in manifest.files():
        state = folder.state_of(one.path, one.sha256, one.size)
        if state == "sound":
            found.sound += 1
        else:
            (found.missing if state == "missing" else found.altered).append(one.path)
    reports = folder.path / REPORTS
    for name in sorted(one.name for one in reports.iterdir()) if reports.is_dir() else ():
        # A draft is of a run that was cut off; the next one takes it away.
        if not name.startswith(DRAFT) and not manifest.knows(f"{REPORTS}/{name}"):
            found.strange.append(f"{REPORTS}/{name}")
    return found
