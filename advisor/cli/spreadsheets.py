"""What the ways back from a spreadsheet share: a folder to write to, and what to say on the way."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from advisor.content.whole_files import is_there, write_whole
from advisor.errors import CommandError, OutputError, Problem

SHOWN = 20


def writes_to_folder(what: str, there: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the two options of a command that writes files into a folder.

    Args:
        what: What is written, such as “the questionnaire”.
        there: What may be there before, such as “a questionnaire that is there already”.
    """

    def declare(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            # The last one declared stands first in the help.
            click.option("--replace", is_flag=True, help=f"Write over {there}."),
            click.option(
                "-o",
                "--output",
                type=click.Path(path_type=Path),
                required=True,
                metavar="FOLDER",
                help=f"Folder for {what}; it is made where it is not there.",
            ),
        ):
            command = option(command)
        return command

    return declare


def write_files(folder: Path, files: dict[str, bytes], *, replace: bool) -> None:
    """Write files into a folder, which is made where it is not there.

    Raises:
        CommandError: One of them is there already, and may not be replaced; nothing was written.
        OutputError: One cannot be written.
    """
    there = [name for name in files if is_there(folder / name)]
    if there and not replace:
        more = f" and {len(there) - 1} more are" if len(there) > 1 else " is"
        raise CommandError(
            f"{folder / there[0]}{more} there already. Nothing was written."
            " Choose another folder, or add --replace to write over what is there."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"The folder {folder} cannot be made – {reason}. Choose another one.") from error
    for name, content in files.items():
        write_whole(folder / name, content)


def say_problems(head: str, problems: Iterable[Problem]) -> None:
    """Print problems on standard error, below a heading; nothing where there are none."""
    found = list(problems)
    if not found:
        return
    click.echo(head, err=True)
    for problem in found[:SHOWN]:
        click.echo(f"  {problem}", err=True)
    if len(found) > SHOWN:
        click.echo(f"  … and {len(found) - SHOWN} more.", err=True)
