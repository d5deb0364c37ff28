"""What the commands that explain have in common: the answers they read, and where they write."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from advisor.cli.screen import WIDEST, is_terminal, write_to_output
from advisor.content.whole_files import is_there, write_whole
from advisor.errors import CommandError

if TYPE_CHECKING:
    from advisor.model.base import Model
    from advisor.model.case import Case
    from advisor.report.explained.page import Page
    from advisor.service import Advisor

FORMATS = ("text", "json", "html")
SUFFIXES = {".txt": "text", ".text": "text", ".json": "json", ".html": "html", ".htm": "html"}
STANDARD_OUTPUT = "-"
Command = TypeVar("Command", bound=Callable[..., Any])


def explaining(command: Command) -> Command:
    """Add the options that these commands share: ``outputs``, ``form``, ``rules`` and ``packs``."""
    options = (
        click.option(
            "-o",
            "--output",
            "outputs",
            multiple=True,
            metavar="FILE",
            help="Where to write it; the ending says what: .txt, .json or .html."
            " May be given several times. “-” is standard output.",
        ),
        click.option(
            "-f",
            "--format",
            "form",
            type=click.Choice(FORMATS),
            help="What to write where the name of the file does not say. Default: text.",
        ),
        click.option(
            "--rules",
            type=click.Path(path_type=Path, file_okay=False, exists=True),
            metavar="FOLDER",
            help="Use the rules in this folder instead of those that come with the product.",
        ),
        click.option(
            "--pack",
            "packs",
            multiple=True,
            metavar="PACK",
            help="Add a pack of evidence beyond the two papers: its id, or its folder.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def loaded(answers: Path, rules: Path | None, packs: tuple[str, ...]) -> "tuple[Advisor, Case]":
    """Return the advisor and the case of an answers file, warnings on the file said on standard error."""
    from advisor.service import Advisor

    advisor = Advisor.load(rules, packs)
    case = advisor.read_case(answers)
    for warning in case.warnings:
        click.echo(warning, err=True)
    return advisor, case


def planned(outputs: tuple[str, ...], form: str | None, *inputs: Path) -> list[tuple[str, str]]:
    """Return each place to write to with its format; raises CommandError where they do not fit."""
    found: list[tuple[str, str]] = []
    for output in outputs or (STANDARD_OUTPUT,):
        known = SUFFIXES.get(Path(output).suffix.lower()) if output != STANDARD_OUTPUT else None
        if known is None and form is None and output != STANDARD_OUTPUT:
            raise CommandError(
                f"“{output}” does not say what to write: end it in .txt, .json or .html, or add --format."
            )
        if known is not None and form is not None and form != known and len(outputs) == 1:
            raise CommandError(
                f"--format {form} does not fit the ending of {output}; leave one of the two out."
            )
        for given in inputs:
            path = Path(output)
            if output != STANDARD_OUTPUT and is_there(path) and is_there(given) and path.samefile(given):
                raise CommandError(f"“{output}” is the answers file itself; choose another name.")
        found.append((output, known or form or "text"))
    if sum(output == STANDARD_OUTPUT for output, _ in found) > 1:
        raise CommandError("Only one format fits on standard output; give the others a file with -o.")
    return found


def put(found: "Model", page: "Callable[[], Page]", places: list[tuple[str, str]]) -> None:
    """Write an explanation to each place, and say what was written.

    Args:
        found: The explanation as data.
        page: Makes its page; left uncalled where only data is wanted.
        places: Where to write, and in which format.
    """
    quiet = any(output == STANDARD_OUTPUT for output, _ in places)
    for output, form in places:
        content = _rendered(found, page, form, output)
        if output == STANDARD_OUTPUT:
            write_to_output(content)
        else:
            write_whole(Path(output), content)
            click.echo(f"Written: {output}", err=quiet)


def _rendered(found: "Model", page: "Callable[[], Page]", form: str, output: str) -> bytes:
    if form == "json":
        import json

        data = found.model_dump(mode="json", by_alias=True)
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    from advisor.report.explained.rendering import page_html, page_text

    if form == "html":
        return page_html(page()).encode()
    to_screen = output == STANDARD_OUTPUT and is_terminal(sys.stdout)
    width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST) if to_screen else 80
    return page_text(page(), width).encode()
