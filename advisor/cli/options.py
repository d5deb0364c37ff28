"""Options that several commands share: each is declared once, and so reads alike everywhere."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from advisor.cli.outputs import listed

Command = TypeVar("Command", bound=Callable[..., Any])

with_rules = click.option(
    "--rules",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Use the rules in this folder instead of those that come with the product.",
)

with_packs = click.option(
    "--pack",
    "packs",
    multiple=True,
    metavar="PACK",
    help="Add a pack of evidence beyond the two papers: its id, or its folder. Its questions join the full"
    " questionnaire. May be given several times.",
)

with_questionnaires = click.option(
    "--questionnaires",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Use the questionnaires in this folder instead of those that come with the product.",
)

with_mapping = click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="A mapping file for an export: which column is which question. Below a line “headings:” it has"
    " lines such as “Where are you now?: stage”; see docs/batch.md.",
)

text_or_json = click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Default: text."
)


def with_outputs(endings: Mapping[str, str], otherwise: str = "text") -> Callable[[Command], Command]:
    """Return the options ``outputs`` and ``form`` of a command that may write to several places.

    Args:
        endings: Each ending of a file, and the format that it stands for.
        otherwise: The format where neither a file nor the option says one.
    """

    def declare(command: Command) -> Command:
        # The last one declared stands first in the help.
        return _output(endings)(with_format(list(dict.fromkeys(endings.values())), otherwise)(command))

    return declare


def with_format(forms: Sequence[str], otherwise: str = "text") -> Callable[[Command], Command]:
    """Return the option ``form``: the format to write where the name of the file does not say."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(forms),
        help=f"What to write where the name of the file does not say. Default: {otherwise}.",
    )


def _output(endings: Mapping[str, str]) -> Callable[[Command], Command]:
    return click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="FILE",
        help=f"Where to write it; the ending says what: {listed(endings)}."
        " May be given several times. “-” is standard output.",
    )
