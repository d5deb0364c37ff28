"""Has a table read in a process of its own, and keeps what was understood of it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from advisor.batch.manifest import Manifest
from advisor.content.whole_files import write_whole
from advisor.web.batches.models import Batch
from advisor.web.batches.pairs import text_of
from advisor.web.batches.place import CHECKING, Place
from advisor.web.batches.understanding import WHOLE, Task
from advisor.web.batches.understood import Understood, keep_columns

LOOKS = 0.5
"""Seconds between two looks whether anybody still waits."""
PATIENCE = 1800
"""Seconds that reading may take on a busy machine; its processor time is limited too."""


class NobodyWaits(Exception):
    """The batch was deleted while it was worked on."""


def check(batch: Batch, is_wanted: Callable[[], bool]) -> Understood:
    """Read what was uploaded, and return what was understood; of a refused table nothing is taken.

    Args:
        batch: The batch.
        is_wanted: Says whether anybody still waits for it.

    Raises:
        NobodyWaits: Nobody does.
    """
    place = batch.place
    for left in place.path.glob(f"{CHECKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    into = Path(tempfile.mkdtemp(prefix=CHECKING, dir=place.path))
    try:
        found = _read(_task(batch, into), is_wanted)
        if found.columns_seen or not found.refusal:
            keep_columns(place, found.columns_seen)
        if not found.refusal:
            found = _kept(place, into, found)
        return found
    finally:
        shutil.rmtree(into, ignore_errors=True)


def _task(batch: Batch, into: Path) -> Task:
    place = batch.place
    mapping = text_of(batch.mapping)
    if mapping:
        write_whole(place.mapping, mapping.encode())
    return Task(
        into=into,
        new=place.new,
        table=place.table,
        mended=tuple(place.mended),
        mark=batch.mark,
        also=_mark_of_run(place),
        packs=settings.DEPLOYMENT.pack_names,
        mapping=place.mapping if mapping else None,
    )


def _mark_of_run(place: Place) -> str:
    record = place.run / ".advisor" / "manifest.sqlite"
    if not record.is_file():
        return ""
    with Manifest(record) as manifest:
        return manifest.about("batch")


def _read(task: Task, is_wanted: Callable[[], bool]) -> Understood:
    command = [sys.executable, "-m", "advisor.web.batches.understanding", task.as_json()]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=_surroundings()
    ) as child:
        try:
            code = _waited(child, is_wanted)
        finally:
            child.kill()
    written = task.into / "understood.json"
    if code == 0 and written.is_file():
        return Understood.model_validate_json(written.read_bytes())
    return Understood(refusal=(_why(code),))


def _surroundings() -> dict[str, str]:
    """Return the variables that the process gets: no secret of this installation is among them."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    # Libraries for arithmetic set memory aside for each thread, which the limit would count.
    return ours | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def _waited(child: "subprocess.Popen[bytes]", is_wanted: Callable[[], bool]) -> int | None:
    for _ in range(int(PATIENCE / LOOKS)):
        try:
            return child.wait(LOOKS)
        except subprocess.TimeoutExpired:
            if not is_wanted():
                raise NobodyWaits from None
    return None


def _why(code: int | None) -> str:
    if code is None or code == -getattr(signal, "SIGXCPU", 0):
        return f"takes more than {WHOLE.seconds} seconds to read – reading was stopped – {WHOLE.too_large}"
    return (
        f"cannot be read – the program that opens it stopped ({code}) – save it as an Excel workbook (.xlsx)"
        " and try again"
    )


def _kept(place: Place, into: Path, found: Understood) -> Understood:
    """Let what was understood take its place, and the upload too."""
    new = place.new
    if new is not None:
        taken = place.take_mended() if found.is_mended else place.take_table()
        if found.source == new.name:
            found = found.model_copy(update={"source": taken.name})
        (into / "understood.json").write_text(found.model_dump_json(), encoding="utf-8")
    shutil.rmtree(place.checked, ignore_errors=True)
    into.replace(place.checked)
    return found
