"""``advisor portfolio``: what many collaborations have in common, in numbers that may be published."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.options import with_mapping, with_outputs, with_packs, with_rules
from advisor.cli.outputs import Place, as_json, on_standard_output, planned
from advisor.cli.screen import working
from advisor.errors import AdvisorError, LibraryMissing

if TYPE_CHECKING:
    from advisor.model.case import Case
    from advisor.portfolio.model import Portfolio
    from advisor.service import Advisor

SUFFIXES = {".pdf": "pdf", ".html": "html", ".htm": "html", ".json": "json"}
MOST_PROBLEMS = 20
"""Refused files and rows that are named one by one."""


@click.command("portfolio", short_help="Say what many collaborations have in common.")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT...")
@with_outputs(SUFFIXES, otherwise="json")
@click.option("--title", default="", metavar="TEXT", help="Name of the portfolio, for its first page.")
@click.option(
    "--names",
    is_flag=True,
    help="List by name which collaborations to look at first. Then it is for their owner alone.",
)
@with_mapping
@with_rules
@with_packs
def command(
    inputs: tuple[Path, ...],
    outputs: tuple[str, ...],
    form: str | None,
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
    places = planned(outputs, form, SUFFIXES, inputs, otherwise="json")
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
    click.echo(_last_line(counted.many, len(refused), named=names), err=on_standard_output(places))
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


def _write(advisor: "Advisor", found: "Portfolio", places: list[Place]) -> None:
    missing: LibraryMissing | None = None
    for place in places:
        try:
            with working(f"Writing {place.name}"):
                content = _rendered(advisor, found, place.form)
        except LibraryMissing as error:
            # What needs no library is written all the same.
            missing = error
            continue
        place.write(content)
        if not place.is_standard_output:
            click.echo(f"Wrote {place.name}", err=on_standard_output(places))
    if missing is not None:
        raise missing


def _rendered(advisor: "Advisor", found: "Portfolio", form: str) -> bytes:
    if form == "pdf":
        return advisor.portfolio_pdf(found)
    if form == "html":
        return advisor.portfolio_html(found).encode()
    return as_json(found.model_dump(mode="json", by_alias=True)).encode()


def _last_line(used: int, left_out: int, *, named: bool) -> str:
    from advisor.portfolio.disclosure import FEWEST_TO_DIVIDE

    many = "one collaboration" if used == 1 else f"{used:,} collaborations"
    parts = [f"Looked at {many}."]
    if used < FEWEST_TO_DIVIDE:
        parts.append(
            f"A portfolio counts nothing below {FEWEST_TO_DIVIDE}, because any number would tell of somebody;"
            " read the report of each, or give more."
        )
    if left_out:
        parts.append("One input was left out." if left_out == 1 else f"{left_out:,} inputs were left out.")
    if named:
        parts.append("It names collaborations: keep it to yourselves.")
    return " ".join(parts)
