"""``advisor whatif``: what would change if some answers were others, and why."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.explaining import explaining, loaded, places_for, put
from advisor.cli.screen import working
from advisor.errors import CommandError

if TYPE_CHECKING:
    from advisor.model.explanations.what_if import WhatIf
    from advisor.report.explained.page import Page
    from advisor.service import Advisor


@click.command("whatif", short_help="Say what would change if some answers were others.")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@click.option(
    "--set",
    "wanted",
    multiple=True,
    metavar="FACT=VALUE",
    help="An answer as it would be. May be given several times. Several ticks: fact=one,two."
    " Also unknown, or not_applicable.",
)
@explaining
def command(
    answers: Path,
    wanted: tuple[str, ...],
    outputs: tuple[str, ...],
    form: str | None,
    rules: Path | None,
    packs: tuple[str, ...],
) -> None:
    """Say what would change in the advice if some of ANSWERS were others, and why. The file stays as it is.

    \b
    Examples:
      advisor whatif answers.yaml --set quick_wins=yes
      advisor whatif answers.yaml --set quick_wins=yes --set power=balanced
      advisor whatif answers.yaml --set sectors=acute,mental_health -o whatif.html

    Exit codes: 0 done, 2 wrong command line, or a fact or value that is not there, 3 answers refused,
    5 output cannot be written.
    """  # noqa: D301 - \b keeps the lines of the examples apart
    places = places_for(outputs, form, answers)
    if not wanted:
        raise CommandError("Nothing is set. Say what would be otherwise, such as --set quick_wins=yes.")
    with working("Reading the answers and reasoning"):
        from advisor.content.changed_answers import read_changes

        advisor, case = loaded(answers, rules, packs)
        found = advisor.what_if(case, read_changes(wanted, advisor.knowledge.vocabulary))
    put(found, lambda: _page(found, advisor), places)


def _page(found: "WhatIf", advisor: "Advisor") -> "Page":
    from advisor.report.explained.whatif import what_if_page

    return what_if_page(found, advisor.knowledge)
