"""``advisor portfolio``: what many collaborations have in common, in numbers that may be published."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.screen import working, write_to_output
from advisor.content.whole_files import is_there, write_whole
from advisor.errors import AdvisorError, CommandError, LibraryMissing

if TYPE_CHECKING:
    from advisor.model.case import Case
    from advisor.portfolio.model import Portfolio
    from advisor.service import Advisor

SUFFIXES = {".pdf": "pdf", ".html": "html", ".htm": "html", ".json": "json"}
STANDARD_OUTPUT = "-"
MOST_PROBLEMS = 20
"""Refused files and rows that are named one by one."""


@click.command("portfolio", short_help="Say what many collaborations have in common.")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Where to write it; the ending says what: .pdf, .html or .json."
    " May be given several times. Default: JSON on standard output.",
)
@click.option("--title", default="", metavar="TEXT", help="Name of the portfolio, for its first page.")
@click.option(
    "--names",
    is_flag=True,
    help="List by name which collaborations to look at first. Then it is for their owner alone.",
)
@click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="A mapping file: which column of a table is which question.",
)
@click.option(
    "--rules",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Use the rules in this folder instead of those that come with the product.",
)
@click.option(
    "--pack",
    "packs",
    multiple=True,
    metavar="PACK",
    help="Add a pack of evidence beyond the two papers: its id, or its folder. May be given several times.",
)
def command(
    inputs: tuple[Path, ...],
    outputs: tuple[str, ...],
    title: str,
    names: bool,
    mapping: Path | None,
    rules: Path | None,
    packs: tuple[str, ...],
) -> None:
    """Say what the collaborations in INPUT have in common.

    INPUT is a folder of answers files, answers files, a table with a row for each collaboration, or the
    folder of a batch that has written reports. Numbers are rounded to the nearest five. Groups of fewer
    than five are never shown, and neither is what nearly all of a group are like.

    \b
    Examples:
      advisor portfolio answers/ -o portfolio.pdf
      advisor portfolio answers/ -o portfolio.pdf -o portfolio.html --title "Our programme"
      advisor portfolio answers.xlsx -o portfolio.html
      advisor portfolio export.csv --map mapping.yaml -o portfolio.pdf
      advisor portfolio answers/ -o for-us-alone.pdf --names

    Exit codes: 0 done, 1 a fault of ours, 2 wrong command line, 3 no input could be used, 4 a system
    library is missing, 5 output cannot be written, 6 done, but some inputs were left out.
    """  # noqa: D301 - \b keeps the lines of the examples apart
    places = _planned(outputs, inputs)
    refused: list[str] = []
    with working("Reading the answers and reasoning"):
        from advisor.cli.portfolio_input import read_collaborations, told_apart
        from advisor.service import Advisor

        advisor = Advisor.load(rules, packs)
        read = read_collaborations(inputs, advisor, mapping, refused)
        counted = _Counted(told_apart(read) if names else (one.case for one in read))
        found = advisor.portfolio(counted, title, names=names)
        found = found.model_copy(update={"left_out": len(refused)})
    if not counted.many:
        raise _NothingToRead("\n".join([*refused[:MOST_PROBLEMS], "There is no collaboration to look at."]))
    _write(advisor, found, places)
    quiet = any(output == STANDARD_OUTPUT for output, _ in places)
    click.echo(_last_line(counted.many, len(refused), named=names), err=quiet)
    for line in refused[:MOST_PROBLEMS]:
        click.echo(f"Left out: {line}", err=True)
    if len(refused) > MOST_PROBLEMS:
        click.echo(f"… and {len(refused) - MOST_PROBLEMS} more were left out.", err=True)
    if refused:
        click.get_current_context().exit(6)


class _NothingToRead(AdvisorError):
    exit_code = 3


class _Counted:
    """Cases that are counted as they pass, so that none need be kept."""

    def __init__(self, cases: "Iterator[Case]") -> None:
        self.many = 0
        self._cases = cases

    def __iter__(self) -> "Iterator[Case]":
        for case in self._cases:
            self.many += 1
            yield case


def _planned(outputs: tuple[str, ...], inputs: Sequence[Path]) -> list[tuple[str, str]]:
    """Return each place to write to with its format; raises CommandError where they do not fit."""
    places: list[tuple[str, str]] = []
    for output in outputs or (STANDARD_OUTPUT,):
        form = "json" if output == STANDARD_OUTPUT else SUFFIXES.get(Path(output).suffix.lower(), "")
        if not form:
            raise CommandError(f"“{output}” does not say what to write: end it in .pdf, .html or .json.")
        if output != STANDARD_OUTPUT:
            for given in inputs:
                if is_there(Path(output)) and is_there(given) and Path(output).samefile(given):
                    raise CommandError(f"“{output}” is an input itself; choose another name.")
        places.append((output, form))
    if sum(output == STANDARD_OUTPUT for output, _ in places) > 1:
        raise CommandError("Only one output fits on standard output; give the others a file with -o.")
    return places


def _write(advisor: "Advisor", found: "Portfolio", places: list[tuple[str, str]]) -> None:
    missing: LibraryMissing | None = None
    quiet = any(output == STANDARD_OUTPUT for output, _ in places)
    for output, form in places:
        try:
            with working(f"Writing {output}"):
                content = _rendered(advisor, found, form)
        except LibraryMissing as error:
            # What needs no library is written all the same.
            missing = error
            continue
        if output == STANDARD_OUTPUT:
            write_to_output(content)
        else:
            write_whole(Path(output), content)
            click.echo(f"Wrote {output}", err=quiet)
    if missing is not None:
        raise missing


def _rendered(advisor: "Advisor", found: "Portfolio", form: str) -> bytes:
    if form == "pdf":
        return advisor.portfolio_pdf(found)
    if form == "html":
        return advisor.portfolio_html(found).encode()
    data = found.model_dump(mode="json", by_alias=True)
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _last_line(used: int, left_out: int, *, named: bool) -> str:
    many = "one collaboration" if used == 1 else f"{used:,} collaborations"
    parts = [f"Looked at {many}."]
    if left_out:
        parts.append("One input was left out." if left_out == 1 else f"{left_out:,} inputs were left out.")
    if named:
        parts.append("It names collaborations: keep it to yourselves.")
    return " ".join(parts)
