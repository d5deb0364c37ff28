"""``advisor check --changes`` and ``--record``: what changed in the rules, and new versions for it."""

from collections.abc import Iterator
from pathlib import Path

import click

from advisor.cli.outputs import as_json
from advisor.cli.screen import working, write_to_output
from advisor.content.folders import content_folder
from advisor.content.packs import HEAD as PACK_HEAD
from advisor.content.rule_folder import HEAD, LOCK
from advisor.content.rule_items import EVERYTHING
from advisor.errors import CommandError
from advisor.proof.problems.packs import packs_of, rules_around
from advisor.proof.versions.lock import Standing, read_lock, record, remembered_lock
from advisor.proof.versions.telling import changes_since

NOTHING_TO_RECORD = 3


def run(paths: tuple[Path, ...], old: str | None, form: str, *, record: bool) -> int:
    """Do what one of the two options asks for, and return the exit code."""
    if old is not None and record:
        raise CommandError("--changes and --record do not go together; run one after the other.")
    return record_all(paths) if record else tell(paths, old or "", form)


def tell(paths: tuple[Path, ...], old: str, form: str) -> int:
    """Print what changed since earlier rules."""
    if len(paths) > 1:
        raise CommandError("--changes compares one folder of rules, or of a pack; give one PATH, or none.")
    pack = paths[0] if paths and (paths[0] / PACK_HEAD).is_file() else None
    around = rules_around(pack) if pack else None
    rules, questionnaires = _folders((around,) if around else () if pack else paths)
    with working("Comparing"):
        told = changes_since(old, rules, questionnaires, pack)
    if form == "json":
        write_to_output(as_json(told.as_data()).encode())
    else:
        click.echo(str(told))
    return 0


def _folders(paths: tuple[Path, ...]) -> tuple[Path, Path]:
    if not paths:
        return content_folder("rules"), content_folder("questionnaires")
    given = paths[0]
    rules = next((one for one in (given, given / "rules") if (one / HEAD).is_file()), None)
    if rules is None:
        one = " It is a single file; give the folder that it lies in." if given.is_file() else ""
        raise CommandError(f"{given} holds no {HEAD} and no {PACK_HEAD}, so it has no changes to tell.{one}")
    beside = rules.resolve().parent / "questionnaires"
    return rules, beside if beside.is_dir() else content_folder("questionnaires")


def record_all(paths: tuple[Path, ...]) -> int:
    """Record the versions of folders of rules and packs; without paths, of all that come with the product."""
    rules = content_folder("rules")
    folders = paths or (rules, *(pack.folder for pack in packs_of(rules)))
    for folder in folders:
        if not any((folder / head).is_file() for head in (HEAD, PACK_HEAD)):
            raise CommandError(f"{folder} holds no {HEAD} and no {PACK_HEAD}, so it has no versions.")
    settled = True
    for folder in folders:
        beginning = list(_beginning(folder))
        found = record(folder)
        settled = settled and found.settled and not beginning
        for line in beginning:
            click.echo(line)
        for line in _lines(folder, found):
            click.echo(line)
    if settled:
        click.echo("No rule has changed since versions were recorded last; nothing was written.")
    return NOTHING_TO_RECORD if settled else 0


def _beginning(folder: Path) -> Iterator[str]:
    """Yield where versions begin, before a lock is written that is not there."""
    if (folder / LOCK).exists():
        return
    remembered = remembered_lock(folder)
    if remembered is None:
        yield (
            f"{folder.name}: there is no {LOCK}, so every version begins at 1."
            " If there was one, put it back and record again: its versions must not be given twice."
        )
    else:
        yield f"{folder.name}: {LOCK} was gone; versions go on from the {len(remembered)} that git remembers."


def _lines(folder: Path, found: Standing) -> list[str]:
    lock = read_lock(folder)
    parts = (("new", found.added), ("changed", found.changed), ("retired", found.retired))
    several = len(found.added) > MOST_NAMED
    lines = [f"{folder.name}: {len(found.added)} entries are new"] if several else []
    lines += [
        f"{folder.name}: {EVERYTHING[key[0]]} {key[1]} is {what}, version {lock[key].version}"
        for what, keys in parts
        for key in keys
        if not (several and what == "new")
    ]
    return lines


MOST_NAMED = 20
